//go:build unix

package prompt

import (
	"bytes"
	"context"
	"errors"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/google/go-cmp/cmp"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
)

// person sits at the other end of a terminal: types when the screen shows something, and answers for the terminal where
// the cursor is, if it is one that does.
type person struct {
	t       *testing.T
	pty     *os.File
	mu      sync.Mutex
	screen  strings.Builder
	changed chan struct{}
	mute    bool
}

func sit(t *testing.T, mute bool, o Options) (*person, *Terminal) {
	t.Helper()
	outer, inner, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	if err := pty.Setsize(outer, &pty.Winsize{Rows: 30, Cols: 80}); err != nil {
		t.Fatal(err)
	}
	p := &person{t: t, pty: outer, mute: mute, changed: make(chan struct{}, 1)}
	go p.watch()
	t.Cleanup(func() {
		_ = outer.Close()
		_ = inner.Close()
	})
	terminal, ok := On(inner, inner, o)
	if !ok {
		t.Fatal("a terminal is not taken for one")
	}
	return p, terminal
}

func (p *person) watch() {
	buffer := make([]byte, 4096)
	for {
		n, err := p.pty.Read(buffer)
		for range bytes.Count(buffer[:n], []byte("\x1b[6n")) {
			if !p.mute {
				_, _ = p.pty.WriteString("\x1b[5;5R")
			}
		}
		p.mu.Lock()
		p.screen.Write(buffer[:n])
		p.mu.Unlock()
		select {
		case p.changed <- struct{}{}:
		default:
		}
		if err != nil {
			return
		}
	}
}

var control = regexp.MustCompile(`\x1b\[[0-9;?]*[A-Za-z]`)

func (p *person) sees() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return control.ReplaceAllString(p.screen.String(), "")
}

// types waits for each text to be on the screen, and types what follows it.
func (p *person) types(pairs ...string) {
	go func() {
		seen := 0
		for i := 0; i < len(pairs); i += 2 {
			for deadline := time.After(8 * time.Second); ; {
				screen := p.sees()
				if at := strings.Index(screen[min(seen, len(screen)):], pairs[i]); at >= 0 {
					seen += at + len(pairs[i])
					break
				}
				select {
				case <-p.changed:
				case <-time.After(50 * time.Millisecond):
				case <-deadline:
					p.t.Errorf("waited for %q, and saw %q", pairs[i], screen)
					_ = p.pty.Close() // which ends the question
					return
				}
			}
			time.Sleep(60 * time.Millisecond) // survey prints before it reads
			_, _ = p.pty.WriteString(pairs[i+1])
		}
	}()
}

func anything(any) error { return nil }

func language() blueprint.Question {
	return blueprint.Question{Name: "language", Kind: blueprint.One, Prompt: "Language", Choices: []blueprint.Choice{
		{Value: "go", Label: "Go"}, {Value: "python", Label: "Python", Help: "Flask"},
	}}
}

func features() blueprint.Question {
	return blueprint.Question{Name: "features", Kind: blueprint.Many, Prompt: "Features", Choices: []blueprint.Choice{
		{Value: "docker", Label: "Docker"}, {Value: "ci", Label: "CI"}, {Value: "jobs", Label: "Jobs"},
	}}
}

// terminals are the two ways to ask, and a terminal for each reason to ask plainly.
func terminals() map[string]struct {
	options     Options
	mute, plain bool
} {
	return map[string]struct {
		options     Options
		mute, plain bool
	}{
		"rich":          {options: Options{Term: "xterm-256color"}},
		"dumb":          {options: Options{Term: "dumb"}, plain: true, mute: true},
		"never answers": {options: Options{Term: "xterm"}, plain: true, mute: true},
	}
}

