package language

import (
	"slices"
	"strings"
)

// Expr is what is asked for. Its String is the query in full, which Parse reads as the same expression.
type Expr interface{ String() string }

// All is asked for by an empty query: every case.
type All struct{}

// Word is a word as typed: prose, a code, a key. Prefix says that words beginning with it are meant as well.
type Word struct {
	Text   string
	Prefix bool
}

// Phrase is words side by side.
type Phrase struct{ Text string }

// Not is what must not hold.
type Not struct{ X Expr }

// And is what must hold together; Or is what may hold instead of each other. Both have at least two members.
type (
	And []Expr
	Or  []Expr
)

// Filter asks for one of several values in a field. Field is a name that Lookup knows.
type Filter struct {
	Field string
	Any   []Value
}

// Value is one value of a filter: a text, or a range whose empty ends are open. Days are written 2026-01-31, numbers as
// typed.
type Value struct {
	Text     string
	Quoted   bool // the words stand side by side, and the value is meant exactly
	Prefix   bool // words that begin so
	Range    bool
	From, To string // both included
}

func (All) String() string { return "*" }

func (w Word) String() string {
	if w.Prefix {
		return w.Text + "*"
	}
	return w.Text
}

func (p Phrase) String() string { return `"` + p.Text + `"` }

func (n Not) String() string { return "-" + grouped(n.X) }

func (a And) String() string { return join(a, " ") }

func (o Or) String() string { return join(o, " OR ") }

func (f Filter) String() string {
	values := make([]string, len(f.Any))
	for i, v := range f.Any {
		values[i] = v.String()
	}
	return f.Field + ":" + strings.Join(values, ",")
}

func (v Value) String() string {
	switch {
	case v.Range && v.From == v.To:
		return v.From
	case v.Range:
		return v.From + ".." + v.To
	case v.Quoted:
		return `"` + v.Text + `"`
	case v.Prefix:
		return v.Text + "*"
	}
	return v.Text
}

func join(list []Expr, between string) string {
	parts := make([]string, len(list))
	for i, e := range list {
		parts[i] = grouped(e)
	}
	return strings.Join(parts, between)
}

// grouped puts parentheses around what would otherwise fall apart.
func grouped(e Expr) string {
	switch e.(type) {
	case And, Or:
		return "(" + e.String() + ")"
	}
	return e.String()
}

// Words lists the words and phrases that a hit must show, in order; what must not hold is left out.
func Words(e Expr) []Expr {
	var out []Expr
	Walk(e, func(e Expr) {
		switch e.(type) {
		case Word, Phrase:
			out = append(out, e)
		}
	})
	return out
}

// Filters lists the filters that must hold, or may.
func Filters(e Expr) []Filter {
	var out []Filter
	Walk(e, func(e Expr) {
		if f, ok := e.(Filter); ok {
			out = append(out, f)
		}
	})
	return out
}

// Walk visits the leaves of an expression, but none under a Not.
func Walk(e Expr, visit func(Expr)) {
	switch e := e.(type) {
	case And:
		for _, x := range e {
			Walk(x, visit)
		}
	case Or:
		for _, x := range e {
			Walk(x, visit)
		}
	case Not:
	default:
		visit(e)
	}
}

// Asks says whether a filter for the field and value is in the expression, also where it must not hold.
func Asks(e Expr, field, value string) bool {
	switch e := e.(type) {
	case And:
		return slices.ContainsFunc(e, func(x Expr) bool { return Asks(x, field, value) })
	case Or:
		return slices.ContainsFunc(e, func(x Expr) bool { return Asks(x, field, value) })
	case Not:
		return Asks(e.X, field, value)
	case Filter:
		return e.Field == field && slices.ContainsFunc(e.Any, func(v Value) bool { return v.Text == value })
	}
	return false
}
