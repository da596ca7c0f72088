package blueprint

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"

	"github.com/seed-d277c37b/scaffold/scaffold/document"
)

// TestSchemaIsWithinWhatWeUnderstand keeps schema.json to the keywords that type schema has.
func TestSchemaIsWithinWhatWeUnderstand(t *testing.T) {
	decoder := json.NewDecoder(bytes.NewReader(Schema()))
	decoder.DisallowUnknownFields()
	var root schema
	if err := decoder.Decode(&root); err != nil {
		t.Fatal(err)
	}
	var walk func(at string, s *schema)
	walk = func(at string, s *schema) {
		if s == nil {
			return
		}
		if s.Ref != "" && (s.Type != nil || s.Properties != nil || s.Items != nil || s.AnyOf != nil || s.Enum != nil || s.Pattern != "") {
			t.Errorf("%s: a reference with more than a title and a description beside it", at)
		}
		if (s.Pattern == "") != (s.PatternMeans == "") {
			t.Errorf("%s: a pattern needs words, and words a pattern", at)
		}
		seen := map[string]bool{}
		for _, branch := range s.AnyOf {
			for _, kind := range branch.allows(&root) {
				if seen[kind] {
					t.Errorf("%s: two branches take %s", at, kind)
				}
				seen[kind] = true
			}
			walk(at+"/anyOf", branch)
		}
		for name, property := range s.Properties {
			if property.Title == "" && property.Ref != "#/$defs/since" || property.Description == "" && property.Ref == "" {
				t.Errorf("%s/%s: editors show nothing for it", at, name)
			}
			walk(at+"/"+name, property)
		}
		for name, definition := range s.Defs {
			walk(at+"/$defs/"+name, definition)
		}
		walk(at+"/items", s.Items)
		walk(at+"/additionalProperties", s.Additional.schema)
	}
	walk("", &root)
}

// oracle is the schema in the hands of a full implementation of JSON Schema.
func oracle(t testing.TB) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema()))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("blueprint.json", doc); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile("blueprint.json")
	if err != nil {
		t.Fatal(err) // draft 2020-12 refuses the schema itself
	}
	return compiled
}

// asJSON returns a YAML value as the oracle takes it; ok is false for what JSON has no word for.
func asJSON(n *yaml.Node) (value any, ok bool) {
	switch jsonType(n) {
	case "object":
		out := map[string]any{}
		for key, value := range document.Pairs(n) {
			if out[key.Value], ok = asJSON(value); !ok || key.Kind != yaml.ScalarNode {
				return nil, false
			}
		}
		return out, true
	case "array":
		out := make([]any, len(n.Content))
		for i, item := range n.Content {
			if out[i], ok = asJSON(item); !ok {
				return nil, false
			}
		}
		return out, true
	case "string":
		return n.Value, true
	case "integer", "number":
		number := json.Number(n.Value)
		_, err := number.Float64()
		return number, err == nil && json.Valid([]byte(n.Value)) && !strings.ContainsAny(n.Value, ".eE") == (jsonType(n) == "integer")
	case "boolean":
		return strings.EqualFold(n.Value, "true"), true
	case "null":
		return nil, true
	default:
		return nil, false
	}
}

// agree holds our reading of the schema against the oracle's.
func agree(t *testing.T, compiled *jsonschema.Schema, manifest []byte) {
	t.Helper()
	doc, root, problems := document.Read("m", manifest)
	if root == nil || len(problems) > 0 {
		return
	}
	value, ok := asJSON(root)
	if !ok {
		return
	}
	definition, err := parseSchema()
	if err != nil {
		t.Fatal(err)
	}
	v := validation{scalars: scalars{doc}, root: definition, bad: map[*yaml.Node]bool{}}
	v.check(definition, root, "it")
	if err := compiled.Validate(value); (err == nil) != (len(v.problems) == 0) {
		t.Errorf("%q:\nwe say: %v\nthe oracle says: %v", manifest, v.problems, err)
	}
}

