package document

import (
	"strings"
	"time"

	"precedent/backend/casefile"
	"precedent/backend/document/markdown"
	"precedent/backend/document/tree"
)

// Input is what a document is built from.
type Input struct {
	Case      casefile.Case
	Related   []casefile.Case        // the customer, reviews, incidents, people: whatever the case names
	Names     func(id string) string // the name of a person or customer by ID; nil knows none
	Audience  Audience
	Zone      string            // times are told in it; "" is the case's own zone
	Overrides map[string]string // section → what a person wrote for it, in Markdown
	Pictures  tree.Pictures     // the pictures that a person's text may name; nil offers none
	Version   string            // such as "Draft, version 2"; "" is a draft
	Template  *Template         // a team's own; nil is the built-in one
	Frozen    *Frozen           // a final version: nothing is taken from the record; nil is a draft
	Levels    []Level           // when which severity began, the first first; nil is not known
	Cadence   time.Duration     // the longest time between two contacts with the customer; 0 = no fixed time
}

// Frozen is a final version as it was kept.
type Frozen struct {
	Heading  string // above the document
	Kind     string // what the document is
	For      string // in words
	Date     string // the day that it speaks of
	Key      string
	Sections []Written // each with its title and its text
}

// Level is a severity from a moment on.
type Level struct {
	At       casefile.Instant
	Severity string
}

// Built is a document before it is printed.
type Built struct {
	Tree     tree.Tree
	Sections []Written
	Gaps     []Gap
	Facts    []Fact
	Early    bool // for a customer, before the internal review (S1:43)
}

// Written is one section as it stands.
type Written struct {
	Section
	Text   string // Markdown
	Edited bool   // a person wrote it
	Record string // what the record says, where a person wrote something else
}

// Gap is a fact that is not recorded.
type Gap struct {
	Section string
	Fact    string // in words
	Record  string // ID of the record that lacks it
	Field   string // the field, or the kind of item, that would fill it
	Fills   string // the same in words, such as “Outcome” of the escalation
}

// Fact links a section to the record that it speaks from.
type Fact struct {
	Section string
	Record  string
	Field   string // "" is the record as a whole
}

// Build writes a document of the kind for the audience.
func Build(kind string, in Input) (Built, error) {
	template, err := in.template(kind)
	if err != nil {
		return Built{}, err
	}
	if in.Frozen != nil {
		return in.frozen(), nil
	}
	b := &builder{kind: kind, in: in}
	switch in.Audience {
	case Internal:
		v := internalView(in)
		b.facts, b.internal = &v.facts, &v
	case Customer:
		v := customerView(in)
		b.facts = &v.facts
	default:
		_, err := ParseAudience(string(in.Audience))
		return Built{}, err
	}
	return b.build(template), nil
}

// template is the one to write by, which must be for such records and such readers.
func (in Input) template(kind string) (Template, error) {
	t, err := in.templateOf(kind)
	if err != nil {
		return Template{}, err
	}
	a, err := ParseAudience(string(in.Audience))
	switch {
	case err != nil:
		return Template{}, err
	case !t.MadeOf(in.Case.Kind):
		return Template{}, casefile.Faultf(casefile.Invalid, "“%s” is not made of %s. %s", t.Title, in.Case.Kind.Many(), offered(in.Case.Kind))
	case !t.For(a):
		return Template{}, casefile.Faultf(casefile.Invalid, "“%s” is written for %s only.", t.Title, map[Audience]string{Internal: "one’s own people (internal)", Customer: "the customer"}[t.Audience])
	}
	return t, nil
}

func (in Input) templateOf(kind string) (Template, error) {
	if in.Template != nil {
		return *in.Template, nil
	}
	return TemplateOf(kind)
}

// frozen is the document that was kept.
func (in Input) frozen() Built {
	f := in.Frozen
	out := Built{Sections: f.Sections, Tree: tree.Tree{Title: f.Heading, Meta: tree.Meta{Kind: f.Kind, Key: f.Key, Internal: in.Audience == Internal, Audience: f.For, Version: in.Version, Date: f.Date}}}
	for _, s := range f.Sections {
		if s.Title != "" {
			out.Tree.Blocks = append(out.Tree.Blocks, tree.Head(1, s.Title))
		}
		out.Tree.Blocks = append(out.Tree.Blocks, tree.FromMarkdown(s.Text, 2, in.Pictures)...)
	}
	return out
}

// Text is the whole document in Markdown, section after section.
func (b Built) Text() string {
	var parts []string
	for _, s := range b.Sections {
		parts = append(parts, "## "+s.Title, s.Text)
	}
	return strings.Join(parts, "\n\n")
}

func offered(k casefile.Kind) string {
	if kinds := KindsOf(k); len(kinds) > 0 {
		return "Of " + k.Many() + " there are " + strings.Join(kinds, ", ") + "."
	}
	return "No document is made of them. Name the escalation, emergency, incident, review, call or brief."
}

// builder writes one document. facts are the audience's; internal is nil in a customer's document.
type builder struct {
	kind     string
	in       Input
	facts    *facts
	internal *InternalView
	section  Section
	out      Built
}

func (b *builder) build(t Template) Built {
	b.out.Tree = tree.Tree{Title: b.facts.title, Meta: b.meta(t)}
	for _, s := range t.Sections {
		if !s.For(b.in.Audience) {
			continue
		}
		b.section = s
		written, blocks := b.write()
		b.out.Sections = append(b.out.Sections, written)
		if s.Title != "" {
			b.out.Tree.Blocks = append(b.out.Tree.Blocks, tree.Head(1, s.Title))
		}
		b.out.Tree.Blocks = append(b.out.Tree.Blocks, blocks...)
	}
	return b.out
}

