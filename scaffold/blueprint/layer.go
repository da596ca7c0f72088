package blueprint

import (
	"fmt"
	"path"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/seed-d277c37b/scaffold/scaffold/document"
)

func (l *loading) layers(root *yaml.Node) []Layer {
	if document.Find(root, "layers") == nil {
		l.folders = []*yaml.Node{nil}
		return []Layer{{Dir: defaultLayer, Delims: [2]string{"{{", "}}"}}}
	}
	var out []Layer
	for _, n := range l.list(root, "layers") {
		layer := Layer{
			Dir: l.localPath(n, "dir"), When: l.text(l.get(n, "when")), Delims: [2]string{"{{", "}}"},
			Part: l.string(n, "part"), To: l.text(l.get(n, "to")), Line: n.Line, Column: n.Column,
		}
		if delims := l.get(n, "delims"); delims != nil {
			for i, item := range delims.Content[:2] { // the schema has counted them
				layer.Delims[i] = item.Value
				if !l.bad[item] && strings.ContainsAny(item.Value, " \t\r\n") {
					l.refuse(item, "a delimiter cannot contain spaces")
				}
			}
			if layer.Delims[0] == layer.Delims[1] && layer.Delims[0] != "" {
				l.refuse(delims, "the two delimiters must differ")
			}
		}
		l.checkLayer(root, n, layer)
		l.folders = append(l.folders, l.get(n, "dir"))
		out = append(out, layer)
	}
	return out
}

func (l *loading) checkLayer(root, n *yaml.Node, layer Layer) {
	if part := l.get(n, "part"); part != nil {
		parts := document.Find(root, "parts")
		if parts == nil {
			l.refuse(part, fmt.Sprintf("no part has the kind %q", part.Value), "declare it under parts:")
		} else if document.Find(parts, part.Value) == nil && !l.bad[parts] {
			var kinds []string
			for key := range document.Pairs(parts) {
				kinds = append(kinds, key.Value)
			}
			l.refuse(part, fmt.Sprintf("no part has the kind %q", part.Value), unknownHints(part.Value, kinds)...)
		}
	}
	if to := l.get(n, "to"); to != nil && path.Clean(to.Value) != "." {
		l.isLocal(to, "to")
	}
	if first, _, _ := strings.Cut(layer.Dir, "/"); first == Manifest || first == partialsDir {
		l.refuse(document.Find(n, "dir"), fmt.Sprintf("%q cannot be a layer", layer.Dir), "move its files into a subfolder")
	}
}
