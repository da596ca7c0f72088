package cli

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"

	"golang.org/x/term"
)

// printer is a stream with what is known of the terminal behind it.
type printer struct {
	w        io.Writer
	terminal bool
	colour   bool
	symbols  symbols
}

// symbols are the few signs that the output uses; the words beside them say the same.
type symbols struct{ done, branch, last, bar, more string }

func newPrinter(w io.Writer) *printer {
	p := &printer{w: w, symbols: symbols{done: "*", branch: "|- ", last: "`- ", bar: "|  ", more: "..."}}
	if file, ok := w.(*os.File); ok {
		p.terminal = term.IsTerminal(int(file.Fd()))
	}
	p.colour = p.terminal && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
	if isUTF8() {
		p.symbols = symbols{done: "✓", branch: "├─ ", last: "└─ ", bar: "│  ", more: "…"}
	}
	return p
}

// isUTF8 reads the locale as POSIX orders it (Base Specifications, chapter 8.2).
func isUTF8() bool {
	locale := strings.ToLower(cmp.Or(os.Getenv("LC_ALL"), os.Getenv("LC_CTYPE"), os.Getenv("LANG")))
	if locale == "" {
		return runtime.GOOS == "windows" || runtime.GOOS == "darwin"
	}
	return strings.Contains(locale, "utf-8") || strings.Contains(locale, "utf8")
}

// Write passes on to the stream, so that cobra can print through the same door.
func (p *printer) Write(b []byte) (int, error) { return p.w.Write(b) }

// printf ignores write errors on purpose: a reader that went away (`| head`) is no failure of the command.
func (p *printer) printf(format string, args ...any) { _, _ = fmt.Fprintf(p.w, format, args...) }

func (p *printer) paint(code, s string) string {
	if !p.colour || s == "" {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

func (p *printer) bold(s string) string  { return p.paint("1", s) }
func (p *printer) dim(s string) string   { return p.paint("2", s) }
func (p *printer) red(s string) string   { return p.paint("31", s) }
func (p *printer) green(s string) string { return p.paint("32", s) }
func (p *printer) cyan(s string) string  { return p.paint("36", s) }

// size words a number of bytes in at most four characters and a unit.
func size(n int64) string {
	switch {
	case n < 1000:
		return fmt.Sprintf("%d B", n)
	case n < 9_950:
		return fmt.Sprintf("%.1f kB", float64(n)/1e3)
	case n < 999_500:
		return fmt.Sprintf("%.0f kB", float64(n)/1e3)
	default:
		return fmt.Sprintf("%.1f MB", float64(n)/1e6)
	}
}

// count words a number of things.
func count(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %ss", n, one)
}
