package store

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"precedent/backend/casefile"
)

func number(n uint64) json.Number { return json.Number(strconv.FormatUint(n, 10)) }

func gone(what string) error {
	return casefile.Faultf(casefile.NotFound, "There is no %s. It may have been removed; look in the bin, or search for it.", what)
}

// Get gives a record by its ID, also from the bin. The code is not_found when there is none.
func (s *Store) Get(id string) (r casefile.Record, err error) {
	err = s.read(s.life, func(v view) error {
		r, err = v.must(id)
		return err
	})
	return r, err
}

// Settings gives the workspace's settings, from memory: they are asked for with everything that is saved. They have no
// fields while nobody has set any. Nobody may change what they hold.
func (s *Store) Settings() (r casefile.Record, err error) {
	err = s.attemptOn(s.life, func(h *handle) error {
		if known := h.settings.Load(); known != nil {
			r = *known
			return nil
		}
		s.write.Lock() // so that what is read is not outdated when it is kept
		defer s.write.Unlock()
		t := h.db.NewTransaction(false)
		defer t.Discard()
		if r, _, err = (view{t: t}).record(casefile.SettingsID); err == nil {
			known := r
			h.settings.Store(&known)
		}
		return err
	})
	return r, err
}

func (v view) must(id string) (casefile.Record, error) {
	r, found, err := v.record(id)
	if err == nil && !found {
		err = gone("record of this ID")
	}
	return r, err
}

// mostCandidates bounds the keys named when a beginning of a key is not enough.
const mostCandidates = 5

// Find gives a record by its ID, by its key as people type it, or by the first four or more characters of its key. When
// several begin so, the fault names them.
func (s *Store) Find(typed string) (r casefile.Record, err error) {
	typed = strings.TrimSpace(typed)
	if _, ok := parseID(typed); ok {
		return s.Get(typed)
	}
	prefix, digits, ok := casefile.ReadKey(typed)
	if !ok {
		return r, casefile.Faultf(casefile.NotFound, "%q is no key. A key looks like ESC-7K3F2Q; its first four characters are enough.", clipText(typed))
	}
	err = s.read(s.life, func(v view) error {
		ids, names, err := v.byKey(prefix, digits)
		switch {
		case err != nil:
			return err
		case len(ids) == 0:
			return gone("record with the key " + clipText(typed))
		case len(ids) > 1:
			return casefile.Faultf(casefile.Invalid, "Several keys begin so: %s. Type more of the one you mean.", strings.Join(names[:min(len(names), mostCandidates)], ", "))
		}
		r, err = v.must(ids[0])
		return err
	})
	return r, err
}

// OfKind gives the records of a kind that has few, those in the bin left out. It walks the keys, where a list would have to be
// filled first with every record of the workspace: for a command that needs nothing else of them.
func (s *Store) OfKind(kind casefile.Kind) (out []casefile.Record, err error) {
	err = s.read(s.life, func(v view) error {
		out = nil
		ids, _, err := v.byKey(kind.Prefix(), "")
		for _, id := range ids {
			r, found, getErr := v.record(id)
			if getErr != nil {
				return getErr
			}
			if found && r.Kind == kind && !r.Binned() {
				out = append(out, r)
			}
		}
		return err
	})
	return out, err
}

func (v view) byKey(prefix, digits string) (ids, names []string, err error) {
	err = v.keys(append([]byte{keyHuman}, digits...), func(k []byte) error {
		parts := strings.Split(string(k[1:len(k)-16]), "\x00")
		if len(parts) == 3 && (prefix == "" || parts[1] == prefix) {
			ids = append(ids, lastID(k))
			names = append(names, parts[1]+"-"+parts[0])
		}
		return nil
	})
	return ids, names, err
}

