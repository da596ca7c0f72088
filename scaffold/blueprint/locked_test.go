package blueprint

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestResolveLocked(t *testing.T) {
	b := loaded(t, service)
	locked := Answers{
		Asked: []string{"language", "db", "features", "gone", "module", "port"},
		Values: map[string]any{
			"language": "go", "db": "sqlite", "features": []string{"docker", "dropped"}, "gone": "x", "module": "example.com/old",
			"port": 9000, "image": "stale",
		},
		Parts: map[string][]PartAnswers{
			"app": {{Name: "old", Asked: []string{"title", "gone"}, Values: map[string]any{"title": "Old", "gone": 1}}},
		},
	}
	in := set("port=1", "+app=new", "title=New")
	in.Locked = &locked
	a, err := Resolve(b, in, evaluator{})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]any{
		"language": "go", "database": "sqlite", "features": []string{"docker"}, "port": 1, "tls": false,
		"module": "example.com/old", "package": "", "image": "my-shop:1", "full_image": "registry/my-shop:1", "apps": "new old ",
	}
	if diff := cmp.Diff(want, a.Values); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	titles := []any{a.Parts["app"][0].Values["title"], a.Parts["app"][1].Values["title"]}
	if diff := cmp.Diff([]any{"New", "Old"}, titles); diff != "" {
		t.Errorf("parts, -want +got:\n%s", diff)
	}
	if len(a.Notes) != 1 || !strings.Contains(a.Notes[0], "dropped") {
		t.Errorf("notes: %q", a.Notes)
	}
	again := in
	again.Flags, again.Parts, again.Locked = nil, nil, &a
	b2, err := Resolve(b, again, evaluator{})
	if err != nil {
		t.Fatal(err)
	}
	b2.Notes = a.Notes
	if diff := cmp.Diff(a, b2); diff != "" {
		t.Errorf("a locked answer does not come back as it was, -want +got:\n%s", diff)
	}
}

func TestResolveLockedIsNotAllowedAnyMore(t *testing.T) {
	b := loaded(t, service)
	locked := Answers{Asked: []string{"language", "database"}, Values: map[string]any{"language": "go", "database": "mongodb"}}
	in := set()
	in.Locked = &locked
	_, err := Resolve(b, in, evaluator{})
	if list := problemsOf(t, err); len(list) != 1 || !strings.Contains(list[0].Error(), "mongodb") || !strings.Contains(strings.Join(list[0].Hints, " "), "--set database=none|sqlite") {
		t.Errorf("got %v", err)
	}
	p := &person{answers: map[string]any{"database": "sqlite"}}
	in.Ask = p.ask
	a, err := Resolve(b, in, evaluator{})
	if err != nil || a.Values["database"] != "sqlite" || slices.Contains(p.asked, "Which language?") {
		t.Errorf("asked %v, got %v, %v", p.asked, a.Values["database"], err)
	}
	in = set("language=python", "+app=old")
	in.Locked = &locked
	locked.Parts = map[string][]PartAnswers{"app": {{Name: "old"}}}
	_, err = Resolve(b, in, evaluator{})
	if list := problemsOf(t, err); len(list) != 1 || !strings.Contains(list[0].Error(), "already") {
		t.Errorf("a part that is there: %v", err)
	}
}
