package lock

import (
	"strconv"
	"strings"
)

// quote gives s as a YAML scalar on one line that every parser of YAML 1.1 or 1.2 reads back as exactly this string,
// inside a flow mapping too: plain where nothing can mistake it, else in double quotes.
func quote(s string) string {
	if isPlain(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s) + 2)
	b.WriteByte('"')
	for _, r := range s {
		writeRune(&b, r)
	}
	b.WriteByte('"')
	return b.String()
}

// writeRune escapes what YAML cannot hold, what a parser would take as a line break, and what does not show where it
// stands (byte order mark, marks that change the direction of writing). The set is fixed here, not taken from Unicode's
// tables, which change from one Go release to the next.
func writeRune(b *strings.Builder, r rune) {
	switch {
	case r == '"' || r == '\\':
		b.WriteByte('\\')
		b.WriteRune(r)
	case r == '\n':
		b.WriteString(`\n`)
	case r == '\t':
		b.WriteString(`\t`)
	case r < ' ', r >= 0x7f && r <= 0xa0, r >= 0x200b && r <= 0x200f, r >= 0x2028 && r <= 0x202e,
		r >= 0x2060 && r <= 0x206f, r == 0xfeff, r == 0xfffe, r == 0xffff:
		b.WriteString(`\u`)
		for shift := 12; shift >= 0; shift -= 4 {
			b.WriteByte("0123456789abcdef"[r>>shift&15])
		}
	default:
		b.WriteRune(r)
	}
}

// isPlain reports whether s needs no quotes. It says no to much that would be fine: what starts with a digit or a sign
// may be a number or a date to some parser.
func isPlain(s string) bool {
	if s == "" {
		return false
	}
	for i := range len(s) {
		if c := s[i]; !isLetter(c) && !isDigit(c) && c != '.' && c != '/' && c != '-' {
			return false
		}
	}
	first := s[0]
	if first == '.' {
		// .gitignore is; .5, .inf and .e-3 could be numbers.
		return len(s) > 2 && isLetter(s[1]) && isLetter(s[2]) && !isWord(s[1:], "inf", "nan")
	}
	return isLetter(first) && !isWord(s, "y", "n", "yes", "no", "on", "off", "true", "false", "null")
}

// isLetter counts the underscore in, as identifiers do.
func isLetter(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_'
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// isWord reports whether s is one of the words, in any case. The words are lower-case and short.
func isWord(s string, words ...string) bool {
	if len(s) > 5 {
		return false
	}
	for _, w := range words {
		if strings.EqualFold(s, w) {
			return true
		}
	}
	return false
}

// quoteSum gives a hash as a scalar: plain, unless it could be read as a number such as 12e34.
func quoteSum(sum string) string {
	if strings.ContainsAny(sum, "acdf") {
		return sum
	}
	return `"` + sum + `"`
}

// unquote reads a scalar from the start of s and gives what follows it. It knows exactly what quote writes, and says no
// to everything else, other valid YAML included.
func unquote(s string) (value, rest string, ok bool) {
	if !strings.HasPrefix(s, `"`) {
		end := strings.IndexAny(s, ",}")
		if end < 0 {
			return "", "", false
		}
		return s[:end], s[end:], isPlain(s[:end])
	}
	end := 1
	for ; end < len(s) && s[end] != '"'; end++ {
		if s[end] == '\\' {
			end++
		}
	}
	if end >= len(s) {
		return "", "", false
	}
	text := s[:end+1]
	value, err := strconv.Unquote(text) // all that quote escapes means the same in Go
	return value, s[end+1:], err == nil && quote(value) == text
}
