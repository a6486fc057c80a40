package desk

import (
	"context"
	"slices"
	"strings"
	"time"

	"precedent/backend/casefile"
	"precedent/backend/store"
)

// PostRequest notes that a text went out: which one ("" where the record is the text), where it was put, and by which address
// it is found there.
type PostRequest struct {
	ID          string `json:"id"`   // of the record, or its key
	What        string `json:"what"` // a kind of document or a card, such as closure or crm_case
	Destination string `json:"destination"`
	URL         string `json:"url"`
	At          string `json:"at"` // when, if not now
}

// PostingView is one line of the ledger of where each text went (row 37, C3).
type PostingView struct {
	Record      string `json:"record"` // ID of the case, document or update that was posted
	Title       string `json:"title"`  // what it is called
	What        string `json:"what"`
	Destination string `json:"destination"`
	At          string `json:"at"`
	URL         string `json:"url"`
	Who         string `json:"who"`
}

// when is the time of a posting; the zero time where it cannot be read.
func (p PostingView) when() time.Time {
	return casefile.Record{Fields: map[string]any{"at": p.At}}.Instant("at").Time
}

// Post notes a posting with the record that was posted.
func (d *Desk) Post(ctx context.Context, r PostRequest) (Saved, error) {
	found, err := d.store.Find(r.ID)
	if err != nil {
		return Saved{}, err
	}
	if _, ok := casefile.FieldOf(found.Kind, "postings"); !ok {
		return Saved{}, casefile.Faultf(casefile.Invalid, "A %s is not posted anywhere. Name the case, the document or the update.", found.Kind.One())
	}
	if strings.TrimSpace(r.Destination) == "" {
		return Saved{}, casefile.Faultf(casefile.Invalid, "Say where it was posted.")
	}
	at := firstOf(r.At, d.stamp())
	entry := map[string]any{"destination": r.Destination, "at": at, "order": at}
	for name, text := range map[string]string{"what": r.What, "url": r.URL, "who": d.who()} {
		if text != "" {
			entry[name] = text
		}
	}
	patch := map[string]any{"postings": map[string]any{d.NewID(): entry}}
	return d.save(ctx, "post", []store.Change{{Kind: found.Kind, ID: found.ID, Base: found.Rev, Patch: patch}})
}

// Ledger says where the texts of a record went, the first one first: its own, those of its updates and of its documents.
func (d *Desk) Ledger(_ context.Context, ref string) ([]PostingView, error) {
	r, err := d.store.Find(ref)
	if err != nil {
		return nil, err
	}
	posted := []casefile.Record{r}
	if r.Kind.IsCase() {
		c, err := d.store.Case(r.ID)
		if err != nil {
			return nil, err
		}
		posted = append(posted, c.ItemsOf(casefile.KindUpdate)...)
	}
	named, err := d.store.Links(r.ID)
	if err != nil {
		return nil, err
	}
	for _, other := range named {
		if other.Kind == casefile.KindDocument && !other.Binned() && other.Text("case") == r.ID {
			posted = append(posted, other)
		}
	}
	out := []PostingView{}
	for _, p := range posted {
		for _, e := range p.Entries("postings") {
			out = append(out, PostingView{Record: p.ID, Title: p.Title(), What: firstOf(e.Text("what"), p.Text("type"), p.Text("audience")),
				Destination: e.Text("destination"), At: e.Text("at"), URL: e.Text("url"), Who: e.Text("who")})
		}
	}
	slices.SortStableFunc(out, func(a, b PostingView) int { return a.when().Compare(b.when()) })
	return out, nil
}

// sameName compares the names of cards and documents as people type them.
func sameName(a, b string) bool {
	return strings.EqualFold(strings.ReplaceAll(a, "-", "_"), strings.ReplaceAll(b, "-", "_"))
}
