package exchange

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"unicode/utf8"

	"precedent/backend/casefile"
)

// decodeObject reads one line as a JSON object, and says in one sentence why it cannot be.
func decodeObject(line []byte, depth int) (map[string]any, error) {
	switch {
	case !utf8.Valid(line):
		return nil, refusef("The line holds bytes that are not UTF-8 text.")
	case bytes.IndexByte(line, 0) >= 0:
		return nil, refusef("The line holds NUL bytes.")
	case nesting(line) > depth:
		return nil, refusef("The line has values inside values more than %d deep.", depth)
	}
	d := json.NewDecoder(bytes.NewReader(line))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, syntaxRefusal(line, err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, refusef("There is more on the line after its JSON object. Put one record on a line.")
	}
	m, ok := v.(map[string]any)
	if !ok {
		return nil, refusef("The line is JSON but no object: a record looks like {\"kind\":\"escalation\",\"title\":\"…\"}.")
	}
	return m, nil
}

func syntaxRefusal(line []byte, err error) error {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) && int(syntax.Offset) < len(line) {
		return refusef("The line is not valid JSON from character %d on.", utf8.RuneCount(line[:syntax.Offset]))
	}
	return refusef("The line is not valid JSON: it ends too early.")
}

// nesting is how deep the values of a JSON text lie in each other, counted without reading it.
func nesting(line []byte) (deepest int) {
	depth, inText, escaped := 0, false, false
	for _, c := range line {
		switch {
		case escaped:
			escaped = false
		case inText:
			escaped, inText = c == '\\', c != '"'
		case c == '"':
			inText = true
		case c == '{', c == '[':
			depth++
			deepest = max(deepest, depth)
		case c == '}', c == ']':
			depth--
		}
	}
	return deepest
}

// hashOf is the short hash of a value that tells whether a source has changed it; "" for an empty one. 64 bits are plenty
// to compare a field with itself.
func hashOf(v any) string {
	if v == nil || v == "" {
		return ""
	}
	b, err := casefile.Encode(v)
	if err != nil {
		return "?" // a value that JSON cannot hold never came from a source
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:8])
}

// withoutNulls leaves out the members of objects that are null: a merge patch cannot keep them.
func withoutNulls(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for name, e := range v {
			if e == nil {
				delete(v, name)
				continue
			}
			v[name] = withoutNulls(e)
		}
	case []any:
		for i, e := range v {
			v[i] = withoutNulls(e)
		}
	}
	return v
}
