package exchange

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"precedent/backend/casefile"
)

// CSVMapping says how a table is meant. GuessCSV makes one; a person looks at it and corrects it.
type CSVMapping struct {
	Delimiter string        `json:"delimiter"` // "," ";" or a tab
	Encoding  string        `json:"encoding"`
	HasHeader bool          `json:"has_header"`
	Kind      casefile.Kind `json:"kind"`       // of rows that name none
	Zone      string        `json:"zone"`       // IANA zone of times without one; never guessed
	DateOrder string        `json:"date_order"` // DayFirst or MonthFirst for 01/02/2026; "" = not known
	Columns   []Column      `json:"columns"`
	Asks      []string      `json:"asks"` // what only a person can say: AskZone, AskDateOrder
}

// What a table may leave open.
const (
	AskZone      = "zone"
	AskDateOrder = "date_order"
)

// Column is one column of a table.
type Column struct {
	Header  string   `json:"header"`
	Field   string   `json:"field"`   // a field of the kind; id, parent, source, kind; FieldExtra; FieldNone
	Samples []string `json:"samples"` // its first values that are not empty
	Note    string   `json:"note"`    // why it is not mapped to the field that its header suggests
}

const (
	FieldExtra = "extra" // keep the column under the record's other fields
	FieldNone  = ""      // leave the column out
)

const (
	guessBytes = 1 << 20
	guessRows  = 200
	samples    = 5
)

// GuessCSV looks at the beginning of a table. kind is what its rows are if they do not say; "" = escalation.
func GuessCSV(r io.Reader, kind casefile.Kind) (CSVMapping, error) {
	if kind == "" {
		kind = casefile.KindEscalation
	}
	head, err := io.ReadAll(io.LimitReader(r, guessBytes))
	if err != nil {
		return CSVMapping{}, casefile.Wrap(casefile.Invalid, err, "The table could not be read.")
	}
	m := CSVMapping{Encoding: encodingOf(head), Kind: kind}
	text, _ := io.ReadAll(decoded(bytes.NewReader(head), m.Encoding)) // a character cut at the end is no matter here
	m.Delimiter = guessDelimiter(text)
	rows := sampleRows(text, m.Delimiter[0], guessRows)
	if len(rows) == 0 {
		return m, casefile.Faultf(casefile.Invalid, "The table has no row that can be read.")
	}
	m.columns(rows)
	return m, nil
}

func looksLikeTable(head []byte) bool {
	m, err := GuessCSV(bytes.NewReader(head), "")
	return err == nil && m.HasHeader && len(m.Columns) > 1
}

// sampleRows reads some rows of a text, passing over what cannot be read.
func sampleRows(text []byte, delim byte, most int) [][]string {
	t := rowReader{lines: newLineReader(bytes.NewReader(text), guessBytes), delim: delim, columns: Limits{}.orUsual().Columns}
	var rows [][]string
	for len(rows) < most {
		r, err := t.next()
		var no refused
		if errors.As(err, &no) {
			continue
		}
		if err != nil {
			break
		}
		if !r.blank() && !isSepLine(r) {
			rows = append(rows, r.cells)
		}
	}
	return rows
}

// isSepLine knows the line "sep=;" that one spreadsheet writes before the table.
func isSepLine(r row) bool {
	return r.line == 1 && len(r.cells[0]) >= 4 && strings.EqualFold(r.cells[0][:4], "sep=")
}

// guessDelimiter takes the delimiter that gives most rows the same number of cells, more than one.
func guessDelimiter(text []byte) string {
	if line, _, _ := bytes.Cut(bytes.TrimPrefix(text, utf8BOM), []byte("\n")); len(line) >= 5 && bytes.EqualFold(line[:4], []byte("sep=")) {
		return string(line[4:5])
	}
	best, bestScore := ",", 0
	for _, d := range []string{",", ";", "\t"} {
		rows := sampleRows(text, d[0], 50)
		widths := map[int]int{}
		for _, r := range rows {
			widths[len(r)]++
		}
		for width, n := range widths {
			if score := n*1000/len(rows)*10 + min(width, 9); width > 1 && score > bestScore {
				best, bestScore = d, score
			}
		}
	}
	return best
}

// columns guesses the header and what each column holds.
func (m *CSVMapping) columns(rows [][]string) {
	m.HasHeader = slices.ContainsFunc(rows[0], func(h string) bool { return len(fieldsNamed(m.Kind, h)) > 0 })
	width := len(rows[0])
	for _, r := range rows {
		if !m.HasHeader {
			width = max(width, len(r))
		}
	}
	m.Columns = make([]Column, width)
	for i := range m.Columns {
		m.Columns[i] = Column{Header: "Column " + strconv.Itoa(i+1), Field: FieldExtra, Samples: []string{}}
	}
	data := rows
	if m.HasHeader {
		for i, h := range rows[0] {
			if h = strings.TrimSpace(h); h != "" {
				m.Columns[i].Header = h
			}
		}
		data = rows[1:]
	}
	values := make([][]string, width)
	for _, r := range data {
		for i, v := range r[:min(width, len(r))] {
			if v = strings.TrimSpace(v); v != "" {
				values[i] = append(values[i], v)
			}
		}
	}
	m.DateOrder = guessOrder(values)
	for i, vs := range values {
		for _, v := range vs[:min(samples, len(vs))] {
			m.Columns[i].Samples = append(m.Columns[i].Samples, clip(v))
		}
	}
	m.byHeader(values)
	m.byContent(values)
	m.ask(values)
}

