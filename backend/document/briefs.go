package document

import (
	"precedent/backend/casefile"
	"precedent/backend/document/brief"
	"precedent/backend/document/tree"
)

// theBrief is what the brief of the case says: its own record, or a draft from the case.
func (b *builder) theBrief() brief.Brief { return brief.Of(b.in.Case, b.in.Names) }

// RenderBrief is the brief of a case as the text of its form (S3:16-45), to be pasted elsewhere and read back.
func RenderBrief(in Input) Printed {
	return Kept(Markdown, []byte(brief.Write(brief.Of(in.Case, in.Names))), nil)
}

// briefFact is one fact of a brief: its label in the form, what is known, and what is missing while it is not.
type briefFact struct{ label, text, fact, field string }

func (b *builder) briefFacts(list ...briefFact) []tree.Block {
	var f tree.Facts
	for _, one := range list {
		f.Pairs = append(f.Pairs, tree.Fact{Label: one.label, Value: b.briefValue(one)})
	}
	return []tree.Block{f}
}

func (b *builder) briefValue(one briefFact) []tree.Run {
	if one.text == "" {
		b.missing(one.fact, casefile.KindBrief, b.facts.id, one.field)
		return []tree.Run{{Text: "[missing: " + one.fact + "]", Missing: true}}
	}
	b.from(b.facts.id, one.field)
	return tree.Inline(one.text)
}

func (b *builder) briefHead() []tree.Block {
	e := b.theBrief()
	return b.briefFacts(briefFact{"ESCALATION", e.Title, "one-line summary", "title"}, briefFact{"Severity", casefile.EnumLabel(e.Severity), "severity", "severity"},
		briefFact{"Target", casefile.EnumLabel(e.Target), "who should act", "target"})
}

func (b *builder) briefImpact() []tree.Block {
	e := b.theBrief()
	return b.briefFacts(briefFact{"Customers affected", e.Customers, "number, and names if relevant", "customers_affected"}, briefFact{"Workflow impact", e.Workflow, "what they cannot do", "workflow_impact"},
		briefFact{"Revenue at risk", e.Revenue, "revenue at risk, or that there is none", "revenue_at_risk"}, briefFact{"SLA status", brief.Label(e.SLA), "SLA status", "sla_status"})
}

func (b *builder) briefIssue() []tree.Block {
	return b.prose(b.theBrief().Description, "three to five sentences: what happens, since when, how it shows, how far it reaches", "description")
}

// briefSteps are asked for where it is a bug (S3:28).
func (b *builder) briefSteps() []tree.Block {
	e := b.theBrief()
	if !e.Bug {
		return []tree.Block{tree.Para(tree.Text("Not a bug, as far as is recorded."))}
	}
	list := tree.List{Ordered: true, Start: 1}
	for _, s := range e.Steps {
		b.from(b.facts.id, "steps")
		list.Items = append(list.Items, bullet(s))
	}
	var out []tree.Block
	if len(list.Items) == 0 {
		out = append(out, b.fieldGap("the steps that reproduce it", "steps"))
	} else {
		out = append(out, list)
	}
	return append(out, b.briefFacts(briefFact{"Expected", e.Expected, "what should happen", "expected"}, briefFact{"Actual", e.Actual, "what happens", "actual"},
		briefFact{"Environment", e.Environment, "version, platform, size", "environment"})...)
}

func (b *builder) briefTried() []tree.Block {
	list := tree.List{Ordered: true, Start: 1}
	for _, a := range b.theBrief().Tried {
		runs := append(b.briefValue(briefFact{"", a.Action, "what was tried", "action"}), tree.Text(" -> "))
		runs = append(runs, b.briefValue(briefFact{"", a.Result, "what came of it", "result"})...)
		list.Items = append(list.Items, tree.Item{Blocks: []tree.Block{tree.Paragraph{Text: runs}}})
	}
	if len(list.Items) == 0 {
		return []tree.Block{b.gap("what was tried", string(casefile.KindAttempt), "the brief’s attempts")}
	}
	return []tree.Block{list}
}

func (b *builder) briefTold() []tree.Block {
	e := b.theBrief()
	return b.briefFacts(briefFact{"Last update", e.LastUpdate, "when the customer was last told, and what", "last_update"},
		briefFact{"Customer expectation", e.Expectation, "what they expect, and by when", "expectation"}, briefFact{"Escalation risk", e.Risk, "whether they will escalate further", "escalation_risk"})
}

func (b *builder) briefNeed() []tree.Block {
	e := b.theBrief()
	return b.briefFacts(briefFact{brief.NeedLabel(e.Need), e.Ask, "what exactly is asked for: investigate, fix, decide or approve", "need_text"},
		briefFact{"Deadline", meeting(e.Deadline, b.facts.zone), "until when", "deadline"})
}
