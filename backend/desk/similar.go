package desk

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"precedent/backend/casefile"
	"precedent/backend/search/similar"
)

// earlyLines is how many lines of a timeline count as symptoms: what is written later is about the cure (SIMILAR.md).
const earlyLines = 5

// symptomFields are the fields that say what is wrong, not how it was solved.
var symptomFields = []string{"description", "impact_customer", "environment", "impact", "trigger", "workflow_impact", "actual"}

// hasSymptoms says which kinds are compared with each other.
func hasSymptoms(k casefile.Kind) bool {
	return k.IsCase() && k != casefile.KindCustomer && k != casefile.KindDocument
}

// symptoms is a case as the ranker sees it.
func symptoms(c casefile.Case) similar.Doc {
	var body []string
	for _, f := range symptomFields {
		if t := c.Text(f); t != "" {
			body = append(body, t)
		}
	}
	for i, l := range c.ItemsOf(casefile.KindLine) {
		if i == earlyLines {
			break
		}
		body = append(body, l.Text("text"))
	}
	return similar.Doc{
		ID: c.ID, Title: c.Title(), Body: strings.Join(body, "\n"), Created: when(c.Record).Time,
		Customer: c.Text("customer"), Component: strings.ToLower(c.Text("component")), Documented: documented(c),
	}
}

// when is the time by which a case is old or new: its creation, else when it began.
func when(r casefile.Record) casefile.Instant {
	for _, f := range []string{"created", "started", "paged"} {
		if i := r.Instant(f); !i.IsZero() {
			return i
		}
	}
	return casefile.Instant{}
}

// documented is which share of what a reader hopes to find in a past case was written down.
func documented(c casefile.Case) float64 {
	have := 0.0
	for _, ok := range []bool{c.Text("cause") != "", c.Text("fix") != "", len(c.ItemsOf(casefile.KindAttempt)) > 0, c.Text("closed") != ""} {
		if ok {
			have++
		}
	}
	return have / 4
}

// Similar finds the past cases that are like a record or a text and says why, best first.
func (d *Desk) Similar(ctx context.Context, q SimilarQuery) (SimilarAnswer, error) {
	began := d.now()
	doc, text, err := d.question(q)
	if err != nil {
		return SimilarAnswer{}, err
	}
	answer, n, err := d.rank(ctx, doc, q, true)
	if err != nil {
		return SimilarAnswer{}, err
	}
	out := SimilarAnswer{Searched: n}
	l := likeness{d: d, asked: &quoted{text: text}, story: d.storyOf(q.ID), judged: d.judgements(q.ID), few: n <= fewCases}
	if len(answer.Hits) > 0 {
		l.top = answer.Hits[0].Score
	}
	hits, older := l.blocks(answer)
	out.Hits, out.Older = d.byProblem(hits), d.byProblem(older)
	out.Took = float64(d.now().Sub(began).Microseconds()) / 1000
	return out, nil
}

// about are the fields by which a call, an emergency, a review or a brief names the case that it is about.
var about = []string{"case", "escalation", "of"}

// story is a record with those that it is about: what else is about one of them is like it, and no news.
type story map[string]bool

func (d *Desk) storyOf(ref string) story {
	out := story{}
	r, err := d.store.Find(ref)
	if ref == "" || err != nil {
		return out
	}
	out[r.ID] = true
	for _, field := range about {
		if id := r.Text(field); id != "" {
			out[id] = true
		}
	}
	return out
}

func (s story) has(r casefile.Record) bool {
	return s[r.ID] || slices.ContainsFunc(about, func(field string) bool { return s[r.Text(field)] })
}

// SimilarRanked is Similar without the reasons: for scripts that ask thousands of times.
func (d *Desk) SimilarRanked(ctx context.Context, q SimilarQuery) ([]SimilarHit, error) {
	doc, _, err := d.question(q)
	if err != nil {
		return nil, err
	}
	answer, _, err := d.rank(ctx, doc, q, false)
	if err != nil {
		return nil, err
	}
	out := make([]SimilarHit, 0, len(answer.Hits))
	for _, h := range answer.Hits {
		r, err := d.store.Get(h.ID)
		if err != nil {
			continue // removed since the index last followed
		}
		out = append(out, SimilarHit{ID: h.ID, Key: r.Key(), SourceID: r.Text("source_id"), Title: r.Title(), Score: h.Score})
	}
	return out, nil
}

