package desk

import (
	"cmp"
	"context"
	"encoding/json"
	"math"
	"slices"
	"strings"

	"precedent/backend/casefile"
	"precedent/backend/store"
	"precedent/backend/store/lists"
)

func jsonNumber(s string) json.Number { return json.Number(s) }

// List gives one page of a list.
func (d *Desk) List(ctx context.Context, q ListQuery) (ListPage, error) {
	k := casefile.Kind(q.Kind)
	l, ok := layouts[k]
	if !ok || len(l.columns) == 0 {
		return ListPage{}, casefile.Faultf(casefile.Invalid, "There is no list of the kind %q.", casefile.FirstLine(q.Kind))
	}
	query := store.ListQuery{Kind: k, Sort: firstOf(q.Sort, "moved"), Descending: q.Descending || q.Sort == "",
		Cursor: q.After, Offset: max(q.Offset, 0), Limit: q.Limit}
	if q.Counts {
		query.Count = l.filters
	}
	for _, f := range q.Filters {
		if len(f.Values) > 0 {
			query.Filters = append(query.Filters, store.Filter{Field: f.Field, Op: lists.Is, Values: f.Values})
		}
	}
	for _, word := range strings.Fields(q.Text) {
		query.Filters = append(query.Filters, store.Filter{Field: titleColumn(k), Op: lists.Contains, Values: []string{word}})
	}
	page, err := d.store.List(ctx, query)
	if err != nil {
		return ListPage{}, err
	}
	return d.viewPage(k, query.Offset, page), nil
}

// allRows gives every row of some kinds; those in the bin, or those that are not.
func (d *Desk) allRows(ctx context.Context, binned bool, kinds ...casefile.Kind) ([]store.Row, error) {
	return d.rowsWith(ctx, store.ListQuery{Binned: binned}, kinds...)
}

// rowsWith gives every row of some kinds that a query has.
func (d *Desk) rowsWith(ctx context.Context, q store.ListQuery, kinds ...casefile.Kind) ([]store.Row, error) {
	var rows []store.Row
	q.Limit = math.MaxInt32
	for _, q.Kind = range kinds {
		page, err := d.store.List(ctx, q)
		if err != nil {
			return nil, err
		}
		rows = append(rows, page.Rows...)
	}
	return rows, nil
}

// titleColumn is the column with what a person calls a record of a kind.
func titleColumn(k casefile.Kind) string {
	for _, name := range []string{"title", "name", "file_name"} {
		if _, ok := casefile.FieldOf(k, name); ok {
			return name
		}
	}
	return "key"
}

func (d *Desk) viewPage(k casefile.Kind, offset int, page store.Page) ListPage {
	out := ListPage{Rows: make([]ListRow, len(page.Rows)), Offset: offset, Total: page.Total, All: page.All, Counts: map[string][]Count{}, Next: page.Next}
	for i, r := range page.Rows {
		cells := r.Cells
		for column, name := range r.Names {
			cells[column] = name
		}
		out.Rows[i] = ListRow{ID: r.ID, Key: r.Key, Kind: string(r.Kind), Rev: r.Rev, Title: r.Title, Cells: cells}
	}
	for field, counts := range page.Counts {
		out.Counts[field] = viewCounts(k, field, counts)
	}
	return out
}

// mostCounts bounds how many values of a filter are offered; a person types for the others.
const mostCounts = 200

func viewCounts(k casefile.Kind, field string, counts []store.Count) []Count {
	f, _ := casefile.FieldOf(k, field)
	out := make([]Count, min(len(counts), mostCounts))
	for i := range out {
		out[i] = Count{Value: counts[i].Value, Label: valueLabel(f, counts[i]), Count: counts[i].Count}
	}
	if len(f.Enum) == 0 {
		return out
	}
	rank := func(c Count) int {
		if i := slices.Index(f.Enum, c.Value); i >= 0 {
			return i
		}
		return len(f.Enum) + 1
	}
	slices.SortStableFunc(out, func(a, b Count) int { return cmp.Compare(rank(a), rank(b)) })
	return out
}

func valueLabel(f casefile.Field, c store.Count) string {
	switch {
	case c.Value == "":
		return "None"
	case f.Type == casefile.TypeRef:
		return firstOf(c.Name, "Removed")
	case f.Type == casefile.TypeEnum:
		return casefile.EnumLabel(c.Value)
	}
	return c.Value
}

