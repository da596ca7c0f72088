//go:build unix

package render_test

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"reflect"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"
	"time"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/render"
)

// The limits that blueprints/README.md promises for one render, on a machine on which a step takes 25 ns.
const (
	mostCPU    = 2 * time.Second
	mostMemory = 300 << 20
)

// TestSearchForWorse looks for a template that takes more processor time than is promised. It writes templates at random
// from all functions and constructs, keeps the most expensive ones by processor time for each step of the budget, changes
// those, and at last renders the worst of them as often as the budget allows. SCAFFOLD_SEARCH is how long it looks.
func TestSearchForWorse(t *testing.T) {
	seed, lasts, most := uint64(1), 2*time.Second, 2*mostCPU // beside other work even processor time can double
	if d, err := time.ParseDuration(os.Getenv("SCAFFOLD_SEARCH")); err == nil {
		seed, lasts, most = uint64(time.Now().UnixNano()), d, mostCPU
	}
	asInTheProgram(t)
	s := search{t: t, Rand: rand.New(rand.NewPCG(seed, 0)), functions: render.Signatures()}
	s.names = slices.Sorted(maps.Keys(s.functions))
	var worst []specimen
	for end := cpu() + lasts; cpu() < end; {
		var c specimen
		if len(worst) > 0 && s.IntN(4) > 0 {
			c = s.mutate(worst[s.IntN(len(worst))])
		} else {
			c = s.fresh()
		}
		s.tried++
		if c.price = s.price(c); len(worst) == keptSpecimens && c.price <= worst[keptSpecimens-1].price {
			continue
		}
		c.price = min(c.price, s.price(c), s.price(c)) // once more: other work disturbs the first
		family := func(w specimen) bool { return slices.Equal(w.calls(), c.calls()) }
		if i := slices.IndexFunc(worst, family); i >= 0 && worst[i].price >= c.price {
			continue
		}
		worst = append(slices.DeleteFunc(worst, family), c)
		slices.SortFunc(worst, func(a, b specimen) int { return cmp.Compare(b.price, a.price) })
		worst = worst[:min(len(worst), keptSpecimens)]
	}
	t.Logf("seed %d, %d templates, the worst take %d to %d ns a step", seed, s.tried, worst[0].price, worst[len(worst)-1].price)
	for _, w := range worst[:min(3, len(worst))] {
		w.copies = min(5_000, (64<<20)/len(w.text())) // as much as a blueprint may have
		b := s.load(w)
		took, memory := measured(t, func(ctx context.Context) { _, _ = render.Render(ctx, b, answer(t, b, nil)) })
		t.Logf("%v, %d MiB, %d ns a step: %.200s", took.Round(time.Millisecond), memory>>20, w.price, w.text())
		if took > most || memory > mostMemory {
			t.Errorf("%v, %d MiB: %s", took, memory>>20, w.text())
		}
	}
}

func longTests() bool { return os.Getenv("SCAFFOLD_TESTS") == "long" }

// asInTheProgram collects garbage as cli.Main does.
func asInTheProgram(t *testing.T) {
	percent, limit := debug.SetGCPercent(400), debug.SetMemoryLimit(250<<20)
	t.Cleanup(func() { debug.SetGCPercent(percent); debug.SetMemoryLimit(limit) })
}

// measured returns how much processor time and memory something takes: the best of several attempts, and less where
// other work makes the processors slower than they should be.
func measured(t *testing.T, work func(ctx context.Context)) (took time.Duration, memory int64) {
	took = time.Hour
	for attempt := 0; attempt < 3 && took > mostCPU*3/4; attempt++ {
		ctx, cancel := context.WithTimeout(t.Context(), 20*mostCPU)
		slow := slowness(t)
		peak, stop := watchHeap()
		before := cpu()
		work(ctx)
		spent := cpu() - before
		stop()
		cancel()
		slow = max(slow, slowness(t))
		took, memory = min(took, time.Duration(float64(spent)/slow)), max(memory, peak.Load())
	}
	return took, memory
}

// slowness returns how many times longer than 25 ns a step of ordinary calls takes now, and at least 1: other work slows this
// process down even by its own processor time.
func slowness(t *testing.T) float64 {
	b := load(t, "-- files/f.tmpl --\n{{ range until 12000 }}{{ $x := eq .name \"b\" }}{{ $y := trim .name }}{{ end }}")
	a := answer(t, b, nil)
	before := cpu()
	steps := render.Steps(t.Context(), b, a)
	return max(1, float64(cpu()-before)/float64(steps*25))
}

const keptSpecimens = 12

// cpu returns the processor time of this process.
func cpu() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// specimen is a template that may be expensive: actions in a loop, after the variables that they need.
type specimen struct {
	actions []string
	loops   int
	copies  int
	price   int64 // nanoseconds for a step
}

// calls returns the words in the actions. Of specimens that have the same ones only the worst is kept.
func (c specimen) calls() []string {
	words := regexp.MustCompile(`[a-zA-Z0-9]+`).FindAllString(strings.Join(c.actions, ""), -1)
	slices.Sort(words)
	return slices.Compact(words)
}

