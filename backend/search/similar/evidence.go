package similar

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
)

// Evidence is what two texts have in common, in words. Common words are in none of its lists.
type Evidence struct {
	Codes []Shared // shared code-like tokens: error codes, versions, paths, hosts, identifiers; the rarest first
	Rare  []Shared // other shared rare words, the rarest first

	Title      []Covered // words of the asked title that the case has, or has something near to
	TitleWords int       // of so many, common ones not counted
	TheirTitle []Covered // words of the case's title that the asked text has, or has something near to
	TheirWords int       // of so many, common ones not counted

	OnlyAsked  []string // common words of the asked title that the case has nowhere, the most common first
	OnlyTheirs []string // the same the other way round

	Phrase string // the rarest shared pair of neighbouring words, as asked; empty for none

	DaysBefore float64 // how long before the question the case was created, negative for after
	AgeKnown   bool

	SameCustomer, SameComponent, SameCause bool
}

// Shared is a token that both texts have.
type Shared struct {
	Key    string  // for First
	Asked  string  // as the asked text writes it
	Theirs string  // as some case writes it
	Rarity float64 // 1 in one case, near 0 in all
	Cases  int     // in how many cases it is
}

// Covered is a title word of one text and what the other has of it.
type Covered struct {
	Word     string  // of the title
	Match    string  // in the other text: the same word, or one that is used like it
	Key      string  // of Match
	Nearness float64 // 1 for the same word
}

// Empty tells that nothing can be named: only everyday words are shared.
func (e *Evidence) Empty() bool {
	return len(e.Codes)+len(e.Rare)+len(e.Title)+len(e.TheirTitle) == 0 && e.Phrase == ""
}

const (
	// rareEnough: a word that is in more cases than that is no reason. In 25,000 cases .4 means 500 of them.
	rareEnough = .4
	// rareCode: a whole identifier, and a word of the title, may be in more. In 25,000 cases .2 means 3,500.
	rareCode = .2
	// nearEnough is the least cosine at which one word is said to be used like another; below, the pairs of words are
	// no longer what a person would see as such.
	nearEnough = .65
	// wellKnown is the least number of cases a word must be in before it is said to be used like another: of a word
	// met twice only the topic is known.
	wellKnown = 5
	// commonTitle is the share of titles from which a word says which part of the world a case is about.
	commonTitle = .01
	maxShared   = 8
)

// evidenceOnce remembers, for a case may stand in both blocks.
func (st *state) evidenceOnce(q *question, c *candidate, s *scratch) Evidence {
	e, ok := q.evidence[c.ord]
	if !ok {
		e = st.evidence(q, c, s)
		q.evidence[c.ord] = e
	}
	return e
}

func (st *state) evidence(q *question, c *candidate, s *scratch) Evidence {
	d := &st.docs[c.ord]
	e := Evidence{
		SameCustomer:  q.told[customer] != 0 && q.told[customer] == d.told[customer],
		SameComponent: q.told[component] != 0 && q.told[component] == d.told[component],
		SameCause:     q.told[cause] != 0 && q.told[cause] == d.told[cause],
	}
	if days := q.days(d.created); !math.IsNaN(days) {
		e.DaysBefore, e.AgeKnown = days, true
	}
	e.Codes, e.Rare = st.shared(q, c, s)
	st.titles(q, c, s, &e)
	st.apart(q, c, s, &e)
	e.Phrase = st.sharedPhrase(q, c, s)
	return e
}

// shared names the rare tokens both have, codes apart from words, without the parts of a code that is named whole.
func (st *state) shared(q *question, c *candidate, s *scratch) (codes, rare []Shared) {
	var all []Shared
	for _, e := range c.entries {
		if k := s.slot[e.id]; k != 0 && q.tellable(&q.terms[k-1]) {
			t := &q.terms[k-1]
			all = append(all, Shared{t.key, t.surface, st.words.surface(t.id), t.rarity, int(st.words.df[t.id])})
		}
	}
	slices.SortFunc(all, func(a, b Shared) int {
		return cmp.Or(cmp.Compare(b.Rarity, a.Rarity), cmp.Compare(len(b.Key), len(a.Key)), cmp.Compare(a.Key, b.Key))
	})
	// Codes come first, all of them, for a word that is part of any is no find of its own.
	var named strings.Builder
	for _, t := range all {
		if asked := strings.ToLower(t.Asked); (isCompound(t.Key) || codeLike(t.Asked)) && !strings.Contains(named.String(), asked) {
			named.WriteString("\n" + asked)
			codes = append(codes, t)
		}
	}
	for _, t := range all {
		if len(rare) < maxShared && !strings.Contains(named.String(), strings.ToLower(t.Asked)) {
			rare = append(rare, t)
		}
	}
	return codes[:min(len(codes), maxShared)], rare
}

// tellable tells whether a token may be named as a reason.
func (q *question) tellable(t *asked) bool {
	return (t.rarity >= rareEnough || isCompound(t.key) && t.rarity >= rareCode) && !everyday(t.surface)
}

