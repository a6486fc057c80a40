package casefile

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"unicode/utf8"
)

// Encode writes a value as JSON with sorted keys and without HTML escapes, so that equal values have equal bytes.
func Encode(value any) ([]byte, error) { return AppendJSON(nil, value) }

// AppendJSON is Encode behind what a buffer holds already.
func AppendJSON(b []byte, value any) ([]byte, error) {
	if out, ok := appendPlain(b, value, 0); ok {
		return out, nil
	}
	var rest bytes.Buffer
	e := json.NewEncoder(&rest)
	e.SetEscapeHTML(false)
	if err := e.Encode(value); err != nil {
		return nil, err
	}
	return append(b, bytes.TrimRight(rest.Bytes(), "\n")...), nil
}

// appendPlain writes the values that fields are made of as encoding/json does, faster. Others, and numbers that have to be
// checked, it leaves to that.
func appendPlain(b []byte, value any, depth int) ([]byte, bool) {
	if depth > deepestQuick {
		return b, false
	}
	switch v := value.(type) {
	case nil:
		return append(b, "null"...), true
	case bool:
		return strconv.AppendBool(b, v), true
	case string:
		return appendString(b, v), true
	case json.Number:
		q := quick{data: []byte(v)}
		n, ok := q.number()
		return append(b, v...), ok && n == v
	case []any:
		return appendList(b, v, depth)
	case map[string]any:
		return appendObject(b, v, depth)
	}
	return b, false
}

func appendList(b []byte, list []any, depth int) ([]byte, bool) {
	if list == nil {
		return append(b, "null"...), true
	}
	b = append(b, '[')
	for i, e := range list {
		if i > 0 {
			b = append(b, ',')
		}
		var ok bool
		if b, ok = appendPlain(b, e, depth+1); !ok {
			return b, false
		}
	}
	return append(b, ']'), true
}

func appendObject(b []byte, m map[string]any, depth int) ([]byte, bool) {
	if m == nil {
		return append(b, "null"...), true
	}
	var few [24]string // more than most records have
	names := slices.AppendSeq(few[:0], maps.Keys(m))
	slices.Sort(names)
	b = append(b, '{')
	for i, name := range names {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendString(b, name), ':')
		var ok bool
		if b, ok = appendPlain(b, m[name], depth+1); !ok {
			return b, false
		}
	}
	return append(b, '}'), true
}

const hexDigits = "0123456789abcdef"

// appendString writes a text with the escapes that JSON needs, and those of the two line separators that break scripts.
func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	begin := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if c >= ' ' && c != '"' && c != '\\' {
				i++
				continue
			}
			b = appendEscape(append(b, s[begin:i]...), c)
			i++
			begin = i
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			b = append(append(b, s[begin:i]...), `\ufffd`...)
		case r == '\u2028' || r == '\u2029':
			b = append(append(b, s[begin:i]...), `\u202`...)
			b = append(b, hexDigits[r&0xF])
		default:
			i += size
			continue
		}
		i += size
		begin = i
	}
	return append(append(b, s[begin:]...), '"')
}

func appendEscape(b []byte, c byte) []byte {
	switch c {
	case '"', '\\':
		return append(b, '\\', c)
	case '\b':
		return append(b, '\\', 'b')
	case '\f':
		return append(b, '\\', 'f')
	case '\n':
		return append(b, '\\', 'n')
	case '\r':
		return append(b, '\\', 'r')
	case '\t':
		return append(b, '\\', 't')
	}
	return append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&0xF])
}
