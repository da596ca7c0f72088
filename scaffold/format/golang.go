package format

import (
	"errors"
	"fmt"
	"go/parser"
	"go/scanner"
	"go/token"

	"golang.org/x/mod/modfile"
)

// checkGo parses Go source, and looks for what one file cannot declare or import twice.
func checkGo(data []byte) error {
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, "", data, parser.DeclarationErrors)
	var list scanner.ErrorList
	if errors.As(err, &list) && len(list) > 0 {
		return at(list[0].Pos.Line, list[0].Msg)
	}
	if err != nil {
		return err
	}
	type spec struct{ name, path string }
	seen := make(map[spec]bool, len(file.Imports))
	for _, i := range file.Imports {
		s := spec{path: i.Path.Value}
		if i.Name != nil {
			s.name = i.Name.Name
		}
		if seen[s] && s.name != "_" {
			return at(set.Position(i.Pos()).Line, "import "+s.path+" is repeated")
		}
		seen[s] = true
	}
	return nil
}

// checkModule parses a go.mod or go.work. A module that is required or replaced twice is an error, although cmd/go takes
// the higher of two requirements: which of them a person meant is not known.
func checkModule(f Format, data []byte) error {
	var replacements []*modfile.Replace
	seen := map[string]bool{}
	switch f {
	case GoWork:
		work, err := modfile.ParseWork("", data, nil)
		if err != nil {
			return moduleError(err)
		}
		replacements = work.Replace
		for _, u := range work.Use {
			if seen[u.Path] {
				return at(u.Syntax.Start.Line, u.Path+" is used twice")
			}
			seen[u.Path] = true
		}
	default:
		mod, err := modfile.Parse("", data, nil)
		if err != nil {
			return moduleError(err)
		}
		replacements = mod.Replace
		for _, r := range mod.Require {
			if seen[r.Mod.Path] {
				return at(r.Syntax.Start.Line, r.Mod.Path+" is required twice")
			}
			seen[r.Mod.Path] = true
		}
	}
	clear(seen)
	for _, r := range replacements {
		if seen[r.Old.String()] {
			return at(r.Syntax.Start.Line, fmt.Sprintf("%s is replaced twice", r.Old))
		}
		seen[r.Old.String()] = true
	}
	return nil
}

func moduleError(err error) error {
	var list modfile.ErrorList
	if errors.As(err, &list) && len(list) > 0 {
		message := list[0].Error()
		if list[0].Err != nil {
			message = list[0].Err.Error()
		}
		return at(list[0].Pos.Line, message)
	}
	return err
}
