package render_test

import (
	"fmt"
	"regexp"
	"runtime"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/seed-d277c37b/scaffold/scaffold/render"
)

// hostile are templates that would run for ages or take all memory, with what must be said of them.
func hostile() map[string][2]string {
	const (
		work    = `too much work: more than`
		large   = `too large: `
		deep    = `templates call each other more than 200 deep`
		nest    = `blocks or parentheses nested deeper than`
		double  = `{{ $x := "0123456789" }}{{ range until 100 }}{{ $x = print $x $x }}{{ end }}`
		million = `{{ $s := repeat 1000000 "xyz " }}{{ range until 200000 }}`
	)
	return map[string][2]string{
		"seq":                    {`{{ seq 1 100000000 }}`, large},
		"seq with large numbers": {`{{ seq 0 4611686018427387904 9223372036854775806 }}`, "numbers must be between"},
		"seq down":               {`{{ seq 100000000 -1 1 }}`, large},
		"until":                  {`{{ range until 1000000000 }}x{{ end }}`, large},
		"until negative":         {`{{ until -1000000000 }}`, large},
		"untilStep":              {`{{ untilStep 0 1000000000 1 }}`, large},
		"untilStep that wraps":   {`{{ untilStep 0 9223372036854775807 4611686018427387904 }}`, "numbers must be between"},
		"repeat":                 {`{{ repeat 1000000000 "x" }}`, large},
		"repeat overflows":       {`{{ repeat 4611686018427387904 "xxxx" }}`, large},
		"repeat of repeat":       {`{{ repeat 10000 (repeat 10000 (repeat 10000 "x")) }}`, large},
		"indent":                 {`{{ indent 1000000000 "x" }}`, large},
		"nindent":                {`{{ nindent 100000 (repeat 100000 "\n") }}`, large},
		"replace":                {`{{ replace "a" (repeat 100000 "b") (repeat 100000 "a") }}`, large},
		"replace nothing":        {`{{ replace "" (repeat 100000 "b") (repeat 100000 "a") }}`, large},
		"join":                   {`{{ join (repeat 100000 "b") (until 100000) }}`, large},
		"wrapWith":               {`{{ wrapWith 1 (repeat 100000 "b") (repeat 100000 "a") }}`, large},
		"split":                  {`{{ split "" (repeat 400000 "b") }}`, large},
		"splitList":              {`{{ splitList "" (repeat 400000 "b") }}`, large},
		"regexReplaceAll":        {`{{ regexReplaceAll "" (repeat 100000 "b") (repeat 100000 "a") }}`, large},
		"regexReplaceAll groups": {`{{ regexReplaceAll "(.*)" (repeat 100000 "b") (repeat 100000 "$1") }}`, large},
		"regexReplaceAllLiteral": {`{{ regexReplaceAllLiteral "b" (repeat 100000 "b") (repeat 100000 "a") }}`, large},
		"regular expression":     {`{{ regexMatch "(((x{30}){30}){1})*y" (repeat 250000 "x") }}`, work},
		"regular expressions":    {million + `{{ regexFind "x+y+z+" "xyz" }}{{ end }}`, work},
		"printf":                 {`{{ printf "%1000000d%1000000d%1000000d%1000000d%1000000d" 1 2 3 4 5 }}`, large},
		"printf *":               {`{{ printf "%*d%*d%*d%*d%*d" 1000000 1 1000000 1 1000000 1 1000000 1 1000000 1 }}`, large},
		"printf precision":       {`{{ printf (repeat 1000 "%.1000000f") 1.0 }}`, large},
		"printf the same again":  {`{{ printf (repeat 100000 "%[1]s") (repeat 100000 "x") }}`, large},
		"doubling texts":         {double, large},
		"doubling lists":         {`{{ $x := list 1 2 }}{{ range until 100 }}{{ $x = list $x $x }}{{ end }}{{ $x }}`, work},
		"doubling maps":          {`{{ $x := dict }}{{ range until 100 }}{{ $x = dict "a" $x "b" $x }}{{ end }}{{ toJson $x }}`, work},
		"appending":              {`{{ $x := list }}{{ range until 100000 }}{{ $x = append $x . }}{{ end }}`, work},
		"concatenating":          {`{{ $x := list 1 }}{{ range until 100 }}{{ $x = concat $x $x }}{{ end }}`, work},
		"nesting":                {`{{ $x := list }}{{ range until 100000 }}{{ $x = list $x }}{{ end }}`, large},
		"quoting":                {`{{ $x := "\"" }}{{ range until 100 }}{{ $x = quote $x }}{{ end }}`, large},
		"encoding":               {`{{ $x := "x" }}{{ range until 10000 }}{{ $x = b64enc $x }}{{ end }}`, work},
		"pretty":                 {`{{ $x := until 100000 }}{{ range until 90 }}{{ $x = list $x }}{{ end }}{{ toPrettyJson $x }}`, work},
		"loops in loops":         {`{{ range until 100000 }}{{ range until 100000 }}{{ end }}{{ end }}`, work},
		"range over a number":    {`{{ range 1000000000 }}{{ end }}`, work},
		"much text in a loop":    {`{{ range until 100000 }}` + strings.Repeat("x", 10000) + `{{ end }}`, "writes more than 8 MiB"},
		"much text included":     {`{{ include "text" . }}`, "writes more than 4 MiB"},
		"many nodes in a loop":   {`{{ range until 100000 }}` + strings.Repeat("{{ $.name }}", 1000) + `{{ end }}`, work},
		"comparing long texts":   {million + `{{ if eq $s $s }}{{ end }}{{ end }}`, work},
		"comparing piped texts":  {million + `{{ if $s | eq $s }}{{ end }}{{ end }}`, work},
		"looking up long texts":  {million + `{{ $x := index $.blueprint $s }}{{ end }}`, work},
		"upper":                  {million + `{{ $x := upper $s }}{{ end }}`, work},
		"sorting maps":           {`{{ $m := split "," (repeat 50000 ",") }}{{ range until 100000 }}{{ range $m }}{{ break }}{{ end }}{{ end }}`, work},
		"uniq":                   {`{{ uniq (until 100000) }}`, work},
		"without":                {`{{ range until 1000 }}{{ $x := without (until 100000) 1 2 3 4 5 }}{{ end }}`, work},
		"a template of itself":   {`{{ define "x" }}{{ template "x" . }}{{ end }}{{ template "x" . }}`, deep},
		"a partial of itself":    {`{{ template "self" . }}`, deep},
		"included by itself":     {`{{ include "selfish" . }}`, deep},
		"twice itself":           {`{{ template "twice" 30 }}`, work},
		"versions":               {`{{ semverCompare (repeat 100000 "1 || ") "1.0.0" }}`, "a version cannot be longer than"},
		"JSON":                   {`{{ fromJson (repeat 2000000 "[") }}`, work},
		"deep blocks":            {strings.Repeat("{{ if true }}", 5000) + strings.Repeat("{{ end }}", 4999), "the template has more than|has no end"},
		"deep blocks, closed":    {strings.Repeat("{{ if true }}", 4000) + strings.Repeat("{{ end }}", 4000), nest},
		"deep parentheses":       {"{{ " + strings.Repeat("(", 9000) + "1" + strings.Repeat(")", 9000) + " }}", nest},
		"many parentheses":       {"{{ " + strings.Repeat("(", 100000) + "1" + strings.Repeat(")", 100000) + " }}", "the actions of the template are larger"},
		"many variables":         {strings.Repeat("{{ $x := 1 }}", 300), "more than 250 variables"},
		"text like variables":    {strings.Repeat("x := y\n", 300) + "{{ .nope }}", `no answer named "nope"`},
		"many actions":           {strings.Repeat("{{ .name }}", 10001), "more than 10000 actions"},
		"a large template":       {"{{ .name }}" + strings.Repeat("x", 1<<20), "larger than 1024 KiB"},
	}
}

