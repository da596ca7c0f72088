package format

import (
	"errors"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

func checkTOML(data []byte) error {
	var document map[string]any
	err := toml.Unmarshal(data, &document)
	var syntax *toml.DecodeError
	if errors.As(err, &syntax) {
		line, _ := syntax.Position()
		return at(line, strings.TrimPrefix(syntax.Error(), "toml: "))
	}
	return err
}
