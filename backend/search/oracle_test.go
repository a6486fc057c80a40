package search

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"precedent/backend/casefile"
	"precedent/backend/search/language"
	"precedent/backend/search/words"
)

// The oracle answers a query by looking at every text of every case, without an index. It shares with the index how a
// text is cut into words and a case into pieces, and nothing else.

type oracle struct{ cases []casefile.Case }

func (o oracle) ids(e language.Expr) []string {
	out := []string{}
	for _, c := range o.cases {
		if (language.Asks(e, "is", "binned") || !c.Binned()) && o.fits(c, e) {
			out = append(out, c.ID)
		}
	}
	slices.Sort(out)
	return out
}

func (o oracle) fits(c casefile.Case, e language.Expr) bool {
	switch e := e.(type) {
	case language.And:
		return o.every(c, e)
	case language.Or:
		return slices.ContainsFunc(e, func(x language.Expr) bool { return o.fits(c, x) })
	case language.Not:
		return !o.fits(c, e.X)
	case language.Word:
		return o.word(c, e)
	case language.Phrase:
		return o.side(c, e.Text, false, nil)
	case language.Filter:
		return slices.ContainsFunc(e.Any, func(v language.Value) bool { return o.value(c, e.Field, v) })
	}
	return true
}

// every leaves out the words that are in every text when there are others.
func (o oracle) every(c casefile.Case, list language.And) bool {
	stop := func(e language.Expr) bool {
		w, ok := e.(language.Word)
		return ok && !w.Prefix && words.Stop(words.Fold(w.Text))
	}
	others := slices.ContainsFunc(list, func(e language.Expr) bool {
		_, word := e.(language.Word)
		_, phrase := e.(language.Phrase)
		return phrase || word && !stop(e)
	})
	for _, e := range list {
		if !(others && stop(e)) && !o.fits(c, e) {
			return false
		}
	}
	return true
}

func (o oracle) word(c casefile.Case, w language.Word) bool {
	if o.key(c, w.Text, w.Prefix) || strings.EqualFold(c.Text("source_id"), w.Text) && w.Text != "" {
		return true
	}
	if o.side(c, w.Text, w.Prefix, nil) {
		return true
	}
	u := unitOf(w.Text)
	if len(u.tokens) != 1 || w.Prefix || words.Coded(w.Text) || u.tokens[0].Kind != words.Word {
		return false
	}
	stem := words.Stem(u.tokens[0].Text)
	for _, p := range pieces(&c, testOptions()) {
		for _, t := range words.All(p.text) {
			if t.Text == stem || t.Kind == words.Word && words.Stem(t.Text) == stem {
				return true
			}
		}
	}
	return false
}

// key is the rule for keys: with its prefix, or the beginning of one alone.
func (o oracle) key(c casefile.Case, typed string, open bool) bool {
	prefix, digits, ok := casefile.ReadKey(typed)
	if !ok {
		return false
	}
	fits := func(c casefile.Case) bool {
		kind, own, _ := strings.Cut(c.Key(), "-")
		return c.Key() != "" && strings.HasPrefix(own, digits) && (prefix == "" || prefix == kind)
	}
	distinct := map[string]bool{}
	for _, other := range o.cases {
		if fits(other) {
			distinct[other.Key()] = true
		}
	}
	return fits(c) && (prefix != "" || len(distinct) == 1 && (!open || strings.ContainsAny(digits, "23456789")))
}

// side says whether words stand side by side in a text of the case.
func (o oracle) side(c casefile.Case, text string, open bool, fields []string) bool {
	u := unitOf(text)
	for _, p := range pieces(&c, testOptions()) {
		if fields != nil && !slices.Contains(fields, p.field) {
			continue
		}
		at := map[int][]string{}
		for _, t := range words.All(p.text) {
			at[t.Pos] = append(at[t.Pos], t.Text)
		}
		for begin := range at {
			all := true
			for i, t := range u.tokens {
				last := i == len(u.tokens)-1
				all = all && slices.ContainsFunc(at[begin+t.Pos-u.tokens[0].Pos], func(s string) bool {
					return s == t.Text || (last && open || t.Kind == words.Last) && strings.HasPrefix(s, t.Text)
				})
			}
			if all {
				return true
			}
		}
	}
	return false
}

func (o oracle) value(c casefile.Case, name string, v language.Value) bool {
	field, _ := language.Lookup(name)
	names := field.In
	if len(names) == 0 {
		names = []string{name}
	}
	if field.Text && !v.Range && o.side(c, v.Text, v.Prefix, names) {
		return true
	}
	records := map[string][]casefile.Record{"": {c.Record}}
	for _, r := range c.Items {
		if !r.Binned() {
			records[string(r.Kind)] = append(records[string(r.Kind)], r)
		}
	}
	switch name {
	case "has":
		return len(records[v.Text]) > 0 || c.Text(v.Text) != "" || v.Text == "screenshot" && slices.ContainsFunc(records["line"],
			func(r casefile.Record) bool { return r.Text("mark") == "screenshot" })
	case "is":
		closed := c.Text("status") == "closed" || c.Text("closed") != ""
		return v.Text == "binned" && c.Binned() || v.Text == "closed" && closed || v.Text == "open" && !closed
	case "kind":
		return string(c.Kind) == v.Text
	}
	for _, n := range names {
		kind, bare, item := strings.Cut(n, ".")
		if !item {
			kind, bare = "", n
		}
		for _, r := range records[kind] {
			if v.Range {
				d := dayOf(r.Text(bare))
				if d != "" && (v.From == "" || d >= v.From) && (v.To == "" || d <= v.To) {
					return true
				}
			} else if field.Exact && r.Text(bare) == v.Text {
				return true
			}
		}
	}
	return false
}

