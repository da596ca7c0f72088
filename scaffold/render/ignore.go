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
	var private []string // as patterns
	ignored := map[string]bool{}
	for path, file := range files.All() {
		if file.Policy == tree.Private {
			pattern := escapeGlob(path)
			private = append(private, pattern)
			ignored["/"+pattern] = false
			if !strings.HasPrefix(pattern, "#") { // which would be a comment
				ignored[pattern] = false
			}
		}
	}
	f, exists := files[ignoreFile]
	if len(private) > 0 {
		readIgnored(string(f.Data), ignored)
	}
	var missing []string
	for _, pattern := range private {
		if !ignored[pattern] && !ignored["/"+pattern] {
			missing = append(missing, "/"+pattern)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	switch {
	case exists && f.Mode == tree.Symlink:
		return problem.List{{
			File: ignoreFile, Message: "must be a regular file: git ignores a linked one, and private files need it",
			Hints: []string{"replace the link with a file"},
		}}
	case exists:
		f.Why += " and private files"
	default:
		f = tree.File{Mode: tree.Regular, Why: "keeps private files out of git"}
	}
	f.Data = appendLines(f.Data, slices.Insert(missing, 0, ignoreHeading))
	files[ignoreFile] = f
	return nil
}

// readIgnored marks those of some patterns that a .gitignore has as a line, if nothing after it takes a path back.
func readIgnored(content string, ignored map[string]bool) {
	at, start := 0, 0
	for line := range strings.Lines(content) {
		if at += len(line); strings.HasPrefix(line, "!") {
			start = at
		}
	}
	for line := range strings.Lines(content[start:]) {
		line = strings.TrimRight(line, " \t\r\n")
		if _, wanted := ignored[line]; wanted {
			ignored[line] = true
		}
	}
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
