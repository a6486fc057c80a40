package casefile

import (
	"errors"
	"fmt"
)

// Code says what kind of thing went wrong. The list is closed: the command line turns codes into exit codes, the page
// into the way on that it offers.
type Code string

const (
	NotFound    Code = "not_found"   // no such record, file or entry
	Invalid     Code = "invalid"     // the input cannot be taken as it is
	Conflict    Code = "conflict"    // somebody changed the same thing meanwhile
	Refused     Code = "refused"     // understood, and not done: a gate, a check, a finding
	Busy        Code = "busy"        // another program, or another job here, holds what is needed
	DiskFull    Code = "disk_full"   // too little free space to promise that a save is kept
	Damaged     Code = "damaged"     // what is on the disk is not what was written
	TooNew      Code = "too_new"     // written by a newer version of this program
	Unavailable Code = "unavailable" // a part that this build or this machine does not have
	Cancelled   Code = "cancelled"   // the person stopped it
	Internal    Code = "internal"    // a mistake of ours
)

// Fault is the one error type that reaches a person: a code for the program and a sentence that says what happened and
// what to do next. What caused it is wrapped and goes to the log only; Says never contains customer text of others.
type Fault struct {
	Code  Code
	Says  string
	cause error
}

func (f *Fault) Error() string {
	if f.cause == nil {
		return f.Says
	}
	return f.Says + " (" + f.cause.Error() + ")"
}

func (f *Fault) Unwrap() error { return f.cause }

// Is makes errors.Is(err, ErrNotFound) true for every fault with the same code.
func (f *Fault) Is(target error) bool {
	t, ok := target.(*Fault)
	return ok && t.Says == "" && t.Code == f.Code
}

// ErrNotFound is what errors.Is finds in every fault of the code NotFound.
var ErrNotFound error = &Fault{Code: NotFound}

// Faultf makes a fault with a sentence and no cause; Wrap gives a cause its sentence.
func Faultf(code Code, format string, args ...any) *Fault {
	return &Fault{Code: code, Says: fmt.Sprintf(format, args...)}
}

// Wrap gives a cause its sentence.
func Wrap(code Code, cause error, says string) *Fault {
	return &Fault{Code: code, Says: says, cause: cause}
}

// CodeOf is the code of an error; Internal when it is none of ours, and "" for nil.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	var f *Fault
	if errors.As(err, &f) {
		return f.Code
	}
	return Internal
}

// Sentence is what a person is told of an error.
func Sentence(err error) string {
	var f *Fault
	if errors.As(err, &f) && f.Says != "" {
		return f.Says
	}
	return "Something went wrong inside Precedent. Nothing that was saved is lost; try again."
}
