package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// book is a workspace with one entry of the journal for each case, and where each entry ends.
type book struct {
	dir  string
	path string   // of the journal's only file, below the folder
	keys []string // of the cases, in the order of their entries
	ends []int64  // of the entries in the file; the first is where they begin
}

// entries is how many the journal has that is cut and flipped.
const entries = 25

func (b *bench) journalDamages() error {
	if !b.asked("journal") {
		return nil
	}
	k, err := b.makeBook()
	if err != nil {
		return err
	}
	return errors.Join(b.cutTails(k), b.flipBits(k), os.RemoveAll(k.dir))
}

func (b *bench) makeBook() (*book, error) {
	p := b.newPlace("book")
	if err := must(p.alone, nil, "list"); err != nil {
		return nil, err
	}
	names, err := filepath.Glob(filepath.Join(p.dir, "journal", "*.journal"))
	if err != nil || len(names) != 1 {
		return nil, fmt.Errorf("the journal's files are %v: %w", names, err)
	}
	k := &book{dir: p.dir, path: filepath.Join("journal", filepath.Base(names[0]))}
	note := func() error {
		info, err := os.Stat(names[0])
		if err == nil {
			k.ends = append(k.ends, info.Size())
		}
		return err
	}
	if err := note(); err != nil {
		return nil, err
	}
	for i := range entries {
		key, err := p.newCase(p.alone, fmt.Sprintf("Fictional entry %d", i))
		if err := errors.Join(err, note()); err != nil {
			return nil, err
		}
		k.keys = append(k.keys, key)
	}
	return k, nil
}

// cutTails cuts the last entry at its bytes, with Badger's copy of it there and gone.
func (b *bench) cutTails(k *book) error {
	began, n := time.Now(), 0
	from, to := k.ends[entries-1], k.ends[entries]
	for at := from; at < to; at += int64(b.step) {
		for _, views := range []bool{false, true} {
			lost := entries - 1
			if views {
				lost = -1
			}
			err := b.readDamaged(k, views, func(path string) error { return os.Truncate(path, at) }, func(p *place, r *program) error {
				if err := k.has(r, lost, at == from); err != nil {
					return err
				}
				return aside(p.dir, at-from)
			})
			if err != nil {
				return fmt.Errorf("the last entry cut after %d of %d bytes, views %t: %w", at-from, to-from, views, err)
			}
			n++
		}
	}
	b.row(n, "cuts", "of the journal's last entry", fmt.Sprintf("the prefix kept, the tail set aside; %d bytes long", to-from), began)
	return nil
}

// aside sees that the piece of an entry that could not be read is kept.
func aside(dir string, size int64) error {
	names, err := filepath.Glob(filepath.Join(dir, "journal", "set-aside", "*"))
	if err != nil || size == 0 {
		return err
	}
	if len(names) != 1 {
		return fmt.Errorf("%d pieces are set aside, not 1", len(names))
	}
	info, err := os.Stat(names[0])
	if err == nil && info.Size() < size {
		err = fmt.Errorf("%d bytes are set aside of %d", info.Size(), size)
	}
	return err
}

// flipBits flips one bit after the other, anywhere in the journal.
func (b *bench) flipBits(k *book) error {
	began := time.Now()
	var failed error
	for n := range b.flips {
		bit := b.rnd.Int64N(k.ends[entries] * 8)
		if err := b.flipBit(k, bit, n%2 == 1); err != nil {
			failed = errors.Join(failed, fmt.Errorf("bit %d of byte %d flipped, views %t: %w", bit%8, bit/8, n%2 == 1, err))
		}
		if err := b.ctx.Err(); err != nil {
			return err
		}
	}
	if failed == nil {
		b.row(b.flips, "bits", "of the journal flipped", "all other entries kept, the damage named", began)
	}
	return failed
}

func (b *bench) flipBit(k *book, bit int64, views bool) error {
	hit := k.entryAt(bit / 8)
	lost := hit
	if views {
		lost = -1
	}
	flip := changed(func(content []byte) []byte {
		content[bit/8] ^= 1 << (bit % 8)
		return content
	})
	return b.readDamaged(k, views, flip, func(p *place, r *program) error {
		if err := k.has(r, lost, false); err != nil {
			return err
		}
		return k.named(p, r, hit)
	})
}

// entryAt is the number of the entry that a byte lies in; -1 = before the first.
func (k *book) entryAt(at int64) int {
	for i := range entries {
		if at >= k.ends[i] && at < k.ends[i+1] {
			return i
		}
	}
	return -1
}

// readDamaged starts the program on a copy whose journal was harmed.
func (b *bench) readDamaged(k *book, views bool, harm func(string) error, look func(*place, *program) error) error {
	p := b.newPlace("torn")
	err := copyFolder(p.dir, k.dir)
	if err == nil && !views {
		err = p.loseViews()
	}
	if err == nil {
		err = harm(filepath.Join(p.dir, k.path))
	}
	if err != nil {
		return err
	}
	r, err := p.start()
	if err != nil {
		return err
	}
	err = look(p, r)
	r.kill()
	return errors.Join(err, p.remove())
}

// has sees that every case is there but the lost one, and none that was never made; -1 = none is lost.
func (k *book) has(r *program, lost int, orNone bool) error {
	var page struct {
		Total int
		Rows  []struct{ Key, Title string }
	}
	if err := must(r.ask, &page, "list", "--limit", fmt.Sprint(entries+1)); err != nil {
		return err
	}
	there := map[string]string{}
	for _, row := range page.Rows {
		there[row.Key] = row.Title
	}
	for i, key := range k.keys {
		title, ok := there[key]
		switch {
		case ok && title != fmt.Sprintf("Fictional entry %d", i):
			return fmt.Errorf("%s is called %q", key, title)
		case !ok && i != lost && !(orNone && i == entries-1):
			return fmt.Errorf("entry %d is lost", i+1)
		case ok && i == lost:
			return fmt.Errorf("entry %d is there and was damaged", i+1)
		}
	}
	if len(page.Rows) > entries || page.Total != len(page.Rows) {
		return fmt.Errorf("%d cases, total %d", len(page.Rows), page.Total)
	}
	return nil
}

// named sees that the damage is said: by verify, with the file and the place, or, at the end, by what is set aside.
func (k *book) named(p *place, r *program, hit int) error {
	if hit == entries-1 {
		return aside(p.dir, 1)
	}
	a, err := r.ask("verify")
	if err != nil {
		return err
	}
	var said struct{ Wrong []string }
	if a.code == 0 || json.Unmarshal([]byte(a.out), &said) != nil {
		return fmt.Errorf("verify: exit code %d: %s", a.code, brief(a.out+a.err))
	}
	var begins int64 // of the file's own header
	if hit >= 0 {
		begins = k.ends[hit]
	}
	place := fmt.Sprintf("%s at byte %d", filepath.Base(k.path), begins)
	for _, w := range said.Wrong {
		if strings.Contains(w, place) {
			return nil
		}
	}
	return fmt.Errorf("verify does not name %q: %s", place, brief(strings.Join(said.Wrong, "; ")))
}
