package lock

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseHeadAndLines(t *testing.T) {
	l := Lock{Scaffold: "0.1.0", Name: "shop", Year: 2026, Answers: []Answer{{"port", 1}}, Files: Entries(rendered(), nil)}
	good := string(l.Marshal())
	first := l.Files[0]
	before, _, _ := strings.Cut(good, "files:")
	for _, tt := range []struct {
		name string
		text string
		want []Entry
	}{
		{"as it was written", good, l.Files},
		{"CRLF", strings.ReplaceAll(good, "\n", "\r\n"), l.Files},
		{"a path twice", good + lineOf(first), append(append([]Entry{}, l.Files...), first)},
		{"lines that are none", strings.Replace(good, "files:\n", "files:\n  - {path: ../x}\n=======\n  - x\n", 1), l.Files},
		{"no files", before, nil},
		{"an empty list", before + "files: []\n", nil},
	} {
		head, err := ParseHead([]byte(tt.text), "lock.yaml")
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
		if head.Name != "shop" || len(head.Answers) != 1 || len(head.Files) != 0 {
			t.Errorf("%s: got %+v", tt.name, head)
		}
		if diff := cmp.Diff(tt.want, Lines([]byte(tt.text))); diff != "" {
			t.Errorf("%s, -want +got:\n%s", tt.name, diff)
		}
	}
	if _, err := ParseHead([]byte("format: 9\nfiles: []\n"), "lock.yaml"); err == nil {
		t.Error("a lock of another format was read")
	}
}

func lineOf(e Entry) string {
	_, line, _ := strings.Cut(string(Lock{Files: []Entry{e}}.Marshal()), "files:\n")
	return line
}
