package desk

import (
	"context"
	"errors"
	"os"

	"precedent/backend/casefile"
	"precedent/backend/exchange"
)

// previewRecords is how many records a preview shows.
const previewRecords = 5

var importFormats = []Choice{
	{Value: "precedent", Label: "Precedent JSON lines", Help: "One record a line, with its kind."},
	{Value: "markdown", Label: "Markdown files", Help: "A file or a folder; front matter becomes fields, linked files attachments."},
	{Value: "csv", Label: "Table (CSV)", Help: "One record a row; each column goes to a field."},
	{Value: "export", Label: "Export of Precedent", Help: "Everything of another workspace."},
}

var becauseOf = map[exchange.Format]string{
	exchange.FormatPrecedent: "its lines are JSON objects", exchange.FormatMarkdown: "it is Markdown",
	exchange.FormatCSV: "its lines are rows of a table", exchange.FormatExport: "Precedent wrote it as an export",
}

// errEnough ends the reading of a preview.
var errEnough = errors.New("enough for a preview")

// PreviewImport shows how files would be read, and takes nothing.
func (d *Desk) PreviewImport(ctx context.Context, r ImportRequest) (ImportPreview, error) {
	if err := checkPaths(r.Paths); err != nil {
		return ImportPreview{}, err
	}
	o, err := d.readOptions(r, nil)
	if err != nil {
		return ImportPreview{}, err
	}
	if o.Format == "" {
		if o.Format, err = exchange.Detect(r.Paths[0]); err != nil {
			return ImportPreview{}, err
		}
	}
	kind := o.Kind
	if kind == "" {
		kind = casefile.KindEscalation
	}
	p := ImportPreview{Format: string(o.Format), Formats: importFormats, Because: becauseOf[o.Format], Kind: string(kind),
		Columns: []ImportColumn{}, Fields: []Choice{}, Records: []RecordView{}, Refusals: []Refusal{}}
	if o.Format == exchange.FormatCSV {
		if err := d.previewColumns(&p, r, o, kind); err != nil {
			return p, err
		}
	}
	return p, d.previewRecords(ctx, &p, o)
}

func (d *Desk) previewColumns(p *ImportPreview, r ImportRequest, o exchange.Options, kind casefile.Kind) error {
	m := o.Mapping
	if m == nil {
		guess, err := guessTable(r.Paths[0], kind)
		if err != nil {
			return err
		}
		m = &guess
	}
	chosen := map[string]bool{}
	for _, c := range r.Mapping {
		chosen[c.Column] = true
	}
	for _, c := range m.Columns {
		col := ImportColumn{Name: c.Header, Samples: append([]string{}, c.Samples...), Field: c.Field, Guessed: !chosen[c.Header]}
		switch c.Field {
		case exchange.FieldExtra:
			col.Field = ""
		case exchange.FieldNone:
			col.Field = "-"
		}
		p.Columns = append(p.Columns, col)
	}
	p.Fields = append(p.Fields, Choice{Value: "id", Label: "ID there"})
	for _, f := range casefile.FieldsOf(kind) {
		if !f.System && f.Type != casefile.TypeMap && f.Type != casefile.TypeObject {
			p.Fields = append(p.Fields, Choice{Value: f.Name, Label: f.Label})
		}
	}
	return nil
}

func guessTable(path string, kind casefile.Kind) (exchange.CSVMapping, error) {
	f, err := os.Open(path)
	if err != nil {
		return exchange.CSVMapping{}, casefile.Wrap(casefile.NotFound, err, "The file cannot be opened. Look at its name and at who may read it.")
	}
	defer f.Close()
	return exchange.GuessCSV(f, kind)
}

func (d *Desk) previewRecords(ctx context.Context, p *ImportPreview, o exchange.Options) error {
	if o.Format == exchange.FormatExport {
		return nil
	}
	im := &importing{d: d, ctx: ctx}
	_, err := exchange.Read(ctx, o, func(in exchange.Incoming) error {
		fields := in.Fields
		for name, said := range in.Names {
			fields[name] = said
		}
		for name, said := range in.Refs {
			fields[name] = said
		}
		p.Records = append(p.Records, RecordView{Kind: string(in.Kind), Fields: fields})
		if len(p.Records) == previewRecords {
			return errEnough
		}
		return nil
	}, im.refuse)
	p.Refusals = append(p.Refusals, im.report.Refusals...)
	if errors.Is(err, errEnough) {
		return nil
	}
	p.Total = len(p.Records)
	return err
}
