package exchange

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	_ "embed" // the readme
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"io"
	"iter"

	"precedent/backend/casefile"
)

// Source is what Write exports. It must not change while it is read: a snapshot.
type Source interface {
	// Workspace gives the ID, the name, the program and the time of the export; Write adds the rest.
	Workspace() Workspace
	// Records are all records of one kind, those in the bin too.
	Records(ctx context.Context, kind casefile.Kind) iter.Seq2[casefile.Record, error]
	// Case is a record with everything below it.
	Case(ctx context.Context, id string) (casefile.Case, error)
	// History are all entries, in their order.
	History(ctx context.Context) iter.Seq2[HistoryEntry, error]
	// Attachments are the SHA-256 of all files that are kept, each once, and Open reads one.
	Attachments(ctx context.Context) iter.Seq2[string, error]
	Open(sha256 string) (io.ReadCloser, error)
}

// Write exports a workspace as open files: into a zip when the path ends in .zip, else into a folder. It writes beside the
// target and renames at the end. A target that exists and is not an empty folder is refused; so nothing is ever replaced.
func Write(ctx context.Context, path string, source Source, progress func(Progress)) (Counts, error) {
	target, err := newTarget(path)
	if err != nil {
		return Counts{}, err
	}
	w := &writer{ctx: ctx, source: source, target: target, progress: progress, labels: map[string]string{}}
	w.counts.Records = map[casefile.Kind]int{}
	err = w.everything()
	if err == nil {
		err = target.finish()
	}
	if err != nil {
		target.abort()
		return w.counts, writeFault(err)
	}
	w.tell(true)
	return w.counts, nil
}

type writer struct {
	ctx      context.Context
	source   Source
	target   target
	progress func(Progress)
	at       Progress
	told     int64
	counts   Counts
	labels   map[string]string // ID → what a person calls the record: a name, or a key
	sums     bytes.Buffer
}

func (w *writer) everything() error {
	steps := []func() error{w.attachments, w.records, w.history, w.index, w.tables, w.cases, w.readme, w.manifest}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return w.target.file(sumsName, keptAsIs, func(out io.Writer) error {
		_, err := out.Write(w.sums.Bytes())
		return err
	})
}

// file writes one file and notes its hash.
func (w *writer) file(name string, how how, content func(io.Writer) error) error {
	if err := w.ctx.Err(); err != nil {
		return err
	}
	w.at.What = name
	sum := sha256.New()
	err := w.target.file(name, how, func(out io.Writer) error {
		buffered := bufio.NewWriterSize(io.MultiWriter(out, tally{sum, w}), 256<<10)
		if err := content(buffered); err != nil {
			return err
		}
		return buffered.Flush()
	})
	if err == nil && how != readable {
		fmt.Fprintf(&w.sums, "%s  %s\n", hex.EncodeToString(sum.Sum(nil)), name)
	}
	return err
}

// tally hashes and counts what is written.
type tally struct {
	hash.Hash
	w *writer
}

func (t tally) Write(p []byte) (int, error) {
	t.w.at.Bytes += int64(len(p))
	t.w.tell(false)
	return t.Hash.Write(p)
}

func (w *writer) tell(always bool) {
	const step = 1 << 20
	if w.progress == nil || (!always && w.at.Bytes-w.told < step) {
		return
	}
	w.told = w.at.Bytes
	w.at.Taken, w.at.Kinds = 0, w.counts.Records
	for _, n := range w.counts.Records {
		w.at.Taken += n
	}
	w.progress(w.at)
}

func (w *writer) attachments() error {
	for sum, err := range w.source.Attachments(w.ctx) {
		if err != nil {
			return err
		}
		if !isSHA256(sum) {
			return casefile.Faultf(casefile.Internal, "An attachment has no valid hash. Run precedent verify.")
		}
		if err := w.file(filesDir+"/"+sum, packedAlready, func(out io.Writer) error { return w.attachment(out, sum) }); err != nil {
			return err
		}
		w.counts.Attachments++
	}
	return nil
}

func (w *writer) attachment(out io.Writer, sum string) error {
	in, err := w.source.Open(sum)
	if err != nil {
		return err
	}
	defer in.Close()
	_, err = io.Copy(out, verified(in, sum, "The attachment "+sum[:12]+"…"))
	return err
}

func (w *writer) records() error {
	return w.file(recordsName, keptAsIs, func(out io.Writer) error {
		for _, kind := range exportOrder() {
			for r, err := range w.source.Records(w.ctx, kind) {
				if err != nil {
					return err
				}
				line, err := recordLine(r)
				if err != nil {
					return casefile.Wrap(casefile.Internal, err, "A record could not be written. Run precedent verify.")
				}
				if _, err := out.Write(append(line, '\n')); err != nil {
					return err
				}
				w.counts.Records[kind]++
				w.label(r)
			}
		}
		return w.ctx.Err()
	})
}

// exportOrder is every kind, with those first that others name.
func exportOrder() []casefile.Kind {
	var out []casefile.Kind
	for rank := range lastRank + 1 {
		for _, k := range casefile.Kinds() {
			if rankOf(k) == rank {
				out = append(out, k)
			}
		}
	}
	return out
}

// label remembers what a record is called, for those that name it.
func (w *writer) label(r casefile.Record) {
	switch {
	case r.Kind == casefile.KindCustomer, r.Kind == casefile.KindPerson:
		w.labels[r.ID] = r.Title()
	case r.Key() != "":
		w.labels[r.ID] = r.Key()
	}
}

// called is the label of a record, else its ID.
func (w *writer) called(id string) string {
	if l := w.labels[id]; l != "" {
		return l
	}
	return id
}

func (w *writer) history() error {
	return w.file(historyName, keptAsIs, func(out io.Writer) error {
		for e, err := range w.source.History(w.ctx) {
			if err != nil {
				return err
			}
			if e.Changes == nil {
				e.Changes = []HistoryChange{}
			}
			line, err := casefile.Encode(e)
			if err != nil {
				return casefile.Wrap(casefile.Internal, err, "An entry of the history could not be written. Run precedent verify.")
			}
			if _, err := out.Write(append(line, '\n')); err != nil {
				return err
			}
			w.counts.Entries++
		}
		return w.ctx.Err()
	})
}

func (w *writer) manifest() error {
	ws := w.source.Workspace()
	ws.Format, ws.Version, ws.Counts = exportFormat, exportVersion, w.counts
	b, err := json.MarshalIndent(ws, "", "  ")
	if err != nil {
		return err
	}
	return w.file(manifestName, keptAsIs, func(out io.Writer) error {
		_, err := out.Write(append(b, '\n'))
		return err
	})
}

//go:embed export_readme.md
var exportReadme string

func (w *writer) readme() error {
	return w.file(readmeName, readable, func(out io.Writer) error {
		_, err := io.WriteString(out, exportReadme)
		return err
	})
}
