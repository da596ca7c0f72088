package merge

import (
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// missingVariables returns the names of the variables that theirs sets and ours never mentions, in order. Files that set
// none have none. Values do not matter: they are the owner's.
func missingVariables(ours, theirs tree.File) []string {
	known := map[string]bool{}
	for line := range strings.Lines(string(ours.Data)) {
		known[variable(strings.TrimLeft(line, "# \t"))] = true // a variable that was commented out was seen
	}
	var missing []string
	for line := range strings.Lines(string(theirs.Data)) {
		if name := variable(line); name != "" && !known[name] {
			known[name] = true
			missing = append(missing, name)
		}
	}
	return missing
}

// variable returns the name that a line of an environment file sets, or "".
func variable(line string) string {
	name, _, found := strings.Cut(strings.TrimPrefix(strings.TrimSpace(line), "export "), "=")
	name = strings.TrimPrefix(name, "\ufeff")
	valid := strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_") == ""
	if !found || !valid {
		return ""
	}
	return name
}
