package store

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"precedent/backend/casefile"
	"precedent/backend/journal"
)

const purgeName = "purge.json"

// Purged is what a purge or a mask did. The caller builds the search index and the similar structure anew: deleted text
// survives inside their files otherwise (FACTS).
type Purged struct {
	Records     int      // records of which all text was cut out of the journal
	Changes     int      // changes in the journal that were cut or masked
	Attachments int      // files removed
	Unread      int      // damaged places in the journal that could not be looked at, and may keep some of the text
	Backups     []Backup // backups made before, which keep the text
}

// purgeOrder is purge.json: what is to be purged, until it is.
type purgeOrder struct {
	IDs    []string `json:"ids"`
	Reason string   `json:"reason"`
	Who    string   `json:"who"`
	Entry  bool     `json:"entry"` // the journal has the entry that says so
}

// Purge removes records with everything below them for good: from the journal, from Badger, and their files where no other
// record names them. An entry says what was purged and why; reason must hold no text of the records. When it is
// interrupted the next start finishes it. The code is busy while a backup runs.
func (s *Store) Purge(ctx context.Context, ids []string, reason, who string) (Purged, error) {
	if len(ids) == 0 {
		return Purged{}, nil
	}
	if who == "" {
		who = s.o.Who
	}
	s.care.Lock()
	defer s.care.Unlock()
	if err := s.resumePurge(); err != nil { // its order would be written over
		return Purged{}, err
	}
	if err := s.checkRoom(); err != nil {
		return Purged{}, err
	}
	order := purgeOrder{Reason: reason, Who: who}
	err := s.read(ctx, func(v view) (err error) {
		order.IDs, err = v.withBelow(ids)
		return err
	})
	if err != nil {
		return Purged{}, err
	}
	return s.purge(ctx, order)
}

