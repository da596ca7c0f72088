package tree

import (
	"maps"
	"testing"
)

func TestPlanApply(t *testing.T) {
	one, two := File{Data: []byte("1"), Mode: Regular}, File{Data: []byte("2"), Mode: Regular}
	before := Tree{"a": one, "b": one, "c": one, "d": one, "e": one, "f": one}
	plan := Plan{
		{Path: "a", Op: Update, Old: one, New: two},
		{Path: "b", Op: Delete, Old: one},
		{Path: "c", Op: Delete, Old: one},
		{Path: "d", Op: Keep, Old: one, New: one},
		{Path: "e", Op: Conflict, Old: one, New: two},
		{Path: "f", Op: Chmod, Old: one, New: File{Data: one.Data, Mode: Executable}},
		{Path: "g", Op: Create, New: two},
		{Path: "h", From: "c", Op: Move, New: one},
		{Path: "i", Op: Tombstone},
	}
	want := map[string]string{"a": "2", "d": "1", "e": "2", "f": "1", "g": "2", "h": "1"}
	got := map[string]string{}
	for path, f := range plan.Apply(before) {
		got[path] = string(f.Data)
	}
	if !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if plan.Apply(before)["f"].Mode != Executable {
		t.Error("the mode of f did not change")
	}
	if len(before) != 6 || string(before["a"].Data) != "1" {
		t.Error("the tree itself changed")
	}
	if n := plan.Conflicts(); n != 1 {
		t.Errorf("%d conflicts, want 1", n)
	}
	if len(Plan{{Path: "a", Op: Create, New: one}}.Apply(nil)) != 1 {
		t.Error("nothing came of a plan for an empty project")
	}
}

func TestChangeWrites(t *testing.T) {
	one := File{Data: []byte("1"), Mode: Regular}
	for _, tt := range []struct {
		name     string
		old, new File
		want     bool
	}{
		{"nothing there, nothing to be", File{}, File{}, false},
		{"the same", one, one, false},
		{"another owner", one, File{Data: []byte("1"), Mode: Regular, Policy: Once, Why: "layer files"}, false},
		{"created", File{}, one, true},
		{"created empty", File{}, File{Mode: Regular}, true},
		{"deleted", one, File{}, true},
		{"deleted empty", File{Mode: Regular}, File{}, true},
		{"other content", one, File{Data: []byte("2"), Mode: Regular}, true},
		{"other mode", one, File{Data: []byte("1"), Mode: Executable}, true},
	} {
		if got := (Change{Old: tt.old, New: tt.new}).Writes(); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}
