package cli

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/term"
)

// printer is a stream, and what is known of the terminal behind it. It is the one way out: printf and printJSON let
// nothing through that could control a terminal.
type printer struct {
	w        io.Writer
	terminal bool
	colour   bool
	symbols  symbols
	failed   error // of the first write that failed
}

// symbols are the few signs that the output uses. The words beside them say the same.
type symbols struct{ done, branch, last, bar, more, arrow string }

// safe is text that was cleaned. It may have colours.
type safe string

func newPrinter(w io.Writer) *printer {
	p := &printer{w: w, symbols: symbols{done: "*", branch: "|- ", last: "`- ", bar: "|  ", more: "...", arrow: "->"}}
	if file, ok := w.(*os.File); ok {
		p.terminal = term.IsTerminal(int(file.Fd()))
	}
	p.colour = p.terminal && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
	if isUTF8() {
		p.symbols = symbols{done: "✓", branch: "├─ ", last: "└─ ", bar: "│  ", more: "…", arrow: "→"}
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

// Write writes to the stream as it is, for cobra's help and for patches. It remembers the first error.
func (p *printer) Write(b []byte) (int, error) {
	n, err := p.w.Write(b)
	p.failed = cmp.Or(p.failed, err)
	return n, err
}

// printf cleans every argument that is neither a number nor safe. The format must be a constant.
func (p *printer) printf(format string, args ...any) {
	for i, arg := range args {
		switch v := arg.(type) {
		case int, int64, safe:
		case string:
			args[i] = clean(v)
		default:
			args[i] = clean(fmt.Sprint(v))
		}
	}
	_, _ = fmt.Fprintf(p, format, args...) // Write remembers the error
}

// clean makes visible what could control a terminal, reorder its text or break out of a line: control characters (C0, C1
// and DEL), the separators and direction marks of Unicode, and bytes that are not UTF-8.
func clean(s string) string {
	if !strings.ContainsFunc(s, isUnsafe) && utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for i, r := range s {
		_, width := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && width == 1:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case !isUnsafe(r):
			b.WriteRune(r)
		case r < 0x100:
			fmt.Fprintf(&b, `\x%02x`, r)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

func isUnsafe(r rune) bool {
	return unicode.IsControl(r) || unicode.In(r, unicode.Bidi_Control) || r == '\u2028' || r == '\u2029'
}

// printJSON prints one document. It fails only for what JSON cannot hold. What clean would change is escaped within its strings, so that no value differs.
func (p *printer) printJSON(v any) error {
	enc := json.NewEncoder(jsonWriter{p})
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// jsonWriter escapes what a terminal would take for more than text. It gets whole documents, which can be large: only one
// that needs it is copied.
type jsonWriter struct{ *printer }

func (w jsonWriter) Write(document []byte) (int, error) {
	size := len(document)
	if bytes.ContainsFunc(document, isUnsafeInJSON) {
		var escaped bytes.Buffer
		for _, r := range string(document) {
			if isUnsafeInJSON(r) {
				fmt.Fprintf(&escaped, `\u%04x`, r)
			} else {
				escaped.WriteRune(r)
			}
		}
		document = escaped.Bytes()
	}
	_, _ = w.printer.Write(document) // which remembers the error
	return size, nil
}

// isUnsafeInJSON is isUnsafe for an encoded document, in which only the layout has a control character.
func isUnsafeInJSON(r rune) bool { return r != '\n' && isUnsafe(r) }

func (p *printer) paint(code, cleaned string) safe {
	if !p.colour || cleaned == "" || code == "" {
		return safe(cleaned)
	}
	return safe("\x1b[" + code + "m" + cleaned + "\x1b[0m")
}

func (p *printer) bold(s string) safe  { return p.paint("1", clean(s)) }
func (p *printer) dim(s string) safe   { return p.paint("2", clean(s)) }
func (p *printer) red(s string) safe   { return p.paint("31", clean(s)) }
func (p *printer) green(s string) safe { return p.paint("32", clean(s)) }
func (p *printer) cyan(s string) safe  { return p.paint("36", clean(s)) }

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
