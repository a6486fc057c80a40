package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

const (
	// fullDrive has room for the workspace, what each stage writes, and the free space that the program wants to keep.
	fullDrive = 640 << 20
	// belowReserve is less than the program keeps free (64 MB): it refuses before the drive is full.
	belowReserve = 24 << 20
	// scarce is more than the program keeps free, and less than the stages that write much need beside it.
	scarce = 72 << 20
)

// stage is a moment at which the drive is full: make prepares it while there is space, do is refused and is done when
// there is space again.
type stage struct {
	name string
	make func(*place, *program) error
	do   func(*place, ask) error
}

func (b *bench) stages() []stage {
	nothing := func(*place, *program) error { return nil }
	run := func(args ...string) func(*place, ask) error {
		return func(_ *place, do ask) error { return must(do, nil, args...) }
	}
	return []stage{
		{"a line", nothing, func(p *place, do ask) error { return p.said.logLine(do, p.said.keys()[0], p.word()) }},
		{"a field, long", nothing, func(p *place, do ask) error {
			return p.said.set(do, p.said.keys()[1], "description", longLine(p.word()))
		}},
		{"a new case", nothing, func(p *place, do ask) error { _, err := p.newCase(do, "Fictional "+p.word()); return err }},
		{"a file attached", nothing, attachLarge},
		{"import", nothing, importMore},
		{"rotation of the journal", fillJournal, func(p *place, do ask) error { return p.said.logLine(do, p.said.keys()[0], p.word()) }},
		{"the index catching up and merging", addLines, run("search", "fictional")},
		{"the index built anew", nothing, run("reindex")},
		{"backup", nothing, func(p *place, do ask) error { return must(do, nil, "backup", filepath.Join(p.beside, "full.zip")) }},
		{"export", nothing, exportAll},
		{"purge", makeVictim, func(p *place, do ask) error { return must(do, nil, "purge", p.victimKey) }},
		{"verify", nothing, run("verify")},
	}
}

// word is one that nothing else has.
func (p *place) word() string {
	p.words++
	return fmt.Sprintf("fullness%d", p.words)
}

func attachLarge(p *place, do ask) error {
	name := p.word() + ".bin"
	path, err := p.file(name, strings.Repeat(name, 1<<20))
	if err != nil {
		return err
	}
	return p.said.attach(do, p.said.keys()[2], path, filepath.Base(path))
}

// importMore imports reviews that are not there yet, or, after it was refused, those that are missing.
func importMore(p *place, do ask) error {
	file, err := p.cases()
	if err != nil {
		return err
	}
	return must(do, nil, "import", "--format", "precedent", "--source", fmt.Sprintf("fictional%d", p.n), file)
}

// fillJournal saves until the journal's file is full, so that the next save begins a new one.
func fillJournal(p *place, r *program) error {
	const full = 16 << 20
	for {
		names, err := filepath.Glob(filepath.Join(p.dir, "journal", "*.journal"))
		if err != nil {
			return err
		}
		info, err := os.Stat(names[len(names)-1])
		if err != nil || info.Size() >= full {
			return err
		}
		if err := p.said.set(r.ask, p.said.keys()[1], "description", longLine(p.word())); err != nil {
			return err
		}
	}
}

// addLines gives the index something to catch up with.
func addLines(p *place, r *program) error {
	for range 10 {
		if err := p.said.logLine(r.ask, p.said.keys()[0], p.word()); err != nil {
			return err
		}
	}
	return nil
}

func exportAll(p *place, do ask) error {
	dir := filepath.Join(p.beside, "exported")
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	return must(do, nil, "export", dir)
}

func makeVictim(p *place, r *program) (err error) {
	p.victimKey, err = p.victim(r.ask, p.word())
	return err
}

// way is how the drive gets full: before the work, to some bytes, or amid it, by another program that writes as fast as a
// fast drive takes it.
type way struct {
	name string
	left int64
	amid bool
}

var ways = []way{{"to the last byte", 0, false}, {"amid the work", 0, true}, {"below the reserve", belowReserve, false}, {"soon after it began", scarce, false}}

// fullDisk fills the drive at each stage.
func (b *bench) fullDisk() error {
	if !b.asked("full") {
		return nil
	}
	var failed error
	for i, w := range ways[:b.ways] {
		began := time.Now()
		p, err := b.newPlaceOnDrive(fmt.Sprintf("f%d", i), fullDrive)
		if err != nil {
			return err
		}
		p.said.strict = true
		refused, err := p.fullAtEach(w, b.stages())
		if err != nil {
			failed = errors.Join(failed, fmt.Errorf("the drive full %s: %w", w.name, err))
			continue
		}
		held := fmt.Sprintf("%d refused in words, %d confirmed, all there", refused, p.said.confirmed)
		b.row(len(b.stages())+3, "stages", "drive full, "+w.name, held, began)
		failed = errors.Join(failed, p.remove())
	}
	return failed
}

