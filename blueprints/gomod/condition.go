package main

import (
	"slices"
	"strings"
)

// A term is, for each variable, the values that it allows.
type term [][]bool

// covers tells whether a term allows a combination.
func (t term) covers(c combination) bool {
	for i, value := range c {
		if !t[i][value] {
			return false
		}
	}
	return true
}

// condition gives a pipeline that is true for some combinations and false for others; it may be either for those that are
// in neither list. It is "" if it is always true.
func condition(variables []variable, yes, no []combination) string {
	if len(no) == 0 {
		return ""
	}
	var terms []term
	for _, c := range yes {
		if !slices.ContainsFunc(terms, func(t term) bool { return t.covers(c) }) {
			terms = append(terms, widen(variables, c, no))
		}
	}
	// A term is left out if the others cover what it is there for.
	for i := len(terms) - 1; i >= 0; i-- {
		others := slices.Delete(slices.Clone(terms), i, i+1)
		if !slices.ContainsFunc(yes, func(c combination) bool {
			return !slices.ContainsFunc(others, func(t term) bool { return t.covers(c) })
		}) {
			terms = others
		}
	}
	var parts []string
	for _, t := range terms {
		parts = append(parts, t.pipeline(variables))
	}
	return call("or", parts)
}

// widen gives the term of one combination, and then lets it allow whatever brings in none of those that are out.
func widen(variables []variable, c combination, no []combination) term {
	t := make(term, len(variables))
	for i, v := range variables {
		t[i] = make([]bool, len(v.values))
		t[i][c[i]] = true
	}
	free := func() bool { return !slices.ContainsFunc(no, t.covers) }
	for i := range variables { // all values of a variable, or as many as can be
		before := slices.Clone(t[i])
		for value := range t[i] {
			t[i][value] = true
		}
		if free() {
			continue
		}
		copy(t[i], before)
	}
	for i := range variables {
		for value := range t[i] {
			if !t[i][value] {
				t[i][value] = true
				t[i][value] = free()
			}
		}
	}
	return t
}

// pipeline says a term in a template's terms.
func (t term) pipeline(variables []variable) string {
	var parts []string
	for i, v := range variables {
		var in, out []string
		for j, value := range v.values {
			if t[i][j] {
				in = append(in, quoted(value))
			} else {
				out = append(out, quoted(value))
			}
		}
		name := "." + v.question
		switch {
		case len(out) == 0:
		case v.several && t[i][1]:
			parts = append(parts, "has "+in[0]+" "+name)
		case v.several:
			parts = append(parts, "not (has "+out[0]+" "+name+")")
		case len(in) == 1:
			parts = append(parts, "eq "+name+" "+in[0])
		case len(out) == 1:
			parts = append(parts, "ne "+name+" "+out[0])
		default:
			parts = append(parts, "has "+name+" (list "+strings.Join(in, " ")+")")
		}
	}
	return call("and", parts)
}

// call joins pipelines by a function.
func call(function string, parts []string) string {
	if len(parts) == 1 {
		return parts[0]
	}
	return function + " (" + strings.Join(parts, ") (") + ")"
}
