package cli

import (
	"fmt"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold"
	"github.com/seed-d277c37b/scaffold/scaffold/project"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// row is a line of a list of files.
type row struct {
	sign      safe
	path, why string
}

// printRows prints a list of n files, cut at a length that a person reads; --json has them all.
func (p *printer) printRows(n int, at func(i int) row) {
	const most, widest = 60, 50
	width := 0
	rows := make([]row, min(n, most))
	for i := range rows {
		rows[i] = at(i)
		width = max(width, min(len(rows[i].path), widest))
	}
	for _, r := range rows {
		p.printf("  %s %-*s  %s\n", r.sign, width, r.path, p.dim(r.why))
	}
	if n > most {
		p.printf("  %s %d more\n", p.symbols.more, n-most)
	}
}

// printChangeRows prints a row for each file of a change.
func (p *printer) printChangeRows(c *project.Result) {
	p.printRows(len(c.Files), func(i int) row {
		f := c.Files[i]
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
		return row{sign, c.Project.Shown(f.Path), why}
	})
}

// printChange says what a change did, or would do, and what is left to the person.
func (a *app) printChange(c *project.Result) {
	p := a.out
	if c.From != c.To {
		p.printf("%s %s %s\n", c.From, p.symbols.arrow, c.To)
	}
	p.printChangeRows(c)
	for _, note := range c.Notes {
		p.printf("! %s\n", note)
	}
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
		var paths []string
		for _, f := range c.Files {
			if f.Op == tree.Conflict {
				paths = append(paths, c.Project.Shown(f.Path))
			}
		}
		files := strings.Join(paths, ", ")
		if len(paths) > 3 {
			files = fmt.Sprintf("the %d files marked with !", len(paths))
		}
		p.printf("%s\n%s edit %s, then scaffold continue (or scaffold abort)\n", line, p.cyan("hint:"), files)
	default:
		p.printf("%s %s in %d ms\n", p.green(p.symbols.done), line, max(1, c.Took.Milliseconds()))
	}
	a.printRenewals(c)
	for _, f := range c.Files {
		if len(f.Missing) > 0 && !c.DryRun {
			p.printf("%s append them with: %s\n", p.cyan("hint:"), scaffold.AppendCommand(c.Project.Shown(f.Path)))
		}
	}
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

// changeDocument is what --json prints. Its keys are part of the contract with scripts.
func changeDocument(c *project.Result) map[string]any {
	files := []map[string]any{}
	for _, f := range c.Files {
		row := map[string]any{"path": f.Path, "op": f.Op.String(), "why": f.Why}
		if f.From != "" {
			row["from"] = f.From
		}
		if len(f.Missing) > 0 {
			row["missing"] = f.Missing
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
