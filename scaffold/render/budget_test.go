package render_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/render"
)

// heavy is a blueprint whose files each take much work, and whose manifest has many values that do.
func heavy(files int) string {
	var b strings.Builder
	for i := range files {
		fmt.Fprintf(&b, "-- files/f%d.tmpl --\n{{ range until 70000 }}{{ end }}\n", i)
	}
	return b.String()
}

func TestBudgetOfTheWhole(t *testing.T) {
	b := load(t, heavy(300))
	_, err := render.Render(t.Context(), b, answer(t, b, nil))
	if got := problems(t, err); len(got) != 1 || !strings.Contains(got[0], "takes too much work") {
		t.Errorf("300 files: %q", got)
	}
	ev := render.NewEvaluator(t.Context(), b)
	for range 100 {
		_, err = ev.Text(blueprint.Text{Text: "{{ range until 70000 }}{{ end }}", Line: 1, Column: 1}, map[string]any{})
	}
	var ended *blueprint.Ended
	if !errors.As(err, &ended) {
		t.Errorf("100 values: %v, want that the evaluator has ended", err)
	}
}

// TestCancel ends a context in the middle of a heavy render, and before a lint.
func TestCancel(t *testing.T) {
	b := load(t, heavy(300))
	a := answer(t, b, nil)
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(20*time.Millisecond, cancel)
	if _, err := render.Render(ctx, b, a); !errors.Is(err, context.Canceled) {
		t.Errorf("Render = %.200v, want that it was cancelled", err)
	}
	if err := render.Lint(ctx, b); !errors.Is(err, context.Canceled) {
		t.Errorf("Lint = %.200v, want that it was cancelled", err)
	}
}

func TestManyFaults(t *testing.T) {
	var b strings.Builder
	for i := range 9_000 {
		fmt.Fprintf(&b, "{{ .nope%d }}%s\n", i, strings.Repeat("x", 80))
	}
	err := render.Lint(t.Context(), load(t, "-- files/f.tmpl --\n"+b.String()))
	got := problems(t, err)
	if len(got) != 101 || got[100] != "and 8900 more problems" {
		t.Errorf("9,000 faults: %d problems, the last is %q", len(got), got[len(got)-1])
	}
}
