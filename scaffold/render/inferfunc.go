package render

import (
	"fmt"
	"slices"
	"text/template/parse"
)

// function returns the shape of what a function returns. c is nil for a function as an argument, which has none itself.
func (i inference) function(f *parse.IdentifierNode, c *parse.CommandNode, arguments []*shape) *shape {
	switch f.Ident {
	case "dict":
		return dictShape(c, arguments)
	case "list":
		s := listOf(nil)
		s.texts = textsOf(c)
		return s
	case "pluralize":
		if i.inFile && !i.full() {
			i.problem(int(f.Pos), "pluralize guesses", "use it for the default of a question, so that people can correct it, and the answer here")
		}
		return scalar("a text")
	case "handles":
		i.handled.add("", textsOf(c)...)
		return scalar("a text")
	case "include":
		if c == nil {
			return nil
		}
		if name, ok := included(c); ok && len(arguments) == 2 {
			i.partial(name, arguments[1])
		}
		return scalar("a text")
	case "index", "get":
		return i.entry(f.Ident, c, arguments)
	case "eq", "ne":
		i.comparison(c, arguments)
	case "has", "mustHas":
		if len(arguments) == 2 && arguments[0] != nil && arguments[0].typeOf != "" && arguments[1] != nil {
			i.handled.add(arguments[0].typeOf, arguments[1].texts...)
		}
		if c == nil || len(arguments) != 2 || len(c.Args) < 2 || arguments[1] == nil || arguments[1].choices == nil {
			return nil
		}
		if text, ok := c.Args[1].(*parse.StringNode); ok {
			i.among(text, arguments[1].choices, "%q is never among the answers")
		}
	case "first", "last", "mustFirst", "mustLast":
		if len(arguments) == 1 && arguments[0] != nil {
			return arguments[0].element
		}
	case "initial", "rest", "reverse", "uniq", "without", "compact":
		if len(arguments) > 0 && arguments[0] != nil && arguments[0].kind == listShape {
			return listOf(arguments[0].element)
		}
	}
	return nil
}

// textsOf returns the arguments of a command that are texts.
func textsOf(c *parse.CommandNode) []string {
	if c == nil {
		return nil
	}
	var texts []string
	for _, a := range c.Args {
		if text, ok := a.(*parse.StringNode); ok {
			texts = append(texts, text.Text)
		}
	}
	return texts
}

// dictShape knows the entries of `dict "a" 1 "b" .`, where all keys are written out.
func dictShape(c *parse.CommandNode, arguments []*shape) *shape {
	if c == nil || len(arguments)%2 != 0 || len(c.Args) != len(arguments)+1 {
		return nil
	}
	fields := map[string]*shape{}
	for n := 0; n < len(arguments); n += 2 {
		key, ok := c.Args[n+1].(*parse.StringNode)
		if !ok {
			return nil
		}
		fields[key.Text] = arguments[n+1]
	}
	return record("dict", fields)
}

// entry knows `index X "a"` and `get X "a"`, which are silent about an entry that is not there.
func (i inference) entry(function string, c *parse.CommandNode, arguments []*shape) *shape {
	if c == nil || len(arguments) < 2 || len(c.Args) != len(arguments)+1 || arguments[0] == nil {
		return nil
	}
	if by := arguments[1]; by != nil && by.typeOf != "" { // a table of types
		i.handled.add(by.typeOf, arguments[0].names()...)
	}
	key, ok := c.Args[2].(*parse.StringNode)
	if s := arguments[0]; ok && s.kind == recordShape {
		if found, ok := s.fields[key.Text]; ok || function == "get" && !i.isSecret(key.Text) {
			if len(arguments) > 2 {
				return nil
			}
			return found
		}
		if i.full() {
			return nil
		}
		message, hints := i.undefined(s.inside, key.Text, s.names())
		i.problem(int(key.Pos), message, hints...)
	}
	return nil
}

// comparison finds a choice that is compared with what it can never be. The first argument is held against the others.
func (i inference) comparison(c *parse.CommandNode, arguments []*shape) {
	if c == nil || len(arguments) < 2 {
		return
	}
	for n, s := range arguments {
		if s == nil || s.kind != scalarShape || s.choices == nil {
			continue
		}
		for m, other := range c.Args[1:] {
			if text, ok := other.(*parse.StringNode); ok && m != n && (m == 0 || n == 0) {
				i.among(text, s.choices, "the answer is never %q")
				if s.typeOf != "" {
					i.handled.add(s.typeOf, text.Text)
				}
			}
		}
	}
}

func (i inference) among(text *parse.StringNode, choices []string, message string) {
	if !slices.Contains(choices, text.Text) && !i.full() {
		i.problem(int(text.Pos), fmt.Sprintf(message, text.Text), i.didYouMean(text.Text, choices)...)
	}
}
