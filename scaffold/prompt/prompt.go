// Package prompt asks at a terminal. It is the only importer of survey, and has no questions of its own.
package prompt

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strconv"
	"strings"

	"golang.org/x/term"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
)

// ErrCancelled is returned when the person pressed Ctrl-C or Ctrl-D, or the context ended.
var ErrCancelled = errors.New("cancelled")

// Terminal asks on an open terminal. On a terminal that cannot move its cursor, or does not say where it is, it asks line
// by line.
type Terminal struct {
	out   *os.File
	keys  *keyboard
	ascii bool
	dumb  bool // the terminal cannot move its cursor
	known bool // dumb was found out
}

// Options say what is known of a terminal.
type Options struct {
	ASCII bool   // print no characters outside ASCII
	Term  string // the variable TERM
}

// On returns a Terminal if both streams are one.
func On(in io.Reader, out io.Writer, o Options) (*Terminal, bool) {
	inFile, ok := in.(*os.File)
	if !ok || !term.IsTerminal(int(inFile.Fd())) {
		return nil, false
	}
	outFile, ok := out.(*os.File)
	if !ok || !term.IsTerminal(int(outFile.Fd())) {
		return nil, false
	}
	t := &Terminal{out: outFile, keys: newKeyboard(inFile), ascii: o.ASCII}
	if o.Term == "dumb" || o.Term == "" && runtime.GOOS != "windows" {
		t.dumb, t.known = true, true
	}
	return t, true
}

// form is one question, whatever its kind, as a terminal shows it.
type form struct {
	message, help string
	labels        []string           // of what can be chosen
	descriptions  []string           // of labels, "" for none
	words         []string           // of what can be chosen, as a person may type them
	check         func(string) error // of a text
	checkAll      func([]int) error  // of choices
}

// Question asks for one answer and offers the proposal, which may be nil. The answer has the question's Go type, and check
// has accepted it.
func (t *Terminal) Question(ctx context.Context, q blueprint.Question, proposal any, check func(any) error) (any, error) {
	switch f := formOf(q); q.Kind {
	case blueprint.Bool:
		yes, _ := proposal.(bool)
		return t.confirm(ctx, f, yes)
	case blueprint.One:
		i, err := t.choose(ctx, f, max(0, indexOf(q, proposal)))
		if err != nil {
			return nil, err
		}
		return q.Choices[i].Value, nil
	case blueprint.Many:
		f.checkAll = func(picked []int) error { return check(valuesOf(q, picked)) }
		proposed, _ := proposal.([]string)
		var marked []int
		for _, value := range proposed {
			if i := indexOf(q, value); i >= 0 {
				marked = append(marked, i)
			}
		}
		picked, err := t.pick(ctx, f, marked)
		return valuesOf(q, picked), err
	case blueprint.Int:
		f.check = func(s string) error {
			n, err := strconv.Atoi(strings.TrimSpace(s))
			if err != nil {
				return errors.New("must be a whole number")
			}
			return check(n)
		}
		answer, err := t.input(ctx, f, textOf(proposal))
		if err != nil {
			return nil, err
		}
		return strconv.Atoi(strings.TrimSpace(answer))
	default:
		f.check = func(s string) error {
			if s == "" && proposal == nil {
				return errors.New("an answer is required")
			}
			return check(s)
		}
		return t.input(ctx, f, textOf(proposal))
	}
}

// Names asks for any number of names, separated by commas or spaces. No name is an answer, too.
func (t *Terminal) Names(ctx context.Context, message, help string, check func([]string) error) ([]string, error) {
	f := form{message: message, help: help, check: func(s string) error { return check(namesIn(s)) }}
	answer, err := t.input(ctx, f, "")
	return namesIn(answer), err
}

// Choose asks for one of the labels and returns its index.
func (t *Terminal) Choose(ctx context.Context, message, help string, labels, descriptions []string, first int) (int, error) {
	return t.choose(ctx, form{message: message, help: help, labels: labels, descriptions: descriptions, words: labels}, first)
}

// Confirm asks for yes or no. Enter alone means yes.
func (t *Terminal) Confirm(ctx context.Context, message string) (bool, error) {
	return t.confirm(ctx, form{message: message}, true)
}

func (t *Terminal) input(ctx context.Context, f form, proposal string) (answer string, err error) {
	err = t.ask(ctx, func() error { answer, err = t.surveyInput(f, proposal); return err },
		func() error { answer, err = t.plainInput(f, proposal); return err })
	return answer, err
}

func (t *Terminal) confirm(ctx context.Context, f form, proposal bool) (yes bool, err error) {
	err = t.ask(ctx, func() error { yes, err = t.surveyConfirm(f, proposal); return err },
		func() error { yes, err = t.plainConfirm(f, proposal); return err })
	return yes, err
}

func (t *Terminal) choose(ctx context.Context, f form, first int) (i int, err error) {
	err = t.ask(ctx, func() error { i, err = t.surveyChoose(f, first); return err },
		func() error { i, err = t.plainChoose(f, first); return err })
	return i, err
}

func (t *Terminal) pick(ctx context.Context, f form, marked []int) (picked []int, err error) {
	err = t.ask(ctx, func() error { picked, err = t.surveyPick(f, marked); return err },
		func() error { picked, err = t.plainPick(f, marked); return err })
	return picked, err
}

// ask runs one of two ways to ask, and restores the terminal even if the context ends in the middle.
func (t *Terminal) ask(ctx context.Context, rich, plain func() error) error {
	if ctx.Err() != nil {
		return ErrCancelled
	}
	fd := int(t.keys.in.Fd())
	before, err := term.GetState(fd)
	if err != nil {
		return fmt.Errorf("cannot read the terminal's mode: %w", err)
	}
	done := make(chan error, 1)
	go func() {
		if !t.known {
			t.dumb, t.known = !t.keys.answers(t.out), true
		}
		if t.dumb {
			done <- plain()
		} else {
			done <- rich()
		}
	}()
	select {
	case err = <-done:
	case <-ctx.Done():
		_ = term.Restore(fd, before)
		_, _ = io.WriteString(t.out, "\n")
		return ErrCancelled
	}
	if isCancelled(err) {
		return ErrCancelled
	}
	return err
}

func formOf(q blueprint.Question) form {
	f := form{message: q.Prompt, help: q.Help}
	for _, c := range q.Choices {
		f.labels, f.descriptions, f.words = append(f.labels, c.Label), append(f.descriptions, c.Help), append(f.words, c.Value)
	}
	return f
}

// indexOf returns which choice has a value, -1 for none.
func indexOf(q blueprint.Question, value any) int {
	for i, c := range q.Choices {
		if c.Value == value {
			return i
		}
	}
	return -1
}

func valuesOf(q blueprint.Question, indexes []int) []string {
	out := make([]string, 0, len(indexes))
	for _, i := range indexes {
		out = append(out, q.Choices[i].Value)
	}
	return out
}

func namesIn(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' || r == '\t' })
}

func textOf(proposal any) string {
	if proposal == nil {
		return ""
	}
	return fmt.Sprint(proposal)
}
