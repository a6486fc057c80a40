package lists

import (
	"slices"
	"strings"

	"precedent/backend/casefile"
)

// test is a filter made ready for one kind. In a coded column each value is judged once.
type test struct {
	col   int
	cells *cells
	codes []bool
	judge func(v string) bool
}

func (t *test) holds(row uint32) bool {
	if t.codes != nil {
		return t.codes[t.cells.codes[row]]
	}
	return t.judge(t.cells.texts[row])
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
		if one.cells.known != nil {
			one.codes = make([]bool, len(one.cells.values))
			for code, v := range one.cells.values {
				one.codes[code] = judge(v)
			}
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
	lower := make([]string, len(values))
	for i, v := range values {
		lower[i] = strings.ToLower(v)
	}
	return func(v string) bool {
		if c.field.Type == casefile.TypeRef {
			v = l.name(v)
		}
		v = strings.ToLower(v)
		return slices.ContainsFunc(lower, func(want string) bool { return strings.Contains(v, want) })
	}
}

func compareTo(c column, value string, after bool) func(string) bool {
	want := sortKey(c, value)
	return func(v string) bool {
		if v == "" {
			return false
		}
		if after {
			return sortKey(c, v) > want
		}
		return sortKey(c, v) < want
	}
}
