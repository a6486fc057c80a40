package journal

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
)

// The byte layout. Numbers are little-endian; CRC is CRC-32C (Castagnoli); hashes are SHA-256.
//
// A file is a file header and entries without anything between them. Behind the last entry there may be zeros (ahead.go):
//
//	offset size  file header (the first 128 bytes keep this layout in every later format, so that any version can read
//	             who wrote the file)
//	     0    8  magic "PRCDJRNL"
//	     8    2  format version, 1
//	    10    2  highest schema version of the entries in the file
//	    12    4  zero
//	    16    8  sequence of the first entry
//	    24   32  hash of the header before the first entry; in the first file random bytes, which make journals differ
//	    56   64  name and version of the program that began the file, filled with zeros
//	   120    4  zero
//	   124    4  CRC of the bytes 0 to 123
//
// An entry is a header and a payload:
//
//	offset size  entry header
//	     0    4  mark FE 'P' 'E' FF, which no JSON text in UTF-8 contains: reading finds its feet by it after damage
//	     4    2  length H of the header
//	     6    4  length of the payload                       (changes when a change is cut or masked)
//	    10    4  CRC of the payload                          (changes when a change is cut or masked)
//	    14    4  CRC of the header without these four bytes  (changes when a change is cut or masked)
//	    18    8  sequence
//	    26    8  when: milliseconds since 1970, UTC
//	    34   16  id of the entry, UUIDv7
//	    50    2  schema version of the changes
//	    52    1  1 = draft, 0 = not
//	    53    1  zero
//	    54   32  seal of the entry: hash over the seals of the payload's parts in their order
//	    86   32  hash of the header before this one
//	   118    H  device, who, action: each two bytes of length and UTF-8
//
// The hash of a header runs over its bytes from 18 to H: what a purge leaves as it was. So the chain holds after a purge,
// and a header that was changed or left out is found by the one behind it.
//
// The payload is described in payload.go.

const (
	magic         = "PRCDJRNL"
	formatVersion = 1
	fileHeadSize  = 128
	headFixed     = 118 // bytes of an entry header before its texts
	headLasting   = 18  // from here on a header never changes
	maxHeadText   = 1024
	maxHead       = headFixed + 3*(2+maxHeadText)
	maxStored     = MaxPayload + 1<<20 // a masked change takes a few bytes more than it did
	suffix        = ".journal"
	unfinished    = ".tmp"
)

var (
	mark       = []byte{0xFE, 'P', 'E', 0xFF}
	castagnoli = crc32.MakeTable(crc32.Castagnoli)
	order      = binary.LittleEndian
)

type hash = [sha256.Size]byte

func crc(parts ...[]byte) uint32 {
	var c uint32
	for _, p := range parts {
		c = crc32.Update(c, castagnoli, p)
	}
	return c
}

func fileName(first uint64) string { return fmt.Sprintf("%012d%s", first, suffix) }

// firstOf reads the sequence in a file's name; 0 when the name is not a journal file's.
func firstOf(name string) uint64 {
	digits, ok := strings.CutSuffix(filepath.Base(name), suffix)
	if !ok || len(digits) < 12 {
		return 0
	}
	n, err := strconv.ParseUint(digits, 10, 64)
	if err != nil || fileName(n) != filepath.Base(name) {
		return 0
	}
	return n
}

// fileHead is what a file says of itself.
type fileHead struct {
	format, schema int
	first          uint64
	prev           hash
	program        string
}

func (h fileHead) encode() []byte {
	b := make([]byte, fileHeadSize)
	copy(b, magic)
	order.PutUint16(b[8:], uint16(h.format))
	order.PutUint16(b[10:], uint16(h.schema))
	order.PutUint64(b[16:], h.first)
	copy(b[24:56], h.prev[:])
	copy(b[56:120], h.program)
	order.PutUint32(b[124:], crc(b[:124]))
	return b
}

var errFileHead = errors.New("the file's header is not what was written")

