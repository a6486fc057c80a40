package similar

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
)

// The folder holds one file, cases-<generation>.similar, and beside it "reached", which only moves the sequence on when
// nothing else changed. The file, all numbers little-endian:
//
//	magic 8 · version 4 · number of sections 4 · generation 8 · sequence 8
//	for each section: offset 8 · length 8 · CRC-32C 4
//	CRC-32C of all before 4
//	the sections
//
// Versions: 1, the first; 2, with the number of titles of each term.
const (
	magic   = "PRCSIMIL"
	version = 2
)

const (
	sectionRecords  = iota // one record after another (record.go); read case by case, when a question needs it
	sectionPostings        // postings of each term (postings.go), by number
	sectionDocs            // the table of cases
	sectionTerms           // the table of terms, then their letters
	sectionOrder           // numbers of the terms by their key
	sectionVectors         // empty until learnt
	sectionPairs           // empty until learnt
	sections
)

type section struct {
	at, size uint64
	sum      uint32
}

type header struct {
	generation, seq uint64
	sections        [sections]section
}

const headerSize = 8 + 4 + 4 + 8 + 8 + sections*20 + 4

var errLayout = errors.New("not an index of similar cases of this version")

func (h *header) encode() []byte {
	le := binary.LittleEndian
	b := append(make([]byte, 0, headerSize), magic...)
	b = le.AppendUint32(b, version)
	b = le.AppendUint32(b, sections)
	b = le.AppendUint64(b, h.generation)
	b = le.AppendUint64(b, h.seq)
	for _, s := range h.sections {
		b = le.AppendUint64(b, s.at)
		b = le.AppendUint64(b, s.size)
		b = le.AppendUint32(b, s.sum)
	}
	return le.AppendUint32(b, crc32.Checksum(b, castagnoli))
}

func readHeader(f *os.File) (h header, err error) {
	b := make([]byte, headerSize)
	if _, err := f.ReadAt(b, 0); err != nil {
		return h, fmt.Errorf("%w: %w", errLayout, err)
	}
	body := headerSize - 4
	r := reader{b: b}
	if string(r.take(8)) != magic || r.uint32() != version || r.uint32() != sections ||
		crc32.Checksum(b[:body], castagnoli) != binary.LittleEndian.Uint32(b[body:]) {
		return h, errLayout
	}
	h.generation, h.seq = r.uint64(), r.uint64()
	for i := range h.sections {
		h.sections[i] = section{r.uint64(), r.uint64(), r.uint32()}
	}
	return h, h.fits(f)
}

// fits guards against a file cut short, before memory is asked for.
func (h *header) fits(f *os.File) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	for _, s := range h.sections {
		if size := uint64(info.Size()); s.at > size || s.size > size-s.at {
			return io.ErrUnexpectedEOF
		}
	}
	return nil
}

// load reads a section and checks it.
func (h *header) load(f *os.File, n int) (*reader, error) {
	s := h.sections[n]
	b := make([]byte, s.size)
	if _, err := f.ReadAt(b, int64(s.at)); err != nil && (err != io.EOF || s.size > 0) {
		return nil, err
	}
	if crc32.Checksum(b, castagnoli) != s.sum {
		return nil, fmt.Errorf("section %d does not check", n)
	}
	return &reader{b: b}, nil
}

// check reads a section through without keeping it.
func (h *header) check(f *os.File, n int) error {
	s := h.sections[n]
	sum := crc32.New(castagnoli)
	if _, err := io.Copy(sum, io.NewSectionReader(f, int64(s.at), int64(s.size))); err != nil {
		return err
	}
	if sum.Sum32() != s.sum {
		return fmt.Errorf("section %d does not check", n)
	}
	return nil
}
