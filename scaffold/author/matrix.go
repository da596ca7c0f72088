package author

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/pairwise"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/render"
)

// factor is something that a blueprint lets people choose: the answer of a question, one of several choices, or whether
// there are parts of a kind.
type factor struct {
	question blueprint.Question
	kind     string   // of a part, or of the part that the question is about; else ""
	names    []string // of the parts to make
	levels   []string // the default first; "" and "x" for a choice of several that is off and on, and for no parts and some
	choice   string   // of several
}

// matrix finds combinations of the answers that a blueprint offers. Only answers from a list are varied.
type matrix struct {
	*blueprint.Blueprint
	evaluator *evaluator
	factors   []factor
	required  *blueprint.AnswersFile // answers to what has no default
	year      int
	known     map[string]resolved // by flags
	found     map[string]resolved // by levels
	broken    []Case              // answers that are offered, but for which a template of the manifest fails
}

type resolved struct {
	input   blueprint.Input
	flags   []string
	answers blueprint.Answers
	ok      bool
}

func newMatrix(ctx context.Context, b *blueprint.Blueprint, sets []blueprint.AnswerSet, year int) (*matrix, error) {
	m := &matrix{Blueprint: b, evaluator: &evaluator{ctx: ctx, blueprint: b}, year: year, known: map[string]resolved{}, found: map[string]resolved{}}
	required := map[string]string{}
	var deciding, others []factor
	for _, q := range b.Questions {
		all := factors(q)
		if q.Kind == blueprint.Many {
			others = append(others, all...)
		} else {
			deciding = append(deciding, all...)
		}
		if q.Default != nil || q.Kind == blueprint.Secret {
			continue
		}
		if len(all) > 0 && q.Kind != blueprint.Many {
			required[q.Name] = all[0].levels[0]
		}
		for _, set := range slices.Backward(sets) {
			if text, given := set.File.Texts()[q.Name]; given {
				required[q.Name] = text
			}
		}
	}
	for _, p := range b.Parts {
		owner := ""
		if i := slices.IndexFunc(others, func(f factor) bool { return f.kind == p.Of && f.question.Name == "" }); i >= 0 && p.Of != "" {
			owner = others[i].names[0] + "."
		}
		names := invent(p, owner)
		if names == nil {
			continue
		}
		others = append(others, factor{kind: p.Kind, names: names, levels: []string{"", "x"}})
		for _, q := range p.Questions {
			for _, f := range factors(q) {
				f.kind, f.names = p.Kind, names
				others = append(others, f)
			}
		}
	}
	m.factors = slices.Concat(deciding, others)
	document, err := json.Marshal(required)
	if err == nil {
		m.required, err = blueprint.ParseAnswers(document, "tests")
	}
	return m, err
}

// factors returns what a question lets people choose; none for one that any text or number answers.
func factors(q blueprint.Question) []factor {
	var all []factor
	f := factor{question: q}
	var usual any
	if q.Default != nil {
		usual = q.Default.Value
	}
	switch q.Kind {
	case blueprint.Bool:
		f.levels = []string{"false", "true"}
		if usual == true {
			slices.Reverse(f.levels)
		}
		return []factor{f}
	case blueprint.One:
		for _, c := range q.Choices {
			if c.Value == usual {
				f.levels = append([]string{c.Value}, f.levels...)
			} else {
				f.levels = append(f.levels, c.Value)
			}
		}
		return []factor{f}
	case blueprint.Many:
		list, _ := usual.([]string)
		for _, c := range q.Choices {
			f.choice, f.levels = c.Value, []string{"", "x"}
			if slices.Contains(list, c.Value) {
				f.levels = []string{"x", ""}
			}
			all = append(all, f)
		}
	default:
	}
	return all
}

// invent returns two names that the parts of a kind may have, behind that of their owner; nil if none of the usual ones fits.
func invent(p blueprint.Part, owner string) []string {
	var names []string
	for _, name := range []string{"blog", "events", "Blog", "Events", "alpha", "beta", "one", "two", "a", "b", "A", "B"} {
		if len(names) < 2 && p.CheckName(owner+name) == nil {
			names = append(names, owner+name)
		}
	}
	if len(names) < 2 {
		return nil
	}
	return names
}