func TestSchemaAgreesWithAnOracle(t *testing.T) {
	compiled := oracle(t)
	values := []string{
		"", "x", "X-1", "''", "1", "1.5", "true", "[]", "[x]", "[x, y]", "[x, y, z]", "[1, true, null]", "{}", "{name: x}",
		"{name: x, kind: int}", "[{name: x}]", "[{name: X}]", "[{name: x, kind: y}]", "[{dir: x}]", "[{dir: x, delims: [a]}]",
		"[{dir: x, delims: [a, b]}]", "[{dir: x, delims: [a, '']}]", "[{match: x, exec: true}]", "[{match: x, exec: 1}]",
		"[{match: x, policy: once}]", "[{match: x, policy: private}]", "[{from: a, to: b, since: c}]", "[{from: a, to: b}]",
		"[{on: new, run: [a]}]", "[{on: new, run: []}]", "[{on: old, run: [a]}]", "{app: {}}", "{app: }", "{app: {questions: [{name: x}]}}",
		"{app: {questions: [{}]}}", "{app: x}", "[{name: x, choices: [a, 1, {value: b, requires: [c]}, {label: d}]}]",
		"[{name: x, choices: []}]", "[{name: x, default: [a, 1]}]", "[{name: x, default: [[a]]}]", "[{name: x, default: {a: b}}]",
		"[{name: x, min: 1, max: 2}]", "[{name: x, min: 1.5}]", "[{name: x, when: ''}]", "[{name: x, reserved: [a, 1]}]",
	}
	for _, key := range append(slices.Sorted(maps.Keys(mustSchema(t).Properties)), "unknown") {
		for _, value := range values {
			agree(t, compiled, []byte(key+": "+value+"\n"))
			if key != "name" && key != "version" {
				agree(t, compiled, []byte(head+key+": "+value+"\n"))
			}
		}
	}
}

func mustSchema(t *testing.T) *schema {
	t.Helper()
	s, err := parseSchema()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// FuzzLoad looks for a manifest that makes Load panic, give a problem without a place, or read the schema otherwise
// than an implementation of JSON Schema does.
func FuzzLoad(f *testing.F) {
	for _, seed := range []string{
		"", "a", "[", "{", "\t", "---\n---\n", "a: &a [*a]", "? a\n: b", "name: t\nversion: 1.0.0\n", head + "questions: [{name: a}]",
		head + "questions: [{name: a, kind: choices, choices: [{value: x, requires: [x]}], default: ''}]",
		head + "questions: [{name: a, kind: int, min: 99999999999999999999, default: 0x10}]",
		head + "layers: [{dir: files, delims: [a], part: b, to: '{{'}]", head + "parts: {a: , b: {questions: [{name: c, kind: secret}]}}",
		head + "rules: [{match: '{'}]\nmoves: [{from: '', to: '', since: ''}]", head + "next: |2\n    x\n  y", head + "next: >-\n\n x",
		head + "next: \"\\\n  a\\u00e9\"", head + "values: {a: {{ .b }}}", "\ufeffname: x\rversion: y\u2028z: 1",
		head + "renamed: [{from: a, to: b, since: 1.0.0}, {from: b, to: a, since: 1.0.0}]", head + "? {a: b}\n: c", "\r\x8a", head + "1: 2\ntrue: 3\n~: 4",
	} {
		f.Add([]byte(seed))
	}
	compiled := oracle(f)
	f.Fuzz(func(t *testing.T, manifest []byte) {
		b, err := Load(t.Context(), folder(string(manifest)), "bp")
		for _, p := range problemsOf(t, err) {
			if p.File == "" || p.Message == "" || p.Line == 0 && p.Column != 0 {
				t.Errorf("a problem without a place: %+v", p)
			}
			if p.Column > len([]rune(p.Source))+1 {
				t.Errorf("outside of its line: %+v", p)
			}
		}
		if b != nil {
			for _, offset := range []int{0, 1, len(b.Next.Text) / 2, len(b.Next.Text)} {
				if p := b.ProblemAt(b.Next, offset, "m"); p.Line < b.Next.Line {
					t.Errorf("offset %d of %q is at %d:%d", offset, b.Next.Text, p.Line, p.Column)
				}
			}
		}
		agree(t, compiled, manifest)
	})
}
