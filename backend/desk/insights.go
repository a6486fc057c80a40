package desk

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"precedent/backend/casefile"
	"precedent/backend/store"
)

// Insights are what the cases say together: nothing of it is kept, all is counted when it is asked for.
type Insights struct {
	At    string        `json:"at"`
	Tiles []InsightTile `json:"tiles"`
	Weeks []InsightWeek `json:"weeks"` // the oldest first
	Bars  []InsightBars `json:"bars"`
}

// InsightTile is one measure: of the last ninety days, and of the ninety before.
type InsightTile struct {
	ID     string `json:"id"`
	Says   string `json:"says"`
	Now    string `json:"now"`
	Before string `json:"before"`
	Means  string `json:"means"` // how it is counted
	Source string `json:"source"`
	List   string `json:"list"` // the list behind it, as in the page's address; "" when there is none
}

// InsightWeek is how many escalations stood open at the end of a week, by severity, and how many came and went in it.
type InsightWeek struct {
	Starts string         `json:"starts"` // its Monday, 2026-03-09
	Open   map[string]int `json:"open"`   // severity → how many; "" is none recorded
	Opened int            `json:"opened"`
	Closed int            `json:"closed"`
}

// InsightBars is how the escalations spread over the values of a field, the most frequent first.
type InsightBars struct {
	Field  string       `json:"field"`
	Title  string       `json:"title"`
	Values []InsightBar `json:"values"`
}

// InsightBar is one value, with the cases behind it.
type InsightBar struct {
	Count
	List  string        `json:"list"`  // as in the page's address; "" when no list can ask for it
	Cases []InsightCase `json:"cases"` // then these are behind it
}

const (
	insightWeeks = 26
	insightDays  = 90
	insightBars  = 8
)

// span is a time from its beginning to before its end.
type span struct{ from, to time.Time }

func (s span) holds(t time.Time) bool { return !t.IsZero() && !t.Before(s.from) && t.Before(s.to) }

// Insights counts the escalations and emergencies of the workspace, the bin left out.
func (d *Desk) Insights(ctx context.Context) (Insights, error) {
	escalations, err := d.allRows(ctx, false, casefile.KindEscalation)
	if err != nil {
		return Insights{}, err
	}
	emergencies, err := d.allRows(ctx, false, casefile.KindEmergency)
	if err != nil {
		return Insights{}, err
	}
	now := d.now().In(d.location())
	recent := span{now.AddDate(0, 0, -insightDays), now}
	earlier := span{now.AddDate(0, 0, -2*insightDays), recent.from}
	out := Insights{At: d.stamp(), Weeks: weeksOf(escalations, now), Tiles: []InsightTile{
		unpredictable(emergencies, recent, earlier),
		satisfied(escalations, recent, earlier),
		d.atWeekends(append(slices.Clone(emergencies), escalations...), recent, earlier),
		d.repeated(escalations, recent, earlier),
		resolvedIn(escalations, recent, earlier),
	}}
	meetings, err := d.aboutReviews(ctx, recent, earlier)
	if err != nil {
		return Insights{}, err
	}
	out.Tiles = append(out.Tiles, meetings)
	causes, err := d.byCause(escalations)
	if err != nil {
		return Insights{}, err
	}
	overdue, tile, err := d.overdueActions(ctx)
	if err != nil {
		return Insights{}, err
	}
	out.Tiles = append(out.Tiles, tile)
	out.Bars = append(out.Bars, causes, overdue, d.byWeekday(append(slices.Clone(emergencies), escalations...)))
	for _, b := range []struct{ field, title string }{{"component", "Components that come back"}, {"outcome", "Outcomes"}, {"customer", "Customers"}} {
		out.Bars = append(out.Bars, spreadOf(escalations, b.field, b.title))
	}
	return out, nil
}

// timeIn is a time of a row; zero when it is not known.
func timeIn(r store.Row, field string) time.Time {
	text, _ := r.Cells[field].(string)
	at, err := casefile.ParseInstant(text)
	if err != nil {
		return time.Time{}
	}
	return at.Time
}