// question is what is asked, as the ranker takes it and as the text that lines are cut from.
func (d *Desk) question(q SimilarQuery) (similar.Doc, string, error) {
	if q.ID != "" {
		r, err := d.store.Find(q.ID)
		if err != nil {
			return similar.Doc{}, "", err
		}
		c, err := d.store.Case(r.ID)
		if err != nil {
			return similar.Doc{}, "", err
		}
		doc := symptoms(c)
		if q.Text != "" || q.Title != "" { // what is being typed over it
			doc.Title, doc.Body = q.Title, q.Text
		}
		return doc, doc.Title + "\n" + doc.Body, nil
	}
	if q.Title == "" {
		doc := similar.FromText(q.Text)
		return doc, q.Text, nil
	}
	return similar.Doc{Title: q.Title, Body: q.Text}, q.Title + "\n" + q.Text, nil
}

func (d *Desk) rank(ctx context.Context, doc similar.Doc, q SimilarQuery, older bool) (similar.Answer, int, error) {
	f, err := d.finder(ctx, needSimilar)
	if err != nil {
		return similar.Answer{}, 0, err
	}
	before, err := casefile.ParseInstant(q.Before)
	if err != nil {
		return similar.Answer{}, 0, err
	}
	answer, err := f.current().Query(doc, similar.Options{
		Limit: q.Limit, Before: before.Time, Older: older, Fallback: q.Typing, Now: d.now(), Recency: d.recency(), Bare: !older,
	})
	return answer, f.current().Len(), err
}

var recencies = map[string]similar.Recency{"never": similar.Timeless, "little": similar.Mild, "much": similar.Strong}

// recency is how much this workspace prefers recent cases.
func (d *Desk) recency() similar.Recency {
	r, err := d.store.Get(casefile.SettingsID)
	if err != nil {
		return similar.Balanced
	}
	return recencies[r.Text("prefer_recent")]
}

func severityOf(r casefile.Record) string {
	if s := r.Text("severity"); s != "" {
		return s
	}
	return r.Text("incident_severity")
}

func causeOf(c casefile.Case) string { return firstOf(c.Text("cause"), c.Text("trigger")) }

// fixOf is what fixed it: as written down, else the attempt that worked last.
func fixOf(c casefile.Case) string {
	worked := ""
	for _, a := range c.ItemsOf(casefile.KindAttempt) {
		if a.Text("worked") == "yes" {
			worked = a.Text("action")
		}
	}
	return firstOf(c.Text("fix"), worked)
}

func firstOf(list ...string) string {
	for _, s := range list {
		if strings.TrimSpace(s) != "" {
			return s
		}
	}
	return ""
}

var outcomes = map[string]string{"yes": "worked", "no": "failed"}

func tried(c casefile.Case) []Tried {
	out := []Tried{}
	for _, a := range c.ItemsOf(casefile.KindAttempt) {
		out = append(out, Tried{Text: a.Text("action"), Outcome: firstOf(outcomes[a.Text("worked")], "unknown")})
	}
	return out
}

// caseText is what the lines that hold a shared term are cut from.
func caseText(c casefile.Case) string {
	doc := symptoms(c)
	return doc.Title + "\n" + doc.Body
}

// reasons turns the ranker's signals into what a person is told. Their parts add up to the score.
func reasons(h similar.Hit, here, there *quoted) []Reason {
	out := []Reason{}
	more := 0.0
	for _, r := range h.Reasons {
		if one, ok := reason(r, h.Evidence, here, there); ok {
			one.Part = r.Points
			out = append(out, one)
			continue
		}
		more += r.Points
	}
	if more != 0 {
		out = append(out, Reason{Kind: "more", Label: "Length, topic and common words", Part: more})
	}
	for label, same := range map[string]bool{"Same customer": h.Evidence.SameCustomer, "Same component": h.Evidence.SameComponent, "Same cause": h.Evidence.SameCause} {
		if same {
			out = append(out, Reason{Kind: "field", Label: label})
		}
	}
	sortReasons(out)
	return out
}

