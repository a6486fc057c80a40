package exchange

import (
	"errors"
	"fmt"
	"io"

	"precedent/backend/casefile"
)

// Incoming is one record as another program knows it, checked against the schema of its kind.
type Incoming struct {
	Where    string        // file:line, for whoever looks for it
	Kind     casefile.Kind //
	ID       string        // our own ID: only from an export of ours, which also brings the fields that the program keeps
	Source   string        // the other system
	SourceID string        // what it calls the record; never empty
	ParentID string        // what it calls the parent; for items always there

	// Fields are the values by their JSON names. nil says that the source knows the field and that it is empty.
	Fields map[string]any
	// Names are the fields that name a customer or a person: by name, alias or ID. The caller matches them or makes one.
	Names map[string]string
	// Refs are the fields that name another record: by its ID in the source, its key, or its ID here.
	Refs map[string]string
	// Files are the files that belong to the record.
	Files []FileRef
}

// FileRef is a file that comes with a record. Open works until the record is taken.
type FileRef struct {
	Where    string // where the record names it
	Name     string // a file name without folders
	SourceID string // the same at each import of the same file
	Caption  string
	Size     int64
	Open     func() (io.ReadCloser, error)
}

// Refusal is something that was not taken: where it stands and one sentence why.
type Refusal struct {
	Where string
	Says  string
}

// Summary counts what became of an input.
type Summary struct {
	Taken     int                   // records that changed something
	Unchanged int                   // records that are here already as they are there
	Refused   int                   // records and files with a reason in the report
	Skipped   int                   // files of a folder that are no records and that no record names
	Kinds     map[casefile.Kind]int // of the records taken
	Bytes     int64                 // read of the input, once
}

// Progress says how far a long job is.
type Progress struct {
	What  string // the file at hand
	Pass  int    // 1, 2 …: see the package's doc for why a file is read more than once
	Bytes int64  // read in this pass
	Total int64  // to read in a pass; 0 while it is not known
	Summary
}

// Limits bound what an input may ask for. A zero takes the usual value.
type Limits struct {
	Line        int   // bytes of a line or a row: 64 MB
	Depth       int   // values inside values, folders inside folders: 64
	Files       int   // files of a folder or an archive: 1,000,000
	File        int64 // bytes of an attached file: 100 MB
	FrontMatter int   // bytes of the head of a Markdown file: 256 KB
	Columns     int   // of a table: 2,000
	Unpacked    int64 // bytes of an archive when unpacked: 256 GB
	Ratio       int64 // bytes out for a byte in, of a file in an archive: 200
}

func (l Limits) orUsual() Limits {
	set := func(v *int, usual int) {
		if *v <= 0 {
			*v = usual
		}
	}
	set64 := func(v *int64, usual int64) {
		if *v <= 0 {
			*v = usual
		}
	}
	set(&l.Line, 64<<20)
	set(&l.Depth, 64)
	set(&l.Files, 1_000_000)
	set64(&l.File, 100<<20)
	set(&l.FrontMatter, 256<<10)
	set(&l.Columns, 2000)
	set64(&l.Unpacked, 256<<30)
	set64(&l.Ratio, 200)
	return l
}

// ErrUnchanged is what a taker returns for a record that is here already as it is there.
var ErrUnchanged = errors.New("exchange: unchanged")

type declined struct{ says string }

func (d declined) Error() string { return d.says }

// Decline is what a taker returns to refuse one record, with the sentence for the report, and to go on with the next. Any
// other error ends the import.
func Decline(format string, args ...any) error { return declined{fmt.Sprintf(format, args...)} }

// refused is a reason inside this package; it becomes the Says of a Refusal.
type refused string

func (r refused) Error() string { return string(r) }

func refusef(format string, args ...any) error { return refused(fmt.Sprintf(format, args...)) }

// clip keeps a piece of somebody's input short enough for a sentence.
func clip(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
