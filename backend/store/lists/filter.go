package lists

import (
	"slices"
	"strings"
	"unicode/utf8"

	"precedent/backend/casefile"
)

// test is a filter made ready for one kind. In a coded column each value is judged once.
type test struct {
	col   int
	cells *cells
	codes []bool
	judge func(v string) bool
	words []string // of a search for words in a plain column, folded; nil for all else
}

func (t *test) holds(row uint32) bool {
	switch {
	case t.words != nil:
		return t.cells.folded.contains(row, t.words)
	case t.cells.known == nil:
		return t.judge(t.cells.texts[row])
	}
	t.know()
	return t.codes[t.cells.codes[row]]
}

// know judges the values that have come since.
func (t *test) know() {
	for code := len(t.codes); code < len(t.cells.values); code++ {
		t.codes = append(t.codes, t.judge(t.cells.values[code]))
	}
}

// mark notes of each row whether it fails.
func (t *test) mark(failed []int8) {
	col := int8(t.col)
	fails := func(row int) {
		if failed[row] == passes {
			failed[row] = col
		} else if failed[row] != col {
			failed[row] = several
		}
	}
	if t.cells.known == nil {
		for row := range failed {
			if failed[row] > several && !t.holds(uint32(row)) {
				fails(row)
			}
		}
		return
	}
	t.know()
	for row, code := range t.cells.codes {
		if failed[row] > several && !t.codes[code] {
			fails(row)
		}
	}
}

func (l *Lists) tests(t *table, kind casefile.Kind, filters []Filter) ([]test, error) {
	var out []test
	for _, f := range filters {
		col, ok := t.names[f.Field]
		if !ok {
			return nil, noColumn(kind, f.Field)
		}
		judge, err := l.judge(t.cols[col], f)
		if err != nil {
			return nil, err
		}
		one := test{col: col, cells: &t.data[col], judge: judge}
		if f.Op == Contains && t.cols[col].plain {
			one.words = fold(f.Values)
			one.cells.fold()
		}
		out = append(out, one)
	}
	return out, nil
}

// judge makes the comparison of a filter.
func (l *Lists) judge(c column, f Filter) (func(string) bool, error) {
	is := func(v string) bool {
		values := split(v)
		return slices.ContainsFunc(f.Values, func(want string) bool {
			return want == v || slices.Contains(values, want) || l.called(c, v, want)
		})
	}
	switch f.Op {
	case Is, "":
		return is, nil
	case IsNot:
		return func(v string) bool { return !is(v) }, nil
	case Contains:
		return l.contains(c, f.Values), nil
	case Before, After:
		if len(f.Values) != 1 {
			return nil, casefile.Faultf(casefile.Invalid, "A filter by before or after has one value.")
		}
		return compareTo(c, f.Values[0], f.Op == After), nil
	case Empty:
		return func(v string) bool { return v == "" }, nil
	case NotEmpty:
		return func(v string) bool { return v != "" }, nil
	}
	return nil, casefile.Faultf(casefile.Invalid, "%q is no way to filter. Use is, is_not, contains, before, after, empty or not_empty.", f.Op)
}

// called says that a cell names a record of that name, in any case.
func (l *Lists) called(c column, id, name string) bool {
	return c.field.Type == casefile.TypeRef && id != "" && name != "" && strings.EqualFold(l.name(id), name)
}

func (l *Lists) contains(c column, values []string) func(string) bool {
	words := fold(values)
	return func(v string) bool {
		if c.field.Type == casefile.TypeRef {
			v = l.name(v)
		}
		v = strings.ToLower(v)
		return slices.ContainsFunc(words, func(want string) bool { return strings.Contains(v, want) })
	}
}

func compareTo(c column, value string, after bool) func(string) bool {
	want := sortKey(c, value)
	const day = len("2006-01-02")
	dated := len(want) >= day && (c.field.Type == casefile.TypeInstant || c.field.Type == casefile.TypeMeeting)
	return func(v string) bool {
		if v == "" {
			return false
		}
		if dated && len(v) >= day && v[:day] != want[:day] { // most rows are of another day
			return (v[:day] > want[:day]) == after
		}
		if after {
			return sortKey(c, v) > want
		}
		return sortKey(c, v) < want
	}
}

// folded is a plain column made ready for the search for words: each text in small letters, and what it is made of, so
// that most texts without a word are known without looking at them.
type folded struct {
	texts   []string
	letters [][2]uint64 // the ASCII characters that a text has, each a bit
	pairs   []uint64    // see pairsOf
}

// fold makes a column ready.
func (c *cells) fold() {
	if c.folded != nil {
		return
	}
	n := len(c.texts)
	c.folded = &folded{make([]string, n), make([][2]uint64, n), make([]uint64, n)}
	all := strings.ToLower(strings.Join(c.texts, "\x00")) // one piece of memory, which is read from end to end
	for row := range c.texts {
		var v string
		v, all, _ = strings.Cut(all, "\x00")
		c.folded.set(uint32(row), v)
	}
}

func (f *folded) grow() {
	f.texts, f.letters, f.pairs = append(f.texts, ""), append(f.letters, [2]uint64{}), append(f.pairs, 0)
}

func (f *folded) set(row uint32, v string) {
	v = strings.ToLower(v)
	f.texts[row], f.pairs[row], f.letters[row] = v, pairsOf(v), [2]uint64{}
	for i := range len(v) {
		if v[i] < utf8.RuneSelf {
			f.letters[row][v[i]/64] |= 1 << (v[i] % 64)
		}
	}
}

func (f *folded) contains(row uint32, words []string) bool {
	for _, w := range words {
		if len(w) == 1 && w[0] < utf8.RuneSelf {
			if f.letters[row][w[0]/64]>>(w[0]%64)&1 == 1 {
				return true
			}
			continue
		}
		if p := pairsOf(w); f.pairs[row]&p == p && strings.Contains(f.texts[row], w) {
			return true
		}
	}
	return false
}

// pairsOf is a set of 64 that the pairs of neighbouring bytes of a text fall into.
func pairsOf(v string) (set uint64) {
	for i := 1; i < len(v); i++ {
		set |= 1 << ((uint(v[i-1])*31 + uint(v[i])) % 64)
	}
	return set
}

func fold(values []string) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = strings.ToLower(v)
	}
	return out
}
