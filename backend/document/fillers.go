package document

import (
	"precedent/backend/casefile"
	"precedent/backend/document/tree"
)

// filler writes one section from the record.
type filler struct {
	fill     func(b *builder) []tree.Block
	says     string // what it writes, for who edits a template
	internal bool   // it tells what only colleagues read
	starter  bool   // it is made of the section's starter sentences
}

// fillers by their names in the templates. It is filled here and not below, because they look into it.
var fillers map[string]filler

func init() {
	fillers = map[string]filler{
		"text":     {(*builder).text, "each starter sentence as a paragraph", false, true},
		"bullets":  {(*builder).bullets, "each starter sentence as an item of a list", false, true},
		"numbered": {(*builder).numbered, "each starter sentence as an item of a numbered list", false, true},
		"facts":    {(*builder).factList, "each starter “Label: text” as a fact with its label", false, true},
		"summary":  {(*builder).summary, "the starter sentences whose facts are known, then the description", false, true},

		"outcome": {(*builder).outcome, "positive, negative or no outcome", false, false}, "exit-criteria": {(*builder).exitCriteria, "the exit criteria, counted", false, false},
		"team-summary": {(*builder).teamSummary, "what the team did", false, false}, "agreement": {(*builder).agreement, "that both sides agree", false, false},
		"close-reason": {(*builder).closeReason, "why it closes", false, false}, "sentiment": {(*builder).sentiment, "the customer’s sentiment before and after", true, false},
		"impact": {(*builder).impact, "the impact, with its numbers", false, false}, "timeline": {(*builder).timeline, "the starred lines", false, false},
		"durations": {(*builder).durations, "the times, and how long each took", false, false}, "trigger": {(*builder).trigger, "what set it off", false, false},
		"cause": {(*builder).cause, "the cause, what fixed it, and the why-graph", false, false}, "factors": {(*builder).factors, "contributing factors", false, false},
		"whys": {(*builder).whySection, "the why-graph", true, false}, "detection-gap": {(*builder).detectionGap, "how it stayed unnoticed", true, false},
		"escape-point": {(*builder).escapePoint, "where it slipped through", true, false},
		"tried":        {(*builder).tried, "what was tried, and whether it helped", false, false}, "went": {(*builder).went, "what went well and poorly, luck and surprises", true, false},
		"actions": {(*builder).actions, "corrective actions", false, false}, "same-cause": {(*builder).sameCause, "whether the cause was seen before", true, false},
		"communications": {(*builder).communications, "what was told to whom, and what was promised", true, false}, "cadence": {(*builder).cadence, "how many updates came in time", true, false},

		"latest": {(*builder).latest, "what happened since the last update", false, false}, "lines": {(*builder).allLines, "all lines that the audience may read", false, false},
		"next-steps": {(*builder).nextSteps, "the open actions with who and when", false, false}, "asks": {(*builder).asksFor, "what is needed, from whom and until when", true, false},
		"options": {(*builder).optionsWeighed, "the options that were weighed", true, false}, "handoff": {(*builder).handoffNote, "what the next person must know", true, false},
		"links": {(*builder).linkList, "the addresses of the case", true, false}, "customers": {(*builder).customersTold, "the customers concerned, and what they were told", true, false},

		"brief-head": {(*builder).briefHead, "the head of a brief", true, false}, "brief-impact": {(*builder).briefImpact, "the impact of a brief", true, false},
		"brief-issue": {(*builder).briefIssue, "the description of a brief", true, false}, "brief-steps": {(*builder).briefSteps, "the steps to reproduce", true, false},
		"brief-tried": {(*builder).briefTried, "each attempt with its result", true, false}, "brief-told": {(*builder).briefTold, "what the customer was told and expects", true, false},
		"brief-need": {(*builder).briefNeed, "what is asked for, and until when", true, false},
	}
}

// Filler describes a filler to who edits a template.
type Filler struct {
	Name, Says string
	Internal   bool // it stands in internal documents only
	Starter    bool // the section's starter sentences are its text
}

// Fillers lists what can fill a section, by name.
func Fillers() []Filler {
	var out []Filler
	for _, name := range sortedKeys(asAny(fillers)) {
		f := fillers[name]
		out = append(out, Filler{name, f.says, f.internal, f.starter})
	}
	return out
}

func asAny[T any](m map[string]T) map[string]any {
	out := make(map[string]any, len(m))
	for k, v := range m {
		out[k] = v
	}
	return out
}

func (b *builder) whySection() []tree.Block {
	if out := b.whyGraph(); out != nil {
		return out
	}
	return []tree.Block{b.fieldGap("why it happened, and why that could be", "whys")}
}

func (b *builder) detectionGap() []tree.Block {
	return b.prose(b.internal.detectionGap, "why it was not noticed earlier", "detection_gap")
}

func (b *builder) escapePoint() []tree.Block {
	return b.prose(b.internal.escapePoint, "where it could have been caught before it reached the customer", "escape_point")
}

// latest are the lines since this audience was last told something.
func (b *builder) latest() []tree.Block {
	var lines []line
	for _, l := range b.facts.lines {
		if l.at.Time.After(b.facts.since.Time) {
			lines = append(lines, l)
		}
	}
	return b.lineList(lines, "what happened since the last update", "the timeline")
}

func (b *builder) allLines() []tree.Block {
	return b.lineList(b.facts.lines, "what happened", "the timeline, with lines that this audience may read")
}

func (b *builder) lineList(lines []line, fact, fills string) []tree.Block {
	sortLines(lines)
	list := tree.List{}
	for _, l := range lines {
		b.from(l.id, "")
		runs := tree.Inline(l.text)
		if at := b.moment(l.at); at != "" {
			runs = append([]tree.Run{tree.Strong(at), tree.Text("  ")}, runs...)
		}
		list.Items = append(list.Items, tree.Item{Blocks: []tree.Block{tree.Paragraph{Text: runs}}})
	}
	if len(list.Items) == 0 {
		return []tree.Block{b.gap(fact, string(casefile.KindLine), fills)}
	}
	return []tree.Block{list}
}

