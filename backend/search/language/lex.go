package language

import (
	"strings"
	"unicode"
)

// token is a piece of a query. In `-title:"a b"` the pieces are minus, field, quoted.
type token struct {
	kind tokenKind
	text string
	tail bool // for a word: a star followed it; for a quoted text: it was never closed
	glue bool // nothing stands between this piece and the one before
}

type tokenKind uint8

const (
	tokWord tokenKind = iota
	tokQuoted
	tokField // a name with its colon
	tokMinus
	tokOpen
	tokClose
)

// lex cuts a query into pieces. It reads any text.
func lex(s string) []token {
	l := lexer{rest: []rune(s)}
	for l.next() {
	}
	return l.out
}

type lexer struct {
	rest []rune
	at   int
	glue bool
	out  []token
}

func (l *lexer) add(t token) {
	t.glue = l.glue
	l.glue = true
	l.out = append(l.out, t)
}

// next takes one piece and says whether there may be more.
func (l *lexer) next() bool {
	if l.at >= len(l.rest) {
		return false
	}
	switch r := l.rest[l.at]; {
	case blank(r):
		l.at, l.glue = l.at+1, false
	case r == '(':
		l.at++
		l.add(token{kind: tokOpen})
	case r == ')':
		l.at++
		l.add(token{kind: tokClose})
	case quote(r):
		l.quoted()
	case r == '-' && l.startsWord():
		l.at++
		l.add(token{kind: tokMinus})
	default:
		l.word()
	}
	return true
}

// startsWord says that a minus stands before something rather than inside it.
func (l *lexer) startsWord() bool {
	return (!l.glue || l.out[len(l.out)-1].kind == tokOpen) && l.at+1 < len(l.rest) && !blank(l.rest[l.at+1])
}

func (l *lexer) quoted() {
	end := l.at + 1
	for end < len(l.rest) && !quote(l.rest[end]) {
		end++
	}
	open := end >= len(l.rest)
	text := string(l.rest[l.at+1 : end])
	l.at = min(end+1, len(l.rest))
	l.add(token{kind: tokQuoted, text: text, tail: open})
}

// word takes a word, or the name of a field when a colon follows a name that Lookup knows.
func (l *lexer) word() {
	end := l.at
	for end < len(l.rest) && !blank(l.rest[end]) && !quote(l.rest[end]) && l.rest[end] != '(' && l.rest[end] != ')' {
		if l.rest[end] == ':' && l.field(end) {
			return
		}
		end++
	}
	text := string(l.rest[l.at:end])
	l.at = end
	bare := strings.TrimRight(text, "*")
	l.add(token{kind: tokWord, text: bare, tail: bare != text})
}

func (l *lexer) field(colon int) bool {
	name := string(l.rest[l.at:colon])
	if _, ok := Lookup(name); !ok {
		return false
	}
	l.at = colon + 1
	l.add(token{kind: tokField, text: name})
	return true
}

func blank(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || r == unicode.ReplacementChar
}

func quote(r rune) bool { return r == '"' || r == '“' || r == '”' || r == '„' }
