package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed-d277c37b/scaffold/scaffold"
	"github.com/seed-d277c37b/scaffold/scaffold/merge"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

func newDiff(a *app) *cobra.Command {
	var update bool
	cmd := &cobra.Command{
		Use:   "diff",
		Short: "Show what you changed since scaffold rendered the project",
		Args:  exactly(0, "no argument"),
	}
	cmd.Flags().BoolVar(&update, "update", false, "show what an update would change instead")
	cmd.Flags().BoolVar(&a.json, "json", false, "print one JSON document")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error { return a.runDiff(cmd.Context(), update) }
	return cmd
}

func (a *app) runDiff(ctx context.Context, update bool) error {
	w, err := openWorkspace(ctx)
	if err != nil {
		return err
	}
	p, err := w.load(ctx)
	if err != nil {
		return err
	}
	plan, err := w.edits(ctx, p)
	if update {
		plan, err = w.updates(ctx, p)
	}
	if err != nil {
		return err
	}
	text := scaffold.Unified(plan)
	if a.json {
		files := []map[string]string{}
		for _, c := range plan {
			files = append(files, map[string]string{"path": c.Path, "op": c.Op.String(), "why": c.Why})
		}
		a.printJSON(map[string]any{"files": files, "diff": text})
		return nil
	}
	for line := range strings.Lines(text) {
		a.out.printf("%s", a.paintDiff(line))
	}
	return nil
}

func (a *app) paintDiff(line string) string {
	body := strings.TrimSuffix(line, "\n")
	end := line[len(body):]
	switch {
	case strings.HasPrefix(line, "diff "), strings.HasPrefix(line, "--- "), strings.HasPrefix(line, "+++ "):
		return a.out.bold(body) + end
	case strings.HasPrefix(line, "+"):
		return a.out.green(body) + end
	case strings.HasPrefix(line, "-"):
		return a.out.red(body) + end
	case strings.HasPrefix(line, "@@"):
		return a.out.cyan(body) + end
	}
	return line
}

// edits gives what the person changed since the last render.
func (w *workspace) edits(ctx context.Context, p scaffold.Project) (tree.Plan, error) {
	ours, err := w.read(ctx, p.Paths())
	if err != nil {
		return nil, err
	}
	options, err := w.checkOptions(ctx, p, ours, false)
	if err != nil {
		return nil, err
	}
	return p.Diff(ours, options)
}

// updates gives what an update would change, without asking anything.
func (w *workspace) updates(ctx context.Context, p scaffold.Project) (tree.Plan, error) {
	b, from, err := w.source(p, "")
	if err != nil {
		return nil, err
	}
	answers, err := resolveAnswers(ctx, b, p.Input(), nil)
	if err != nil {
		return nil, err
	}
	state, err := scaffold.RenderFiles(b, answers, from)
	if err != nil {
		return nil, invalid(err)
	}
	ignored, err := w.ignored(ctx, p.Paths())
	if err != nil {
		return nil, err
	}
	options := scaffold.Options{Favor: merge.Marked, IgnoreModes: w.ignoresModes(), Ignored: ignored}
	ours, err := w.ours(ctx, p, state, options)
	if err != nil {
		return nil, err
	}
	t, err := p.Transition(state, ours, options)
	return t.Files, err
}
