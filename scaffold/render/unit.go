package render

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/template/parse"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// The bounds of a template's text. They keep the parser, which has few of its own, from running long or deep.
const (
	maxText      = 1 << 20 // bytes
	maxActions   = 10_000
	maxCode      = 128 << 10 // bytes within all delimiters
	nodeSteps    = 12        // what it costs to parse, check and prepare a node
	maxNesting   = 500       // nodes of the parse tree within each other; a block is two
	maxVariables = 250
)

// unit is a parsed template: its own tree, and those that it defines.
type unit struct {
	text
	name  string // what text/template calls it: a word of ours without meaning, so that places can be parsed
	trees map[string]*parse.Tree
	calls []string // functions that it calls, sorted
	nodes int      // of all trees
}

// main returns the tree of the text itself.
func (u *unit) main() *parse.Tree { return u.trees[u.name] }

// defines returns the names of the templates that the text defines, sorted.
func (u *unit) defines() []string {
	names := slices.Sorted(maps.Keys(u.trees))
	return slices.DeleteFunc(names, func(name string) bool { return name == u.name })
}

// parseUnit parses a text, and checks what can be known without data.
func (l *templateSet) parseUnit(name string, t text) (*unit, problem.List) {
	u, p := l.parseText(name, t)
	if p != nil {
		return nil, problem.List{*p}
	}
	return u, l.checkUnit(u)
}

// parseText parses a text.
func (l *templateSet) parseText(name string, t text) (*unit, *problem.Problem) {
	if p := tooLarge(t); p != nil {
		return nil, p
	}
	if err := l.spend(parseSteps(len(t.body))); err != nil {
		p := t.at(0, err.Error())
		return nil, &p
	}
	trees, err := parseTrees(name, t)
	if err != nil {
		p := l.parseProblem(t, err)
		return nil, &p
	}
	return &unit{text: t, name: name, trees: trees}, nil
}

// parseSteps is what parsing a text costs before its nodes are counted.
func parseSteps(bytes int) int { return 200 + bytes/16 }

// parseTrees parses a text without knowing any function: checkUnit finds all unknown ones, and their places.
func parseTrees(name string, t text) (map[string]*parse.Tree, error) {
	trees := map[string]*parse.Tree{}
	tree := parse.New(name)
	tree.Mode = parse.SkipFuncCheck
	_, err := tree.Parse(t.body, t.left, t.right, trees)
	return trees, err
}

// checkUnit checks the names of functions and partials, and the bounds.
func (l *templateSet) checkUnit(u *unit) problem.List {
	c := checker{templateSet: l, unit: u, calls: map[string]bool{}}
	for _, tree := range u.trees {
		c.node(tree.Root, 0)
	}
	u.calls = slices.Sorted(maps.Keys(c.calls))
	_ = l.spend(nodeSteps * u.nodes) // whoever goes on asks the budget
	return c.problems.List().Sorted()
}

func tooLarge(t text) *problem.Problem {
	code, variables := 0, 0 // for every use of a variable the parser looks through all of them
	if len(t.body) <= maxText && (len(t.body) > maxCode || strings.Count(t.body, ":=") > maxVariables) {
		for _, a := range scan(t) {
			code += len(a.inside)
			variables += strings.Count(a.inside, ":=")
		}
	}
	var message string
	switch {
	case len(t.body) > maxText:
		message = fmt.Sprintf("the template is larger than %d KiB", maxText>>10)
	case strings.Count(t.body, t.left) > maxActions:
		message = fmt.Sprintf("the template has more than %d actions", maxActions)
	case code > maxCode:
		message = fmt.Sprintf("the actions of the template are larger than %d KiB in total", maxCode>>10)
	case variables > maxVariables:
		message = fmt.Sprintf("the template has more than %d variables", maxVariables)
	default:
		return nil
	}
	p := t.at(0, message, "split it, or, if it needs no rendering, remove "+suffix+" from its name")
	return &p
}

// checker walks through the parse trees of one text.
type checker struct {
	*templateSet
	*unit
	calls    map[string]bool // functions
	deep     bool            // said already
	problems problem.Collector
}

func (c *checker) problem(at parse.Pos, message string, hints ...string) {
	c.problems.Add(c.at(int(at), message, hints...))
}

func (c *checker) node(n parse.Node, depth int) {
	c.nodes++
	if depth > maxNesting {
		if !c.deep {
			c.problem(n.Position(), fmt.Sprintf("blocks or parentheses nested deeper than %d", maxNesting/2))
		}
		c.deep = true
		return
	}
	switch n := n.(type) {
	case *parse.IdentifierNode:
		c.function(n)
	case *parse.CommandNode:
		if name, ok := included(n); ok {
			c.template(n.Args[1].Position(), name)
		}
	case *parse.TemplateNode:
		c.template(n.Pos, n.Name)
	}
	for child := range children(n) {
		c.node(child, depth+1)
	}
}

func (c *checker) function(n *parse.IdentifierNode) {
	if _, ok := c.functions[n.Ident]; ok {
		c.calls[n.Ident] = true
		return
	}
	if slices.Contains(builtins(), n.Ident) {
		return
	}
	if c.problems.Full() {
		c.problems.Count()
		return
	}
	if reason, ok := refused()[n.Ident]; ok {
		c.problem(n.Pos, "the function "+n.Ident+" is not offered", reason)
		return
	}
	c.problem(n.Pos, fmt.Sprintf("no function named %q", n.Ident),
		c.didYouMean(n.Ident, slices.Concat(builtins(), slices.Sorted(maps.Keys(c.functions))))...)
}

// included returns the name of the partial in `include "name" .`, where it is written out.
func included(n *parse.CommandNode) (string, bool) {
	f, isCall := n.Args[0].(*parse.IdentifierNode)
	if !isCall || f.Ident != "include" || len(n.Args) < 2 {
		return "", false
	}
	name, isText := n.Args[1].(*parse.StringNode)
	if !isText {
		return "", false
	}
	return name.Text, true
}

func (c *checker) template(at parse.Pos, name string) {
	if name != c.name && (c.trees[name] != nil || c.partials[name] != nil || c.broken[name]) {
		return
	}
	if c.problems.Full() {
		c.problems.Count()
		return
	}
	c.problem(at, fmt.Sprintf("no partial named %q", name), c.partialHints(name, c.defines())...)
}
