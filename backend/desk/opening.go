package desk

import (
	"cmp"
	"context"
	"encoding/base64"
	"encoding/json"
	"math"
	"slices"
	"strings"

	"precedent/backend/casefile"
)

// CaseRequest asks for a case with the newest lines of its timeline; a case may have thousands.
type CaseRequest struct {
	ID    string   `json:"id"` // or key
	Lines int      `json:"lines"`
	With  []string `json:"with"` // IDs of lines that are wanted wherever they stand
}

// OpenedCase is a case with a part of its timeline.
type OpenedCase struct {
	CaseView
	Timeline TimelineView `json:"timeline"`
}

// TimelineView counts all lines and updates of a case, those too that were not sent along.
type TimelineView struct {
	Total    int            `json:"total"`
	Updates  int            `json:"updates"`
	Customer int            `json:"customer"` // that the customer may see
	Starred  int            `json:"starred"`
	Marks    map[string]int `json:"marks"`
	Next     string         `json:"next"` // where the older ones begin; "" when all are here
}

// LinesRequest asks for the lines that stand behind a cursor.
type LinesRequest struct {
	ID    string `json:"id"`    // of the case, or its key
	After string `json:"after"` // Next of a TimelineView or of a LinesPage
	Limit int    `json:"limit"`
}

// LinesPage is a part of a timeline, the newest first.
type LinesPage struct {
	Items []RecordView `json:"items"`
	Next  string       `json:"next"`
}

// OpenCase gives a record with everything below it, but of its timeline only the newest lines: besides them those that are
// asked for, that have a draft, or a conflict.
func (d *Desk) OpenCase(ctx context.Context, q CaseRequest) (OpenedCase, error) {
	whole, err := d.Show(ctx, q.ID)
	if err != nil {
		return OpenedCase{}, err
	}
	out := OpenedCase{CaseView: whole, Timeline: TimelineView{Marks: map[string]int{}}}
	kept := map[string]bool{}
	for _, id := range q.With {
		kept[id] = true
	}
	for _, dr := range whole.Drafts {
		kept[dr.ID] = true
	}
	for _, c := range whole.Conflicts {
		kept[c.RecordID] = true
	}
	lines, others := splitLines(whole.Items)
	for _, l := range lines {
		out.Timeline.count(l.view)
	}
	out.Items = others
	n := min(max(q.Lines, 0), len(lines))
	for i, l := range lines {
		if i < n || kept[l.view.ID] {
			out.Items = append(out.Items, l.view)
		}
	}
	out.Timeline.Next = nextLine(lines, n)
	return out, nil
}

// Lines goes on in a timeline where a page of it ended, whatever was added or changed meanwhile.
func (d *Desk) Lines(_ context.Context, q LinesRequest) (LinesPage, error) {
	from, err := readLinePlace(q.After)
	if err != nil {
		return LinesPage{}, err
	}
	r, err := d.store.Find(q.ID)
	if err != nil {
		return LinesPage{}, err
	}
	c, err := d.store.Case(r.ID)
	if err != nil {
		return LinesPage{}, err
	}
	views := make([]RecordView, len(c.Items))
	for i, item := range c.Items {
		views[i] = viewRecord(item)
	}
	lines, _ := splitLines(views)
	first, _ := slices.BinarySearchFunc(lines, from, func(l timelineLine, p linePlace) int { return p.compare(l.place) })
	lines = lines[first:]
	out := LinesPage{Items: []RecordView{}}
	n := min(max(q.Limit, 1), len(lines))
	for _, l := range lines[:n] {
		out.Items = append(out.Items, l.view)
	}
	out.Next = nextLine(lines, n)
	return out, nil
}

func (t *TimelineView) count(r RecordView) {
	t.Total++
	is := func(field, value string) bool { return r.Fields[field] == value }
	if r.Kind == string(casefile.KindUpdate) {
		t.Updates++
	}
	if is("visibility", "customer") || r.Kind == string(casefile.KindUpdate) && is("audience", "customer") {
		t.Customer++
	}
	if r.Fields["starred"] == true {
		t.Starred++
	}
	if mark, ok := r.Fields["mark"].(string); ok && mark != "" {
		t.Marks[mark]++
	}
}

// timelineLine is a line or an update with its place in the timeline.
type timelineLine struct {
	view  RecordView
	place linePlace
}

// linePlace orders a timeline: when it happened (unknown is last, and so comes first when read from the newest), then the
// order key, then the ID.
type linePlace struct {
	At    int64  `json:"at"` // nanoseconds since 1970
	Order string `json:"order"`
	ID    string `json:"id"`
}

func (p linePlace) compare(o linePlace) int {
	return cmp.Or(cmp.Compare(p.At, o.At), strings.Compare(p.Order, o.Order), strings.Compare(p.ID, o.ID))
}

// splitLines takes the lines and updates out of the items of a case, the newest first.
func splitLines(items []RecordView) (lines []timelineLine, others []RecordView) {
	others = []RecordView{}
	for _, v := range items {
		if v.Kind != string(casefile.KindLine) && v.Kind != string(casefile.KindUpdate) {
			others = append(others, v)
			continue
		}
		r := casefile.Record{Fields: v.Fields}
		place := linePlace{At: math.MaxInt64, Order: r.Text("order"), ID: v.ID}
		if at := r.Instant("at"); !at.IsZero() {
			place.At = at.Time.UnixNano()
		}
		lines = append(lines, timelineLine{v, place})
	}
	slices.SortFunc(lines, func(a, b timelineLine) int { return b.place.compare(a.place) })
	return lines, others
}

// nextLine is the cursor behind the first n lines.
func nextLine(lines []timelineLine, n int) string {
	if n >= len(lines) {
		return ""
	}
	text, err := json.Marshal(lines[n].place)
	if err != nil {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(text)
}

func readLinePlace(cursor string) (p linePlace, err error) {
	text, err := base64.RawURLEncoding.DecodeString(cursor)
	if err == nil {
		err = json.Unmarshal(text, &p)
	}
	if err != nil {
		return p, casefile.Wrap(casefile.Invalid, err, "That is no place in a timeline. Open the case again.")
	}
	return p, nil
}
