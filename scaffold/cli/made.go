package cli

import (
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/project"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// printMade says what was created, and what to type next.
func (a *app) printMade(m *project.Made) {
	p := a.out
	done := p.green(p.symbols.done)
	p.printf("%s %-14s %d ms\n", done, count(len(visible(m.Files)), "file"), max(1, m.Took.Milliseconds()))
	switch r := m.Repository; {
	case r == nil:
		p.printf("%s %s\n", done, m.Subject)
	case r.Commit == "":
		p.printf("%s repository on branch %s, nothing committed\n", done, r.Branch)
	default:
		p.printf("%s %.7s %s\n", done, r.Commit, m.Subject)
	}
	for _, note := range m.Notes {
		p.printf("! %s\n", note.Error())
		for _, hint := range note.Hints {
			p.printf("  %s %s\n", p.cyan("hint:"), hint)
		}
	}
	if next := strings.TrimSpace(m.Next); next != "" {
		p.printf("\nNext:\n")
		for line := range strings.Lines(next) {
			p.printf("  %s\n", strings.TrimRight(line, "\r\n"))
		}
	}
}

// madeDocument is what --json prints. Its keys are part of the contract with scripts.
func madeDocument(m *project.Made) map[string]any {
	type file struct {
		Path   string `json:"path"`
		Size   int    `json:"size"`
		Mode   string `json:"mode"`
		Policy string `json:"policy"`
		Why    string `json:"why"`
	}
	files := make([]file, 0, len(m.Files))
	for path, f := range m.Files.All() {
		files = append(files, file{path, len(f.Data), tree.ModeName(f.Mode), f.Policy.String(), f.Why})
	}
	document := map[string]any{
		"path": m.Path, "name": m.Answers.Name, "dry_run": m.DryRun,
		"blueprint": map[string]string{
			"source": m.Source, "name": m.Blueprint.Name, "version": m.Blueprint.Version, "digest": m.Blueprint.Digest,
		},
		"answers": answersOf(m.Answers.Asked, m.Answers.Values), "parts": partsOf(m.Answers.Parts),
		"files": files, "notes": append([]problem.Problem{}, m.Notes...), "next": m.Next, "elapsed_ms": m.Took.Milliseconds(),
	}
	if r := m.Repository; r != nil {
		left := []map[string]string{}
		for _, f := range r.LeftOut {
			left = append(left, map[string]string{"path": f.Path, "why": f.Why})
		}
		document["git"] = map[string]any{"branch": r.Branch, "commit": r.Commit, "left_out": left}
	}
	return document
}

// answersOf returns the answers to the questions that were asked: neither computed values nor secrets.
func answersOf(asked []string, values map[string]any) map[string]any {
	out := make(map[string]any, len(asked))
	for _, name := range asked {
		if value, ok := values[name]; ok {
			out[name] = value
		}
	}
	return out
}

func partsOf(parts map[string][]blueprint.PartAnswers) map[string]any {
	out := make(map[string]any, len(parts))
	for kind, list := range parts {
		rows := make([]map[string]any, 0, len(list))
		for _, p := range list {
			rows = append(rows, map[string]any{"name": p.Name, "answers": answersOf(p.Asked, p.Values)})
		}
		out[kind] = rows
	}
	return out
}
