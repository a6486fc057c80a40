package tree

import (
	"html"
	"strings"

	"github.com/yuin/goldmark/util"
)

// resolve gives what Markdown source stands for. Backslashes and entities are resolved in one pass, so that an escaped
// ampersand does not become the beginning of an entity.
func resolve(src []byte) string {
	var b strings.Builder
	for i := 0; i < len(src); i++ {
		switch c := src[i]; {
		case c == '\\' && i+1 < len(src) && util.IsPunct(src[i+1]):
			i++
			b.WriteByte(src[i])
		case c == '&':
			entity, width := entityAt(src[i:])
			b.WriteString(entity)
			i += width - 1
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// longestEntity is &CounterClockwiseContourIntegral; with its ends.
const longestEntity = 33

// entityAt reads the entity that src begins with; a plain ampersand when it begins with none.
func entityAt(src []byte) (string, int) {
	end := strings.IndexByte(string(src[:min(len(src), longestEntity)]), ';')
	if end < 0 {
		return "&", 1
	}
	whole := string(src[:end+1])
	if s := html.UnescapeString(whole); s != whole && !strings.HasSuffix(s, ";") {
		return s, len(whole)
	}
	return "&", 1
}
