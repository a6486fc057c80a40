package words

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// MaxText is how much of one text is read, in bytes. What lies beyond is in the record, not in the index.
	MaxText = 1 << 20
	// maxWord is where a longer run of letters is cut, in bytes: enough for a SHA-512 in hexadecimal. Index and query cut
	// alike, so that even a word of a megabyte is found by itself.
	maxWord = 256
	// maxPartsOf is the longest word that is looked into for humps: encoded data has thousands.
	maxPartsOf = 64
	// maxWhole is the longest joined word that is kept whole; its members are words in any case.
	maxWhole = 160
	// maxJoin is how much punctuation may stand between the members of a joined word, as in https://host.
	maxJoin = 3
)

// Kind says what a token is.
type Kind uint8

const (
	Word  Kind = iota // a run of letters and digits
	Part              // a hump of a word: camel in camelCase, 404 in HTTP404
	Whole             // words joined by punctuation, whole
	Pair              // two neighbouring characters of a script without spaces
	Last              // the last character of such a run
)

// Token is one unit that is looked up: what it is folded to, and the bytes of the original text where it stands.
type Token struct {
	Text     string
	From, To int
	Pos      int // number of the word in the text; parts and wholes have the number of the word they begin at
	Kind     Kind
}

// All gives the tokens of a text in the order of their places.
func All(text string) []Token {
	var all []Token
	Each(text, func(t Token) { all = append(all, t) })
	return all
}

// Each yields the tokens of a text and says how many positions they took.
func Each(text string, yield func(Token)) int { return each(text, nil, yield) }

// Only yields those tokens of a text that begin as one that is looked for, and some more; the others are passed over
// unfolded, which is what takes the time.
func Only(text string, those *Initials, yield func(Token)) { each(text, those, yield) }

// Anywhere is Only for who does not ask for positions: Pos means nothing. Whatever stands between two spaces and has no word
// that begins so is not even cut.
func Anywhere(text string, those *Initials, yield func(Token)) {
	c := newCutter(text, those, yield)
	those.eachStretch(c.text, func(from, to int) {
		eachRun(c.text[from:to], func(a, b int) { c.run(from+a, from+b) })
		c.closeChain()
	})
}

func each(text string, those *Initials, yield func(Token)) int {
	c := newCutter(text, those, yield)
	eachRun(c.text, c.run)
	c.closeChain()
	return c.pos
}

// newCutter makes a text ready to be cut; the places of its tokens are those in the text as it was.
func newCutter(text string, those *Initials, yield func(Token)) *cutter {
	plain, origin := normal(Clip(text))
	c := &cutter{text: plain, those: those, yield: yield}
	if origin != nil {
		c.yield = func(t Token) {
			t.From, t.To = origin.start(t.From), origin.end(t.To)
			yield(t)
		}
	}
	return c
}

// Clip cuts a text to MaxText at the border of a character.
func Clip(text string) string { return clip(text, MaxText) }

func clip(text string, most int) string {
	if len(text) <= most {
		return text
	}
	for most > 0 && !utf8.RuneStart(text[most]) {
		most--
	}
	return text[:most]
}

// cutter walks over the runs of a text and remembers the chain of joined words that it is in.
type cutter struct {
	text  string
	those *Initials // nil: all
	yield func(Token)
	pos   int
	chain struct{ from, to, pos, count int }
}

// run takes one run of letters, digits and marks.
func (c *cutter) run(from, to int) {
	if c.chain.count > 0 && joined(c.text[c.chain.to:from]) {
		c.chain.to, c.chain.count = to, c.chain.count+1
	} else {
		c.closeChain()
		c.chain.from, c.chain.to, c.chain.pos, c.chain.count = from, to, c.pos, 1
	}
	if ASCII(c.text[from:to]) {
		c.word(from, to)
		return
	}
	EachScript(c.text[from:to], func(a, b int, spaceless bool) {
		if spaceless {
			c.pairs(from+a, from+b)
			return
		}
		c.word(from+a, from+b)
	})
}

// closeChain yields the joined word that ends here, whole.
func (c *cutter) closeChain() {
	ch := c.chain
	c.chain.count = 0
	if ch.count < 2 || ch.to-ch.from > maxWhole || !c.wants(ch.from, ch.to) {
		return
	}
	whole := strings.ReplaceAll(Fold(c.text[ch.from:ch.to]), `\`, "/")
	c.yield(Token{whole, ch.from, ch.to, ch.pos, Whole})
}

func (c *cutter) word(from, to int) {
	w := c.text[from:to]
	if c.wants(from, to) {
		key := Fold(clip(w, maxWord))
		if key == "" { // marks alone
			return
		}
		c.yield(Token{key, from, to, c.pos, Word})
	}
	if len(w) <= maxPartsOf && !plain(w) {
		eachPart(w, func(a, b int) {
			if c.wants(from+a, from+b) {
				c.yield(Token{Fold(w[a:b]), from + a, from + b, c.pos, Part})
			}
		})
	}
	c.pos++
}

// wants tells whether a token of these bytes may be asked for.
func (c *cutter) wants(from, to int) bool { return c.those == nil || c.those.begins(c.text[from:to]) }

// plain tells words that have no humps: of ASCII, digits alone, capitals alone, or small letters after any first one.
func plain(w string) bool {
	digits, capitals := 0, 0
	for i := 0; i < len(w); i++ {
		switch b := w[i]; {
		case b >= '0' && b <= '9':
			digits++
		case b >= 'A' && b <= 'Z':
			capitals++
		case b < 'a' || b > 'z':
			return false
		}
	}
	first := w[0] >= 'A' && w[0] <= 'Z'
	return digits == len(w) || capitals == len(w) || digits == 0 && (capitals == 0 || capitals == 1 && first)
}

// pairs yields the neighbours of a run in a script without spaces, and its last character, so that a query of one
// character finds every place: as the first of a pair, or as the last of a run.
func (c *cutter) pairs(from, to int) {
	before := from
	for i := range c.text[from:to] {
		at := from + i
		if at == from {
			continue
		}
		_, n := utf8.DecodeRuneInString(c.text[at:])
		c.yield(Token{strings.Clone(c.text[before : at+n]), before, at + n, c.pos, Pair})
		c.pos++
		before = at
	}
	c.yield(Token{strings.Clone(c.text[before:to]), before, to, c.pos, Last})
	c.pos++
}

// joined tells that what stands between two words makes them one, as in a.b, a::b, a_b and https://a.
func joined(between string) bool {
	if between == "" || len(between) > maxJoin {
		return false
	}
	for i := 0; i < len(between); i++ {
		if !strings.ContainsRune(`_.:-/\$#@+=&?%~`, rune(between[i])) {
			return false
		}
	}
	return true
}