func textOf(r store.Row, field string) string {
	text, _ := r.Cells[field].(string)
	return text
}

// stay is how long a case stood open; open says that it still does.
type stay struct {
	opened, closed time.Time
	severity       string
	open           bool
}

func staysOf(rows []store.Row) []stay {
	out := make([]stay, len(rows))
	for i, r := range rows {
		out[i] = stay{timeIn(r, "created"), timeIn(r, "closed"), textOf(r, "severity"), textOf(r, "status") != "closed"}
	}
	return out
}

// at says whether it stood open at a time. One that was closed at a time nobody recorded stood open at none.
func (s stay) at(t time.Time) bool {
	switch {
	case s.opened.IsZero() || !s.opened.Before(t):
		return false
	case s.closed.IsZero():
		return s.open
	}
	return !s.closed.Before(t)
}

// weeksOf counts week by week; a case without the time at which it was opened stands in none.
func weeksOf(rows []store.Row, now time.Time) []InsightWeek {
	stays := staysOf(rows)
	monday := now.AddDate(0, 0, -(int(now.Weekday())+6)%7)
	monday = time.Date(monday.Year(), monday.Month(), monday.Day(), 0, 0, 0, 0, now.Location())
	out := make([]InsightWeek, insightWeeks)
	for i := range out {
		from := monday.AddDate(0, 0, -7*(insightWeeks-1-i))
		week, w := span{from, from.AddDate(0, 0, 7)}, InsightWeek{Starts: from.Format(time.DateOnly), Open: map[string]int{}}
		for _, s := range stays {
			if week.holds(s.opened) {
				w.Opened++
			}
			if week.holds(s.closed) {
				w.Closed++
			}
			if s.at(week.to) {
				w.Open[s.severity]++
			}
		}
		out[i] = w
	}
	return out
}

// share is "3 of 12 (25 %)", and "none" of nothing.
func share(part, of int) string {
	if of == 0 {
		return "none"
	}
	return fmt.Sprintf("%d of %d (%d %%)", part, of, (100*part+of/2)/of)
}

// countIn gives how many rows fit among those of a span.
func countIn(rows []store.Row, s span, field string, fits func(store.Row) bool) (part, of int) {
	for _, r := range rows {
		if s.holds(timeIn(r, field)) {
			of++
			if fits(r) {
				part++
			}
		}
	}
	return part, of
}

func unpredictable(rows []store.Row, recent, earlier span) InsightTile {
	count := func(s span) string {
		_, n := countIn(rows, s, "created", func(store.Row) bool { return false })
		return fmt.Sprint(n)
	}
	return InsightTile{ID: "emergencies", Says: "Emergencies", Now: count(recent), Before: count(earlier), Source: "S4:58-62", List: "emergency?sort=-created",
		Means: "Emergencies that were opened: what customers could not expect."}
}

// aboutReviews counts the calls that were held about an incident or its review: such meetings are kept few (S1:48).
func (d *Desk) aboutReviews(ctx context.Context, recent, earlier span) (InsightTile, error) {
	subjects, err := d.allRows(ctx, false, casefile.KindIncident, casefile.KindReview)
	if err != nil {
		return InsightTile{}, err
	}
	calls, err := d.allRows(ctx, false, casefile.KindCall)
	if err != nil {
		return InsightTile{}, err
	}
	about := map[string]bool{}
	for _, r := range subjects {
		about[r.ID] = true
	}
	count := func(s span) string {
		n, _ := countIn(calls, s, "started", func(r store.Row) bool { return about[textOf(r, "case")] })
		return fmt.Sprint(n)
	}
	return InsightTile{ID: "review_meetings", Says: "Meetings about reviews", Now: count(recent), Before: count(earlier), Source: "S1:48-49",
		Means: "Calls about an incident or its review; in writing is better, and a meeting is the exception."}, nil
}

// moods orders the values of a sentiment, the best last.
var moods = []string{"red", "yellow", "green"}

