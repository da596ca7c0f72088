package blueprint

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"
)

// TestFieldsWithinBounds: the most fields that a project can have, in a lock and in a file, and their data, stay within what
// blueprints/README.md promises.
func TestFieldsWithinBounds(t *testing.T) {
	var questions strings.Builder
	for i := range maxNested - 1 {
		fmt.Fprintf(&questions, "      - {name: q%d, default: x}\n", i)
	}
	b := loaded(t, head+"parts:\n  app:\n    questions:\n"+questions.String()+
		"  model:\n    of: app\n    pattern: '^M[0-9]*$'\n    questions:\n      - {name: fields, kind: fields, types: [ref], modifiers: [optional]}\n"+questions.String())
	in := Input{Name: "shop", Year: 2026, Locked: &Answers{Name: "shop", Parts: map[string][]PartAnswers{"app": {{Name: "a"}}}}, Random: zeros{}}
	var file strings.Builder
	for i := range 50 {
		fields := make([]string, 200)
		for j := range fields {
			fields[j] = fmt.Sprintf("f%d:ref=app%d.models.T:optional", j, 200*i+j) // each refers to something else
		}
		in.Locked.Parts["model"] = append(in.Locked.Parts["model"], PartAnswers{
			Name: fmt.Sprintf("a.M%d", i), Asked: []string{"fields"}, Values: map[string]any{"fields": fields},
		})
		fmt.Fprintf(&file, "a.N%d: [%s]\n", i, strings.Join(fields, ", "))
	}
	var missing strings.Builder // many models, whose references name other models, or nothing
	for i := range 900 {
		fmt.Fprintf(&missing, "a.M%d: [a:ref=M%d:optional, b:ref=M%d:optional, c:ref=Nothing%d, d:ref=a.M%d9999]\n", i, (i+1)%900, (i+7)%900, i, i)
	}
	for what, run := range map[string]func(){
		"references": func() {
			parts, answers, err := ParseParts(b, b.Part("model"), []byte(missing.String()), "models.yaml")
			if err != nil {
				t.Fatal(err)
			}
			in := Input{Name: "shop", Parts: parts, Flags: answers, Locked: &Answers{Parts: map[string][]PartAnswers{"app": {{Name: "a"}}}}}
			if _, err := Resolve(b, in, evaluator{}); err == nil {
				t.Error("it was accepted")
			}
		},
		"lock": func() {
			a, err := Resolve(b, in, evaluator{})
			if err != nil {
				t.Fatal(err)
			}
			a.Data(b)
		},
		"file": func() {
			parts, answers, err := ParseParts(b, b.Part("model"), []byte(file.String()), "models.yaml")
			if err != nil {
				t.Fatal(err)
			}
			in := in
			in.Locked, in.Flags, in.Parts = &Answers{Name: "shop", Parts: map[string][]PartAnswers{"app": {{Name: "a"}}}}, answers, parts
			for i := range in.Parts {
				in.Parts[i].Name = strings.Replace(in.Parts[i].Name, "N", "M", 1)
				in.Flags[i].Key = strings.Replace(in.Flags[i].Key, "N", "M", 1)
			}
			if _, err := Resolve(b, in, evaluator{}); err != nil {
				t.Fatal(err)
			}
		},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		began := time.Now()
		run()
		took := time.Since(began)
		runtime.ReadMemStats(&after)
		allocated := (after.TotalAlloc - before.TotalAlloc) >> 20
		t.Logf("%s: %v, %d MiB", what, took, allocated)
		if took > 4*time.Second || allocated > 300 { // twice the time, because other work shares the processors
			t.Errorf("%s: %v, %d MiB", what, took, allocated)
		}
	}
}
