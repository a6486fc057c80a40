package language

import (
	"fmt"
	"strings"
	"time"
	"unicode"
)

// Env is what the meaning of a query depends on beyond its text.
type Env struct {
	Now    time.Time
	Zone   *time.Location // for today and 7d; UTC when nil
	Typing bool           // the last quotation may still be open
}

// Finding says in one sentence how something strange was read.
type Finding struct{ Says string }

// Limits of a query, so that a pasted log file is no burden. What lies beyond is left out and said.
const (
	maxQuery = 8 << 10
	maxParts = 256
	maxDepth = 32
)

// Parse reads a query. Every text has a reading.
func Parse(text string, env Env) (Expr, []Finding) {
	p := &parser{env: env}
	if env.Zone == nil {
		p.env.Zone = time.UTC
	}
	if runes := []rune(text); len(runes) > maxQuery {
		text = string(runes[:maxQuery])
		p.find("Only the first %d characters of the query were read.", maxQuery)
	}
	p.list = lex(text)
	if n := len(p.list); n > 0 && p.list[n-1].kind == tokQuoted && p.list[n-1].tail {
		p.reopen()
	}
	if len(p.list) > maxParts {
		p.list = p.list[:maxParts]
		p.find("Only the first %d parts of the query were read.", maxParts)
	}
	e := p.all()
	if e == nil {
		return All{}, p.found
	}
	return e, p.found
}

type parser struct {
	env   Env
	list  []token
	at    int
	depth int
	found []Finding
}

func (p *parser) find(format string, args ...any) {
	p.found = append(p.found, Finding{fmt.Sprintf(format, args...)})
}

// reopen reads an unclosed quotation as words, for nobody can say where it should have ended.
func (p *parser) reopen() {
	last := p.list[len(p.list)-1]
	p.list = p.list[:len(p.list)-1]
	inside := lex(last.text)
	if len(inside) > 0 {
		inside[0].glue = last.glue
	}
	p.list = append(p.list, inside...)
	if !p.env.Typing {
		p.find("A quotation mark has no partner: what follows it was read as single words.")
	}
}

func (p *parser) peek() (token, bool) {
	if p.at < len(p.list) {
		return p.list[p.at], true
	}
	return token{}, false
}

// all reads everything, stray closing parentheses included.
func (p *parser) all() Expr {
	var parts []Expr
	for {
		if e := p.or(); e != nil {
			parts = append(parts, e)
		}
		if _, more := p.peek(); !more {
			return and(parts)
		}
		p.at++
		p.find("A closing parenthesis has no partner and was left out.")
	}
}

// or reads alternatives up to a closing parenthesis or the end.
func (p *parser) or() Expr {
	var parts []Expr
	for {
		part := p.and()
		if part != nil {
			parts = append(parts, part)
		}
		if !p.operator("OR", "||") {
			return or(parts)
		}
		if next, more := p.peek(); part == nil || !more || next.kind == tokClose {
			p.find("OR has nothing on one side and was left out.")
		}
	}
}

// and reads what must hold together.
func (p *parser) and() Expr {
	var parts []Expr
	for {
		t, more := p.peek()
		if !more || t.kind == tokClose || isOperator(t, "OR", "||") {
			return and(parts)
		}
		if p.operator("AND", "&&") {
			if next, more := p.peek(); len(parts) == 0 || !more || next.kind == tokClose || isOperator(next, "OR", "||", "AND", "&&") {
				p.find("AND has nothing on one side and was left out.")
			}
			continue
		}
		if e := p.unary(); e != nil {
			parts = append(parts, e)
		}
	}
}

func (p *parser) operator(names ...string) bool {
	if t, ok := p.peek(); ok && isOperator(t, names...) {
		p.at++
		return true
	}
	return false
}

func isOperator(t token, names ...string) bool {
	if t.kind != tokWord || t.tail {
		return false
	}
	for _, n := range names {
		if t.text == n {
			return true
		}
	}
	return false
}

// unary reads one thing, wanted or not wanted.
func (p *parser) unary() Expr {
	no := false
	for {
		t, more := p.peek()
		if !more || t.kind != tokMinus && !isOperator(t, "NOT") {
			break
		}
		no = true
		p.at++
	}
	e := p.atom()
	if e == nil {
		if no {
			p.find("A minus or NOT has nothing after it and was left out.")
		}
		return nil
	}
	if n, twice := e.(Not); no && twice {
		return n
	}
	if no {
		return Not{e}
	}
	return e
}

func (p *parser) atom() Expr {
	t, more := p.peek()
	if !more || t.kind == tokClose || isOperator(t, "OR", "||", "AND", "&&") {
		return nil
	}
	p.at++
	switch t.kind {
	case tokOpen:
		return p.group()
	case tokField:
		return p.filter(t)
	case tokQuoted:
		return p.phrase(t)
	}
	return p.word(t)
}

// group reads what stands in parentheses. Deeper than maxDepth they are ignored.
func (p *parser) group() Expr {
	if p.depth >= maxDepth {
		if p.depth == maxDepth {
			p.find("Parentheses deeper than %d were left out.", maxDepth)
		}
		return nil
	}
	p.depth++
	e := p.or()
	p.depth--
	if t, ok := p.peek(); ok && t.kind == tokClose {
		p.at++
	} else {
		p.find("A parenthesis is not closed: it was read up to the end.")
	}
	return e
}

func (p *parser) phrase(t token) Expr {
	text := strings.Join(strings.Fields(clean(t.text)), " ")
	if !wordy(text) {
		p.empty(t.text)
		return nil
	}
	return Phrase{text}
}

func (p *parser) word(t token) Expr {
	if t.text == "" && t.tail && len(p.list) == 1 {
		return All{} // a star alone
	}
	if !wordy(t.text) {
		p.empty(t.text)
		return nil
	}
	return lone(Value{Text: clean(t.text), Prefix: t.tail})
}

func (p *parser) empty(text string) {
	if text == "" {
		p.find("A star stands for the end of a word; alone it was left out.")
		return
	}
	p.find("“%s” has neither letters nor digits and was left out.", short(text))
}

// wordy says that there is something to look for.
func wordy(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// clean takes out what a text of a query never holds, so that it reads back.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == unicode.ReplacementChar {
			return ' '
		}
		return r
	}, s)
}

func short(s string) string {
	const most = 40
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// and and or join what is there: nothing, one thing, or several, without nesting the same in the same.
func and(parts []Expr) Expr {
	var flat And
	for _, e := range parts {
		if inner, ok := e.(And); ok {
			flat = append(flat, inner...)
			continue
		}
		flat = append(flat, e)
	}
	return single(flat, flat)
}

func or(parts []Expr) Expr {
	var flat Or
	for _, e := range parts {
		if inner, ok := e.(Or); ok {
			flat = append(flat, inner...)
			continue
		}
		flat = append(flat, e)
	}
	return single(flat, flat)
}

func single(list []Expr, whole Expr) Expr {
	switch len(list) {
	case 0:
		return nil
	case 1:
		return list[0]
	}
	return whole
}
