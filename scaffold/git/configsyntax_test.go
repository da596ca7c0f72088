package git

import (
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestParseConfig(t *testing.T) {
	check := configCheck(t)
	for _, text := range sample([]string{
		"", "\n\n", "# c\n; c\n", "[user]\n\tname = A B\n", "[user] name = A B", "[user]name=A\nemail=B", "\ufeff[user]\r\nname = A\r\n",
		"[user]\nname\n", "[user]\nname =\n", "[user]\nname = \n[user]\nname = C", "[USER]\nNaMe = A", "[a.B]\nx = 1", "[a \"B.c\"]\nx = 1", "[a \"q\\\"\\\\z\"]\nx=1",
		"[a \"\"]\nx = 1", "[a  \"b\"]\nx=1", "[a\"b\"]\nx=1", "[a \"b\" ]\nx=1", "[a b]\nx=1", "[]\nx=1", "[a\nx=1", "[a \"b\nx=1", "[a][b]\nx=1",
		"[a]\nx = \"quoted # ; \"  # c\n", "[a]\nx = a \"b\" c ; d", "[a]\nx = a\\\n  b\n", "[a]\nx = \"a\\\nb\"\ny = 1", "[a]\nx = a\\nb\\tc\\\\d\\\"e\\b", "[a]\nx = a\\q",
		"[a]\nx = \"open\ny = 1", "[a]\nx = \"open", "[a]\nx = a\\", "[a]\nx = \\", "[a]\nx y = 1", "[a]\n1x = 1", "[a]\nx_y = 1", "[a]\nx-y = 1", "x = 1", "[a]\n= 1", "[a]\nx = 1 [b]",
		"[a]\nx # c", "[a]\nx = # c", "[a]\nx == 1", "[a]\nx = é", "[a]\nx=  \"  \"  ", "[a]\nx = 1\n\n\n[b\n", "[a]\n x = 1 \\\n\\\n 2\n[b\n",
		"[alias]\n  x = \"!f() { echo \\\"a b\\\"; }; f\"\n", "[a]\nx\r\ny = 1\r\n", "[a]\nx = 1\r", "[a-b.c-d]\nx=1",
	}) {
		check(text)
	}
}

func TestParseConfigAtRandom(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	pieces := []string{"[a]", "[b \"c\"]", "[", "]", "\n", "\n", "\n", "x", "y", " = ", "=", "1", "\"", "\\", "\\\n", "\\n", "#", ";", " ", "two words", "\r\n"}
	check := configCheck(t)
	for range rounds(30, 300) {
		b := strings.Builder{}
		b.WriteString("[s]\n")
		for range 1 + r.Intn(12) {
			b.WriteString(pieces[r.Intn(len(pieces))])
		}
		check(b.String() + "\n") // where the file ends within a line git counts one more
	}
}

// configCheck compares with the git program: what is set to what, or the number of the line that is broken.
func configCheck(t *testing.T) func(text string) {
	p := gitProgram(t, t.TempDir())
	file := filepath.Join(p.dir, "config")
	return func(text string) {
		t.Helper()
		must(t, os.WriteFile(file, []byte(text), 0o600))
		want, err := p.try("", "config", "--file", file, "--list", "-z")
		settings, line, broken := parseConfig([]byte(text))
		if err != nil {
			if number := fmt.Sprintf("bad config line %d in file", line); !strings.Contains(want, number) {
				t.Errorf("%q: git says %s, here line %d: %v", text, want, line, broken)
			}
			return
		}
		var got strings.Builder
		for _, s := range settings {
			got.WriteString(s.key + "\n" + s.value + "\x00")
		}
		var listed strings.Builder
		for item := range strings.SplitAfterSeq(want, "\x00") {
			if item != "" && !strings.Contains(item, "\n") { // a name without a value
				item = strings.TrimSuffix(item, "\x00") + "\ntrue\x00"
			}
			listed.WriteString(item)
		}
		if listed.String() != got.String() || broken != nil {
			t.Errorf("%q: git reads %q, here %q, %v", text, listed.String(), got.String(), broken)
		}
	}
}