// write gives a section: a person's text where there is one, else what the record says.
func (b *builder) write() (Written, []tree.Block) {
	gaps, facts := len(b.out.Gaps), len(b.out.Facts)
	blocks := fillers[b.section.Fill].fill(b)
	said := markdown.Fragment(blocks)
	if text := strings.TrimSpace(b.in.Overrides[b.section.ID]); text != "" {
		b.out.Gaps, b.out.Facts = b.out.Gaps[:gaps], b.out.Facts[:facts]
		return Written{b.section, text, true, said}, tree.FromMarkdown(text, 2, b.in.Pictures)
	}
	return Written{b.section, said, false, ""}, blocks
}

func (b *builder) meta(t Template) tree.Meta {
	m := tree.Meta{Kind: t.Title, Key: b.facts.key, Internal: b.internal != nil, Version: b.in.Version, Date: b.day()}
	m.Audience = "Internal: not for customers"
	if b.internal == nil {
		m.Audience = "Prepared for " + firstOf(b.facts.customer, map[bool]string{true: "the customers concerned", false: "the customer"}[b.facts.kind == casefile.KindIncident])
	}
	if m.Version == "" {
		m.Version = "Draft"
	}
	if b.out.Early = b.internal == nil && t.AfterReview && !b.facts.reviewed; b.out.Early {
		m.Version = "DRAFT before internal review"
	}
	return m
}

// day is the record's: when it closed, else the last thing that is known to have happened.
func (b *builder) day() string {
	last := b.lastKnown()
	if last.IsZero() {
		return ""
	}
	return b.local(last).Format(time.DateOnly)
}

func (b *builder) lastKnown() casefile.Instant {
	last := b.facts.opened
	for _, i := range []casefile.Instant{b.facts.started, b.facts.detected, b.facts.mitigated, b.facts.resolved, b.facts.closed} {
		last = later(last, i)
	}
	for _, l := range b.facts.lines {
		last = later(last, l.at)
	}
	return last
}

func later(a, b casefile.Instant) casefile.Instant {
	if b.Time.After(a.Time) {
		return b
	}
	return a
}

// gap writes a fact that is missing, and keeps it for the check list beside the text.
func (b *builder) gap(fact, field, where string) tree.Block {
	b.addGap(fact, b.facts.id, field, where)
	return tree.Callout{Tone: tree.Gap, Text: []tree.Run{tree.Strong("Not recorded: "), tree.Text(fact + "; add it in " + where + ".")}}
}

func (b *builder) addGap(fact, record, field, fills string) {
	if record == b.facts.id {
		record = b.toFill(field)
	}
	b.out.Gaps = append(b.out.Gaps, Gap{b.section.ID, fact, record, field, fills})
}

// toFill is the record in which a field that nobody filled belongs: the case where it has such a field, else its review, or
// what else belongs to it. A customer reads what was analysed from the review alone.
func (b *builder) toFill(field string) string {
	if _, own := casefile.FieldOf(b.facts.kind, field); own && (b.internal != nil || field == "impact" || caseHead[field]) {
		return b.facts.id
	}
	for _, c := range sources(b.in) {
		if _, has := casefile.FieldOf(c.Kind, field); has {
			return c.ID
		}
	}
	return b.facts.id
}

// speaks is the record whose field the case's document says: the first that has it, as the view was compiled.
func (b *builder) speaks(field string) string {
	if f, own := casefile.FieldOf(b.facts.kind, field); own && (f.Common || field == "title") {
		return b.facts.id
	}
	for _, c := range sources(b.in) {
		if _, has := c.Fields[field]; has {
			return c.ID
		}
	}
	return b.facts.id
}

// caseHead are fields that a customer reads from the case itself although reviews have them too.
var caseHead = map[string]bool{"title": true, "customer": true, "started": true, "detected": true, "mitigated": true, "resolved": true}

// fieldGap is a gap that one field of the case would fill.
func (b *builder) fieldGap(fact, field string) tree.Block {
	where := "this section"
	if f, ok := casefile.FieldOf(casefile.KindReview, field); ok && b.internal == nil && field != "impact" && !caseHead[field] {
		return b.gap(fact, field, "“"+f.Label+"” of an incident review that was reviewed internally")
	}
	if f, ok := casefile.FieldOf(b.facts.kind, field); ok {
		where = "“" + f.Label + "” of the " + b.facts.kind.One()
	} else if f, ok := casefile.FieldOf(casefile.KindReview, field); ok {
		where = "“" + f.Label + "” of the incident review"
	}
	return b.gap(fact, field, where)
}

// from notes that the section speaks from a record.
func (b *builder) from(record, field string) {
	if record == "" {
		return
	}
	if record == b.facts.id && field != "" {
		record = b.speaks(field)
	}
	b.out.Facts = append(b.out.Facts, Fact{b.section.ID, record, field})
}

// prose prints what people wrote in a field, or a gap.
func (b *builder) prose(text, fact, field string) []tree.Block {
	if strings.TrimSpace(text) == "" {
		return []tree.Block{b.fieldGap(fact, field)}
	}
	b.from(b.facts.id, field)
	return tree.FromMarkdown(text, 2, b.in.Pictures)
}
