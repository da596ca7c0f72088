package cli

import (
	"fmt"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/lock"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// mostChanges is how many lines of a change are printed; --json has them all.
const mostChanges = 60

// reportChange tells what a change did. With conflicts it is an error, of the exit code that says so.
func (a *app) reportChange(c *changed) error {
	switch {
	case a.json:
		a.printJSON(c.document())
	case c.Empty():
		a.out.printf("%s nothing to do: %s\n", a.out.green(a.out.symbols.done), c.To)
	default:
		a.printChange(c)
	}
	if c.Conflicts() == 0 {
		return nil
	}
	return &failure{code: exitConflicts, quiet: true, err: fmt.Errorf("%s to resolve", count(c.Conflicts(), "conflict"))}
}

func (a *app) printChange(c *changed) {
	p := a.out
	if c.From != c.To {
		p.printf("%s → %s\n", c.From, c.To)
	}
	width, said := 0, 0
	for _, f := range c.Files {
		width = max(width, min(len(c.workspace.shown(f.Path)), 50))
	}
	for i, f := range c.Files {
		if i == mostChanges {
			p.printf("  %s %d more\n", p.symbols.more, len(c.Files)-i)
			break
		}
		a.printFileChange(c.workspace.shown(f.Path), f, width)
		said++
	}
	for _, note := range c.notes {
		p.printf("! %s\n", oneLine(note))
	}
	a.printOutcome(c)
}

func (a *app) printFileChange(path string, f tree.Change, width int) {
	p := a.out
	sign := map[tree.Op]string{
		tree.Create: p.green("+"), tree.Delete: p.red("-"), tree.Conflict: p.red("!"), tree.Keep: " ", tree.Tombstone: " ",
	}[f.Op]
	if sign == "" {
		sign = p.cyan("~")
	}
	why := f.Why
	if why == "" {
		why = map[tree.Op]string{tree.Create: "new", tree.Delete: "removed", tree.Update: "updated", tree.Chmod: "mode"}[f.Op]
	}
	p.printf("  %s %-*s  %s\n", sign, width, oneLine(path), p.dim(oneLine(why)))
}

func (a *app) printOutcome(c *changed) {
	p := a.out
	line := count(writes(c.Files), "file")
	if memory := writes(c.Memory); writes(c.Files) == 0 && memory > 0 {
		line = fmt.Sprintf("only %s changed: %s", lock.Dir, count(memory, "file"))
	}
	if n := c.Conflicts(); n > 0 {
		line += ", " + count(n, "conflict")
	}
	switch {
	case c.dryRun:
		p.printf("%s; nothing was written: this was a dry run\n", line)
	case c.Conflicts() > 0:
		p.printf("%s\n%s edit %s, then scaffold continue (or scaffold abort)\n", line, p.cyan("hint:"), c.toEdit())
	default:
		p.printf("%s %s in %d ms\n", p.green(p.symbols.done), line, max(1, c.took.Milliseconds()))
	}
}

func writes(plan tree.Plan) int {
	n := 0
	for _, c := range plan {
		if c.Writes() {
			n++
		}
	}
	return n
}

// toEdit names the file with the conflict, or says how many there are.
func (c *changed) toEdit() string {
	var paths []string
	for _, f := range c.Files {
		if f.Op == tree.Conflict {
			paths = append(paths, c.workspace.shown(f.Path))
		}
	}
	if len(paths) > 3 {
		return fmt.Sprintf("the %d files marked with !", len(paths))
	}
	return strings.Join(paths, ", ")
}

// document is what --json prints. Its keys are part of the contract with scripts.
func (c *changed) document() map[string]any {
	files := []map[string]any{}
	for _, f := range c.Files {
		row := map[string]any{"path": f.Path, "op": f.Op.String(), "why": f.Why}
		if f.From != "" {
			row["from"] = f.From
		}
		files = append(files, row)
	}
	return map[string]any{
		"from": c.From, "to": c.To, "files": files, "memory": writes(c.Memory), "conflicts": c.Conflicts(), "dry_run": c.dryRun,
		"notes": append([]string{}, c.notes...), "elapsed_ms": c.took.Milliseconds(),
	}
}
