package render

import (
	"fmt"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
)

// namer renders the names of a layer's files and folders, each once.
type namer struct {
	*plan
	layer *blueprint.Layer
	data  map[string]any
	known map[string]string // by name in the blueprint
	bad   map[string]bool   // names that were reported
}

// path returns the path of a file below the layer's place in the project; ok is false if a name cannot be rendered.
func (n *namer) path(s *blueprint.Source) (string, bool) {
	source := strings.TrimSuffix(s.Path, suffix)
	if !strings.Contains(source, n.layer.Delims[0]) {
		return source, true
	}
	names := strings.Split(source, "/")
	ok := true
	for i, name := range names {
		rendered, fine := n.name(s, name)
		names[i], ok = rendered, ok && fine
	}
	return strings.Join(names, "/"), ok
}

func (n *namer) name(s *blueprint.Source, name string) (string, bool) {
	if !strings.Contains(name, n.layer.Delims[0]) {
		return name, true
	}
	if rendered, ok := n.known[name]; ok || n.bad[name] {
		return rendered, ok
	}
	out, problems := n.render(nameOf(n.Blueprint, s, n.layer.Delims, "name", name), n.data)
	if len(problems) == 0 && len(out) == 0 {
		problems = append(problems, n.ProblemIn(*s, 0, 0, fmt.Sprintf("the name %q is empty with these answers", name),
			"to leave the file out, add a rule with `when`"))
	}
	if len(problems) > 0 {
		n.bad[name] = true
		n.problems.Add(problems...)
		return "", false
	}
	n.known[name] = string(out)
	return n.known[name], true
}
