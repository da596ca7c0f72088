package prompt

import (
	"errors"
	"fmt"
	"io"

	"github.com/AlecAivazis/survey/v2"
	"github.com/AlecAivazis/survey/v2/terminal"
)

// errorTemplate is how survey shows what a check says.
const errorTemplate = `{{color .Icon.Format}}{{.Icon.Text}} {{.Error.Error}}{{color "reset"}}
`

func isCancelled(err error) bool {
	return errors.Is(err, terminal.InterruptErr) || errors.Is(err, io.EOF)
}

func (t *Terminal) surveyInput(f form, proposal string) (answer string, err error) {
	err = t.survey(&survey.Input{Message: f.message, Help: f.help, Default: proposal}, &answer,
		survey.WithValidator(func(v any) error {
			s, _ := v.(string)
			return f.check(s)
		}))
	return answer, err
}

func (t *Terminal) surveyConfirm(f form, proposal bool) (yes bool, err error) {
	err = t.survey(&survey.Confirm{Message: f.message, Help: f.help, Default: proposal}, &yes)
	return yes, err
}

func (t *Terminal) surveyChoose(f form, first int) (index int, err error) {
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
	err = t.survey(&survey.Select{
		Message: f.message, Help: f.help, Options: padded, Default: first,
		Description: func(_ string, i int) string { return f.descriptions[i] },
	}, &index)
	return index, err
}

func (t *Terminal) surveyPick(f form, marked []int) (picked []int, err error) {
	err = t.survey(&survey.MultiSelect{
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

func (t *Terminal) survey(p survey.Prompt, answer any, opts ...survey.AskOpt) error {
	survey.ErrorTemplate = errorTemplate
	return survey.AskOne(p, answer, append(opts,
		survey.WithStdio(t.keys, t.out, t.out), survey.WithIcons(t.icons), survey.WithShowCursor(true))...)
}

func (t *Terminal) icons(icons *survey.IconSet) {
	icons.Question.Text, icons.Help.Text, icons.Error.Text = "?", "?", "!"
	icons.SelectFocus.Text = "›"
	if t.ascii {
		icons.SelectFocus.Text = ">"
	}
	icons.MarkedOption.Text, icons.UnmarkedOption.Text = "[x]", "[ ]"
}
