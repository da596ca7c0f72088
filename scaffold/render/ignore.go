package render

import (
	"slices"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

const (
	ignoreFile    = ".gitignore"
	ignoreHeading = "# private: never commit these"
)

// ignorePrivate makes sure that git ignores the private files: each has a line of its own in the project's .gitignore.
func ignorePrivate(files tree.Tree) problem.List {
	var missing []string
	f, exists := files[ignoreFile]
	for path, file := range files.All() {
		if file.Policy == tree.Private && !ignores(string(f.Data), path) {
			missing = append(missing, "/"+escapeGlob(path))
		}
	}
	if len(missing) == 0 {
		return nil
	}
	switch {
	case exists && f.Mode == tree.Symlink:
		return problem.List{{
			File: ignoreFile, Message: "git does not read it through a link, and private files need it",
			Hints: []string{"make it a regular file"},
		}}
	case exists:
		f.Why += ", and private files"
	default:
		f = tree.File{Mode: tree.Regular, Why: "keeps private files out of git"}
	}
	f.Data = appendLines(f.Data, slices.Insert(missing, 0, ignoreHeading))
	files[ignoreFile] = f
	return nil
}

// ignores reports whether a .gitignore has a line for exactly that path, and nothing after it takes a path back.
func ignores(content, path string) bool {
	pattern := escapeGlob(path)
	anywhere := strings.TrimPrefix(pattern, "#") == pattern // a line that starts with # is a comment
	found := false
	for line := range strings.Lines(content) {
		line = strings.TrimRight(line, " \t\r\n")
		switch {
		case strings.HasPrefix(line, "!"):
			found = false
		case line == "/"+pattern, line == pattern && anywhere:
			found = true
		}
	}
	return found
}

// escapeGlob writes a path as a pattern of gitignore that matches nothing else.
func escapeGlob(path string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`).Replace(path)
}

// appendLines puts lines at the end of a text, after an empty one, with the line ends that the text has.
func appendLines(text []byte, lines []string) []byte {
	end := "\n"
	if strings.Contains(string(text), "\r\n") {
		end = "\r\n"
	}
	out := slices.Clone(text)
	if len(out) > 0 {
		if out[len(out)-1] != '\n' {
			out = append(out, end...)
		}
		out = append(out, end...)
	}
	return append(out, strings.Join(lines, end)+end...)
}