// reason words one signal; false for those that have nothing to show.
func reason(r similar.Reason, e similar.Evidence, here, there *quoted) (Reason, bool) {
	switch r.Signal {
	case similar.Rare:
		return rareReason(e, here, there)
	case similar.Words:
		words := namesOf(otherWords(e))
		return Reason{Kind: "words", Label: "Shared words", Text: words}, words != ""
	case similar.Title:
		return Reason{Kind: "words", Label: "Title covered", Text: fmt.Sprintf("%d of %d title words", len(e.Title), e.TitleWords), Here: coveredWords(e.Title)}, len(e.Title) > 0
	case similar.TheirTitle:
		return Reason{Kind: "words", Label: "Its title is here", Text: fmt.Sprintf("%d of its %d title words", len(e.TheirTitle), e.TheirWords), There: coveredWords(e.TheirTitle)}, len(e.TheirTitle) > 0
	case similar.Phrase:
		return Reason{Kind: "words", Label: "Shared phrase", Text: "“" + e.Phrase + "”"}, e.Phrase != ""
	case similar.Contrast:
		return Reason{Kind: "words", Label: "Titles differ", Text: apartText(e), Here: strings.Join(e.OnlyAsked, ", "),
			There: strings.Join(e.OnlyTheirs, ", ")}, len(e.OnlyAsked)+len(e.OnlyTheirs) > 0
	case similar.Age:
		return Reason{Kind: "recency", Label: "Age", Text: ageText(e)}, e.AgeKnown
	}
	return Reason{}, false
}

func rareReason(e similar.Evidence, here, there *quoted) (Reason, bool) {
	if len(e.Codes) > 0 {
		key := e.Codes[0].Key
		return Reason{Kind: "signature", Label: "Shared signature", Text: namesOf(e.Codes), Here: here.line(key), There: there.line(key)}, true
	}
	if len(e.Rare) > 0 {
		key := e.Rare[0].Key
		return Reason{Kind: "words", Label: "Rare word", Text: e.Rare[0].Asked, Here: here.line(key), There: there.line(key)}, true
	}
	return Reason{}, false
}

// otherWords are the shared words but the one that is told as the rarest.
func otherWords(e similar.Evidence) []similar.Shared {
	if len(e.Codes) == 0 && len(e.Rare) > 0 {
		return e.Rare[1:]
	}
	return e.Rare
}

// toldTerms is how many shared terms a reason names.
const toldTerms = 6

func namesOf(list []similar.Shared) string {
	var out []string
	for _, s := range list[:min(len(list), toldTerms)] {
		out = append(out, s.Asked)
	}
	return strings.Join(out, ", ")
}

func coveredWords(list []similar.Covered) string {
	var out []string
	for _, c := range list[:min(len(list), toldTerms)] {
		if c.Nearness < 1 {
			out = append(out, c.Word+" ≈ "+c.Match)
			continue
		}
		out = append(out, c.Word)
	}
	return strings.Join(out, ", ")
}

// apartText names what only one of the two titles says, of a kind that many titles do: a platform, a product.
func apartText(e similar.Evidence) string {
	var sides []string
	if len(e.OnlyAsked) > 0 {
		sides = append(sides, "not there: "+strings.Join(e.OnlyAsked, ", "))
	}
	if len(e.OnlyTheirs) > 0 {
		sides = append(sides, "not here: "+strings.Join(e.OnlyTheirs, ", "))
	}
	return strings.Join(sides, "; ")
}

func ageText(e similar.Evidence) string {
	days := e.DaysBefore
	word := "earlier"
	if days < 0 {
		days, word = -days, "later"
	}
	switch {
	case days < 1:
		return "the same day"
	case days < 60:
		return plural(int(days+0.5), "day") + " " + word
	case days < 730:
		return plural(int(days/30.44+0.5), "month") + " " + word
	}
	return plural(int(days/365.25+0.5), "year") + " " + word
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}

// learnSoon takes term vectors from the cases in the background when enough of them are new.
func (f *finder) learnSoon(ctx context.Context) {
	if !f.current().LearnDue() {
		return
	}
	f.work.Go(func() {
		if err := f.learnNow(ctx, 1, nil); err != nil && ctx.Err() == nil {
			f.log.Warn("term vectors not kept", "code", casefile.CodeOf(err))
		}
	})
}

// saveEvery bounds how long an unsaved structure of similar cases may stay in memory only.
const saveEvery = time.Minute

// sortReasons puts the heaviest first; what is told without being weighed comes last.
func sortReasons(list []Reason) {
	slices.SortStableFunc(list, func(a, b Reason) int {
		if c := cmp.Compare(math.Abs(b.Part), math.Abs(a.Part)); c != 0 {
			return c
		}
		return cmp.Compare(a.Label, b.Label)
	})
}
