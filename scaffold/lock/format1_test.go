package lock

import (
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// FuzzReadCommonItem holds the short way through the items of format 1 to what the YAML library reads.
func FuzzReadCommonItem(f *testing.F) {
	sum := Sum(nil)
	for _, path := range []string{"a/b.txt", ".gitignore", ".inf", ".nan/x", "null", "null/x", "false.", "0x1/2", "1.5", "a b/c", "a: b/c", "a/b,c", "y/n", "é/x", `"a/b"`} {
		for _, sum := range []string{sum, `"` + sum + `"`, strings.Repeat("1", 64), "1e" + strings.Repeat("2", 62), `"` + strings.Repeat("7", 64) + `"`, `"` + sum, sum + `"`} {
			f.Add(path, sum)
		}
	}
	f.Fuzz(func(t *testing.T, path, sum string) {
		line := "  - {path: " + path + ", sha256: " + sum + "}\n"
		e, ok := readCommonItem(line)
		if !ok {
			return
		}
		var items []map[string]any
		if err := yaml.Unmarshal([]byte(line), &items); err != nil || len(items) != 1 {
			t.Fatalf("%q is accepted but not YAML for one file: %v", line, err)
		}
		if items[0]["path"] != e.Path || items[0]["sha256"] != e.SHA256 || len(items[0]) != 2 {
			t.Errorf("%q: got %+v, YAML reads %v", line, e, items[0])
		}
	})
}

func TestReadCommonItem(t *testing.T) {
	sum := Sum(nil)
	for _, line := range []string{
		"  - {path: apps/blog/models.py, sha256: " + sum + "}\n", `- {path: .gitignore, sha256: "` + sum + `"}`,
	} {
		if _, ok := readCommonItem(line); !ok {
			t.Errorf("%q is left to the YAML library", line)
		}
	}
}
