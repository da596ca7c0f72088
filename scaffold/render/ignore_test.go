package render_test

import (
	"strings"
	"testing"

	"github.com/seed-d277c37b/scaffold/scaffold/render"
)

func TestPrivateFilesAreIgnored(t *testing.T) {
	const added = "\n# private: never commit these\n"
	cases := []struct{ name, path, before, want string }{
		{"no .gitignore", ".env", "", "# private: never commit these\n/.env\n"},
		{"another line", ".env", "/dist/\n", "/dist/\n" + added + "/.env\n"},
		{"there already", ".env", "/dist/\n.env\n", "/dist/\n.env\n"},
		{"there already, anchored", "conf/.env", "/conf/.env  \n", "/conf/.env  \n"},
		{"there as a comment", ".env", "#.env\n", "#.env\n" + added + "/.env\n"},
		{"a longer name", ".env", ".env.example\n", ".env.example\n" + added + "/.env\n"},
		{"taken back", ".env", "/.env\n!/.env\n", "/.env\n!/.env\n" + added + "/.env\n"},
		{"taken back before", ".env", "!*\n/.env\n", "!*\n/.env\n"},
		{"line ends of the file", ".env", "/dist/\r\n", "/dist/\r\n" + strings.ReplaceAll(added, "\n", "\r\n") + "/.env\r\n"},
		{"no last line end", ".env", "/dist/", "/dist/\n" + added + "/.env\n"},
		{"glob characters", "a*b?[c].txt", "x\n", "x\n" + added + "/a\\*b\\?\\[c].txt\n"},
		{"glob characters that match something else", "[c]", "[c]\n", "[c]\n" + added + "/\\[c]\n"},
		{"a name like a comment", "#x", "#x\n", "#x\n" + added + "/#x\n"},
		{"a name like an exception", "!x", "!x\n", "!x\n" + added + "/!x\n"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			archive := "-- blueprint.yaml --\nrules: [{match: '" + escape(c.path) + "', private: true}]\n-- files/" + c.path + " --\nx\n"
			b := load(t, archive)
			if c.before != "" {
				b.Layers[0].Files = append(b.Layers[0].Files, b.Layers[0].Files[0])
				last := &b.Layers[0].Files[len(b.Layers[0].Files)-1]
				last.Path, last.Full, last.Data = ".gitignore", "files/.gitignore", []byte(c.before)
			}
			files, err := render.Render(t.Context(), b, answer(t, b, nil))
			if err != nil {
				t.Fatal(problems(t, err))
			}
			if got := string(files[".gitignore"].Data); got != c.want {
				t.Errorf(".gitignore is %q, want %q", got, c.want)
			}
		})
	}
}

// escape writes a path as a glob of a rule.
func escape(path string) string {
	return strings.NewReplacer("*", `\*`, "?", `\?`, "[", `\[`).Replace(path)
}
