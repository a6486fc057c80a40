package exchange

import (
	"archive/zip"
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"

	"precedent/backend/casefile"
)

// ExportTaker takes an export back, in the order of its fields. A nil function passes its part over. An error ends it.
type ExportTaker struct {
	Workspace  func(Workspace) error
	Attachment func(sha256 string, size int64, content io.Reader) error // a Read fails at the end when the content is not what it was
	Entry      func(HistoryEntry) error
	Record     func(casefile.Record) error
	Progress   func(Progress)
}

// ReadExport gives everything of an export back: the files, the history by which a workspace can be built again, and the
// records as they were, to compare with. Before the first is given it checks the hashes of records and history. The codes of
// its faults: Damaged when a file is not what was exported, TooNew, and those of Detect.
func ReadExport(ctx context.Context, path string, take ExportTaker) (Counts, error) {
	x, err := openExport(ctx, path, Limits{}.orUsual())
	if err != nil {
		return Counts{}, ended(err)
	}
	defer x.Close()
	b := &bringing{x: x, ctx: ctx, take: take}
	b.got.Records = map[casefile.Kind]int{}
	err = b.everything()
	if take.Progress != nil {
		take.Progress(b.at)
	}
	return b.got, ended(err)
}

// bringing is one run of ReadExport.
type bringing struct {
	x    *export
	ctx  context.Context
	take ExportTaker
	got  Counts
	at   Progress
}

func (b *bringing) everything() error {
	if b.take.Workspace != nil {
		if err := b.take.Workspace(b.x.workspace); err != nil {
			return takers{err}
		}
	}
	if b.take.Attachment != nil {
		for _, name := range slices.Sorted(maps.Keys(b.x.sums)) {
			if !strings.HasPrefix(name, filesDir+"/") {
				continue
			}
			if err := b.attachment(name, b.x.sums[name]); err != nil {
				return err
			}
		}
	}
	if err := b.lines(historyName, b.take.Entry != nil, b.entry); err != nil {
		return err
	}
	return b.lines(recordsName, b.take.Record != nil, b.record)
}

