package similar

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"syscall"

	"precedent/backend/casefile"
)

// Save writes what the index holds to a new file, goes on from that file, and removes the one before. Questions are
// answered meanwhile, writers wait. When only the sequence moved, only that is written.
func (x *Index) Save() error {
	x.writing.Lock()
	defer x.writing.Unlock()
	x.folding.Lock()
	defer x.folding.Unlock()
	x.mu.RLock()
	seq, was, closed := x.seq, x.saved, x.closed
	x.mu.RUnlock()
	switch {
	case closed:
		return errClosed()
	case was.clean && was.seq == seq:
		return nil
	case was.clean && x.st.file != nil:
		if err := writeReached(x.dir, x.st.generation, seq); err != nil {
			return unsaved(err)
		}
		return x.savedAs(x.st, seq)
	}
	return x.fold(seq)
}

// fold writes the new file and reads it back, which is also its proof. It does not take mu: nobody else writes, and a
// reader must not wait behind someone who waits for a second of writing to end.
func (x *Index) fold(seq uint64) error {
	err := x.st.write(x.dir, x.st.generation+1, seq)
	if errors.Is(err, errRecord) {
		return damaged(err)
	}
	if err != nil {
		return unsaved(err)
	}
	next, _, err := openFile(filepath.Join(x.dir, fileName(x.st.generation+1)))
	if err != nil {
		return damaged(err)
	}
	return x.savedAs(next, seq)
}

// savedAs goes on from a state whose file is written.
func (x *Index) savedAs(next *state, seq uint64) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.saved = saved{seq: seq, clean: true}
	if old := x.st; old != next {
		x.st = next
		if old.file != nil {
			_ = old.file.close()
			_ = os.Remove(old.file.name) // else Open removes it
		}
	}
	return nil
}

func unsaved(err error) error {
	if errors.Is(err, syscall.ENOSPC) {
		return casefile.Wrap(casefile.DiskFull, err,
			"The disk has too little free space to keep the index of similar cases. Free some; your records are not touched.")
	}
	return casefile.Wrap(casefile.Internal, err,
		"The index of similar cases could not be written. Your records are not touched; it is tried again later.")
}

func fileName(generation uint64) string { return fmt.Sprintf("cases-%016x.similar", generation) }

// writer writes sections one after the other and notes where they are.
type writer struct {
	to   *bufio.Writer
	head header
	at   uint64
	sum  uint32
	err  error
}

func (w *writer) put(b []byte) {
	if w.err == nil {
		_, w.err = w.to.Write(b)
	}
	w.sum = crc32.Update(w.sum, castagnoli, b)
	w.at += uint64(len(b))
}

func (w *writer) section(n int, write func() error) {
	from := w.at
	w.sum = 0
	if err := write(); err != nil && w.err == nil {
		w.err = err
	}
	w.head.sections[n] = section{from, w.at - from, w.sum}
}

