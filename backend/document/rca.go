package document

import (
	"precedent/backend/casefile"
	"precedent/backend/document/tree"
)

// summary is those starter sentences whose facts are known, then what somebody wrote.
func (b *builder) summary() []tree.Block {
	var out []tree.Block
	var sentences []tree.Run
	for _, l := range b.lines() {
		if len(sentences) > 0 {
			sentences = append(sentences, tree.Text(" "))
		}
		sentences = append(sentences, l...)
	}
	if len(sentences) > 0 {
		out = append(out, tree.Paragraph{Text: sentences})
	}
	if written := tree.FromMarkdown(b.facts.summary, 2, b.in.Pictures); len(written) > 0 {
		b.from(b.facts.id, "description")
		out = append(out, written...)
	}
	switch began, ended := !b.facts.started.IsZero(), !b.facts.resolved.IsZero(); {
	case !began && !ended:
		out = append(out, b.fieldGap("when it began and ended", "started"))
	case !began:
		out = append(out, b.fieldGap("when it began", "started"))
	case !ended:
		out = append(out, b.fieldGap("when it ended", "resolved"))
	}
	return out
}

// impact is its numbers, or that they are missing, and what people wrote of it.
func (b *builder) impact() []tree.Block {
	field := "impact"
	if _, ok := casefile.FieldOf(b.facts.kind, "impact_customer"); ok {
		field = "impact_customer"
	}
	var out []tree.Block
	if f := b.labelled(); len(f.Pairs) > 0 {
		out = append(out, f)
	}
	return append(out, b.prose(b.facts.impact, "who could not do what, how many, and for how long", field)...)
}

func (b *builder) timeline() []tree.Block {
	table := tree.Table{Head: [][]tree.Run{tree.Plain("When"), tree.Plain("What happened")}}
	lines := make([]line, 0, len(b.facts.lines))
	for _, l := range b.facts.lines {
		if l.starred {
			lines = append(lines, l)
		}
	}
	sortLines(lines)
	for _, l := range lines {
		b.from(l.id, "")
		what := tree.Inline(l.text)
		if label := milestoneLabel(l.mark); label != "" {
			what = append([]tree.Run{tree.Strong(label + ": ")}, what...)
		}
		table.Rows = append(table.Rows, [][]tree.Run{b.lineTime(l), what})
	}
	if len(table.Rows) == 0 {
		return []tree.Block{b.gap("what happened when", string(casefile.KindLine), "the timeline: star the lines that tell the story and that this audience may read")}
	}
	return []tree.Block{tree.Para(tree.Text("All times are in " + b.facts.zone + ".")), table}
}

func (b *builder) lineTime(l line) []tree.Run {
	if l.at.IsZero() {
		return b.missing("when a line happened", casefile.KindLine, l.id, "at")
	}
	return tree.Plain(b.moment(l.at))
}

func milestoneLabel(mark string) string {
	switch mark {
	case "impact", "detection", "mitigation", "resolution":
		return casefile.EnumLabel(mark)
	}
	return ""
}

func (b *builder) trigger() []tree.Block {
	return b.prose(b.facts.trigger, "what set it off", "trigger")
}

func (b *builder) cause() []tree.Block {
	out := b.prose(b.facts.cause, "why it could happen", "cause")
	if words := map[string]string{"confirmed": "This cause is confirmed.", "likely": "This cause is likely, not proven.", "undetermined": "The cause is not determined."}[b.facts.confidence]; words != "" {
		out = append(out, tree.Para(tree.Text(words)))
	}
	if b.facts.fix != "" {
		out = append(out, tree.Head(2, "What fixed it"))
		out = append(out, tree.FromMarkdown(b.facts.fix, 3, b.in.Pictures)...)
	}
	if b.internal != nil {
		out = append(out, titled("Why, and why again", b.whyGraph())...)
		out = append(out, titled("How it stayed unnoticed", tree.FromMarkdown(b.internal.detectionGap, 3, nil))...)
		out = append(out, titled("Where it slipped through", tree.FromMarkdown(b.internal.escapePoint, 3, nil))...)
	}
	return out
}

func titled(title string, blocks []tree.Block) []tree.Block {
	if len(blocks) == 0 {
		return nil
	}
	return append([]tree.Block{tree.Head(2, title)}, blocks...)
}