// Counts gives how many records of each kind there are, the bin left out.
func (d *Desk) Counts(ctx context.Context) ([]KindCount, error) {
	counts, err := d.store.Counts(ctx)
	out := []KindCount{}
	for _, k := range casefile.Kinds() {
		if n, ok := counts[k]; ok && !k.IsItem() {
			out = append(out, KindCount{Kind: string(k), Count: n})
		}
	}
	return out, err
}

// caseCount is how many cases the search finds.
func (d *Desk) caseCount(ctx context.Context) int {
	counts, err := d.store.Counts(ctx)
	if err != nil {
		return 0
	}
	n := 0
	for k, c := range counts {
		if k.IsCase() {
			n += c
		}
	}
	return n
}

// LookUp gives records whose key begins with what is typed, or whose title contains all its words: those first whose
// title begins with it.
func (d *Desk) LookUp(ctx context.Context, text string, kinds []string, limit int) ([]Named, error) {
	out := []Named{}
	if r, err := d.store.Find(text); err == nil && !r.Binned() && wanted(kinds, r.Kind) {
		out = append(out, viewNamed(r))
	}
	if limit <= 0 {
		limit = 20
	}
	for _, k := range casefile.Kinds() {
		if k.IsItem() || len(layouts[k].columns) == 0 || !wanted(kinds, k) {
			continue
		}
		page, err := d.List(ctx, ListQuery{Kind: string(k), Text: text, Limit: max(limit, lookedAt)})
		if err != nil {
			return nil, err
		}
		for _, r := range page.Rows {
			out = append(out, Named{ID: r.ID, Key: r.Key, Kind: r.Kind, Title: r.Title})
		}
	}
	slices.SortStableFunc(out, func(a, b Named) int {
		near := looseness(a, text)
		order := cmp.Compare(near, looseness(b, text))
		if order == 0 && near == loosenessBegins {
			order = cmp.Compare(len(a.Title), len(b.Title)) // the shorter, the more of it was typed
		}
		return order
	})
	out = slices.CompactFunc(out, func(a, b Named) bool { return a.ID == b.ID })
	return out[:min(len(out), limit)], nil
}

func wanted(kinds []string, k casefile.Kind) bool {
	return len(kinds) == 0 || slices.Contains(kinds, string(k))
}

// lookedAt is how many records of a kind that have the words are ranked.
const lookedAt = 200

// How far what was looked up is from what was typed.
const (
	loosenessKey = iota
	loosenessWhole
	loosenessBegins
	loosenessOther
)

func looseness(n Named, text string) int {
	text = strings.ToLower(strings.TrimSpace(text))
	title := strings.ToLower(n.Title)
	switch {
	case text == "":
		return loosenessOther
	case strings.HasPrefix(strings.ToLower(n.Key), text):
		return loosenessKey
	case title == text:
		return loosenessWhole
	case strings.HasPrefix(title, text):
		return loosenessBegins
	}
	return loosenessOther
}

// Values gives the values already used in a field, the most frequent first.
func (d *Desk) Values(ctx context.Context, kind, field, prefix string, limit int) ([]string, error) {
	k := casefile.Kind(kind)
	out := []string{}
	if k.IsItem() || !k.Known() {
		return d.itemValues(ctx, k, field, prefix, limit)
	}
	page, err := d.store.List(ctx, store.ListQuery{Kind: k, Limit: 1, Count: []string{field}})
	if err != nil {
		if casefile.CodeOf(err) == casefile.Invalid {
			return out, nil // a field without a column: nothing to offer
		}
		return nil, err
	}
	counts := map[string]int{}
	for _, c := range page.Counts[field] {
		counts[c.Value] = c.Count
	}
	return mostUsed(counts, prefix, limit), nil
}

// itemValues counts a field of items by reading them: the owners of actions, say.
func (d *Desk) itemValues(ctx context.Context, k casefile.Kind, field, prefix string, limit int) ([]string, error) {
	counts := map[string]int{}
	err := d.store.Records(ctx, func(r casefile.Record) error {
		if r.Kind == k && r.Text(field) != "" {
			counts[casefile.FirstLine(r.Text(field))]++
		}
		return nil
	})
	return mostUsed(counts, prefix, limit), err
}

func mostUsed(counts map[string]int, prefix string, limit int) []string {
	out := []string{}
	for v := range counts {
		if v != "" && strings.HasPrefix(strings.ToLower(v), strings.ToLower(prefix)) {
			out = append(out, v)
		}
	}
	slices.SortFunc(out, func(a, b string) int { return cmp.Or(cmp.Compare(counts[b], counts[a]), strings.Compare(a, b)) })
	if limit > 0 && len(out) > limit {
		out = out[:limit]
	}
	return out
}
