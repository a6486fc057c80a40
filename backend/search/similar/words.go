package similar

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/russian"
	"golang.org/x/text/unicode/norm"

	cutting "precedent/backend/search/words"
)

const (
	// maxWord drops what nobody reads as a word: encoded data, separators, a megabyte without a space.
	maxWord = 64
	// A compound is an identifier with punctuation inside, such as a path, a host, a version or a ticket number.
	minCompound, maxCompound = 4, 80
	// maxStems bounds the memory of stems already worked out.
	maxStems = 1 << 16
	// compoundMark begins the token of a whole compound, so that "a.b" and the word "ab" can never meet.
	compoundMark = "="
)

// stopWords are dropped everywhere: they are in every text and mean nothing alone.
var stopWords = set(`a about above after again all also am an and any are as at be because been before being below
between both but by can could did do does doing down during each few for from further had has have having he her here
hers him his how i if in into is it its itself just me more most my no nor not now of off on once only or other our out
over own s same she should so some such t than that the their them then there these they this those through to too under
until up very was we were what when where which while who whom why will with would you your yours im ive dont doesnt cant`)

func set(words string) map[string]bool {
	all := map[string]bool{}
	for _, w := range strings.Fields(words) {
		all[w] = true
	}
	return all
}

// cutter turns text into tokens. It remembers stems, so it is not for two goroutines at once.
type cutter struct {
	stems map[string]string
	env   *snowballstem.Env
}

func newCutter() *cutter {
	return &cutter{stems: map[string]string{}, env: snowballstem.NewEnv("")}
}

// token is one token of a text: its key, and where its surface form stands.
type token struct {
	key      string
	from, to int
}

// parts yields the pieces of a camelCase word, if it has more than one.
func (c *cutter) parts(text string, from, to int, yield func(token)) {
	eachHump(text[from:to], func(a, b int) {
		key := fold(text[from+a : from+b])
		if utf8.RuneCountInString(key) > 1 && !stopWords[key] {
			yield(token{c.stem(key), from + a, from + b})
		}
	})
}

// word yields the plain tokens of one run of letters and digits: folded and stemmed; scripts written without spaces as
// pairs of characters.
func (c *cutter) word(text string, from, to int, yield func(token)) {
	w := text[from:to]
	if cutting.ASCII(w) {
		c.plain(text, from, to, yield)
		return
	}
	cutting.EachScript(w, func(a, b int, spaceless bool) {
		if spaceless {
			bigrams(text, from+a, from+b, yield)
			return
		}
		c.plain(text, from+a, from+b, yield)
	})
}

// plain yields the token of one word, unless it is a stop word, a lone letter, or too long to be a word.
func (c *cutter) plain(text string, from, to int, yield func(token)) {
	if to-from > maxWord*utf8.UTFMax {
		return
	}
	key := fold(text[from:to])
	if key == "" || stopWords[key] || utf8.RuneCountInString(key) > maxWord {
		return
	}
	if len(key) == 1 && (key[0] < '0' || key[0] > '9') {
		return
	}
	yield(token{c.stem(key), from, to})
}

// fold makes a word comparable: compatibility forms unified, lower case, accents of Latin and Greek letters dropped.
func fold(w string) string {
	if cutting.ASCII(w) {
		return strings.ToLower(w)
	}
	var b strings.Builder
	var base rune
	for _, r := range strings.ToLower(norm.NFKD.String(w)) {
		if unicode.Is(unicode.Mn, r) {
			// The two dots of ё are dropped, for they often are in writing; the bow of й makes another letter.
			if unicode.In(base, unicode.Latin, unicode.Greek) || base == 'е' {
				continue
			}
		} else {
			base = r
		}
		if r == 'ß' {
			b.WriteString("ss")
			continue
		}
		b.WriteRune(r)
	}
	return norm.NFC.String(b.String())
}

// stem cuts the ending: Russian for Cyrillic letters, English for the rest.
func (c *cutter) stem(key string) string {
	if len(key) < 3 {
		return key
	}
	if s, ok := c.stems[key]; ok {
		return s
	}
	c.env.SetCurrent(key)
	if r, _ := utf8.DecodeRuneInString(key); unicode.Is(unicode.Cyrillic, r) {
		russian.Stem(c.env)
	} else {
		english.Stem(c.env)
	}
	// Without a copy a short stem would keep the whole text it was cut from alive.
	s := strings.Clone(c.env.Current())
	if len(c.stems) >= maxStems {
		clear(c.stems)
	}
	c.stems[strings.Clone(key)] = s
	return s
}

// eachWord yields the bounds of every run of letters, digits and their marks. Broken UTF-8 and NUL bytes divide words.
func eachWord(s string, yield func(from, to int)) {
	start := -1
	for i := 0; i < len(s); {
		r, n := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(s[i:])
		}
		if inWord(r) {
			if start < 0 {
				start = i
			}
		} else if start >= 0 {
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
		return alnum(byte(r))
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

func alnum(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

// bigrams yields the pairs of neighbouring characters, or the one character if there is only one.
func bigrams(text string, from, to int, yield func(token)) {
	run := text[from:to]
	if whole := norm.NFKC.String(run); whole != run {
		// Half-width forms change the number of characters, so that a pair has no place of its own in the text.
		bigrams(whole, 0, len(whole), func(t token) { yield(token{t.key, from, to}) })
		return
	}
	first, second := from, -1
	for i := range run {
		at := from + i
		if at == from {
			continue
		}
		if second >= 0 {
			yield(token{text[first:at], first, at})
			first = second
		}
		second = at
	}
	yield(token{text[first:to], first, to})
}

// eachHump yields the parts of "camelCase" and "HTTPServer", nothing when there is only one.
func eachHump(w string, yield func(from, to int)) {
	start, before := 0, rune(0)
	for i, r := range w {
		if i > 0 && cutting.Hump(before, r, w[i:]) {
			yield(start, i)
			start = i
		}
		before = r
	}
	if start > 0 {
		yield(start, len(w))
	}
}

// compounds yields the whole identifiers with punctuation inside: a.b.C, foo::bar, ABC-123, 1.2.3, path/file.js.
func compounds(s string, yield func(token)) {
	for i := 0; i < len(s); i++ {
		if !alnum(s[i]) {
			continue
		}
		from, to := i, i+1
		for i++; i < len(s) && (alnum(s[i]) || s[i] == '_' || joins(s[i])); i++ {
			if alnum(s[i]) || s[i] == '_' {
				to = i + 1
			}
		}
		marked := strings.ContainsAny(s[from:min(to, from+maxCompound)], "._:-/$#")
		if n := to - from; marked && n >= minCompound && n <= maxCompound {
			yield(token{compoundMark + strings.ToLower(s[from:to]), from, to})
		}
	}
}

func joins(c byte) bool {
	return c == '.' || c == ':' || c == '-' || c == '/' || c == '$' || c == '#'
}
