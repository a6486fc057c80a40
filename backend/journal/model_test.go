package journal

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

// model is what a journal is meant to be: a list of entries.
type model struct {
	t    *rapid.T
	dir  string
	o    Options
	j    *Journal
	list []Entry
}

func (m *model) check(err error) {
	m.t.Helper()
	if err != nil {
		m.t.Fatal(err)
	}
}

var ids = rapid.SampledFrom([]string{"a", "b", "c", "d"})

func (m *model) append() {
	e := Entry{Who: rapid.StringN(0, 8, 40).Draw(m.t, "who"), Action: "edit", Changes: []Change{}}
	if rapid.Bool().Draw(m.t, "noted") {
		e.Note = json.RawMessage(`{"undoes":1}`)
	}
	for range rapid.IntRange(0, 3).Draw(m.t, "changes") {
		c := change(ids.Draw(m.t, "id"), rapid.StringN(0, 60, 300).Draw(m.t, "text"))
		c.Base = rapid.Uint64().Draw(m.t, "base")
		e.Changes = append(e.Changes, c)
	}
	kept, err := m.j.Append(e)
	m.check(err)
	m.list = append(m.list, kept)
}

func (m *model) reopen() {
	m.check(m.j.Close())
	j, r, err := Open(m.dir, m.o)
	m.check(err)
	if r.Last != uint64(len(m.list)) || r.Tail != nil || len(r.Damage) > 0 {
		m.t.Fatalf("%+v", r)
	}
	m.j = j
}

func (m *model) purge() {
	id := ids.Draw(m.t, "id")
	_, err := m.j.Rewrite(m.t.Context(), purge(id))
	m.check(err)
	for i, e := range m.list {
		left := []Change{}
		for _, c := range e.Changes {
			if c.ID != id {
				left = append(left, c)
			}
		}
		m.list[i].Cut += len(e.Changes) - len(left)
		m.list[i].Changes = left
	}
}

func (m *model) mask() {
	id := ids.Draw(m.t, "id")
	_, err := m.j.Rewrite(m.t.Context(), func(e Entry, i int) Verdict {
		if e.Changes[i].ID != id {
			return Verdict{}
		}
		return Verdict{Patch: json.RawMessage(`{"text":"masked"}`)}
	})
	m.check(err)
	for _, e := range m.list {
		for i, c := range e.Changes {
			if c.ID == id {
				e.Changes[i].Patch, e.Changes[i].Masked = json.RawMessage(`{"text":"masked"}`), true
			}
		}
	}
}

func (m *model) compare() {
	from := rapid.IntRange(1, len(m.list)+1).Draw(m.t, "from")
	got := []Entry{}
	m.check(m.j.Replay(m.t.Context(), uint64(from), func(e Entry) error { got = append(got, e); return nil }))
	if want := m.list[from-1:]; len(got) != len(want) || len(got) > 0 && !reflect.DeepEqual(got, want) {
		m.t.Fatalf("from %d:\n%v\nwant\n%v", from, got, want)
	}
	if from <= len(m.list) {
		e, err := m.j.At(uint64(from))
		m.check(err)
		if !reflect.DeepEqual(e, m.list[from-1]) {
			m.t.Fatalf("At(%d)", from)
		}
	}
	r, err := m.j.Verify(m.t.Context())
	m.check(err)
	if r.Last != uint64(len(m.list)) || r.Entries != r.Last || r.Tail != nil || len(r.Damage) > 0 {
		m.t.Fatalf("%+v", r)
	}
}

func TestTheJournalIsAListOfEntries(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		m := &model{t: rt, dir: t.TempDir(), o: options()}
		m.o.Disk = unsyncedDisk{}
		m.o.RotateAt = rapid.SampledFrom([]int64{1, 700, 3000, RotateAt}).Draw(rt, "rotate")
		j, _, err := Open(m.dir, m.o)
		m.check(err)
		m.j = j
		defer func() { m.j.Close() }()
		rt.Repeat(map[string]func(*rapid.T){
			"append": func(rt *rapid.T) { m.t = rt; m.append() },
			"more":   func(rt *rapid.T) { m.t = rt; m.append(); m.append(); m.append() },
			"reopen": func(rt *rapid.T) { m.t = rt; m.reopen() },
			"purge":  func(rt *rapid.T) { m.t = rt; m.purge() },
			"mask":   func(rt *rapid.T) { m.t = rt; m.mask() },
			"":       func(rt *rapid.T) { m.t = rt; m.compare() },
		})
	})
}

func TestALargeEntryIsKept(t *testing.T) {
	dir := t.TempDir()
	j, _ := open(t, dir, options())
	text := string(bytes.Repeat([]byte("0123456789abcdef"), 48<<20/16))
	want, err := j.Append(edit("big", text))
	if err != nil {
		t.Fatal(err)
	}
	appendN(t, j, 2)
	if got, err := j.At(1); err != nil || !reflect.DeepEqual(got, want) {
		t.Fatal("not the same", err)
	}
	if _, err := j.Append(edit("too big", text+text[:17<<20])); err == nil {
		t.Fatal("65 MB were taken")
	}
	if got := all(t, j, 1); len(got) != 3 {
		t.Fatal(len(got))
	}
}

func FuzzEntriesAreReadBackOrRefused(f *testing.F) {
	e := Entry{Who: "ada", Action: "edit", Note: json.RawMessage("1"), Changes: []Change{change("a", "one"), change("b", "two")}}
	parts := sealParts(e)
	h := head{seq: 1, version: 1, who: "ada", seal: sealOf(parts)}
	f.Add(frame(h.lasting(), encodeParts(parts)))
	parts[1] = part{state: cut, seal: parts[1].seal}
	parts[2] = part{state: masked, seal: parts[2].seal, content: change("b", "•").encode()}
	f.Add(frame(h.lasting(), encodeParts(parts)))
	f.Fuzz(func(t *testing.T, b []byte) {
		s := segment{first: 1, size: int64(fileHeadSize + len(b))}
		w := walk(bytes.NewReader(append(make([]byte, fileHeadSize), b...)), &s, 0)
		w.chained = false
		for range len(b) + 2 {
			st, err := w.next()
			if err != nil {
				return
			}
			if st.damage == nil {
				roundTrip(t, st)
			}
		}
		t.Fatal("the walker does not come to an end")
	})
}

// roundTrip checks that what was decoded is what the bytes say, by encoding it again.
func roundTrip(t *testing.T, st step) {
	_, parts, err := decode(st.head, st.payload)
	if err != nil {
		return
	}
	again := frame(st.head.lasting(), encodeParts(parts))
	if hashOf(again[headLasting:st.head.size]) != st.head.hash || !bytes.Equal(again[st.head.size:], st.payload) {
		t.Fatal(fmt.Sprint("not the same bytes: ", st.head))
	}
}

func FuzzPayloadsAreReadBackOrRefused(f *testing.F) {
	e := Entry{Changes: []Change{change("a", "one")}}
	parts := sealParts(e)
	f.Add(encodeParts(parts))
	f.Fuzz(func(t *testing.T, b []byte) {
		got, err := parseParts(b, sealOf(parts))
		if err == nil && !bytes.Equal(encodeParts(got), b) {
			t.Fatal("accepted bytes that were not written")
		}
		for _, p := range got {
			if c, err := parseChange(p); err == nil && len(c.Kind)+len(c.ID)+len(c.Patch) > len(b) {
				t.Fatal("a change larger than its payload")
			}
		}
	})
}
