package store

import (
	"context"
	"encoding/json"
	"errors"

	"precedent/backend/casefile"
	"precedent/backend/journal"
)

// Draft is what is being typed or chosen and is no revision yet: it is in no history, and the latest counts.
type Draft struct {
	RecordID string // also that of an item that is not saved yet: its ID is chosen by who types
	Kind     casefile.Kind
	Parent   string // of an item that is not saved yet
	Field    string // a dotted path leads to a text of an entry: sections.outcome.text
	Text     string // of a field that is no text, its value as who keeps it wrote it down
	At       string // set by the store: when it was kept, an instant
	Who      string // "" = Options.Who
	Base     uint64 // Rev of the record that it began on
}

// Draft keeps a text while it is typed and returns when it is on the disk. It goes when a revision of its field is saved.
func (s *Store) Draft(ctx context.Context, d Draft) error {
	if _, ok := casefile.FieldAt(d.Kind, d.Field); !ok {
		return casefile.Faultf(casefile.Invalid, "%q is no field of a %s.", clipText(d.Field), d.Kind.One())
	}
	if len(d.Text) > casefile.MaxText {
		return casefile.Faultf(casefile.Invalid, "The text is longer than %d MB. Keep it as an attachment.", casefile.MaxText>>20)
	}
	return s.draft(ctx, d, d.Text)
}

// DropDraft drops a draft that nobody wants any more.
func (s *Store) DropDraft(ctx context.Context, d Draft) error { return s.draft(ctx, d, nil) }

func (s *Store) draft(ctx context.Context, d Draft, text any) error {
	raw, ok := parseID(d.RecordID)
	if !ok {
		return casefile.Faultf(casefile.Invalid, "A draft belongs to a record; its ID is a UUID.")
	}
	patch := map[string]any{d.Field: text}
	if d.Parent != "" {
		patch["parent"] = d.Parent
	}
	content, err := casefile.Encode(patch)
	if err != nil {
		return casefile.Wrap(casefile.Invalid, err, "The text cannot be kept.")
	}
	if d.Who == "" {
		d.Who = s.o.Who
	}
	e := journal.Entry{Who: d.Who, Action: "draft", Draft: true, Changes: []journal.Change{{Kind: string(d.Kind), ID: textID(raw[:]), Base: d.Base, Patch: content}}}
	return s.put(ctx, e, note{})
}

// put appends an entry that needs no plan and applies it; while Badger is not ready it is applied when Badger is.
func (s *Store) put(ctx context.Context, e journal.Entry, n note) error {
	if err := ctx.Err(); err != nil {
		return casefile.Wrap(casefile.Cancelled, err, "Stopped; nothing was saved.")
	}
	s.write.Lock()
	defer s.write.Unlock()
	s.mu.Lock()
	h, phase := s.h, s.state.Phase
	s.mu.Unlock()
	e, err := s.append(e, n)
	if err == nil && phase == Ready {
		s.apply(h, e)
	}
	return err
}

// Drafts gives the drafts of a record and of the items below it, saved or not. An empty ID gives all drafts there are.
func (s *Store) Drafts(recordID string) (out []Draft, err error) {
	err = s.read(s.life, func(v view) error {
		out = nil
		return v.values([]byte{keyDraft}, func(k, content []byte, _ uint64) error {
			var d draftValue
			if err := json.Unmarshal(content, &d); err != nil {
				return errors.Join(errSpoiled, err)
			}
			id := textID(k[1:17])
			below, err := v.below(id, d.Parent, recordID)
			if err != nil || !below {
				return err
			}
			out = append(out, Draft{id, d.Kind, d.Parent, string(k[17:]), d.Text, d.At, d.Who, d.Base})
			return nil
		})
	})
	return out, err
}

// below says that a record, which may not be saved yet, is another one or belongs to it.
func (v view) below(id, parent, of string) (bool, error) {
	if of == "" || id == of || parent == of {
		return true, nil
	}
	r, found, err := v.record(id)
	return found && r.Parent() == of, err
}