func clipText(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

// BySource gives the record that was imported from a source under its ID there.
func (s *Store) BySource(source, sourceID string) (r casefile.Record, err error) {
	err = s.read(s.life, func(v view) error {
		content, _, found, err := v.get(textKey(keySource, source, sourceID))
		if err != nil {
			return err
		}
		if !found || len(content) != 16 {
			return gone("record from " + clipText(source) + " with this ID")
		}
		r, err = v.must(textID(content))
		return err
	})
	return r, err
}

// ByName gives the customer or person of a name or alias, in any case; the oldest where several have it. Those in the bin
// are left out.
func (s *Store) ByName(kind casefile.Kind, name string) (r casefile.Record, err error) {
	err = s.read(s.life, func(v view) error {
		var ids []string
		err := v.keys(textKey(keyName, string(kind), Fold(name)), func(k []byte) error {
			ids = append(ids, lastID(k))
			return nil
		})
		if err != nil {
			return err
		}
		slices.Sort(ids)
		for _, id := range ids {
			if r, err = v.must(id); err != nil || !r.Binned() {
				return err
			}
		}
		return gone(kind.One() + " of this name")
	})
	return r, err
}

// Items gives what belongs to a record, attachments included and the bin left out: by kind, then in the order in which a
// person reads them.
func (s *Store) Items(parentID string) (out []casefile.Record, err error) {
	err = s.read(s.life, func(v view) error {
		out, err = v.items(parentID)
		return err
	})
	return out, err
}

func (v view) items(parentID string) ([]casefile.Record, error) {
	ids, err := v.children(parentID)
	if err != nil {
		return nil, err
	}
	all, err := v.records(ids)
	if err != nil {
		return nil, err
	}
	byKind := map[casefile.Kind][]casefile.Record{}
	for _, r := range all {
		if r.ID != "" && !r.Binned() {
			byKind[r.Kind] = append(byKind[r.Kind], r)
		}
	}
	var out []casefile.Record
	for _, k := range casefile.Kinds() {
		casefile.SortItems(byKind[k])
		out = append(out, byKind[k]...)
	}
	return out, nil
}

// Case gives a record with everything below it that is not in the bin.
func (s *Store) Case(id string) (c casefile.Case, err error) {
	err = s.read(s.life, func(v view) error {
		c, err = v.wholeCase(id)
		return err
	})
	return c, err
}

// CaseWhere gives the same of a record that is wanted; of another it reads nothing below it, and says so.
func (s *Store) CaseWhere(id string, wanted func(casefile.Record) bool) (c casefile.Case, is bool, err error) {
	err = s.read(s.life, func(v view) error {
		r, err := v.must(id)
		if is = err == nil && wanted(r); is {
			c, err = v.caseOf(r)
		}
		return err
	})
	return c, is, err
}

func (v view) wholeCase(id string) (casefile.Case, error) {
	r, err := v.must(id)
	if err != nil {
		return casefile.Case{}, err
	}
	return v.caseOf(r)
}

// caseOf reads what belongs to a record.
func (v view) caseOf(r casefile.Record) (casefile.Case, error) {
	c := casefile.Case{Record: r, Texts: map[string]string{}}
	all, err := v.items(r.ID)
	if err != nil {
		return c, err
	}
	for _, r := range all {
		if r.Kind != casefile.KindAttachment {
			c.Items = append(c.Items, r)
			continue
		}
		c.Files = append(c.Files, r)
		text, _, found, err := v.get(idKey(keyText, mustRaw(r.ID)))
		if err != nil {
			return c, err
		}
		if found && len(text) > 0 {
			c.Texts[r.ID] = string(text)
		}
	}
	return c, nil
}

// Root gives the case that a record belongs to; the record itself when it stands alone.
func (s *Store) Root(id string) (r casefile.Record, err error) {
	err = s.read(s.life, func(v view) error {
		if r, err = v.must(id); err == nil {
			r, err = v.root(r)
		}
		return err
	})
	return r, err
}

// Links gives the records that name a record in one of their fields, those below it left out, the bin included.
func (s *Store) Links(id string) (out []casefile.Record, err error) {
	raw, ok := parseID(id)
	if !ok {
		return nil, gone("record of this ID")
	}
	err = s.read(s.life, func(v view) error {
		out = nil
		return v.keys(idKey(keyNaming, raw), func(k []byte) error {
			r, found, err := v.record(lastID(k))
			if found {
				out = append(out, r)
			}
			return err
		})
	})
	return out, err
}

// Naming gives the IDs of those records, unread.
func (s *Store) Naming(id string) (out []string, err error) {
	raw, ok := parseID(id)
	if !ok {
		return nil, gone("record of this ID")
	}
	err = s.read(s.life, func(v view) error {
		out = nil
		return v.keys(idKey(keyNaming, raw), func(k []byte) error {
			out = append(out, lastID(k))
			return nil
		})
	})
	return out, err
}

// Records gives every record to fn, the bin included, in the order of their IDs. Saves go on meanwhile and are not seen.
// When Badger turns out to be damaged it is built again and fn gets all records once more.
func (s *Store) Records(ctx context.Context, fn func(casefile.Record) error) error {
	return s.Having(ctx, "", fn)
}

// Having is Records for those alone that have a field of this name; the others are not even parsed.
func (s *Store) Having(ctx context.Context, field string, fn func(casefile.Record) error) error {
	return s.readLong(ctx, func(v view) error { return v.having(ctx, field, fn) })
}

func (v view) having(ctx context.Context, field string, fn func(casefile.Record) error) error {
	named := []byte{}
	if field != "" {
		named = []byte(strconv.Quote(field) + ":")
	}
	return v.values([]byte{keyRecord}, func(k, content []byte, seq uint64) error {
		if err := ctx.Err(); err != nil {
			return casefile.Wrap(casefile.Cancelled, err, "Stopped.")
		}
		if !bytes.Contains(content, named) {
			return nil
		}
		r, err := parseRecord(textID(k[1:]), content, seq)
		if err != nil {
			return err
		}
		return fn(r)
	})
}

// Cases gives every case that search finds to fn, those of the bin too, as of one moment; seq is that moment's sequence. When
// Badger turns out to be damaged it is built again and fn gets all cases once more.
func (s *Store) Cases(ctx context.Context, fn func(c casefile.Case) error) (seq uint64, err error) {
	err = s.readLong(ctx, func(v view) error {
		st, _, err := v.state()
		if err != nil {
			return err
		}
		seq = st.Seq
		var rows uint64
		err = v.keys([]byte{keyRow}, func(k []byte) error {
			rows++
			if err := ctx.Err(); err != nil {
				return casefile.Wrap(casefile.Cancelled, err, "Stopped.")
			}
			r, found, err := v.record(lastID(k))
			if err != nil || !found || !r.Kind.IsCase() {
				return err
			}
			c, err := v.caseOf(r)
			if err != nil {
				return err
			}
			return fn(c)
		})
		if err == nil && rows != st.Rows {
			err = tooFew(rows, st.Rows)
		}
		return err
	})
	return seq, err
}
