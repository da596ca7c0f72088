package cli

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed-d277c37b/scaffold/scaffold/project"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

func newWhy(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "why PATH",
		Short: "Show where a file comes from",
		Long: `Show where a file comes from: the layer and the template in the blueprint, the
part it belongs to, the rules that match it, the answers it depends on, whether
you edited it, and what an update would do to it.

With --json: path, state (unedited, edited, deleted, missing, private, conflict,
yours, own), and for a rendered file policy, blueprint, origin (template, layer,
when, part, rules, answers; null if the blueprint no longer renders it), update
(op, why; null for no change) and note.`,
		Example: "  scaffold why Makefile\n  scaffold why apps/blog/models.py --json",
		Args:    expects(1, 1, "one path"),
	}
	a.jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		w, err := project.Why(cmd.Context(), a.environment(project.Asker{}), args[0])
		if err != nil {
			return err
		}
		if a.json {
			return a.out.printJSON(whyDocument(w))
		}
		a.printWhy(w)
		return nil
	}
	return cmd
}

func (a *app) printWhy(w *project.FileOrigin) {
	p := a.out
	p.printf("%s\n", p.bold(w.Project.Shown(w.Path)))
	switch w.State {
	case project.Own:
		p.printf("  part of scaffold's own record of the project\n")
		return
	case project.Yours:
		p.printf("  not rendered by scaffold: it is yours, and updates leave it alone\n")
		return
	default:
	}
	row := func(label, value string) {
		if value != "" {
			p.printf("  %s %s\n", p.dim(fmt.Sprintf("%-9s", label)), value)
		}
	}
	row("blueprint", w.Title)
	if o := w.Origin; o != nil {
		row("template", o.Source)
		row("layer", withCondition(o.Layer.Dir, o.Layer.When.Text))
		row("part", strings.TrimSpace(o.Layer.Part+" "+o.Part))
		for i, r := range o.Rules {
			row([]string{"rules", ""}[min(i, 1)], withCondition(fmt.Sprintf("%s (line %d)", r.Match, r.Line), r.When.Text))
		}
		names := slices.Sorted(maps.Keys(w.Answers))
		for i, name := range names {
			row([]string{"answers", ""}[min(i, 1)], name+": "+answerText(w.Answers[name]))
		}
	}
	row("policy", w.Policy.String()+": "+policyTexts[w.Policy])
	state := stateTexts[w.State]
	if w.State == project.Missing && w.Policy == tree.Private {
		state = "missing; write it yourself, scaffold never stored it"
	}
	row("state", state)
	update := "leaves it as it is"
	switch c := w.Update; {
	case w.Note != "":
		update = "unknown: " + w.Note
	case c != nil && c.Why != "":
		update = opTexts[c.Op] + ": " + c.Why
	case c != nil:
		update = opTexts[c.Op]
	}
	row("update", update)
}

// What a policy, a state and an operation mean to the owner of a file.
var (
	policyTexts = map[tree.Policy]string{ //nolint:gochecknoglobals // constant
		tree.Merge:   "updates merge with your edits",
		tree.Managed: "managed by scaffold; edits are drift",
		tree.Once:    "rendered once, yours since then",
		tree.Part:    "yours; merged only when the answers of its part change",
		tree.Private: "holds secrets; never committed, stored or compared",
	}
	stateTexts = map[project.FileState]string{ //nolint:gochecknoglobals // constant
		project.Unedited:   "as scaffold rendered it",
		project.Edited:     "edited",
		project.Deleted:    "deleted by you; scaffold restore brings it back",
		project.Missing:    "missing; scaffold restore brings it back",
		project.Private:    "private; its content is not known",
		project.Conflicted: "conflict: edit it, then scaffold continue (or scaffold abort)",
	}
	opTexts = map[tree.Op]string{ //nolint:gochecknoglobals // constant
		tree.Keep: "keeps it", tree.Create: "creates it", tree.Update: "changes it", tree.Chmod: "changes its mode", tree.Move: "moves it",
		tree.Delete: "deletes it", tree.Tombstone: "leaves it deleted", tree.Conflict: "conflicts",
	}
)

func withCondition(what, when string) string {
	if when == "" {
		return what
	}
	return what + ", when " + strings.Join(strings.Fields(when), " ")
}

// answerText words an answer.
func answerText(value any) string {
	if list, ok := value.([]string); ok {
		if len(list) == 0 {
			return "none"
		}
		return strings.Join(list, ", ")
	}
	return fmt.Sprint(value)
}

// whyDocument is what --json prints. Its keys are part of the contract with scripts.
func whyDocument(w *project.FileOrigin) map[string]any {
	document := map[string]any{"path": w.Path, "state": w.State}
	if w.State == project.Yours || w.State == project.Own {
		return document
	}
	document["policy"], document["note"] = w.Policy.String(), w.Note
	document["blueprint"] = map[string]string{"rendered": w.Title, "read": w.Blueprint}
	document["origin"], document["update"] = nil, nil
	if o := w.Origin; o != nil {
		rules := []map[string]any{}
		for _, r := range o.Rules {
			rules = append(rules, map[string]any{"match": r.Match, "when": r.When.Text, "line": r.Line})
		}
		origin := map[string]any{
			"template": o.Source, "layer": o.Layer.Dir, "when": o.Layer.When.Text, "part": nil, "rules": rules, "answers": w.Answers,
		}
		if o.Part != "" {
			origin["part"] = map[string]string{"kind": o.Layer.Part, "name": o.Part}
		}
		document["origin"] = origin
	}
	if c := w.Update; c != nil {
		document["update"] = map[string]string{"op": c.Op.String(), "why": c.Why}
	}
	return document
}
