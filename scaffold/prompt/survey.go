package prompt

import (
	"errors"
	"fmt"
	"io"

	"github.com/AlecAivazis/survey/v2"
	"github.com/AlecAivazis/survey/v2/terminal"
)

// errorTemplate is how survey shows the error of a check.
const errorTemplate = `{{color .Icon.Format}}{{.Icon.Text}} {{.Error.Error}}{{color "reset"}}
`

// menus asks with survey: editable lines, and menus that the arrow keys move in.
type menus struct{ t *Terminal }

func (m menus) input(f form, proposal string) (answer string, err error) {
	err = m.ask(&survey.Input{Message: f.message, Help: f.help, Default: proposal}, &answer,
		survey.WithValidator(func(v any) error {
			s, _ := v.(string)
			return f.check(s)
		}))
	return answer, err
}

func (m menus) confirm(f form, proposal bool) (yes bool, err error) {
	err = m.ask(&survey.Confirm{Message: f.message, Help: f.help, Default: proposal}, &yes)
	return yes, err
}

func (m menus) choose(f form, first int) (index int, err error) {
	width := 0
	for _, label := range f.labels {
		width = max(width, len(label))
	}
	padded := make([]string, len(f.labels))
	for i, label := range f.labels {
		padded[i] = label
		if f.descriptions[i] != "" {
			padded[i] = fmt.Sprintf("%-*s", width, label)
		}
	}
	err = m.ask(&survey.Select{
		Message: f.message, Help: f.help, Options: padded, Default: first,
		Description: func(_ string, i int) string { return f.descriptions[i] },
	}, &index)
	return index, err
}

func (m menus) pick(f form, marked []int) (picked []int, err error) {
	err = m.ask(&survey.MultiSelect{
		Message: f.message, Help: f.help, Options: f.labels, Default: marked,
		Description: func(_ string, i int) string { return f.descriptions[i] },
	}, &picked, survey.WithValidator(func(v any) error {
		answers, _ := v.([]survey.OptionAnswer)
		indexes := make([]int, 0, len(answers))
		for _, a := range answers {
			indexes = append(indexes, a.Index)
		}
		return f.checkAll(indexes)
	}))
	return picked, err
}

// ask runs one prompt of survey. Its error is io.EOF after Ctrl-C and Ctrl-D, as that of lines is.
func (m menus) ask(p survey.Prompt, answer any, opts ...survey.AskOpt) error {
	survey.ErrorTemplate = errorTemplate
	icons := func(icons *survey.IconSet) {
		icons.Question.Text, icons.Help.Text, icons.Error.Text = "?", "?", "!"
		icons.SelectFocus.Text = "›"
		if m.t.ascii {
			icons.SelectFocus.Text = ">"
		}
		icons.MarkedOption.Text, icons.UnmarkedOption.Text = "[x]", "[ ]"
	}
	err := survey.AskOne(p, answer, append(opts,
		survey.WithStdio(m.t.keys, m.t.out, m.t.out), survey.WithIcons(icons), survey.WithShowCursor(true))...)
	if errors.Is(err, terminal.InterruptErr) {
		return io.EOF
	}
	return err
}
