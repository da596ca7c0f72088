package format

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
)

// checkXML demands one root element and no attribute twice, both of which the decoder lets pass.
func checkXML(data []byte) error {
	d := xml.NewDecoder(bytes.NewReader(data))
	d.CharsetReader = func(string, io.Reader) (io.Reader, error) { return nil, ErrUnknown }
	depth, roots := 0, 0
	for {
		token, err := d.Token()
		line, _ := d.InputPos()
		var syntax *xml.SyntaxError
		switch {
		case errors.Is(err, io.EOF) && roots == 0:
			return at(line, "no root element")
		case errors.Is(err, io.EOF):
			return nil
		case errors.Is(err, ErrUnknown):
			return ErrUnknown
		case errors.As(err, &syntax):
			return at(syntax.Line, syntax.Msg)
		case err != nil:
			return err
		}
		switch token := token.(type) {
		case xml.StartElement:
			if depth == 0 {
				roots++
			}
			if roots > 1 {
				return at(line, fmt.Sprintf("second root element <%s>", token.Name.Local))
			}
			depth++
			if name := repeated(token.Attr); name != "" {
				return at(line, fmt.Sprintf("duplicate attribute %q", name))
			}
		case xml.EndElement:
			depth--
		case xml.CharData:
			if depth == 0 && len(bytes.TrimSpace(bytes.TrimPrefix(token, []byte("\ufeff")))) > 0 {
				return at(line, "text outside the root element")
			}
		}
	}
}

// repeated returns the name of an attribute that is there twice, or "".
func repeated(attributes []xml.Attr) string {
	seen := make(map[xml.Name]bool, len(attributes))
	for _, a := range attributes {
		if seen[a.Name] {
			return a.Name.Local
		}
		seen[a.Name] = true
	}
	return ""
}