// text returns the whole template.
func (c specimen) text() string {
	body := strings.Join(c.actions, "")
	var b strings.Builder
	for _, v := range pool() {
		if strings.Contains(body, "$"+v.name+" ") {
			fmt.Fprintf(&b, "{{ $%s := %s }}", v.name, v.makes)
		}
	}
	fmt.Fprintf(&b, "{{ range until %d }}%s{{ end }}", c.loops, body)
	return b.String()
}

// search makes specimens.
type search struct {
	*rand.Rand
	t         *testing.T
	functions map[string]reflect.Type
	names     []string // of functions
	tried     int
}

func (s *search) load(c specimen) *blueprint.Blueprint {
	fsys := fstest.MapFS{
		"blueprint.yaml":       {Data: []byte("name: demo\nversion: 1.2.0\nvalues: {word: 'aB-c'}\n")},
		"partials/part.tmpl":   {Data: []byte("{{ $dot := . }}{{ print $dot }}")},
		"partials/quiet.tmpl":  {Data: []byte("{{ $dot := . }}")},
		"partials/nested.tmpl": {Data: []byte(`{{ template "quiet" . }}{{ include "quiet" . }}`)},
		"files/f.tmpl":         {Data: []byte(c.text())},
	}
	b, err := blueprint.Load(s.t.Context(), fsys, "bp")
	if err != nil {
		s.t.Fatal(err)
	}
	f := b.Layers[0].Files[0]
	for i := range c.copies - 1 {
		f.Path = fmt.Sprintf("f%d.tmpl", i)
		b.Layers[0].Files = append(b.Layers[0].Files, f)
	}
	return b
}

// price returns how many nanoseconds a step of the budget takes.
func (s *search) price(c specimen) int64 {
	b := s.load(c)
	a := answer(s.t, b, nil)
	before := cpu()
	steps := render.Steps(s.t.Context(), b, a)
	const fixed, least = 500 * time.Microsecond, 20_000 // a render without templates takes the first
	return int64(cpu()-before-fixed) / max(least, steps)
}

func (s *search) fresh() specimen {
	c := specimen{loops: 1 << s.IntN(14), copies: 1}
	for range 1 + s.IntN(3) {
		c.actions = append(c.actions, s.action(2))
	}
	return c
}

func (s *search) mutate(c specimen) specimen {
	c.actions = slices.Clone(c.actions)
	i := s.IntN(len(c.actions))
	switch s.IntN(7) {
	case 0:
		c.actions[i] = s.action(2)
	case 1:
		c.actions = append(c.actions, s.action(2))
	case 2:
		if c.actions = slices.Delete(c.actions, i, i+1); len(c.actions) == 0 {
			c.actions = append(c.actions, s.action(3))
		}
	case 3:
		c.loops = min(100_000, 1+c.loops*4)
	case 4:
		c.loops = 1 + c.loops/4
	case 5: // another variable
		names := pool()
		from, to := names[s.IntN(len(names))], names[s.IntN(len(names))]
		c.actions[i] = strings.ReplaceAll(c.actions[i], "$"+from.name+" ", "$"+to.name+" ")
	case 6:
		c.actions[i] = strings.Repeat(c.actions[i], min(20, 1+20_000/len(c.actions[i])))
	}
	return c
}

// variable is a value that functions are tried with.
type variable struct{ name, makes string }

