package render_test

import (
	"strings"
	"testing"

	"github.com/seed-d277c37b/scaffold/scaffold/render"
)

// TestFunctions is about those functions that are not simply sprig's.
func TestFunctions(t *testing.T) {
	cases := []struct{ in, want string }{
		{`{{ keys (dict "b" 1 "a" 2) (dict "c" 3) }}`, "[a b c]"},
		{`{{ values (dict "b" 1 "a" 2 "c" 3) }}`, "[2 1 3]"},
		{`{{ sortAlpha (list "b" "a" 1) }} {{ sortAlpha .list }} {{ .list }}`, "[1 a b] [a b] [b a]"},
		{`{{ merge (dict "a" 1) (dict "a" 2 "b" 3) | toJson }}`, `{"a":1,"b":3}`},
		{`{{ mergeOverwrite (dict "a" 1) (dict "a" 2 "b" 3) | toJson }}`, `{"a":2,"b":3}`},
		{`{{ $x := dict "a" (dict "b" 1) }}{{ $y := merge $x (dict "a" (dict "c" 2)) }}{{ toJson $x }}{{ toJson $y }}`, `{"a":{"b":1}}{"a":{"b":1,"c":2}}`},
		{`{{ $v := semver "v1.2.3-rc.1+7" }}{{ $v }} {{ $v.Major }}.{{ $v.Minor }}.{{ $v.Patch }} {{ $v.Prerelease }} {{ $v.Metadata }} {{ $v.Original }}`, "1.2.3-rc.1+7 1.2.3 rc.1 7 v1.2.3-rc.1+7"},
		{`{{ toJson (semver "1.2") }} {{ semverCompare "^1.2" "1.4.0" }}`, `"1.2.0" true`},
		{`{{ osBase "a/b\\c" }} {{ osDir "a/b" }} {{ osExt "x.go" }} {{ osClean "a/../b" }} {{ osIsAbs "C:/" }}`, `b\c a .go b false`},
		{`{{ print "a" 1 2 "b" }} {{ printf "%05d|%-4s|%q|%5.2f%%" 42 "x" "y" 3.14159 }}`, `a1 2b 00042|x   |"y"| 3.14%`},
		{`{{ html "<a>" }} {{ js "'" }} {{ urlquery "a b" }}`, `&lt;a&gt; \' a+b`},
		{`{{ repeat (add 1 2) "x" }} {{ "a-b" | replace "-" "_" }} {{ seq 3 }} {{ seq 0 2 6 }} {{ until 3 }} {{ untilStep 6 0 -2 }}`, "xxx a_b 1 2 3 0 2 4 6 [0 1 2] [6 4 2]"},
		{`{{ eq .name "shop" "x" }} {{ ne .year 1 }} {{ lt 1 2 }} {{ ge "b" "a" }} {{ "shop" | eq .name }} {{ eq (index .list 0) "b" }}`, "true true true true true true"},
		{`{{ and true 0 }} {{ or "" "x" (fail "never called") }} {{ not "" }}`, "0 x true"},
		{`{{ if and .name (has "a" .list) }}yes{{ end }}`, "yes"},
		{`{{ range $i, $e := .list }}{{ $i }}{{ $e }}{{ else }}none{{ end }} {{ range 3 }}{{ . }}{{ end }}`, "0b1a 012"},
		{`{{ range $i, $e := .list }}{{ if eq $e "a" }}{{ break }}{{ end }}{{ $e }}{{ continue }}no{{ end }}`, "b"},
		{`{{ range $k, $v := dict "b" 1 "a" 2 }}{{ $k }}{{ $v }}{{ end }}`, "a2b1"},
		{`{{ with .blueprint }}{{ .name }}{{ else }}no{{ end }} {{ with "" }}no{{ else with .name }}{{ . }}{{ end }}`, "demo shop"},
		{`{{ $x := 1 }}{{ range .list }}{{ $x = add $x 1 }}{{ end }}{{ $x }}`, "3"},
		{`{{ regexReplaceAll "(a)(b)" "ab ab" "${2}${1}" }} {{ regexFindAll "[a-z]" "a1b" -1 }} {{ regexMatch "^x" "xy" }}`, "ba ba [a b] true"},
		{`{{ .list | join ", " }} {{ list 1 "a" true | join "-" }} {{ uniq (list 1 1 2) }} {{ without (list 1 2 3) 2 }} {{ chunk 2 (list 1 2 3) }}`, "b, a 1-a-true [1 2] [1 3] [[1 2] [3]]"},
		{`{{ dig "a" "b" "none" (dict "a" (dict "b" 1)) }} {{ get (dict "a" 1) "a" }} {{ default "x" "" }} {{ ternary "y" "n" true }}`, "1 1 x y"},
		{`{{ include "p" (dict "x" 7) | upper | nindent 2 }}`, "\n  P7"},
		{`{{ index .parts "app" | len }}{{ len .parts.app }}`, "00"},
		{`{{- /* a comment */ -}} {{ "trimmed" -}}   `, "trimmed"},
		{`{{ "\"quoted\"" }}{{ 'a' }}{{ 0x10 }}{{ 1e3 }}{{ ` + "`raw {{ }}`" + ` }}`, `"quoted"97161000raw {{ }}`},
	}
	for _, c := range cases {
		b := load(t, "-- blueprint.yaml --\nquestions: [{name: list, kind: choices, choices: [b, a], default: [b, a]}]\nparts: {app: {}}\n"+
			"-- partials/p.tmpl --\np{{ .x }}\n-- files/f.tmpl --\n"+c.in+"\n")
		files, err := render.Render(t.Context(), b, answer(t, b, nil))
		if err != nil {
			t.Errorf("%s: %v", c.in, problems(t, err))
			continue
		}
		if got := strings.TrimRight(string(files["f"].Data), " \n"); got != c.want {
			t.Errorf("%s\n gives %q\n  want %q", c.in, got, c.want)
		}
	}
}
