package desk

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/singleflight"

	"precedent/backend/casefile"
	"precedent/backend/document/engine"
	"precedent/backend/document/extract"
	"precedent/backend/store"
)

// Options are what a desk is opened with.
type Options struct {
	Now     func() time.Time // the clock
	Who     string           // the person, until the settings name one
	Zone    string           // IANA zone of this machine; "" when it does not tell
	Program string           // such as "Precedent 1.0"
	Log     *slog.Logger     // never gets customer text
	Engine  *engine.Engine   // makes PDFs; nil = this build has none
	Cache   string           // folder for what can be made again; "" = nowhere

	FreeSpace func(dir string) (uint64, error) // how much the drive of a folder has left; nil = asks the system
}

// Logger is the log, or one that drops everything.
func (o Options) Logger() *slog.Logger {
	if o.Log == nil {
		return slog.New(slog.DiscardHandler)
	}
	return o.Log
}

func (o Options) now() time.Time {
	if o.Now == nil {
		return time.Now()
	}
	return o.Now()
}

// Desk is an open workspace. Its methods may be called from several goroutines at once.
type Desk struct {
	o     Options
	dir   string
	store *store.Store
	life  context.Context // ends with Close, for what runs beside the callers
	stop  context.CancelFunc
	work  sync.WaitGroup

	finding   sync.Mutex             // held by who opens the search
	finds     atomic.Pointer[finder] // nil until something is searched for
	names     nameBook
	building  building
	agenda    agenda
	reading   singleflight.Group // of a case
	gathering singleflight.Group // of a case's facts
	inUse     inUse
	papers    papers
	dateDoubt atomic.Pointer[string] // what is asked about the clock; nil when it is believed

	mu     sync.Mutex
	hear   []func(Changed)
	reader *extract.Extractor // of files; nil until one is read
}

// Changed says that records were saved, by whomever. It carries no text.
type Changed struct {
	Seq   uint64   `json:"seq"`
	IDs   []string `json:"ids"`
	Kinds []string `json:"kinds"`
}

// Open takes a workspace, which it makes in an empty folder, and returns when records can be read. The code is Busy when
// another program has it.
func Open(ctx context.Context, dir string, o Options) (*Desk, error) {
	d := &Desk{o: o, dir: dir}
	s, err := store.Open(ctx, dir, store.Options{Now: o.now, Who: o.Who, Program: o.Program, Log: o.Logger(), FreeSpace: o.FreeSpace})
	if err != nil {
		return nil, err
	}
	d.store = s
	if err := s.WaitReady(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	d.life, d.stop = context.WithCancel(context.Background())
	return d, nil
}

// Close saves what the search has learnt and gives the workspace up.
func (d *Desk) Close() error {
	d.stop()
	d.work.Wait()
	d.finding.Lock()
	f := d.finds.Swap(nil)
	d.finding.Unlock()
	d.mu.Lock()
	reader := d.reader
	d.reader = nil
	d.mu.Unlock()
	var err error
	if f != nil {
		err = f.close()
	}
	if reader != nil {
		err = errors.Join(err, reader.Close())
	}
	return errors.Join(err, d.store.Close())
}

// IsWorkspace says whether a folder holds a workspace.
func IsWorkspace(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "precedent.json"))
	return err == nil
}

// Free gives a fault of the code Busy when a program has the workspace open.
func Free(dir string) error {
	if !IsWorkspace(dir) {
		return nil
	}
	held, _, err := store.LockHeld(dir)
	if err != nil {
		return err
	}
	if held {
		return casefile.Faultf(casefile.Busy, "Another program has this workspace open.")
	}
	return nil
}

// now is the clock's time.
func (d *Desk) now() time.Time { return d.o.now() }

// who is the person at the desk: as the settings say, else as the system does.
func (d *Desk) who() string {
	if r, err := d.store.Settings(); err == nil && r.Text("my_name") != "" {
		return r.Text("my_name")
	}
	return d.o.Who
}

// zone is the person's time zone: as the settings say, else this machine's.
func (d *Desk) zone() string {
	if r, err := d.store.Settings(); err == nil && r.Text("zone") != "" {
		return r.Text("zone")
	}
	return d.o.Zone
}

func (d *Desk) location() *time.Location {
	loc, err := casefile.Location(d.zone())
	if err != nil {
		return time.UTC
	}
	return loc
}

// stamp is the present as a record keeps it.
func (d *Desk) stamp() string { return casefile.At(d.now(), d.zone()).String() }

// OnChange has a function told of every save, from now on, until the desk is closed.
func (d *Desk) OnChange(hear func(Changed)) {
	d.mu.Lock()
	d.hear = append(d.hear, hear)
	first := len(d.hear) == 1
	d.mu.Unlock()
	if first {
		d.work.Go(d.announce)
	}
}

// announceMost bounds how many records one announcement names; beyond that it says only that much changed.
const announceMost = 200

func (d *Desk) announce() {
	seen := d.store.Seq()
	for {
		if _, err := d.store.Wait(d.life, seen); err != nil {
			return
		}
		c := Changed{IDs: []string{}, Kinds: []string{}}
		kinds := map[string]bool{}
		err := d.store.Changed(d.life, seen, func(id string, seq uint64) error {
			c.Seq = max(c.Seq, seq)
			if len(c.IDs) < announceMost {
				c.IDs = append(c.IDs, id)
			}
			if r, err := d.store.Get(id); err == nil && !kinds[string(r.Kind)] {
				kinds[string(r.Kind)] = true
				c.Kinds = append(c.Kinds, string(r.Kind))
			}
			return nil
		})
		if err != nil {
			return
		}
		seen = max(seen, c.Seq, d.store.Seq())
		d.mu.Lock()
		listeners := d.hear
		d.mu.Unlock()
		for _, hear := range listeners {
			hear(c)
		}
	}
}
