package merge

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/plaintext"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// AppendVariables returns an environment file with the variables appended that theirs sets and ours never mentions, and
// their names. Each comes with the comment right above it, and the file keeps its line endings. No line of ours changes:
// values are the owner's, and a variable that was commented out was seen.
//
// Only .env and the like (.env.local, prod.env) are environment files: elsewhere a line with = may be a secret itself, and
// names are printed. A file with lines of any other kind has no variables.
func AppendVariables(name string, ours, theirs tree.File) (appended tree.File, missing []string) {
	if !slices.Contains(strings.Split(path.Base(name), "."), "env") || !isText(ours) || !isText(theirs) {
		return ours, nil
	}
	seen := map[string]bool{} // variables, and lines of comments
	for _, line := range plaintext.Lines(ours.Data) {
		line = strings.TrimSpace(line)
		seen[line] = true
		if set := assignment().FindStringSubmatch(strings.TrimLeft(line, "\ufeff# \t")); set != nil {
			seen[set[1]] = true
		}
	}
	var added strings.Builder
	if len(ours.Data) > 0 && !bytes.HasSuffix(ours.Data, []byte("\n")) {
		added.WriteString("\n")
	}
	for _, v := range variables(theirs.Data) {
		if seen[v.name] {
			continue
		}
		seen[v.name] = true
		missing = append(missing, v.name)
		comment := slices.DeleteFunc(v.comment, func(line string) bool { return seen[strings.TrimSpace(line)] })
		if len(comment) > 0 && len(ours.Data)+added.Len() > 0 {
			added.WriteString("\n")
		}
		added.WriteString(strings.Join(comment, "") + strings.TrimRight(v.text, "\r\n") + "\n")
	}
	if missing == nil {
		return ours, nil
	}
	ours.Data = slices.Concat(ours.Data, plaintext.EndAs([]byte(added.String()), ours.Data))
	return ours, missing
}

// assignment is a line that sets a variable. With a second = it is rather the end of something in base64.
var assignment = plaintext.Pattern(`^(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=([^=].*)?$`) //nolint:gochecknoglobals // constant

// variable is what an environment file sets.
type variable struct {
	name    string
	comment []string // the lines right above it
	text    string   // more than one line if its quoted value has them
}

// variables returns what an environment file sets, in order; nothing if it has any other lines.
func variables(data []byte) []variable {
	lines := plaintext.Lines(bytes.TrimPrefix(data, []byte("\ufeff")))
	var found []variable
	for i, above := 0, 0; i < len(lines); {
		line := strings.TrimSpace(lines[i])
		set := assignment().FindStringSubmatch(line)
		switch {
		case line == "":
			i++
			above = i
		case line[0] == '#':
			i++
		case set == nil:
			return nil
		default:
			end := i + quotedLines(strings.TrimSpace(set[2]), lines[i+1:])
			found = append(found, variable{set[1], slices.Clone(lines[above:i]), strings.Join(lines[i:end], "")})
			i, above = end, end
		}
	}
	return found
}

// quotedLines returns how many lines a value takes: those to its closing quote, or one if it has none.
func quotedLines(value string, more []string) int {
	if value == "" || !strings.ContainsAny(value[:1], "'\"`") {
		return 1
	}
	quote := value[0]
	for n, rest := range slices.Insert(slices.Clone(more), 0, value[1:]) {
		for i := 0; i < len(rest); i++ {
			switch {
			case rest[i] == quote:
				return n + 1
			case rest[i] == '\\' && quote == '"':
				i++
			}
		}
	}
	return 1
}
