package problem

import (
	"slices"
	"strconv"
)

// Most is how many problems one list shows. Whoever has more mistakes than that mends these first.
const Most = 100

// More returns the problem that stands for n others, which are not listed. Sorted adds several of them up.
func More(n int) Problem {
	noun := " more problems"
	if n == 1 {
		noun = " more problem"
	}
	return Problem{Message: "and " + strconv.Itoa(n) + noun, more: n}
}

// Collector gathers the first problems and only counts the rest, so that a file with a hundred thousand mistakes costs
// no more than one with a hundred. The zero value is ready to use.
type Collector struct {
	list List
	more int
}

// Add keeps a problem, or counts it if there are enough.
func (c *Collector) Add(problems ...Problem) {
	for _, p := range problems {
		switch {
		case p.more > 0:
			c.more += p.more
		case c.Full():
			c.more++
		default:
			c.list = append(c.list, p)
		}
	}
}

// Full reports whether further problems are only counted. A caller can then call Count and save itself the wording.
func (c *Collector) Full() bool { return len(c.list) >= Most }

// Count counts a problem that nobody needs to read.
func (c *Collector) Count() { c.more++ }

// Len returns the number of problems, counted ones included.
func (c *Collector) Len() int { return len(c.list) + c.more }

// List returns the problems in the order in which they were added.
func (c *Collector) List() List {
	if c.more == 0 {
		return c.list
	}
	return append(slices.Clip(c.list), More(c.more))
}

// limited returns the first problems of a list, and the number of the others as the last one.
func (l List) limited() List {
	more := 0
	l = slices.DeleteFunc(l, func(p Problem) bool { more += p.more; return p.more > 0 })
	if len(l) > Most {
		more += len(l) - Most
		l = l[:Most]
	}
	if more > 0 {
		l = append(slices.Clip(l), More(more))
	}
	return l
}
