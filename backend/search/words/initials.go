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
	second := lower(token[1])
	return second >= utf8.RuneSelf || second == '\'' || i.pairs[first][second/64]&(1<<(second%64)) != 0
}

func lower(b byte) byte {
	if b >= 'A' && b <= 'Z' {
		return b + ('a' - 'A')
	}
	return b
}
