package lock

import (
	"errors"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// Parse reads the content of lock.yaml. label is what problems call the file by.
//
// It takes any YAML that says the same, in any order of lines. The error is a problem.List with everything that is wrong.
func Parse(data []byte, label string) (Lock, error) {
	text := strings.ReplaceAll(string(data), "\r\n", "\n")
	if l, ok := parseOwn(text); ok {
		return l, nil
	}
	l, problems := parseAny(text, label)
	return l, problems.Err()
}

// parseOwn reads a file whose lines below "files:" are still as Marshal wrote them. ok is false for any other file, and
// where something is wrong.
func parseOwn(text string) (l Lock, ok bool) {
	const files = "\nfiles:\n"
	head, lines, found := strings.Cut(text, files)
	if !found {
		return Lock{}, false
	}
	entries, ok := readLines(lines)
	if !ok {
		return Lock{}, false
	}
	l, problems := parseAny(head+"\nfiles: []\n", "")
	if len(entries) > 0 {
		l.Files = entries
	}
	return l, len(problems) == 0
}

// parseAny reads any YAML.
func parseAny(text, label string) (Lock, problem.List) {
	d := decoder{label: label, source: text}
	d.findConflicts()
	if len(d.problems) > 0 {
		return Lock{}, d.problems
	}
	var document yaml.Node
	if err := yaml.Load([]byte(text), &document); err != nil {
		d.addSyntax(err)
		return Lock{}, d.problems
	}
	l := d.lock(&document)
	if len(d.problems) > 0 {
		return Lock{}, d.problems.Sorted()
	}
	return l, nil
}

// findConflicts looks for the markers that a merge by git leaves, and says which lines they stand around.
func (d *decoder) findConflicts() {
	start := 0
	number := 0
	for line := range strings.Lines(d.source) {
		number++
		switch {
		case strings.HasPrefix(line, "<<<<<<< "):
			start = number
		case strings.HasPrefix(line, ">>>>>>> ") && start > 0:
			d.add(start, 1, "unresolved merge conflict, down to line "+strconv.Itoa(number)+
				": both branches changed what this project is made from",
				"take what each branch has added: scaffold repair",
				"or keep the lines that you want from each side and delete the lines of <<<<<<<, ======= and >>>>>>>; "+
					"every answer and every path may stand there once; then, too: scaffold repair")
			start = 0
		}
	}
}

// addSyntax records why the library could not read the file.
func (d *decoder) addSyntax(err error) {
	var syntax *yaml.LoadError
	if !errors.As(err, &syntax) {
		d.add(0, 0, "not valid YAML: "+err.Error(), bringBack)
		return
	}
	message := strings.TrimPrefix(syntax.Message, "yaml: ")
	d.add(syntax.Mark.Line, syntax.Mark.Column, "not valid YAML: "+message, bringBack)
}

const bringBack = "scaffold writes this file: bring back the version that was committed last"