func satisfied(rows []store.Row, recent, earlier span) InsightTile {
	said := slices.DeleteFunc(slices.Clone(rows), func(r store.Row) bool {
		return textOf(r, "sentiment_before") == "" || textOf(r, "sentiment_after") == ""
	})
	held := func(s span) string {
		return share(countIn(said, s, "closed", func(r store.Row) bool {
			return slices.Index(moods, textOf(r, "sentiment_after")) >= slices.Index(moods, textOf(r, "sentiment_before"))
		}))
	}
	return InsightTile{ID: "satisfaction", Says: "Satisfaction kept", Now: held(recent), Before: held(earlier), Source: "S4:58-62", List: "escalation?status=closed&sort=-closed",
		Means: "Closed escalations after which the customer's sentiment is no worse than before, of those where both are recorded."}
}

func (d *Desk) atWeekends(rows []store.Row, recent, earlier span) InsightTile {
	loc := d.location()
	weekend := func(r store.Row) bool {
		at := timeIn(r, "created").In(zoneOr(textOf(r, "zone"), loc)).Weekday()
		return at == time.Saturday || at == time.Sunday
	}
	of := func(s span) string { return share(countIn(rows, s, "created", weekend)) }
	return InsightTile{ID: "weekends", Says: "Begun at a weekend", Now: of(recent), Before: of(earlier), Source: "S4:50-51",
		Means: "Escalations and emergencies that were opened on a Saturday or Sunday in the zone of the case; an even spread would be 29 %."}
}

func zoneOr(name string, other *time.Location) *time.Location {
	if loc, err := casefile.Location(name); name != "" && err == nil {
		return loc
	}
	return other
}

func (d *Desk) repeated(rows []store.Row, recent, earlier span) InsightTile {
	again := func(r store.Row) bool {
		return slices.ContainsFunc(d.judgementLinks(r.ID), func(l casefile.Record) bool { return l.Text("type") == "same_problem" })
	}
	of := func(s span) string { return share(countIn(rows, s, "created", again)) }
	return InsightTile{ID: "repeats", Says: "The same problem again", Now: of(recent), Before: of(earlier), Source: "S4:58-62",
		Means: "Escalations that somebody judged to be the same problem as another case."}
}

func resolvedIn(rows []store.Row, recent, earlier span) InsightTile {
	median := func(s span) string {
		var took []time.Duration
		for _, r := range rows {
			if opened, closed := timeIn(r, "created"), timeIn(r, "closed"); s.holds(closed) && !opened.IsZero() && closed.After(opened) {
				took = append(took, closed.Sub(opened))
			}
		}
		if len(took) == 0 {
			return "none"
		}
		slices.Sort(took)
		return fmt.Sprintf("%.1f days", took[len(took)/2].Hours()/24)
	}
	return InsightTile{ID: "resolution", Says: "Time to close, the median", Now: median(recent), Before: median(earlier), List: "escalation?status=closed&sort=-closed",
		Means: "From when an escalation was opened to when it was closed."}
}

// spreadOf counts a field's values; what is not recorded is left out.
func spreadOf(rows []store.Row, field, title string) InsightBars {
	counts, labels := map[string]int{}, map[string]string{}
	f, _ := casefile.FieldOf(casefile.KindEscalation, field)
	for _, r := range rows {
		v := textOf(r, field)
		if v == "" {
			continue
		}
		counts[v]++
		labels[v] = valueLabel(f, store.Count{Value: v, Name: r.Names[field]})
	}
	out := InsightBars{Field: field, Title: title, Values: []InsightBar{}}
	for v, n := range counts {
		out.Values = append(out.Values, InsightBar{Count: Count{Value: v, Label: labels[v], Count: n}, List: "escalation?" + url.Values{field: {v}}.Encode(), Cases: []InsightCase{}})
	}
	slices.SortFunc(out.Values, func(a, b InsightBar) int {
		return cmp.Or(cmp.Compare(b.Count.Count, a.Count.Count), strings.Compare(a.Label, b.Label))
	})
	out.Values = out.Values[:min(len(out.Values), insightBars)]
	return out
}
