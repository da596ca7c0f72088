package project

import "errors"

// Kind is the kind of an Error. Package cli maps it to an exit code.
type Kind uint8

// The kinds of failure. An error that is not an Error is a Failed one.
const (
	Failed     Kind = iota // something failed, and nothing was changed
	Invalid                // the arguments, the answers or the blueprint are wrong
	Untrusted              // the blueprint wants to run commands
	Unresolved             // conflicts are waiting to be resolved
)

// Error is a failure of a known kind. Err is a problem.Problem, a problem.List, or any other error.
type Error struct {
	Kind Kind
	Err  error
	Hint string // what to do, beside the hints of Err
}

func (e *Error) Error() string { return e.Err.Error() }
func (e *Error) Unwrap() error { return e.Err }

// ErrDeclined is returned by New when the person said no to the last question.
var ErrDeclined = errors.New("declined")

// invalid marks an error as Invalid. A nil error stays nil.
func invalid(err error) error {
	if err == nil {
		return nil
	}
	return &Error{Kind: Invalid, Err: err}
}