// codeLike tells error codes, identifiers and the like from words: digits beside letters, or a capital within.
func codeLike(s string) bool {
	var letter, digit, small, humped bool
	for _, r := range s {
		humped = humped || small && unicode.IsUpper(r)
		small = unicode.IsLower(r)
		letter = letter || unicode.IsLetter(r)
		digit = digit || unicode.IsDigit(r)
	}
	return letter && digit || humped || strings.ContainsAny(s, "._:-/$#")
}

// titles names the words of either title that the other text covers.
func (st *state) titles(q *question, c *candidate, s *scratch, e *Evidence) {
	var listed, titled []uint32
	for _, t := range c.entries {
		if t.listed != 0 {
			listed = append(listed, t.id)
		}
		if t.listed&inTitle != 0 && st.df(q, s, t.id) >= 2 {
			titled = append(titled, t.id)
		}
	}
	leads := make([]uint32, len(q.lead))
	for i, t := range q.lead {
		leads[i] = q.terms[t].id
	}
	for i, t := range q.title {
		if id := q.terms[t].id; st.titleWord(q, s, id) {
			e.TitleWords++
			e.Title = st.covering(q, s, e.Title, id, listed, func(o uint32) float32 { return q.near.title(i, o) })
		}
	}
	for _, id := range titled {
		if !st.titleWord(q, s, id) {
			continue
		}
		e.TheirWords++
		if q.near == nil || q.near.covered(id) >= nearEnough { // else the best there is is known not to be near
			e.TheirTitle = st.covering(q, s, e.TheirTitle, id, leads, func(o uint32) float32 { return q.near.cosine(id, o) })
		}
	}
}

// apart names the common title words that only one of the two has.
func (st *state) apart(q *question, c *candidate, s *scratch, e *Evidence) {
	var asked, theirs []uint32
	for _, t := range q.title {
		if id := q.terms[t].id; !c.has(id) && st.tellsApart(id, q.terms[t].surface) {
			asked = append(asked, id)
		}
	}
	for _, t := range c.entries {
		if t.listed&inTitle != 0 && s.slot[t.id] == 0 && st.tellsApart(t.id, st.words.surface(t.id)) {
			theirs = append(theirs, t.id)
		}
	}
	e.OnlyAsked, e.OnlyTheirs = st.byTitles(q, s, asked), st.byTitles(q, s, theirs)
}

func (st *state) tellsApart(id uint32, surface string) bool {
	return st.common(id) >= commonTitle && !everyday(surface)
}

// byTitles are the words of terms, the one in most titles first.
func (st *state) byTitles(q *question, s *scratch, ids []uint32) []string {
	slices.SortFunc(ids, func(a, b uint32) int {
		return cmp.Or(cmp.Compare(st.words.titled[b], st.words.titled[a]), cmp.Compare(a, b))
	})
	var words []string
	for _, id := range ids[:min(len(ids), maxShared)] {
		words = append(words, st.surface(q, s, id))
	}
	return words
}

// titleWord tells whether a word of a title may be counted and named.
func (st *state) titleWord(q *question, s *scratch, id uint32) bool {
	return st.rarity(q, s, id) >= rareCode && !everyday(st.surface(q, s, id))
}

// surface is how the question writes a term, or else how some case does.
func (st *state) surface(q *question, s *scratch, id uint32) string {
	if k := s.slot[id]; k != 0 {
		return q.terms[k-1].surface
	}
	return st.words.surface(id)
}

// covering adds a title word with what the other text has of it, if that is near enough to be told.
func (st *state) covering(q *question, s *scratch, to []Covered, id uint32, others []uint32,
	near func(uint32) float32) []Covered {
	word := st.surface(q, s, id)
	best, nearest := uint32(0), float32(0)
	for _, o := range others {
		if o == id {
			return append(to, Covered{word, word, st.words.key(id), 1})
		}
		if n := near(o); n > nearest && n >= nearEnough && st.likenable(q, s, id) && st.likenable(q, s, o) {
			best, nearest = o, n
		}
	}
	if nearest == 0 {
		return to
	}
	return append(to, Covered{word, st.surface(q, s, best), st.words.key(best), float64(nearest)})
}

// likenable tells whether a term may be said to be used like another: a word, no code, and met often enough.
func (st *state) likenable(q *question, s *scratch, id uint32) bool {
	word := st.surface(q, s, id)
	return st.words.df[id] >= wellKnown && !codeLike(word) && !everyday(word)
}

// sharedPhrase is the pair of neighbouring words of the signal, unless an everyday word is in it.
func (st *state) sharedPhrase(q *question, c *candidate, s *scratch) string {
	if !q.full {
		return ""
	}
	r, at := st.phrase(q, c, s)
	if at < 0 || r < rareEnough {
		return ""
	}
	a, b := q.terms[q.pairs[at].first].surface, q.terms[q.pairs[at].second].surface
	if everyday(a) || everyday(b) {
		return ""
	}
	return strings.ToLower(a + " " + b)
}
