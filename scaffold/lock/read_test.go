package lock

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// normal is what Read returns for what Marshal was given.
func normal(l Lock) Lock {
	l.Files = sorted(l.Files, byPath)
	l.Answers = l.Answers.Remembered()
	return l
}

// parse reads a lock in format 1, or lock.yaml in format 2 without any files.
func parse(text string) (Lock, error) {
	files := Lock{}.Marshal(Dir)
	files[Path] = remembered([]byte(text))
	return Read(files, Dir, asIs)
}

func TestReadReadsWhatMarshalWrites(t *testing.T) {
	minimal := Lock{
		Format: format, Scaffold: "0.1.0", Answers: blueprint.Answers{Name: "x", Year: 1},
		Blueprint: Blueprint{Source: "micro", Name: "micro", Version: "1.0.0", Digest: "d"},
	}
	unusual := example()
	for _, path := range []string{
		"a b", "it's", `say "hi"`, "a#b", "# a", "#", "- a", "a,b", "[id].tsx", "{x}", "日本語/файл.txt", "yes", "1.10", "~", "é/ü", "@/x", "-f",
		"!x", "&x", "*.go", "%x", "=", "=======", "<<<<<<<", ".5", ".inf", "null", "a  b", "'", "🙂", `"`, `a"b`, "a\u00a0b", "a\u2028b",
	} {
		unusual.Files = append(unusual.Files, Entry{Path: path, SHA256: sumA, Mode: tree.Regular})
	}
	for name, l := range map[string]Lock{"minimal": minimal, "example": example(), "unusual": unusual} {
		files := l.Marshal(Dir)
		got, err := Read(files, Dir, asIs)
		if err != nil {
			t.Fatalf("%s: %v\n%s\n%s", name, err, files[Path].Data, files[SumsPath].Data)
		}
		if diff := cmp.Diff(normal(l), got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if !got.SameSource(l) {
			t.Errorf("%s: not of the same source", name)
		}
	}
}

func TestReadSums(t *testing.T) {
	for name, change := range map[string]func(string) string{
		"as it was written": func(s string) string { return s },
		"CRLF":              func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
		"no last line end":  func(s string) string { return strings.TrimSuffix(s, "\n") },
		"other order": func(s string) string {
			lines := strings.SplitAfter(s, "\n")
			slices.Reverse(lines)
			return strings.Join(lines, "")
		},
		"a line twice, as a union of two branches has it": func(s string) string { return s + "go.mod " + sumA + "\n" },
		"all words": func(s string) string { return strings.Replace(s, "ee48bb\n", "ee48bb merge 644\n", 1) },
	} {
		got, problems := readSums([]byte(change(exampleSums)), "files.sum", inLock)
		if diff := cmp.Diff(normal(example()).Files, got); diff != "" || len(problems) > 0 {
			t.Errorf("%s: %v %s", name, problems, diff)
		}
	}
	for _, tt := range []struct{ name, text, want string }{
		{"no hash", "a\n", "files.sum:1:1: expected a path"},
		{"short hash", "a abc\n", "files.sum:1:1: expected a SHA-256"},
		{"hash in capitals", "a " + strings.ToUpper(sumA) + "\n", "expected a SHA-256"},
		{"private with a hash", "a " + sumA + " private\n", "expected a SHA-256"},
		{"not private, without one", "a -\n", "expected a SHA-256"},
		{"unknown word", "# x\na " + sumA + " mine\n", `files.sum:2:1: unknown word "mine"`},
		{"quote without an end", "\"a " + sumA + "\n", "files.sum:1:1: expected a path"},
		{"path climbs out", "../a " + sumA + "\n", `".."`},
		{"path is absolute", "/etc/passwd " + sumA + "\n", "absolute"},
		{"path in .git", ".git/config " + sumA + "\n", ".git"},
		{"path is ours", ".scaffold/lock.yaml " + sumA + "\n", "scaffold's own"},
		{"path twice", "a " + sumA + "\nb " + sumA + "\na " + sumB + "\n", "a is listed twice"},
		{"conflict", "a " + sumA + "\n<<<<<<< HEAD\n=======\nb " + sumA + "\n>>>>>>> other\n", "files.sum:2:1: unresolved merge conflict, up to line 5"},
		{"too large", strings.Repeat("a "+sumA+"\n", maxLines/66), "too large"},
		{"many mistakes", strings.Repeat("a\n", 100_000), "expected"},
	} {
		_, problems := readSums([]byte(tt.text), "files.sum", inLock)
		if len(problems) == 0 || len(problems) > maxProblems || !strings.Contains(problems[0].Error(), tt.want) {
			t.Errorf("%s: %v", tt.name, problems)
		}
	}
}

// format1 is the example as version 0.1 wrote it.
const format1 = `# Written by scaffold: what this project was made from, and which files. Commit it.
# Do not edit it by hand.
format: 1
scaffold: "0.1.0"
blueprint:
  source: "https://example.com/bp.git"
  name: shop
  version: "1.10.0"
  revision: f00
  digest: "sha256:1234"
name: my-shop
year: 2026
answers:
  language: go
  features:
    - docker
    - ci
  extras: []
  port: 8000
  tls: true
  title: "Yes: #1 \"shop\"\nin town"
  answer: "yes"
parts:
  app:
    - {name: blog}
    - {name: shop, answers: {rest: false, tags: [a, "b c"]}}
  page:
    - {name: about}
files:
  - {path: .env, policy: private}
  - {path: go.mod, sha256: ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb}
  - {path: link, sha256: 3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d, mode: link, policy: managed}
  - {path: "run me.sh", sha256: 3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d, mode: "755", policy: once, tombstone: true}
`

func TestReadReadsFormat1(t *testing.T) {
	tests := map[string]func(string) string{
		"as it was written": func(s string) string { return s },
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
	want := normal(example())
	want.Format = 1
	for name, change := range tests {
		text := change(format1)
		got, err := parse(text)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	const head = "format: 1\nscaffold: x\nblueprint: {source: a, name: a, version: a, digest: a}\nname: x\nyear: 2026\n"
	file := func(fields string) string { return head + "files:\n  - {" + fields + "}\n" }
	tests := []struct {
		name, text string
		want       []string // line:column of each problem
	}{
		{"empty", "", []string{"1:0"}},
		{"text", "hello", []string{"1:1"}},
		{"list", "- a\n", []string{"1:1"}},
		{"not YAML", "format: 1\nname: [\n", []string{"2:8"}},
		{"two documents", head + "files: []\n---\n", []string{"7:1"}},
		{"newer format", "format: 3\nanything: goes\n", []string{"1:9"}},
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
		{"files in one line", head + "files: [{path: a}]\n", []string{"6:8"}},
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
			_, err := parse(tt.text)
			if diff := cmp.Diff(tt.want, places(err)); diff != "" {
				t.Errorf("%v\n%s", err, diff)
			}
		})
	}
}

// places returns line:column of every problem.
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

func TestReadShowsTheLine(t *testing.T) {
	_, err := parse(strings.Replace(format1, "digest:", "digset:", 1))
	var list problem.List
	if !errors.As(err, &list) || len(list) != 2 {
		t.Fatalf("got %v, want the missing key and the unknown one", err)
	}
	unknown := list[1]
	if unknown.File != ".scaffold/lock.yaml" || unknown.Source != `  digset: "sha256:1234"` || !slices.Contains(unknown.Hints, `did you mean "digest"?`) {
		t.Errorf("got %+v", unknown)
	}
}

func TestReadNamesTheLinesOfAMergeConflict(t *testing.T) {
	text := strings.Replace(format1, "    - ci\n", "<<<<<<< HEAD\n    - ci\n=======\n    - jobs\n>>>>>>> other\n", 1)
	text = strings.Replace(text, "  - {path: link", "<<<<<<< HEAD\n=======\n  - {path: a}\n>>>>>>> other\n  - {path: link", 1)
	_, err := parse(text)
	if diff := cmp.Diff([]string{"17:1", "36:1"}, places(err)); diff != "" {
		t.Error(diff, err)
	}
	if err != nil && !strings.Contains(err.Error(), "line 21") {
		t.Errorf("%v does not say where the first conflict ends", err)
	}
}

func TestWhere(t *testing.T) {
	for text, lines := range map[string][]int{exampleHead: {10, 5, 13, 25, 25}, format1: {11, 6, 14, 26, 26}} {
		_, where, err := readHead([]byte(text), "lock.yaml")
		if err != nil {
			t.Fatal(err)
		}
		for i, path := range []string{"name", "blueprint.source", "answers.language", "parts.app.shop.rest", "parts.app.shop.tags"} {
			if got := where[path]; got != lines[i] {
				t.Errorf("%s is on line %d, not %d", path, lines[i], got)
			}
		}
	}
}

// TestLinesReadsWhatCanBeRead is what repair relies on.
func TestLinesReadsWhatCanBeRead(t *testing.T) {
	want := normal(example()).Files
	for name, text := range map[string]string{
		"format 1": format1, "format 2": exampleSums,
		"format 1 with nonsense": strings.Replace(format1, "files:\n", "files:\n  - {path: ../x}\n=======\n  - x\n", 1),
		"format 2 with nonsense": "<<<<<<< HEAD\n../x " + sumA + "\n=======\nx\n" + exampleSums + "\"\n",
	} {
		if diff := cmp.Diff(want, readable([]byte(text))); diff != "" {
			t.Errorf("%s, -want +got:\n%s", name, diff)
		}
	}
	twice := exampleSums + "go.mod " + sumB + "\n"
	if got := readable([]byte(twice)); len(got) != len(want)+1 {
		t.Errorf("a path that is there twice: got %v", got)
	}
}

// FuzzRead: what is read survives being written and read again, in time and memory that its size bounds.
func FuzzRead(f *testing.F) {
	f.Add(exampleHead, exampleSums)
	f.Add(format1, "")
	f.Add(strings.ReplaceAll(format1, "\n", "\r\n"), "")
	f.Add("format: 1\nfiles:\n  - {path: a, sha256: "+sumA+", mode: link}\n", "")
	f.Add("name: \"\nfiles:\n  - {path: a, policy: private}\n", "")
	f.Add("name: |\nfiles:\n  - {path: \"a\\tb\", policy: private}\n", "a b\n")
	f.Add("format: 1\nfiles:\n- &a [*a]\n- {path: &b [*b,*b]}\n", "\"\\\" -\n")
	f.Fuzz(func(t *testing.T, head, sums string) {
		started := time.Now()
		l, err := Read(tree.Tree{Path: remembered([]byte(head)), SumsPath: remembered([]byte(sums))}, Dir, asIs)
		if took := time.Since(started); took > time.Second {
			t.Fatalf("%d bytes took %v", len(head)+len(sums), took)
		}
		if err != nil {
			return
		}
		files := l.Marshal(Dir)
		again, err := Read(files, Dir, asIs)
		if err != nil {
			t.Fatalf("%v\n%s\n%s", err, files[Path].Data, files[SumsPath].Data)
		}
		l.Format = format
		if diff := cmp.Diff(l, again, cmpopts.EquateEmpty()); diff != "" {
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
		if !utf8.ValidString(name) || !utf8.ValidString(text) || checkPath(path) != nil || !isYAML(name+text) {
			t.Skip()
		}
		asked := []string{name, name + "2", name + "3", name + "4"}
		values := map[string]any{name: text, name + "2": []string{text, name}, name + "3": []string{}, name + "4": len(text)}
		l := normal(Lock{
			Format: format, Scaffold: text, Blueprint: Blueprint{Source: text, Name: name, Version: text, Revision: text, Digest: name},
			Answers: blueprint.Answers{
				Name: name, Year: len(name), Asked: asked, Values: values,
				Parts: map[string][]blueprint.PartAnswers{name: {{Name: text, Asked: asked, Values: values}}},
			},
			Files: []Entry{{Path: path, SHA256: Sum([]byte(text)), Mode: tree.Regular}},
		})
		files := l.Marshal(Dir)
		got, err := Read(files, Dir, asIs)
		if err != nil {
			t.Fatalf("%v\n%s\n%s", err, files[Path].Data, files[SumsPath].Data)
		}
		if diff := cmp.Diff(l, got, cmpopts.EquateEmpty()); diff != "" {
			t.Fatal(diff)
		}
	})
}

// isYAML reports whether a text can be in a YAML file at all: the names and answers of a project never hold what cannot.
func isYAML(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool {
		return r < ' ' && r != '\n' && r != '\t' || r >= 0x7f && r < 0xa0 || r == 0xfffe || r == 0xffff
	})
}
