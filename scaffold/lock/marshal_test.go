package lock

import (
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"

	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

var sumA, sumB = Sum([]byte("a")), Sum([]byte("b"))

func example() Lock {
	return Lock{
		Scaffold:  "0.1.0",
		Blueprint: Blueprint{Source: "https://example.com/bp.git", Name: "shop", Version: "1.10.0", Revision: "f00", Digest: "sha256:1234"},
		Name:      "my-shop",
		Year:      2026,
		Answers: []Answer{
			{"language", "go"},
			{"features", []string{"docker", "ci"}},
			{"extras", []string{}},
			{"port", 8000},
			{"tls", true},
			{"title", "Yes: #1 \"shop\"\nin town"},
			{"answer", "yes"},
		},
		Parts: map[string][]Part{
			"page": {{Name: "about"}},
			"app":  {{Name: "shop", Answers: []Answer{{"rest", false}, {"tags", []string{"a", "b c"}}}}, {Name: "blog"}},
		},
		Files: []Entry{
			{Path: "run me.sh", SHA256: sumB, Mode: tree.Executable, Policy: tree.Once, Tombstone: true},
			{Path: ".env", Mode: tree.Regular, Policy: tree.Private},
			{Path: "go.mod", SHA256: sumA, Mode: tree.Regular},
			{Path: "link", SHA256: sumB, Mode: tree.Symlink, Policy: tree.Managed},
		},
	}
}

const exampleText = `# Written by scaffold: what this project was made from, and which files. Commit it.
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

func TestMarshal(t *testing.T) {
	if diff := cmp.Diff(exampleText, string(example().Marshal())); diff != "" {
		t.Error(diff)
	}
}

func TestMarshalChangesNothing(t *testing.T) {
	l := example()
	l.Marshal()
	if diff := cmp.Diff(example(), l); diff != "" {
		t.Error("Marshal sorted the lock that it was given:", diff)
	}
}

func TestQuoteMeansTheSameToAnyParser(t *testing.T) {
	plain := []string{"a", "go.mod", ".gitignore", ".github/workflows/ci.yml", "__init__.py", "a-b", "Makefile", "nothing", "f00"}
	for _, s := range plain {
		if got := quote(s); got != s {
			t.Errorf("quote(%q) = %s, want it plain", s, got)
		}
	}
	quoted := []string{
		"", " ", " a", "a ", "a b", "#", "a #b", "a: b", "a:b", "-", "- a", "--", "?", "? a", ":", "[id].tsx", "{a}", "a,b", "a}",
		"@a", "`a`", "*a", "&a", "!a", "|", ">", "%a", "'a'", `"a"`, `a"b`, `a\b`, `\`, "~", "null", "NULL", "True", "yes", "No", "on",
		"OFF", "y", "N", "1", "1.10", "0x1f", "0o7", "007", "1e5", "12e34", "1_000", "+1", "-1", ".5", ".", "..", ".inf", ".NaN", ".e-3",
		"2026-01-01", "1:30", "=", "<<", "a\nb", "a\r\nb", "\t", "a\tb", "\x00", "\x1b[31m", "\x7f", "\u0085", "\u00a0", "\u2028", "\u2029",
		"\ufeff", "\u202e", "\u200b", "\ufffe", "é", "日本語", "🙂", "---", "...", "<<<<<<< HEAD",
	}
	for _, s := range quoted {
		if q := quote(s); q[0] != '"' {
			t.Errorf("quote(%q) = %s, want quotes", s, q)
		}
	}
	for _, s := range append(plain, quoted...) {
		checkQuote(t, s)
	}
}

// checkQuote reads s back from everywhere in a document where quote may write it.
func checkQuote(t *testing.T, s string) {
	t.Helper()
	q := quote(s)
	text := "block: " + q + "\nflow: {path: " + q + ", list: [" + q + ", " + q + "]}\nkeys:\n  " + q + ": 1\nflowkeys: {" + q + ": 1}\n"
	var got struct {
		Block string
		Flow  struct {
			Path string
			List []string
		}
		Keys, Flowkeys map[string]int
	}
	if err := yaml.Load([]byte(text), &got); err != nil {
		t.Fatalf("quote(%q): %v in\n%s", s, err, text)
	}
	if got.Block != s || got.Flow.Path != s || got.Flow.List[0] != s || got.Flow.List[1] != s ||
		got.Keys[s] != 1 || got.Flowkeys[s] != 1 {
		t.Errorf("quote(%q) = %s is read as %+v", s, q, got)
	}
	if value, rest, ok := unquote(q + ", x"); value != s || rest != ", x" || !ok {
		t.Errorf("unquote(%s) = %q, %q, %v", q, value, rest, ok)
	}
}

func FuzzQuote(f *testing.F) {
	for _, s := range []string{"a", "a b", "\\", "\"", "\u2028", ".x", "nan", "a\\\"", "\U000e0001", "\U0001ffff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if utf8.ValidString(s) {
			checkQuote(t, s)
		}
	})
}

func TestSumsAreNeverNumbers(t *testing.T) {
	for _, sum := range []string{
		"1234567890123456789012345678901234567890123456789012345678901234",
		"12345678901234567890e1234567890123456789012345678901234567890123",
		"0b01010101010101010101010101010101010101010101010101010101010101",
		sumA, sumB,
	} {
		var got map[string]any
		if err := yaml.Load([]byte("{sum: "+quoteSum(sum)+"}"), &got); err != nil || got["sum"] != sum {
			t.Errorf("%s is read as %v, %v", sum, got["sum"], err)
		}
		if value, rest, ok := readSum(quoteSum(sum) + "}"); value != sum || rest != "}" || !ok {
			t.Errorf("readSum(%s) = %s, %s, %v", quoteSum(sum), value, rest, ok)
		}
	}
}
