package blueprint

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/seed-d277c37b/scaffold/scaffold/document"
)

// get returns the value under a key, or nil where it is absent or was refused.
func (l *loading) get(n *yaml.Node, key string) *yaml.Node {
	if value := document.Find(n, key); value != nil && !l.bad[value] {
		return value
	}
	return nil
}

func (l *loading) string(n *yaml.Node, key string) string {
	if value := l.get(n, key); value != nil {
		return value.Value
	}
	return ""
}

// list returns the entries of a list that were not refused.
func (l *loading) list(n *yaml.Node, key string) []*yaml.Node {
	value := l.get(n, key)
	if value == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(value.Content), func(item *yaml.Node) bool { return l.bad[item] })
}

// each reads every entry of a list; nil for an empty one.
func each[T any](nodes []*yaml.Node, read func(*yaml.Node) T) []T {
	if len(nodes) == 0 {
		return nil
	}
	out := make([]T, len(nodes))
	for i, n := range nodes {
		out[i] = read(n)
	}
	return out
}

func (l *loading) strings(n *yaml.Node, key string) []string {
	return each(l.list(n, key), func(item *yaml.Node) string { return item.Value })
}

func (l *loading) bool(n *yaml.Node, key string) *bool {
	value := l.get(n, key)
	if value == nil {
		return nil
	}
	return new(strings.EqualFold(value.Value, "true"))
}

func (l *loading) int(n *yaml.Node, key string) *int {
	value := l.get(n, key)
	if value == nil {
		return nil
	}
	number, err := strconv.Atoi(value.Value)
	if err != nil {
		l.refuse(value, fmt.Sprintf("%q must be a decimal number, not %s", key, value.Value))
		return nil
	}
	return &number
}
