package language

import (
	"slices"
	"strings"

	"precedent/backend/casefile"
)

// filter reads what follows a field's colon: a value, several with commas, a range, or a group.
func (p *parser) filter(name token) Expr {
	field, _ := Lookup(name.text)
	t, more := p.peek()
	if more && t.glue && t.kind == tokOpen {
		p.at++
		return p.inField(field, p.group())
	}
	raw := p.values()
	if len(raw) == 0 {
		return p.noValue(name)
	}
	return p.filterOf(name, raw)
}

func (p *parser) noValue(name token) Expr {
	p.find("“%s:” has no value and was read as a word.", short(name.text))
	return Word{Text: clean(name.text)}
}

// values takes the pieces that are glued to the field: a,b and "a b",c.
func (p *parser) values() []Value {
	var out []Value
	open := false // a comma was read, and a value must follow it
	for {
		t, more := p.peek()
		if !more || !t.glue || t.kind != tokWord && t.kind != tokQuoted {
			return out
		}
		if t.kind == tokQuoted {
			if len(out) > 0 && !open {
				return out
			}
			p.at++
			if text := strings.Join(strings.Fields(clean(t.text)), " "); wordy(text) {
				out = append(out, Value{Text: text, Quoted: true})
			}
			open = false
			continue
		}
		if len(out) > 0 && !open && !strings.HasPrefix(t.text, ",") {
			return out
		}
		p.at++
		out = append(out, listed(t.text, t.tail)...)
		open = strings.HasSuffix(t.text, ",") && !t.tail
	}
}

// listed cuts a list at its commas. tail says that a star followed the last value.
func listed(text string, tail bool) []Value {
	var out []Value
	parts := strings.Split(clean(text), ",")
	for i, part := range parts {
		bare := strings.TrimRight(part, "*")
		switch {
		case !wordy(bare):
		case likeField(bare):
			out = append(out, Value{Text: bare, Quoted: true})
		default:
			out = append(out, Value{Text: bare, Prefix: bare != part || tail && i == len(parts)-1})
		}
	}
	return out
}

// likeField says that a text would be read as a field with a value if it stood alone.
func likeField(s string) bool {
	for i := range len(s) {
		if s[i] == ':' {
			if _, known := Lookup(s[:i]); known {
				return true
			}
		}
	}
	return false
}

// filterOf turns values as typed into what the field understands. When none is understood the whole is read as words.
func (p *parser) filterOf(name token, raw []Value) Expr {
	field, _ := Lookup(name.text)
	var read []Value
	for _, v := range raw {
		if known, ok := p.value(field, v); ok {
			read = append(read, known)
		}
	}
	if len(read) > 0 {
		return special(field, read)
	}
	p.find("“%s:%s” is no value that the field knows and was read as words.", short(name.text), short(raw[0].Text))
	parts := []Expr{Word{Text: clean(name.text)}}
	for _, v := range raw {
		if v.Quoted {
			parts = append(parts, Phrase{v.Text})
			continue
		}
		parts = append(parts, lone(v))
	}
	return and(parts)
}

// lone reads a value as a word that reads back as one.
func lone(v Value) Expr {
	text := strings.TrimLeft(v.Text, "-")
	if text == "AND" || text == "OR" || text == "NOT" {
		text = strings.ToLower(text)
	}
	if likeField(text) {
		return Phrase{text}
	}
	return Word{Text: text, Prefix: v.Prefix}
}

// special gives the filters that are no fields their meaning.
func special(f Field, values []Value) Expr {
	switch f.Name {
	case After, Before, Year:
		return Filter{Field: Created, Any: values}
	}
	return Filter{Field: f.Name, Any: values}
}

func (p *parser) value(f Field, v Value) (Value, bool) {
	if !v.Quoted && !v.Prefix {
		if f.Date {
			if days, ok := p.days(f, v.Text); ok {
				return days, true
			}
		}
		if f.Number {
			if n, ok := numbers(v.Text); ok {
				return n, true
			}
		}
	}
	switch {
	case f.Text:
		return p.textValue(f, v), true
	case f.Exact:
		return p.exact(f, v), true
	}
	return v, false
}

func (p *parser) textValue(f Field, v Value) Value {
	if known, ok := enumValue(f, v.Text); ok {
		return Value{Text: known}
	}
	return v
}

// exact takes a label for its value and says when a value is not known.
func (p *parser) exact(f Field, v Value) Value {
	if known, ok := enumValue(f, v.Text); ok {
		return Value{Text: known}
	}
	if len(f.Enum) > 0 {
		p.find("%s has no “%s”; it knows %s.", f.Name, short(v.Text), strings.Join(f.Enum, ", "))
	}
	if f.Name == Key || f.Name == ID || v.Quoted {
		return v
	}
	return Value{Text: strings.ToLower(v.Text)}
}

// enumValue finds the value that was meant: by its name or by its label, in any case.
func enumValue(f Field, typed string) (string, bool) {
	for _, known := range f.Enum {
		label := casefile.EnumLabel(known)
		if f.Name == KindOf {
			k := casefile.Kind(known)
			if strings.EqualFold(typed, k.One()) || strings.EqualFold(typed, k.Many()) {
				return known, true
			}
		}
		if strings.EqualFold(typed, known) || strings.EqualFold(typed, label) {
			return known, true
		}
	}
	if slices.Equal(f.Enum, []string{"true", "false"}) {
		switch strings.ToLower(typed) {
		case "yes", "y", "1":
			return "true", true
		case "no", "n", "0":
			return "false", true
		}
	}
	return "", false
}

// inField gives the words of a group to a field.
func (p *parser) inField(f Field, e Expr) Expr {
	switch e := e.(type) {
	case nil:
		return p.noValue(token{text: f.Name})
	case Word:
		return p.filterOf(token{text: f.Name}, listed(e.Text, e.Prefix))
	case Phrase:
		return p.filterOf(token{text: f.Name}, []Value{{Text: e.Text, Quoted: true}})
	case Not:
		return negate(p.inField(f, e.X))
	case And:
		return and(p.eachInField(f, e))
	case Or:
		return or(p.eachInField(f, e))
	}
	return e
}

func negate(e Expr) Expr {
	if n, ok := e.(Not); ok {
		return n
	}
	return Not{e}
}

func (p *parser) eachInField(f Field, list []Expr) []Expr {
	out := make([]Expr, 0, len(list))
	for _, x := range list {
		out = append(out, p.inField(f, x))
	}
	return out
}
