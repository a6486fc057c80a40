package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// imported is how many records an import has: several confirmed parts.
const imported = 2300

// cases writes a file of fictional incident reviews in the precedent format.
func (p *place) cases() (string, error) {
	var b strings.Builder
	e := json.NewEncoder(&b)
	for i := range imported {
		if err := e.Encode(map[string]any{"kind": "review", "id": fmt.Sprintf("R-%d", i), "title": fmt.Sprintf("Fictional review %d of valve%d", i, i%97),
			"description": fmt.Sprintf("The fictional pump %d stopped with code E-%d after the change of filter %d.", i, 4000+i%311, i%53), "created": "2026-02-03"}); err != nil {
			return "", err
		}
	}
	return p.file("reviews.jsonl", b.String())
}

// report is what an import answers.
type report struct{ Made, Changed, Same, Refused int }

func importing(file string) []string {
	return []string{"import", "--format", "precedent", "--source", "fictional", file}
}

// prepareCases makes a workspace with cases and imported reviews, and sees how long building the search takes.
func prepareCases(p *place) error {
	if err := prepareSaves(p); err != nil {
		return err
	}
	file, err := p.cases()
	if err != nil {
		return err
	}
	var got report
	if err := must(p.alone, &got, importing(file)...); err != nil {
		return err
	}
	if got.Made != imported {
		return fmt.Errorf("%d records imported of %d: %+v", got.Made, imported, got)
	}
	began := time.Now()
	err = must(p.alone, nil, "reindex")
	p.took = time.Since(began)
	return err
}

// killAmidImport imports into a new workspace, kills when some parts are there, and imports again: what was confirmed
// stays, and nothing is doubled.
func killAmidImport(p *place) (after, error) {
	if err := p.anew(); err != nil {
		return nil, err
	}
	file, err := p.cases()
	if err != nil {
		return nil, err
	}
	seen, err := p.importUntilKilled(file)
	return func(r *program) error { return p.importAgain(r, file, seen) }, err
}

// importUntilKilled gives how many records were seen before the kill.
func (p *place) importUntilKilled(file string) (seen int, err error) {
	r, err := p.start()
	if err != nil {
		return 0, err
	}
	ended := make(chan error, 1)
	go func() { ended <- must(r.ask, nil, importing(file)...) }()
	target := p.rnd.IntN(imported + 1)
	for seen < target {
		n, err := reviews(r)
		if err != nil {
			r.kill()
			return 0, err
		}
		seen = n
	}
	p.killSoon(r, 400*time.Millisecond)
	var refused errRefused
	if err := <-ended; errors.As(err, &refused) {
		return 0, err
	} else if err == nil {
		seen = imported
	}
	return seen, nil
}

// reviews is how many there are.
func reviews(r *program) (int, error) {
	var page struct{ Total int }
	err := must(r.ask, &page, "list", "review", "--limit", "1")
	return page.Total, err
}

func (p *place) importAgain(r *program, file string, seen int) error {
	there, err := reviews(r)
	if err != nil {
		return err
	}
	if there < seen {
		return fmt.Errorf("%d records were there before the kill, %d after", seen, there)
	}
	var got report
	if err := must(r.ask, &got, importing(file)...); err != nil {
		return err
	}
	if want := (report{Made: imported - there, Same: there}); got != want {
		return fmt.Errorf("importing again: %+v, want %+v", got, want)
	}
	p.said.confirmed += imported
	return p.allReviews(r)
}

// allReviews looks that every imported record is there, once, and that the search has them all.
func (p *place) allReviews(r *program) error {
	var page struct {
		Total int
		Rows  []struct{ Title string }
	}
	titles := map[string]bool{}
	for from := 0; from < imported; from += 500 {
		if err := must(r.ask, &page, "list", "review", "--limit", "500", "--offset", fmt.Sprint(from)); err != nil {
			return err
		}
		for _, row := range page.Rows {
			titles[row.Title] = true
		}
	}
	if page.Total != imported || len(titles) != imported {
		return fmt.Errorf("%d records imported, %d there, %d of them different", imported, page.Total, len(titles))
	}
	var found struct{ Total int }
	if err := must(r.ask, &found, "search", "kind:review fictional", "--limit", "1"); err != nil {
		return err
	}
	if found.Total != imported {
		return fmt.Errorf("the search finds %d of %d records", found.Total, imported)
	}
	return nil
}

// killAmidIndexing kills while the search is built anew on request, built because it is missing, or catching up.
func killAmidIndexing(p *place) (after, error) {
	if p.n%3 == 1 {
		if err := errors.Join(os.RemoveAll(filepath.Join(p.dir, "index")), os.RemoveAll(filepath.Join(p.dir, "similar"))); err != nil {
			return nil, err
		}
	}
	r, err := p.startWithLines("indexing", 20)
	if err != nil {
		return nil, err
	}
	args := [][]string{{"reindex"}, {"search", "fictional"}, {"search", "valve7"}}[p.n%3]
	ended := make(chan error, 1)
	began := make(chan struct{}, 1)
	go func() { ended <- watched(r, began, args...) }()
	longest := p.took
	if p.n%3 == 2 {
		longest = 50 * time.Millisecond
	}
	if p.n%3 == 0 {
		<-began // the first cases are in
	}
	p.killSoon(r, longest)
	var refused errRefused
	if err := <-ended; errors.As(err, &refused) {
		return nil, err
	}
	return p.allReviews, nil
}

