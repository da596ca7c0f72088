// Package format reports whether a file of a known format parses: JSON, TOML, YAML, XML, Go source, go.mod and go.work.
//
// It is stricter than most parsers in one way: a key, table, module or declaration that is defined twice is an error.
// It changes nothing, and knows nothing of formats inside other formats, nor of templates.
package format

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"strings"
)

// Format is a file format that Check knows.
type Format uint8

// The formats. None is the zero value: nothing can be said of the content.
const (
	None Format = iota
	JSON
	TOML
	YAML
	XML
	Go
	GoMod
	GoWork
)

// String returns the name of the format as messages use it.
func (f Format) String() string {
	return [...]string{"text", "JSON", "TOML", "YAML", "XML", "Go", "go.mod", "go.work"}[f]
}

// Limits of what is parsed: beyond them nothing is said of a content.
const (
	maxSize  = 4 << 20
	maxDepth = 1000 // of nested brackets
)

// ErrUnknown is the error of Check for content that it cannot judge: too large, nested too deep, or in a foreign charset.
var ErrUnknown = errors.New("cannot be checked")

// Of returns the format of a file by its name, None if the name says nothing. A name is no promise: a JSON file may hold
// comments and a YAML file may be a template. Whoever relies on a format must see one version of the file parse first.
func Of(name string) Format {
	switch path.Base(name) {
	case "go.mod":
		return GoMod
	case "go.work":
		return GoWork
	case "uv.lock", "poetry.lock", "pdm.lock", "Cargo.lock", "Pipfile":
		return TOML
	case "Pipfile.lock", "composer.lock", ".prettierrc", ".eslintrc", ".babelrc":
		return JSON
	}
	switch strings.ToLower(path.Ext(name)) {
	case ".json", ".webmanifest", ".ipynb", ".geojson":
		return JSON
	case ".toml":
		return TOML
	case ".yaml", ".yml":
		return YAML
	case ".xml", ".svg", ".xsd", ".xsl", ".plist", ".csproj", ".resx":
		return XML
	case ".go":
		return Go
	}
	return None
}

// Check returns nil if data parses, or if f is None. Its error is an *Error, or ErrUnknown.
func Check(f Format, data []byte) error {
	if f == None {
		return nil
	}
	if len(data) > maxSize || deeper(data, maxDepth) {
		return ErrUnknown
	}
	var err error
	switch f {
	case JSON:
		err = checkJSON(data)
	case TOML:
		err = checkTOML(data)
	case YAML:
		err = checkYAML(data)
	case XML:
		err = checkXML(data)
	case Go:
		err = checkGo(data)
	default:
		err = checkModule(f, data)
	}
	if known := (*Error)(nil); err == nil || errors.Is(err, ErrUnknown) || errors.As(err, &known) {
		return err
	}
	return at(1, err.Error())
}

// deeper reports whether brackets may nest deeper than limit. Those in strings and comments count: it is a bound.
func deeper(data []byte, limit int) bool {
	depth := 0
	for _, c := range data {
		switch c {
		case '[', '{', '(':
			if depth++; depth > limit {
				return true
			}
		case ']', '}', ')':
			depth = max(depth-1, 0)
		}
	}
	return false
}

// Error is what is wrong with a content, and where.
type Error struct {
	Line    int // from 1
	Message string
}

// Error returns the line and the message.
func (e *Error) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Message) }

// at returns an *Error with the first line of a message: what some parsers add below it repeats places.
func at(line int, message string) error {
	message, _, _ = strings.Cut(message, "\n")
	return &Error{line, strings.TrimSpace(message)}
}

// lineAt returns the line, from 1, of an offset.
func lineAt(data []byte, offset int64) int {
	offset = min(max(offset, 0), int64(len(data)))
	return 1 + bytes.Count(data[:offset], []byte("\n"))
}
