package blueprint

import (
	"runtime"
	"strings"
	"testing"
	"time"
)

// FuzzBounds loads manifests and answers in which a part is repeated up to half a megabyte, as by somebody who wants to
// keep a reader busy: two seconds, and 300 MB in all, are enough.
func FuzzBounds(f *testing.F) {
	f.Add(head, "", "", 1)
	f.Add(head+"questions:\n", "  - {name: a, kind: 1, when: '{{'}\n", "", 9999)
	f.Add(head+"rules:\n", "  - {match: '{a,}{b,}**', policy: x}\n", "moves: []\n", 9999)
	f.Add(head+"values: ", "{a: ", "1", 9999)
	f.Add(head+"a: &a [x, x]\nb: [", "*a, ", "*a]", 9999)
	f.Add("a: [", "[],", "]\n", 9999)
	f.Add("\"", "\\u0041", "\": 1", 9999)
	f.Add("a.B: [", "x, ", "y]\n", 9999)
	f.Add("a.B: [a:enum=", "x,", "y]\n", 9999)
	models := loaded(f, library)
	f.Fuzz(func(t *testing.T, start, again, end string, times int) {
		text := start + strings.Repeat(again, min(max(times, 0), 1<<19/(len(again)+1))) + end
		var before, after runtime.MemStats
		for what, read := range map[string]func(){
			"manifest": func() { _, _ = Load(t.Context(), folder(text), "bp") },
			"answers":  func() { _, _ = ParseAnswers([]byte(text), "a.yaml") },
			"parts": func() {
				parts, answers, err := ParseParts(models, models.Part("model"), []byte(text), "models.yaml")
				if err == nil {
					_, _ = Resolve(models, Input{Name: "shop", Parts: parts, Flags: answers}, evaluator{})
				}
			},
		} {
			runtime.ReadMemStats(&before)
			began := time.Now()
			read()
			took := time.Since(began)
			runtime.ReadMemStats(&after)
			if allocated := (after.TotalAlloc - before.TotalAlloc) >> 20; took > 2*time.Second || allocated > 300 {
				t.Errorf("%s of %d bytes: %v, %d MiB", what, len(text), took, allocated)
			}
		}
	})
}