// startWithLines starts the program and adds some lines to the first case.
func (p *place) startWithLines(word string, lines int) (*program, error) {
	r, err := p.start()
	if err != nil {
		return nil, err
	}
	for n := range lines {
		if err := p.said.logLine(r.ask, p.said.keys()[0], fmt.Sprintf("%s%d line%d", word, p.n, n)); err != nil {
			r.kill()
			return nil, err
		}
	}
	return r, nil
}

// watched runs a command and tells a channel of the first piece of progress, or of its end.
func watched(r *program, began chan<- struct{}, args ...string) error {
	seen := func(string) {
		select {
		case began <- struct{}{}:
		default:
		}
	}
	defer seen("")
	return must(func(args ...string) (answer, error) { return r.watch(seen, args...) }, nil, args...)
}

// preparePurge sees how long a purge takes.
func preparePurge(p *place) error {
	if err := prepareSaves(p); err != nil {
		return err
	}
	key, err := p.victim(p.alone, "measured")
	if err != nil {
		return err
	}
	began := time.Now()
	err = must(p.alone, nil, "purge", key)
	p.took = time.Since(began)
	return err
}

// victim makes a case with a word of its own in its fields, a line and a file, and puts it into the bin.
func (p *place) victim(do ask, word string) (string, error) {
	key, err := p.newCase(do, "Victim "+word)
	if err != nil {
		return "", err
	}
	path, err := p.file(word+".log", "In a file: "+word)
	if err != nil {
		return "", err
	}
	delete(p.said.cases, key)
	return key, errors.Join(must(do, nil, "log", key, "A line with "+word), must(do, nil, "attach", key, path), must(do, nil, "search", word), must(do, nil, "delete", key))
}

// killAmidPurge kills amid a purge. After a purge that was confirmed, or one that the next start or the next request
// finished, no byte of the folder has the word.
func killAmidPurge(p *place) (after, error) {
	word := fmt.Sprintf("zanthophyll%dq%d", p.n, p.rnd.IntN(1_000_000))
	r, err := p.startWithLines("purging", 2)
	if err != nil {
		return nil, err
	}
	key, err := p.victim(r.ask, word)
	if err != nil {
		r.kill()
		return nil, err
	}
	ended := make(chan error, 1)
	go func() { ended <- must(r.ask, nil, "purge", key) }()
	p.killSoon(r, p.took+p.took/10)
	made := <-ended
	var refused errRefused
	if errors.As(made, &refused) {
		return nil, made
	}
	return func(r *program) error { return p.gone(r, key, word, made == nil) }, nil
}

// gone finishes a purge that was not confirmed and sees that nothing is left.
func (p *place) gone(r *program, key, word string, confirmed bool) error {
	a, err := r.ask("show", key)
	if err != nil {
		return err
	}
	if a.code == 0 && confirmed {
		return fmt.Errorf("%s was removed for good and is still shown", key)
	}
	if a.code == 0 {
		if err := must(r.ask, nil, "purge", key); err != nil {
			return err
		}
	}
	if err := must(r.ask, nil, "verify"); err != nil {
		return err
	}
	return nowhere(p.dir, word)
}

// nowhere says that no file of a folder holds a word.
func nowhere(dir, word string) error {
	return filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		content, err := os.ReadFile(path)
		if err == nil && bytes.Contains(content, []byte(word)) {
			err = fmt.Errorf("%s still holds %q", path, word)
		}
		return err
	})
}

// prepareBackup makes a workspace that is not copied in an instant.
func prepareBackup(p *place) error {
	if err := prepareSaves(p); err != nil {
		return err
	}
	r, err := p.start()
	if err != nil {
		return err
	}
	for n := 0; n < 15 && err == nil; n++ {
		err = p.said.logLine(r.ask, p.said.keys()[2], longLine(fmt.Sprintf("long%d", n)))
	}
	return errors.Join(err, r.close())
}

// killAmidBackup kills amid a backup while saves go on. A backup that is there under its name restores, with everything
// that was confirmed before it began.
func killAmidBackup(p *place) (after, error) {
	r, err := p.startWithLines("backing", 10)
	if err != nil {
		return nil, err
	}
	before := p.said.asLeast()
	confirmed, saving := make(chan struct{}), make(chan error, 1)
	go func() {
		saving <- p.saveOn(r.ask, p.said.keys()[1], fmt.Sprintf("beside backup%d", p.n), confirmed)
		close(confirmed)
	}()
	<-confirmed
	file := filepath.Join(p.beside, fmt.Sprintf("backup%d.zip", p.n))
	ended, began := make(chan error, 1), make(chan struct{}, 1)
	go func() { ended <- watched(r, began, "backup", file) }()
	go func() {
		<-began
		p.killSoon(r, 60*time.Millisecond)
	}()
	for range confirmed { // the saves go on until the kill
	}
	made := <-ended
	var refused errRefused
	if errors.As(made, &refused) {
		return nil, made
	}
	return func(r *program) error { return p.restores(r, file, before, made == nil) }, <-saving
}

// restores sees that a backup which was confirmed, or is there under its name, is whole; one that is not can be made now.
func (p *place) restores(r *program, file string, before *ledger, confirmed bool) error {
	_, err := os.Stat(file)
	if err != nil && confirmed {
		return fmt.Errorf("a backup was confirmed and is not there: %w", err)
	}
	if err != nil {
		if err := must(r.ask, nil, "backup", file); err != nil {
			return err
		}
		before = p.said
	}
	to := &place{bench: p.bench, dir: filepath.Join(p.beside, "restored"), beside: p.beside, said: before}
	if err := must(to.alone, nil, "restore", file); err != nil {
		return err
	}
	return errors.Join(to.look(nil), os.RemoveAll(to.dir), os.Remove(file))
}
