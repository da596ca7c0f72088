package render

import (
	"fmt"
	"math"
)

// The bounds of one template. An ordinary file stays below a thousandth of each.
const (
	maxSteps  = 4_000_000 // nodes of the parse tree that it visits, and work of functions in that unit
	maxOutput = 8 << 20   // bytes that it writes
	maxValue  = 4 << 20   // bytes of one value that a function makes, written out
	maxMade   = 16 << 20  // bytes of all values that functions make for it
	maxDepth  = 200       // templates within templates
	maxLevels = 100       // lists and maps within lists and maps
)

// refusal is why a function, or a bound, ends a template.
type refusal struct {
	message  string
	hints    []string
	verbatim bool // the blueprint's own words: no function's name before them
}

func (r *refusal) Error() string { return r.message }

// meter counts what one execution uses up, and charges it to the budget of the whole.
type meter struct {
	of                 *budget
	steps, made, depth int
	unpaid             int // steps that the budget does not know of yet
}

// work counts steps. n may be any estimate, even one that overflowed to math.MaxInt.
func (m *meter) work(n int) error {
	const often = 2_000 // steps between two looks at the budget and the context
	if n > maxSteps-m.steps {
		m.unpaid += maxSteps - m.steps
		m.steps = maxSteps
		return &refusal{
			message: fmt.Sprintf("too much work: more than %d steps in one template", maxSteps),
			hints:   []string{"look for a loop that runs too often, or a template that calls itself"},
		}
	}
	m.steps += n
	if m.unpaid += n; m.unpaid < often {
		return nil
	}
	return m.pay()
}

// pay charges what is unpaid. Every execution ends with it, so that the sum does not depend on who did the work.
func (m *meter) pay() error {
	n := m.unpaid
	m.unpaid = 0
	return m.of.spend(n)
}

// fits refuses a value before it is made, by the number of bytes that it can have.
func (m *meter) fits(bytes int) error {
	if bytes > maxValue {
		return &refusal{message: fmt.Sprintf("too large: a value of more than %d MiB", maxValue>>20)}
	}
	return nil
}

// keep counts a value that a function has made.
func (m *meter) keep(v any, rate int) error {
	x := extentOf(v)
	if err := m.fits(x.bytes); err != nil {
		return err
	}
	if m.made += x.bytes; m.made > maxMade {
		return &refusal{message: fmt.Sprintf("too large: functions produced more than %d MiB in one template", maxMade>>20)}
	}
	return m.work(times(x.steps(), rate))
}

// enter counts a template within a template; leave ends it.
func (m *meter) enter() error {
	if m.depth == maxDepth {
		return &refusal{
			message: fmt.Sprintf("templates call each other more than %d deep", maxDepth),
			hints:   []string{"look for a template that calls itself endlessly"},
		}
	}
	m.depth++
	return m.work(callSteps)
}

func (m *meter) leave() { m.depth-- }

// times multiplies sizes and counts, which are not negative, without overflow.
func times(a, b int) int {
	if a > 0 && b > math.MaxInt/a {
		return math.MaxInt
	}
	return max(0, a*b)
}

// plus adds sizes without overflow.
func plus(a, b int) int {
	if a > math.MaxInt-b {
		return math.MaxInt
	}
	return a + b
}
