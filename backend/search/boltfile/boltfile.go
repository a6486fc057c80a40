// Package boltfile checks that a bbolt file is whole, before bbolt opens it: bbolt trusts its pages, and a page that names
// itself sends it round until the memory is full; its own check panics where nobody can catch it.
//
// Check walks every page that can be reached from the newest valid meta page, each at most once, and compares the list of
// free pages with it. It gives no contents, changes nothing, and knows nothing of what the file is for. The values
// themselves have no checksum in bbolt: whoever needs one keeps it.
//
// The layout is bbolt's (internal/common: page.go, meta.go, bucket.go), in the byte order of the machine:
//
//	page       id u64, flags u16, count u16, overflow u32
//	branch     count × {pos u32, ksize u32, child u64}, keys
//	leaf       count × {flags u32, pos u32, ksize u32, vsize u32}, keys and values; pos counts from the element
//	bucket     a value with flag 1: {root u64, sequence u64}, and with root 0 a whole page after it
//	meta       magic u32, version u32, page size u32, flags u32, root bucket, freelist u64, pages u64, txid u64, FNV-1a u64
package boltfile

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
)

const (
	isBranch, isLeaf, isFreelist = 0x01, 0x02, 0x10
	isBucket                     = 0x01
	magic                        = 0xED0CDAED
	header, element, bucket      = 16, 16, 16
	metaSize                     = 64
	manyFree                     = 0xFFFF // the count of a freelist stands in its first element
	noFreelist                   = ^uint64(0)
	maxDepth                     = 64
)

var order = binary.NativeEndian

// ErrDamaged is what errors.Is finds in every failure of Check.
var ErrDamaged = errors.New("the bbolt file is damaged")

func damaged(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrDamaged, fmt.Sprintf(format, args...))
}

type file struct {
	data  []byte
	size  uint64 // of a page
	pages uint64 // in use
	seen  map[uint64]bool
}

// Check says what is wrong with the content of a file; nil when nothing is.
func Check(data []byte) error {
	meta, size, err := newest(data)
	if err != nil {
		return err
	}
	f := &file{data: data, size: size, pages: order.Uint64(meta[40:]), seen: map[uint64]bool{0: true, 1: true}}
	if f.pages < 4 || f.pages > uint64(len(data))/size {
		return damaged("%d pages in %d bytes", f.pages, len(data))
	}
	if err := f.tree(order.Uint64(meta[16:]), 0); err != nil {
		return err
	}
	return f.free(order.Uint64(meta[32:]))
}

// newest is the valid meta page of the later transaction. Each knows the size of a page, so the second is looked for with
// the first's, or with the sizes there are.
func newest(data []byte) (meta []byte, size uint64, err error) {
	for size := uint64(1 << 10); size <= 1<<16; size *= 2 {
		for _, at := range []uint64{0, size} {
			m := metaAt(data, at)
			if m == nil || uint64(order.Uint32(m[8:])) != size {
				continue
			}
			if meta == nil || order.Uint64(m[48:]) > order.Uint64(meta[48:]) {
				meta = m
			}
		}
		if meta != nil {
			return meta, size, nil
		}
	}
	return nil, 0, damaged("no meta page is valid")
}

func metaAt(data []byte, at uint64) []byte {
	if at+header+metaSize > uint64(len(data)) {
		return nil
	}
	m := data[at+header:][:metaSize]
	sum := fnv.New64a()
	_, _ = sum.Write(m[:metaSize-8])
	if order.Uint32(m) != magic || sum.Sum64() != order.Uint64(m[metaSize-8:]) {
		return nil
	}
	return m
}

// page is a page with those that overflow from it. Each may be reached once.
func (f *file) page(id uint64) ([]byte, error) {
	if id < 2 || id >= f.pages {
		return nil, damaged("page %d of %d", id, f.pages)
	}
	p := f.data[id*f.size:]
	if order.Uint64(p) != id {
		return nil, damaged("page %d says it is %d", id, order.Uint64(p))
	}
	over := uint64(order.Uint32(p[12:]))
	if over >= f.pages-id {
		return nil, damaged("page %d overflows by %d", id, over)
	}
	for i := id; i <= id+over; i++ {
		if f.seen[i] {
			return nil, damaged("page %d is reached twice", i)
		}
		f.seen[i] = true
	}
	return p[:(over+1)*f.size], nil
}

func (f *file) tree(id uint64, depth int) error {
	p, err := f.page(id)
	if err != nil {
		return err
	}
	return f.elements(p, depth)
}

// elements checks a branch or a leaf, and what lies below it.
func (f *file) elements(p []byte, depth int) error {
	flags, count := order.Uint16(p[8:]), uint64(order.Uint16(p[10:]))
	if depth > maxDepth || header+count*element > uint64(len(p)) {
		return damaged("a page has %d elements at depth %d", count, depth)
	}
	for i := range count {
		e := p[header+i*element:]
		var err error
		switch flags {
		case isBranch:
			err = f.branch(e, depth)
		case isLeaf:
			err = f.leaf(e, depth)
		default:
			err = damaged("a page in the tree has the flags %#x", flags)
		}
		if err != nil {
			return err
		}
	}
	if count == 0 && flags != isLeaf {
		return damaged("a page in the tree has the flags %#x", flags)
	}
	return nil
}

func (f *file) branch(e []byte, depth int) error {
	if uint64(order.Uint32(e))+uint64(order.Uint32(e[4:])) > uint64(len(e)) {
		return damaged("a key lies outside its page")
	}
	return f.tree(order.Uint64(e[8:]), depth+1)
}

func (f *file) leaf(e []byte, depth int) error {
	flags, from := order.Uint32(e), uint64(order.Uint32(e[4:]))+uint64(order.Uint32(e[8:]))
	to := from + uint64(order.Uint32(e[12:]))
	if to > uint64(len(e)) {
		return damaged("a value lies outside its page")
	}
	if flags&isBucket == 0 {
		return nil
	}
	if to-from < bucket {
		return damaged("a bucket is too short")
	}
	value := e[from:to]
	if root := order.Uint64(value); root != 0 {
		return f.tree(root, depth+1)
	}
	if len(value) < bucket+header {
		return damaged("a bucket is too short")
	}
	return f.elements(value[bucket:], depth+1)
}

// free checks the list of free pages: none of them is in use.
func (f *file) free(id uint64) error {
	if id == noFreelist {
		return nil
	}
	p, err := f.page(id)
	if err != nil {
		return err
	}
	if order.Uint16(p[8:]) != isFreelist {
		return damaged("the list of free pages has the flags %#x", order.Uint16(p[8:]))
	}
	count, at := uint64(order.Uint16(p[10:])), uint64(header)
	if count == manyFree {
		count, at = order.Uint64(p[header:]), header+8
	}
	if count > (uint64(len(p))-at)/8 {
		return damaged("%d free pages do not fit", count)
	}
	for i := range count {
		id := order.Uint64(p[at+8*i:])
		if id < 2 || id >= f.pages || f.seen[id] {
			return damaged("the free page %d is in use", id)
		}
		f.seen[id] = true
	}
	return nil
}
