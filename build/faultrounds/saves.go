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

func prepareNothing(*place) error { return nil }

// writers is how many cases are written to at once.
const writers = 3

// prepareSaves makes the cases that the rounds write to.
func prepareSaves(p *place) error {
	for i := range writers {
		if _, err := p.newCase(p.alone, fmt.Sprintf("Fictional case %d", i)); err != nil {
			return err
		}
	}
	return nil
}

func (p *place) newCase(do ask, title string) (string, error) {
	fields, err := json.Marshal(map[string]string{"title": title, "description": "Printers of the fictional archive stop."})
	if err != nil {
		return "", err
	}
	file, err := p.file("case.json", string(fields))
	if err != nil {
		return "", err
	}
	return p.said.makeCase(do, title, file)
}

// file writes a file for the program to read.
func (p *place) file(name, content string) (string, error) {
	path := filepath.Join(p.home, filepath.Base(p.dir)+"-"+name)
	return path, os.WriteFile(path, []byte(content), 0o600)
}

// killAmidAskedSaves has several others ask one program for saves, each in a row, and kills it when some were confirmed.
func killAmidAskedSaves(p *place) (after, error) {
	r, err := p.start()
	if err != nil {
		return nil, err
	}
	keys := p.said.keys()
	confirmed, ended := make(chan struct{}), make(chan error)
	for i, key := range keys {
		go func() { ended <- p.saveOn(r.ask, key, fmt.Sprintf("round%d writer%d", p.n, i), confirmed) }()
	}
	left := 1 + p.rnd.IntN(120)
	running := len(keys)
	for running > 0 {
		select {
		case <-confirmed:
			if left--; left == 0 {
				go p.killSoon(r, 3*time.Millisecond)
			}
		case e := <-ended:
			running--
			err = errors.Join(err, e)
			if running == len(keys)-1 { // one has met the end, or a fault: the others must not go on for ever
				go r.kill()
			}
		}
	}
	<-r.ended
	return nil, err
}

// saveOn saves to a case without end: lines, fields, sometimes a long text, so that the journal's files are rotated, and a
// file. It ends when nobody answers any more.
func (p *place) saveOn(do ask, key, name string, confirmed chan<- struct{}) error {
	for n := 0; ; n++ {
		err := p.save(do, key, name, n)
		var refused errRefused
		switch {
		case errors.As(err, &refused):
			return err
		case err != nil:
			return nil //nolint:nilerr // the program was killed, as it was to be
		}
		confirmed <- struct{}{}
	}
}

func (p *place) save(do ask, key, name string, n int) error {
	word := fmt.Sprintf("%s save%d", name, n)
	switch {
	case n%29 == 28:
		return p.said.logLine(do, key, longLine(word))
	case n%13 == 12:
		path, err := p.file(strings.ReplaceAll(word, " ", "-")+".log", word)
		if err != nil {
			return err
		}
		return p.said.attach(do, key, path, filepath.Base(path))
	case n%4 == 3:
		return p.said.set(do, key, "component", word)
	case n%4 == 2:
		return p.said.set(do, key, "title", "Fictional case "+word)
	}
	return p.said.logLine(do, key, word)
}

// killAmidOwnSaves runs one program for each save, as scripts do, and kills the last.
func killAmidOwnSaves(p *place) (after, error) {
	key := p.said.keys()[p.n%writers]
	for n := range p.rnd.IntN(6) {
		began := time.Now()
		if err := p.save(p.alone, key, fmt.Sprintf("own%d", p.n), n); err != nil {
			return nil, err
		}
		p.took = time.Since(began)
	}
	err := p.save(func(args ...string) (answer, error) {
		return p.killed(p.moment(max(p.took, 20*time.Millisecond)), args...)
	}, key, fmt.Sprintf("own%d", p.n), 1000)
	if errors.Is(err, errUnanswered) {
		err = nil
	}
	return nil, err // answered before the kill is as good
}

// longLine is 440 KB long: forty of them fill a file of the journal. Only a program that is asked can be given it, no
// command line carries so much.
func longLine(word string) string {
	return word + " " + strings.Repeat("a long fictional note ", 20_000)
}
