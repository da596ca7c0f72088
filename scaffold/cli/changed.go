package cli

import (
	"fmt"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/project"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// mostChanges is how many lines of a change are printed; --json has them all.
const mostChanges = 60

// reportChange says what a change did. It returns an error if there are conflicts, for the exit code.
func (a *app) reportChange(c *project.Result) error {
	switch {
	case a.json:
		if err := a.out.printJSON(changeDocument(c)); err != nil {
			return err
		}
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

func (a *app) printChange(c *project.Result) {
	p := a.out
	if c.From != c.To {
		p.printf("%s %s %s\n", c.From, p.symbols.arrow, c.To)
	}
	width := 0
	for _, f := range c.Files {
		width = max(width, min(len(c.Project.Shown(f.Path)), 50))
	}
	for i, f := range c.Files {
		if i == mostChanges {
			p.printf("  %s %d more\n", p.symbols.more, len(c.Files)-i)
			break
		}
		a.printFileChange(c.Project.Shown(f.Path), f, width)
	}
	for _, note := range c.Notes {
		p.printf("! %s\n", note)
	}
	a.printOutcome(c)
}

func (a *app) printFileChange(path string, f tree.Change, width int) {
	p := a.out
	sign := map[tree.Op]safe{
		tree.Create: p.green("+"), tree.Delete: p.red("-"), tree.Conflict: p.red("!"), tree.Keep: " ", tree.Tombstone: " ",
	}[f.Op]
	if sign == "" {
		sign = p.cyan("~")
	}
	why := f.Why
	if why == "" {
		why = map[tree.Op]string{tree.Create: "new", tree.Delete: "removed", tree.Update: "updated", tree.Chmod: "mode"}[f.Op]
	}
	p.printf("  %s %-*s  %s\n", sign, width, path, p.dim(why))
}

func (a *app) printOutcome(c *project.Result) {
	p := a.out
	line := count(writes(c.Files), "file")
	if memory := writes(c.Memory); writes(c.Files) == 0 && memory > 0 {
		line = fmt.Sprintf("only %s: %s", project.Dir, count(memory, "file"))
	}
	if n := c.Conflicts(); n > 0 {
		line += ", " + count(n, "conflict")
	}
	switch {
	case c.DryRun:
		p.printf("%s; nothing was written: this was a dry run\n", line)
	case c.Conflicts() > 0:
		p.printf("%s\n%s edit %s, then scaffold continue (or scaffold abort)\n", line, p.cyan("hint:"), toEdit(c))
	default:
		p.printf("%s %s in %d ms\n", p.green(p.symbols.done), line, max(1, c.Took.Milliseconds()))
	}
	a.printRenewals(c)
}

// printRenewals names the commands that renew lock files: versions of two sides were merged without asking an index.
func (a *app) printRenewals(c *project.Result) {
	files := map[string][]string{}
	var commands []string
	for _, f := range c.Files {
		if f.Renew == "" {
			continue
		}
		if files[f.Renew] == nil {
			commands = append(commands, f.Renew)
		}
		files[f.Renew] = append(files[f.Renew], c.Project.Shown(f.Path))
	}
	for _, command := range commands {
		a.out.printf("%s run %s: %s may not fit together after the merge\n", a.out.cyan("hint:"), command,
			strings.Join(files[command], ", "))
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

// toEdit names the files with conflicts, or says how many there are.
func toEdit(c *project.Result) string {
	var paths []string
	for _, f := range c.Files {
		if f.Op == tree.Conflict {
			paths = append(paths, c.Project.Shown(f.Path))
		}
	}
	if len(paths) > 3 {
		return fmt.Sprintf("the %d files marked with !", len(paths))
	}
	return strings.Join(paths, ", ")
}

// changeDocument is what --json prints. Its keys are part of the contract with scripts.
func changeDocument(c *project.Result) map[string]any {
	files := []map[string]any{}
	for _, f := range c.Files {
		row := map[string]any{"path": f.Path, "op": f.Op.String(), "why": f.Why}
		if f.From != "" {
			row["from"] = f.From
		}
		if f.Renew != "" {
			row["renew"] = f.Renew
		}
		files = append(files, row)
	}
	return map[string]any{
		"from": c.From, "to": c.To, "files": files, "memory": writes(c.Memory), "conflicts": c.Conflicts(), "dry_run": c.DryRun,
		"notes": append([]string{}, c.Notes...), "elapsed_ms": c.Took.Milliseconds(),
	}
}
