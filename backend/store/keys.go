package store

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"strings"

	"github.com/google/uuid"
	"golang.org/x/text/unicode/norm"

	"precedent/backend/casefile"
)

// The key schema. An id is the 16 bytes of a UUID, a seq 8 bytes big-endian, a text ends with NUL where more follows.
//
//	r id               a record: its kind, NUL, its fields as JSON
//	l id               the record's row in the lists: see rowValue (top-level kinds only)
//	v id               when the record or something below it last moved: milliseconds, 8 bytes
//	p id id            parent, child: what belongs to a record
//	x id id            named, naming: who holds a record's ID in a field
//	k digits prefix id a human key, its six characters first, so that its beginning finds it
//	s source id-there  → id of the record imported from there
//	n kind name id     customers and people by name and alias, folded
//	h id seq           the entries that changed a record
//	c seq id           the top-level records that an entry touched: what a follower must look at again
//	e seq              who, when, what: of every entry that a person could undo
//	u seq              → seq of the entry that undid it
//	j job seq          the parts of one long action
//	d id field         a draft
//	z id               what is left of a record that was removed
//	t id               the text taken from an attachment
//	y day              a day on which the program ran, as the bin counts them
//	m                  the state: the last sequence applied, and how many rows there are
//
// Every value but those of p, x, h, c, j, y is sealed: version (1), CRC-32C over key and the rest (4), the sequence that
// wrote it (8), content. A value that does not check is damage: it is never shown, Badger is set aside and built again.
const (
	keyRecord  = 'r'
	keyRow     = 'l'
	keyMoved   = 'v'
	keyChild   = 'p'
	keyNaming  = 'x'
	keyHuman   = 'k'
	keySource  = 's'
	keyName    = 'n'
	keyHistory = 'h'
	keyTouched = 'c'
	keyEntry   = 'e'
	keyUndone  = 'u'
	keyJob     = 'j'
	keyDraft   = 'd'
	keyRemoved = 'z'
	keyText    = 't'
	keyDay     = 'y'
	keyState   = 'm'
)

// viewVersion is the version of this schema; another one found means: build again.
//
//	1  the first
const viewVersion = 1

const sealSize = 1 + 4 + 8

var crcTable = crc32.MakeTable(crc32.Castagnoli)

// errSpoiled is a value that is not what was written.
var errSpoiled = errors.New("store: a value does not fit its checksum")

type rawID = [16]byte

// parseID reads the ID of a record.
func parseID(id string) (rawID, bool) {
	u, err := uuid.Parse(id)
	return u, err == nil && len(id) == 36
}

func textID(b []byte) string {
	u, err := uuid.FromBytes(b)
	if err != nil {
		return ""
	}
	return u.String()
}

// key joins the parts of a key behind its letter.
func key(letter byte, parts ...[]byte) []byte {
	n := 1
	for _, p := range parts {
		n += len(p)
	}
	b := append(make([]byte, 0, n), letter)
	for _, p := range parts {
		b = append(b, p...)
	}
	return b
}

func idKey(letter byte, id rawID) []byte { return key(letter, id[:]) }

func seqBytes(seq uint64) []byte { return binary.BigEndian.AppendUint64(nil, seq) }

func seqKey(letter byte, seq uint64) []byte { return key(letter, seqBytes(seq)) }

// lastSeq is the sequence at the end of a key.
func lastSeq(k []byte) uint64 { return binary.BigEndian.Uint64(k[len(k)-8:]) }

// lastID is the ID at the end of a key.
func lastID(k []byte) string { return textID(k[len(k)-16:]) }

func textKey(letter byte, texts ...string) []byte {
	b := []byte{letter}
	for _, t := range texts {
		b = append(append(b, t...), 0)
	}
	return b
}

// humanKey turns ESC-7K3F2Q into the part of its key without the id; nil when it is none.
func humanKey(typed string) []byte {
	prefix, digits, ok := strings.Cut(typed, "-")
	if !ok || digits == "" {
		return nil
	}
	return textKey(keyHuman, digits, prefix)
}

// Fold gives the form in which two names are compared: one form of each character, one case, single spaces.
func Fold(name string) string {
	return strings.ToLower(strings.Join(strings.Fields(norm.NFKC.String(name)), " "))
}

// seal puts a content into the form in which it is kept.
func seal(k []byte, seq uint64, content []byte) []byte {
	b := make([]byte, sealSize, sealSize+len(content))
	b[0] = viewVersion
	binary.BigEndian.PutUint64(b[5:], seq)
	b = append(b, content...)
	binary.BigEndian.PutUint32(b[1:], sealSum(k, b))
	return b
}

func sealSum(k, sealed []byte) uint32 {
	c := crc32.Update(0, crcTable, k)
	c = crc32.Update(c, crcTable, sealed[:1])
	return crc32.Update(c, crcTable, sealed[5:])
}

// unseal gives the content of a sealed value and the sequence that wrote it.
func unseal(k, sealed []byte) (content []byte, seq uint64, err error) {
	if len(sealed) < sealSize || sealed[0] != viewVersion || binary.BigEndian.Uint32(sealed[1:]) != sealSum(k, sealed) {
		return nil, 0, errSpoiled
	}
	return sealed[sealSize:], binary.BigEndian.Uint64(sealed[5:]), nil
}

// recordValue is the content under keyRecord.
func recordValue(r casefile.Record) ([]byte, error) {
	return casefile.AppendJSON(append([]byte(r.Kind), 0), r.Fields)
}

func parseRecord(id string, content []byte, seq uint64) (casefile.Record, error) {
	kind, fields, ok := bytes.Cut(content, []byte{0})
	if !ok {
		return casefile.Record{}, errSpoiled
	}
	m, err := casefile.DecodeFields(fields)
	if err != nil {
		return casefile.Record{}, errors.Join(errSpoiled, err)
	}
	return casefile.Record{Kind: casefile.Kind(kind), ID: id, Rev: seq, Fields: m}, nil
}
