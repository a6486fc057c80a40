package exchange

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"strings"

	"precedent/backend/casefile"
)

// tables writes a table for each kind, for spreadsheets.
func (w *writer) tables() error {
	for _, kind := range exportOrder() {
		if w.counts.Records[kind] == 0 {
			continue
		}
		name := tablesDir + "/" + strings.ReplaceAll(kind.Many(), " ", "-") + ".csv"
		if err := w.file(name, readable, func(out io.Writer) error { return w.table(out, kind) }); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) table(out io.Writer, kind casefile.Kind) error {
	var fields []casefile.Field
	header := []string{"id"}
	for _, f := range casefile.FieldsOf(kind) {
		if f.Name != "imported" {
			fields, header = append(fields, f), append(header, f.Name)
		}
	}
	table := csv.NewWriter(out)
	if err := table.Write(header); err != nil {
		return err
	}
	for r, err := range w.source.Records(w.ctx, kind) {
		if err != nil {
			return err
		}
		cells := []string{r.ID}
		for _, f := range fields {
			cells = append(cells, SafeCell(w.cell(f, r.Fields[f.Name])))
		}
		if err := table.Write(cells); err != nil {
			return err
		}
	}
	table.Flush()
	return table.Error()
}

// cell is a value as a person reads it: other records by name or key, lists with semicolons, the rest as JSON.
func (w *writer) cell(f casefile.Field, v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		if f.Type == casefile.TypeRef {
			return w.called(v)
		}
		return v
	case json.Number:
		return v.String()
	case bool:
		if v {
			return "yes"
		}
		return "no"
	case []any:
		return strings.Join(casefile.Record{Fields: map[string]any{"": v}}.Strings(""), "; ")
	}
	b, err := casefile.Encode(v)
	if err != nil {
		return ""
	}
	return string(b)
}

// SafeCell puts an apostrophe before what a spreadsheet would run as a formula, as OWASP's page on CSV injection advises.
// Numbers are left alone. The full-width signs count too: some spreadsheets read them alike.
func SafeCell(cell string) string {
	if cell == "" || !strings.ContainsAny(firstRune(cell), "=+-@\t\r＝＋－＠") || isNumber(cell) {
		return cell
	}
	return "'" + cell
}

func firstRune(s string) string {
	for _, r := range s {
		return string(r)
	}
	return ""
}

func isNumber(s string) bool {
	return json.Valid([]byte(s)) && strings.ContainsAny(s[len(s)-1:], "0123456789")
}

// index lists the attachments with the names that people know them by.
func (w *writer) index() error {
	return w.file(filesDir+"/index.csv", readable, func(out io.Writer) error {
		table := csv.NewWriter(out)
		if err := table.Write([]string{"sha256", "file_name", "media_type", "size", "attachment", "belongs_to"}); err != nil {
			return err
		}
		for r, err := range w.source.Records(w.ctx, casefile.KindAttachment) {
			if err != nil {
				return err
			}
			size, _ := r.Fields["size"].(json.Number)
			cells := []string{r.Text("sha256"), SafeCell(r.Text("file_name")), SafeCell(r.Text("media_type")), size.String(), r.Key(), w.called(r.Parent())}
			if err := table.Write(cells); err != nil {
				return err
			}
		}
		table.Flush()
		return table.Error()
	})
}