func (b *bringing) attachment(name, sum string) error {
	if err := b.ctx.Err(); err != nil {
		return err
	}
	f, err := b.x.fsys.Open(name)
	if err != nil {
		return damaged(err, name, "is missing")
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	b.got.Attachments++
	b.tell(name, info.Size())
	return takersOr(b.take.Attachment(sum, info.Size(), verified(f, sum, "The attachment "+sum[:12]+"… of the export")))
}

func (b *bringing) tell(what string, bytes int64) {
	b.at.What, b.at.Total = what, b.x.total
	b.at.Bytes += bytes
	if b.take.Progress != nil {
		b.take.Progress(b.at)
	}
}

// lines gives each line of a file to do.
func (b *bringing) lines(name string, wanted bool, do func(line []byte) error) error {
	if !wanted {
		return nil
	}
	f, err := b.x.fsys.Open(name)
	if err != nil {
		return damaged(err, name, "is missing")
	}
	defer f.Close()
	var bad error
	lines, told := newLineReader(f, b.x.limits.Line), 0
	err = eachLine(lines, name, func(r Refusal) { bad = damaged(errors.New(r.Says), r.Where, "cannot be read") }, func(where string, line []byte) error {
		if err := errors.Join(b.ctx.Err(), bad); err != nil {
			return err
		}
		if told += len(line); told > 1<<20 {
			b.tell(name, int64(told))
			told = 0
		}
		err := do(line)
		var no refused
		if errors.As(err, &no) {
			return damaged(err, where, "cannot be read")
		}
		return err
	})
	b.tell(name, int64(told))
	return errors.Join(err, bad)
}

func (b *bringing) entry(line []byte) error {
	var e HistoryEntry
	if nesting(line) > b.x.limits.Depth {
		return refusef("too deep")
	}
	if err := json.Unmarshal(line, &e); err != nil {
		return refused(err.Error())
	}
	b.got.Entries++
	return takersOr(b.take.Entry(e))
}

func (b *bringing) record(line []byte) error {
	r, err := readRecordLine(line, b.x.limits.Depth)
	if err != nil {
		return err
	}
	b.got.Records[r.Kind]++
	b.at.Taken++
	return takersOr(b.take.Record(r))
}

// export is an export that was opened and whose hashes were checked.
type export struct {
	path      string
	fsys      fs.FS
	closer    io.Closer
	limits    Limits
	workspace Workspace
	sums      map[string]string // name → SHA-256
	total     int64
}

func (x *export) Close() error { return x.closer.Close() }

func openExport(ctx context.Context, path string, limits Limits) (*export, error) {
	format, err := Detect(path)
	if err != nil {
		return nil, err
	}
	if format != FormatExport {
		return nil, casefile.Faultf(casefile.Invalid, "%s is no export of Precedent.", quoted(path))
	}
	x := &export{path: path, limits: limits}
	if err := x.open(); err != nil {
		return nil, err
	}
	if err := x.check(ctx); err != nil {
		x.Close()
		return nil, err
	}
	return x, nil
}

func (x *export) open() error {
	info, err := os.Stat(x.path)
	if err != nil {
		return pathFault(x.path, err)
	}
	if info.IsDir() {
		root, err := os.OpenRoot(x.path)
		if err != nil {
			return pathFault(x.path, err)
		}
		x.fsys, x.closer = root.FS(), root
		return nil
	}
	z, err := zip.OpenReader(x.path)
	if err != nil {
		return casefile.Wrap(casefile.Damaged, err, "The archive "+quoted(x.path)+" is damaged or cut short. Make the export again.")
	}
	if err := boundArchive(z.File, x.limits); err != nil {
		z.Close()
		return err
	}
	x.fsys, x.closer = &z.Reader, z
	return nil
}

// boundArchive refuses an archive that would unpack to more than its size can mean. The reader of the archive holds each
// file to the size that is declared here. Names cannot lead out of it: only names that we know are opened.
func boundArchive(files []*zip.File, limits Limits) error {
	const small = 64 << 20 // bytes: below, no ratio does harm
	var total uint64
	if len(files) > limits.Files {
		return casefile.Faultf(casefile.Refused, "The archive holds more than %d files. Unpack it and import the folder.", limits.Files)
	}
	for _, f := range files {
		total += f.UncompressedSize64
		if f.UncompressedSize64 > small && f.UncompressedSize64/uint64(limits.Ratio) > f.CompressedSize64 {
			return casefile.Faultf(casefile.Refused, "A file of the archive would unpack to more than %d times its size. It is not what Precedent wrote, and was not opened.", limits.Ratio)
		}
		if total > uint64(limits.Unpacked) {
			return casefile.Faultf(casefile.Refused, "The archive would unpack to more than %d GB.", limits.Unpacked>>30)
		}
	}
	return nil
}

// check reads what the export says of itself, and compares.
func (x *export) check(ctx context.Context) error {
	if err := x.readManifest(); err != nil {
		return err
	}
	if err := x.readSums(); err != nil {
		return err
	}
	for _, name := range []string{manifestName, recordsName, historyName} {
		if err := x.compare(ctx, name); err != nil {
			return err
		}
	}
	return nil
}

func (x *export) readManifest() error {
	f, err := x.fsys.Open(manifestName)
	if err != nil {
		return damaged(err, manifestName, "is missing")
	}
	defer f.Close()
	const most = 1 << 20
	if err := json.NewDecoder(io.LimitReader(f, most)).Decode(&x.workspace); err != nil || x.workspace.Format != exportFormat {
		return damaged(err, manifestName, "is not what Precedent writes")
	}
	if x.workspace.Version > exportVersion {
		return casefile.Faultf(casefile.TooNew, "The export was written by a newer version of Precedent (%s). Install that version or a later one to read it.", clip(x.workspace.Program))
	}
	return nil
}

func (x *export) readSums() error {
	f, err := x.fsys.Open(sumsName)
	if err != nil {
		return damaged(err, sumsName, "is missing")
	}
	defer f.Close()
	x.sums = map[string]string{}
	for s := bufio.NewScanner(f); s.Scan(); {
		sum, name, ok := strings.Cut(s.Text(), "  ")
		attached, isFile := strings.CutPrefix(name, filesDir+"/")
		switch {
		case !ok || !isSHA256(sum) || (isFile && isSHA256(attached) && attached != sum):
			return damaged(nil, sumsName, "is not what Precedent writes")
		case len(x.sums) >= x.limits.Files:
			return casefile.Faultf(casefile.Refused, "The export holds more than %d files.", x.limits.Files)
		case isFile && !isSHA256(attached):
			continue // the index of the attachments: for people
		}
		x.sums[name] = sum
		if info, err := fs.Stat(x.fsys, name); err == nil {
			x.total += info.Size()
		}
	}
	return nil
}

func (x *export) compare(ctx context.Context, name string) error {
	f, err := x.fsys.Open(name)
	if err != nil {
		return damaged(err, name, "is missing")
	}
	defer f.Close()
	_, err = io.Copy(io.Discard, verified(stoppable{ctx, f}, x.sums[name], name))
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		return damaged(err, name, "was changed or damaged after it was exported")
	}
	return nil
}

// stoppable is a reader that ends with its context.
type stoppable struct {
	ctx context.Context
	r   io.Reader
}

func (s stoppable) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.r.Read(p)
}

func damaged(cause error, name, says string) error {
	return casefile.Wrap(casefile.Damaged, cause, fmt.Sprintf("In the export, %s %s. Export again; or import records.jsonl alone as JSON lines, which takes what is there as another program's records.", name, says))
}
