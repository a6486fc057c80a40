package desk

import (
	"slices"
	"strings"
	"sync"

	"precedent/backend/casefile"
	"precedent/backend/casefile/sidebyside"
	"precedent/backend/search/similar"
)

// fewCases is up to how many cases a word that is in most of them may be what they have in common, and not an everyday one.
const fewCases = 50

// likeness makes what a person sees of the ranker's hits.
type likeness struct {
	d      *Desk
	asked  *quoted
	story  story
	judged map[string]string // case → what a person said of it and the asking one
	top    float64           // the score of the best hit
	few    bool
}

// like is a hit as it is shown.
type like struct {
	SimilarHit
	links []casefile.Record // the judgements that name its case
}

// blocks makes both blocks of an answer, reading several cases at a time. What is in the first is not in the second.
func (l *likeness) blocks(a similar.Answer) (hits, older []like) {
	first := map[string]bool{}
	for _, h := range a.Hits {
		first[h.ID] = true
	}
	all := slices.Clone(a.Hits)
	for _, h := range a.Older {
		if !first[h.ID] {
			all = append(all, h)
		}
	}
	made, shown := make([]like, len(all)), make([]bool, len(all))
	sidebyside.Do(len(all), func(i int) { made[i], shown[i] = l.of(all[i]) })
	for i, one := range made {
		switch {
		case !shown[i]:
		case i < len(a.Hits):
			hits = append(hits, one)
		default:
			older = append(older, one)
		}
	}
	return hits, older
}

// of makes one hit; false for one that is not shown.
func (l *likeness) of(h similar.Hit) (like, bool) {
	c, err := l.d.store.Case(h.ID)
	if err != nil || c.Binned() || l.story.has(c.Record) || h.Evidence.Empty() && !l.few { // everyday words alone are no reason
		return like{}, false
	}
	return like{links: l.d.judging(c.ID, c.Items), SimilarHit: SimilarHit{
		ID: c.ID, Key: c.Key(), SourceID: c.Text("source_id"), Kind: string(c.Kind), Title: c.Title(),
		Severity: severityOf(c.Record), Status: c.Text("status"), Customer: l.d.nameOf(c.Text("customer")),
		At: when(c.Record).String(), Score: h.Score, Bars: barsOf(h.Score, l.top),
		Cause: causeOf(c), Fix: fixOf(c), Tried: tried(c), Judged: l.judged[c.ID],
		Reasons: reasons(h, l.asked, &quoted{text: caseText(c)}),
	}}, true
}

// barsOf turns a score into one to five bars, against the best of the answer.
func barsOf(score, top float64) int {
	if top <= 0 {
		return 1
	}
	return max(1, min(5, int(5*score/top+0.5)))
}

// longestQuote is how much of a line a reason quotes, in characters.
const longestQuote = 160

// quoted is a text that lines are quoted from; the same line is often asked for again, by another hit.
type quoted struct {
	text  string
	lines sync.Map // key → line
}

func (q *quoted) line(key string) string {
	if line, ok := q.lines.Load(key); ok {
		return line.(string)
	}
	line := lineWith(q.text, key)
	q.lines.Store(key, line)
	return line
}

// lineWith is the line of a text in which a term stands, cut around it.
func lineWith(text, key string) string {
	at, ok := similar.First(text, key)
	if !ok {
		return ""
	}
	from := strings.LastIndexByte(text[:at.From], '\n') + 1
	to := len(text)
	if i := strings.IndexByte(text[at.To:], '\n'); i >= 0 {
		to = at.To + i
	}
	line := []rune(strings.TrimSpace(text[from:to]))
	if len(line) <= longestQuote {
		return string(line)
	}
	start := max(0, len([]rune(text[from:at.From]))-longestQuote/3)
	start = min(start, len(line)-longestQuote)
	return "…" + string(line[start:start+longestQuote]) + "…"
}
