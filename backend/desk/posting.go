package desk

import (
	"context"
	"slices"
	"strings"
	"time"

	"precedent/backend/casefile"
	"precedent/backend/policy"
	"precedent/backend/store"
)

// when is the time of a posting; the zero time where it cannot be read.
func (p PostingView) when() time.Time {
	return casefile.Record{Fields: map[string]any{"at": p.At}}.Instant("at").Time
}

// Post notes that a text went out. A card that tells an audience becomes an update for it, with what was said, and whatever
// else the process asked for with that card is done by it: all as one action.
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
	at, err := d.asked(r.At)
	if err != nil {
		return Saved{}, err
	}
	r.At = casefile.At(at, d.zone()).String()
	p, err := d.policy()
	if err != nil {
		return Saved{}, err
	}
	if m, ok := cardNamed(p, found.Kind, r.What); ok {
		r.What = m.ID
		return d.postCard(ctx, m, r)
	}
	return d.save(ctx, "post", []store.Change{d.posted(found, r)})
}

// posted is a posting of a record as a change of it.
func (d *Desk) posted(of casefile.Record, r PostRequest) store.Change {
	return store.Change{Kind: of.Kind, ID: of.ID, Base: of.Rev, Patch: map[string]any{"postings": map[string]any{d.NewID(): d.posting(r)}}}
}

func (d *Desk) posting(r PostRequest) map[string]any {
	entry := map[string]any{"destination": r.Destination, "at": r.At, "order": r.At}
	for name, text := range map[string]string{"what": r.What, "url": r.URL, "who": d.who()} {
		if text != "" {
			entry[name] = text
		}
	}
	return entry
}

// postCard notes the posting of a card, with what the process asked for with it.
func (d *Desk) postCard(ctx context.Context, m *policy.Message, r PostRequest) (Saved, error) {
	f, err := d.factsOfOne(ctx, r.ID)
	if err != nil {
		return Saved{}, err
	}
	if r.Text, err = d.textOf(ctx, m, f, r); err != nil {
		return Saved{}, err
	}
	changes := d.told(m, f, r)
	if len(changes) == 0 {
		changes = append(changes, d.posted(f.Record, r))
	}
	p, err := d.policy()
	if err != nil {
		return Saved{}, err
	}
	ticks := map[string]any{}
	for _, o := range p.Obligations(f, d.now()) {
		if o.Message != m.ID {
			continue
		}
		if changes, err = d.fulfilled(o, f, r, changes, ticks); err != nil {
			return Saved{}, err
		}
	}
	if len(ticks) > 0 {
		changes = join(changes, store.Change{Kind: f.Kind, ID: f.ID, Base: f.Rev, Patch: map[string]any{"ticks": ticks}})
	}
	return d.save(ctx, "post", append(changes, d.settled(p, m, f, r)...))
}

// settled ticks the steps of the case that a call belongs to which its posting does, unless they are done already.
func (d *Desk) settled(p *policy.Policy, m *policy.Message, f *policy.Facts, r PostRequest) []store.Change {
	of, err := d.store.Get(f.Text("case"))
	if err != nil || f.Kind != casefile.KindCall {
		return nil
	}
	ticks := map[string]any{}
	for _, id := range p.Settling(m, of.Kind) {
		if memberOf(of, "ticks", id).ID == "" {
			ticks[id] = map[string]any{"state": "done", "at": r.At, "who": d.who()}
		}
	}
	if len(ticks) == 0 {
		return nil
	}
	return []store.Change{{Kind: of.Kind, ID: of.ID, Base: of.Rev, Patch: map[string]any{"ticks": ticks}}}
}

// textOf is what went out: as a person changed it, else as the card has it. What a customer may not read is refused.
func (d *Desk) textOf(ctx context.Context, m *policy.Message, f *policy.Facts, r PostRequest) (string, error) {
	v, err := d.card(ctx, m, f, r.Waivers)
	if err != nil {
		return "", err
	}
	text, found := v.text(), v.Findings
	if r.Text != "" {
		text = r.Text
		if found, err = d.checkText(ctx, f.Record, v.Audience, text, r.Waivers); err != nil {
			return "", err
		}
	}
	if len(found) > 0 {
		return "", casefile.Faultf(casefile.Refused, "The customer would read what is internal: %s. Change the text, or let it stand with a reason.", strings.TrimSuffix(found[0].Says, "."))
	}
	return text, nil
}

// told are the updates that a posted card is: one for each audience that it tells, the first with its posting.
func (d *Desk) told(m *policy.Message, f *policy.Facts, r PostRequest) []store.Change {
	var out []store.Change
	for i, audience := range m.Tells {
		c := store.Change{Kind: casefile.KindUpdate, Patch: d.newItem(f, r.At, map[string]any{"audience": audience, "body": r.Text})}
		if i == 0 {
			c.Patch["postings"] = map[string]any{d.NewID(): d.posting(r)}
		}
		out = append(out, c)
	}
	return out
}

