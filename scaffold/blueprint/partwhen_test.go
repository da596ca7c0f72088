package blueprint

import (
	"strings"
	"testing"
)

const somewhereParts = `name: bp
version: 1.0.0
questions:
  - {name: language, kind: choice, choices: [go, python], default: go}
parts:
  app: {when: eq .language "python"}
`

func TestPartsThatAreOnlySomewhere(t *testing.T) {
	b := loaded(t, somewhereParts)

	python, err := Resolve(b, set("language=python", "+app=blog"), evaluator{})
	if err != nil || len(python.Parts["app"]) != 1 {
		t.Errorf("Python: %v, %v", python.Parts, err)
	}

	_, err = Resolve(b, set("language=go", "+app=blog"), evaluator{})
	if err == nil || !strings.Contains(err.Error(), `app "blog" does not apply: asked only when eq .language "python"`) {
		t.Errorf("Go: %v", err)
	}

	in := set("language=go")
	in.AskParts = func(Part) ([]string, error) {
		t.Error("a person was asked")
		return nil, nil
	}
	if a, err := Resolve(b, in, evaluator{}); err != nil || len(a.Parts["app"]) != 0 {
		t.Errorf("asked: %v, %v", a.Parts, err)
	}

	in = set("language=go")
	in.Locked = &python
	if a, err := Resolve(b, in, evaluator{}); err != nil || len(a.Parts["app"]) != 0 {
		t.Errorf("changed: %v, %v", a.Parts, err)
	}
}
