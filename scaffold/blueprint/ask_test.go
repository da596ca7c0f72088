package blueprint

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// person answers prompts from a map, and remembers what they offered.
type person struct {
	answers   map[string]any
	asked     []string
	proposals map[string]any
	choices   map[string][]string
}

func (p *person) ask(q Question, proposal any) (any, error) {
	p.asked = append(p.asked, q.Prompt)
	if p.proposals == nil {
		p.proposals, p.choices = map[string]any{}, map[string][]string{}
	}
	p.proposals[q.Name], p.choices[q.Name] = proposal, q.values()
	if answer, ok := p.answers[q.Name]; ok {
		if err, isError := answer.(error); isError {
			return nil, err
		}
		return answer, nil
	}
	return proposal, nil
}

func TestResolveAsks(t *testing.T) {
	p := &person{answers: map[string]any{"language": "python", "database": "mongodb", "features": []string{"admin"}, "port": "99"}}
	in := set("tls=no")
	in.Ask = p.ask
	in.AskParts = func(part Part) ([]string, error) {
		return map[string][]string{"app": {"shop", "blog"}}[part.Kind], nil
	}
	a, err := Resolve(loaded(t, service), in, evaluator{})
	if err != nil {
		t.Fatal(err)
	}
	if got := a.Values["features"]; !slices.Equal(got.([]string), []string{"auth", "admin"}) || a.Values["port"] != 99 || len(a.Parts["app"]) != 2 {
		t.Errorf("got %v %v %v", got, a.Values["port"], a.Parts)
	}
	want := []string{
		"Which language?", "Database", "Features", "Port", "Package",
		"app blog: Title", "app blog: Slug", "app blog: Api", "app shop: Title", "app shop: Slug", "app shop: Api",
	}
	if diff := cmp.Diff(want, p.asked); diff != "" {
		t.Errorf("asked, -want +got:\n%s", diff)
	}
	for name, want := range map[string]any{
		"language": nil, "database": "none", "features": []string{}, "port": 8000, "package": "my_shop",
	} {
		if diff := cmp.Diff(want, p.proposals[name]); diff != "" {
			t.Errorf("proposal for %s, -want +got:\n%s", name, diff)
		}
	}
	if want := []string{"none", "sqlite", "mongodb"}; !slices.Equal(p.choices["database"], want) {
		t.Errorf("offered %v", p.choices["database"])
	}
}

func TestResolveAsksInVainForNothing(t *testing.T) {
	cancelled := errors.New("cancelled")
	for _, c := range []struct {
		name    string
		in      []string
		answers map[string]any
		asked   int
		want    string // of the error
	}{
		{"a flag is wrong", []string{"port=x"}, nil, 0, "whole number"},
		{"a flag is unknown", []string{"prot=1"}, nil, 0, "prot"},
		{"a flag of a part is wrong", []string{"+app=a", "app.a.api=x"}, nil, 0, "true or false"},
		{"the person cancels", nil, map[string]any{"language": "go", "database": cancelled}, 2, "cancelled"},
		{"a prompt gives what is wrong", nil, map[string]any{"language": "ruby"}, 1, "ruby"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := &person{answers: c.answers}
			in := set(c.in...)
			in.Ask = p.ask
			in.AskParts = func(Part) ([]string, error) { t.Error("asked for parts"); return nil, nil }
			_, err := Resolve(loaded(t, service), in, evaluator{})
			if err == nil || !strings.Contains(err.Error(), c.want) || len(p.asked) != c.asked {
				t.Errorf("asked %v, got %v", p.asked, err)
			}
			if c.want == "cancelled" && !errors.Is(err, cancelled) {
				t.Errorf("the error is hidden: %v", err)
			}
		})
	}
}

// A proposal that is not allowed can be corrected by the person.
func TestResolveProposesWhatIsNotAllowed(t *testing.T) {
	p := &person{answers: map[string]any{"package": "tests"}}
	in := set("language=python")
	in.Name, in.Ask = "test", p.ask
	a, err := Resolve(loaded(t, service), in, evaluator{})
	if err != nil || p.proposals["package"] != "test" || a.Values["package"] != "tests" {
		t.Errorf("proposed %v, got %v, %v", p.proposals["package"], a.Values["package"], err)
	}
}

// The person's own defaults are what is proposed, below everything that was given, and never for a secret.
func TestOwnDefaults(t *testing.T) {
	b := loaded(t, head+`questions:
  - {name: author, default: nobody}
  - {name: owner}
  - {name: module, default: 'x/{{ .name }}'}
  - {name: port, kind: int, max: 9000, default: 8000}
  - {name: key, kind: secret}
  - {name: late, when: gt .port 1, default: never}
`)
	own, err := ParseAnswers([]byte("author: Ada\nmodule: 'ada/{{ .name }}'\nport: 9001\nkey: 0123456789abcdef0123456789abcdef\nlate: '{{ .nothing }}'\nother: 1\nowner: Emmy\n"), "d.yaml")
	if err != nil {
		t.Fatal(err)
	}
	in := set("author=Grace")
	in.Defaults = own
	a, err := Resolve(b, in, evaluator{})
	if err != nil || a.Values["author"] != "Grace" || a.Values["module"] != "ada/my-shop" || a.Values["owner"] != "Emmy" || a.Values["port"] != 8000 || a.Values["late"] != "never" {
		t.Errorf("got %v, %v", a.Values, err)
	}
	if strings.Contains(a.Secrets["key"], "01234") {
		t.Error("a secret has a default")
	}
	if len(a.Notes) != 2 || !strings.HasPrefix(a.Notes[0], "d.yaml:3:7: ") || !strings.HasPrefix(a.Notes[1], "d.yaml:5:7: ") {
		t.Errorf("got %q", a.Notes)
	}
	proposed := map[string]any{}
	in = set()
	in.Defaults = own
	in.Ask = func(q Question, proposal any) (any, error) {
		proposed[q.Name] = proposal
		return proposal, nil
	}
	if _, err := Resolve(b, in, evaluator{}); err != nil || proposed["author"] != "Ada" || proposed["port"] != 8000 {
		t.Errorf("proposed %v, %v", proposed, err)
	}
}
