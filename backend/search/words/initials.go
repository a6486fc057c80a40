package words

import "unicode/utf8"

// Initials are how the words that are looked for begin: with which character, and which second one. Characters outside of
// ASCII are not told apart.
type Initials struct {
	any   [utf8.RuneSelf]bool      // first characters after which any other may come
	pairs [utf8.RuneSelf][2]uint64 // by the first character the second ones, a bit each
}

// Add adds how a folded word begins.
func (i *Initials) Add(word string) {
	switch {
	case word == "" || word[0] >= utf8.RuneSelf:
	case len(word) == 1 || word[1] >= utf8.RuneSelf:
		i.any[word[0]] = true
	default:
		i.pairs[word[0]][word[1]/64] |= 1 << (word[1] % 64)
	}
}

// AddStem adds how the words of a stem begin. Of a short stem only the first letter is theirs: dying becomes die.
func (i *Initials) AddStem(stem string) {
	const short = 3
	if len(stem) > short {
		i.Add(stem)
	} else if stem != "" {
		i.Add(stem[:1])
	}
}

// begins tells whether a token of these bytes, still unfolded, may begin as one that is looked for. Folding keeps the
// letters of ASCII but for their case, drops an apostrophe, and may make ASCII of what is none: Ä.
func (i *Initials) begins(token string) bool {
	first := lower(token[0])
	if first >= utf8.RuneSelf || i.any[first] || len(token) == 1 {
		return first >= utf8.RuneSelf || i.any[first]
	}
	return i.starts(token, 0)
}

func lower(b byte) byte {
	if b >= 'A' && b <= 'Z' {
		return b + ('a' - 'A')
	}
	return b
}

// Classes of bytes. A word, or a part of one, begins where the class changes, or with a capital.
const (
	other uint8 = iota
	blank
	small
	capital
	digit
	beyond // of a character outside of ASCII
)

var classes = func() (of [1 << 8]uint8) {
	for i := range of {
		switch b := byte(i); {
		case b == ' ' || b >= '\t' && b <= '\r':
			of[i] = blank
		case b >= 'a' && b <= 'z':
			of[i] = small
		case b >= 'A' && b <= 'Z':
			of[i] = capital
		case b >= '0' && b <= '9':
			of[i] = digit
		case b >= utf8.RuneSelf:
			of[i] = beyond
		}
	}
	return of
}()

// eachStretch yields the bounds of each stretch between spaces in which a token may begin as one that is looked for. No token
// and no joined word goes over a space.
func (i *Initials) eachStretch(s string, yield func(from, to int)) {
	start, wanted, before := 0, false, other
	for at := range len(s) {
		class := classes[s[at]]
		switch {
		case class == blank:
			if wanted {
				yield(start, at)
			}
			start, wanted = at+1, false
		case wanted:
		case class == beyond:
			wanted = true
		case class != other && (class != before || class == capital):
			wanted = i.starts(s, at)
		}
		before = class
	}
	if wanted {
		yield(start, len(s))
	}
}

// starts is begins for a token of which only the first byte is known to be its own.
func (i *Initials) starts(s string, at int) bool {
	first := lower(s[at])
	if i.any[first] || at+1 == len(s) {
		return i.any[first]
	}
	second := lower(s[at+1])
	return second >= utf8.RuneSelf || second == '\'' || i.pairs[first][second/64]&(1<<(second%64)) != 0
}
