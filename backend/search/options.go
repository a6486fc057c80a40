package search

import (
	"log/slog"
	"time"

	"precedent/backend/casefile"
)

// Options are what an index must know of the rest of the program. Every member may be left out; functions are called from
// several goroutines at once.
type Options struct {
	// Names gives the name of a record that others refer to, a customer or a person, and after it the other names it goes
	// by. They are indexed with the cases that refer to it: who renames a record puts those cases again.
	Names func(id string) []string
	// Marks gives words for has: that the case alone does not tell, such as rca for a case that a document of that type
	// belongs to.
	Marks func(c casefile.Case) []string
	// Changed says when a case was last changed. Without it the latest time in the case is taken.
	Changed func(c casefile.Case) time.Time
	Now     func() time.Time
	Log     *slog.Logger // counts, durations and causes; never a text, a query or a title
}

func (o Options) names(id string) []string {
	if o.Names == nil || id == "" {
		return nil
	}
	return o.Names(id)
}

func (o Options) now() time.Time {
	if o.Now == nil {
		return time.Now()
	}
	return o.Now()
}

func (o Options) log() *slog.Logger {
	if o.Log == nil {
		return slog.New(slog.DiscardHandler)
	}
	return o.Log
}
