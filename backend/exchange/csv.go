package exchange

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"precedent/backend/casefile"
)

// csvFile reads a table.
type csvFile struct {
	shaper  shaper
	limits  Limits
	mapping *CSVMapping
}

func (c csvFile) read(run *reading, path string, file *os.File) error {
	m, err := c.meant(file)
	if err != nil {
		return err
	}
	if err := m.Check(); err != nil {
		return err
	}
	s := c.shaper
	s.kind, s.dateOrder = m.Kind, m.DateOrder
	if m.Zone != "" {
		s.zone = m.Zone
	}
	rows := rowReader{
		lines: newLineReader(decoded(run.count(path, file), m.Encoding), c.limits.Line),
		delim: m.Delimiter[0], columns: c.limits.Columns,
	}
	return m.each(&rows, func(r row, err error) error {
		if err := run.ctx.Err(); err != nil {
			return err
		}
		where := fmt.Sprintf("%s:%d", path, r.line)
		var in Incoming
		if err == nil {
			in, err = m.record(s, where, r.cells)
		}
		return run.record(where, in, err)
	})
}

// meant is the mapping that a person gave, or else the guess.
func (c csvFile) meant(file *os.File) (CSVMapping, error) {
	if c.mapping != nil {
		return *c.mapping, nil
	}
	m, err := GuessCSV(file, c.shaper.kind)
	if err != nil {
		return m, err
	}
	_, err = file.Seek(0, io.SeekStart)
	return m, err
}

// each gives the rows below the header; a refused comes with the row that it is about.
func (m CSVMapping) each(rows *rowReader, do func(row, error) error) error {
	header := m.HasHeader
	for {
		r, err := rows.next()
		var no refused
		if err != nil && !errors.As(err, &no) {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return err
		}
		switch {
		case err == nil && (r.blank() || isSepLine(r)):
			continue
		case header:
			header = false
			if err == nil {
				continue
			}
		}
		if err := do(r, err); err != nil {
			return err
		}
	}
}

// record turns the cells of a row into a record. The error is a refused.
func (m CSVMapping) record(s shaper, where string, cells []string) (Incoming, error) {
	raw, extra := map[string]any{}, map[string]any{}
	for i, cell := range cells {
		if !utf8.ValidString(cell) {
			return Incoming{}, refusef("The row holds bytes that are not UTF-8 text. If the table is written in Windows-1252, choose that.")
		}
		if i >= len(m.Columns) {
			if strings.TrimSpace(cell) == "" {
				continue
			}
			return Incoming{}, refusef("The row has %d cells where the table has %d columns.", len(cells), len(m.Columns))
		}
		c := m.Columns[i]
		switch c.Field {
		case FieldNone:
		case FieldExtra:
			if strings.TrimSpace(cell) != "" {
				extra[c.Header] = joined(m.Kind, FieldExtra, extra[c.Header], cell)
			}
		default:
			raw[c.Field] = joined(m.Kind, c.Field, raw[c.Field], cell)
		}
	}
	if len(extra) > 0 {
		raw["extra"] = extra
	}
	return s.shape(where, raw)
}

// joined is a cell beside another one of the same field.
func joined(k casefile.Kind, field string, before any, cell string) string {
	first, _ := before.(string)
	if strings.TrimSpace(first) == "" || strings.TrimSpace(cell) == "" {
		return first + cell
	}
	if f, _ := casefile.FieldOf(k, field); f.Type == casefile.TypeProse {
		return first + "\n\n" + cell
	}
	return first + ", " + cell
}

// Check says what is wrong with a mapping that a person has changed.
func (m CSVMapping) Check() error {
	switch {
	case len(m.Delimiter) != 1 || strings.ContainsAny(m.Delimiter, "\"\r\n"):
		return casefile.Faultf(casefile.Invalid, "The delimiter of a table is one character, such as a comma.")
	case !slices.Contains([]string{EncodingUTF8, EncodingUTF16LE, EncodingUTF16BE, EncodingWindows}, m.Encoding):
		return casefile.Faultf(casefile.Invalid, "%q is not an encoding. Use utf-8, utf-16le, utf-16be or windows-1252.", clip(m.Encoding))
	case !m.Kind.Known() || m.Kind == casefile.KindSettings || m.Kind == casefile.KindAttachment:
		return casefile.Faultf(casefile.Invalid, "The rows of a table cannot be records of the kind %q.", clip(string(m.Kind)))
	case !slices.Contains([]string{"", DayFirst, MonthFirst}, m.DateOrder):
		return casefile.Faultf(casefile.Invalid, "The order of dates is %q or %q.", DayFirst, MonthFirst)
	}
	if m.Zone != "" {
		if _, err := casefile.Location(m.Zone); err != nil {
			return err
		}
	}
	return m.checkColumns()
}

func (m CSVMapping) checkColumns() error {
	seen := map[string]string{}
	for _, c := range m.Columns {
		f, known := casefile.FieldOf(m.Kind, c.Field)
		first, used := seen[c.Field]
		switch {
		case c.Field == FieldNone, c.Field == FieldExtra:
			continue
		case !slices.Contains(envelope, c.Field) && (!known || f.System):
			return casefile.Faultf(casefile.Invalid, "The column %q cannot become %q: %s has no such field.", clip(c.Header), clip(c.Field), m.Kind.One())
		case used && f.Type != casefile.TypeProse && f.Type != casefile.TypeTexts:
			return casefile.Faultf(casefile.Invalid, "The columns %q and %q cannot both become %s.", clip(first), clip(c.Header), c.Field)
		}
		seen[c.Field] = c.Header
	}
	return nil
}
