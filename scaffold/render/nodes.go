package render

import (
	"iter"
	"text/template/parse"
)

// builtins lists what text/template itself has, and no function of ours replaces.
func builtins() []string {
	return []string{"and", "call", "eq", "ge", "gt", "include", "index", "le", "len", "lt", "ne", "not", "or"}
}

// children iterates over the nodes directly below n, in the order of the text.
func children(n parse.Node) iter.Seq[parse.Node] {
	return func(yield func(parse.Node) bool) {
		switch n := n.(type) {
		case *parse.ListNode:
			yieldAll(n.Nodes, yield)
		case *parse.ActionNode:
			yield(n.Pipe)
		case *parse.PipeNode:
			yieldAll(n.Cmds, yield)
		case *parse.CommandNode:
			yieldAll(n.Args, yield)
		case *parse.ChainNode:
			yield(n.Node)
		case *parse.TemplateNode:
			if n.Pipe != nil {
				yield(n.Pipe)
			}
		case *parse.IfNode:
			branch(&n.BranchNode, yield)
		case *parse.WithNode:
			branch(&n.BranchNode, yield)
		case *parse.RangeNode:
			branch(&n.BranchNode, yield)
		}
	}
}

func branch(n *parse.BranchNode, yield func(parse.Node) bool) {
	if yield(n.Pipe) && yield(n.List) && n.ElseList != nil {
		yield(n.ElseList)
	}
}

func yieldAll[N parse.Node](nodes []N, yield func(parse.Node) bool) {
	for _, n := range nodes {
		if !yield(n) {
			return
		}
	}
}
