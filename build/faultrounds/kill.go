package main

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// kind is one sort of work that is killed: prepare makes its workspace, round kills it once and gives what must be seen
// of the program that was started again, beside all that was confirmed.
type kind struct {
	word    string // what --only names it by
	name    string
	share   int // how many rounds it gets, beside the others
	prepare func(*place) error
	round   func(*place) (after, error)
}

// after looks at a program that was started again after a kill; nil = nothing of its own.
type after func(*program) error

func (b *bench) kinds() []kind {
	return []kind{
		{"saves", "saves, of a program that others ask", 4, prepareSaves, killAmidAskedSaves},
		{ownSaves, "saves, each by a program of its own", 2, prepareSaves, killAmidOwnSaves},
		{"import", "import", 3, prepareNothing, killAmidImport},
		{"index", "index: rebuilding, catching up", 2, prepareCases, killAmidIndexing},
		{"index", "index: writing and merging segments", 2, prepareCases, killAmidMerging},
		{"rotation", "rotation of the journal at 16 MB", 2, prepareNothing, killAmidRotation},
		{"purge", "purge", 2, preparePurge, killAmidPurge},
		{"backup", "backup", 2, prepareBackup, killAmidBackup},
	}
}

// ownSaves is the kind that can only be killed: each of its programs lives for one save.
const ownSaves = "own saves"

// share is how many of all rounds a kind gets.
func (k kind) of(rounds int, all []kind) int {
	shares := 0
	for _, other := range all {
		shares += other.share
	}
	return max(1, (rounds*k.share+shares-1)/shares)
}

// killRounds kills the program amid each kind of work.
func (b *bench) killRounds() error {
	var failed error
	for i, k := range b.kinds() {
		if !b.asked(strings.TrimPrefix(k.word, "own ")) {
			continue
		}
		n, began := k.of(b.rounds, b.kinds()), time.Now()
		p := b.newPlace(fmt.Sprintf("w%d", i))
		if err := b.goThrough(p, k, n); err != nil {
			failed = errors.Join(failed, fmt.Errorf("%s: %w", k.name, err))
			continue
		}
		b.row(n, "kills", k.name, fmt.Sprintf("%d confirmed, all there%s", p.said.confirmed, p.amid()), began)
		failed = errors.Join(failed, p.remove())
	}
	return failed
}

// goThrough prepares a workspace and goes through its rounds.
func (b *bench) goThrough(p *place, k kind, rounds int) error {
	if err := k.prepare(p); err != nil {
		return fmt.Errorf("before the first round: %w", err)
	}
	for n := range rounds {
		if err := b.ctx.Err(); err != nil {
			return err
		}
		p.n = n
		if err := p.round(k, n == rounds-1); err != nil {
			return fmt.Errorf("round %d: %w", n+1, err)
		}
	}
	return nil
}

// round ends the program once amid its work, and looks at what is there then.
func (p *place) round(k kind, last bool) error {
	then, err := k.round(p)
	if err != nil {
		return err
	}
	if p.power {
		p.last.kill() // that it is dying is known before it is dead
		if err := p.drive.revive(); err != nil {
			return err
		}
	}
	if err := p.look(then); err != nil {
		return fmt.Errorf("after the end: %w", err)
	}
	if !p.power && p.n%3 != 2 && !last {
		return nil
	}
	if err := p.loseViews(); err != nil {
		return err
	}
	if err := p.look(nil); err != nil {
		return fmt.Errorf("after store, index and similar were removed: %w", err)
	}
	return nil
}

// together has several programs work on one folder at once.
func (b *bench) together() error {
	if !b.asked("saves") {
		return nil
	}
	began := time.Now()
	p := b.newPlace("together")
	if err := prepareSaves(p); err != nil {
		return err
	}
	const programs, commands = 4, 8
	failed := make(chan error, programs)
	for i := range programs {
		key := p.said.keys()[i%len(p.said.keys())]
		go func() {
			for n := range commands {
				if err := p.said.logLine(p.alone, key, fmt.Sprintf("together %d %d", i, n)); err != nil {
					failed <- err
					return
				}
			}
			failed <- nil
		}()
	}
	var err error
	for range programs {
		err = errors.Join(err, <-failed)
	}
	if err == nil {
		err = p.look(nil)
	}
	if err != nil {
		return fmt.Errorf("several programs on one folder: %w", err)
	}
	b.row(programs*commands, "at once", "saves, on one folder", fmt.Sprintf("%d confirmed, all there", p.said.confirmed), began)
	return p.remove()
}
