package similar

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"unsafe"

	"precedent/backend/casefile"
)

// Open opens the index of a folder, or begins one there. No text is looked at again; the cases' records, the postings and the term
// vectors stay in the file, which is mapped. A fault of the code Damaged means that the file is not what was written, or of another version: Discard the
// folder, open it again, and put all cases anew.
func Open(dir string) (*Index, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, unreadable(err)
	}
	name, err := newest(dir)
	if err != nil {
		return nil, unreadable(err)
	}
	x := &Index{dir: dir, st: newState()}
	if name == "" {
		return x, nil
	}
	st, seq, err := openFile(name)
	if errors.Is(err, fs.ErrPermission) {
		return nil, unreadable(err)
	}
	if err != nil {
		return nil, damaged(err)
	}
	x.st = st
	x.seq = max(seq, readReached(dir, st.generation))
	x.saved = saved{seq: x.seq, clean: true}
	return x, nil
}

func unreadable(err error) error {
	return casefile.Wrap(casefile.Unavailable, err,
		"The folder of the index of similar cases cannot be read. Check that it belongs to you and try again.")
}

// Discard removes the index from a folder. It holds nothing that the journal has not.
func Discard(dir string) error {
	names, err := files(dir)
	for _, n := range append(names, filepath.Join(dir, reachedName), filepath.Join(dir, reachedName+".tmp")) {
		if e := os.Remove(n); err == nil && e != nil && !errors.Is(e, fs.ErrNotExist) {
			err = e
		}
	}
	if err != nil {
		return unreadable(err)
	}
	return nil
}

// Verify reads everything through, records too, and gives a fault of the code Damaged when something does not check.
func (x *Index) Verify() error {
	x.mu.RLock()
	defer x.mu.RUnlock()
	if x.closed {
		return errClosed()
	}
	if x.st.file == nil {
		return nil
	}
	h, err := readHeader(x.st.file.bytes)
	for n := range sections {
		if err == nil {
			_, err = h.section(x.st.file.bytes, n)
		}
	}
	if err != nil {
		return damaged(err)
	}
	return nil
}

// files are all of ours in a folder, half-written ones too, the newest whole one last.
func files(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var names []string
	for _, e := range entries {
		if n := e.Name(); strings.HasPrefix(n, "cases-") &&
			(strings.HasSuffix(n, ".similar") || strings.HasSuffix(n, ".similar.tmp")) {
			names = append(names, filepath.Join(dir, n))
		}
	}
	slices.SortStableFunc(names, func(a, b string) int {
		ta, tb := strings.HasSuffix(a, ".tmp"), strings.HasSuffix(b, ".tmp")
		if ta != tb {
			if ta {
				return -1
			}
			return 1
		}
		return strings.Compare(a, b)
	})
	return names, err
}

// newest is the file to open; what an interrupted Save left behind is removed.
func newest(dir string) (string, error) {
	names, err := files(dir)
	if err != nil || len(names) == 0 {
		return "", err
	}
	last := names[len(names)-1]
	if strings.HasSuffix(last, ".tmp") {
		last = ""
	}
	for _, n := range names {
		if n != last {
			_ = os.Remove(n)
		}
	}
	return last, nil
}

func openFile(name string) (st *state, seq uint64, err error) {
	f, err := mapFile(name)
	if err != nil {
		return nil, 0, err
	}
	defer func() {
		if err != nil {
			_ = f.close()
		}
	}()
	h, err := readHeader(f.bytes)
	if err != nil {
		return nil, 0, err
	}
	st = newState()
	st.file, st.generation = f, h.generation
	for n, read := range map[int]func(*reader){
		sectionDocs: func(r *reader) { st.readDocs(r, h.sections[sectionRecords]) }, sectionTerms: st.readTerms,
		sectionOrder: st.readOrder, sectionPostings: func(r *reader) { st.postings = r.b },
		sectionVectors: st.readVectors, sectionPairs: st.readPairs,
	} {
		b, err := h.section(f.bytes, n)
		if err != nil {
			return nil, 0, err
		}
		r := &reader{b: b}
		if read(r); r.bad {
			return nil, 0, fmt.Errorf("section %d is not what it should be", n)
		}
	}
	return st, h.seq, st.consistent(h)
}

// consistent makes sure that no table leads outside another.
func (st *state) consistent(h header) error {
	n := len(st.words.df)
	ok := uint64(st.postAt[len(st.postAt)-1]) == uint64(len(st.postings))
	for _, id := range st.words.order {
		ok = ok && int(id) < n
	}
	if st.vectors != nil {
		ok = ok && st.pairs != nil && len(st.vectors.row) <= n
	}
	if last := len(st.docs) - 1; last >= 0 {
		end := uint64(st.docs[last].at) + uint64(st.docs[last].size)
		ok = ok && end == h.sections[sectionRecords].at+h.sections[sectionRecords].size
	}
	if !ok {
		return errors.New("the sections do not fit together")
	}
	return nil
}