func (b *builder) factors() []tree.Block {
	list := tree.List{}
	for _, f := range b.facts.factors {
		b.from(b.facts.id, "factors")
		item := bullet(f.text)
		item.Blocks = append(item.Blocks, quoted(f.evidence)...)
		list.Items = append(list.Items, item)
	}
	if len(list.Items) == 0 {
		return []tree.Block{b.fieldGap("contributing factors", "factors")}
	}
	return []tree.Block{list}
}

// worked marks what came of an attempt.
var worked = map[string]string{"yes": "✓", "no": "✗", "unknown": "?"}

func (b *builder) tried() []tree.Block {
	table := tree.Table{Head: [][]tree.Run{tree.Plain("Helped"), tree.Plain("Tried"), tree.Plain("Result")}}
	for _, a := range b.facts.attempts {
		b.from(a.id, "")
		cell := tree.Plain(worked[a.worked])
		if worked[a.worked] == "" {
			cell = b.missing("whether an attempt helped", casefile.KindAttempt, a.id, "worked")
		}
		table.Rows = append(table.Rows, [][]tree.Run{cell, tree.Inline(a.action), tree.Inline(a.result)})
	}
	if len(table.Rows) == 0 {
		return []tree.Block{b.gap("what was tried", string(casefile.KindAttempt), "the case’s attempts")}
	}
	return []tree.Block{table, tree.Para(tree.Text("✓ helped, ✗ did not, ? not known."))}
}

func (b *builder) went() []tree.Block {
	v := b.internal
	var out []tree.Block
	for _, w := range []struct{ title, fact, text, went, field string }{
		{"Went well", "what went well", v.wentWell, "well", "went_well"}, {"Went poorly", "what went poorly", v.wentPoorly, "poorly", "went_poorly"},
		{"Lucky", "where we were lucky", v.lucky, "lucky", "lucky"}, {"Surprised", "what surprised us", v.surprised, "surprised", "surprised"},
	} {
		out = append(out, tree.Head(2, w.title))
		list := tree.List{}
		for _, l := range v.lines {
			if l.went == w.went {
				b.from(l.id, "")
				list.Items = append(list.Items, bullet(l.text))
			}
		}
		if len(list.Items) > 0 {
			out = append(out, list)
		}
		if w.text != "" || len(list.Items) == 0 {
			out = append(out, b.prose(w.text, w.fact, w.field)...)
		}
	}
	return out
}

// actions are those that change something for good; next steps and follow-ups of the case are none of them.
func (b *builder) actions() []tree.Block {
	table := tree.Table{Head: [][]tree.Run{tree.Plain("Action"), tree.Plain("Owner"), tree.Plain("Type"), tree.Plain("Due"), tree.Plain("Status"), tree.Plain("We see that it worked when")}}
	for _, a := range b.facts.actions {
		if a.status == "dropped" || a.kind == "next_step" || a.kind == "follow_up" {
			continue
		}
		b.from(a.id, "")
		table.Rows = append(table.Rows, [][]tree.Run{
			tree.Inline(a.text), b.or(casefile.Capital(a.owner), "the owner of an action", a.id, "owner"), b.or(casefile.EnumLabel(a.kind), "the type of an action", a.id, "type"),
			b.or(appointment(a.due), "the date of an action", a.id, "due"), tree.Plain(casefile.EnumLabel(firstOf(a.status, "open"))), b.or(a.verify, "how an action is checked", a.id, "verify"),
		})
	}
	if len(table.Rows) == 0 {
		return []tree.Block{b.gap("corrective actions", string(casefile.KindAction), "the case’s actions")}
	}
	return []tree.Block{table}
}

func (b *builder) or(text, fact, record, field string) []tree.Run {
	if text == "" {
		return b.missing(fact, casefile.KindAction, record, field)
	}
	return tree.Inline(text)
}

func (b *builder) sameCause() []tree.Block {
	words := map[string]string{"yes": "Yes, this cause has been seen before.", "no": "No, this cause has not been seen before.", "unknown": "It is not known whether this cause has been seen before."}[b.internal.sameBefore]
	if words == "" {
		return []tree.Block{b.fieldGap("whether this cause has been seen before", "same_cause_before")}
	}
	b.from(b.facts.id, "same_cause_before")
	return append([]tree.Block{tree.Para(tree.Strong(words))}, tree.FromMarkdown(b.internal.sameNote, 2, nil)...)
}