func TestQuestion(t *testing.T) {
	positive := func(v any) error {
		if v.(int) < 1 {
			return errors.New("must be positive")
		}
		return nil
	}
	text := blueprint.Question{Name: "title", Kind: blueprint.String, Prompt: "Title"}
	port := blueprint.Question{Name: "port", Kind: blueprint.Int, Prompt: "Port"}
	tests := map[string]struct {
		question    blueprint.Question
		proposal    any
		check       func(any) error
		rich, plain []string // what is waited for, and what is typed then
		want        any
	}{
		"a text": {question: text, rich: []string{"Title", "Shop\r"}, plain: []string{"Title: ", "Shop\r"}, want: "Shop"},
		"a text with a default": {
			question: text, proposal: "Kiosk", rich: []string{"Title", "\r"}, plain: []string{"Title [Kiosk]: ", "\r"}, want: "Kiosk",
		},
		"a text without a default is asked for again": {
			question: text, rich: []string{"Title", "\r", "! an answer is required", "Shop\r"},
			plain: []string{"Title: ", "\r", "! an answer is required", "Shop\r"}, want: "Shop",
		},
		"a number is checked": {
			question: port, proposal: 8000, check: positive,
			rich:  []string{"Port", "x\r", "! must be a whole number", "0\r", "! must be positive", "9\r"},
			plain: []string{"Port [8000]: ", "x\r", "! must be a whole number", "0\r", "! must be positive", "9\r"}, want: 9,
		},
		"yes or no": {
			question: blueprint.Question{Name: "x", Kind: blueprint.Bool, Prompt: "Sure"}, proposal: false,
			rich: []string{"Sure", "y\r"}, plain: []string{"Sure [y/N]: ", "perhaps\r", "! answer y or n", "yes\r"}, want: true,
		},
		"one choice": {
			question: language(), proposal: "go", rich: []string{"Language", "\x1b[B\r"}, plain: []string{"Language [go]: ", "2\r"}, want: "python",
		},
		"one choice by its name": {
			question: language(), proposal: "go", rich: []string{"Language", "pyt\r"},
			plain: []string{"Language [go]: ", "ruby\r", `! unknown choice "ruby"`, "Python\r"}, want: "python",
		},
		"the proposed choice": {
			question: language(), proposal: "python", rich: []string{"Language", "\r"}, plain: []string{"Language [python]: ", "\r"}, want: "python",
		},
		"several choices": {
			question: features(), proposal: []string{"ci"}, rich: []string{"Features", " \r"},
			plain: []string{"Features [ci]: ", "2, docker 1\r"}, want: []string{"docker", "ci"},
		},
		"none of several": {
			question: features(), proposal: []string{"ci"}, rich: []string{"Features", "\x1b[D\r"},
			plain: []string{"Features [ci]: ", "none\r"}, want: []string{},
		},
	}
	for kind, terminal := range terminals() {
		for name, test := range tests {
			t.Run(kind+"/"+name, func(t *testing.T) {
				t.Parallel()
				p, on := sit(t, terminal.mute, terminal.options)
				typed := test.rich
				if terminal.plain {
					typed = test.plain
				}
				check := test.check
				if check == nil {
					check = anything
				}
				p.types(typed...)
				got, err := on.Question(t.Context(), test.question, test.proposal, check)
				if err != nil {
					t.Fatalf("%v; saw %q", err, p.sees())
				}
				if diff := cmp.Diff(test.want, got); diff != "" {
					t.Errorf("%s; saw %q", diff, p.sees())
				}
			})
		}
	}
}