func (st *state) readDocs(r *reader, records section) {
	n := r.count()
	st.base, st.living = n, n
	st.checked = make([]atomic.Bool, n)
	st.docs, st.byID = make([]doc, n), make(map[string]uint32, n)
	st.lenTitle, st.lenBody = make([]float32, n), make([]float32, n)
	letters, at := string(r.b), int64(records.at) // one string for all ids
	for i := range st.docs {
		d := &st.docs[i]
		size := r.count()
		if r.take(size) != nil || size == 0 {
			d.id = letters[r.at-size : r.at]
		}
		d.created = r.varint()
		title, body := r.uvarint(), r.uvarint()
		if b := r.take(1); b != nil {
			d.documented = b[0]
		}
		for k := range d.told {
			d.told[k] = r.uint32()
		}
		d.digest = r.uint64()
		d.size, d.at = uint32(r.uvarint()), at
		at += int64(d.size)
		st.lenTitle[i], st.lenBody[i] = float32(title), float32(body)
		st.sumTitle += int64(title)
		st.sumBody += int64(body)
		st.byID[d.id] = uint32(i)
	}
}

func (st *state) readTerms(r *reader) {
	n, v := r.count(), &st.words
	v.df, v.titled = make([]uint32, n), make([]uint32, n)
	v.keyLen, v.start = make([]uint16, n), make([]uint32, n+1)
	st.postAt = make([]uint32, n+1)
	for id := range n {
		v.df[id], v.titled[id] = uint32(r.uvarint()), uint32(r.uvarint())
		st.postAt[id+1] = st.postAt[id] + uint32(r.uvarint())
		key, surface := r.uvarint(), r.uvarint()
		v.keyLen[id] = uint16(key)
		v.start[id+1] = v.start[id] + uint32(key+surface)
	}
	v.letters = string(r.take(len(r.b) - r.at))
	if uint64(v.start[n]) != uint64(len(v.letters)) {
		r.bad = true
	}
}

func (st *state) readOrder(r *reader) {
	st.words.order = make([]uint32, len(r.b)/4)
	for i := range st.words.order {
		st.words.order[i] = r.uint32()
	}
}

func (st *state) readVectors(r *reader) {
	if len(r.b) == 0 {
		return
	}
	st.learnt = int(r.uvarint())
	n, id := r.count(), uint64(0)
	v := &vectors{}
	for row := range n {
		id += r.uvarint()
		if id > math.MaxInt32 {
			r.bad = true
			return
		}
		for uint64(len(v.row)) < id {
			v.row = append(v.row, -1)
		}
		v.row = append(v.row, int32(row))
	}
	v.scale, v.reach = make([]float32, n), make([]float32, n)
	for _, part := range [3][]float32{v.inverse[:], v.scale, v.reach} {
		for i := range part {
			part[i] = math.Float32frombits(r.uint32())
		}
	}
	cells := r.take(n * dimensions)
	if len(cells) > 0 {
		v.data = unsafe.Slice((*int8)(unsafe.Pointer(&cells[0])), len(cells)) // the same bytes, read with their sign
	}
	st.vectors = v
}

func (st *state) readPairs(r *reader) {
	if len(r.b) == 0 {
		return
	}
	size := r.uvarint()
	if size != smallPairs && size != largePairs {
		r.bad = true
		return
	}
	st.pairs = &pairCounts{make([]uint16, size)}
	at := uint64(0)
	for range r.count() {
		at += r.uvarint()
		if at >= size {
			r.bad = true
			return
		}
		st.pairs.counts[at] = uint16(r.uvarint())
	}
}

func (r *reader) varint() int64 {
	u := r.uvarint()
	return int64(u>>1) ^ -int64(u&1)
}

const reachedName = "reached"

// writeReached moves the sequence of a file on: generation 8, sequence 8, CRC-32C 4.
func writeReached(dir string, generation, seq uint64) error {
	b := binary.LittleEndian.AppendUint64(nil, generation)
	b = binary.LittleEndian.AppendUint64(b, seq)
	b = binary.LittleEndian.AppendUint32(b, crc32.Checksum(b, castagnoli))
	name := filepath.Join(dir, reachedName)
	f, err := os.OpenFile(name+".tmp", os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	if err == nil {
		err = f.Sync()
	}
	if c := f.Close(); err == nil {
		err = c
	}
	if err != nil {
		return err
	}
	return os.Rename(name+".tmp", name)
}

// readReached gives 0 for anything but a whole note about this very file: an older sequence only means that the caller
// puts some cases again.
func readReached(dir string, generation uint64) uint64 {
	f, err := os.Open(filepath.Join(dir, reachedName))
	if err != nil {
		return 0
	}
	defer func() { _ = f.Close() }()
	b, err := io.ReadAll(io.LimitReader(f, 64))
	if err != nil || len(b) != 20 || crc32.Checksum(b[:16], castagnoli) != binary.LittleEndian.Uint32(b[16:]) {
		return 0
	}
	if binary.LittleEndian.Uint64(b) != generation {
		return 0
	}
	return binary.LittleEndian.Uint64(b[8:])
}
