package similar

import (
	"strings"
	"sync"
)

const (
	// leadTokens is how far into the body the lists of signals 3 and 4 reach: the first lines tell the symptom.
	leadTokens = 150
	// maxText bounds what is read of one text; symptoms stand at the beginning.
	maxText = 1 << 20
	// maxCount is the largest count kept of one token in one text.
	maxCount = 1<<16 - 1
)

// Where a token was met, beyond its counts.
const (
	inTitle uint8 = 1 << iota // a plain token of the title
	inLead                    // a plain token among the first leadTokens of the body
)

// term is one distinct token of a text.
type term struct {
	key     string // folded and stemmed; what is compared
	surface string // as first written; what is shown
	title   int    // times in the title
	body    int    // times in the body
	listed  uint8
}

// pair is two plain tokens standing side by side.
type pair struct {
	hash          uint32 // 24 bits
	first, second int32  // of the terms of the analysis
}

// analysis is a text counted: everything that is ever learnt of it.
type analysis struct {
	terms     []term
	pairs     []pair // distinct by hash, in order of appearance
	lenTitle  int    // tokens, repeated ones too
	lenBody   int
	leadWords int
}

type analyser struct {
	cut   *cutter
	known map[string]int32
	seen  map[uint32]bool
	out   analysis
}

var analysers = sync.Pool{New: func() any {
	return &analyser{cut: newCutter(), known: map[string]int32{}, seen: map[uint32]bool{}}
}}

// analyse counts the tokens of a title and a body.
func analyse(title, body string) analysis {
	a := analysers.Get().(*analyser)
	defer analysers.Put(a)
	clear(a.known)
	clear(a.seen)
	a.out = analysis{}
	a.read(clip(title), true)
	a.read(clip(body), false)
	return a.out
}

func clip(s string) string { return s[:min(len(s), maxText)] }

// read counts one of the two texts: plain tokens and the parts of camelCase words, then whole compounds.
func (a *analyser) read(text string, isTitle bool) {
	before := int32(-1)
	eachWord(text, func(from, to int) {
		a.cut.word(text, from, to, func(t token) {
			at := a.count(t, text, isTitle)
			a.list(at, isTitle)
			if before >= 0 {
				a.join(before, at)
			}
			before = at
		})
		if to-from <= maxWord {
			a.cut.parts(text, from, to, func(t token) { a.count(t, text, isTitle) })
		}
	})
	compounds(text, func(t token) { a.count(t, text, isTitle) })
}

func (a *analyser) count(t token, text string, isTitle bool) int32 {
	at, ok := a.known[t.key]
	if !ok {
		at = int32(len(a.out.terms))
		key := strings.Clone(t.key)
		a.known[key] = at
		a.out.terms = append(a.out.terms, term{key: key, surface: strings.Clone(text[t.from:t.to])})
	}
	if isTitle {
		a.out.terms[at].title = min(a.out.terms[at].title+1, maxCount)
		a.out.lenTitle++
	} else {
		a.out.terms[at].body = min(a.out.terms[at].body+1, maxCount)
		a.out.lenBody++
	}
	return at
}

func (a *analyser) list(at int32, isTitle bool) {
	if isTitle {
		a.out.terms[at].listed |= inTitle
		return
	}
	if a.out.leadWords < leadTokens {
		a.out.leadWords++
		a.out.terms[at].listed |= inLead
	}
}

func (a *analyser) join(first, second int32) {
	h := pairHash(a.out.terms[first].key, a.out.terms[second].key)
	if !a.seen[h] {
		a.seen[h] = true
		a.out.pairs = append(a.out.pairs, pair{h, first, second})
	}
}

// pairHash is FNV-1a over both tokens, each closed by a byte that no token has, folded to 24 bits.
func pairHash(first, second string) uint32 {
	const offset, prime, end = 2166136261, 16777619, 31
	h := uint32(offset)
	for _, w := range [2]string{first, second} {
		for i := 0; i < len(w); i++ {
			h = (h ^ uint32(w[i])) * prime
		}
		h = (h ^ end) * prime
	}
	return h>>8 ^ (h&0xff)<<16
}

// Span is a stretch of a text, in bytes.
type Span struct{ From, To int }

// First gives the first place in a text where a token stands, as Shared.Key and Covered.Key name it, and false when it
// stands nowhere: for who shows the line.
func First(text, key string) (Span, bool) {
	a := analysers.Get().(*analyser)
	defer analysers.Put(a)
	at, found := Span{}, false
	take := func(t token) {
		if !found && t.key == key {
			at, found = Span{t.from, t.to}, true
		}
	}
	text = clip(text)
	if isCompound(key) {
		compounds(text, take)
		return at, found
	}
	eachWord(text, func(from, to int) {
		if found {
			return // what follows need not be stemmed
		}
		a.cut.word(text, from, to, take)
		if to-from <= maxWord {
			a.cut.parts(text, from, to, take)
		}
	})
	return at, found
}