// withBelow gives records with everything that is or was below them.
func (v view) withBelow(ids []string) ([]string, error) {
	parents := map[string][]string{}
	err := v.values([]byte{keyRemoved}, func(k, content []byte, _ uint64) error {
		var r removal
		if err := json.Unmarshal(content, &r); err != nil {
			return errors.Join(errSpoiled, err)
		}
		parents[r.Parent] = append(parents[r.Parent], lastID(k))
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = v.values([]byte{keyDraft}, func(k, content []byte, _ uint64) error {
		var d draftValue
		if err := json.Unmarshal(content, &d); err != nil {
			return errors.Join(errSpoiled, err)
		}
		parents[d.Parent] = append(parents[d.Parent], textID(k[1:17]))
		return nil
	})
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	todo := slices.Clone(ids)
	var out []string
	for len(todo) > 0 {
		raw, ok := parseID(todo[0])
		id := textID(raw[:])
		todo = todo[1:]
		if !ok {
			return nil, gone("record of this ID")
		}
		if seen[id] {
			continue
		}
		seen[id] = true
		out = append(out, id)
		children, err := v.children(id)
		if err != nil {
			return nil, err
		}
		todo = append(append(todo, children...), parents[id]...)
	}
	return out, nil
}

// purge carries an order out. Each step can be done again.
func (s *Store) purge(ctx context.Context, order purgeOrder) (Purged, error) {
	path := filepath.Join(s.dir, purgeName)
	if err := writeJSON(path, order); err != nil {
		return Purged{}, cannotUse(err)
	}
	if !order.Entry {
		n := note{Purged: order.IDs, Reason: order.Reason, Quiet: true}
		if err := s.put(ctx, journal.Entry{Who: order.Who, Action: "purge"}, n); err != nil {
			return Purged{}, errors.Join(err, os.Remove(path))
		}
		order.Entry = true
		if err := writeJSON(path, order); err != nil {
			return Purged{}, cannotUse(err)
		}
	}
	doomed := map[string]bool{}
	for _, id := range order.IDs {
		doomed[id] = true
	}
	done, err := s.rewrite(ctx, func(e journal.Entry, i int) journal.Verdict {
		c := e.Changes[i]
		return journal.Verdict{Cut: doomed[strings.ToLower(c.ID)] || e.Draft && doomed[parentIn(c.Patch)]}
	})
	if err != nil {
		return done, err
	}
	done.Records = len(order.IDs)
	if done.Attachments, err = s.removeFiles(ctx); err != nil {
		return done, err
	}
	if err := os.Remove(path); err != nil {
		return done, cannotUse(err)
	}
	return done, syncDir(s.dir)
}

// parentIn is the parent that a patch names: a draft of an item that was never saved is known by it only.
func parentIn(patch json.RawMessage) string {
	var p struct {
		Parent string `json:"parent"`
	}
	if json.Unmarshal(patch, &p) != nil {
		return ""
	}
	return strings.ToLower(p.Parent)
}

// rewrite cuts or masks in the journal, and builds Badger anew beside the old one, which is removed with what it kept.
func (s *Store) rewrite(ctx context.Context, judge func(journal.Entry, int) journal.Verdict) (Purged, error) {
	cuts, err := s.j.Rewrite(ctx, judge)
	done := Purged{Changes: cuts.Changes + cuts.Masked, Unread: len(cuts.Unread)}
	if err != nil {
		return done, err
	}
	if len(cuts.SetAside) > 0 {
		if err := s.j.RemoveSetAside(); err != nil {
			return done, err
		}
	}
	if err := s.renew(); err != nil {
		return done, cannotBuild(err)
	}
	done.Backups, err = s.Backups()
	return done, err
}

// renew builds Badger anew while the old one is read, and keeps the texts taken from attachments.
func (s *Store) renew() error {
	b, err := s.build("text was removed for good", nil)
	if err != nil {
		return err
	}
	err = s.readLong(s.life, func(v view) error { return b.takeTexts(v) })
	if err != nil {
		return errors.Join(err, b.h.close())
	}
	s.mu.Lock()
	old := s.h
	s.mu.Unlock()
	if err := s.enterNew(b); err != nil || old == nil {
		return err
	}
	return s.allGone(old) // nothing of it is left when the caller is told so
}

func (b *builder) takeTextsFrom(h *handle) error {
	t := h.db.NewTransaction(false)
	defer t.Discard()
	return b.takeTexts(view{t: t})
}

// takeTexts copies the texts of the attachments that are still there.
func (b *builder) takeTexts(old view) error {
	a := newApplier(b.h.db, b.state, b.drafts)
	err := old.values([]byte{keyText}, func(k, content []byte, seq uint64) error {
		there, err := a.view().has(idKey(keyRecord, rawID(k[1:])))
		if err != nil || !there {
			return err
		}
		return a.set(k, seal(k, seq, content))
	})
	if err != nil {
		a.t.Discard()
		return err
	}
	return b.commit(a)
}

// finishPurge goes on with a purge that the last session did not finish.
func (s *Store) finishPurge() error {
	s.care.Lock()
	defer s.care.Unlock()
	if err := s.resumePurge(); err != nil && s.life.Err() == nil {
		s.o.Log.Error("store: a purge is not finished yet", "cause", err)
	}
	return nil
}

// PurgePending says that a purge was begun and is not finished: what it takes is not shown any more, and not gone yet.
func (s *Store) PurgePending() bool {
	_, err := os.Stat(filepath.Join(s.dir, purgeName))
	return err == nil
}

// FinishPurge returns when no purge is left half done.
func (s *Store) FinishPurge(ctx context.Context) error {
	if err := s.WaitReady(ctx); err != nil {
		return err
	}
	s.care.Lock()
	defer s.care.Unlock()
	return s.resumePurge()
}

// resumePurge carries out the order that lies there. The caller holds care.
func (s *Store) resumePurge() error {
	text, err := os.ReadFile(filepath.Join(s.dir, purgeName))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	var order purgeOrder
	if err == nil {
		err = json.Unmarshal(text, &order)
	}
	if err != nil {
		return cannotUse(err)
	}
	_, err = s.purge(s.life, order)
	return err
}

// masked stands in the place of a secret.
const masked = "█████"

// Mask takes one secret out of a record and out of its whole history: from one field, or from all where field is "". An
// entry says that it was done and why; reason must not hold the secret. The caller builds the search index and the similar
// structure anew.
func (s *Store) Mask(ctx context.Context, recordID, field, secret, reason, who string) (Purged, error) {
	r, err := s.Get(recordID)
	if err != nil {
		return Purged{}, err
	}
	if strings.TrimSpace(secret) == "" || strings.Contains(reason, secret) {
		return Purged{}, casefile.Faultf(casefile.Invalid, "Name the text to mask, and a reason that does not hold it.")
	}
	if who == "" {
		who = s.o.Who
	}
	s.care.Lock()
	defer s.care.Unlock()
	if err := s.checkRoom(); err != nil {
		return Purged{}, err
	}
	done, err := s.rewrite(ctx, func(e journal.Entry, i int) journal.Verdict {
		if !strings.EqualFold(e.Changes[i].ID, r.ID) {
			return journal.Verdict{}
		}
		return journal.Verdict{Patch: maskPatch(e.Changes[i].Patch, field, secret)}
	})
	if err != nil {
		return done, err
	}
	return done, s.put(ctx, journal.Entry{Who: who, Action: "mask"}, note{Masked: r.ID, Reason: reason, Quiet: true})
}

// maskPatch is the patch without the secret; nil when it does not hold it.
func maskPatch(patch json.RawMessage, field, secret string) json.RawMessage {
	fields, err := casefile.DecodeFields(patch)
	if err != nil {
		return nil
	}
	hit := false
	for name, value := range fields {
		if field == "" || name == field || name == "conflicts" {
			fields[name] = maskValue(value, secret, &hit)
		}
	}
	if !hit {
		return nil
	}
	out, err := casefile.Encode(fields)
	if err != nil {
		return nil
	}
	return out
}

func maskValue(value any, secret string, hit *bool) any {
	switch v := value.(type) {
	case string:
		if strings.Contains(v, secret) {
			*hit = true
			return strings.ReplaceAll(v, secret, masked)
		}
	case []any:
		for i := range v {
			v[i] = maskValue(v[i], secret, hit)
		}
	case map[string]any:
		for name := range v {
			v[name] = maskValue(v[name], secret, hit)
		}
	}
	return value
}
