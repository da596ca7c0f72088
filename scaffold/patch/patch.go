// Package patch writes a plan as a patch that git and patch can apply.
package patch

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/merge"
	"github.com/seed-d277c37b/scaffold/scaffold/plaintext"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// around is how many lines that did not change are shown on each side of those that did.
const around = 3

// Unified returns what a plan writes, from Old to New, in the unified format with git's headers: `git apply` takes all of
// it, patch all that is text. It returns "" for a plan without changes.
func Unified(plan tree.Plan) string {
	var b strings.Builder
	for _, c := range plan {
		switch {
		case !c.Writes():
		case !c.Old.Absent() && !c.New.Absent() && c.Old.Mode.Type() != c.New.Mode.Type():
			writeFile(&b, c.Path, c.Old, tree.File{}) // as git has it where a file becomes a link
			writeFile(&b, c.Path, tree.File{}, c.New)
		default:
			writeFile(&b, c.Path, c.Old, c.New)
		}
	}
	return b.String()
}

func writeFile(b *strings.Builder, path string, before, after tree.File) {
	from, to := gitName("a/"+path), gitName("b/"+path)
	fmt.Fprintf(b, "diff --git %s %s\n", from, to)
	switch {
	case before.Absent():
		fmt.Fprintf(b, "new file mode %s\n", tree.GitMode(after.Mode))
		from = "/dev/null"
	case after.Absent():
		fmt.Fprintf(b, "deleted file mode %s\n", tree.GitMode(before.Mode))
		to = "/dev/null"
	case before.Mode != after.Mode:
		fmt.Fprintf(b, "old mode %s\nnew mode %s\n", tree.GitMode(before.Mode), tree.GitMode(after.Mode))
	}
	if !bytes.Equal(before.Data, after.Data) || before.Absent() || after.Absent() {
		writeIndex(b, before, after)
	}
	switch {
	case bytes.Equal(before.Data, after.Data):
		return
	case isBinary(before, after):
		// As `git diff --binary` does: both contents whole, so that it can be applied in either direction.
		b.WriteString("GIT binary patch\n")
		writeLiteral(b, after.Data)
		writeLiteral(b, before.Data)
		return
	}
	for _, header := range []struct{ sign, name string }{{"---", from}, {"+++", to}} {
		b.WriteString(header.sign + " " + header.name)
		if strings.Contains(header.name, " ") {
			b.WriteByte('\t') // so that patch sees where the name ends
		}
		b.WriteByte('\n')
	}
	writeHunks(b, before.Data, after.Data)
}

// gitName quotes a path as git does. Paths of a project hold no control characters and no backslash.
func gitName(name string) string {
	if !strings.Contains(name, `"`) {
		return name
	}
	return `"` + strings.ReplaceAll(name, `"`, `\"`) + `"`
}

// writeHunks writes the runs of changed lines, those that are near each other in one hunk.
func writeHunks(b *strings.Builder, before, after []byte) {
	old, now := plaintext.Lines(before), plaintext.Lines(after)
	runs := merge.Script(old, now)
	for len(runs) > 0 {
		n := 1
		for n < len(runs) && runs[n].A0-runs[n-1].A1 <= 2*around {
			n++
		}
		first, last := runs[0], runs[n-1]
		before, behind := min(around, first.A0), min(around, len(old)-last.A1)
		fmt.Fprintf(b, "@@ -%s +%s @@\n", span(first.A0-before, last.A1+behind), span(first.B0-before, last.B1+behind))
		at := first.A0 - before
		for _, r := range runs[:n] {
			writeLines(b, ' ', old[at:r.A0])
			writeLines(b, '-', old[r.A0:r.A1])
			writeLines(b, '+', now[r.B0:r.B1])
			at = r.A1
		}
		writeLines(b, ' ', old[at:last.A1+behind])
		runs = runs[n:]
	}
}

// span returns the place of lines as a hunk names it: of none, the line before them.
func span(start, end int) string {
	switch end - start {
	case 0:
		return fmt.Sprintf("%d,0", start)
	case 1:
		return strconv.Itoa(start + 1)
	}
	return fmt.Sprintf("%d,%d", start+1, end-start)
}

func writeLines(b *strings.Builder, sign byte, lines []string) {
	for _, line := range lines {
		b.WriteByte(sign)
		b.WriteString(line)
		if !strings.HasSuffix(line, "\n") {
			b.WriteString("\n\\ No newline at end of file\n")
		}
	}
}