// TestBounds runs every hostile template, and expects an error with a place, soon, and without much memory.
func TestBounds(t *testing.T) {
	const partials = `
-- partials/self.tmpl --
x{{ template "self" . }}
-- partials/selfish.tmpl --
x{{ include "selfish" . }}
-- partials/twice.tmpl --
{{ if gt . 0 }}{{ template "twice" (sub . 1) }}{{ template "twice" (sub . 1) }}{{ end }}
-- partials/text.tmpl --
{{ range until 100000 }}0123456789012345678901234567890123456789012345678901234567890123456789{{ end }}
-- files/f.tmpl --
`
	for name, c := range hostile() {
		t.Run(name, func(t *testing.T) {
			b := load(t, partials+c[0])
			a := answer(t, b, nil)
			peak, stop := watchHeap()
			start := time.Now()
			_, err := render.Render(t.Context(), b, a)
			took := time.Since(start)
			stop()
			got := problems(t, err)
			if len(got) != 1 || !regexp.MustCompile(c[1]).MatchString(got[0]) {
				t.Fatalf("Render = %.300q, want one problem with %q", got, c[1])
			}
			if !regexp.MustCompile(`^bp/(files/f|partials/\w+)\.tmpl:\d+:\d+: `).MatchString(got[0]) {
				t.Errorf("the problem has no place: %.200s", got[0])
			}
			t.Logf("%v, %d MiB: %.100s", took.Round(time.Millisecond), peak.Load()>>20, got[0])
			if took > 20*time.Second { // far above what it takes, for busy machines: without bounds it is minutes
				t.Errorf("it took %v", took)
			}
			if mib := peak.Load() >> 20; mib > 200 {
				t.Errorf("it took %d MiB", mib)
			}
		})
	}
}

// TestBoundsOfTheProject: parts multiply what a small blueprint makes.
func TestBoundsOfTheProject(t *testing.T) {
	const manifest = `
-- blueprint.yaml --
parts: {app: {}}
layers: [{dir: app, part: app, to: '{{ .part.name }}'}]
-- app/file --
x`
	b := load(t, manifest)
	file := b.Layers[0].Files[0]
	for i := range 99 {
		file.Path = fmt.Sprintf("f%d", i)
		b.Layers[0].Files = append(b.Layers[0].Files, file)
	}
	parts := make([]string, 201)
	for i := range parts {
		parts[i] = fmt.Sprintf("app a%d", i)
	}
	_, err := render.Render(t.Context(), b, answer(t, b, nil, parts...))
	if got := problems(t, err); len(got) != 1 || !strings.Contains(got[0], "more than 20000 files") {
		t.Errorf("20,100 files: %.200q", got)
	}
	b = load(t, manifest+strings.Repeat("x", 1<<20))
	_, err = render.Render(t.Context(), b, answer(t, b, nil, parts[:129]...))
	if got := problems(t, err); len(got) != 1 || !strings.Contains(got[0], "more than 128 MiB") {
		t.Errorf("129 MiB: %.200q", got)
	}
}

// watchHeap returns the largest heap, above what there was, until stop.
func watchHeap() (peak *atomic.Int64, stop func()) {
	debug.FreeOSMemory()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	before := int64(m.HeapAlloc)
	peak = new(atomic.Int64)
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			peak.Store(max(peak.Load(), int64(m.HeapAlloc)-before))
			select {
			case <-done:
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
	}()
	return peak, func() { close(done); <-ended }
}
