// Package blueprint is what a blueprint says: its questions, parts, layers and rules; and resolving answers.
//
// It runs no template: an Evaluator does, which package render provides.
package blueprint

import (
	"io/fs"

	"github.com/seed-d277c37b/scaffold/scaffold/document"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// Manifest is the name of the file that makes a directory a blueprint.
const Manifest = "blueprint.yaml"

// Blueprint is a loaded, valid blueprint. It is read-only once Load has returned it.
type Blueprint struct {
	Label     string // how the person named it ("micro", "./bp"): what errors call its files by
	Name      string
	Version   string // semantic version
	Summary   string
	Scaffold  string // constraint on the engine's version, "" for any
	Questions []Question
	Values    []Value // computed, in the manifest's order
	Parts     []Part  // in the manifest's order
	Layers    []Layer
	Rules     []Rule // later ones win
	Moves     []Move
	Renamed   []Rename
	Next      Text
	Commands  []Command
	Partials  []Source // files under partials/, by path
	Empty     []string // folders in layers that hold nothing: no project gets them
	Digest    string   // "sha256:…" over everything that can influence a render
	Source    []byte   // of the manifest, for snippets

	manifest document.Document // Source by its lines
	files    fs.FS
}

// Text is a piece of the manifest that is, or may be, a template, with the place where it starts.
// A condition (`when`) is a pipeline without braces.
type Text struct {
	Text   string
	Line   int  // in blueprint.yaml, from 1, of the first character of Text
	Column int  // from 1, in characters, of the first character of Text
	Block  bool // a block scalar (| or >): every line of Text is a line of the file, indented by Column-1
}

// Empty reports whether the manifest has no such text.
func (t Text) Empty() bool { return t.Text == "" }

// Kind is what a question's answer can be.
type Kind string

// The kinds. In parentheses the Go type of the answer.
const (
	String Kind = "string"  // (string)
	Bool   Kind = "bool"    // (bool)
	Int    Kind = "int"     // (int)
	One    Kind = "choice"  // one of Choices (string)
	Many   Kind = "choices" // any of Choices, in the manifest's order ([]string)
	Secret Kind = "secret"  // made by the engine or given; only private files see it (string)
	Fields Kind = "fields"  // of a part: its fields, each as package field stores it ([]string)
)

// Question asks for one answer about the project, or about a part.
type Question struct {
	Name     string
	Kind     Kind
	Prompt   string // never empty: made from Name where the manifest has none
	Help     string
	Singular string // of a Many: `scaffold add SINGULAR VALUE`; of a Fields: `scaffold add SINGULAR PART FIELD`
	Choices  []Choice
	Default  *Default // nil: there is none, so it must be answered
	Min, Max *int     // of an Int
	Pattern  string   // RE2, of a String or Secret; matched as written
	Reserved Reserved // values that are refused, of a String; names of fields, of a Fields
	Invalid  string   // what to say where Pattern does not match
	When     Text

	Types, Modifiers []string // of a Fields: what the blueprint supports of package field
	Targets          []string // of a Fields: what fields may refer to beside the parts of the kind, such as accounts.User

	Line   int // where it stands in the manifest
	Column int
}

// Choice is one value of a One or Many.
type Choice struct {
	Value    string
	Label    string // never empty
	Help     string
	When     Text     // offered only then
	Requires []string // other values of the same Many that come with it
	Line     int
	Column   int
}

// Default is a value or a template over earlier answers: Value where it is nil-able to a typed answer at load
// (bool, int, []string, or a string without template), else Template.
type Default struct {
	Value    any // string, bool, int or []string; nil where Template holds
	Template Text
}

// Value is a computed answer.
type Value struct {
	Name string
	Text Text
}

// Part is a kind of thing that a project can have several of, such as apps.
type Part struct {
	Kind      string
	Of        string // the kind that its parts belong to, so that they are named PART.NAME; "" for none
	Prompt    string // never empty
	Help      string
	When      Text // there can be some only then
	Pattern   string
	Invalid   string
	Reserved  Reserved
	Questions []Question
}

// Reserved are names that are refused.
type Reserved struct {
	Names []string
	When  []ReservedWhen // more of them, where a condition holds
}

// ReservedWhen are names that are refused where a condition holds, such as the words of one of several languages.
type ReservedWhen struct {
	Names []string
	When  Text
}

// Layer is a folder of files that is rendered into the project.
type Layer struct {
	Dir    string // in the blueprint
	When   Text
	Delims [2]string // "{{", "}}" where the manifest says nothing
	Part   string    // rendered once per part of that kind; "" for once
	To     Text      // where in the project; empty for its root
	Files  []Source  // below Dir, by path
	Line   int       // where it stands in the manifest; 0 for the default layer files/
	Column int
}

// Source is a file of the blueprint: of a layer, or a partial.
type Source struct {
	Path string      // below the layer's folder, with the ending .tmpl where it has one
	Full string      // below the blueprint
	Mode fs.FileMode // tree.Regular, tree.Executable or tree.Symlink
	Data []byte      // of a symbolic link, its target
}

// Rule sets the policy, mode and condition of files. A nil field leaves that property alone.
type Rule struct {
	Match   string   // doublestar glob over the project's paths
	globs   []string // the same without braces
	Exec    *bool
	Policy  *tree.Policy
	Private *bool
	Merge   *tree.Strategy
	Renew   string // the command that regenerates a lock file
	When    Text   // false: the files that match are left out
	Line    int
	Column  int
}

// Move declares that a file or folder had another path before Since.
type Move struct{ From, To, Since string }

// Rename declares that an answer had another name before Since.
type Rename struct{ From, To, Since string }

// Command is what the blueprint wants to run after writing.
type Command struct {
	On     string // "new" or "update"
	Run    []string
	When   Text
	Line   int
	Column int
}
