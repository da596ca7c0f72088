package lock

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// normal is what Parse gives for what Marshal was given.
func normal(l Lock) Lock {
	l.Files = sorted(l.Files, byPath)
	parts := make(map[string][]Part)
	for kind, list := range l.Parts {
		parts[kind] = sorted(list, byName)
	}
	l.Parts = parts
	return l
}

func TestParseReadsWhatMarshalWrites(t *testing.T) {
	minimal := Lock{Scaffold: "0.1.0", Blueprint: Blueprint{Source: "micro", Name: "micro", Version: "1.0.0", Digest: "d"}, Name: "x", Year: 1}
	unusual := example()
	for _, path := range []string{
		"a b", "it's", `say "hi"`, "a#b", "# a", "- a", "a,b", "[id].tsx", "{x}", "日本語/файл.txt", "yes", "1.10", "~", "é/ü", "@/x", "-f",
		"!x", "&x", "*.go", "%x", "=", ".5", ".inf", "null", "a  b", "'", "🙂",
	} {
		unusual.Files = append(unusual.Files, Entry{Path: path, SHA256: sumA, Mode: tree.Regular})
	}
	for name, l := range map[string]Lock{"minimal": minimal, "example": example(), "unusual": unusual} {
		data := l.Marshal()
		got, err := Parse(data, "lock.yaml")
		if err != nil {
			t.Fatalf("%s: %v\n%s", name, err, data)
		}
		if diff := cmp.Diff(normal(l), got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if _, ok := parseOwn(string(data)); !ok && len(l.Files) > 0 {
			t.Errorf("%s: what we write ourselves is not read the fast way", name)
		}
	}
}

func TestParseReadsAnyYAML(t *testing.T) {
	tests := map[string]func(string) string{
		"Windows line ends": func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
		"byte order mark":   func(s string) string { return "\ufeff" + s },
		"comment between":   func(s string) string { return strings.Replace(s, "  - {path: link", "  # here\n  - {path: link", 1) },
		"no last line end":  func(s string) string { return strings.TrimSuffix(s, "\n") },
		"document start":    func(s string) string { return "---\n" + s },
		"other quotes":      func(s string) string { return strings.Replace(s, "path: go.mod", "path: 'go.mod'", 1) },
		"other indentation": func(s string) string { return strings.ReplaceAll(s, "  - {path", "- {path") },
		"block mapping": func(s string) string {
			return strings.Replace(s, "  - {path: .env, policy: private}", "  - path: .env\n    policy: private", 1)
		},
		"number for a mode": func(s string) string { return strings.Replace(s, `mode: "755"`, "mode: 755", 1) },
		"defaults written out": func(s string) string {
			return strings.Replace(s, "ee48bb}", `ee48bb, mode: "644", policy: merge, tombstone: false}`, 1)
		},
		"other order": func(s string) string {
			lines := strings.SplitAfter(s, "\n")
			slices.Reverse(lines[len(lines)-4:])
			return strings.Join(lines, "")
		},
		"files first": func(s string) string {
			i := strings.Index(s, "files:")
			return s[i:] + s[:i]
		},
	}
	for name, change := range tests {
		text := change(exampleText)
		if text == exampleText {
			t.Errorf("%s: nothing was changed", name)
		}
		got, err := Parse([]byte(text), "lock.yaml")
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(normal(example()), got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestParseProblems(t *testing.T) {
	const head = "format: 1\nscaffold: x\nblueprint: {source: a, name: a, version: a, digest: a}\nname: x\nyear: 2026\n"
	file := func(fields string) string { return head + "files:\n  - {" + fields + "}\n" }
	tests := []struct {
		name, text string
		want       []string // line:column of each problem
	}{
		{"empty", "", []string{"0:0"}},
		{"text", "hello", []string{"1:1"}},
		{"list", "- a\n", []string{"1:1"}},
		{"not YAML", "format: 1\nname: [\n", []string{"3:1"}},
		{"two documents", head + "files: []\n---\n", []string{"0:0"}},
		{"newer format", "format: 2\nanything: goes\n", []string{"1:9"}},
		{"format is no number", strings.Replace(head, "1", "one", 1) + "files: []\n", []string{"1:9"}},
		{"everything missing", "{}", []string{"1:1"}},
		{"no files", head, []string{"1:1"}},
		{"unknown key", head + "files: []\nanswer: {}\n", []string{"7:1"}},
		{"key twice", head + "files: []\nname: y\n", []string{"7:1"}},
		{"several", head + "answers: [a]\nparts: 1\nfiles: a\n", []string{"6:10", "7:8", "8:8"}},
		{"year", strings.Replace(head, "2026", "soon", 1) + "files: []\n", []string{"5:7"}},
		{"year too large", strings.Replace(head, "2026", "99999999999999999999", 1) + "files: []\n", []string{"5:7"}},
		{"answer of no kind", head + "answers: {a: 1.5, b: null, c: {d: 1}, e: [1]}\nfiles: []\n", []string{"6:14", "6:22", "6:31", "6:43"}},
		{"answer name", head + "answers: {1: a}\nfiles: []\n", []string{"6:11"}},
		{"alias", head + "answers: {a: &x y, b: *x}\nfiles: []\n", []string{"6:23"}},
		{"part without name", head + "parts: {app: [{}]}\nfiles: []\n", []string{"6:15"}},
		{"part twice", head + "parts: {app: [{name: a}, {name: a}]}\nfiles: []\n", []string{"6:26"}},
		{"no path", file("sha256: " + sumA), []string{"7:5"}},
		{"no hash", file("path: a"), []string{"7:5"}},
		{"short hash", file("path: a, sha256: abc"), []string{"7:23"}},
		{"hash in capitals", file("path: a, sha256: " + strings.ToUpper(sumA)), []string{"7:23"}},
		{"private with a hash", file("path: a, policy: private, sha256: " + sumA), []string{"7:5"}},
		{"mode", file("path: a, mode: 777, sha256: " + sumA), []string{"7:21"}},
		{"policy", file("path: a, policy: mine, sha256: " + sumA), []string{"7:23"}},
		{"tombstone", file("path: a, tombstone: maybe, sha256: " + sumA), []string{"7:26"}},
		{"path climbs out", file("path: ../a, sha256: " + sumA), []string{"7:12"}},
		{"path is absolute", file("path: /etc/passwd, sha256: " + sumA), []string{"7:12"}},
		{"path in .git", file("path: .git/config, sha256: " + sumA), []string{"7:12"}},
		{"path is ours", file("path: .scaffold/lock.yaml, sha256: " + sumA), []string{"7:12"}},
		{"path twice", file("path: a, sha256: " + sumA + "}\n  - {path: a, sha256: " + sumB), []string{"8:5"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Parse([]byte(tt.text), "lock.yaml")
			if diff := cmp.Diff(tt.want, places(err)); diff != "" {
				t.Errorf("%v\n%s", err, diff)
			}
		})
	}
}

// places gives line:column of every problem.
func places(err error) (out []string) {
	var list problem.List
	if !errors.As(err, &list) {
		return nil
	}
	for _, p := range list {
		out = append(out, fmt.Sprintf("%d:%d", p.Line, p.Column))
	}
	return out
}

func TestParseShowsTheLine(t *testing.T) {
	_, err := Parse([]byte(strings.Replace(exampleText, "digest:", "digset:", 1)), ".scaffold/lock.yaml")
	var list problem.List
	if !errors.As(err, &list) || len(list) != 2 {
		t.Fatalf("got %v, want the missing key and the unknown one", err)
	}
	unknown := list[1]
	if unknown.File != ".scaffold/lock.yaml" || unknown.Source != `  digset: "sha256:1234"` || !slices.Contains(unknown.Hints, `did you mean "digest"?`) {
		t.Errorf("got %+v", unknown)
	}
}

func TestParseNamesTheLinesOfAMergeConflict(t *testing.T) {
	text := strings.Replace(exampleText, "    - ci\n", "<<<<<<< HEAD\n    - ci\n=======\n    - jobs\n>>>>>>> other\n", 1)
	text = strings.Replace(text, "  - {path: link", "<<<<<<< HEAD\n=======\n  - {path: a}\n>>>>>>> other\n  - {path: link", 1)
	_, err := Parse([]byte(text), "lock.yaml")
	if diff := cmp.Diff([]string{"17:1", "36:1"}, places(err)); diff != "" {
		t.Error(diff, err)
	}
	if err != nil && !strings.Contains(err.Error(), "line 21") {
		t.Errorf("%v does not say where the first conflict ends", err)
	}
}

// FuzzParse holds the fast way to the YAML library: where both read a file, they read the same; and what was read
// survives being written and read again.
func FuzzParse(f *testing.F) {
	f.Add(exampleText)
	f.Add(strings.ReplaceAll(exampleText, "\n", "\r\n"))
	f.Add("format: 1\nfiles:\n  - {path: a, sha256: " + sumA + ", mode: link}\n")
	f.Add(string(Lock{}.Marshal()) + "\nfiles:\n")
	f.Add("name: \"\nfiles:\n  - {path: a, policy: private}\n")
	f.Add("name: |\nfiles:\n  - {path: \"a\\tb\", policy: private}\n")
	f.Fuzz(func(t *testing.T, text string) {
		slow, problems := parseAny(text, "")
		if fast, ok := parseOwn(text); ok {
			if len(problems) > 0 {
				t.Fatalf("read the fast way only: %v", problems)
			}
			if diff := cmp.Diff(slow, fast, cmpopts.EquateEmpty()); diff != "" {
				t.Fatal(diff)
			}
		}
		if len(problems) > 0 {
			return
		}
		data := slow.Marshal()
		again, err := Parse(data, "")
		if err != nil {
			t.Fatalf("%v\n%s", err, data)
		}
		if diff := cmp.Diff(slow, again, cmpopts.EquateEmpty()); diff != "" {
			t.Fatal(diff)
		}
	})
}

// FuzzMarshal puts any text wherever a lock has some.
func FuzzMarshal(f *testing.F) {
	f.Add("a", "b", "c")
	f.Add("null", "- x", "a: b # c")
	f.Add("\"", "\\", "\nfiles:\n")
	f.Fuzz(func(t *testing.T, name, text, path string) {
		if !utf8.ValidString(name) || !utf8.ValidString(text) || checkPath(path) != nil {
			t.Skip()
		}
		answers := []Answer{{name, text}, {name + "2", []string{text, name}}, {name + "3", []string{}}, {name + "4", len(text)}}
		l := Lock{
			Scaffold: text, Name: name, Year: len(name), Answers: answers,
			Blueprint: Blueprint{Source: text, Name: name, Version: text, Revision: text, Digest: name},
			Parts:     map[string][]Part{name: {{Name: text, Answers: answers}}},
			Files:     []Entry{{Path: path, SHA256: Sum([]byte(text)), Mode: tree.Regular}},
		}
		got, err := Parse(l.Marshal(), "")
		if err != nil {
			t.Fatalf("%v\n%s", err, l.Marshal())
		}
		if diff := cmp.Diff(l, got); diff != "" {
			t.Fatal(diff)
		}
	})
}
