package blueprint

// Ended is the error of an Evaluator that evaluates nothing more: its context has ended, or its texts have
// used up what all of them may take together.
type Ended struct{ Err error }

// Error returns the reason.
func (e *Ended) Error() string { return e.Err.Error() }

// Unwrap returns the reason.
func (e *Ended) Unwrap() error { return e.Err }
