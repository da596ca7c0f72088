package render

import (
	"context"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/Masterminds/sprig/v3"
	"github.com/google/go-cmp/cmp"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
)

// TestFunctionsAreListed: what templates can call changes only with this list.
func TestFunctionsAreListed(t *testing.T) {
	const want = `
abbrev abbrevboth add add1 add1f addf adler32sum all and any append atoi b32dec b32enc b64dec b64enc base biggest
call camel camelcase cat ceil chunk clean coalesce compact concat contains
deepCopy deepEqual default dict dig dir div divf duration durationRound empty eq ext fail first float64 floor fromJson
ge get goName goVar gt handles has hasKey hasPrefix hasSuffix hello html include indent index initial initials int int64 isAbs join js
kebab kebabcase keys kindIs kindOf last le len list lower lt max maxf merge mergeOverwrite min minf mod mul mulf
mustAppend mustChunk mustCompact mustDeepCopy mustFirst mustFromJson mustHas mustInitial mustLast mustMerge
mustMergeOverwrite mustPrepend mustPush mustRegexFind mustRegexFindAll mustRegexMatch mustRegexReplaceAll
mustRegexReplaceAllLiteral mustRegexSplit mustRest mustReverse mustSlice mustToJson mustToPrettyJson mustToRawJson
mustUniq mustWithout ne nindent nospace not omit or osBase osClean osDir osExt osIsAbs pascal pick pluck plural pluralize prepend
print printf println push quote regexFind regexFindAll regexMatch regexQuoteMeta regexReplaceAll regexReplaceAllLiteral
regexSplit repeat replace rest reverse round semver semverCompare seq sha1sum sha256sum sha512sum slice snake snakecase
sortAlpha split splitList splitn squote sub subf substr swapcase ternary title toDecimal toJson toPrettyJson toRawJson
toString toStrings trim trimAll trimPrefix trimSuffix trimall trunc tuple typeIs typeIsLike typeOf
uniq until untilStep untitle upper urlJoin urlParse urlquery values without words wrap wrapWith
`
	got := slices.Sorted(maps.Keys(functions()))
	got = append(got, builtins()...)
	slices.Sort(got)
	if diff := cmp.Diff(strings.Fields(want), got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	for name, f := range functions() {
		if reflect.ValueOf(f.call).Kind() != reflect.Func {
			t.Errorf("%s is no function: sprig does not have it any more?", name)
		}
	}
}

// TestEveryFunctionOfSprigIsJudged: a newer sprig can add functions; each must be offered or refused with a reason.
func TestEveryFunctionOfSprigIsJudged(t *testing.T) {
	for name := range sprig.GenericFuncMap() {
		_, offered := functions()[name]
		reason, refused := refused()[name]
		if offered == refused || refused && reason == "" {
			t.Errorf("%s: offered %v, refused %v (%q): want one of the two", name, offered, refused, reason)
		}
	}
	for name := range refused() {
		if sprig.GenericFuncMap()[name] == nil {
			t.Errorf("%s is refused, but sprig does not have it", name)
		}
	}
}

// TestFunctionsChangeNothing calls every function with lists and maps that others see too.
func TestFunctionsChangeNothing(t *testing.T) {
	fresh := func() []any {
		inner := map[string]any{"z": "1", "list": []string{"b", "a"}}
		return []any{
			[]string{"c", "a", "b", "a"},
			[]any{"c", "a", "", "a"},
			[]int{3, 1, 2},
			map[string]any{"b": inner, "a": 1},
			map[string]any{"b": map[string]any{"y": 2}, "c": 3},
			inner,
			"a", "", 1, 2.5, true, nil,
		}
	}
	calls := 0
	for name, f := range functions() {
		arguments := fresh()
		for _, a := range arguments {
			for _, b := range arguments {
				for _, in := range [][]any{{a}, {a, b}, {b, a, a}, {1, a}, {"a", b, a}} {
					m := &meter{of: &budget{ctx: t.Context()}}
					if _, err := m.bind(name, f)(slices.Clone(in)...); err == nil {
						calls++
					}
				}
			}
		}
		if diff := cmp.Diff(fresh(), arguments); diff != "" {
			t.Errorf("%s has changed its arguments, -before +after\n%s", name, diff)
		}
	}
	if calls < 1000 {
		t.Errorf("only %d calls succeeded: the test has lost its point", calls)
	}
}

// Signatures returns what templates can call, with the types of arguments.
func Signatures() map[string]reflect.Type {
	all := map[string]reflect.Type{}
	for name, f := range functions() {
		all[name] = reflect.TypeOf(f.call)
	}
	two, some := reflect.TypeFor[func(any, any) any](), reflect.TypeFor[func(any, ...any) any]()
	for _, name := range []string{"eq", "index", "and", "or"} {
		all[name] = some
	}
	for _, name := range []string{"ge", "gt", "le", "lt", "ne", "include"} {
		all[name] = two
	}
	all["len"], all["not"] = reflect.TypeFor[func(any) any](), reflect.TypeFor[func(any) any]()
	return all
}

// Steps returns what of its budget a render uses up.
func Steps(ctx context.Context, b *blueprint.Blueprint, a blueprint.Answers) int64 {
	set, _ := newTemplateSet(ctx, b)
	set.instrument()
	p := newPlan(newEngine(set), a)
	p.layers()
	p.write(func(string) bool { return true })
	return set.work.Load()
}
