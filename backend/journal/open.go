package journal

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

// Options are what a journal is opened with.
type Options struct {
	Now      func() time.Time // the clock; needed
	Device   string           // this machine's name, written into each entry
	Program  string           // such as "Precedent 1.0": what an older program tells people to install
	RotateAt int64            // bytes after which a new file is begun; 0 = 16 MB
	Log      *slog.Logger     // nil = nowhere
	Disk     Disk             // nil = the system's; tests put failing ones here

	lifts []lift // nil = the program's
}

// RotateAt is the size at which a file is full.
const RotateAt = 16 << 20

func (o Options) withDefaults() Options {
	if o.RotateAt <= 0 {
		o.RotateAt = RotateAt
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Disk == nil {
		o.Disk = systemDisk{}
	}
	if o.lifts == nil {
		o.lifts = lifts
	}
	if o.Program == "" {
		o.Program = "Precedent"
	}
	return o
}

// Report is what Open or Verify found.
type Report struct {
	Last    uint64   // sequence of the last entry; 0 = none
	Files   int      // how many files the journal has
	Bytes   int64    // and their size
	Entries uint64   // how many were read and are whole: all of them for Verify, those of the last file for Open
	Tail    *Tail    // the end of the last file could not be read; Open has set it aside
	Damage  []Damage // places that are not what was written; Open finds those in the last file and in the files' headers
}

// Tail is the end of the last file that could not be read.
type Tail struct {
	Seq      uint64 // the entry that began there; the next Append takes its number again
	File     string // the file it was cut from
	Offset   int64
	Bytes    int64
	SetAside string // where it was copied to; "" from Verify, which changes nothing
	// FullLength says that all bytes of the entry were there, so it may well have been confirmed. When it is false the
	// write was cut short, which a crash before the confirmation does; but if the views have applied Seq, it had been
	// confirmed, and the disk lost it.
	FullLength bool
}

// Journal is an open journal. Its methods may be called from several goroutines at once.
type Journal struct {
	dir string
	o   Options

	life    context.Context // ends with Close: what runs beside the appends stops
	stop    context.CancelFunc
	tidying sync.WaitGroup
	maint   sync.Mutex   // held by who rewrites files
	keep    sync.RWMutex // held for reading while a snapshot lives, for writing while files are rewritten

	write  sync.Mutex // held by who appends
	active File       // the last file; nil = to be opened and read again
	there  int64      // bytes that it has: behind its last entry they are zeros (ahead.go)
	since  int64      // bytes that were appended since the journal was opened
	tip    hash       // of the last entry's header
	retire bool       // begin a new file with the next entry
	closed bool

	swap  sync.RWMutex // held for reading while a file is open to be read, for writing while one takes its place
	state sync.RWMutex // guards what follows
	segs  []*segment   // by their first sequence; the last one is active
	last  uint64
}

// segment is one file as far as it is confirmed.
type segment struct {
	first  uint64
	size   int64
	head   fileHead
	broken bool     // its header cannot be read
	turn   int      // grows when the file is rewritten: offsets taken before are void
	marks  []anchor // nil = not looked up yet
}

func (s *segment) name() string { return fileName(s.first) }

// Open opens the journal in a folder, which it makes when it is missing. What the folder must not be: open in another
// process. A tail that cannot be read is set aside and cut; Report says so, and names all damage that was met. A journal
// of a newer program is refused with the code too_new.
func Open(dir string, o Options) (*Journal, Report, error) {
	j := &Journal{dir: dir, o: o.withDefaults()}
	j.life, j.stop = context.WithCancel(context.Background())
	var r Report
	if err := j.makeDir(dir); err != nil {
		return nil, r, unreadable(err)
	}
	segs, err := listSegments(dir, j.o.schema(), &r)
	if err != nil {
		return nil, r, unreadable(err)
	}
	j.segs = segs
	if err := j.openLast(&r); err != nil {
		return nil, r, unreadable(err)
	}
	if err := j.sweep(); err != nil {
		return nil, r, unreadable(err)
	}
	for _, s := range j.segs {
		r.Bytes += s.size
	}
	r.Last, r.Files = j.last, len(j.segs)
	return j, r, nil
}

// listSegments reads the headers of all files, and changes nothing.
func listSegments(dir string, schema int, r *Report) ([]*segment, error) {
	names, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var segs []*segment
	for _, n := range names {
		first := firstOf(n.Name())
		if first == 0 || n.IsDir() {
			continue
		}
		s := &segment{first: first}
		if err := s.readHead(dir, schema); err != nil {
			return nil, err
		}
		if s.broken {
			r.Damage = append(r.Damage, Damage{File: s.name(), Bytes: min(fileHeadSize, s.size), From: first, Next: first, Why: errFileHead.Error()})
		}
		segs = append(segs, s)
	}
	slices.SortFunc(segs, func(a, b *segment) int { return int(int64(a.first) - int64(b.first)) })
	if len(segs) > 0 && segs[0].first > 1 {
		r.Damage = append(r.Damage, missingStart(segs[0].first))
	}
	return segs, nil
}

func missingStart(first uint64) Damage {
	return Damage{File: fileName(1), From: 1, Next: first, Why: "the file is missing"}
}

// readHead reads a file's header and size. A newer program's file is refused.
func (s *segment) readHead(dir string, schema int) error {
	f, err := os.Open(filepath.Join(dir, s.name()))
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	s.size = info.Size()
	b := make([]byte, fileHeadSize)
	n, err := f.ReadAt(b, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	s.head, err = parseFileHead(b[:n])
	s.broken = err != nil || s.head.first != s.first
	if s.broken {
		return nil
	}
	if s.head.format > formatVersion {
		return tooNew(s.head.program, fmt.Sprintf("journal format %d", s.head.format))
	}
	if s.head.schema > schema {
		return tooNew(s.head.program, fmt.Sprintf("schema version %d", s.head.schema))
	}
	return nil
}

// openLast reads the last file to its end, sets a tail aside that cannot be read, and makes the file ready to append to.
func (j *Journal) openLast(r *Report) error {
	if len(j.segs) == 0 {
		rand.Read(j.tip[:])
		return j.begin(1)
	}
	s := j.segs[len(j.segs)-1]
	sc, err := j.scanFile(s)
	if err != nil {
		return err
	}
	r.Damage = append(r.Damage, sc.damage...)
	r.Entries, r.Tail = sc.entries, sc.tail
	if s.broken && sc.entries == 0 {
		return j.dropBroken(s, r)
	}
	if sc.tail != nil {
		if err := j.cutTail(s, sc.tail); err != nil {
			return err
		}
	}
	j.last, j.tip, j.retire, s.marks = sc.last, sc.tip, s.broken, sc.marks
	j.there, s.size = s.size, min(s.size, sc.end)
	if j.active, err = j.o.Disk.Open(j.path(s)); err != nil {
		return err
	}
	// A program that was killed may have written without syncing. What is called the last entry from here on must be kept.
	if err := errors.Join(j.active.Sync(), j.o.Disk.SyncDir(j.dir)); err != nil {
		return errors.Join(err, j.active.Close())
	}
	return nil
}

// makeDir makes a folder that is still there after a power cut.
func (j *Journal) makeDir(dir string) error {
	if _, err := os.Stat(dir); err == nil {
		return nil
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	return j.o.Disk.SyncDir(filepath.Dir(dir))
}

func (j *Journal) scanFile(s *segment) (scanned, error) {
	f, err := os.Open(j.path(s))
	if err != nil {
		return scanned{}, err
	}
	defer f.Close()
	return scan(j.life, walk(f, s, 0), j.o.schema())
}

// dropBroken sets a last file aside of which nothing can be read, and goes on with the file before it.
func (j *Journal) dropBroken(s *segment, r *Report) error {
	t := r.Tail
	if t == nil {
		t = &Tail{Seq: s.first, File: s.name(), Bytes: s.size}
		r.Tail = t
	}
	t.Offset, t.Bytes = 0, s.size
	if err := j.setAside(s, t); err != nil {
		return err
	}
	if err := os.Remove(j.path(s)); err != nil {
		return err
	}
	j.segs = j.segs[:len(j.segs)-1]
	var before Report
	err := j.openLast(&before)
	r.Damage, r.Entries = append(r.Damage, before.Damage...), before.Entries
	return err
}

// cutTail copies a tail to the folder set-aside and then cuts it off.
func (j *Journal) cutTail(s *segment, t *Tail) error {
	if err := j.setAside(s, t); err != nil {
		return err
	}
	f, err := j.o.Disk.Open(j.path(s))
	if err != nil {
		return err
	}
	s.size = t.Offset
	return errors.Join(f.Truncate(t.Offset), f.Sync(), f.Close())
}

// AsideFolder is where ends of files that could not be read are kept, inside the journal's folder.
const AsideFolder = "set-aside"

func (j *Journal) setAside(s *segment, t *Tail) error {
	aside := filepath.Join(j.dir, AsideFolder)
	if err := j.makeDir(aside); err != nil {
		return err
	}
	from, err := os.Open(j.path(s))
	if err != nil {
		return err
	}
	defer from.Close()
	stamp := j.o.Now().UTC().Format("20060102T150405.000")
	t.SetAside = filepath.Join(AsideFolder, fmt.Sprintf("%012d-%d-%s.tail", s.first, t.Offset, stamp))
	j.o.Log.Warn("journal: tail set aside", "file", t.File, "offset", t.Offset, "bytes", t.Bytes, "seq", t.Seq)
	return writeWhole(j.o.Disk, filepath.Join(j.dir, t.SetAside), func(to File) error {
		_, err := io.Copy(io.NewOffsetWriter(to, 0), io.NewSectionReader(from, t.Offset, t.Bytes))
		return err
	})
}

// sweep removes what an interrupted rotation or rewrite left half written.
func (j *Journal) sweep() error {
	names, err := os.ReadDir(j.dir)
	if err != nil {
		return err
	}
	for _, n := range names {
		if strings.HasSuffix(n.Name(), suffix+unfinished) {
			err = errors.Join(err, os.Remove(filepath.Join(j.dir, n.Name())))
		}
	}
	return err
}

func (j *Journal) path(s *segment) string { return filepath.Join(j.dir, s.name()) }

// Last is the sequence of the last confirmed entry; 0 when there is none.
func (j *Journal) Last() uint64 {
	j.state.RLock()
	defer j.state.RUnlock()
	return j.last
}

// Close gives the files up. Everything that Append confirmed is on the disk already.
func (j *Journal) Close() error {
	j.stop()
	err := j.closeActive()
	j.tidying.Wait()
	j.maint.Lock()
	defer j.maint.Unlock()
	return err
}

func (j *Journal) closeActive() error {
	j.write.Lock()
	defer j.write.Unlock()
	j.closed = true
	if j.active == nil {
		return nil
	}
	j.cutAhead()
	err := j.active.Close()
	j.active = nil
	return err
}
