package blueprint

import (
	"bytes"
	"slices"
	"strings"
	"text/template"
)

// evaluator is a small stand-in for package render.
type evaluator struct{}

func (evaluator) run(text string, data map[string]any) (string, error) {
	parsed, err := template.New("t").Option("missingkey=error").Funcs(template.FuncMap{
		"has":   func(value string, list []string) bool { return slices.Contains(list, value) },
		"snake": func(s string) string { return strings.ReplaceAll(s, "-", "_") },
	}).Parse(text)
	if err != nil {
		return "", err
	}
	var out bytes.Buffer
	err = parsed.Execute(&out, data)
	return out.String(), err
}

func (e evaluator) Text(t Text, data map[string]any) (string, error) { return e.run(t.Text, data) }

func (e evaluator) Truth(t Text, data map[string]any) (bool, error) {
	out, err := e.run("{{ if "+t.Text+" }}yes{{ end }}", data)
	return out == "yes", err
}
