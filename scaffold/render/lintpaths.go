package render

import (
	"fmt"
	"path"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// guessed is where a file will be, as far as is known without answers.
type guessed struct {
	path   string // with a letter for every action
	exact  bool   // there is no action in it
	named  bool   // there is none in the last name
	byPart bool   // what an action says can differ from part to part
}

// guess returns where a layer puts a file.
func guess(l *blueprint.Layer, s *blueprint.Source) guessed {
	to := text{body: l.To.Text, left: leftBrace, right: rightBrace}
	name := text{body: strings.TrimSuffix(s.Path, suffix), left: l.Delims[0], right: l.Delims[1]}
	g := guessed{exact: to.plain() && name.plain(), named: !strings.Contains(path.Base(name.body), name.left)}
	for _, t := range []text{to, name} {
		for _, a := range scan(t) {
			g.byPart = g.byPart || strings.Contains(a.inside, ".part") || strings.Contains(a.inside, "include ")
		}
	}
	below := path.Join(withoutActions(to, "x"), "x")
	g.path = strings.TrimSuffix(below, "x") + withoutActions(name, "x")
	return g
}

// withoutActions returns a text with something in the place of every action.
func withoutActions(t text, instead string) string {
	var b strings.Builder
	at := 0
	for _, a := range scan(t) {
		if a.end < 0 {
			break
		}
		b.WriteString(t.body[at:a.start] + instead)
		at = a.end
	}
	return b.String() + t.body[at:]
}

// mayBePrivate reports whether a file can be private: for certain, where its path is known.
func (l *linter) mayBePrivate(g guessed) bool {
	if v, err := judge(l.budget, l.rules, g.path); err != nil || v.policy == tree.Private {
		return true
	}
	for _, r := range l.rules {
		private := r.Private != nil && *r.Private
		if private && !g.exact && (!g.named || r.MatchesName(path.Base(g.path))) {
			return true
		}
	}
	return false
}

// names lints the names of a file and its folders, each once for a layer.
func (l *linter) names(layer *blueprint.Layer, s *blueprint.Source, done map[string]bool, data *shape) {
	for name := range strings.SplitSeq(strings.TrimSuffix(s.Path, suffix), "/") {
		if !done[name] {
			done[name] = true
			l.text(nameOf(l.Blueprint, s, layer.Delims, "name", name), data)
		}
	}
	g := guess(layer, s)
	if err := checkName(g.path); err != nil {
		l.problem(s, fmt.Sprintf("it renders %q: %v", g.path, err))
	}
	if layer.Part != "" && !g.byPart && !l.excludable(g.path) {
		l.problem(s, fmt.Sprintf("every %s renders %s, but only one can", layer.Part, g.path),
			"put {{ .part.name }} in its name, or in `to` of the layer")
	}
}

// problem adds a problem with a file of a layer, or counts it.
func (l *linter) problem(s *blueprint.Source, message string, hints ...string) {
	if l.problems.Full() {
		l.problems.Count()
		return
	}
	l.problems.Add(l.ProblemIn(*s, 0, 0, message, hints...))
}

// excludable reports whether a rule can leave a path out.
func (l *linter) excludable(name string) bool {
	for i := range l.Rules {
		if l.spend(l.Rules[i].MatchCost(name)) != nil || !l.Rules[i].When.Empty() && l.Rules[i].Matches(name) {
			return true
		}
	}
	return false
}

// placed is a file of a layer with a path that is known.
type placed struct {
	layer  *blueprint.Layer
	source *blueprint.Source
}

// paths finds what is wrong between files: of the layers that always apply, with those of each condition.
func (l *linter) paths() {
	done := map[string]bool{}
	for i := range l.Layers {
		condition := strings.TrimSpace(l.Layers[i].When.Text)
		if !done[condition] {
			done[condition] = true
			l.together(condition)
		}
	}
}

// together looks at the files that exist whenever a condition holds. "" is no condition.
func (l *linter) together(condition string) {
	files := tree.Tree{}
	from := map[string]placed{}
	for i := range l.Layers {
		layer := &l.Layers[i]
		if when := strings.TrimSpace(layer.When.Text); layer.Part != "" || when != "" && when != condition {
			continue
		}
		for j := range layer.Files {
			s := &layer.Files[j]
			if l.spend(40+len(s.Path)/4) != nil {
				return
			}
			g := guess(layer, s)
			if !g.exact || checkName(g.path) != nil || l.excludable(g.path) {
				continue
			}
			if first, taken := from[g.path]; taken {
				l.problem(s, fmt.Sprintf("%s is already rendered by %s (%s; here: %s)", g.path, l.ProblemIn(*first.source, 0, 0, "").File,
					layerWhy(first.layer, ""), layerWhy(layer, "")), collisionHint)
				continue
			}
			from[g.path] = placed{layer, s}
			files[g.path] = tree.File{Mode: tree.Regular}
			if s.Mode == tree.Symlink && !strings.Contains(string(s.Data), layer.Delims[0]) { // to a target that is known
				files[g.path] = tree.File{Mode: tree.Symlink, Data: s.Data}
			}
		}
	}
	for _, p := range files.Check() {
		if source := blame(from, p.File); source != nil {
			l.problem(source, p.File+": "+p.Message, p.Hints...)
		}
	}
}

// blame returns the source of a path, or of something in that folder.
func blame(from map[string]placed, name string) *blueprint.Source {
	if p, ok := from[name]; ok {
		return p.source
	}
	var first *blueprint.Source
	for at, p := range from {
		if strings.HasPrefix(at, name+"/") && (first == nil || p.source.Full < first.Full) {
			first = p.source
		}
	}
	return first
}