func parseFileHead(b []byte) (fileHead, error) {
	if len(b) < fileHeadSize || string(b[:8]) != magic || order.Uint32(b[124:]) != crc(b[:124]) {
		return fileHead{}, errFileHead
	}
	h := fileHead{
		format: int(order.Uint16(b[8:])), schema: int(order.Uint16(b[10:])), first: order.Uint64(b[16:]),
		program: string(bytes.TrimRight(b[56:120], "\x00")),
	}
	copy(h.prev[:], b[24:56])
	return h, nil
}

// head is an entry header.
type head struct {
	size        int // bytes of the header
	payloadSize int
	payloadCRC  uint32
	seq         uint64
	at          int64
	id          uuid.UUID
	version     int
	draft       bool
	seal, prev  hash
	device      string
	who, action string
	hash        hash // of this header; what the next one names
}

// total is how many bytes the entry takes in its file.
func (h head) total() int64 { return int64(h.size) + int64(h.payloadSize) }

// lasting are the bytes of the header that never change.
func (h head) lasting() []byte {
	b := make([]byte, headFixed-headLasting, headFixed+128)
	order.PutUint64(b[0:], h.seq)
	order.PutUint64(b[8:], uint64(h.at))
	copy(b[16:32], h.id[:])
	order.PutUint16(b[32:], uint16(h.version))
	if h.draft {
		b[34] = 1
	}
	copy(b[36:68], h.seal[:])
	copy(b[68:100], h.prev[:])
	for _, s := range []string{h.device, h.who, h.action} {
		b = order.AppendUint16(b, uint16(len(s)))
		b = append(b, s...)
	}
	return b
}

// frame puts an entry together from the lasting bytes of its header and its payload, so that it can be written at once.
func frame(lasting, payload []byte) []byte {
	size := headLasting + len(lasting)
	b := make([]byte, headLasting, size+len(payload))
	copy(b, mark)
	order.PutUint16(b[4:], uint16(size))
	order.PutUint32(b[6:], uint32(len(payload)))
	order.PutUint32(b[10:], crc(payload))
	order.PutUint32(b[14:], crc(b[:14], lasting))
	b = append(b, lasting...)
	return append(b, payload...)
}

var errHead = errors.New("the entry's header is not what was written")

// headSize reads how long a header is from its first bytes; 0 when these are not the beginning of a header.
func headSize(b []byte) int {
	if len(b) < headLasting || !bytes.Equal(b[:4], mark) {
		return 0
	}
	n := int(order.Uint16(b[4:]))
	if n < headFixed+6 || n > maxHead {
		return 0
	}
	return n
}

// parseHead reads a whole header of exactly the size that headSize gave. It keeps nothing of b.
func parseHead(b []byte) (head, error) {
	if len(b) != headSize(b) || order.Uint32(b[14:]) != crc(b[:14], b[headLasting:]) {
		return head{}, errHead
	}
	if order.Uint32(b[6:]) > maxStored {
		return head{}, errHead
	}
	h := head{
		size: len(b), payloadSize: int(order.Uint32(b[6:])), payloadCRC: order.Uint32(b[10:]),
		seq: order.Uint64(b[18:]), at: int64(order.Uint64(b[26:])), version: int(order.Uint16(b[50:])), draft: b[52] == 1,
	}
	if h.seq == 0 || b[52] > 1 || b[53] != 0 {
		return head{}, errHead
	}
	copy(h.id[:], b[34:50])
	copy(h.seal[:], b[54:86])
	copy(h.prev[:], b[86:118])
	rest := b[headFixed:]
	for _, s := range []*string{&h.device, &h.who, &h.action} {
		if len(rest) < 2 || len(rest)-2 < int(order.Uint16(rest)) {
			return head{}, errHead
		}
		n := int(order.Uint16(rest))
		*s, rest = string(rest[2:2+n]), rest[2+n:]
	}
	if len(rest) != 0 {
		return head{}, errHead
	}
	h.hash = hashOf(b[headLasting:])
	return h, nil
}

// entry is what the header alone says.
func (h head) entry() Entry {
	return Entry{
		Seq: h.seq, ID: h.id.String(), Device: h.device, Who: h.who, At: time.UnixMilli(h.at).UTC(),
		Action: h.action, Version: h.version, Draft: h.draft,
	}
}

func hashOf(lasting []byte) hash { return sha256.Sum256(lasting) }