// write makes the file under a temporary name, syncs it, and gives it its name.
func (st *state) write(dir string, generation, seq uint64) (err error) {
	name := filepath.Join(dir, fileName(generation))
	f, err := os.OpenFile(name+".tmp", os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	err = st.writeTo(f, generation, seq)
	if err == nil {
		err = f.Sync()
	}
	if c := f.Close(); err == nil {
		err = c
	}
	if err == nil {
		err = os.Rename(name+".tmp", name)
	}
	if err != nil {
		_ = os.Remove(name + ".tmp")
		return err
	}
	syncFolder(dir)
	return nil
}

// syncFolder is tried only: not every system can, and what it guards is rebuilt if lost.
func syncFolder(dir string) {
	if d, err := os.Open(dir); err == nil {
		_ = d.Sync()
		_ = d.Close()
	}
}

func (st *state) writeTo(f *os.File, generation, seq uint64) error {
	w := &writer{to: bufio.NewWriterSize(f, 1<<20), at: headerSize, head: header{generation: generation, seq: seq}}
	if _, err := f.Seek(headerSize, io.SeekStart); err != nil {
		return err
	}
	place := st.places()
	var docs []byte
	sizes := make([]int, st.words.size())
	w.section(sectionRecords, func() (err error) { docs, err = st.writeRecords(w); return err })
	w.section(sectionPostings, func() error { st.writePostings(w, place, sizes); return nil })
	w.section(sectionDocs, func() error { w.put(docs); return nil })
	w.section(sectionTerms, func() error { st.writeTerms(w, sizes); return nil })
	w.section(sectionOrder, func() error { st.writeOrder(w); return nil })
	w.section(sectionVectors, func() error { st.writeVectors(w); return nil })
	w.section(sectionPairs, func() error { st.writePairs(w); return nil })
	if w.err == nil {
		w.err = w.to.Flush()
	}
	if w.err == nil {
		_, w.err = f.WriteAt(w.head.encode(), 0)
	}
	return w.err
}

const gone = math.MaxUint32

// places numbers the living cases anew.
func (st *state) places() []uint32 {
	place := make([]uint32, len(st.docs))
	next := uint32(0)
	for i := range st.docs {
		place[i] = gone
		if !st.docs[i].dead {
			place[i] = next
			next++
		}
	}
	return place
}

// writeRecords copies the records of the living and gives their table: number of cases, then for each uvarint length of
// the id, id, varint created, uvarint lengths of title and body, byte documented, the hashes of what is told, the
// digest, uvarint size of the record.
func (st *state) writeRecords(w *writer) ([]byte, error) {
	le := binary.LittleEndian
	table := binary.AppendUvarint(nil, uint64(st.living))
	for ord := range st.docs {
		d := &st.docs[ord]
		if d.dead {
			continue
		}
		rec := st.raw(uint32(ord))
		if _, err := checkedRecord(rec); err != nil {
			return nil, err
		}
		w.put(rec)
		table = append(binary.AppendUvarint(table, uint64(len(d.id))), d.id...)
		table = binary.AppendVarint(table, d.created)
		table = binary.AppendUvarint(table, uint64(st.lenTitle[ord]))
		table = binary.AppendUvarint(table, uint64(st.lenBody[ord]))
		table = append(table, d.documented)
		for _, t := range d.told {
			table = le.AppendUint32(table, t)
		}
		table = le.AppendUint64(table, d.digest)
		table = binary.AppendUvarint(table, uint64(len(rec)))
	}
	return table, nil
}

func (st *state) writePostings(w *writer, place []uint32, sizes []int) {
	var b []byte
	for id := range sizes {
		b = b[:0]
		before := uint32(0)
		st.eachPosting(uint32(id), func(p posting) {
			if p.ord = place[p.ord]; p.ord != gone {
				b = appendPosting(b, before, p)
				before = p.ord
			}
		})
		sizes[id] = len(b)
		w.put(b)
	}
}

// writeTerms: number of terms, then for each uvarint df, how many in titles, size of the postings, lengths of key and surface; then the
// letters. A term that no case has keeps its number and loses its letters.
func (st *state) writeTerms(w *writer, sizes []int) {
	table := binary.AppendUvarint(nil, uint64(len(sizes)))
	var letters []byte
	for id, size := range sizes {
		key, surface := "", ""
		if st.words.df[id] > 0 {
			key, surface = st.words.key(uint32(id)), st.words.surface(uint32(id))
		}
		if surface == bare(key) {
			surface = ""
		}
		for _, n := range [5]int{int(st.words.df[id]), int(st.words.titled[id]), size, len(key), len(surface)} {
			table = binary.AppendUvarint(table, uint64(n))
		}
		letters = append(append(letters, key...), surface...)
	}
	w.put(table)
	w.put(letters)
}

// writeOrder merges the terms of the file, which are in order, with those since.
func (st *state) writeOrder(w *writer) {
	v := &st.words
	var fresh []uint32
	for id := len(v.keyLen); id < v.size(); id++ {
		fresh = append(fresh, uint32(id))
	}
	slices.SortFunc(fresh, func(a, b uint32) int {
		if v.key(a) < v.key(b) {
			return -1
		}
		return 1
	})
	b := make([]byte, 0, 4*v.size())
	for old := v.order; len(old)+len(fresh) > 0; {
		var id uint32
		if len(fresh) == 0 || len(old) > 0 && v.key(old[0]) < v.key(fresh[0]) {
			id, old = old[0], old[1:]
		} else {
			id, fresh = fresh[0], fresh[1:]
		}
		if v.df[id] > 0 {
			b = binary.LittleEndian.AppendUint32(b, id)
		}
	}
	w.put(b)
}

// writeVectors: cases when learnt, number of rows, for each the distance to the term before; then what the singular
// values are divided out by, scales, reaches and cells.
func (st *state) writeVectors(w *writer) {
	v := st.vectors
	if v == nil {
		return
	}
	b := binary.AppendUvarint(nil, uint64(st.learnt))
	b = binary.AppendUvarint(b, uint64(len(v.scale)))
	before := 0
	for id, row := range v.row {
		if row >= 0 { // rows are in the order of their terms
			b = binary.AppendUvarint(b, uint64(id-before))
			before = id
		}
	}
	for _, part := range [3][]float32{v.inverse[:], v.scale, v.reach} {
		for _, f := range part {
			b = binary.LittleEndian.AppendUint32(b, math.Float32bits(f))
		}
	}
	for _, c := range v.data {
		b = append(b, byte(c))
	}
	w.put(b)
}

// writePairs: number of counters, number of those that are not zero, for each of these the distance to the one before
// and its count.
func (st *state) writePairs(w *writer) {
	if st.pairs == nil {
		return
	}
	b, n, before := []byte(nil), 0, 0
	for i, c := range st.pairs.counts {
		if c > 0 {
			n++
			b = binary.AppendUvarint(binary.AppendUvarint(b, uint64(i-before)), uint64(c))
			before = i
		}
	}
	w.put(binary.AppendUvarint(binary.AppendUvarint(nil, uint64(len(st.pairs.counts))), uint64(n)))
	w.put(b)
}
