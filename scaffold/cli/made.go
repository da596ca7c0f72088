package cli

import (
	"io/fs"
	"strings"
	"time"

	"github.com/seed-d277c37b/scaffold/scaffold"
	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/git"
	"github.com/seed-d277c37b/scaffold/scaffold/lock"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// made is what `scaffold new` has to tell: of a project that was made, or of one that would be.
type made struct {
	path       string // as the person gave it
	blueprint  *blueprint.Blueprint
	answers    blueprint.Answers
	state      scaffold.State
	repository *git.Repository // nil for none
	notes      []problem.Problem
	next       string
	took       time.Duration
	dryRun     bool
}

func (a *app) reportMade(m *made) {
	switch {
	case a.json:
		a.printJSON(m.document())
	case m.dryRun:
		a.printTree(m.answers.Name, m.state.Files)
		a.out.printf("nothing was written: this was a dry run\n")
	default:
		a.printMade(m)
	}
}

func (a *app) printMade(m *made) {
	p := a.out
	done := p.green(p.symbols.done)
	p.printf("%s %-14s %d ms\n", done, count(len(visible(m.state.Files)), "file"), max(1, m.took.Milliseconds()))
	switch r := m.repository; {
	case r == nil:
		p.printf("%s %s\n", done, m.subject())
	case r.Commit == "":
		p.printf("%s repository on branch %s, nothing committed\n", done, r.Branch)
	default:
		p.printf("%s %.7s %s\n", done, r.Commit, m.subject())
	}
	for _, note := range m.notes {
		p.printf("! %s\n", oneLine(note.Error()))
		for _, hint := range note.Hints {
			p.printf("  %s %s\n", p.cyan("hint:"), hint)
		}
	}
	if next := strings.TrimSpace(m.next); next != "" {
		p.printf("\nNext:\n")
		for line := range strings.Lines(next) {
			p.printf("  %s\n", oneLine(strings.TrimRight(line, "\r\n")))
		}
	}
}

// subject is the first line of the first commit.
func (m *made) subject() string {
	return "Start " + m.answers.Name + " from " + m.blueprint.Name + " " + m.blueprint.Version
}

// document is what --json prints. Its keys are part of the contract with scripts.
func (m *made) document() map[string]any {
	type file struct {
		Path   string `json:"path"`
		Size   int    `json:"size"`
		Mode   string `json:"mode"`
		Policy string `json:"policy"`
		Why    string `json:"why"`
	}
	files := make([]file, 0, len(m.state.Files))
	for path, f := range m.state.Files.All() {
		files = append(files, file{path, len(f.Data), modeName(f.Mode), f.Policy.String(), f.Why})
	}
	document := map[string]any{
		"path": m.path, "name": m.answers.Name, "dry_run": m.dryRun,
		"blueprint": map[string]string{
			"source": m.state.Lock.Blueprint.Source, "name": m.blueprint.Name,
			"version": m.blueprint.Version, "digest": m.blueprint.Digest,
		},
		"answers": answersOf(m.state.Lock.Answers), "parts": partsOf(m.state.Lock.Parts),
		"files": files, "notes": append([]problem.Problem{}, m.notes...), "next": m.next, "elapsed_ms": m.took.Milliseconds(),
	}
	if m.repository != nil {
		document["git"] = map[string]string{"branch": m.repository.Branch, "commit": m.repository.Commit}
	}
	return document
}

func answersOf(answers []lock.Answer) map[string]any {
	out := make(map[string]any, len(answers))
	for _, a := range answers {
		out[a.Name] = a.Value
	}
	return out
}

func partsOf(parts map[string][]lock.Part) map[string]any {
	out := make(map[string]any, len(parts))
	for kind, list := range parts {
		rows := make([]map[string]any, 0, len(list))
		for _, p := range list {
			rows = append(rows, map[string]any{"name": p.Name, "answers": answersOf(p.Answers)})
		}
		out[kind] = rows
	}
	return out
}

// modeName names modes as the lock does.
func modeName(m fs.FileMode) string {
	switch m {
	case tree.Symlink:
		return "link"
	case tree.Executable:
		return "755"
	default:
		return "644"
	}
}