// fullAtEach goes through the stages in one program, which must live through all, and then through start-ups.
func (p *place) fullAtEach(w way, all []stage) (refused int, err error) {
	if err := prepareCases(p); err != nil {
		return 0, err
	}
	r, err := p.start()
	if err != nil {
		return 0, err
	}
	var failed error
	for i, s := range all {
		p.n = i
		n, err := p.fullAt(r, w, s)
		refused += n
		if err == nil {
			continue
		}
		failed = errors.Join(failed, fmt.Errorf("%s: %w", s.name, err))
		if r, err = p.outlive(r); err != nil {
			failed = errors.Join(failed, fmt.Errorf("%s: %w", s.name, err))
		}
		if r == nil {
			return refused, failed
		}
	}
	return refused, errors.Join(failed, p.fullAtEnd(w, r), p.fullAtStart(w, false), p.fullAtStart(w, true))
}

// outlive goes on after a stage that failed, with the same program, or, where that died, with another.
func (p *place) outlive(r *program) (*program, error) {
	failed := p.drive.empty()
	select {
	case <-r.ended:
	case <-time.After(time.Second):
		return r, failed
	}
	failed = errors.Join(failed, fmt.Errorf("the program died: %s %s", r.cmd.ProcessState, brief(r.errs.String())))
	next, err := p.start()
	if err != nil {
		return nil, errors.Join(failed, err)
	}
	return next, errors.Join(failed, p.lookAt(next))
}

// fullAtEnd closes the program on a full drive.
func (p *place) fullAtEnd(w way, r *program) error {
	err := p.said.logLine(r.ask, p.said.keys()[0], p.word()) // Badger has something to write
	if err == nil {
		err = p.drive.fill(w.left)
	}
	if err != nil {
		return fmt.Errorf("closing: %w", err)
	}
	err = r.close()
	if err != nil && r.cmd.ProcessState.ExitCode() == 1 && fullWords.MatchString(r.errs.String()) {
		err = nil // it says what it could not write, and ends
	}
	if err := errors.Join(err, p.drive.empty()); err != nil {
		return fmt.Errorf("closing: %w", err)
	}
	return p.look(nil)
}

// fullAt fills the drive at a stage, and sees that it is refused in words, and done when space is freed, by the same
// program, with nothing lost.
func (p *place) fullAt(r *program, w way, s stage) (refused int, err error) {
	if err := s.make(p, r); err != nil {
		return 0, err
	}
	err = p.whileFull(r, w, s)
	if err != nil {
		refused = 1
	}
	if err := errors.Join(inWords(err), p.drive.empty()); err != nil {
		return refused, err
	}
	if refused == 1 {
		if err := s.do(p, r.ask); err != nil {
			return refused, fmt.Errorf("when space was freed: %w", err)
		}
	}
	if err := p.lookAt(r); err != nil {
		return refused, fmt.Errorf("when space was freed: %w", err)
	}
	return refused, errors.Join(os.RemoveAll(filepath.Join(p.beside, "full.zip")), os.RemoveAll(filepath.Join(p.beside, "exported")))
}

// whileFull does the work of a stage while the drive is full or gets full, and sees that all that is there can be read.
func (p *place) whileFull(r *program, w way, s stage) error {
	filled := make(chan error, 1)
	if w.amid {
		time.AfterFunc(p.moment(40*time.Millisecond), func() { filled <- p.drive.pour() })
	} else {
		filled <- p.drive.fill(w.left)
	}
	err := s.do(p, r.ask)
	if err := <-filled; err != nil {
		return err
	}
	if err := p.said.compare(r.ask); err != nil {
		return fmt.Errorf("while the drive is full: %w", err)
	}
	return err
}

// fullWords are those of a refusal that says what is the matter and what to do.
var fullWords = regexp.MustCompile(`(?is)(disk|drive).*\bfree\b|\bfree\b.*(disk|drive)`)

// inWords says that a refusal is none that a person can act on; one that was not refused is fine.
func inWords(err error) error {
	var refused errRefused
	switch {
	case err == nil:
		return nil
	case !errors.As(err, &refused) || refused.code != 1 || !fullWords.MatchString(refused.err):
		return fmt.Errorf("not refused in words: %w", err)
	}
	return nil
}

// fullAtStart starts the program on a full drive, with the store there or to be built, and again when space was freed.
func (p *place) fullAtStart(w way, build bool) error {
	what := "start-up"
	if build {
		what = "building the store"
		if err := p.loseViews(); err != nil {
			return err
		}
	}
	if err := p.drive.fill(w.left); err != nil {
		return err
	}
	err := errors.Join(inWords(must(p.alone, nil, "list")), inWords(must(p.alone, nil, "search", "fictional")), p.drive.empty())
	if err == nil {
		err = p.look(nil)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}
