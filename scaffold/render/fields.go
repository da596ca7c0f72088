package render

import "text/template/parse"

// fields is a node like .a.b, $x.a.b or (f).a.b.
type fields struct {
	start    int    // of the first name's dot, in bytes
	variable string // "$x"; "" for the dot, "()" for the result of a pipeline
	names    []string
}

// at returns the place of the i-th name's dot.
func (f fields) at(i int) int {
	offset := f.start
	for _, name := range f.names[:i] {
		offset += 1 + len(name)
	}
	return offset
}

// fieldsOf takes a node apart; ok is false for other nodes. The parser gives a chain the position of its second name,
// or of its first where something else than the dot stands before it.
func fieldsOf(n parse.Node) (f fields, ok bool) {
	switch n := n.(type) {
	case *parse.FieldNode:
		f = fields{start: int(n.Pos), names: n.Ident}
		if len(n.Ident) > 1 {
			f.start -= 1 + len(n.Ident[0])
		}
	case *parse.VariableNode:
		f = fields{start: int(n.Pos), variable: n.Ident[0], names: n.Ident[1:]}
	case *parse.ChainNode:
		f = fields{start: int(n.Pos), variable: "()", names: n.Field}
	default:
		return f, false
	}
	return f, true
}

func visit(n parse.Node, f func(parse.Node)) {
	f(n)
	for child := range children(n) {
		visit(child, f)
	}
}