var someWords = []string{"reset", "resets", "resetting", "node", "nodes", "Straße", "strasse", "the", "ERR_RESET", "err", "17.1.2", "17", "camelCase",
	"case", "検索", "索引", "検", "ошибка", "ошибки", "a", "ESC-7K3F2Q", "7K3F", "priya", "Priya Sharma", "don't"}

func genText(t *rapid.T, label string) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(someWords), 0, 5).Draw(t, label), rapid.SampledFrom([]string{" ", ", ", "", ". "}).Draw(t, "between"))
}

func genCase(t *rapid.T, i int) casefile.Case {
	c := escalation(fmt.Sprintf("c%d", i), nil)
	set := func(fields map[string]any, name string, values ...string) {
		if v := rapid.SampledFrom(append(values, "")).Draw(t, name); v != "" {
			fields[name] = v
		}
	}
	c.Fields["title"] = genText(t, "title")
	c.Fields["description"] = genText(t, "description")
	set(c.Fields, "key", "ESC-7K3F2Q", "ESC-7K3FXX", "ESC-NDES00")
	set(c.Fields, "severity", "critical", "high")
	set(c.Fields, "status", "active", "closed")
	set(c.Fields, "created", "2026-01-10", "2026-01-31T23:30:00Z[Europe/Berlin]", "2025-12-31")
	set(c.Fields, "customer", "cus-1", "cus-2")
	set(c.Fields, "deleted", "2026-03-01T00:00:00Z")
	for k := range rapid.IntRange(0, 3).Draw(t, "items") {
		line := record(casefile.KindLine, fmt.Sprintf("c%d-l%d", i, k), "text", genText(t, "line"))
		set(line.Fields, "mark", "decision", "screenshot")
		set(line.Fields, "deleted", "2026-03-01T00:00:00Z")
		c.Items = append(c.Items, line)
	}
	if rapid.Bool().Draw(t, "action") {
		c.Items = append(c.Items, record(casefile.KindAction, fmt.Sprintf("c%d-a", i), "owner", genText(t, "owner"), "due", "2026-02-01T10:00:00"))
	}
	return c
}

func genQuery(t *rapid.T) string {
	leaf := rapid.OneOf(
		rapid.SampledFrom(someWords),
		rapid.Map(rapid.SampledFrom(someWords), func(s string) string { return `"` + s + " " + someWords[len(s)%len(someWords)] + `"` }),
		rapid.Map(rapid.SampledFrom(someWords), func(s string) string { return `"` + s + `"` }),
		rapid.Map(rapid.SampledFrom(someWords), func(s string) string { return s + "*" }),
		rapid.SampledFrom([]string{"severity:critical", "severity:critical,high", "status:closed", "is:open", "is:closed", "is:binned", "has:line",
			"has:action", "has:screenshot", "has:severity", "line.mark:decision", "mark:screenshot", "owner:priya", `action.owner:"Priya Sharma"`, "title:reset",
			"line.text:node*", "customer:veldhoorn", `customer:"oakhollow health"`, "created:2026-01", "created:2026-02-01", "after:2026", "before:2026-01-31",
			"created:2025..2026-01-10", "action.due:2026-02", "kind:escalation", "kind:call", "description:(reset OR err)", "title:検索"}),
	)
	parts := rapid.SliceOfN(leaf, 1, 4).Draw(t, "leaves")
	for i := range parts {
		parts[i] = rapid.SampledFrom([]string{"", "", "-", "(", "OR "}).Draw(t, "before") + parts[i]
	}
	return strings.Join(parts, " ")
}

func TestTheIndexFindsWhatAScanFinds(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var cases []casefile.Case
		for i := range rapid.IntRange(1, 5).Draw(rt, "cases") {
			cases = append(cases, genCase(rt, i))
		}
		s := newShelf(t, cases...)
		for range 12 {
			text := genQuery(rt)
			e, _ := language.Parse(text, language.Env{Now: now})
			a := s.ask(t, Query{Text: text, noTypos: true})
			got := []string{}
			for _, h := range a.Hits {
				got = append(got, h.ID)
			}
			slices.Sort(got)
			if want := (oracle{cases}).ids(e); !slices.Equal(got, want) || a.Total != len(want) {
				rt.Fatalf("%s, read as %s: %v (%d), a scan finds %v", text, e, got, a.Total, want)
			}
			for _, h := range a.Hits {
				if shows(e) && len(h.Matches) == 0 {
					rt.Fatalf("%s: %s has nothing to show", text, h.ID)
				}
			}
		}
	})
}

// shows says that every hit of an expression must have a text to show: all its parts are words to be there.
func shows(e language.Expr) bool {
	switch e := e.(type) {
	case language.Phrase:
		return true
	case language.Word:
		_, _, key := casefile.ReadKey(e.Text)
		return !key && !words.Stop(words.Fold(e.Text))
	case language.And:
		return !slices.ContainsFunc(e, func(x language.Expr) bool { return !shows(x) })
	case language.Or:
		return !slices.ContainsFunc(e, func(x language.Expr) bool { return !shows(x) })
	}
	return false
}
