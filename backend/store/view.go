package store

import (
	"bytes"
	"errors"

	"github.com/dgraph-io/badger/v4"

	"precedent/backend/casefile"
	"precedent/backend/casefile/sidebyside"
)

// view reads Badger at one moment.
type view struct {
	t      *badger.Txn
	recent *recent // nil for readers
}

// get gives a sealed value's content, good for as long as the caller likes.
func (v view) get(k []byte) (content []byte, seq uint64, found bool, err error) {
	item, err := v.t.Get(k)
	if errors.Is(err, badger.ErrKeyNotFound) {
		return nil, 0, false, nil
	}
	if err != nil {
		return nil, 0, false, errors.Join(errSpoiled, err)
	}
	sealed, err := item.ValueCopy(nil)
	if err != nil {
		return nil, 0, false, errors.Join(errSpoiled, err)
	}
	content, seq, err = unseal(k, sealed)
	return content, seq, err == nil, err
}

func (v view) has(k []byte) (bool, error) {
	_, err := v.t.Get(k)
	if errors.Is(err, badger.ErrKeyNotFound) {
		return false, nil
	}
	if err != nil {
		return false, errors.Join(errSpoiled, err)
	}
	return true, nil
}

// record gives a record, and whether it is there.
func (v view) record(id string) (casefile.Record, bool, error) {
	raw, ok := parseID(id)
	if !ok {
		return casefile.Record{}, false, nil
	}
	if r, found := v.recent.get(raw); found {
		return r, true, nil
	}
	k := idKey(keyRecord, raw)
	item, err := v.t.Get(k)
	if errors.Is(err, badger.ErrKeyNotFound) {
		return casefile.Record{}, false, nil
	}
	if err != nil {
		return casefile.Record{}, false, errors.Join(errSpoiled, err)
	}
	r, err := recordIn(item, textID(raw[:]), k)
	if err != nil {
		return casefile.Record{}, false, err
	}
	v.recent.put(raw, r, int(item.ValueSize()))
	return r, true, nil
}

// recordIn reads the record that stands under a key.
func recordIn(item *badger.Item, id string, k []byte) (r casefile.Record, err error) {
	err = item.Value(func(sealed []byte) error { // parsing copies what it keeps
		content, seq, err := unseal(k, sealed)
		if err == nil {
			r, err = parseRecord(id, content, seq)
		}
		return err
	})
	if err != nil {
		return casefile.Record{}, errors.Join(errSpoiled, err)
	}
	return r, nil
}

// A walk reads records by ascending IDs. Those that were made in turn, as the lines of a call, stand beside each other: a step to the
// next takes a tenth of a look-up.
type walk struct {
	view
	it   *badger.Iterator
	lost int // how often the next record stood far away
}

// A walk steps over so many records of others, and gives up where so many records are not beside each other.
const (
	stepsOver = 3
	lostFor   = 8
)

func (v view) walk() *walk {
	return &walk{view: v, it: v.t.NewIterator(badger.IteratorOptions{Prefix: []byte{keyRecord}})}
}

func (w *walk) record(id string) (casefile.Record, bool, error) {
	raw, ok := parseID(id)
	if !ok || w.lost == lostFor {
		return w.view.record(id)
	}
	k := idKey(keyRecord, raw)
	for range stepsOver {
		if w.before(k) {
			w.it.Next()
		}
	}
	if !w.it.Valid() || w.before(k) {
		w.it.Seek(k)
		w.lost++
	}
	if !w.it.Valid() || !bytes.Equal(w.it.Item().Key(), k) {
		return w.view.record(id) // an iterator passes over what it cannot read, and says nothing
	}
	r, err := recordIn(w.it.Item(), textID(raw[:]), k)
	return r, err == nil, err
}

// before says that the walk stands before a key.
func (w *walk) before(k []byte) bool { return w.it.Valid() && bytes.Compare(w.it.Item().Key(), k) < 0 }

