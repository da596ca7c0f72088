package problem

import (
	"fmt"
	"strings"
	"unicode"
)

// ShellCommand returns words as a POSIX shell takes them, to be shown and pasted.
func ShellCommand(words ...string) string {
	quoted := make([]string, len(words))
	for i, word := range words {
		quoted[i] = shellWord(word)
	}
	return strings.Join(quoted, " ")
}

// ShellPaths is ShellCommand for a command that ends in paths, of which one may start with "-".
func ShellPaths(command []string, paths ...string) string {
	for _, path := range paths {
		if strings.HasPrefix(path, "-") {
			command = append(command, "--")
			break
		}
	}
	return ShellCommand(append(command, paths...)...)
}

// shellWord quotes a word that a POSIX shell would not take as it is (POSIX.1-2024, Shell Command Language, 2.2).
func shellWord(word string) string {
	switch {
	case strings.ContainsFunc(word, unicode.IsControl):
		return dollarQuoted(word)
	case word != "" && !strings.ContainsAny(word, " |&;<>()$`\\\"'*?[]#~!{}^"):
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

// dollarQuoted keeps control characters visible, and out of the terminal.
func dollarQuoted(word string) string {
	var b strings.Builder
	b.WriteString("$'")
	for _, r := range word {
		switch {
		case r == '\'' || r == '\\':
			b.WriteRune('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case unicode.IsControl(r):
			for _, c := range []byte(string(r)) {
				fmt.Fprintf(&b, `\%03o`, c)
			}
		default:
			b.WriteRune(r)
		}
	}
	return b.String() + "'"
}

// ShellPath returns a path as a POSIX shell takes it, also after a command that would take a leading "-" for an option.
func ShellPath(path string) string {
	if strings.HasPrefix(path, "-") {
		path = "./" + path
	}
	return shellWord(path)
}
