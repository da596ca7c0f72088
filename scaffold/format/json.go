package format

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// checkJSON walks the tokens, because a decoder takes the last of two equal keys without a word.
func checkJSON(data []byte) error {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if syntax := (*json.SyntaxError)(nil); !json.Valid(data) {
		err := json.Unmarshal(data, new(any))
		if errors.As(err, &syntax) {
			return at(lineAt(data, syntax.Offset-1), syntax.Error())
		}
		return err
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var open []object
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if delim, ok := token.(json.Delim); ok {
			open = nest(open, delim)
			continue
		}
		if len(open) == 0 {
			continue
		}
		in := &open[len(open)-1]
		if key, ok := token.(string); ok && in.keys != nil && in.tokens%2 == 0 {
			if in.keys[key] {
				return at(lineAt(data, d.InputOffset()), fmt.Sprintf("duplicate key %q", key))
			}
			in.keys[key] = true
		}
		in.tokens++
	}
}

// object is an object or an array that is open: keys is nil for an array.
type object struct {
	keys   map[string]bool
	tokens int // keys and values so far
}

// nest follows a bracket. An object that closes counts as one value in the one around it.
func nest(open []object, delim json.Delim) []object {
	switch delim {
	case '{':
		return append(open, object{keys: map[string]bool{}})
	case '[':
		return append(open, object{})
	}
	open = open[:len(open)-1]
	if len(open) > 0 {
		open[len(open)-1].tokens++
	}
	return open
}