// piece is how many records are worth a processor of their own.
const piece = 128

// records gives the records under IDs, in their order; one that is not there has no ID. Many are read on all processors: a transaction
// of Badger that only reads may be asked from several at once.
func (v view) records(ids []string) ([]casefile.Record, error) {
	out := make([]casefile.Record, len(ids))
	errs := make([]error, (len(ids)+piece-1)/piece)
	read := func(p int, record func(id string) (casefile.Record, bool, error)) {
		for i := p * piece; i < min((p+1)*piece, len(ids)) && errs[p] == nil; i++ {
			out[i], _, errs[p] = record(ids[i])
		}
	}
	switch {
	case v.recent != nil: // who saves remembers what is read, alone
		for p := range errs {
			read(p, v.record)
		}
	case len(ids) < piece:
		read(0, v.record)
	default:
		sidebyside.Do(len(errs), func(p int) {
			w := v.walk()
			defer w.it.Close()
			read(p, w.record)
		})
	}
	return out, errors.Join(errs...)
}

// keys gives the keys with a beginning to fn, in their order.
func (v view) keys(prefix []byte, fn func(k []byte) error) error {
	it := v.t.NewIterator(badger.IteratorOptions{Prefix: prefix})
	defer it.Close()
	for it.Rewind(); it.Valid(); it.Next() {
		if err := fn(it.Item().KeyCopy(nil)); err != nil {
			return err
		}
	}
	return nil
}

// keysFrom gives the keys with a beginning to fn, from a key on.
func (v view) keysFrom(prefix, from []byte, fn func(k []byte) error) error {
	it := v.t.NewIterator(badger.IteratorOptions{Prefix: prefix})
	defer it.Close()
	for it.Seek(from); it.Valid(); it.Next() {
		if err := fn(it.Item().KeyCopy(nil)); err != nil {
			return err
		}
	}
	return nil
}

// back gives the keys with a beginning to fn, the last one first, from below a key on.
func (v view) back(prefix, below []byte, fn func(k []byte) error) error {
	it := v.t.NewIterator(badger.IteratorOptions{Prefix: prefix, Reverse: true})
	defer it.Close()
	for it.Seek(below); it.Valid(); it.Next() {
		k := it.Item().KeyCopy(nil)
		if string(k) >= string(below) {
			continue
		}
		if err := fn(k); err != nil {
			return err
		}
	}
	return nil
}

// values gives the sealed values with a beginning to fn. The content is good until fn returns.
func (v view) values(prefix []byte, fn func(k, content []byte, seq uint64) error) error {
	// Values lie in the tables, which are mapped: to fetch each in a goroutine of its own, as Badger would, takes longer.
	it := v.t.NewIterator(badger.IteratorOptions{Prefix: prefix})
	defer it.Close()
	for it.Rewind(); it.Valid(); it.Next() {
		item := it.Item()
		k := item.KeyCopy(nil)
		err := item.Value(func(sealed []byte) error {
			content, seq, err := unseal(k, sealed)
			if err != nil {
				return err
			}
			return fn(k, content, seq)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// children are the IDs of what belongs to a record.
func (v view) children(id string) (ids []string, err error) {
	raw, ok := parseID(id)
	if !ok {
		return nil, nil
	}
	err = v.keys(idKey(keyChild, raw), func(k []byte) error {
		ids = append(ids, lastID(k))
		return nil
	})
	return ids, err
}

// deepest bounds the climb from an item to its case, so that a circle of parents cannot hang a reader.
const deepest = 8

// root is the top of what a record belongs to: its case, or itself.
func (v view) root(r casefile.Record) (casefile.Record, error) {
	for range deepest {
		if r.Parent() == "" {
			return r, nil
		}
		up, found, err := v.record(r.Parent())
		if err != nil || !found {
			return r, err
		}
		r = up
	}
	return r, nil
}
