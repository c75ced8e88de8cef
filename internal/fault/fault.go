package fault

import (
	"errors"
	"fmt"
	"time"
)

// Kind says what sort of failure an error is. Package web maps each kind to one HTTP status.
type Kind string

// The kinds of failure, from the caller's mistake to ours.
const (
	Invalid         Kind = "invalid"         // the input breaks a rule; Fields say where
	Unauthenticated Kind = "unauthenticated" // nobody is signed in, or the sign-in failed
	Forbidden       Kind = "forbidden"       // signed in, but may not do this
	NotFound        Kind = "not_found"       // it does not exist, or the caller may not know that it does
	Conflict        Kind = "conflict"        // the state of things does not allow it now
	TooLarge        Kind = "too_large"       // the input is over its bound
	SlowDown        Kind = "slow_down"       // too many tries; RetryAfter says when to come back
	Unavailable     Kind = "unavailable"     // a part we need does not answer; the caller may retry
	Internal        Kind = "internal"        // our mistake
)

// Text is a message in both languages of the interface. It is shown to people, so it says what
// to do and never repeats what they typed.
type Text struct{ VI, EN string }

// In returns the text in the given language ("en" or anything else for Vietnamese).
func (t Text) In(locale string) string {
	if locale == "en" && t.EN != "" {
		return t.EN
	}
	return t.VI
}

// Counted writes a number with its English noun: "1 day", "2 days". Vietnamese has one form.
func Counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// Field is one fault of one input field. Path names it as the caller wrote it ("body.username").
type Field struct {
	Path string
	Code string
	Text Text
}

// Error is a failure as the platform tells it: safe text outside, cause inside.
type Error struct {
	Kind       Kind
	Code       string
	Text       Text
	Fields     []Field
	RetryAfter time.Duration
	cause      error
}

// New returns a fault without a cause.
func New(kind Kind, code string, text Text) *Error {
	return &Error{Kind: kind, Code: code, Text: text}
}

// Error describes the fault for logs; people are shown Text instead.
func (e *Error) Error() string {
	if e.cause == nil {
		return e.Code
	}
	return fmt.Sprintf("%s: %v", e.Code, e.cause)
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.cause }

// Is reports whether target is a fault with the same code, so that errors.Is works on copies.
func (e *Error) Is(target error) bool {
	other, ok := target.(*Error)
	return ok && other.Code == e.Code
}

// Because returns a copy of the fault that carries its cause.
func (e *Error) Because(cause error) *Error {
	c := *e
	c.cause = cause
	return &c
}

// After returns a copy of the fault that says when to try again.
func (e *Error) After(wait time.Duration) *Error {
	c := *e
	c.RetryAfter = wait
	return &c
}

// At returns a copy of the fault with one more field fault.
func (e *Error) At(path, code string, text Text) *Error {
	c := *e
	c.Fields = append(append([]Field{}, e.Fields...), Field{Path: path, Code: code, Text: text})
	return &c
}

// From returns err as a fault: itself when it is one, an internal fault around it otherwise.
func From(err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return ErrInternal.Because(err)
}

// KindOf returns the kind of err; errors that are not faults are Internal.
func KindOf(err error) Kind { return From(err).Kind }