func pool() []variable {
	return []variable{
		{"empty", `""`},
		{"one", `"x"`},
		{"word", `"fooBar-baz_qux 1.2.3"`},
		{"text", `repeat 100 "aB-c "`},
		{"long", `repeat 50000 "aB-c "`},
		{"same", `repeat 100000 "a"`},
		{"capitals", `repeat 30000 "AÉ"`},
		{"marks", `repeat 50000 "\"\\\n<&"`},
		{"digits", `repeat 300 "9"`},
		{"manydigits", `repeat 100000 "9"`},
		{"lines", `repeat 50000 "a\n"`},
		{"commas", `repeat 50000 "a,"`},
		{"bad", `repeat 50000 "\xff"`},
		{"wide", `repeat 20000 "\u2028"`},
		{"big", `"1e300"`},
		{"tiny", `"1e-300"`},
		{"fraction", `1e-300`},
		{"float", `1e300`},
		{"third", `0.333333333`},
		{"zero", `0`},
		{"two", `2`},
		{"hundred", `100`},
		{"thousand", `1000`},
		{"minus", `-1`},
		{"none", `list`},
		{"numbers", `until 1000`},
		{"many", `until 50000`},
		{"words", `splitList " " (repeat 2000 "aB-c ")`},
		{"lists", `chunk 1 (until 2000)`},
		{"deep", `list (list (list (list (list (list (until 100))))))`},
		{"mixed", `list 1 "a" 2.5 true (list 1) (dict "a" 1)`},
		{"floats", `list 1e300 1e-300 1e308`},
		{"long2", `list (repeat 100000 "a") (repeat 100000 "a")`},
		{"map", `dict "a" 1 "b" (dict "c" "x")`},
		{"keyed", `split "," (repeat 1000 "a,")`},
		{"keyedmany", `split "," (repeat 20000 "a,")`},
		{"nest", `dict "a" (dict "a" (dict "a" (dict "a" (split "," (repeat 1000 "a,")))))`},
		{"true", `true`},
		{"json", `toJson (until 1000)`},
		{"braces", `repeat 10000 "["`},
		{"objects", `repeat 1000 "{\"a\":"`},
		{"version", `"1.2.3-rc.1+build"`},
		{"range", `repeat 100 ">=1.2 || "`},
		{"semantic", `semver "1.2.3"`},
		{"url", `"https://user:pw@example.com/a/b?x=%20#f"`},
		{"url2", `print "http://a/" (repeat 30000 "%20")`},
		{"urlmap", `urlParse "https://user:pw@example.com/a/b?x=1#f"`},
		{"any", `".*"`},
		{"groups", `"(a|b|[^c]*)*(c?d?e?)*$"`},
		{"class", `"\\p{L}+|\\p{N}+"`},
		{"counted", `"(((a{30}){30}){1})*y"`},
		{"lazy", `".*?.*?.*?x"`},
		{"all1", `"$1$1"`},
		{"verbs", `"%v %+v %#v %q %x"`},
		{"padded", `"%10000d|%.1000f"`},
		{"verb", `"%s"`},
		{"quoted", `"%+q"`},
		{"floatverb", `"%f"`},
		{"typed", `"%T%U%c%b%o"`},
		{"hours", `"1000000h1m1s"`},
		{"span", `repeat 1000 "1h"`},
		{"path", `repeat 2000 "a/../b/./"`},
		{"base64", `b64enc (repeat 50000 "abc")`},
	}
}

// argument returns an expression for a parameter of a type.
func (s *search) argument(t reflect.Type, depth int) string {
	if depth > 0 && s.IntN(4) == 0 {
		return "(" + s.call(depth-1) + ")"
	}
	kinds := map[reflect.Kind][]string{
		reflect.Int: {"zero", "two", "hundred", "thousand", "minus"}, reflect.Float64: {"fraction", "float", "third"}, reflect.Bool: {"true"},
		reflect.Map: {"map", "keyed", "keyedmany", "nest", "urlmap"}, reflect.Slice: {"none", "numbers", "many", "words", "lists", "deep", "mixed", "floats", "long2"},
		reflect.String: {
			"empty", "one", "word", "text", "long", "same", "capitals", "marks", "digits", "manydigits", "lines", "commas", "bad", "wide", "big", "tiny", "json", "braces", "objects",
			"version", "range", "url", "url2", "any", "groups", "class", "counted", "lazy", "all1", "verbs", "padded", "verb", "quoted", "floatverb", "typed", "hours", "span", "path", "base64",
		},
	}
	names := kinds[t.Kind()]
	if len(names) == 0 {
		all := pool()
		return "$" + all[s.IntN(len(all))].name + " "
	}
	return "$" + names[s.IntN(len(names))] + " "
}

// call returns the call of any function, with arguments of the right types.
func (s *search) call(depth int) string {
	name := s.names[s.IntN(len(s.names))]
	t := s.functions[name]
	var b strings.Builder
	b.WriteString(name)
	if name == "include" {
		b.WriteString(` "` + []string{"part", "quiet", "nested"}[s.IntN(3)] + `" ` + s.argument(t.In(1), depth))
		return b.String()
	}
	for i := range t.NumIn() {
		if t.IsVariadic() && i == t.NumIn()-1 {
			count := s.IntN(4)
			if s.IntN(8) == 0 {
				count = 300
			}
			same := s.argument(t.In(i).Elem(), depth)
			for range count {
				if count < 10 {
					same = s.argument(t.In(i).Elem(), depth)
				}
				b.WriteString(" " + same)
			}
			break
		}
		b.WriteString(" " + s.argument(t.In(i), depth))
	}
	return b.String()
}

// action returns an action, or a block.
func (s *search) action(depth int) string {
	e := s.call(depth)
	inner := func() string {
		if depth == 0 {
			return "x"
		}
		return s.action(depth - 1)
	}
	switch s.IntN(12) {
	case 0:
		return "{{ " + e + " }}"
	case 1:
		return "{{ if " + e + " }}" + inner() + "{{ end }}"
	case 2:
		return "{{ range " + e + " }}" + inner() + "{{ end }}"
	case 3:
		return "{{ range $k, $v := " + s.argument(reflect.TypeFor[any](), 0) + " }}" + inner() + "{{ break }}{{ end }}"
	case 4:
		return "{{ with " + e + " }}" + inner() + "{{ end }}"
	case 5:
		return `{{ template "` + []string{"part", "quiet", "nested"}[s.IntN(3)] + `" (` + e + ") }}"
	case 6:
		v := pool()[s.IntN(len(pool()))].name
		return "{{ $" + v + " = " + e + " }}{{ $x := $" + v + " }}"
	default:
		return "{{ $x := " + e + " }}"
	}
}
