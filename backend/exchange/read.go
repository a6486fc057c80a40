package exchange

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"strings"

	"precedent/backend/casefile"
)

// Options say what to read and how.
type Options struct {
	Paths   []string      // files and folders
	Format  Format        // "" = Detect each path
	Source  string        // for records that name none; "" = the name of the file or folder
	Kind    casefile.Kind // for files and rows that name none; "" = escalation
	Zone    string        // IANA zone of times without one; "" = such times are refused
	Mapping *CSVMapping   // of tables; nil = as GuessCSV guesses
	Limits  Limits
	// Progress is called now and then, and once at the end.
	Progress func(Progress)
}

// Read gives each record of the input to take, and each reason why something was not taken to refuse. See the package's
// doc for the order. It returns a fault when the input cannot be read at all, when take ends it, or when ctx is done; the
// summary is right in any case.
func Read(ctx context.Context, o Options, take func(Incoming) error, refuse func(Refusal)) (Summary, error) {
	o.Limits = o.Limits.orUsual()
	if o.Kind == "" {
		o.Kind = casefile.KindEscalation
	}
	if o.Zone != "" {
		if _, err := casefile.Location(o.Zone); err != nil {
			return Summary{}, err
		}
	}
	run := &reading{ctx: ctx, take: take, refuse: refuse, progress: o.Progress, sum: Summary{Kinds: map[casefile.Kind]int{}}}
	inputs, err := o.inputs(ctx)
	defer closeAll(inputs)
	if err != nil {
		return run.sum, err
	}
	err = run.all(inputs)
	run.tell(true)
	return run.sum, ended(err)
}

// input is one path, ready to be read as often as needed.
type input interface {
	size() int64
	each(run *reading) error
	io.Closer
}

func closeAll(inputs []input) {
	for _, in := range inputs {
		in.Close()
	}
}

// inputs looks at every path before the first record is taken, so that a wrong one changes nothing.
func (o Options) inputs(ctx context.Context) ([]input, error) {
	if len(o.Paths) == 0 {
		return nil, casefile.Faultf(casefile.Invalid, "Name a file or a folder to import.")
	}
	var all []input
	for _, path := range o.Paths {
		format := o.Format
		found, err := Detect(path)
		if err != nil && (format == "" || casefile.CodeOf(err) != casefile.Invalid) {
			return all, err
		}
		if format == "" {
			format = found
		}
		in, err := o.input(ctx, path, format)
		if err != nil {
			return all, err
		}
		all = append(all, in)
	}
	return all, nil
}

func (o Options) input(ctx context.Context, path string, format Format) (input, error) {
	s := shaper{source: o.Source, zone: o.Zone}
	if s.source == "" {
		s.source = filepath.Base(filepath.Clean(path))
	}
	switch format {
	case FormatPrecedent:
		return openFiles(path, []string{".jsonl", ".ndjson"}, precedentFile{shaper: s, limits: o.Limits})
	case FormatMarkdown:
		s.kind, s.typed = o.Kind, true
		return openMarkdown(path, s, o.Limits)
	case FormatCSV:
		s.kind, s.typed = o.Kind, true
		return openFiles(path, []string{".csv", ".tsv"}, csvFile{shaper: s, limits: o.Limits, mapping: o.Mapping})
	case FormatExport:
		return openExportInput(ctx, path, o.Limits)
	}
	return nil, casefile.Faultf(casefile.Invalid, "%q is not a format. Use precedent, markdown, csv or export.", clip(string(format)))
}

// reading is one run of Read.
type reading struct {
	ctx      context.Context
	take     func(Incoming) error
	refuse   func(Refusal)
	progress func(Progress)
	sum      Summary
	rank     int
	pass     int
	seen     [lastRank + 1]bool
	at       Progress
	told     int64 // bytes and records at the last telling
}

const lastRank = 4

