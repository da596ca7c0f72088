package render

import (
	"fmt"
	"math/bits"
	"reflect"
	"text/template"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// engine runs templates, one at a time. Several engines can share a templateSet and run at the same time.
type engine struct {
	*templateSet
	meter
	root   *template.Template // holds the partials and the functions that were called so far
	bound  map[string]bool    // those functions
	parsed map[any]*unit      // texts that run more than once, by what they belong to
	nodes  int                // of all those
	set    *template.Template // of the running template: root, or a copy of it if the text defines templates
	main   *unit              // the running text
	data   map[string]any     // of the running text
	out    *page
}

// mainName is what text/template calls the running text. No partial has it, because it is not the name of a file.
const mainName = " main"

// newEngine returns an engine for templates that are instrumented.
func newEngine(l *templateSet) *engine {
	e := &engine{
		templateSet: l, meter: meter{of: l.budget}, root: template.New("").Option("missingkey=error"),
		bound: map[string]bool{}, parsed: map[any]*unit{},
	}
	e.root.Funcs(template.FuncMap{
		stepFunc: func(n int) (bool, error) {
			if e.out.full {
				return false, e.out.refusal()
			}
			return false, e.work(n)
		},
		enterFunc: func(int) (bool, error) { return false, e.enter() },
		leaveFunc: func(int) bool { e.leave(); return false },
		weighFunc: func(v any) (any, error) { return v, e.work(plus(argumentSteps, extentOf(v).steps())) },
		loopFunc:  func(v any) (any, error) { return v, e.work(sorting(v)) },
		shownFunc: func(v any) (any, error) { return v, e.shown(v) },
		"include": e.include,
	})
	for _, u := range l.units {
		e.bind(u.calls)
	}
	for name, tree := range l.partials {
		if _, err := e.root.AddParseTree(name, tree); err != nil {
			panic(err) // cannot happen: the two belong together
		}
	}
	return e
}

// bind makes functions known to text/template when the first text calls them: most renders use a few of many.
func (e *engine) bind(names []string) {
	for _, name := range names {
		if !e.bound[name] {
			e.bound[name] = true
			e.root.Funcs(template.FuncMap{name: e.meter.bind(name, e.functions[name])})
		}
	}
}

// render parses and runs a text.
func (e *engine) render(t text, data map[string]any) ([]byte, problem.List) {
	if t.plain() {
		return []byte(t.body), nil
	}
	u, problems := e.compile(t)
	if len(problems) > 0 {
		return nil, problems
	}
	return e.execute(u, data)
}

// renderAgain renders a text that is likely to be rendered again with other data. key is what the text belongs to.
func (e *engine) renderAgain(key any, t text, data map[string]any) ([]byte, problem.List) {
	const most = 20_000 // nodes that are kept, some 200 bytes each
	if u := e.parsed[key]; u != nil {
		return e.execute(u, data)
	}
	if t.plain() {
		return []byte(t.body), nil
	}
	u, problems := e.compile(t)
	if len(problems) > 0 {
		return nil, problems
	}
	if e.nodes += u.nodes; e.nodes <= most {
		e.parsed[key] = u
	}
	return e.execute(u, data)
}

// compile parses a text and makes it ready to run any number of times.
func (e *engine) compile(t text) (*unit, problem.List) {
	u, problems := e.parseUnit(mainName, t)
	if len(problems) > 0 {
		return nil, problems
	}
	for _, tree := range u.trees {
		instrument(tree)
	}
	return u, nil
}

// execute runs a text. It only reads the data.
func (e *engine) execute(u *unit, data map[string]any) ([]byte, problem.List) {
	out, err := e.run(u, data)
	if paid := e.pay(); err == nil {
		err = paid
	}
	if err != nil {
		return nil, problem.List{e.execProblem(err)}
	}
	return out, nil
}

func (e *engine) run(u *unit, data map[string]any) (out []byte, err error) {
	defer rescue(&err)
	e.bind(u.calls)
	e.main, e.data, e.meter, e.out = u, data, meter{of: e.budget}, &page{limit: maxOutput}
	e.set = e.root
	if len(u.trees) > 1 {
		if err := e.work(20 * (len(u.trees) + len(e.partials))); err != nil {
			return nil, err
		}
		if e.set, err = e.root.Clone(); err != nil {
			return nil, err
		}
	}
	var main *template.Template
	for name, tree := range u.trees {
		t, err := e.set.AddParseTree(name, tree)
		if err != nil {
			return nil, err
		}
		if name == u.name {
			main = t
		}
	}
	page := e.out
	defer func() { e.out = nil }()
	if err := main.Execute(page, data); err != nil {
		return nil, err
	}
	if page.full {
		return nil, page.refusal()
	}
	return page.data, nil
}

// include runs a partial, or a template that the running text defines, and returns what it writes.
func (e *engine) include(name string, data any) (string, error) {
	t := e.set.Lookup(name)
	if t == nil || name == e.main.name {
		return "", &refusal{message: fmt.Sprintf("no partial named %q", name), hints: e.partialHints(name, e.main.defines())}
	}
	if err := e.enter(); err != nil {
		return "", err
	}
	outer := e.out
	e.out = &page{limit: maxValue}
	defer func() { e.out = outer; e.leave() }()
	if err := t.Execute(e.out, data); err != nil {
		return "", e.execProblem(err)
	}
	if e.out.full {
		return "", e.out.refusal()
	}
	text := string(e.out.data)
	return text, e.keep(text, 1)
}

// sorting returns the work of putting the keys of a map in order, as range does.
func sorting(v any) int {
	m := reflect.ValueOf(v)
	if m.Kind() != reflect.Map {
		return 0
	}
	return 2 * m.Len() * (4 + 2*bits.Len(uint(m.Len())))
}

// shown checks a value that is about to be written, and counts the work of writing it out.
func (e *engine) shown(v any) error {
	const rate = 8 // how much longer package fmt takes than a look at a list or map
	switch s := v.(type) {
	case nil:
		return &refusal{
			message: "no value to print",
			hints:   []string{`test it first with if or with, or say what to write instead: | default ""`},
		}
	case string:
		if err := e.work(len(s) / 32); err != nil {
			return err
		}
	default:
		if err := e.work(plus(10, times(extentOf(v).steps(), rate))); err != nil {
			return err
		}
	}
	if e.out.full {
		return e.out.refusal()
	}
	return nil
}

// page takes what a template writes. When it is full it takes no more, and says nothing: text/template knows the place
// of an error only if one of its functions fails, and the next one will.
type page struct {
	data  []byte
	limit int
	full  bool
}

// Write never fails.
func (p *page) Write(data []byte) (int, error) {
	if p.full = p.full || len(data) > p.limit-len(p.data); !p.full {
		p.data = append(p.data, data...)
	}
	return len(data), nil
}

func (p *page) refusal() *refusal {
	return &refusal{message: fmt.Sprintf("too large: it writes more than %d MiB", p.limit>>20)}
}
