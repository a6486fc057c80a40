package words

import (
	"sort"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/russian"
	"golang.org/x/text/unicode/norm"
)

// spelt are letters that Unicode does not take apart, as people without them on their keyboard write them.
var spelt = strings.NewReplacer("ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "ł", "l", "đ", "d", "ð", "d", "þ", "th", "ı", "i",
	"'", "", "’", "")

// Fold makes a word comparable: lower case, compatibility forms unified, the accents of Latin, Greek and Cyrillic letters
// dropped, apostrophes left out.
func Fold(w string) string {
	if ASCII(w) {
		return strings.ReplaceAll(strings.ToLower(w), "'", "")
	}
	var b strings.Builder
	var base rune
	for _, r := range norm.NFKD.String(strings.ToLower(norm.NFKC.String(w))) {
		if !unicode.Is(unicode.Mn, r) {
			base = r
		} else if unicode.In(base, unicode.Latin, unicode.Greek) || base == 'е' {
			// The dots of ё are often left out in writing; the bow of й makes another letter and stays.
			continue
		}
		b.WriteRune(r)
	}
	return norm.NFC.String(spelt.Replace(strings.ReplaceAll(b.String(), "ς", "σ")))
}

// places says where the bytes of a normalised text come from.
type places struct{ to, from []int } // parallel: normalised offset, original offset; both ascending

// start is the original place of the character that begins at or before i.
func (p *places) start(i int) int {
	at := sort.SearchInts(p.to, i+1) - 1
	return p.from[at]
}

// end is the original place where the character that ends at i, or contains it, ends. One character may have become
// several: ½ is 1⁄2.
func (p *places) end(i int) int {
	begin, at := p.start(i-1), sort.SearchInts(p.to, i)
	for at < len(p.from)-1 && p.from[at] <= begin {
		at++
	}
	return p.from[at]
}

// normal is a text in the form NFKC; places is nil when nothing moved.
func normal(text string) (string, *places) {
	if ASCII(text) {
		return text, nil
	}
	if !utf8.ValidString(text) {
		text = replaceBroken(text) // byte for byte, so that nothing moves
	}
	if norm.NFKC.IsNormalString(text) {
		return text, nil
	}
	var it norm.Iter
	it.InitString(norm.NFKC, text)
	var b strings.Builder
	p := &places{}
	for !it.Done() {
		p.to, p.from = append(p.to, b.Len()), append(p.from, it.Pos())
		b.Write(it.Next())
	}
	p.to, p.from = append(p.to, b.Len()), append(p.from, len(text))
	return b.String(), p
}

// replaceBroken puts a space for each byte that is not part of a character.
func replaceBroken(text string) string {
	out := []byte(text)
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		if r == utf8.RuneError && n == 1 {
			out[i] = ' '
		}
		i += n
	}
	return string(out)
}

// stemmer remembers the stems it worked out; maxStems bounds that memory.
type stemmer struct {
	known map[string]string
	env   *snowballstem.Env
}

const maxStems = 1 << 15

var stemmers = sync.Pool{New: func() any {
	return &stemmer{known: map[string]string{}, env: snowballstem.NewEnv("")}
}}

// Stem cuts the ending of a folded word: by the rules of English for Latin letters, of Russian for Cyrillic ones. Short
// words, words with digits and other scripts stay as they are.
func Stem(word string) string {
	r, _ := utf8.DecodeRuneInString(word)
	if len(word) < 3 || !unicode.In(r, unicode.Latin, unicode.Cyrillic) || strings.ContainsFunc(word, unicode.IsDigit) {
		return word
	}
	s := stemmers.Get().(*stemmer)
	defer stemmers.Put(s)
	if stem, ok := s.known[word]; ok {
		return stem
	}
	s.env.SetCurrent(word)
	if unicode.Is(unicode.Cyrillic, r) {
		russian.Stem(s.env)
	} else {
		english.Stem(s.env)
	}
	stem := strings.Clone(s.env.Current())
	if len(s.known) >= maxStems {
		clear(s.known)
	}
	s.known[strings.Clone(word)] = stem
	return stem
}

// Stop tells the English words that are in every text: a query of several words does not insist on them.
func Stop(word string) bool { return stopWords[word] }

var stopWords = func() map[string]bool {
	all := map[string]bool{}
	for _, w := range strings.Fields(`a an and are as at be but by did do does for from had has have how i if in into is it
		its me my no not of on or our she so that the their them then there these they this to was we were what when
		where which who why will with would you your`) {
		all[w] = true
	}
	return all
}()
