// Package blueprints holds the two sets that come with scaffold, full and micro, and the one that authors start from.
//
// It decides nothing: package blueprint reads what is here. How to write one is told in README.md.
package blueprints

import (
	"embed"
	"io/fs"
)

//go:generate go run ./pylock micro/python.lock.yaml full/python.lock.yaml
//go:generate go run ./gomod micro/go.mod.yaml full/go.mod.yaml

//go:embed all:full all:micro
var sets embed.FS

//go:embed all:starter
var starter embed.FS

// Starter returns the files of the blueprint that authors start from. Its name in the manifest is "starter".
func Starter() (fs.FS, error) { return fs.Sub(starter, "starter") }

// Names gives the built-in sets, in the order in which they are offered.
func Names() []string { return []string{"full", "micro"} }

// Open gives the files of a built-in set; ok is false for any other name.
func Open(name string) (set fs.FS, ok bool) {
	if name != "full" && name != "micro" {
		return nil, false
	}
	set, err := fs.Sub(sets, name)
	return set, err == nil
}
