package document

import (
	"cmp"
	"slices"

	"precedent/backend/casefile"
	"precedent/backend/document/wording"
)

// Advice is one thing that would make a document better: where, why, and what to do. It stops nothing.
type Advice struct {
	Section    string
	Rule       string
	Start, End int // bytes of the section's text; both 0 where it is about the section as a whole
	Says, Hint string
	Points     int    // what it costs, of a hundred
	Effort     int    // 1 a word or a field, 2 a sentence, 3 some thought
	Record     string // the record that would be changed; "" is the text itself
	Field      string
}

// Judgement is what was found in a document, its score from 0 to 100, and the cheapest three things to do first.
type Judgement struct {
	Score int
	First []Advice
	All   []Advice // section by section
}

// How much of the hundred the kinds of findings can cost together: half is for what is missing, because a gap is what a reader
// asks about first; the rest for what is said and how.
const (
	missingCosts = 50
	wordingCosts = 20
	otherCosts   = 40
	firstAdvice  = 3
)

// Judge reads a document as it stands. reviewed says that a second person has read it (REQUIREMENTS 2.3).
func Judge(kind string, in Input, built Built, reviewed bool) (Judgement, error) {
	t, err := in.template(kind)
	if err != nil {
		return Judgement{}, err
	}
	j := &judge{kind: kind, in: in, t: t, built: built}
	j.missing()
	j.words()
	if in.Frozen == nil {
		j.record(reviewed)
	}
	return j.judgement(), nil
}

type judge struct {
	kind  string
	in    Input
	t     Template
	built Built
	found []Advice
}

func (j *judge) add(a Advice) { j.found = append(j.found, a) }

// missing makes each gap an advice. They share what gaps can cost by their sections, so that an empty document costs all of it.
func (j *judge) missing() {
	inSection := map[string]int{}
	for _, g := range j.built.Gaps {
		inSection[g.Section]++
	}
	asked := 0
	for _, s := range j.built.Sections {
		if len(s.Needs) > 0 || inSection[s.ID] > 0 {
			asked++
		}
	}
	for _, g := range j.built.Gaps {
		points := max(1, missingCosts/max(asked, 1)/inSection[g.Section])
		j.add(Advice{Section: g.Section, Rule: "missing", Says: casefile.Capital(g.Fact) + " is not recorded.", Hint: "Add it in " + g.Fills + ".", Points: points, Effort: effortOf(g), Record: g.Record, Field: g.Field})
	}
}

// effortOf: a time, a name or a choice is a moment's work; a text is a sentence; items are more.
func effortOf(g Gap) int {
	if casefile.Kind(g.Field).IsItem() {
		return 3
	}
	for _, k := range casefile.Kinds() {
		if f, ok := casefile.FieldOf(k, g.Field); ok {
			switch f.Type {
			case casefile.TypeProse:
				return 2
			case casefile.TypeMap:
				return 3
			}
		}
	}
	return 1
}

// words looks at the sentences of each section.
func (j *judge) words() {
	people := j.people()
	for _, s := range j.built.Sections {
		for _, f := range wording.Check(s.Text, people, j.in.Audience == Customer) {
			j.add(Advice{Section: s.ID, Rule: f.Rule, Start: f.Start, End: f.End, Says: f.Says, Hint: f.Hint, Points: f.Points, Effort: 1})
		}
	}
}

// people are the colleagues of the case, with the roles that stand for them.
func (j *judge) people() []wording.Person {
	p := newPeople(j.in)
	var out []wording.Person
	for _, name := range p.staff {
		if !slices.ContainsFunc(out, func(x wording.Person) bool { return x.Name == name }) {
			out = append(out, wording.Person{Name: name, Role: p.role(name)})
		}
	}
	return out
}

func (j *judge) judgement() Judgement {
	at := map[string]int{}
	for i, s := range j.built.Sections {
		at[s.ID] = i
	}
	slices.SortStableFunc(j.found, func(a, b Advice) int { return cmp.Or(at[a.Section]-at[b.Section], a.Start-b.Start) })
	first := slices.Clone(j.found)
	slices.SortStableFunc(first, func(a, b Advice) int { return cmp.Or(a.Effort-b.Effort, b.Points-a.Points) })
	return Judgement{Score: scoreOf(j.found), First: first[:min(firstAdvice, len(first))], All: j.found}
}

// scoreOf is a hundred less what was found, each kind of finding up to what it can cost.
func scoreOf(found []Advice) int {
	var gaps, words, others int
	for _, a := range found {
		switch {
		case a.Rule == "missing":
			gaps += a.Points
		case a.End > 0:
			words += a.Points
		default:
			others += a.Points
		}
	}
	return max(0, 100-min(gaps, missingCosts)-min(words, wordingCosts)-min(others, otherCosts))
}

// section is the first section that a filler writes, and whether a person wrote it instead.
func (j *judge) section(fill string) (Written, bool) {
	for _, s := range j.built.Sections {
		if s.Fill == fill {
			return s, true
		}
	}
	return Written{}, false
}
