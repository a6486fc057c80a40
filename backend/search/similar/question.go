package similar

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"
)

// Options of a Query. The zero value asks for ten hits among all cases.
type Options struct {
	Limit   int       // hits wanted; 0 is 10
	Before  time.Time // only cases created before this instant; those of unknown time are left out. Zero: all
	Exclude []string  // ids that are not to be among the hits; the asking case itself never is
	Older   bool      // fill Answer.Older too
	// Fallback asks for the eight signals that need no term vectors: faster, for while a person types.
	Fallback bool
	Bare     bool // leave out the Evidence: for who only wants the order and the numbers
	Recency  Recency
	Now      time.Time // what ages are counted from when neither the asking case nor Before has a time
}

const defaultLimit = 10

func (o Options) limit() int {
	if o.Limit <= 0 {
		return defaultLimit
	}
	return o.Limit
}

// asked is one token of the question that some case has.
type asked struct {
	term
	id     uint32
	rarity float64
	weight float64 // in BM25F, rarity included
	common float64 // share of the titles that have it, 0 when the asked title has not
}

// question is a text made ready to be compared.
type question struct {
	terms    []asked
	title    []int // of terms: those of the title that also occur elsewhere
	lead     []int // of terms: title and early lines
	pairs    []pair
	extra    uint32 // 1 when the asking text is not itself among the cases, so that it counts as one more
	when     int64  // ages are counted from here
	before   int64
	skip     map[uint32]bool
	told     [tellings]uint32
	full     bool
	typed    bool                // asked while a person types
	common   float64             // sum of its title words'
	evidence map[uint32]Evidence // by case, as found so far
	near     *cover              // set by weigh; nil without term vectors
}

// FromText makes a question of any pasted text: its first line is the title.
func FromText(text string) Doc {
	text = strings.TrimSpace(clip(text))
	head, rest, _ := strings.Cut(text, "\n")
	const longTitle = 200
	if len(head) <= longTitle {
		return Doc{Title: strings.TrimSpace(head), Body: rest}
	}
	// A wall of text has no title; its first sentence, or else its first words, stand for one.
	cut := strings.LastIndexAny(head[:longTitle], ".!?;")
	if cut < longTitle/8 {
		cut = strings.LastIndexByte(head[:longTitle], ' ')
	}
	if cut <= 0 {
		return Doc{Body: text}
	}
	return Doc{Title: head[:cut], Body: text[cut:]}
}

// titled gives a body without a title one, as pasted text gets it.
func titled(d Doc) Doc {
	if strings.TrimSpace(d.Title) == "" {
		t := FromText(d.Body)
		d.Title, d.Body = t.Title, t.Body
	}
	return d
}

// ask makes a question of a case or a text.
func (st *state) ask(d Doc, o Options, s *scratch) *question {
	d = titled(d)
	q := &question{extra: 1, when: st.reference(d, o), before: seconds(o.Before), skip: map[uint32]bool{}, evidence: map[uint32]Evidence{},
		told: [tellings]uint32{tell(d.Customer), tell(d.Component), tell(d.Cause)},
		full: st.vectors != nil && !o.Fallback, typed: o.Fallback}
	if ord, ok := st.byID[d.ID]; ok && d.ID != "" {
		q.extra = 0
		q.skip[ord] = true
	}
	for _, id := range o.Exclude {
		if ord, ok := st.byID[id]; ok {
			q.skip[ord] = true
		}
	}
	q.take(st, analyse(d.Title, d.Body), s.rarity(st.living+int(q.extra)))
	return q
}

// reference is the instant ages are counted from: the asking case's own, the bound, now, or else the newest case.
func (st *state) reference(d Doc, o Options) int64 {
	for _, t := range []time.Time{d.Created, o.Before, o.Now} {
		if !t.IsZero() {
			return t.Unix()
		}
	}
	newest := int64(unknownTime)
	for i := range st.docs {
		if !st.docs[i].dead {
			newest = max(newest, st.docs[i].created)
		}
	}
	return newest
}

// take keeps the tokens that another case has too.
func (q *question) take(st *state, a analysis, rare *rarity) {
	place := make([]int32, len(a.terms))
	for i, t := range a.terms {
		place[i] = -1
		id, ok := st.words.find(t.key)
		if !ok || st.words.df[id]+q.extra < 2 {
			continue
		}
		r := rare.of(st.words.df[id] + q.extra)
		f := float64(askTitle*t.title + t.body)
		n := len(q.terms)
		place[i] = int32(n)
		q.terms = append(q.terms, asked{t, id, r, (askSaturation + 1) * f / (askSaturation + f) * r, 0})
		if t.listed&inTitle != 0 {
			q.terms[n].common = st.common(id)
			q.common += q.terms[n].common
			q.title = append(q.title, n)
		}
		if t.listed != 0 {
			q.lead = append(q.lead, n)
		}
	}
	for _, p := range a.pairs {
		p.first, p.second = place[p.first], place[p.second]
		if p.first >= 0 && p.second >= 0 && len(q.pairs) < askedPairs {
			q.pairs = append(q.pairs, p)
		}
	}
	sortPairs(q.pairs)
}

// days is how long before the question a case was created; unknown gives NaN.
func (q *question) days(created int64) float64 {
	if created == unknownTime || q.when == unknownTime {
		return math.NaN()
	}
	return float64(q.when-created) / secondsPerDay
}

// poolSize is how many cases are looked at closely.
func (q *question) poolSize() int {
	if q.typed {
		return typedPool
	}
	return poolSize
}

// byWeight are the places of the terms, the heaviest in BM25F first.
func (q *question) byWeight() []int {
	order := make([]int, len(q.terms))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(q.terms[b].weight, q.terms[a].weight) })
	return order
}
