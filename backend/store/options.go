package store

import (
	"log/slog"
	"time"

	"precedent/backend/journal"
)

// Options are what a store is opened with. The zero Options are good for a program.
type Options struct {
	Now       func() time.Time                 // the clock; nil = the system's
	Who       string                           // the person, for actions that name none
	Program   string                           // such as "Precedent 1.0": what an older program tells people to install
	Log       *slog.Logger                     // nil = nowhere; it never gets text of records
	Reserve   uint64                           // bytes of free space below which nothing is saved; 0 = 64 MB and a tenth of Badger's size
	FreeSpace func(dir string) (uint64, error) // nil = asks the system
	RotateAt  int64                            // size of a journal file; 0 = the journal's
	Progress  func(done, total uint64)         // told while Badger is built from the journal, from another goroutine
	Disk      journal.Disk                     // what the journal writes with; nil = the system's; tests put failing ones here
	SpaceWait time.Duration                    // how often a start on a full disk looks again; 0 = 2 s
}

// leastReserve is the free space that Badger needs to go on: what it writes in the background waits for space below it.
const leastReserve = 64 << 20

// closingNeeds is what Badger writes at most when it is closed: its tables in memory, and what it was compacting.
const closingNeeds = 48 << 20

func (o Options) withDefaults() Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Program == "" {
		o.Program = "Precedent"
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.FreeSpace == nil {
		o.FreeSpace = freeSpace
	}
	if o.SpaceWait <= 0 {
		o.SpaceWait = 2 * time.Second
	}
	return o
}
