// Package tree holds files as values, and the plan between two trees.
//
// It reads and writes no disk: package disk does.
package tree

import (
	"io/fs"
	"iter"
	"maps"
	"slices"
)

// Policy says who owns a file after it was written.
type Policy uint8

// The policies. Merge is the zero value: what a file has where no rule says otherwise.
const (
	Merge   Policy = iota // both: changes are merged three ways
	Once                  // the person: written once, then never touched
	Managed               // scaffold: an edit by hand is drift
	Private               // the person, and secret: mode 0600, git-ignored, content never stored
	Part                  // the person: merged only when the answers of its own part change, and then only by that
)

// String returns the name that blueprints and locks use.
func (p Policy) String() string {
	return [...]string{Merge: "merge", Once: "once", Managed: "managed", Private: "private", Part: "part"}[p]
}

// ParsePolicy is the inverse of String; ok is false for an unknown name.
func ParsePolicy(s string) (p Policy, ok bool) {
	for p := Merge; p <= Part; p++ {
		if p.String() == s {
			return p, true
		}
	}
	return Merge, false
}

// Strategy says how a text is merged that its owner and the blueprint both changed.
type Strategy uint8

// The strategies. Text is the zero value: what a file has where no rule says otherwise.
const (
	Text  Strategy = iota // by line
	Pins                  // by line, but of two versions the higher one stands
	Union                 // by line, keeping the lines of both in place of a conflict
	Ours                  // not at all: the owner's stays
)

// String returns the name that blueprints use.
func (s Strategy) String() string {
	return [...]string{Text: "text", Pins: "pins", Union: "union", Ours: "ours"}[s]
}

// ParseStrategy is the inverse of String; ok is false for an unknown name.
func ParseStrategy(s string) (strategy Strategy, ok bool) {
	for strategy := Text; strategy <= Ours; strategy++ {
		if strategy.String() == s {
			return strategy, true
		}
	}
	return Text, false
}

// File is a regular file, an executable one, or a symbolic link.
type File struct {
	Data     []byte      // the content; of a link, its target with slashes
	Mode     fs.FileMode // Regular, Executable or Symlink
	Policy   Policy
	Strategy Strategy // of a rendered file: how it is merged
	Why      string   // what put it there: a layer, a part, or scaffold itself
	Part     string   // the part that it is rendered for, as KIND.NAME; "" for none
	Renew    string   // of a rendered lock file: the command that makes it anew
}

// Tree maps slash-separated paths, relative to the project, to files. Folders exist through their files.
type Tree map[string]File

// Paths returns the paths in byte order.
func (t Tree) Paths() []string { return slices.Sorted(maps.Keys(t)) }

// All iterates in path order.
func (t Tree) All() iter.Seq2[string, File] {
	return func(yield func(string, File) bool) {
		for _, p := range t.Paths() {
			if !yield(p, t[p]) {
				return
			}
		}
	}
}

// Size returns the sum of the contents, in bytes.
func (t Tree) Size() int64 {
	var n int64
	for _, f := range t {
		n += int64(len(f.Data))
	}
	return n
}
