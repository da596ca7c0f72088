package format

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"go.yaml.in/yaml/v4"
)

// checkYAML reads every document of a stream. Nodes are not decoded further, so that no alias is expanded.
func checkYAML(data []byte) error {
	loader, err := yaml.NewLoader(bytes.NewReader(data))
	if err != nil {
		return err
	}
	for {
		var document yaml.Node
		err := loader.Load(&document)
		if errors.Is(err, io.EOF) {
			return nil
		}
		var syntax *yaml.LoadError
		if errors.As(err, &syntax) {
			return at(syntax.Mark.Line, syntax.Message)
		}
		if err != nil {
			return err
		}
		if err := uniqueKeys(&document); err != nil {
			return err
		}
	}
}

// uniqueKeys looks for mappings with two equal scalar keys.
func uniqueKeys(n *yaml.Node) error {
	if n.Kind == yaml.MappingNode {
		type key struct{ tag, value string }
		seen := make(map[key]bool, len(n.Content)/2)
		for i := 0; i+1 < len(n.Content); i += 2 {
			name := n.Content[i]
			if name.Kind != yaml.ScalarNode {
				continue
			}
			k := key{name.ShortTag(), name.Value}
			if seen[k] {
				return at(name.Line, fmt.Sprintf("duplicate key %q", name.Value))
			}
			seen[k] = true
		}
	}
	for _, child := range n.Content {
		if err := uniqueKeys(child); err != nil {
			return err
		}
	}
	return nil
}
