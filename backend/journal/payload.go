package journal

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
)

// A payload is a number of parts (4 bytes) and the parts: first the note, then each change. A part is one of
//
//	whole   1, salt (16 random bytes), length (4), content
//	cut     2, seal (32)
//	masked  3, seal (32) of what was written first, length (4), content that stands in its place
//
// The seal of a part is SHA-256 over its salt and its content as first written. The salt goes when the content goes, so a
// seal that is left cannot be used to try out short texts. The note's content is its JSON. A change's content is the
// length of its kind and the kind, the length of its ID and the ID (lengths as varints), its base (8) and its patch.

type partState byte

const (
	whole  partState = 1
	cut    partState = 2
	masked partState = 3
)

const saltSize = 16

type part struct {
	state   partState
	salt    []byte // of a whole part
	seal    hash   // of what was written first
	content []byte
}

// newPart seals a content with a salt of its own.
func newPart(salt, content []byte) part {
	p := part{state: whole, salt: salt, content: content}
	p.seal = p.computeSeal()
	return p
}

func (p part) computeSeal() (sum hash) {
	h := sha256.New()
	h.Write(p.salt)
	h.Write(p.content)
	h.Sum(sum[:0])
	return sum
}

func (p part) append(b []byte) []byte {
	b = append(b, byte(p.state))
	if p.state == whole {
		b = append(b, p.salt...)
	} else {
		b = append(b, p.seal[:]...)
	}
	if p.state == cut {
		return b
	}
	b = order.AppendUint32(b, uint32(len(p.content)))
	return append(b, p.content...)
}

// sealParts makes the parts of an entry as it is first written.
func sealParts(e Entry) []part {
	salts := make([]byte, saltSize*(1+len(e.Changes)))
	rand.Read(salts) // never fails: the runtime ends the process instead
	parts := make([]part, 0, 1+len(e.Changes))
	parts = append(parts, newPart(salts[:saltSize:saltSize], e.Note))
	for i, c := range e.Changes {
		at := saltSize * (i + 1)
		parts = append(parts, newPart(salts[at:at+saltSize:at+saltSize], c.encode()))
	}
	return parts
}

func encodeParts(parts []part) []byte {
	size := 4
	for _, p := range parts {
		size += 1 + sha256.Size + 4 + len(p.content)
	}
	b := order.AppendUint32(make([]byte, 0, size), uint32(len(parts)))
	for _, p := range parts {
		b = p.append(b)
	}
	return b
}

// sealOf is the seal of an entry with these parts.
func sealOf(parts []part) (sum hash) {
	h := sha256.New()
	for _, p := range parts {
		h.Write(p.seal[:])
	}
	h.Sum(sum[:0])
	return sum
}

var (
	errPayload = errors.New("the entry's payload is not what was written")
	errSeal    = errors.New("the entry's payload does not fit its seal")
)

// parseParts reads a payload and checks it against the entry's seal. The parts share their bytes with b.
func parseParts(b []byte, seal hash) ([]part, error) {
	if len(b) < 4 {
		return nil, errPayload
	}
	count := int(order.Uint32(b))
	b = b[4:]
	if count < 1 || count > len(b)/(1+saltSize) {
		return nil, errPayload
	}
	parts := make([]part, count)
	for i := range parts {
		var err error
		if parts[i], b, err = parsePart(b); err != nil {
			return nil, err
		}
	}
	if len(b) != 0 {
		return nil, errPayload
	}
	if sealOf(parts) != seal {
		return nil, errSeal
	}
	return parts, nil
}

func parsePart(b []byte) (p part, rest []byte, err error) {
	if len(b) == 0 {
		return p, nil, errPayload
	}
	p.state, b = partState(b[0]), b[1:]
	fixed := sha256.Size
	if p.state == whole {
		fixed = saltSize
	}
	if p.state < whole || p.state > masked || len(b) < fixed {
		return p, nil, errPayload
	}
	if p.state == whole {
		p.salt = b[:fixed:fixed]
	} else {
		copy(p.seal[:], b)
	}
	b = b[fixed:]
	if p.state != cut {
		if len(b) < 4 || uint64(len(b)-4) < uint64(order.Uint32(b)) {
			return p, nil, errPayload
		}
		n := 4 + int(order.Uint32(b))
		p.content, b = b[4:n:n], b[n:]
	}
	if p.state == whole {
		p.seal = p.computeSeal()
	}
	return p, b, nil
}

func (c Change) encode() []byte {
	b := make([]byte, 0, 2*binary.MaxVarintLen16+len(c.Kind)+len(c.ID)+8+len(c.Patch))
	b = append(binary.AppendUvarint(b, uint64(len(c.Kind))), c.Kind...)
	b = append(binary.AppendUvarint(b, uint64(len(c.ID))), c.ID...)
	b = order.AppendUint64(b, c.Base)
	return append(b, c.Patch...)
}

func parseChange(p part) (Change, error) {
	kind, b, ok := cutText(p.content)
	id, b, ok2 := cutText(b)
	if !ok || !ok2 || len(b) < 8 {
		return Change{}, errPayload
	}
	return Change{Kind: kind, ID: id, Base: order.Uint64(b), Patch: b[8:len(b):len(b)], Masked: p.state == masked}, nil
}

func cutText(b []byte) (text string, rest []byte, ok bool) {
	n, used := binary.Uvarint(b)
	if used <= 0 || n > uint64(len(b)-used) {
		return "", nil, false
	}
	b = b[used:]
	return string(b[:n]), b[n:], true
}

// decode makes the entry of a header and a payload that share no bytes with it. parts says which part each change is.
func decode(h head, payload []byte) (e Entry, parts []part, err error) {
	if parts, err = parseParts(bytes.Clone(payload), h.seal); err != nil {
		return Entry{}, nil, err
	}
	e = h.entry()
	if note := parts[0].content; len(note) > 0 {
		e.Note = note
	}
	e.Changes = make([]Change, 0, len(parts)-1)
	for i, p := range parts[1:] {
		if p.state == cut {
			e.Cut++
			continue
		}
		c, err := parseChange(p)
		if err != nil {
			return Entry{}, nil, fmt.Errorf("change %d: %w", i, err)
		}
		e.Changes = append(e.Changes, c)
	}
	return e, parts, nil
}