// eachRun yields the bounds of every run of letters, digits and their marks.
func eachRun(s string, yield func(from, to int)) {
	start := -1
	for i := 0; i < len(s); {
		r, n := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(s[i:])
		}
		inside := inWord(r) || start >= 0 && apostrophe(r) && ending(s[i+n:])
		switch {
		case inside && start < 0:
			start = i
		case !inside && start >= 0:
			yield(start, i)
			start = -1
		}
		i += n
	}
	if start >= 0 {
		yield(start, len(s))
	}
}

func inWord(r rune) bool {
	if r < utf8.RuneSelf {
		return wordly[r]
	}
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r))
}

// wordly are the letters and digits of ASCII.
var wordly = func() (is [utf8.RuneSelf]bool) {
	for _, r := range "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789" {
		is[r] = true
	}
	return is
}()

func apostrophe(r rune) bool { return r == '\'' || r == '’' }

// ending tells that an English ending follows an apostrophe: it's, don't, we're. Elsewhere an apostrophe divides words,
// as in l'erreur.
func ending(rest string) bool {
	n := 0
	for n < len(rest) && n < 3 && (rest[n]|0x20) >= 'a' && (rest[n]|0x20) <= 'z' {
		n++
	}
	if r, _ := utf8.DecodeRuneInString(rest[n:]); n == 3 || n < len(rest) && inWord(r) {
		return false
	}
	switch strings.ToLower(rest[:n]) {
	case "s", "t", "d", "m", "re", "ve", "ll":
		return true
	}
	return false
}

// ASCII tells a text that has no character beyond it.
func ASCII(s string) bool {
	for ; len(s) >= 8; s = s[8:] { // eight at a time: nearly every text is asked
		if s[0]|s[1]|s[2]|s[3]|s[4]|s[5]|s[6]|s[7] >= utf8.RuneSelf {
			return false
		}
	}
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// EachScript divides a run where a script without spaces begins or ends, as in "エラーcode500".
func EachScript(w string, yield func(from, to int, spaceless bool)) {
	start, was := 0, false
	for i, r := range w {
		is := was && unicode.IsMark(r) || Spaceless(r)
		if i > start && is != was {
			yield(start, i, was)
			start = i
		}
		was = is
	}
	yield(start, len(w), was)
}

// Spaceless tells the scripts that are cut into pairs: those written without spaces, and Hangul, which glues its particles
// to the noun.
func Spaceless(r rune) bool {
	return r >= 0x0e00 && (r == 'ー' || r == 'ｰ' || unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul,
		unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar))
}

// eachPart yields the humps of "camelCase", "HTTPServer" and "node12", nothing when there is only one, and none of a
// single character.
func eachPart(w string, yield func(from, to int)) {
	start, before := 0, rune(0)
	part := func(from, to int) {
		if utf8.RuneCountInString(w[from:to]) > 1 {
			yield(from, to)
		}
	}
	for i, r := range w {
		if i > 0 && border(before, r, w[i:]) {
			part(start, i)
			start = i
		}
		before = r
	}
	if start > 0 {
		part(start, len(w))
	}
}

// border tells whether a part begins at r: a capital after a small letter, the last capital before small ones, or where
// letters and digits meet.
func border(before, r rune, rest string) bool {
	if unicode.IsDigit(before) != unicode.IsDigit(r) {
		return !unicode.IsMark(r) && !apostrophe(r) && !apostrophe(before)
	}
	return Hump(before, r, rest)
}

// Hump tells whether a part of a joined name begins at r: after a small letter, or as the last capital before small ones.
func Hump(before, r rune, rest string) bool {
	if !unicode.IsUpper(r) {
		return false
	}
	if unicode.IsLower(before) {
		return true
	}
	next, _ := utf8.DecodeRuneInString(rest[utf8.RuneLen(r):])
	return unicode.IsUpper(before) && unicode.IsLower(next)
}

// Coded tells a word that is a code rather than prose: with digits, joined, or with a capital inside. Such words are not
// stemmed and not corrected.
func Coded(word string) bool {
	lower := false
	for _, r := range word {
		switch {
		case unicode.IsDigit(r), strings.ContainsRune(`_.:/\$#@+=&?%~`, r):
			return true
		case unicode.IsUpper(r) && lower:
			return true
		}
		lower = lower || unicode.IsLower(r)
	}
	return false
}
