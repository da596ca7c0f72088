package prompt

import (
	"bytes"
	"io"
	"os"
	"time"
	"unicode/utf8"

	"github.com/seed-d277c37b/scaffold/scaffold/plaintext"
	"golang.org/x/term"
)

// The keys that end a question, as a terminal in raw mode sends them.
const (
	ctrlC = '\x03'
	ctrlD = '\x04'
)

// patience is how long a terminal may take to report its cursor. The slowest connection that one can type on needs less.
const patience = time.Second

// position matches a terminal's report of its cursor (ECMA-48, 8.3.14, CPR).
var position = plaintext.Pattern(`\x1b\[[0-9]*;[0-9]*R`) //nolint:gochecknoglobals // constant

// escapes matches what arrow keys and the like send (ECMA-48, 5.4).
var escapes = plaintext.Pattern(`\x1b[\[O][0-9;]*[ -/]*[@-~]?`) //nolint:gochecknoglobals // constant

// keyboard reads a terminal, and can stop waiting for it. It starts a read only when it is asked to, so that what is typed
// ahead stays for the shell.
type keyboard struct {
	in      *os.File
	chunks  chan chunk
	waiting bool   // a read is under way
	pending []byte // read, but not asked for yet
	failed  error
}

type chunk struct {
	data []byte
	err  error
}

// Fd returns the terminal's descriptor, with which survey changes its mode.
func (k *keyboard) Fd() uintptr { return k.in.Fd() }

// Read reads what was typed. It turns Ctrl-D into Ctrl-C: survey would take it for Enter.
func (k *keyboard) Read(p []byte) (int, error) {
	if err := k.wait(nil); err != nil {
		return 0, err
	}
	n := copy(p, k.pending)
	k.pending = k.pending[n:]
	for i := range p[:n] {
		if p[i] == ctrlD {
			p[i] = ctrlC
		}
	}
	return n, nil
}

// wait returns once input is pending, with an error if the timeout or the end of the input comes first.
func (k *keyboard) wait(timeout <-chan time.Time) error {
	if len(k.pending) > 0 {
		return nil
	}
	if k.failed != nil {
		return k.failed
	}
	if !k.waiting {
		k.waiting = true
		go func() {
			data := make([]byte, 256)
			n, err := k.in.Read(data)
			k.chunks <- chunk{data[:n], err}
		}()
	}
	select {
	case c := <-k.chunks:
		k.waiting = false
		k.pending, k.failed = c.data, c.err
		if len(c.data) > 0 {
			return nil
		}
		return c.err
	case <-timeout:
		return os.ErrDeadlineExceeded
	}
}

// answers reports whether the terminal reports its cursor when asked to, as survey does again and again. What was typed
// meanwhile stays pending.
func (k *keyboard) answers(out io.Writer) bool {
	state, err := term.MakeRaw(int(k.in.Fd()))
	if err != nil {
		return false
	}
	defer func() { _ = term.Restore(int(k.in.Fd()), state) }()
	if _, err := io.WriteString(out, "\x1b[6n"); err != nil {
		return false
	}
	timeout := time.After(patience)
	var typed []byte
	defer func() { k.pending = append(typed, k.pending...) }()
	for {
		if err := k.wait(timeout); err != nil {
			return false
		}
		typed, k.pending = append(typed, k.pending...), nil
		if at := position().FindIndex(typed); at != nil {
			typed = append(typed[:at[0]:at[0]], typed[at[1]:]...)
			return true
		}
		if bytes.IndexByte(typed, ctrlC) >= 0 || bytes.IndexByte(typed, ctrlD) >= 0 {
			return true // the person wants to leave: survey sees the key
		}
	}
}

// line reads a line in the terminal's own mode. It returns io.EOF after Ctrl-D.
func (k *keyboard) line(out io.Writer) (string, error) {
	if k.waiting {
		return k.edit(out)
	}
	var line []byte
	for {
		if err := k.wait(nil); err != nil {
			return "", err
		}
		end := bytes.IndexAny(k.pending, "\r\n\x03\x04")
		if end < 0 {
			line, k.pending = append(line, k.pending...), nil
			continue
		}
		key := k.pending[end]
		line, k.pending = append(line, k.pending[:end]...), k.pending[end+1:]
		if key == ctrlC || key == ctrlD { // typed before the terminal left raw mode
			return "", io.EOF
		}
		return string(position().ReplaceAll(line, nil)), nil // a late report of the cursor is not part of the line
	}
}

// edit reads a line in raw mode, while a read that began in raw mode is under way: in the terminal's own mode that read
// would not see Ctrl-D (n_tty_read of Linux). So it echoes what is typed, and erases what is deleted.
func (k *keyboard) edit(out io.Writer) (string, error) {
	state, err := term.MakeRaw(int(k.in.Fd()))
	if err != nil {
		return "", err
	}
	defer func() { _ = term.Restore(int(k.in.Fd()), state) }()
	echo := func(s string) { _, _ = io.WriteString(out, s) }
	var line []byte
	for {
		if err := k.wait(nil); err != nil {
			return "", err
		}
		k.pending = escapes().ReplaceAll(k.pending, nil)
		for len(k.pending) > 0 {
			key := k.pending[0]
			k.pending = k.pending[1:]
			switch {
			case key == '\r' || key == '\n':
				echo("\r\n")
				return string(line), nil
			case key == ctrlC || key == ctrlD:
				echo("\r\n")
				return "", io.EOF
			case key == '\b' || key == 0x7f:
				if _, width := utf8.DecodeLastRune(line); width > 0 {
					line = line[:len(line)-width]
					echo("\b \b")
				}
			case key >= ' ':
				line = append(line, key)
				echo(string([]byte{key}))
			}
		}
	}
}
