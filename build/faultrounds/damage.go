package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// master is a workspace of which copies are damaged: one that was closed well, and one whose program was killed.
type master struct {
	closed, killed         string // folders
	saidClosed, saidKilled *ledger
}

// damage is one way to harm a copy.
type damage struct {
	name string
	harm func(workspace string) error
}

// at harms the largest file, or the one folder, that a pattern names.
func at(pattern string, do func(string) error) func(string) error {
	return func(dir string) error {
		path, err := largest(filepath.Join(dir, pattern))
		if err != nil {
			return err
		}
		return do(path)
	}
}

// storeDamages harms Badger's folder in ways that Badger would open without a word, or die of.
func (b *bench) storeDamages() error {
	in := func(name string, do func(string) error) func(string) error {
		return at(filepath.Join("store", "0*", name), do)
	}
	return b.damages("store", []damage{
		{"MANIFEST missing", in("MANIFEST", os.Remove)},
		{"MANIFEST cut by five bytes", in("MANIFEST", shorter(5))},
		{"MANIFEST cut to half", in("MANIFEST", halved)},
		{"MANIFEST emptied", in("MANIFEST", emptied)},
		{"64 bytes of a table flipped", in("*.sst", flipped(64))},
		{"one bit of a table flipped", in("*.sst", flipped(1))},
		{"a table zeroed", in("*.sst", zeroed)},
		{"a table cut", in("*.sst", halved)},
		{"a table missing", in("*.sst", os.Remove)},
		{"the value log missing", in("*.vlog", os.Remove)},
		{"the value log flipped", in("*.vlog", flipped(64))},
		{"the value log zeroed", in("*.vlog", zeroed)},
		{"the key registry flipped", in("KEYREGISTRY", flipped(4))},
		{"session.json is nonsense", func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "store", "session.json"), []byte("{"), 0o600)
		}},
		{"the folder missing", func(dir string) error { return os.RemoveAll(filepath.Join(dir, "store")) }},
	})
}

// indexDamages harms the search's folders.
func (b *bench) indexDamages() error {
	root, segment := filepath.Join("index", "g*", "store", "root.bolt"), filepath.Join("index", "g*", "store", "*.zap")
	return b.damages("index", []damage{
		{"root cut to half", at(root, halved)},
		{"root emptied", at(root, emptied)},
		{"root flipped", at(root, flipped(1))},
		{"root zeroed", at(root, zeroed)},
		{"root missing", at(root, os.Remove)},
		{"a segment missing", at(segment, os.Remove)},
		{"a segment cut by nine bytes", at(segment, shorter(9))},
		{"a segment emptied", at(segment, emptied)},
		{"a segment flipped", at(segment, flipped(1))},
		{"64 bytes of a segment flipped", at(segment, flipped(64))},
		{"a segment zeroed", at(segment, zeroed)},
		{"CURRENT is nonsense", func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "index", "CURRENT"), []byte("../x"), 0o600)
		}},
		{"index_meta.json missing", at(filepath.Join("index", "g*", "index_meta.json"), os.Remove)},
		{"the generation missing", at(filepath.Join("index", "g*"), os.RemoveAll)},
		{"the similar cases flipped", at(filepath.Join("similar", "*"), flipped(1))},
		{"the similar cases cut", at(filepath.Join("similar", "*"), halved)},
	})
}

// damages harms copies of a workspace, and looks whether the program gives the right answers without a question.
func (b *bench) damages(word string, all []damage) error {
	if !b.asked(word) {
		return nil
	}
	began := time.Now()
	m, err := b.makeMaster(word)
	if err != nil {
		return err
	}
	var failed error
	n := 0
	for i, d := range all {
		for _, killed := range []bool{false, true} {
			if b.ways < len(ways) && killed == (i%2 == 0) {
				continue // the short form takes one of both
			}
			n++
			if err := b.lookAtDamaged(m, d, killed); err != nil {
				failed = errors.Join(failed, fmt.Errorf("%s, %s, killed %t: %w", word, d.name, killed, err))
			}
		}
	}
	if failed == nil {
		b.row(n, "damages", "to the "+word+", closed well or killed", "right answers without a question", began)
	}
	return errors.Join(failed, os.RemoveAll(m.closed), os.RemoveAll(m.killed))
}

