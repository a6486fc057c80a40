package exchange

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode"

	"precedent/backend/casefile"
)

// cases writes each case as a page that a person can read without any program.
func (w *writer) cases() error {
	for _, kind := range exportOrder() {
		if !kind.IsCase() {
			continue
		}
		for r, err := range w.source.Records(w.ctx, kind) {
			if err != nil {
				return err
			}
			c, err := w.source.Case(w.ctx, r.ID)
			if err != nil {
				return err
			}
			if err := w.file(caseFile(r), readable, func(out io.Writer) error { return w.page(out, c) }); err != nil {
				return err
			}
		}
	}
	return nil
}

// caseFile is a name that every file system takes: the key, and what fits of the title.
func caseFile(r casefile.Record) string {
	name := r.Key()
	if name == "" {
		name = r.ID
	}
	if title := plainName(r.Title()); title != "" {
		name += "-" + title
	}
	if r.Binned() {
		return binDir + "/" + name + ".md"
	}
	return casesDir + "/" + name + ".md"
}

func plainName(title string) string {
	const most = 40 // characters: 160 bytes at the most
	words := strings.FieldsFunc(strings.ToLower(title), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	runes := []rune(strings.Join(words, "-"))
	return strings.Trim(string(runes[:min(most, len(runes))]), "-")
}

// page writes one case: its short facts, its texts, then what belongs to it by kind.
func (w *writer) page(out io.Writer, c casefile.Case) error {
	p := pageWriter{w: w, out: out}
	p.printf("# %s\n\n%s %s, %s\n", oneLine(c.Title()), casefile.Capital(c.Kind.One()), c.Key(), c.ID)
	p.facts(c.Record)
	p.texts(c.Record, "##")
	for _, kind := range casefile.Kinds() {
		items := c.ItemsOf(kind)
		if len(items) == 0 {
			continue
		}
		heading := casefile.Capital(kind.Many())
		if kind == casefile.KindLine {
			heading = "Timeline"
		}
		p.printf("\n## %s\n\n", heading)
		for _, item := range items {
			p.item(item)
		}
	}
	if len(c.Files) > 0 {
		p.printf("\n## Attachments\n\n")
	}
	for _, f := range c.Files {
		p.printf("- %s: ../%s/%s\n", oneLine(f.Text("file_name")), filesDir, f.Text("sha256"))
	}
	return p.err
}

type pageWriter struct {
	w   *writer
	out io.Writer
	err error
}

func (p *pageWriter) printf(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.out, format, args...)
	}
}

// facts are the fields of one line.
func (p *pageWriter) facts(r casefile.Record) {
	first := true
	for _, f := range casefile.FieldsOf(r.Kind) {
		v := r.Fields[f.Name]
		if casefile.Empty(v) || f.Name == "key" || f.Name == "title" || f.Name == "imported" || long(f) {
			continue
		}
		if first {
			p.printf("\n")
			first = false
		}
		p.printf("- %s: %s\n", f.Label, oneLine(p.w.cell(f, label(f, v))))
	}
}

// long says that a field takes a paragraph or more.
func long(f casefile.Field) bool {
	return f.Type == casefile.TypeProse || f.Type == casefile.TypeMap || f.Type == casefile.TypeObject
}

// label is the word that a person knows for a value of an enum.
func label(f casefile.Field, v any) any {
	if s, ok := v.(string); ok && f.Type == casefile.TypeEnum {
		return casefile.EnumLabel(s)
	}
	return v
}

// texts are the long fields of a record, each under its heading.
func (p *pageWriter) texts(r casefile.Record, mark string) {
	for _, f := range casefile.FieldsOf(r.Kind) {
		v := r.Fields[f.Name]
		if casefile.Empty(v) || !long(f) || f.Name == "imported" {
			continue
		}
		p.printf("\n%s %s\n\n", mark, f.Label)
		switch v := v.(type) {
		case string:
			p.printf("%s\n", strings.TrimSpace(v))
		case map[string]any:
			if f.Entry != nil {
				p.entries(f, r)
				continue
			}
			p.object(v)
		}
	}
}

func (p *pageWriter) entries(f casefile.Field, r casefile.Record) {
	for _, e := range r.Entries(f.Name) {
		var parts []string
		for _, inner := range f.Entry {
			if v := e.Fields[inner.Name]; !casefile.Empty(v) && inner.Name != "order" {
				parts = append(parts, word(inner)+": "+p.w.cell(inner, label(inner, v)))
			}
		}
		if f.Name == "conflicts" {
			parts = append([]string{e.ID}, parts...)
		}
		p.printf("- %s\n", indented(strings.Join(parts, "; ")))
	}
}

// word is what a person calls a field; entries that only the program writes have no label.
func word(f casefile.Field) string {
	if f.Label == "" {
		return f.Name
	}
	return f.Label
}

func (p *pageWriter) object(m map[string]any) {
	for _, name := range slices.Sorted(maps.Keys(m)) {
		p.printf("- %s: %s\n", oneLine(name), indented(p.w.cell(casefile.Field{}, m[name])))
	}
}

// item writes one line, action, update …: when, its text, and the rest of it.
func (p *pageWriter) item(r casefile.Record) {
	said := map[string]bool{"at": true, "order": true, "parent": true, "imported": true, "recorded": true, "source": true, "source_id": true, "created": true}
	head := ""
	for _, name := range []string{"text", "body", "action", "what", "person", "title", "url", "context"} {
		if head = strings.TrimSpace(r.Text(name)); head != "" {
			said[name] = true
			break
		}
	}
	if at := r.Text("at"); at != "" {
		head = at + ": " + head
	}
	if r.Binned() {
		head = "(in the bin) " + head
	}
	p.printf("- %s\n", indented(head))
	for _, f := range casefile.FieldsOf(r.Kind) {
		if v := r.Fields[f.Name]; !said[f.Name] && !casefile.Empty(v) {
			p.printf("  - %s: %s\n", f.Label, strings.ReplaceAll(indented(p.w.cell(f, label(f, v))), "\n", "\n  "))
		}
	}
}

// indented keeps the further lines of a text inside their list entry.
func indented(s string) string { return strings.ReplaceAll(strings.TrimSpace(s), "\n", "\n  ") }
