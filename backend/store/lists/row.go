package lists

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"precedent/backend/casefile"
)

// Names of columns that are no fields.
const (
	Title    = "title"    // what the record is called, also where its kind has no field of that name
	Moved    = "moved"    // when it or something below it last changed
	Conflict = "conflict" // "true" when a conflict waits for a choice
)

// longest is how many bytes of a line of text a list keeps.
const longest = 200

// between joins the values of a cell that has several.
const between = "\x1f"

var errRow = errors.New("lists: a row that cannot be read")

// column is what is known of a kind's column.
type column struct {
	name  string
	field casefile.Field
	plain bool // many values: kept as texts
}

// names says that the column holds records of a kind.
func (c column) names(k casefile.Kind) bool {
	return c.field.Type == casefile.TypeRef && (c.field.Ref == k || c.field.Ref == "")
}

// columnsOf are the columns of each top-level kind.
var columnsOf = buildColumns()

// manyValues are lines of text that differ from record to record.
var manyValues = map[string]bool{"title": true, "name": true, "key": true, "source_id": true, "file_name": true, "email": true, "query": true, "size": true}

func buildColumns() map[casefile.Kind][]column {
	all := map[casefile.Kind][]column{}
	for _, k := range casefile.Kinds() {
		if k.IsItem() {
			continue
		}
		cols := []column{
			{name: Title, field: casefile.Field{Name: Title, Label: "Title", Type: casefile.TypeLine}, plain: true},
			{name: Moved, field: casefile.Field{Name: Moved, Label: "Last moved", Type: casefile.TypeInstant}, plain: true},
			{name: Conflict, field: casefile.Field{Name: Conflict, Label: "Conflict", Type: casefile.TypeBool}},
		}
		for _, f := range casefile.FieldsOf(k) {
			if listed(f) {
				cols = append(cols, column{f.Name, f, f.Type == casefile.TypeInstant || f.Type == casefile.TypeMeeting || manyValues[f.Name]})
			}
		}
		all[k] = cols
	}
	return all
}

func listed(f casefile.Field) bool {
	switch f.Type {
	case casefile.TypeProse, casefile.TypeMap, casefile.TypeObject, casefile.TypeAddress:
		return false
	}
	return f.Name != Title && f.Name != "order" && f.Name != "sha256"
}

// cell is the text that a list keeps of a field.
func cell(r casefile.Record, c column) string {
	switch c.name {
	case Title:
		return clip(r.Title())
	case Conflict:
		if m, _ := r.Fields["conflicts"].(map[string]any); len(m) > 0 {
			return "true"
		}
		return ""
	}
	switch v := r.Fields[c.name].(type) {
	case string:
		return clip(v)
	case bool:
		return strconv.FormatBool(v)
	case json.Number:
		return v.String()
	case []any:
		return strings.Join(r.Strings(c.name), between)
	}
	return ""
}

func clip(s string) string {
	if len(s) <= longest {
		return s
	}
	return strings.ToValidUTF8(s[:longest], "")
}

// Encode takes the cells out of a top-level record: its kind, then name and value of each cell, each with its length.
func Encode(r casefile.Record) []byte {
	b := appendText(nil, string(r.Kind))
	for _, c := range columnsOf[r.Kind] {
		if v := cell(r, c); v != "" {
			b = appendText(appendText(b, c.name), v)
		}
	}
	return b
}

func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// decode reads a row: its names and values, appended to into. The texts share one piece of memory.
func decode(content []byte, into []string) (kind casefile.Kind, cells []string, err error) {
	all := string(content)
	next := func() (string, bool) {
		n, used := binary.Uvarint(content)
		if used <= 0 || n > uint64(len(content)-used) {
			return "", false
		}
		text := all[used : used+int(n)]
		all, content = all[used+int(n):], content[used+int(n):]
		return text, true
	}
	first, ok := next()
	for ok && len(all) > 0 {
		var text string
		text, ok = next()
		into = append(into, text)
	}
	if !ok || len(into)%2 != 0 {
		return "", nil, errRow
	}
	return casefile.Kind(first), into, nil
}

// split gives the values of a cell.
func split(v string) []string {
	if v == "" {
		return nil
	}
	return strings.Split(v, between)
}

// sortKey makes two cells of a column comparable; what a cell names is compared by its name.
func (t *table) sortKey(c int, v string) string {
	if t.cols[c].field.Type == casefile.TypeRef {
		if name := t.lists.name(v); name != "" {
			v = name
		}
	}
	return sortKey(t.cols[c], v)
}

// sortKey makes two cells of a column comparable: times without zone, texts without case, choices in their order, numbers
// by size. Empty ones are not asked.
func sortKey(c column, v string) string {
	switch c.field.Type {
	case casefile.TypeInstant, casefile.TypeMeeting:
		if i := strings.IndexByte(v, '['); i >= 0 {
			v = v[:i]
		}
		return strings.TrimSuffix(v, "Z")
	case casefile.TypeEnum:
		return string(rune('0' + slices.Index(c.field.Enum, v)))
	case casefile.TypeCount, casefile.TypeAmount:
		return numberKey(v)
	}
	return strings.ToLower(v)
}

// numberKey writes a number so that texts compare as numbers do: the bits of an IEEE 754 number are in the order of their
// values once the sign is turned, and all bits of negative ones (IEEE 754-2008, 5.10).
func numberKey(v string) string {
	f, err := strconv.ParseFloat(v, 64)
	if err != nil {
		return v
	}
	bits := math.Float64bits(f + 0) // -0 is 0
	if bits>>63 == 1 {
		bits = ^bits
	} else {
		bits |= 1 << 63
	}
	return fmt.Sprintf("%016x", bits)
}
