package pdf

import (
	"strings"
	"unicode"
)

// zeroWidthSpace is where a line may break without a sign of it. Readers of the file drop it.
const zeroWidthSpace = '\u200b'

// breakable allows breaks in words of more than longest characters, which would else run off the page or into the next
// column: in Latin, Greek and Cyrillic words, numbers, paths and addresses. Joined scripts keep their shapes, and the others
// break anyway.
func breakable(s string, longest int) string {
	runes := []rune(s)
	var b strings.Builder
	for start := 0; start < len(runes); {
		end := start
		for end < len(runes) && inLongWord(runes[end]) {
			end++
		}
		word := runes[start:end]
		for i, r := range word {
			b.WriteRune(r)
			if len(word) > longest && i+1 < len(word) && !unicode.IsMark(word[i+1]) {
				b.WriteRune(zeroWidthSpace)
			}
		}
		if end < len(runes) {
			b.WriteRune(runes[end])
			end++
		}
		start = end
	}
	return b.String()
}

func inLongWord(r rune) bool {
	if r > 0x2000 || unicode.IsSpace(r) {
		return false
	}
	return unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Common, unicode.Inherited)
}
