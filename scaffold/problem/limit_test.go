package problem

import (
	"fmt"
	"testing"
)

func many(n int) List {
	var l List
	for i := range n {
		l = append(l, Problem{File: "f", Line: i + 1, Message: "m"})
	}
	return l
}

func TestSortedCountsTheRest(t *testing.T) {
	for n, want := range map[int]string{
		Most: fmt.Sprintf("f:%d: m", Most), Most + 1: "and 1 more problem", 10_000: "and 9900 more problems",
	} {
		got := many(n).Sorted()
		if last := got[len(got)-1].Error(); last != want || len(got) > Most+1 {
			t.Errorf("%d problems: %d listed, the last is %q, want %q", n, len(got), last, want)
		}
		if again := got.Sorted(); again.Error() != got.Error() {
			t.Errorf("%d problems: sorted again they end in %q", n, again[len(again)-1].Error())
		}
	}
	two := append(many(150).Sorted(), many(120).Sorted()...).Sorted() // the same hundred, and 50 and 20 others
	if last := two[len(two)-1].Error(); len(two) != Most+1 || last != "and 70 more problems" {
		t.Errorf("two lists together: %d, the last is %q", len(two), last)
	}
}

func TestCollector(t *testing.T) {
	var c Collector
	c.Add(many(99)...)
	if c.Full() || len(c.List()) != 99 {
		t.Errorf("99 problems: full %v, %d listed", c.Full(), len(c.List()))
	}
	c.Add(many(150).Sorted()...)
	c.Count()
	got := c.List()
	if last := got[len(got)-1].Error(); len(got) != Most+1 || c.Len() != 250 || last != "and 150 more problems" {
		t.Errorf("%d listed of %d, the last is %q", len(got), c.Len(), last)
	}
}