// nextSteps are the open actions, each with its owner and its date, or that they are missing (S0:42).
func (b *builder) nextSteps() []tree.Block {
	list := tree.List{}
	for _, a := range b.facts.actions {
		if !a.open() {
			continue
		}
		b.from(a.id, "")
		runs := tree.Inline(a.text)
		for _, part := range []struct{ text, fact, field string }{{a.owner, "who does it", "owner"}, {meeting(a.due, b.facts.zone), "until when", "due"}} {
			runs = append(append(runs, tree.Text(", ")), b.orMissing(part.text, part.fact, casefile.KindAction, a.id, part.field)...)
		}
		list.Items = append(list.Items, tree.Item{Blocks: []tree.Block{tree.Paragraph{Text: runs}}})
	}
	if len(list.Items) == 0 {
		return []tree.Block{b.gap("the next step, with who does it and until when", string(casefile.KindAction), "the case’s actions")}
	}
	return []tree.Block{list}
}

// orMissing is a text within a line, or that it is missing.
func (b *builder) orMissing(text, fact string, k casefile.Kind, record, field string) []tree.Run {
	if text != "" {
		return tree.Plain(text)
	}
	b.missing(fact, k, record, field)
	return []tree.Run{{Text: "[missing: " + fact + "]", Missing: true}}
}

func (b *builder) asksFor() []tree.Block {
	list := tree.List{}
	for _, a := range b.internal.asks {
		if a.status == "met" || a.status == "declined" {
			continue
		}
		b.from(a.id, "")
		item := bullet(a.inWords())
		for _, more := range []struct{ label, text string }{{"Skills", a.skills}, {"Wanted", a.outcome}} {
			if more.text != "" {
				item.Blocks = append(item.Blocks, tree.Para(append(tree.Plain(more.label+": "), tree.Inline(more.text)...)...))
			}
		}
		list.Items = append(list.Items, item)
	}
	if len(list.Items) == 0 {
		return []tree.Block{b.gap("what is needed, from whom and until when", string(casefile.KindAsk), "the case’s asks")}
	}
	return []tree.Block{list}
}

func (b *builder) optionsWeighed() []tree.Block {
	table := tree.Table{Head: [][]tree.Run{tree.Plain("Option"), tree.Plain("Reversible"), tree.Plain("Loses data"), tree.Plain("Customer asked"), tree.Plain("Agreed"), tree.Plain("")}}
	for _, o := range b.internal.options {
		b.from(o.id, "")
		table.Rows = append(table.Rows, [][]tree.Run{tree.Inline(o.text), tree.Plain(casefile.EnumLabel(o.reversible)), tree.Plain(casefile.EnumLabel(o.loss)), tree.Plain(o.asked),
			tree.Plain(casefile.EnumLabel(o.consent)), tree.Plain(o.chosen)})
	}
	if len(table.Rows) == 0 {
		return []tree.Block{b.gap("which options were weighed", string(casefile.KindOption), "the case’s options")}
	}
	return []tree.Block{table}
}

func (b *builder) handoffNote() []tree.Block {
	if len(b.internal.handoffs) == 0 {
		return []tree.Block{b.gap("what the next person must know", string(casefile.KindHandoff), "a handoff of the case")}
	}
	h := b.internal.handoffs[len(b.internal.handoffs)-1]
	b.from(h.id, "")
	f := tree.Facts{Pairs: []tree.Fact{{Label: "To", Value: b.orMissing(h.to, "who takes over", casefile.KindHandoff, h.id, "to")}}}
	f.Pairs = derived(f.Pairs, "Accepted", h.accepted)
	out := append([]tree.Block{f}, tree.FromMarkdown(h.context, 2, b.in.Pictures)...)
	return append(out, titled("Open questions", tree.FromMarkdown(h.questions, 3, b.in.Pictures))...)
}

// derived is a fact that is left out while it is not known.
func derived(pairs []tree.Fact, label, text string) []tree.Fact {
	if text == "" {
		return pairs
	}
	return append(pairs, tree.Fact{Label: label, Value: tree.Plain(text)})
}

func (b *builder) linkList() []tree.Block {
	list := tree.List{}
	for _, l := range b.internal.links {
		b.from(l.id, "")
		runs := []tree.Run{tree.Text(casefile.EnumLabel(l.kind) + ": "), {Text: tree.CleanLine(l.title), Link: l.url}}
		list.Items = append(list.Items, tree.Item{Blocks: []tree.Block{tree.Paragraph{Text: runs}}})
	}
	if len(list.Items) == 0 {
		return []tree.Block{b.gap("links to tickets and issues", string(casefile.KindLink), "the case’s links")}
	}
	return []tree.Block{list}
}

func (b *builder) customersTold() []tree.Block {
	table := tree.Table{Head: [][]tree.Run{tree.Plain("Customer"), tree.Plain("Told"), tree.Plain("What was said")}}
	for _, c := range b.internal.concerned {
		b.from(b.facts.id, "outreach")
		when := tree.Plain(c.when)
		if c.when == "" {
			when = b.missing("when a customer was told", casefile.KindIncident, b.facts.id, "outreach")
		}
		table.Rows = append(table.Rows, [][]tree.Run{tree.Plain(c.customer), when, tree.Inline(c.text)})
	}
	if len(table.Rows) == 0 {
		return []tree.Block{b.gap("which customers are concerned, and what they were told", "outreach", "“Outreach” of the incident")}
	}
	return []tree.Block{table}
}
