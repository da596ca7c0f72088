package render

import (
	"fmt"
	"maps"
	"slices"
	"text/template/parse"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// The bounds of how lint follows partials into each other: data of their own making has no end.
const (
	maxCallDepth = 20
	maxCalls     = 2_000
)

// inference walks through a template with what is known of its data, and finds names that cannot be there.
type inference struct {
	*templateSet
	*unit
	dot       *shape
	variables map[string]*shape
	assigned  map[string]bool // variables that change, so nothing is known of them
	calls     calls
	problems  *problem.Collector
	handled   handled
	inFile    bool // not in the manifest
	depth     int
}

// calls remembers which templates were walked through with which data.
type calls map[call]bool

type call struct {
	tree *parse.Tree
	data *shape
}

func (i inference) tree(tree *parse.Tree, data *shape) {
	this := call{tree, data}
	if i.calls[this] || i.depth > maxCallDepth || len(i.calls) > maxCalls {
		return
	}
	i.calls[this] = true
	i.depth++
	i.dot, i.variables, i.assigned = data, map[string]*shape{"$": data}, map[string]bool{}
	visit(tree.Root, func(n parse.Node) {
		if p, ok := n.(*parse.PipeNode); ok && p.IsAssign {
			for _, v := range p.Decl {
				i.assigned[v.Ident[0]] = true
			}
		}
	})
	i.list(tree.Root)
}

func (i inference) declare(v *parse.VariableNode, s *shape) {
	if i.assigned[v.Ident[0]] {
		s = nil
	}
	i.variables[v.Ident[0]] = s
}

func (i inference) problem(offset int, message string, hints ...string) {
	i.problems.Add(i.at(offset, message, hints...))
}

// full reports whether a problem needs no words any more, and counts it then.
func (i inference) full() bool {
	if i.problems.Full() {
		i.problems.Count()
		return true
	}
	return false
}

func (i inference) list(list *parse.ListNode) {
	if list == nil {
		return
	}
	for _, n := range list.Nodes {
		if i.spend(nodeSteps) != nil {
			return
		}
		i.node(n)
	}
}

func (i inference) node(n parse.Node) {
	switch n := n.(type) {
	case *parse.ActionNode:
		i.pipe(n.Pipe)
	case *parse.IfNode:
		i.branch(&n.BranchNode, func(inference, *shape) *shape { return i.dot })
	case *parse.WithNode:
		i.branch(&n.BranchNode, func(_ inference, s *shape) *shape { return s })
	case *parse.RangeNode:
		i.branch(&n.BranchNode, func(inner inference, s *shape) *shape {
			var element *shape
			if s != nil && s.kind == listShape {
				element = s.element
			}
			for at, v := range n.Pipe.Decl { // the last variable is the element, one before it its index
				if at < len(n.Pipe.Decl)-1 {
					inner.declare(v, nil)
				} else {
					inner.declare(v, element)
				}
			}
			return element
		})
	case *parse.TemplateNode:
		var data *shape
		if n.Pipe != nil {
			data = i.pipe(n.Pipe)
		}
		i.partial(n.Name, data)
	}
}

// branch walks through both ways of an if, with or range. dot gives what the dot is on the first way.
func (i inference) branch(n *parse.BranchNode, dot func(inner inference, s *shape) *shape) {
	if i.spend(2*len(i.variables)) != nil {
		return
	}
	inner := i
	inner.variables = maps.Clone(i.variables)
	s := inner.pipe(n.Pipe)
	otherwise := inner
	otherwise.variables = maps.Clone(inner.variables)
	inner.dot = dot(inner, s)
	inner.list(n.List)
	otherwise.list(n.ElseList)
}

// partial walks through a template that is called with some data.
func (i inference) partial(name string, data *shape) {
	if tree := i.trees[name]; tree != nil && name != i.name {
		i.tree(tree, data)
		return
	}
	tree := i.partials[name]
	if tree == nil {
		return // the checker has said so
	}
	n := slices.IndexFunc(i.units, func(u *unit) bool { return u.name == tree.ParseName })
	i.unit = i.units[n]
	i.tree(tree, data)
}

func (i inference) pipe(p *parse.PipeNode) *shape {
	var s *shape
	for n, c := range p.Cmds {
		s = i.command(c, s, n > 0)
	}
	for _, v := range p.Decl {
		i.declare(v, s)
	}
	return s
}

// command returns the shape of a command's value; piped is its last argument where there is one.
func (i inference) command(c *parse.CommandNode, piped *shape, hasPiped bool) *shape {
	var arguments []*shape
	if i.spend(nodeSteps*len(c.Args)) != nil {
		return nil
	}
	for _, a := range c.Args {
		arguments = append(arguments, i.operand(a))
	}
	f, isCall := c.Args[0].(*parse.IdentifierNode)
	if !isCall {
		return arguments[0]
	}
	arguments = arguments[1:]
	if hasPiped {
		arguments = append(arguments, piped)
	}
	return i.function(f, c, arguments)
}

func (i inference) operand(n parse.Node) *shape {
	switch n := n.(type) {
	case *parse.DotNode:
		return i.dot
	case *parse.PipeNode:
		return i.pipe(n)
	case *parse.FieldNode:
		return i.fields(n, i.dot)
	case *parse.VariableNode:
		return i.fields(n, i.variables[n.Ident[0]])
	case *parse.ChainNode:
		return i.fields(n, i.operand(n.Node))
	case *parse.IdentifierNode:
		return i.function(n, nil, nil)
	case *parse.StringNode:
		return scalar("a text")
	case *parse.NumberNode:
		return scalar("a number")
	case *parse.BoolNode:
		return scalar("true or false")
	}
	return nil
}

// fields follows .a.b from a value on.
func (i inference) fields(n parse.Node, s *shape) *shape {
	f, _ := fieldsOf(n)
	for at, name := range f.names {
		if s == nil {
			return nil
		}
		next, ok := s.fields[name]
		if !ok {
			i.noField(f, at, s)
			return nil
		}
		s = next
	}
	return s
}

func (i inference) noField(f fields, at int, s *shape) {
	if i.full() {
		return
	}
	name := f.names[at]
	message, hints := fmt.Sprintf("no %q here: this is %s", name, s.what), []string(nil)
	if s.kind == recordShape {
		message, hints = i.undefined(s.inside, name, s.names())
	}
	if root := i.variables["$"]; at == 0 && f.variable == "" && root != s && root != nil && root.fields[name] != nil {
		hints = []string{"inside range and with, the dot has another meaning: write $." + name}
	}
	i.problem(f.at(at), message, hints...)
}
