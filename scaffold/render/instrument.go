package render

import (
	"slices"
	"strconv"
	"text/template/parse"
)

// The functions that instrument puts into parse trees. No text can call them: the checker knows no such names.
const (
	stepFunc  = "scaffoldStep"  // counts the nodes of what follows
	enterFunc = "scaffoldEnter" // before a template is called
	leaveFunc = "scaffoldLeave" // after it
	weighFunc = "scaffoldWeigh" // counts what text/template's own functions read; gives its argument
	loopFunc  = "scaffoldLoop"  // counts what range does before the first turn; gives its argument
	shownFunc = "scaffoldShown" // checks what is to be written; gives its argument
)

// instrument puts counting into a parse tree, so that whatever it does ends: once for every template and every turn of
// a loop, with the number of nodes as the weight.
func instrument(tree *parse.Tree) {
	instrumentList(tree.Root)
	prependStep(tree.Root, tree.Root.Pos)
}

func prependStep(list *parse.ListNode, at parse.Pos) {
	const call = 8 // what a turn of a loop, or a call, costs itself
	list.Nodes = slices.Insert(list.Nodes, 0, hidden(at, stepFunc, call+2*weight(list)))
}

// weight counts the nodes that one run through a list can visit. A loop within counts for itself.
func weight(n parse.Node) int {
	sum := 1
	if loop, ok := n.(*parse.RangeNode); ok {
		sum += weight(loop.Pipe)
		if loop.ElseList != nil {
			sum += weight(loop.ElseList)
		}
		return sum
	}
	if _, calls := n.(*parse.IdentifierNode); calls {
		const reflection = 8
		sum += reflection
	}
	for child := range children(n) {
		sum += weight(child)
	}
	return sum
}

func instrumentList(list *parse.ListNode) {
	var nodes []parse.Node
	for _, n := range list.Nodes {
		instrumentNode(n)
		if call, ok := n.(*parse.TemplateNode); ok {
			nodes = append(nodes, hidden(call.Pos, enterFunc, 0), call, hidden(call.Pos, leaveFunc, 0))
			continue
		}
		nodes = append(nodes, n)
	}
	list.Nodes = nodes
}

func instrumentNode(n parse.Node) {
	switch n := n.(type) {
	case *parse.ListNode:
		instrumentList(n)
		return
	case *parse.ActionNode:
		defer func() { // what it writes is checked
			if len(n.Pipe.Decl) == 0 {
				n.Pipe.Cmds = append(n.Pipe.Cmds, command(n.Pipe.Cmds[len(n.Pipe.Cmds)-1].Pos, shownFunc))
			}
		}()
	case *parse.RangeNode:
		defer func() {
			n.Pipe.Cmds = append(n.Pipe.Cmds, command(n.Pipe.Pos, loopFunc))
			prependStep(n.List, n.Pipe.Pos)
		}()
	case *parse.PipeNode:
		defer func() { // what is piped into a function that reads all of it is weighed before
			for i := len(n.Cmds) - 1; i > 0; i-- {
				if readsAll(n.Cmds[i]) {
					n.Cmds = slices.Insert(n.Cmds, i, command(n.Cmds[i].Pos, weighFunc))
				}
			}
		}()
	case *parse.CommandNode:
		defer weighArguments(n)
	}
	for child := range children(n) {
		instrumentNode(child)
	}
}

// readsAll reports whether a command calls a function of text/template that reads all of a long argument.
func readsAll(c *parse.CommandNode) bool {
	f, ok := c.Args[0].(*parse.IdentifierNode)
	return ok && slices.Contains([]string{"eq", "ge", "gt", "index", "le", "lt", "ne"}, f.Ident)
}

// weighArguments puts `(weigh X)` for every argument X that is not written out.
func weighArguments(c *parse.CommandNode) {
	if !readsAll(c) {
		return
	}
	for i, arg := range c.Args[1:] {
		switch arg.(type) {
		case *parse.FieldNode, *parse.VariableNode, *parse.ChainNode, *parse.PipeNode, *parse.DotNode:
			weighed := command(arg.Position(), weighFunc)
			weighed.Args = append(weighed.Args, arg)
			c.Args[i+1] = &parse.PipeNode{NodeType: parse.NodePipe, Pos: arg.Position(), Cmds: []*parse.CommandNode{weighed}}
		}
	}
}

func command(at parse.Pos, function string) *parse.CommandNode {
	return &parse.CommandNode{
		NodeType: parse.NodeCommand, Pos: at, Args: []parse.Node{parse.NewIdentifier(function).SetPos(at)},
	}
}

// hidden returns an action that writes nothing: `if` a function that returns false.
func hidden(at parse.Pos, function string, argument int) parse.Node {
	c := command(at, function)
	c.Args = append(c.Args, &parse.NumberNode{
		NodeType: parse.NodeNumber, Pos: at, IsInt: true, Int64: int64(argument), Text: strconv.Itoa(argument),
	})
	return &parse.IfNode{BranchNode: parse.BranchNode{
		NodeType: parse.NodeIf, Pos: at,
		Pipe: &parse.PipeNode{NodeType: parse.NodePipe, Pos: at, Cmds: []*parse.CommandNode{c}},
		List: &parse.ListNode{NodeType: parse.NodeList, Pos: at},
	}}
}
