// Package prompt asks at a terminal. It is the only importer of survey, and holds no question of its own.
package prompt

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/AlecAivazis/survey/v2"
	"github.com/AlecAivazis/survey/v2/terminal"
	"golang.org/x/term"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
)

// ErrCancelled is returned when the person pressed Ctrl-C or Ctrl-D, or the context ended.
var ErrCancelled = errors.New("cancelled")

// Terminal asks on an open terminal. Both files must be terminals: survey hangs or prints escape codes otherwise.
type Terminal struct {
	In, Out *os.File
	ASCII   bool // no signs outside ASCII
}

// errorTemplate is how survey shows what the validator says: without an apology of its own.
const errorTemplate = `{{color .Icon.Format}}{{.Icon.Text}} {{.Error.Error}}{{color "reset"}}
`

// On gives a Terminal where both streams are one.
func On(in io.Reader, out io.Writer) (*Terminal, bool) {
	inFile, ok := in.(*os.File)
	if !ok || !term.IsTerminal(int(inFile.Fd())) {
		return nil, false
	}
	outFile, ok := out.(*os.File)
	if !ok || !term.IsTerminal(int(outFile.Fd())) {
		return nil, false
	}
	survey.ErrorTemplate = errorTemplate
	return &Terminal{In: inFile, Out: outFile}, true
}

// Question asks for one answer, offering the proposal, which may be nil. The answer has the question's Go type, and
// check has accepted it.
func (t *Terminal) Question(ctx context.Context, q blueprint.Question, proposal any, check func(any) error) (any, error) {
	switch q.Kind {
	case blueprint.Bool:
		yes, _ := proposal.(bool)
		return t.confirm(ctx, q.Prompt, q.Help, yes)
	case blueprint.One:
		return t.one(ctx, q, proposal)
	case blueprint.Many:
		return t.many(ctx, q, proposal, check)
	case blueprint.Int:
		text, err := t.input(ctx, q.Prompt, q.Help, text(proposal), func(s string) error {
			n, err := strconv.Atoi(strings.TrimSpace(s))
			if err != nil {
				return errors.New("must be a whole number")
			}
			return check(n)
		})
		if err != nil {
			return nil, err
		}
		return strconv.Atoi(strings.TrimSpace(text))
	default:
		return t.input(ctx, q.Prompt, q.Help, text(proposal), func(s string) error { return check(s) })
	}
}

// Names asks for any number of names, separated by commas or spaces; none is an answer too.
func (t *Terminal) Names(ctx context.Context, message, help string, check func([]string) error) ([]string, error) {
	answer, err := t.input(ctx, message, help, "", func(s string) error { return check(names(s)) })
	return names(answer), err
}

func names(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' || r == '\t' })
}

// Choose asks for one of the labels and gives its index.
func (t *Terminal) Choose(ctx context.Context, message, help string, labels, descriptions []string, first int) (int, error) {
	width := 0
	for _, label := range labels {
		width = max(width, len(label))
	}
	padded := make([]string, len(labels))
	for i, label := range labels {
		padded[i] = label
		if descriptions[i] != "" {
			padded[i] = fmt.Sprintf("%-*s", width, label)
		}
	}
	var index int
	err := t.ask(ctx, &survey.Select{
		Message: message, Help: help, Options: padded, Default: first,
		Description: func(_ string, i int) string { return descriptions[i] },
	}, &index)
	return index, err
}

// Confirm asks for a yes or no; enter alone means yes.
func (t *Terminal) Confirm(ctx context.Context, message string) (bool, error) {
	return t.confirm(ctx, message, "", true)
}

func (t *Terminal) confirm(ctx context.Context, message, help string, proposal bool) (bool, error) {
	var yes bool
	err := t.ask(ctx, &survey.Confirm{Message: message, Help: help, Default: proposal}, &yes)
	return yes, err
}

func (t *Terminal) input(ctx context.Context, message, help, proposal string, check func(string) error) (string, error) {
	var answer string
	err := t.ask(ctx, &survey.Input{Message: message, Help: help, Default: proposal}, &answer,
		survey.WithValidator(func(v any) error {
			s, _ := v.(string)
			return check(s)
		}))
	return answer, err
}

func (t *Terminal) one(ctx context.Context, q blueprint.Question, proposal any) (any, error) {
	labels, descriptions := options(q)
	first := 0
	for i, c := range q.Choices {
		if c.Value == proposal {
			first = i
		}
	}
	i, err := t.Choose(ctx, q.Prompt, q.Help, labels, descriptions, first)
	if err != nil {
		return nil, err
	}
	return q.Choices[i].Value, nil
}

func (t *Terminal) many(ctx context.Context, q blueprint.Question, proposal any, check func(any) error) (any, error) {
	labels, descriptions := options(q)
	var marked, picked []int
	proposed, _ := proposal.([]string)
	for i, c := range q.Choices {
		for _, p := range proposed {
			if c.Value == p {
				marked = append(marked, i)
			}
		}
	}
	values := func(indexes []int) []string {
		out := make([]string, 0, len(indexes))
		for _, i := range indexes {
			out = append(out, q.Choices[i].Value)
		}
		return out
	}
	err := t.ask(ctx, &survey.MultiSelect{
		Message: q.Prompt, Help: q.Help, Options: labels, Default: marked,
		Description: func(_ string, i int) string { return descriptions[i] },
	}, &picked, survey.WithValidator(func(v any) error {
		answers, _ := v.([]survey.OptionAnswer)
		indexes := make([]int, 0, len(answers))
		for _, a := range answers {
			indexes = append(indexes, a.Index)
		}
		return check(values(indexes))
	}))
	return values(picked), err
}

func options(q blueprint.Question) (labels, descriptions []string) {
	for _, c := range q.Choices {
		labels, descriptions = append(labels, c.Label), append(descriptions, c.Help)
	}
	return labels, descriptions
}

// ask runs survey, and gives the terminal back as it was even when the context ends while survey is reading.
func (t *Terminal) ask(ctx context.Context, p survey.Prompt, answer any, opts ...survey.AskOpt) error {
	if ctx.Err() != nil {
		return ErrCancelled
	}
	before, err := term.GetState(int(t.In.Fd()))
	if err != nil {
		return fmt.Errorf("read the terminal's mode: %w", err)
	}
	opts = append(opts, survey.WithStdio(t.In, t.Out, t.Out), survey.WithIcons(t.icons), survey.WithShowCursor(true))
	done := make(chan error, 1)
	go func() { done <- survey.AskOne(p, answer, opts...) }()
	select {
	case err = <-done:
	case <-ctx.Done():
		_ = term.Restore(int(t.In.Fd()), before)
		_, _ = io.WriteString(t.Out, "\n")
		return ErrCancelled
	}
	if errors.Is(err, terminal.InterruptErr) || errors.Is(err, io.EOF) {
		return ErrCancelled
	}
	return err
}

func (t *Terminal) icons(icons *survey.IconSet) {
	icons.Question.Text, icons.Help.Text, icons.Error.Text = "?", "?", "!"
	icons.SelectFocus.Text = "›"
	if t.ASCII {
		icons.SelectFocus.Text = ">"
	}
	icons.MarkedOption.Text, icons.UnmarkedOption.Text = "[x]", "[ ]"
}

func text(proposal any) string {
	if proposal == nil {
		return ""
	}
	return fmt.Sprint(proposal)
}