// makeMaster makes both masters: cases, reviews, and texts so long that they lie in the value log.
func (b *bench) makeMaster(word string) (*master, error) {
	p := b.newPlace(word + "-closed")
	if err := prepareCases(p); err != nil {
		return nil, err
	}
	r, err := p.start()
	if err != nil {
		return nil, err
	}
	if err := errors.Join(p.said.set(r.ask, p.said.keys()[0], "description", longLine("master")), r.close()); err != nil {
		return nil, err
	}
	m := &master{closed: p.dir, saidClosed: p.said.clone()}
	k := b.newPlace(word + "-killed")
	k.said = p.said
	if err := copyFolder(k.dir, p.dir); err != nil {
		return nil, err
	}
	if r, err = k.startWithLines("killed", 5); err != nil {
		return nil, err
	}
	err = must(r.ask, nil, "search", "fictional") // the index has been written to
	r.kill()
	m.killed, m.saidKilled = k.dir, k.said
	return m, err
}

func (b *bench) lookAtDamaged(m *master, d damage, killed bool) error {
	p := b.newPlace("damaged")
	from := m.closed
	p.said = m.saidClosed
	if killed {
		from, p.said = m.killed, m.saidKilled
	}
	err := copyFolder(p.dir, from)
	if err == nil {
		err = d.harm(p.dir)
	}
	if err == nil {
		err = p.look(p.allReviews)
	}
	return errors.Join(err, p.remove())
}

// largest is the largest of the files that a pattern names.
func largest(pattern string) (string, error) {
	names, err := filepath.Glob(pattern)
	if err != nil {
		return "", err
	}
	best, size := "", int64(-1)
	for _, n := range names {
		if info, err := os.Stat(n); err == nil && info.Size() > size {
			best, size = n, info.Size()
		}
	}
	if best == "" {
		return "", fmt.Errorf("nothing is called %s", pattern)
	}
	return best, nil
}

func emptied(path string) error { return os.Truncate(path, 0) }

func shorter(by int) func(string) error {
	return changed(func(b []byte) []byte { return b[:len(b)-min(by, len(b))] })
}

func halved(path string) error {
	return changed(func(b []byte) []byte { return b[:len(b)/2] })(path)
}

func zeroed(path string) error {
	return changed(func(b []byte) []byte { return make([]byte, len(b)) })(path)
}

// flipped flips a bit in each of so many bytes, a third into what is not zero.
func flipped(many int) func(string) error {
	return changed(func(b []byte) []byte {
		used := bytes.TrimRight(b, "\x00")
		used = used[len(used)/3:]
		for i := range min(many, len(used)) {
			used[i] ^= 0x40
		}
		return b
	})
}

func changed(how func([]byte) []byte) func(string) error {
	return func(path string) error {
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(path, how(b), 0o600)
	}
}

// copyFolder copies a folder. Holes stay holes: Badger's files are large and mostly empty after a kill.
func copyFolder(to, from string) error {
	return filepath.WalkDir(from, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		inside, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		if e.IsDir() {
			return os.MkdirAll(filepath.Join(to, inside), 0o700)
		}
		return copyFile(filepath.Join(to, inside), path)
	})
}

func copyFile(to, from string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	block, nothing := make([]byte, 64<<10), make([]byte, 64<<10)
	var at int64
	for {
		n, err := io.ReadFull(in, block)
		if n > 0 && !bytes.Equal(block[:n], nothing[:n]) {
			if _, err := out.WriteAt(block[:n], at); err != nil {
				return errors.Join(err, out.Close())
			}
		}
		at += int64(n)
		if err != nil {
			return errors.Join(out.Truncate(at), out.Close())
		}
	}
}
