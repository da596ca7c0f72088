package blueprint

import (
	"io"
	"strings"
	"unicode"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// Input is what is known before the questions of a blueprint are answered. Flags win over the file, the file over
// what is locked, that over prompts, prompts over the person's defaults, and those over the blueprint's.
type Input struct {
	Name  string // of the project, checked with CheckName
	Year  int
	Flags []Given
	Parts []GivenPart  // by flags; where there are some of a kind, those of the file are not taken
	File  *AnswersFile // nil: none

	// Defaults are the person's own for every blueprint: a text may be a template, as a blueprint's default may. What this
	// blueprint does not ask for is meant for another one; what it does not allow is said, and not taken. Nil: none.
	Defaults *AnswersFile

	// Locked is what an earlier Resolve gave, as a lock remembers it: its Asked answers, and its parts, all of which
	// stay. Names that changed are followed (`renamed`), and what is no longer asked is dropped. Nil: a new project.
	Locked *Answers

	// Ask asks a person, offering only the choices that are offered; proposal has the type that Parse returns, or is nil.
	// Question.Check judges an answer as it is typed. An error of it ends Resolve and is returned as it is.
	// Nil: nothing is asked, and what has no default must be given.
	Ask func(q Question, proposal any) (any, error)

	// AskParts asks for the names of the parts of a kind of a new project; Part.CheckName judges one.
	AskParts func(p Part) ([]string, error)

	// Random makes secrets; nil is crypto/rand.
	Random io.Reader
}

// Given is an answer that somebody gave, before it is checked.
type Given struct {
	Key   string // the name of a question; KIND.NAME.QUESTION for one part only
	Value any    // as Question.Parse takes it
	Place Place
	Items []Place // of the texts of a list, where they are known
}

// GivenPart is a part that somebody asked for.
type GivenPart struct {
	Kind, Name string
	Place      Place
}

// Place is where somebody gave an answer: a line of a file, or a flag, which stands in File as it was typed.
type Place struct {
	File         string
	Line, Column int
	Source       string // the text of the line
}

// FlagAnswer is an answer on the command line. flag is what the person typed, such as "--set port=9000".
func FlagAnswer(flag, key, value string) Given {
	return Given{Key: key, Value: value, Place: Place{File: flag}}
}

// Assignment is an answer on the command line as KEY=VALUE, after a flag or verb such as "--set". The error is a
// problem.Problem, which repeats only what could be the key: the rest may be a secret.
func Assignment(flag, text string) (Given, error) {
	key, value, found := strings.Cut(text, "=")
	if found && key != "" {
		return FlagAnswer(flag+" "+text, key, value), nil
	}
	if end := strings.IndexFunc(text, func(r rune) bool { return !strings.ContainsRune("_.-", r) && !unicode.IsLetter(r) }); end >= 0 {
		text = text[:end] + "..."
	}
	return Given{}, problem.Problem{File: flag + " " + text, Message: "expected KEY=VALUE", Hints: []string{"such as: " + flag + " database=postgres"}}
}

// FlagPart is a part on the command line. flag is what the person typed, such as "--app blog,shop".
func FlagPart(flag, kind, name string) GivenPart {
	return GivenPart{Kind: kind, Name: name, Place: Place{File: flag}}
}

// problem returns a problem at the place.
func (p Place) problem(message string, hints ...string) problem.Problem {
	return problem.Problem{
		File: p.File, Line: p.Line, Column: p.Column, Source: p.Source, Message: message, Hints: hints,
	}.Clipped()
}