// rankOf orders kinds so that what a record names comes before it.
func rankOf(k casefile.Kind) int {
	switch {
	case k.IsItem():
		return lastRank
	case k == casefile.KindEmergency:
		return 1
	case k == casefile.KindReview, k == casefile.KindCall, k == casefile.KindBrief:
		return 2
	case k == casefile.KindDocument, k == casefile.KindAttachment:
		return 3
	}
	return 0
}

func (run *reading) all(inputs []input) error {
	for _, in := range inputs {
		run.at.Total += in.size()
	}
	for run.rank = 0; run.rank <= lastRank; run.rank++ {
		if run.rank > 0 && !run.seen[run.rank] {
			continue
		}
		run.pass++
		run.at.Pass, run.at.Bytes, run.told = run.pass, 0, 0
		for _, in := range inputs {
			if err := in.each(run); err != nil {
				return err
			}
		}
		if run.pass == 1 {
			run.sum.Bytes = run.at.Bytes
		}
	}
	return nil
}

// record hands a record on, or reports why its line is none.
func (run *reading) record(where string, in Incoming, err error) error {
	var no refused
	if errors.As(err, &no) {
		run.wrong(Refusal{where, string(no)})
		return nil
	}
	if err != nil {
		return err
	}
	return run.emit(in)
}

// emit hands a record on when its turn has come.
func (run *reading) emit(in Incoming) error {
	if err := run.ctx.Err(); err != nil {
		return err
	}
	rank := rankOf(in.Kind)
	run.seen[rank] = true
	if rank != run.rank {
		return nil
	}
	err := run.take(in)
	var no declined
	switch {
	case err == nil:
		run.sum.Taken++
		run.sum.Kinds[in.Kind]++
	case errors.Is(err, ErrUnchanged):
		run.sum.Unchanged++
	case errors.As(err, &no):
		run.sum.Refused++
		run.refuse(Refusal{in.Where, no.says})
	default:
		return takers{err}
	}
	run.tell(false)
	return nil
}

// wrong reports what the input itself gets wrong: once, though it may be read again.
func (run *reading) wrong(r Refusal) {
	if run.pass == 1 {
		run.sum.Refused++
		run.refuse(r)
	}
}

func (run *reading) skipped(n int) {
	if run.pass == 1 {
		run.sum.Skipped += n
	}
}

// tell reports progress each megabyte or 256 records.
func (run *reading) tell(always bool) {
	done := run.at.Bytes>>12 + int64(run.sum.Taken+run.sum.Unchanged+run.sum.Refused)
	if run.progress == nil || (!always && done-run.told < 256) {
		return
	}
	run.told = done
	run.at.Summary = run.sum
	run.progress(run.at)
}

// counted counts the bytes that are read of a file, and stops when the run is cancelled.
type counted struct {
	r   io.Reader
	run *reading
}

func (c counted) Read(p []byte) (int, error) {
	if err := c.run.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := c.r.Read(p)
	c.run.at.Bytes += int64(n)
	return n, err
}

func (run *reading) count(what string, r io.Reader) io.Reader {
	run.at.What = what
	return counted{r, run}
}

// takers is an error of whoever takes the records: it is handed back as it is.
type takers struct{ err error }

func (t takers) Error() string { return t.err.Error() }

func takersOr(err error) error {
	if err == nil {
		return nil
	}
	return takers{err}
}

// ended gives the reason why a run ended its sentence.
func ended(err error) error {
	var fault *casefile.Fault
	var theirs takers
	switch {
	case err == nil:
		return nil
	case errors.As(err, &theirs):
		return theirs.err
	case errors.As(err, &fault):
		return err
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return casefile.Wrap(casefile.Cancelled, err, "Stopped. What was taken until then stays; importing the same again goes on from there.")
	}
	return casefile.Wrap(casefile.Invalid, err, "The input could not be read to its end. What was taken until then stays; check the disk that it lies on and import it again.")
}

func hasSuffix(name string, suffixes []string) bool {
	lower := strings.ToLower(name)
	for _, s := range suffixes {
		if strings.HasSuffix(lower, s) {
			return true
		}
	}
	return false
}
