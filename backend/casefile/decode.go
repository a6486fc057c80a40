package casefile

import (
	"bytes"
	"encoding/json"
	"strconv"
	"unicode/utf8"
)

// DecodeFields reads the fields of a record as they are kept: numbers as json.Number. Records are read by the thousand, and
// encoding/json goes over each byte three times; what the quick way below does not know for certain is left to it.
func DecodeFields(data []byte) (map[string]any, error) {
	if fields, ok := quickFields(data); ok {
		return fields, nil
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var fields map[string]any
	if err := d.Decode(&fields); err != nil {
		return nil, err
	}
	if fields == nil {
		fields = map[string]any{}
	}
	return fields, nil
}

func quickFields(data []byte) (map[string]any, bool) {
	q := quick{data: data}
	q.space()
	if q.next() != '{' {
		return nil, false
	}
	fields, ok := q.object(deepestQuick)
	q.space()
	return fields, ok && q.at == len(data)
}

// deepestQuick bounds how deep values lie in each other; a record's lie four deep.
const deepestQuick = 32

// quick reads JSON in one pass. Whatever it does not know makes it give up.
type quick struct {
	data []byte
	at   int
}

// next is the byte that comes; 0 at the end.
func (q *quick) next() byte {
	if q.at < len(q.data) {
		return q.data[q.at]
	}
	return 0
}

func (q *quick) space() {
	for b := q.next(); b == ' ' || b == '\n' || b == '\t' || b == '\r'; b = q.next() {
		q.at++
	}
}

// take goes past a byte, if it comes.
func (q *quick) take(b byte) bool {
	q.space()
	if q.next() != b {
		return false
	}
	q.at++
	return true
}

func (q *quick) value(deep int) (any, bool) {
	q.space()
	switch b := q.next(); {
	case b == '"':
		return q.text()
	case b == '{' && deep > 0:
		return q.object(deep - 1)
	case b == '[' && deep > 0:
		return q.array(deep - 1)
	case b == '-' || b >= '0' && b <= '9':
		return q.number()
	case q.word("true"):
		return true, true
	case q.word("false"):
		return false, true
	case q.word("null"):
		return nil, true
	}
	return nil, false
}

func (q *quick) word(w string) bool {
	if !bytes.HasPrefix(q.data[q.at:], []byte(w)) {
		return false
	}
	q.at += len(w)
	return true
}

func (q *quick) object(deep int) (map[string]any, bool) {
	q.at++ // {
	out := map[string]any{}
	if q.take('}') {
		return out, true
	}
	for {
		q.space()
		if q.next() != '"' {
			return nil, false
		}
		key, ok := q.text()
		if !ok || !q.take(':') {
			return nil, false
		}
		if out[key], ok = q.value(deep); !ok {
			return nil, false
		}
		if q.take('}') {
			return out, true
		}
		if !q.take(',') {
			return nil, false
		}
	}
}

func (q *quick) array(deep int) ([]any, bool) {
	q.at++ // [
	out := []any{}
	if q.take(']') {
		return out, true
	}
	for {
		v, ok := q.value(deep)
		if !ok {
			return nil, false
		}
		out = append(out, v)
		if q.take(']') {
			return out, true
		}
		if !q.take(',') {
			return nil, false
		}
	}
}

// number reads whole numbers; a fraction is left to encoding/json.
func (q *quick) number() (json.Number, bool) {
	from := q.at
	if q.next() == '-' {
		q.at++
	}
	first := q.at
	for b := q.next(); b >= '0' && b <= '9'; b = q.next() {
		q.at++
	}
	n := q.at - first
	switch q.next() {
	case '.', 'e', 'E':
		return "", false
	}
	if n == 0 || n > 1 && q.data[first] == '0' {
		return "", false
	}
	return json.Number(q.data[from:q.at]), true
}

// text reads a string that begins here.
func (q *quick) text() (string, bool) {
	rest := q.data[q.at+1:]
	end := bytes.IndexByte(rest, '"')
	if end < 0 {
		return "", false
	}
	if bytes.IndexByte(rest[:end], '\\') >= 0 {
		return q.escaped(rest)
	}
	q.at += end + 2
	return string(rest[:end]), clean(rest[:end])
}

// clean says that a string holds no control characters and is valid UTF-8.
func clean(s []byte) bool {
	high := byte(0)
	for _, b := range s {
		if b < ' ' {
			return false
		}
		high |= b
	}
	return high < utf8.RuneSelf || utf8.Valid(s)
}

// escaped reads a string with escapes; rest begins after its quotation mark.
func (q *quick) escaped(rest []byte) (string, bool) {
	out := make([]byte, 0, 2*bytes.IndexByte(rest, '"'))
	from := 0
	for i := 0; i < len(rest); i++ {
		switch b := rest[i]; {
		case b == '"':
			q.at += i + 2
			out = append(out, rest[from:i]...)
			return string(out), utf8.Valid(out)
		case b == '\\':
			r, size := unescape(rest[i:])
			if size == 0 {
				return "", false
			}
			out = utf8.AppendRune(append(out, rest[from:i]...), r)
			i += size - 1
			from = i + 1
		case b < ' ':
			return "", false
		}
	}
	return "", false
}

// unescape gives the character of an escape and how many bytes it takes; 0 of one that it does not know, such as half of a
// pair.
func unescape(s []byte) (r rune, size int) {
	const unicode = len(`\u0000`)
	if len(s) < 2 {
		return 0, 0
	}
	switch s[1] {
	case '"', '\\', '/':
		return rune(s[1]), 2
	case 'n':
		return '\n', 2
	case 't':
		return '\t', 2
	case 'r':
		return '\r', 2
	case 'b':
		return '\b', 2
	case 'f':
		return '\f', 2
	case 'u':
		if len(s) < unicode {
			return 0, 0
		}
		n, err := strconv.ParseUint(string(s[2:unicode]), 16, 16)
		if err != nil || !utf8.ValidRune(rune(n)) {
			return 0, 0
		}
		return rune(n), unicode
	}
	return 0, 0
}
