package desk

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"precedent/backend/casefile"
	"precedent/backend/policy"
	"precedent/backend/store"
)

// InsightCase is a case behind a mark that no list can ask for.
type InsightCase struct {
	ID    string `json:"id"`
	Key   string `json:"key"`
	Kind  string `json:"kind"`
	Title string `json:"title"`
}

// insightCases bounds the cases behind a mark.
const insightCases = 50

func caseOf(r store.Row) InsightCase { return InsightCase{r.ID, r.Key, string(r.Kind), r.Title} }

func (b *InsightBar) add(c InsightCase) {
	b.Count.Count++
	if len(b.Cases) < insightCases {
		b.Cases = append(b.Cases, c)
	}
}

// byWeekday counts on which day of the week, in the zone of each, cases were opened: Monday first, also days without any.
func (d *Desk) byWeekday(rows []store.Row) InsightBars {
	out := InsightBars{Field: "weekday", Title: "Weekday on which they begin", Values: make([]InsightBar, 7)}
	for i := range out.Values {
		day := time.Weekday((i + 1) % 7).String()
		out.Values[i] = InsightBar{Count: Count{Value: strings.ToLower(day), Label: day}, Cases: []InsightCase{}}
	}
	loc := d.location()
	for _, r := range rows {
		if at := timeIn(r, "created"); !at.IsZero() {
			out.Values[(int(at.In(zoneOr(textOf(r, "zone"), loc)).Weekday())+6)%7].add(caseOf(r))
		}
	}
	return out
}

// byCause groups the escalations that people judged to be the same problem, under the cause that was found; those at the
// most customers first. A problem of one case alone has not come back.
func (d *Desk) byCause(rows []store.Row) (InsightBars, error) {
	out := InsightBars{Field: "cause", Title: "Causes that come back", Values: []InsightBar{}}
	byID := map[string]store.Row{}
	for _, r := range rows {
		byID[r.ID] = r
	}
	seen, customers := map[string]bool{}, map[string]int{}
	for _, r := range rows {
		if seen[r.ID] || len(d.judgementLinks(r.ID)) == 0 {
			continue
		}
		c, err := d.store.Case(r.ID)
		if err != nil {
			return out, err
		}
		bar, at := d.causeBar(d.problemOf(r.ID, c.Items), byID, seen)
		if bar.Count.Count > 1 {
			customers[bar.Value] = at
			out.Values = append(out.Values, bar)
		}
	}
	slices.SortFunc(out.Values, func(a, b InsightBar) int {
		return cmp.Or(cmp.Compare(customers[b.Value], customers[a.Value]), cmp.Compare(b.Count.Count, a.Count.Count), strings.Compare(a.Label, b.Label))
	})
	out.Values = out.Values[:min(len(out.Values), insightBars)]
	return out, nil
}

// causeBar is one problem, and at how many customers it was.
func (d *Desk) causeBar(ids []string, byID map[string]store.Row, seen map[string]bool) (InsightBar, int) {
	bar := InsightBar{Count: Count{Value: ids[0]}, Cases: []InsightCase{}}
	customers, cause := map[string]bool{}, ""
	for _, id := range ids {
		seen[id] = true
		row, ok := byID[id]
		if !ok {
			continue
		}
		bar.add(caseOf(row))
		customers[textOf(row, "customer")] = true
		if r, err := d.store.Get(id); err == nil && cause == "" { // one deleted meanwhile has no cause
			cause = casefile.FirstLine(r.Text("cause"))
		}
	}
	delete(customers, "")
	bar.Label = cmp.Or(cause, byID[ids[0]].Title)
	if len(customers) >= patternCustomers {
		bar.Label += fmt.Sprintf(" (%d customers)", len(customers))
	}
	return bar, len(customers)
}

// overdueActions counts the actions past their date, by whose they are.
func (d *Desk) overdueActions(ctx context.Context) (InsightBars, InsightTile, error) {
	out := InsightBars{Field: "action", Title: "Actions overdue", Values: []InsightBar{}}
	bars := map[string]*InsightBar{}
	total := 0
	err := d.withAgenda(ctx, func(a *policy.Agenda, now time.Time) error {
		for r := range a.Rows() {
			if r.Duty.Rule != "action-due" || r.State(now) != policy.Overdue {
				continue
			}
			total++
			who := cmp.Or(d.nameFor(r.Who), "Nobody")
			b := bars[who]
			if b == nil {
				b = &InsightBar{Count: Count{Value: who, Label: who}, Cases: []InsightCase{}}
				bars[who] = b
			}
			c := InsightCase{ID: r.Of.ID, Kind: string(r.Of.Kind), Title: strings.TrimPrefix(r.Duty.What, "Do: ")}
			if of, err := d.store.Get(r.Of.ID); err == nil {
				c.Key = of.Key()
			}
			b.add(c)
		}
		return nil
	})
	for _, b := range bars {
		out.Values = append(out.Values, *b)
	}
	slices.SortFunc(out.Values, func(a, b InsightBar) int {
		return cmp.Or(cmp.Compare(b.Count.Count, a.Count.Count), strings.Compare(a.Label, b.Label))
	})
	return out, InsightTile{ID: "actions", Says: "Actions overdue", Now: fmt.Sprint(total), Means: "Tasks and corrective actions of open cases that are past their date now."}, err
}
