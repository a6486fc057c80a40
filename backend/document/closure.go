package document

import (
	"fmt"
	"strings"

	"precedent/backend/casefile"
	"precedent/backend/document/tree"
)

// pair is a fact of the head; an empty value is a gap there.
func (b *builder) pair(label, value, field string) tree.Fact {
	if value == "" {
		return tree.Fact{Label: label, Value: b.missing(strings.ToLower(label), b.facts.kind, b.facts.id, field)}
	}
	b.from(b.facts.id, field)
	return tree.Fact{Label: label, Value: tree.Plain(value)}
}

func (b *builder) outcome() []tree.Block {
	words := map[string]string{"positive": "The situation ended with a positive outcome.", "negative": "The situation ended with a negative outcome.", "no_outcome": "The situation ended without an outcome."}[b.facts.outcome]
	if words == "" {
		return []tree.Block{b.fieldGap("whether the outcome was positive or negative, or whether there was none", "outcome")}
	}
	b.from(b.facts.id, "outcome")
	return append([]tree.Block{tree.Para(tree.Strong(words))}, tree.FromMarkdown(b.facts.outcomeNote, 2, b.in.Pictures)...)
}

// exitCriteria answers whether they were met by counting them.
func (b *builder) exitCriteria() []tree.Block {
	list := b.facts.criteria
	if len(list) == 0 {
		return []tree.Block{b.gap("exit criteria that this audience may read", string(casefile.KindExitCriterion), "the case’s exit criteria")}
	}
	table := tree.Table{Head: [][]tree.Run{tree.Plain("Criterion"), tree.Plain("State")}}
	if b.internal != nil {
		table.Head = append(table.Head, tree.Plain("What shows it"))
	}
	for _, c := range list {
		b.from(c.id, "")
		row := [][]tree.Run{tree.Inline(c.text), tree.Plain(criterionState(c.status))}
		if b.internal != nil {
			row = append(row, b.shown(c))
		}
		table.Rows = append(table.Rows, row)
	}
	answer := []tree.Run{tree.Strong(verdict(list))}
	if b.internal == nil {
		answer = append(answer, tree.Text(" Counted from the criteria that we agreed on together."))
	}
	return []tree.Block{tree.Paragraph{Text: answer}, table}
}

func criterionState(s string) string {
	if s == "" || s == "open" {
		return "Not met"
	}
	return casefile.EnumLabel(s)
}

// shown is the evidence of a criterion, or the reason why it was waived.
func (b *builder) shown(c criterion) []tree.Run {
	field, text := "evidence", c.evidence
	if c.status == "waived" {
		field, text = "reason", firstOf(c.reason, c.evidence)
	}
	if text == "" && (c.status == "met" || c.status == "waived") {
		return b.missing("evidence for a criterion", casefile.KindExitCriterion, c.id, field)
	}
	return tree.Inline(text)
}

// missing is a gap inside a table.
func (b *builder) missing(fact string, k casefile.Kind, record, field string) []tree.Run {
	fills := "this section"
	if f, ok := casefile.FieldOf(k, field); ok {
		fills = "“" + f.Label + "” of the " + k.One()
	}
	b.addGap(fact, record, field, fills)
	return tree.NotRecorded()
}

func verdict(list []criterion) string {
	count := map[string]int{}
	for _, c := range list {
		count[c.status]++
	}
	met, waived := count["met"], count["waived"]
	open := len(list) - met - waived
	switch {
	case open > 0:
		return fmt.Sprintf("No: %d of %d not met.", open, len(list))
	case waived > 0:
		return fmt.Sprintf("Yes, with %d of %d waived.", waived, len(list))
	case met == 1:
		return "Yes: the one criterion was met."
	}
	return fmt.Sprintf("Yes: all %d were met.", met)
}

// teamSummary is what somebody wrote, else a draft of starred lines and finished actions.
func (b *builder) teamSummary() []tree.Block {
	if b.facts.teamSummary != "" {
		return b.prose(b.facts.teamSummary, "", "team_summary")
	}
	list := tree.List{}
	for _, l := range b.facts.lines {
		if l.starred {
			b.from(l.id, "")
			list.Items = append(list.Items, bullet(l.text))
		}
	}
	for _, a := range b.facts.actions {
		if a.status == "done" {
			b.from(a.id, "")
			list.Items = append(list.Items, bullet(withOwner(a)))
		}
	}
	if len(list.Items) == 0 {
		return []tree.Block{b.gap("what the team did", "team_summary", "starred lines, finished actions, or this section")}
	}
	return []tree.Block{list}
}

func withOwner(a action) string {
	if a.owner == "" {
		return a.text
	}
	return a.text + " (" + a.owner + ")"
}

func bullet(text string) tree.Item {
	return tree.Item{Blocks: tree.FromMarkdown(text, 3, nil)}
}

func (b *builder) agreement() []tree.Block {
	f := b.facts
	ours, theirs := "We agree that the situation is resolved.", firstOf(f.customer, "The customer")+" agrees that the situation is resolved."
	var out []tree.Block
	out = append(out, b.agreed(f.companyAgreed, ours, f.agreedCompany, "that we agree it is resolved, with the issue or e-mail that shows it", "agreed_company")...)
	return append(out, b.agreed(f.customerAgreed, theirs, f.agreedCustomer, "that the customer agrees it is resolved, with the issue or e-mail that shows it", "agreed_customer")...)
}

func (b *builder) agreed(yes bool, words, evidence, fact, field string) []tree.Block {
	if !yes {
		return []tree.Block{b.fieldGap(fact, field)}
	}
	b.from(b.facts.id, field)
	return append([]tree.Block{tree.Para(tree.Text(words))}, quoted(evidence)...)
}

func quoted(text string) []tree.Block {
	if text == "" {
		return nil
	}
	return []tree.Block{tree.Quote{Blocks: tree.FromMarkdown(text, 3, nil)}}
}

func (b *builder) closeReason() []tree.Block {
	words := map[string]string{
		"resolved": "The issue is resolved.", "de_escalated": "The issue moves into the standard process; it is no longer escalated.", "merged": "The case goes on in another one.",
		"customer_left": "The customer has left.", "withdrawn": "The escalation was withdrawn.",
	}[b.facts.closeReason]
	if words == "" {
		return []tree.Block{b.fieldGap("why the case closes", "close_reason")}
	}
	b.from(b.facts.id, "close_reason")
	return []tree.Block{tree.Para(tree.Text(words))}
}

func (b *builder) sentiment() []tree.Block {
	v := b.internal
	return []tree.Block{tree.Facts{Pairs: []tree.Fact{
		b.pair("Before", casefile.EnumLabel(v.sentimentBefore), "sentiment_before"), b.pair("After", casefile.EnumLabel(v.sentimentAfter), "sentiment_after"),
	}}}
}
