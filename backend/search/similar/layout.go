package similar

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
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

func readHeader(file []byte) (h header, err error) {
	r := reader{b: file[:min(len(file), headerSize)]}
	head := r.b[:max(len(r.b)-4, 0)]
	if string(r.take(8)) != magic || r.uint32() != version || r.uint32() != sections {
		return h, errLayout
	}
	h.generation, h.seq = r.uint64(), r.uint64()
	for i := range h.sections {
		h.sections[i] = section{r.uint64(), r.uint64(), r.uint32()}
	}
	if sum := r.uint32(); r.bad || crc32.Checksum(head, castagnoli) != sum {
		return h, errLayout
	}
	for _, s := range h.sections {
		if size := uint64(len(file)); s.at > size || s.size > size-s.at {
			return h, io.ErrUnexpectedEOF
		}
	}
	return h, nil
}

// section gives the bytes of a section and checks them.
func (h *header) section(file []byte, n int) ([]byte, error) {
	s := h.sections[n]
	b := file[s.at : s.at+s.size]
	if crc32.Checksum(b, castagnoli) != s.sum {
		return nil, fmt.Errorf("section %d does not check", n)
	}
	return b, nil
}
