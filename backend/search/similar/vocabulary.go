package similar

import (
	"cmp"
	"slices"
)

// vocabulary numbers the tokens. A number is never given to another token while the folder lives, so that records and
// term vectors stay valid from one Save to the next. A token that no case has any more keeps its number; its letters are
// left out of the next file.
type vocabulary struct {
	df     []uint32 // living cases that have the term, by number
	titled []uint32 // of these, those that have it in the title, as a plain token

	// The tokens of the file: key and surface, one after the other, in the order of their numbers.
	letters string
	start   []uint32 // of each key in letters, and the end of the last
	keyLen  []uint16
	order   []uint32 // numbers by their key, those without letters left out

	// The tokens since.
	fresh    map[string]uint32
	keys     []string
	surfaces []string
}

func newVocabulary() vocabulary {
	return vocabulary{start: []uint32{0}, fresh: map[string]uint32{}}
}

func (v *vocabulary) size() int { return len(v.df) }

func (v *vocabulary) find(key string) (uint32, bool) {
	if id, ok := v.fresh[key]; ok {
		return id, true
	}
	at, ok := slices.BinarySearchFunc(v.order, key, func(id uint32, key string) int {
		switch k := v.key(id); {
		case k < key:
			return -1
		case k > key:
			return 1
		}
		return 0
	})
	if !ok {
		return 0, false
	}
	return v.order[at], true
}

// add numbers a token that find does not know. The surface is the first one met; it stands for all forms of the token.
func (v *vocabulary) add(key, surface string) uint32 {
	id := uint32(len(v.df))
	v.df, v.titled = append(v.df, 0), append(v.titled, 0)
	if surface == bare(key) {
		surface = ""
	}
	v.fresh[key] = id
	v.keys = append(v.keys, key)
	v.surfaces = append(v.surfaces, surface)
	return id
}

// count adds one case that has a term, or with -1 takes one away.
func (v *vocabulary) count(id uint32, listed uint8, by int32) {
	v.df[id] += uint32(by)
	if listed&inTitle != 0 {
		v.titled[id] += uint32(by)
	}
}

func (v *vocabulary) key(id uint32) string {
	if at := int(id) - len(v.keyLen); at >= 0 {
		return v.keys[at]
	}
	from := v.start[id]
	return v.letters[from : from+uint32(v.keyLen[id])]
}

func (v *vocabulary) surface(id uint32) string {
	var s string
	if at := int(id) - len(v.keyLen); at >= 0 {
		s = v.surfaces[at]
	} else {
		s = v.letters[v.start[id]+uint32(v.keyLen[id]) : v.start[id+1]]
	}
	return cmp.Or(s, bare(v.key(id)))
}

func isCompound(key string) bool { return len(key) > 0 && key[:1] == compoundMark }

// bare is a key as a person may see it.
func bare(key string) string {
	if isCompound(key) {
		return key[1:]
	}
	return key
}