// fieldsOf returns a field of every type, for the first part of a kind that has fields. The other one refers to nothing: no
// two may require each other.
func fieldsOf(q blueprint.Question, names []string, n int) string {
	var fields []string
	for _, kind := range q.Types {
		switch kind {
		case "enum":
			fields = append(fields, "one_enum:enum=small,large")
		case "ref", "many":
			if n == 0 {
				fields = append(fields, "one_"+kind+":"+kind+"="+names[1])
			}
		default:
			fields = append(fields, "one_"+kind+":"+kind)
		}
	}
	return strings.Join(fields, " ")
}

// space is the matrix for package pairwise.
func (m *matrix) space() pairwise.Space {
	s := pairwise.Space{Choose: func(given []pairwise.Level) ([]int, bool) {
		r := m.choose(given)
		if !r.ok {
			return nil, false
		}
		at := m.levels(r.answers)
		if key := fmt.Sprint(at); len(m.found[key].flags) == 0 {
			m.found[key] = r
		}
		return at, !slices.ContainsFunc(given, func(g pairwise.Level) bool { return at[g.Factor] != g.At })
	}}
	for _, f := range m.factors {
		s.Levels = append(s.Levels, len(f.levels))
		if f.kind == "" && f.choice == "" {
			s.Deciding++
		}
	}
	return s
}

// levels returns the level of each factor in some answers.
func (m *matrix) levels(a blueprint.Answers) []int {
	at := make([]int, len(m.factors))
	for i, f := range m.factors {
		values := a.Values
		if parts := a.Parts[f.kind]; f.kind != "" && len(parts) > 0 {
			values = parts[0].Values
		} else if f.kind != "" {
			continue
		}
		level := "x"
		if list, isList := values[f.question.Name].([]string); isList {
			if !slices.Contains(list, f.choice) {
				level = ""
			}
		} else if f.question.Name != "" {
			level = fmt.Sprint(values[f.question.Name])
		}
		at[i] = max(0, slices.Index(f.levels, level)) // a question that is not asked counts as its default
	}
	return at
}

// choose resolves the answers with some factors at given levels.
func (m *matrix) choose(given []pairwise.Level) resolved {
	in, flags := m.input(given)
	key := strings.Join(flags, " ")
	if r, known := m.known[key]; known {
		return r
	}
	if m.evaluator.ctx.Err() != nil {
		return resolved{}
	}
	r := resolved{input: in, flags: flags}
	answers, err := blueprint.Resolve(m.Blueprint, in, m.evaluator)
	r.answers, r.ok = answers, err == nil
	m.known[key] = r
	var list problem.List
	_ = errors.As(err, &list)
	manifest := m.ProblemAt(blueprint.Text{}, 0, "").File // what is wrong with it, and not with the answers, is kept once
	list = slices.DeleteFunc(slices.Clone(list), func(p problem.Problem) bool {
		return p.File != manifest || slices.ContainsFunc(m.broken, func(c Case) bool {
			return slices.ContainsFunc(c.Problems, func(q problem.Problem) bool { return q.Error() == p.Error() })
		})
	})
	if len(list) > 0 {
		m.broken = append(m.broken, Case{flags: r.flags, Problems: list, broken: true})
	}
	return r
}

