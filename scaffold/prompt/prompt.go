// Package prompt asks at a terminal. It is the only importer of survey, and has no questions of its own.
package prompt

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/term"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
)

// ErrCancelled is returned when the person pressed Ctrl-C or Ctrl-D, or the context ended.
var ErrCancelled = errors.New("cancelled")

// Terminal asks on an open terminal: with menus, or line by line where the terminal cannot move its cursor or does not
// report where it is.
type Terminal struct {
	out   *os.File
	keys  *keyboard
	ascii bool
	way   way // nil until the terminal has been tried
}

// way is a way to ask: menus or lines.
type way interface {
	input(f form, proposal string) (string, error)
	confirm(f form, proposal bool) (bool, error)
	choose(f form, first int) (int, error)
	pick(f form, marked []int) ([]int, error)
}

// Options describe a terminal.
type Options struct {
	ASCII bool   // print no characters outside ASCII
	Term  string // $TERM
}

// On returns a Terminal on two streams. ok is false unless both are terminals.
func On(in io.Reader, out io.Writer, o Options) (t *Terminal, ok bool) {
	inFile, ok := in.(*os.File)
	if !ok || !term.IsTerminal(int(inFile.Fd())) {
		return nil, false
	}
	outFile, ok := out.(*os.File)
	if !ok || !term.IsTerminal(int(outFile.Fd())) {
		return nil, false
	}
	t = &Terminal{out: outFile, keys: &keyboard{in: inFile, chunks: make(chan chunk, 1)}, ascii: o.ASCII}
	if o.Term == "dumb" || o.Term == "" && runtime.GOOS != "windows" {
		t.way = lines{t}
	}
	return t, true
}

// form is a question of any kind, as a terminal shows it.
type form struct {
	message, help string
	labels        []string           // of the choices
	descriptions  []string           // of the choices, "" for none
	words         []string           // of the choices, as a person may type them
	check         func(string) error // of a text
	checkAll      func([]int) error  // of several choices
}

// Question asks a question and offers the proposal, which may be nil. The answer has the question's Go type. check sees
// what is typed and any set of choices before they are accepted.
func (t *Terminal) Question(ctx context.Context, q blueprint.Question, proposal any, check func(any) error) (any, error) {
	f := form{message: q.Prompt, help: q.Help}
	for _, c := range q.Choices {
		f.labels, f.descriptions, f.words = append(f.labels, c.Label), append(f.descriptions, c.Help), append(f.words, c.Value)
	}
	text := ""
	if proposal != nil {
		text = fmt.Sprint(proposal)
	}
	switch q.Kind {
	case blueprint.Bool:
		yes, _ := proposal.(bool)
		return ask(ctx, t, func(w way) (bool, error) { return w.confirm(f, yes) })
	case blueprint.One:
		i, err := ask(ctx, t, func(w way) (int, error) { return w.choose(f, max(0, slices.Index(f.words, text))) })
		if err != nil {
			return nil, err
		}
		return f.words[i], nil
	case blueprint.Many:
		f.checkAll = func(picked []int) error { return check(f.picked(picked)) }
		proposed, _ := proposal.([]string)
		var marked []int
		for _, value := range proposed {
			if i := slices.Index(f.words, value); i >= 0 {
				marked = append(marked, i)
			}
		}
		picked, err := ask(ctx, t, func(w way) ([]int, error) { return w.pick(f, marked) })
		return f.picked(picked), err
	case blueprint.Int:
		f.check = func(s string) error {
			n, err := strconv.Atoi(strings.TrimSpace(s))
			if err != nil {
				return errors.New("must be a whole number")
			}
			return check(n)
		}
		answer, err := ask(ctx, t, func(w way) (string, error) { return w.input(f, text) })
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
		return ask(ctx, t, func(w way) (string, error) { return w.input(f, text) })
	}
}

// picked returns the values of the choices with these indexes.
func (f form) picked(indexes []int) []string {
	values := make([]string, 0, len(indexes))
	for _, i := range indexes {
		values = append(values, f.words[i])
	}
	return values
}

// Names asks for any number of names, separated by commas or spaces. The answer may be empty.
func (t *Terminal) Names(ctx context.Context, message, help string, check func([]string) error) ([]string, error) {
	f := form{message: message, help: help, check: func(s string) error { return check(namesIn(s)) }}
	answer, err := ask(ctx, t, func(w way) (string, error) { return w.input(f, "") })
	return namesIn(answer), err
}

// ask asks in the terminal's way, and restores the terminal even if the context ends before the answer.
func ask[T any](ctx context.Context, t *Terminal, question func(way) (T, error)) (T, error) {
	var none T
	if ctx.Err() != nil {
		return none, ErrCancelled
	}
	fd := int(t.keys.in.Fd())
	before, err := term.GetState(fd)
	if err != nil {
		return none, fmt.Errorf("cannot read the terminal's mode: %w", err)
	}
	type result struct {
		answer T
		err    error
	}
	done := make(chan result, 1)
	go func() {
		if t.way == nil {
			t.way = lines{t}
			if t.keys.answers(t.out) {
				t.way = menus{t}
			}
		}
		answer, err := question(t.way)
		done <- result{answer, err}
	}()
	select {
	case r := <-done:
		if errors.Is(r.err, io.EOF) {
			r.err = ErrCancelled
		}
		return r.answer, r.err
	case <-ctx.Done():
		_ = term.Restore(fd, before)
		_, _ = io.WriteString(t.out, "\n")
		return none, ErrCancelled
	}
}

func namesIn(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' || r == '\t' })
}
