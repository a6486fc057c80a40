package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"time"
)

// lookEvery is how often a folder is looked at for a moment that is waited for.
const lookEvery = 100 * time.Microsecond

// newFiles waits until so many files appeared that a pattern names, or the program ended.
func newFiles(r *program, pattern string, many int) {
	seen := map[string]bool{}
	look := func() (fresh int) {
		names, _ := filepath.Glob(pattern) // the pattern is right
		for _, n := range names {
			if !seen[n] {
				seen[n], fresh = true, fresh+1
			}
		}
		return fresh
	}
	look()
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for many > 0 {
		select {
		case <-tick.C:
			many -= look()
		case <-r.ended:
			return
		}
	}
}

// killAmidMerging kills when the index has begun to write a segment, of new cases or of a merge.
func killAmidMerging(p *place) (after, error) {
	r, err := p.start()
	if err != nil {
		return nil, err
	}
	watched := make(chan struct{})
	go func() {
		newFiles(r, filepath.Join(p.dir, "index", "*", "store", "*.zap"), 1+p.rnd.IntN(8))
		p.killSoon(r, 4*time.Millisecond)
		close(watched)
	}()
	err = p.indexUntilKilled(r)
	r.kill()
	<-watched
	if !p.power { // a drive without power cannot be looked at
		p.hits = "amid writing a segment"
		if halfSegments(p.dir) {
			p.hit++
		}
	}
	return p.allReviews, err
}

// indexUntilKilled builds the index anew, or adds to it one segment after the other, which are merged in turn.
func (p *place) indexUntilKilled(r *program) error {
	key := p.said.keys()[0]
	for n := 0; ; n++ {
		var err error
		switch {
		case p.n%2 == 0:
			err = must(r.ask, nil, "reindex")
		default:
			if err = p.said.logLine(r.ask, key, fmt.Sprintf("merging%d line%d", p.n, n)); err == nil {
				err = must(r.ask, nil, "search", "valve7")
			}
		}
		var refused errRefused
		if errors.As(err, &refused) {
			return err
		}
		if err != nil {
			return nil //nolint:nilerr // the program was killed, as it was to be
		}
	}
}

// halfSegments says that the index has a segment that was not written to its end: the last four bytes of a whole one are
// the CRC-32 of the others (zap's format).
func halfSegments(dir string) bool {
	names, _ := filepath.Glob(filepath.Join(dir, "index", "*", "store", "*.zap")) // the pattern is right
	for _, n := range names {
		b, err := os.ReadFile(n)
		if err == nil && (len(b) < 4 || crc32.ChecksumIEEE(b[:len(b)-4]) != binary.BigEndian.Uint32(b[len(b)-4:])) {
			return true
		}
	}
	return false
}

// freshEvery is after how many rotations a new workspace is begun: each leaves 16 MB that are replayed in every round.
const freshEvery = 4

// killAmidRotation fills a file of the journal and kills when the next one is begun.
func killAmidRotation(p *place) (after, error) {
	if p.n%freshEvery == 0 {
		if err := p.anew(); err != nil {
			return nil, err
		}
	}
	r, err := p.start()
	if err != nil {
		return nil, err
	}
	watched := make(chan struct{})
	go func() {
		newFiles(r, filepath.Join(p.dir, "journal", "*journal*"), 1)
		p.killSoon(r, 12*time.Millisecond)
		close(watched)
	}()
	for n := 0; err == nil; n++ {
		err = p.said.set(r.ask, p.said.keys()[n%writers], "description", longLine(fmt.Sprintf("rotation%d text%d", p.n, n)))
	}
	r.kill()
	<-watched
	var refused errRefused
	if errors.As(err, &refused) {
		return nil, err
	}
	return nil, nil
}

// anew begins with a new workspace.
func (p *place) anew() error {
	if err := os.RemoveAll(p.dir); err != nil {
		return err
	}
	p.said.cases = map[string]*said{}
	return prepareSaves(p)
}