// TestCancel holds every kind of question, on every terminal, to Ctrl-D and Ctrl-C.
func TestCancel(t *testing.T) {
	asks := map[string]func(context.Context, *Terminal) error{
		"text": func(ctx context.Context, on *Terminal) error {
			_, err := on.Question(ctx, blueprint.Question{Kind: blueprint.String, Prompt: "Ask"}, "x", anything)
			return err
		},
		"names": func(ctx context.Context, on *Terminal) error {
			_, err := on.Names(ctx, "Ask", "", func([]string) error { return nil })
			return err
		},
		"yes": func(ctx context.Context, on *Terminal) error {
			_, err := on.Question(ctx, blueprint.Question{Kind: blueprint.Bool, Prompt: "Ask"}, true, nil)
			return err
		},
		"one": func(ctx context.Context, on *Terminal) error {
			q := language()
			q.Prompt = "Ask"
			_, err := on.Question(ctx, q, nil, nil)
			return err
		},
		"many": func(ctx context.Context, on *Terminal) error {
			q := features()
			q.Prompt = "Ask"
			_, err := on.Question(ctx, q, nil, anything)
			return err
		},
	}
	for kind, terminal := range terminals() {
		for name, ask := range asks {
			t.Run(kind+"/"+name+"/ctrl-d", func(t *testing.T) {
				t.Parallel()
				p, on := sit(t, terminal.mute, terminal.options)
				p.types("Ask", "\x04")
				if err := ask(t.Context(), on); !errors.Is(err, ErrCancelled) {
					t.Errorf("%v; saw %q", err, p.sees())
				}
			})
			t.Run(kind+"/"+name+"/context", func(t *testing.T) {
				t.Parallel()
				p, on := sit(t, terminal.mute, terminal.options)
				ctx, cancel := context.WithCancel(t.Context())
				time.AfterFunc(300*time.Millisecond, cancel)
				began := time.Now()
				if err := ask(ctx, on); !errors.Is(err, ErrCancelled) || time.Since(began) > 10*time.Second {
					t.Errorf("%v after %v; saw %q", err, time.Since(began), p.sees())
				}
			})
		}
		if !terminal.plain { // a plain one is in its own mode, in which Ctrl-C is a signal
			t.Run(kind+"/ctrl-c", func(t *testing.T) {
				t.Parallel()
				p, on := sit(t, terminal.mute, terminal.options)
				p.types("Ask", "\x03")
				if err := asks["text"](t.Context(), on); !errors.Is(err, ErrCancelled) {
					t.Errorf("%v; saw %q", err, p.sees())
				}
			})
		}
	}
}

func TestTypedAhead(t *testing.T) {
	for kind, terminal := range terminals() {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			p, on := sit(t, terminal.mute, terminal.options)
			if _, err := p.pty.WriteString("Shop\n"); err != nil {
				t.Fatal(err)
			}
			time.Sleep(50 * time.Millisecond)
			got, err := on.Question(t.Context(), blueprint.Question{Kind: blueprint.String, Prompt: "Title"}, nil, anything)
			if got != "Shop" || err != nil {
				t.Errorf("%q, %v; saw %q", got, err, p.sees())
			}
		})
	}
}

func TestEdit(t *testing.T) {
	p, on := sit(t, true, Options{Term: "xterm"})
	p.types("Title: ", "Sh\x1b[Dé\x7f\x7f\x7f\x7fKiosk\x1b[5;5R\r")
	got, err := on.Question(t.Context(), blueprint.Question{Kind: blueprint.String, Prompt: "Title"}, nil, anything)
	if got != "Kiosk" || err != nil {
		t.Errorf("%q, %v; saw %q", got, err, p.sees())
	}
}

func TestHelpOnAPlainTerminal(t *testing.T) {
	p, on := sit(t, true, Options{Term: "dumb"})
	p.types("Ask: ", "?\r", "  what it is for\r\nAsk: ", "blog, shop\r")
	got, err := on.Names(t.Context(), "Ask", "what it is for", func([]string) error { return nil })
	if diff := cmp.Diff([]string{"blog", "shop"}, got); diff != "" || err != nil {
		t.Errorf("%v %s; saw %q", err, diff, p.sees())
	}
	if strings.Contains(p.screen.String(), "\x1b") {
		t.Errorf("an escape sequence on a dumb terminal: %q", p.screen.String())
	}
}

func TestOnlyTerminals(t *testing.T) {
	if _, ok := On(strings.NewReader(""), &bytes.Buffer{}, Options{Term: "xterm"}); ok {
		t.Error("a buffer is taken for a terminal")
	}
	null, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	if _, ok := On(null, null, Options{Term: "xterm"}); ok {
		t.Error("the null device is taken for a terminal")
	}
}
