package command

import (
	"fmt"
	"slices"
	"strings"

	"precedent/backend/casefile"
	"precedent/backend/desk"
)

type showCmd struct {
	Key string `arg:"" help:"Record: its key, or the first four characters of it."`
}

func (c *showCmd) Run(s *session) error {
	d, err := s.desk()
	if err != nil {
		return err
	}
	view, err := d.Show(s.ctx, c.Key)
	if err != nil {
		return err
	}
	return s.answer(view, func() { s.printCase(view) })
}

// hidden fields say nothing to a person who reads a record in a terminal.
var hidden = []string{"key", "parent", "imported", "conflicts", "order", "recorded"}

func (s *session) printCase(v desk.CaseView) {
	if v.Deleted {
		s.warn("This record is in the bin.")
	}
	s.print("%s  %s", v.Record.Key, casefile.Record{Fields: v.Record.Fields}.Title())
	s.printFields(casefile.Kind(v.Record.Kind), v.Record.Fields, v.Names, "  ")
	for _, item := range v.Items {
		k := casefile.Kind(item.Kind)
		s.print("%s", casefile.Capital(k.One())+"  "+item.ID)
		s.printFields(k, item.Fields, v.Names, "    ")
	}
	for _, a := range v.Attachments {
		s.print("Attachment  %s  %s, %d bytes", a.ID, a.Name, a.Size)
	}
	for _, c := range v.Conflicts {
		s.warn("%s: %s stands; %s, by %s, is kept beside it.", c.Label, valueText(c.Standing), valueText(c.Kept), c.KeptBy)
	}
	for _, f := range v.Findings {
		s.warn("%s", f.Says)
	}
}

func (s *session) printFields(k casefile.Kind, fields map[string]any, names map[string]desk.Named, indent string) {
	for _, f := range casefile.FieldsOf(k) {
		v, ok := fields[f.Name]
		if !ok || slices.Contains(hidden, f.Name) {
			continue
		}
		s.print("%s%s: %s", indent, f.Label, showValue(f, v, names))
	}
}

func showValue(f casefile.Field, v any, names map[string]desk.Named) string {
	switch v := v.(type) {
	case string:
		if n, ok := names[v]; ok && f.Type == casefile.TypeRef {
			return strings.TrimSpace(n.Key + " " + n.Title)
		}
		if f.Type == casefile.TypeEnum {
			return casefile.EnumLabel(v)
		}
		return strings.ReplaceAll(v, "\n", "\n      ")
	case bool:
		if v {
			return "yes"
		}
		return "no"
	case []any:
		parts := make([]string, len(v))
		for i, e := range v {
			parts[i] = fmt.Sprint(e)
		}
		return strings.Join(parts, ", ")
	}
	text, err := casefile.Encode(v)
	if err != nil {
		return ""
	}
	return string(text)
}

type historyCmd struct {
	Key   string `arg:"" help:"Record."`
	After string `placeholder:"CURSOR" help:"Go on after the cursor of an earlier answer."`
}

func (c *historyCmd) Run(s *session) error {
	d, err := s.desk()
	if err != nil {
		return err
	}
	page, err := d.History(s.ctx, c.Key, c.After)
	if err != nil {
		return err
	}
	return s.answer(page, func() {
		for _, e := range page.Entries {
			mark := ""
			if e.Undone {
				mark = " (undone)"
			}
			s.print("%s  %s  %s%s", e.At, e.By, e.Says, mark)
			for _, ch := range e.Changes {
				s.print("    %s: %s → %s", ch.Label, s.clip(valueText(ch.Before), 60), s.clip(valueText(ch.After), 60))
			}
		}
		if page.Next != "" {
			s.warn("More: --after %s", page.Next)
		}
	})
}

// valueText is a value of a field as people read it; what has parts is shown as JSON, as show does.
func valueText(v any) string {
	switch v := v.(type) {
	case nil:
		return "–"
	case map[string]any, []any:
		text, err := casefile.Encode(v)
		if err == nil {
			return string(text)
		}
	}
	return fmt.Sprint(v)
}

type conflictsCmd struct {
	Which string `arg:"" optional:"" help:"Conflict to settle, as it is listed: a record and a field, such as ESC-7K3F2Q/severity."`
	Take  string `enum:"standing,kept," default:"" placeholder:"SIDE" help:"Which value stays: standing or kept."`
}

func (c *conflictsCmd) Run(s *session) error {
	if (c.Which == "") != (c.Take == "") {
		return &UsageError{Says: "To settle a conflict, name it and the value that stays: precedent conflicts ESC-7K3F2Q/severity --take kept."}
	}
	d, err := s.desk()
	if err != nil {
		return err
	}
	if c.Which != "" {
		return c.settle(s, d)
	}
	list, err := d.Conflicts(s.ctx)
	if err != nil {
		return err
	}
	return s.answer(list, func() {
		for _, k := range list {
			s.print("%s  %s: %s (stands) | %s (kept, by %s, %s)", conflictName(s, d, k), k.Label, valueText(k.Standing), valueText(k.Kept), k.KeptBy, k.KeptAt)
		}
		if len(list) == 0 {
			s.warn("No field has two values.")
		}
	})
}

// conflictName is a conflict's ID with the record's key, where it has one, for a person to read and type.
func conflictName(s *session, d *desk.Desk, k desk.ConflictView) string {
	view, err := d.Show(s.ctx, k.RecordID)
	if err != nil || view.Record.Key == "" {
		return k.ID
	}
	return view.Record.Key + strings.TrimPrefix(k.ID, k.RecordID)
}

func (c *conflictsCmd) settle(s *session, d *desk.Desk) error {
	record, path, ok := strings.Cut(c.Which, "/")
	if !ok {
		return &UsageError{Says: "A conflict is a record and a field, such as ESC-7K3F2Q/severity."}
	}
	view, err := d.Show(s.ctx, record)
	if err != nil {
		return err
	}
	saved, err := d.Resolve(s.ctx, view.Record.ID+"/"+path, c.Take)
	if err != nil {
		return err
	}
	return s.printSaved(saved)
}
