package desk

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"precedent/backend/casefile"
	"precedent/backend/search"
	"precedent/backend/search/language"
)

// shownPlaces is how many places of a case a hit shows.
const shownPlaces = 4

// Search answers a query in the language of package search. It fails only when the index cannot be read: a query that
// cannot be read as written is read as words, and Problem says so.
func (d *Desk) Search(ctx context.Context, q SearchQuery) (SearchPage, error) {
	f, err := d.finder(ctx, needIndex)
	if err != nil {
		return SearchPage{}, err
	}
	query := search.Query{Text: q.Text, Unfinished: q.Unfinished, Typing: q.Typing, Limit: q.Limit, After: q.Cursor, Sort: q.Sort, Zone: d.location()}
	if q.Facets && !q.Typing {
		query.Facets = search.FacetNames()
		if len(q.Only) > 0 {
			query.Facets = slices.DeleteFunc(query.Facets, func(name string) bool { return !slices.Contains(q.Only, name) })
		}
	}
	answer, err := f.search(ctx, query, d.store.Case)
	if err != nil {
		return SearchPage{}, err
	}
	out := SearchPage{
		Hits: make([]SearchHit, len(answer.Hits)), Next: answer.Next, Total: answer.Total, Facets: []Facet{},
		Problem: strings.Join(slices.Compact(answer.Findings), " "), Notice: f.notice(), Took: float64(answer.Took.Microseconds()) / 1000,
	}
	if !answer.TotalExact {
		out.Total = -1
	}
	if len(answer.Hits) == 0 && out.Problem == "" && !q.Typing {
		out.Problem = unknownField(q.Text)
	}
	for i, h := range answer.Hits {
		out.Hits[i] = d.searchHit(h)
	}
	for _, fc := range answer.Facets {
		out.Facets = append(out.Facets, facetView(fc))
	}
	return out, nil
}

// likeField is a word that looks like a filter.
var likeField = regexp.MustCompile(`(?:^|[\s(-])([A-Za-z_][A-Za-z_.]*):[^\s/]`)

// unknownField says that a query that found nothing names a field that there is not: it was read as a word.
func unknownField(query string) string {
	for _, m := range likeField.FindAllStringSubmatch(query, -1) {
		if _, known := language.Lookup(m[1]); !known {
			return fmt.Sprintf("There is no field %q, so it was looked for as a word. Fields are severity, status, customer, kind, created, has, tag, action.owner and others; imported ones begin with extra.", m[1])
		}
	}
	return ""
}

func (d *Desk) searchHit(h search.Hit) SearchHit {
	c := h.Case
	out := SearchHit{
		ID: h.ID, Key: h.Key, SourceID: c.Text("source_id"), Kind: string(h.Kind), Title: []Part{{Text: h.Title}},
		Severity: severityOf(c.Record), Status: c.Text("status"), Customer: d.nameOf(c.Text("customer")),
		At: when(c.Record).String(), Score: h.Score, Places: []Place{}, More: h.More,
	}
	for _, m := range h.Matches {
		if m.ItemID == h.ID && (m.Field == "title" || m.Field == "name") && joined(m) == h.Title {
			out.Title = partsOf(m)
			continue
		}
		if len(out.Places) == shownPlaces {
			out.More++
			continue
		}
		out.Places = append(out.Places, Place{RecordID: m.ItemID, Kind: string(m.Kind), Field: m.Field, Label: m.Label, At: m.At, Parts: partsOf(m)})
	}
	return out
}

func joined(m search.Match) string { return strings.TrimSpace(m.Text) }

func partsOf(m search.Match) []Part {
	out := []Part{}
	for _, p := range m.Parts() {
		out = append(out, Part{Text: p.Text, Hit: p.Marked})
	}
	return out
}

func facetView(f search.Facet) Facet {
	out := Facet{Field: f.Field, Label: casefile.EnumLabel(f.Field), Values: make([]Count, len(f.Values))}
	for i, v := range f.Values {
		out.Values[i] = Count{Value: v.Value, Label: firstOf(v.Label, casefile.EnumLabel(v.Value)), Count: v.Count}
	}
	return out
}
