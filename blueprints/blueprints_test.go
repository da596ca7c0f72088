package blueprints

import (
	"bytes"
	"io/fs"
	"testing"
)

// TestOneLook holds the sets to one stylesheet and one icon: go:embed follows no link from one to the other.
func TestOneLook(t *testing.T) {
	for _, name := range []string{"web/app.css", "web/favicon.svg"} {
		var first []byte
		for _, set := range Names() {
			files, ok := Open(set)
			if !ok {
				t.Fatalf("no set %q", set)
			}
			data, err := fs.ReadFile(files, name)
			if err != nil {
				t.Fatal(err)
			}
			if first != nil && !bytes.Equal(first, data) {
				t.Errorf("%s differs between the sets", name)
			}
			first = data
		}
		if len(first) >= 12288 {
			t.Errorf("%s has %d bytes: it is to stay below 12 kB", name, len(first))
		}
	}
}

func TestOpenKnowsOnlyTheSets(t *testing.T) {
	for _, name := range []string{"", ".", "..", "micro/go", "pylock", "Full"} {
		if _, ok := Open(name); ok {
			t.Errorf("%q is no set", name)
		}
	}
}