// input returns the answers that make some levels, and the flags for them. Answers that are the default are left out.
func (m *matrix) input(given []pairwise.Level) (blueprint.Input, []string) {
	in := blueprint.Input{Name: sample, Year: m.year, Defaults: m.required}
	at, made := map[int]int{}, map[string]bool{}
	for _, g := range given {
		at[g.Factor] = g.At
		for p := m.Part(m.factors[g.Factor].kind); p != nil && g.At > 0; p = m.Part(p.Of) { // with its owners
			made[p.Kind] = true
		}
	}
	var flags []string
	for i, f := range m.factors {
		level, isGiven := at[i]
		value := f.levels[level]
		switch isUsual := f.kind != "" || f.question.Default != nil && f.question.Default.Value != nil; {
		case f.question.Name == "" && made[f.kind]:
			for _, name := range f.names {
				in.Parts = append(in.Parts, blueprint.FlagPart(f.kind, f.kind, name))
			}
			flags = append(flags, flagOfPart(f.kind, f.names)...)
			if q := m.Part(f.kind).Fields(); q != nil {
				for n, name := range f.names {
					key, value := f.kind+"."+name+"."+q.Name, fieldsOf(*q, f.names, n)
					flags = append(flags, flagOf(key, value)...)
					in.Flags = append(in.Flags, blueprint.FlagAnswer(key, key, value))
				}
			}
			continue
		case f.question.Name == "" || i > 0 && f.choice != "" && m.factors[i-1].isBeside(f):
			continue // of a question with several choices the first says all
		case f.choice != "":
			if value, isGiven = m.chosen(i, at); !isGiven {
				continue
			}
		case !isGiven || level == 0 && isUsual:
			continue
		}
		keys := []string{f.question.Name}
		if f.kind != "" {
			keys = []string{f.kind + "." + f.names[0] + "." + f.question.Name, f.kind + "." + f.names[1] + "." + f.question.Name}
		}
		for _, key := range keys {
			flags = append(flags, flagOf(key, value)...)
			in.Flags = append(in.Flags, blueprint.FlagAnswer(key, key, value))
		}
	}
	return in, flags
}

// isBeside reports whether two factors are choices of the same question.
func (f factor) isBeside(g factor) bool {
	return f.choice != "" && f.question.Name == g.question.Name && f.kind == g.kind
}

// chosen returns the list that makes the levels of a question of several choices, whose first factor has the number first;
// given is false where it is the default.
func (m *matrix) chosen(first int, at map[int]int) (value string, given bool) {
	var list []string
	for i := first; i < len(m.factors) && m.factors[i].isBeside(m.factors[first]); i++ {
		given = given || at[i] > 0
		if m.factors[i].levels[at[i]] != "" {
			list = append(list, m.factors[i].choice)
		}
	}
	return strings.Join(list, ","), given
}

// flagOf returns the flag of `scaffold new` that gives an answer.
func flagOf(key, value string) []string {
	switch key {
	case "language", "database":
		return []string{"--" + key, value}
	case "features":
		return []string{"--with", value}
	}
	return []string{"--set", key + "=" + value}
}

func flagOfPart(kind string, names []string) []string {
	if kind == "app" {
		return []string{"--app", strings.Join(names, ",")}
	}
	return []string{"--part", kind + "=" + strings.Join(names, ",")}
}

// cases returns combinations that hold every pair of choices.
func (m *matrix) cases() []Case {
	var all []Case
	for _, at := range m.space().Cover() {
		r := m.found[fmt.Sprint(at)]
		c := Case{flags: r.flags, input: r.input}
		for _, name := range r.answers.Asked { // what has no default must be given to make that project
			if i := slices.IndexFunc(m.Questions, func(q blueprint.Question) bool { return q.Name == name }); m.Questions[i].Default == nil {
				if !slices.ContainsFunc(r.input.Flags, func(g blueprint.Given) bool { return g.Key == name }) {
					text := fmt.Sprint(r.answers.Values[name])
					if list, isList := r.answers.Values[name].([]string); isList {
						text = strings.Join(list, ",")
					}
					c.flags = append(c.flags, flagOf(name, text)...)
				}
			}
		}
		all = append(all, c)
	}
	return append(all, m.broken...)
}

// evaluator is a render.Evaluator that starts anew when its budget is used up by the many answers that are tried.
type evaluator struct {
	ctx       context.Context
	blueprint *blueprint.Blueprint
	current   *render.Evaluator
}

// Text renders a template.
func (e *evaluator) Text(t blueprint.Text, data map[string]any) (text string, err error) {
	err = e.again(func(r *render.Evaluator) error {
		text, err = r.Text(t, data)
		return err
	})
	return text, err
}

// Truth evaluates a condition.
func (e *evaluator) Truth(t blueprint.Text, data map[string]any) (yes bool, err error) {
	err = e.again(func(r *render.Evaluator) error {
		yes, err = r.Truth(t, data)
		return err
	})
	return yes, err
}

func (e *evaluator) again(use func(*render.Evaluator) error) error {
	var ended *blueprint.Ended
	if e.current != nil {
		if err := use(e.current); !errors.As(err, &ended) {
			return err
		}
	}
	e.current = render.NewEvaluator(e.ctx, e.blueprint)
	return use(e.current)
}