// fulfilled adds to an action what an obligation that goes with a posted card asks for beyond the telling: its tick, a time,
// a value, and the address of what was made there.
func (d *Desk) fulfilled(o policy.Obligation, f *policy.Facts, r PostRequest, changes []store.Change, ticks map[string]any) ([]store.Change, error) {
	for _, deed := range o.Do {
		def, _ := casefile.FieldOf(f.Kind, deed.Name)
		switch {
		case deed.Kind == "tick":
			ticks[o.Turn()] = map[string]any{"state": "done", "at": r.At, "who": d.who()}
		case deed.Kind == "now", deed.Kind == "set", deed.Kind == "fill" && def.Type == casefile.TypeAddress && r.URL != "":
			c, err := d.deedChange(deed, f, DoRequest{Value: r.URL}, r.At)
			if err != nil {
				return nil, err
			}
			changes = join(changes, c)
		case deed.Kind == "fill" && deed.Name == "channel":
			changes = join(changes, store.Change{Kind: f.Kind, ID: f.ID, Base: f.Rev, Patch: map[string]any{"channel": d.channelName(f)}})
		}
	}
	return changes, nil
}

// ChangePosting gives a posting another address, or takes it out of the ledger: then an update that was nothing but this
// posting goes into the bin with it, and the clock that it started anew runs on from before.
func (d *Desk) ChangePosting(ctx context.Context, c PostingChange) (Saved, error) {
	r, err := d.store.Find(c.Record)
	if err != nil {
		return Saved{}, err
	}
	was := memberOf(r, "postings", c.Entry)
	if was.ID == "" {
		return Saved{}, casefile.Faultf(casefile.NotFound, "That posting is not in the ledger any more.")
	}
	change := func(entry any) []store.Change {
		return []store.Change{{Kind: r.Kind, ID: r.ID, Base: r.Rev, Patch: map[string]any{"postings": map[string]any{c.Entry: entry}}}}
	}
	switch {
	case !c.Remove && c.URL == "":
		return d.save(ctx, "mend a posting", change(map[string]any{"url": nil}))
	case !c.Remove:
		return d.save(ctx, "mend a posting", change(map[string]any{"url": c.URL}))
	case r.Kind == casefile.KindUpdate && was.Text("what") != "" && len(r.Entries("postings")) == 1:
		return d.Remove(ctx, d.updatesOf(r, was))
	}
	return d.save(ctx, "take back a posting", change(nil))
}

// updatesOf are the updates that one posting of a card made: those of the same moment with the same words.
func (d *Desk) updatesOf(update casefile.Record, posting casefile.Entry) []string {
	out := []string{update.ID}
	c, err := d.store.Case(update.Parent())
	if err != nil {
		return out
	}
	for _, other := range c.ItemsOf(casefile.KindUpdate) {
		if other.ID != update.ID && other.Text("at") == posting.Text("at") && other.Text("body") == update.Text("body") && len(other.Entries("postings")) == 0 {
			out = append(out, other.ID)
		}
	}
	return out
}

// Ledger says where the texts of a record went, the first one first: its own, those of its updates and of its documents.
func (d *Desk) Ledger(_ context.Context, ref string) ([]PostingView, error) {
	r, err := d.store.Find(ref)
	if err != nil {
		return nil, err
	}
	posted, err := d.withPostings(r)
	if err != nil {
		return nil, err
	}
	labels := d.textLabels()
	out := []PostingView{}
	for _, p := range posted {
		for _, e := range p.Entries("postings") {
			what := firstOf(e.Text("what"), p.Text("type"), p.Text("audience"))
			out = append(out, PostingView{Record: p.ID, Entry: e.ID, Title: p.Title(), What: what, Label: firstOf(labels[what], casefile.EnumLabel(what)),
				Destination: e.Text("destination"), At: e.Text("at"), URL: e.Text("url"), Who: e.Text("who"), Text: p.Text("body")})
		}
	}
	slices.SortStableFunc(out, func(a, b PostingView) int { return a.when().Compare(b.when()) })
	return out, nil
}

// withPostings are the records whose postings are those of a record: itself, its updates, its documents.
func (d *Desk) withPostings(r casefile.Record) ([]casefile.Record, error) {
	out := []casefile.Record{r}
	if r.Kind.IsCase() {
		c, err := d.store.Case(r.ID)
		if err != nil {
			return nil, err
		}
		out = append(out, c.ItemsOf(casefile.KindUpdate)...)
	}
	named, err := d.store.Links(r.ID)
	if err != nil {
		return nil, err
	}
	for _, other := range named {
		if other.Kind == casefile.KindDocument && !other.Binned() && other.Text("case") == r.ID {
			out = append(out, other)
		}
	}
	return out, nil
}

// textLabels are what the policy calls the texts that may be posted.
func (d *Desk) textLabels() map[string]string {
	out := map[string]string{}
	if p, err := d.policy(); err == nil { // the program's own; its tests hold it
		for i := range p.Messages {
			out[p.Messages[i].ID] = p.Messages[i].Title
		}
	}
	return out
}

// sameName compares the names of cards and documents as people type them.
func sameName(a, b string) bool {
	return strings.EqualFold(strings.ReplaceAll(a, "-", "_"), strings.ReplaceAll(b, "-", "_"))
}
