package similar

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
)

// A record is what is kept of one case: its terms and its pairs. It is read only when the case is in a pool, so it stays
// in the file and carries its own check:
//
//	uvarint number of terms, then for each, by rising number:
//	    uvarint distance to the number before, uvarint body<<3 | listed<<1 | title>0, and uvarint title if there is one
//	uvarint number of pairs, then for each, rising: uvarint distance to the hash before
//	CRC-32C of all this, 4 bytes, little-endian

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

var errRecord = errors.New("a case's record does not check")

// entry is one term of a case.
type entry struct {
	id          uint32
	title, body uint16
	listed      uint8
}

func encodeRecord(entries []entry, pairs []uint32) []byte {
	b := binary.AppendUvarint(make([]byte, 0, 4*len(entries)+3*len(pairs)+8), uint64(len(entries)))
	before := uint32(0)
	for _, e := range entries {
		b = binary.AppendUvarint(b, uint64(e.id-before))
		before = e.id
		packed := uint64(e.body)<<3 | uint64(e.listed)<<1
		if e.title == 0 {
			b = binary.AppendUvarint(b, packed)
			continue
		}
		b = binary.AppendUvarint(b, packed|1)
		b = binary.AppendUvarint(b, uint64(e.title))
	}
	b = binary.AppendUvarint(b, uint64(len(pairs)))
	before = 0
	for _, p := range pairs {
		b = binary.AppendUvarint(b, uint64(p-before))
		before = p
	}
	return binary.LittleEndian.AppendUint32(b, crc32.Checksum(b, castagnoli))
}

// checkedRecord takes the check off a record.
func checkedRecord(rec []byte) ([]byte, error) {
	n := len(rec) - 4
	if n < 2 || crc32.Checksum(rec[:n], castagnoli) != binary.LittleEndian.Uint32(rec[n:]) {
		return nil, errRecord
	}
	return rec[:n], nil
}

// decodeTerms appends the terms of a record and gives the rest of it. A number beyond limit is damage, for it would lead
// outside the tables.
func decodeTerms(body []byte, limit int, entries []entry) ([]entry, []byte, error) {
	r := reader{b: body}
	id := uint64(0)
	for range r.count() {
		step := r.uvarint()
		if id += step; step >= uint64(limit) || id >= uint64(limit) {
			return entries, nil, errRecord
		}
		var packed uint64
		if r.at < len(r.b) && r.b[r.at] < 0x80 { // nearly always, and without a call
			packed = uint64(r.b[r.at])
			r.at++
		} else {
			packed = r.uvarint()
		}
		e := entry{id: uint32(id), body: uint16(packed >> 3), listed: uint8(packed>>1) & 3}
		if packed&1 != 0 {
			e.title = uint16(r.uvarint())
		}
		entries = append(entries, e)
	}
	if r.bad {
		return entries, nil, errRecord
	}
	return entries, r.b[r.at:], nil
}

// decodePairs appends the pairs that stand behind the terms.
func decodePairs(rest []byte, pairs []uint32) ([]uint32, error) {
	r := reader{b: rest}
	hash := uint64(0)
	for range r.count() {
		hash += r.uvarint()
		pairs = append(pairs, uint32(hash))
	}
	if r.bad {
		return pairs, errRecord
	}
	return pairs, nil
}

// reader walks bytes whose lengths cannot be trusted; a step beyond the end makes it bad and yields zeros.
type reader struct {
	b   []byte
	at  int
	bad bool
}

func (r *reader) uvarint() uint64 {
	if r.at < len(r.b) && r.b[r.at] < 0x80 {
		r.at++
		return uint64(r.b[r.at-1])
	}
	v, n := binary.Uvarint(r.b[min(r.at, len(r.b)):])
	if n <= 0 {
		r.bad = true
		return 0
	}
	r.at += n
	return v
}

// count is a number of things that follow, each at least one byte long.
func (r *reader) count() int {
	v := r.uvarint()
	if v > uint64(len(r.b)-r.at) {
		r.bad = true
		return 0
	}
	return int(v)
}

// take is the next n bytes.
func (r *reader) take(n int) []byte {
	if n < 0 || n > len(r.b)-r.at {
		r.bad = true
		return nil
	}
	r.at += n
	return r.b[r.at-n : r.at]
}

func (r *reader) uint32() uint32 {
	if b := r.take(4); b != nil {
		return binary.LittleEndian.Uint32(b)
	}
	return 0
}

func (r *reader) uint64() uint64 {
	if b := r.take(8); b != nil {
		return binary.LittleEndian.Uint64(b)
	}
	return 0
}
