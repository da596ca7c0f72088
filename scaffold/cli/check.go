package cli

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed-d277c37b/scaffold/scaffold"
	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/lock"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// checkOptions is the command line of `scaffold check`.
type checkOptions struct{ strict, rerender, outdated bool }

func newCheck(a *app) *cobra.Command {
	o := &checkOptions{}
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Tell what differs from what scaffold rendered; for CI",
		Long: `Tell what differs from what scaffold rendered: files of scaffold's own that were
edited, files that are missing, modes, conflict markers that were left, and a
memory under .scaffold that does not fit. It writes nothing, and needs neither
a network nor a history.`,
		Args: exactly(0, "no argument"),
	}
	f := cmd.Flags()
	f.BoolVar(&o.strict, "strict", false, "count edits of every file as drift")
	f.BoolVar(&o.rerender, "rerender", false, "prove that blueprint and answers give what the lock says")
	f.BoolVar(&o.outdated, "outdated", false, "exit with 6 where a newer blueprint exists")
	f.BoolVar(&a.json, "json", false, "print one JSON document on stdout, all else on stderr")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error { return a.runCheck(cmd.Context(), o) }
	return cmd
}

func (a *app) runCheck(ctx context.Context, o *checkOptions) error {
	w, err := openWorkspace(ctx)
	if err != nil {
		return err
	}
	p, err := w.load(ctx)
	if err != nil {
		return err
	}
	ours, err := w.read(ctx, p.Paths())
	if err != nil {
		return err
	}
	options, err := w.checkOptions(ctx, p, ours, o.strict)
	if err != nil {
		return err
	}
	drift := p.Check(ours, options)
	newer := ""
	if o.rerender || o.outdated {
		more, version, err := a.hold(ctx, w, p, o)
		if err != nil {
			return err
		}
		drift, newer = append(drift, more...), version
	}
	return a.reportCheck(w, p, drift, newer)
}

// checkOptions gives how ours is compared. Only of what is missing there it matters whether git ignores it.
func (w *workspace) checkOptions(ctx context.Context, p scaffold.Project, ours tree.Tree, strict bool) (scaffold.CheckOptions, error) {
	missing := slices.DeleteFunc(p.Paths(), func(path string) bool { return !ours[path].Absent() })
	ignored, err := w.ignored(ctx, missing)
	return scaffold.CheckOptions{Strict: strict, IgnoreModes: w.ignoresModes(), Ignored: ignored}, err
}

// hold holds the project against its blueprint as it is today.
func (a *app) hold(ctx context.Context, w *workspace, p scaffold.Project, o *checkOptions) (drift []scaffold.Drift, newer string, err error) {
	b, from, err := w.source(p, "")
	if err != nil {
		return nil, "", err
	}
	if o.outdated && b.Digest != p.Lock.Blueprint.Digest {
		if order, known := blueprint.CompareVersions(b.Version, p.Lock.Blueprint.Version); !known || order >= 0 {
			newer = b.Name + " " + b.Version
		}
	}
	if !o.rerender {
		return nil, newer, nil
	}
	answers, err := resolveAnswers(ctx, b, p.Input(), nil)
	if err != nil {
		return nil, newer, err
	}
	state, err := scaffold.RenderFiles(b, answers, from)
	if err != nil {
		return nil, newer, invalid(err)
	}
	return p.Rerender(state), newer, nil
}

func (a *app) reportCheck(w *workspace, p scaffold.Project, drift []scaffold.Drift, newer string) error {
	title := scaffold.Title(p.Lock)
	if a.json {
		a.printJSON(map[string]any{
			"project": title, "in_sync": len(drift) == 0, "drift": append([]scaffold.Drift{}, drift...), "newer": newer,
		})
	} else {
		a.printDrift(w, drift)
	}
	if os.Getenv("GITHUB_ACTIONS") == "true" {
		a.annotate(w, drift)
	}
	switch {
	case len(drift) > 0:
		err := fmt.Errorf("%s drifted from %s", count(countPaths(drift), "file"), title)
		return &failure{code: exitDrift, err: err, hint: heal(w, drift)}
	case newer != "":
		return &failure{code: exitOutdated, err: fmt.Errorf("the project is from %s, and there is %s", title, newer), hint: "scaffold update"}
	case !a.json:
		a.out.printf("%s in sync with %s\n", a.out.green(a.out.symbols.done), title)
	}
	return nil
}

func (a *app) printDrift(w *workspace, drift []scaffold.Drift) {
	width := 0
	for _, d := range drift {
		width = max(width, min(len(w.shown(d.Path)), 50))
	}
	for i, d := range drift {
		if i == mostChanges {
			a.out.printf("  %s %d more\n", a.out.symbols.more, len(drift)-i)
			return
		}
		sign := a.out.cyan("~")
		switch d.Kind {
		case scaffold.Missing:
			sign = a.out.red("-")
		case scaffold.Unresolved:
			sign = a.out.red("!")
		default:
		}
		a.out.printf("  %s %-*s  %s\n", sign, width, oneLine(w.shown(d.Path)), oneLine(d.Why))
	}
}

func countPaths(drift []scaffold.Drift) int {
	paths := map[string]bool{}
	for _, d := range drift {
		paths[d.Path] = true
	}
	return len(paths)
}

// heal gives the commands that bring everything back.
func heal(w *workspace, drift []scaffold.Drift) string {
	verbs := map[string][]string{}
	seen := map[string]bool{}
	for _, d := range drift {
		if d.Heal != "" && !seen[d.Heal+d.Path] {
			seen[d.Heal+d.Path] = true
			verbs[d.Heal] = append(verbs[d.Heal], w.shown(d.Path))
		}
	}
	var commands []string
	for _, verb := range []string{"restore", "repair", "update"} {
		switch paths := verbs[verb]; {
		case len(paths) == 0:
		case verb != "restore":
			commands = append(commands, "scaffold "+verb)
		case len(paths) > 5:
			commands = append(commands, "scaffold restore PATH...")
		default:
			commands = append(commands, typed("restore", paths...))
		}
	}
	return strings.Join(commands, ", then ")
}

// annotate prints what GitHub Actions shows beside the lines of a change (GitHub's "workflow commands").
func (a *app) annotate(w *workspace, drift []scaffold.Drift) {
	escape := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	property := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
	out := a.out
	if a.json {
		out = a.err
	}
	for _, d := range drift {
		path := d.Path
		if w.worktree != nil && w.worktree.Prefix != "" {
			path = w.worktree.Prefix + "/" + path
		}
		if strings.HasPrefix(d.Path, lock.Dir+"/base/") {
			path = strings.TrimSuffix(path, d.Path) + lock.Path
		}
		out.printf("::error file=%s,line=%d,title=scaffold check::%s: %s\n",
			property.Replace(path), max(d.Line, 1), escape.Replace(d.Path), escape.Replace(d.Why))
	}
}