// guessOrder finds a date that only one order allows.
func guessOrder(values [][]string) string {
	for _, vs := range values {
		for _, v := range vs {
			if d := writtenDate.FindStringSubmatch(v); d != nil && d[2] != "." {
				switch {
				case pad2(d[1]) > "12":
					return DayFirst
				case pad2(d[3]) > "12":
					return MonthFirst
				}
			}
		}
	}
	return ""
}

func (m *CSVMapping) byHeader(values [][]string) {
	if !m.HasHeader {
		return
	}
	for i := range m.Columns {
		c := &m.Columns[i]
		for _, field := range fieldsNamed(m.Kind, c.Header) {
			if m.has(field) {
				c.Note = "Another column is " + field + " already."
				continue
			}
			if bad, ok := m.misfit(field, values[i]); ok {
				c.Note = "“" + clip(bad) + "” is no value of " + field + ": kept under other fields."
				continue
			}
			c.Field, c.Note = field, ""
			break
		}
	}
}

// byContent maps what headers do not tell: a date, a severity, the title and the text.
func (m *CSVMapping) byContent(values [][]string) {
	for _, field := range []string{"severity", "created"} {
		if _, known := casefile.FieldOf(m.Kind, field); !known || m.HasHeader || m.has(field) {
			continue
		}
		for i, vs := range values {
			if _, bad := m.misfit(field, vs); m.Columns[i].Field == FieldExtra && len(vs) > 0 && !bad {
				m.Columns[i].Field = field
				break
			}
		}
	}
	for _, field := range []string{"title", "name", "description", "text"} {
		if _, known := casefile.FieldOf(m.Kind, field); !known || m.has(field) || (m.HasHeader && field != "title" && field != "name") {
			continue
		}
		if i := m.firstText(values); i >= 0 {
			m.Columns[i].Field, m.Columns[i].Note = field, ""
		}
	}
}

// firstText is the first free column with words in it; -1 when there is none.
func (m *CSVMapping) firstText(values [][]string) int {
	for i, vs := range values {
		words := slices.ContainsFunc(vs, func(v string) bool { return strings.Contains(v, " ") || len(m.Columns) <= 2 })
		if m.Columns[i].Field == FieldExtra && m.Columns[i].Note == "" && words {
			return i
		}
	}
	return -1
}

func (m *CSVMapping) has(field string) bool {
	return slices.ContainsFunc(m.Columns, func(c Column) bool { return c.Field == field })
}

// misfit finds a value that a field cannot hold. What a person is asked about anyway is no misfit.
func (m *CSVMapping) misfit(field string, values []string) (bad string, found bool) {
	f, known := casefile.FieldOf(m.Kind, field)
	if !known || slices.Contains(envelope, field) {
		return "", false
	}
	order := m.DateOrder
	if order == "" {
		order = DayFirst
	}
	s := shaper{zone: "UTC", dateOrder: order, typed: true}
	for _, v := range values {
		in := Incoming{Kind: m.Kind, Fields: map[string]any{}, Names: map[string]string{}, Refs: map[string]string{}}
		if err := s.field(&in, f, v); err != nil {
			return v, true
		}
		if value := in.Fields[field]; value != nil && !holds(m.Kind, field, value) {
			return v, true
		}
	}
	return "", false
}

// holds says that a field of a kind can have a value.
func holds(k casefile.Kind, field string, value any) bool {
	r := casefile.Record{Kind: k, Fields: map[string]any{field: value}}
	if k.IsItem() {
		r.Fields["parent"] = "any"
	}
	return len(casefile.Validate(casefile.Normal(r))) == 0
}

// ask names what the table does not tell: the zone of its times, the order of its dates.
func (m *CSVMapping) ask(values [][]string) {
	m.Asks = []string{}
	for i, c := range m.Columns {
		f, known := casefile.FieldOf(m.Kind, c.Field)
		if !known || (f.Type != casefile.TypeInstant && f.Type != casefile.TypeMeeting) {
			continue
		}
		for _, v := range values[i] {
			if m.DateOrder == "" && needsOrder(v) && !slices.Contains(m.Asks, AskDateOrder) {
				m.Asks = append(m.Asks, AskDateOrder)
			}
			_, err := withZone(isoDate(v, DayFirst), "")
			if err != nil && f.Type == casefile.TypeInstant && !slices.Contains(m.Asks, AskZone) {
				m.Asks = append(m.Asks, AskZone)
			}
		}
	}
}

// plainHeader is a header without case, punctuation and doubled spaces.
func plainHeader(h string) string {
	words := strings.FieldsFunc(strings.ToLower(h), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return strings.Join(words, " ")
}

// fieldsNamed are the fields of a kind that a header may mean, the likeliest first.
func fieldsNamed(k casefile.Kind, header string) []string {
	plain := plainHeader(header)
	if plain == "" {
		return nil
	}
	var out []string
	for _, f := range casefile.FieldsOf(k) {
		if !f.System && f.Name != "extra" && (plain == plainHeader(f.Name) || plain == plainHeader(f.Label)) {
			out = append(out, f.Name)
		}
	}
	for _, field := range synonyms[plain] {
		_, known := casefile.FieldOf(k, field)
		if (known || slices.Contains(envelope, field)) && !slices.Contains(out, field) {
			out = append(out, field)
		}
	}
	return out
}
