package blueprint

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
)

//go:embed schema.json
var schemaJSON string

// Schema returns the JSON schema of blueprint.yaml (draft 2020-12), so that editors can complete and check it.
func Schema() []byte { return []byte(schemaJSON) }

// schema is the part of JSON Schema that schema.json uses. A library that knows all of it would cost every start of the
// program 3 to 5 ms, because it compiles the schemas of five drafts when it is loaded; the tests hold this against it.
type schema struct {
	Ref           string             `json:"$ref"`
	Defs          map[string]*schema `json:"$defs"`
	Type          types              `json:"type"`
	Properties    map[string]*schema `json:"properties"`
	Required      []string           `json:"required"`
	Additional    additional         `json:"additionalProperties"`
	Items         *schema            `json:"items"`
	MinItems      int                `json:"minItems"`
	MaxItems      int                `json:"maxItems"`
	AnyOf         []*schema          `json:"anyOf"` // their types are disjoint
	Enum          []string           `json:"enum"`
	Pattern       string             `json:"pattern"`
	PatternMeans  string             `json:"patternErrorMessage"` // editors know it by this name
	MinLength     int                `json:"minLength"`
	compiled      *regexp.Regexp     // of Pattern, on first use
	Title         string             `json:"title"`
	Description   string             `json:"description"`
	Default       any                `json:"default"`
	Examples      []any              `json:"examples"`
	SchemaVersion string             `json:"$schema"`
}

// types is one JSON type or a list of them.
type types []string

// UnmarshalJSON accepts both spellings.
func (t *types) UnmarshalJSON(data []byte) error {
	if data[0] == '"' {
		*t = types{""}
		return json.Unmarshal(data, &(*t)[0])
	}
	return json.Unmarshal(data, (*[]string)(t))
}

// additional is false, or the schema of values under keys that are not among the properties.
type additional struct {
	forbidden bool
	schema    *schema
}

// UnmarshalJSON accepts both spellings.
func (a *additional) UnmarshalJSON(data []byte) error {
	a.forbidden = bytes.Equal(data, []byte("false"))
	if a.forbidden {
		return nil
	}
	return json.Unmarshal(data, &a.schema)
}

func parseSchema() (*schema, error) {
	var root schema
	if err := json.Unmarshal([]byte(schemaJSON), &root); err != nil {
		return nil, fmt.Errorf("schema.json: %w", err)
	}
	return &root, nil
}

// allows returns the types that the schema takes.
func (s *schema) allows(root *schema) types {
	switch {
	case s.Ref != "":
		return root.resolve(s).allows(root)
	case len(s.AnyOf) > 0:
		var all types
		for _, branch := range s.AnyOf {
			all = append(all, branch.allows(root)...)
		}
		return all
	}
	return s.Type
}

// resolve follows references, all of which are local: #/$defs/NAME.
func (s *schema) resolve(ref *schema) *schema {
	const prefix = "#/$defs/"
	for ref.Ref != "" {
		ref = s.Defs[ref.Ref[len(prefix):]]
	}
	return ref
}

// matches reports whether a pattern of the schema matches.
func (s *schema) matches(value string) bool {
	if s.compiled == nil {
		s.compiled = regexp.MustCompile(s.Pattern)
	}
	return s.compiled.MatchString(value)
}

// takes reports whether a value of a JSON type is one of t; an integer is a number, too.
func (t types) takes(kind string) bool {
	return len(t) == 0 || slices.Contains(t, kind) || kind == "integer" && slices.Contains(t, "number")
}
