package document

import (
	"regexp"
	"strings"

	"precedent/backend/casefile"
	"precedent/backend/document/tree"
)

func (b *builder) rcaFacts() []tree.Block {
	f := b.facts
	var pairs []tree.Fact
	if _, ofCustomer := casefile.FieldOf(f.kind, "customer"); ofCustomer && (f.customer != "" || f.kind != casefile.KindReview) {
		pairs = append(pairs, b.pair("Customer", f.customer, "customer"))
	}
	pairs = append(append(pairs, b.pair("Reference", f.key, "key")), b.internalFacts()...)
	pairs = append(pairs, b.pair("Began", b.moment(f.started), "started"), b.pair("Resolved", b.moment(f.resolved), "resolved"))
	pairs = derived(pairs, "Lasted", between(f.started, f.resolved))
	return []tree.Block{tree.Facts{Pairs: derived(pairs, "Time zone", f.zone)}}
}

var variable = regexp.MustCompile(`\{([a-z_]+)\}`)

// summary is what somebody wrote, else those starter sentences whose facts are known.
func (b *builder) summary() []tree.Block {
	f := b.facts
	out := tree.FromMarkdown(f.summary, 2, b.in.Pictures)
	if len(out) > 0 {
		b.from(f.id, "description")
	}
	known := map[string]string{
		"started": b.moment(f.started), "resolved": b.moment(f.resolved), "duration": between(f.started, f.resolved), "customer": f.customer, "title": strings.TrimRight(f.title, "."),
		"after_detected": between(f.started, f.detected), "after_mitigated": between(f.started, f.mitigated),
	}
	var sentences []string
	for _, s := range b.section.Starter {
		if whole, ok := fillIn(s, known); ok {
			sentences = append(sentences, whole)
		}
	}
	if len(sentences) > 0 {
		out = append([]tree.Block{tree.Para(tree.Text(strings.Join(sentences, " ")))}, out...)
	}
	if len(out) == 0 {
		out = append(out, b.fieldGap("when it began and ended", "started"))
	}
	return out
}

// fillIn replaces the variables of a sentence; false when one is not known.
func fillIn(sentence string, known map[string]string) (string, bool) {
	whole := true
	out := variable.ReplaceAllStringFunc(sentence, func(v string) string {
		s := known[v[1:len(v)-1]]
		whole = whole && s != ""
		return s
	})
	return out, whole
}

func (b *builder) impact() []tree.Block {
	field := "impact"
	if _, ok := casefile.FieldOf(b.facts.kind, field); !ok {
		field = "impact_customer"
	}
	return b.prose(b.facts.impact, "who could not do what, how many, and for how long", field)
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
		return b.missing("when a line happened", l.id, "at")
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

// durations are computed from the four times.
func (b *builder) durations() []tree.Block {
	f := b.facts
	table := tree.Table{Head: [][]tree.Run{tree.Plain(""), tree.Plain("When"), tree.Plain("After it began")}}
	for _, m := range []struct {
		label, field string
		at           casefile.Instant
	}{{"Impact began", "started", f.started}, {"Detected", "detected", f.detected}, {"Mitigated", "mitigated", f.mitigated}, {"Resolved", "resolved", f.resolved}} {
		when, after := tree.Plain(b.moment(m.at)), between(f.started, m.at)
		if m.at.IsZero() {
			when = b.missing("when it was "+strings.ToLower(m.label), f.id, m.field)
		} else {
			b.from(f.id, m.field)
		}
		if m.field == "started" {
			after = ""
		}
		table.Rows = append(table.Rows, [][]tree.Run{tree.Plain(m.label), when, tree.Plain(after)})
	}
	return []tree.Block{table}
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
		out = append(out, b.whys()...)
		out = append(out, titled("How it stayed unnoticed", b.internal.detectionGap)...)
		out = append(out, titled("Where it slipped through", b.internal.escapePoint)...)
	}
	return out
}

// whys are the nodes of the why-graph in their order, each with its evidence.
func (b *builder) whys() []tree.Block {
	list := tree.List{Ordered: true, Start: 1}
	for _, w := range b.internal.whys {
		b.from(w.id, "whys")
		item := bullet(w.text)
		if w.confidence != "" {
			item.Blocks = append(item.Blocks, tree.Para(tree.Run{Text: casefile.EnumLabel(w.confidence) + ".", Emph: true}))
		}
		item.Blocks = append(item.Blocks, quoted(w.evidence)...)
		list.Items = append(list.Items, item)
	}
	if len(list.Items) == 0 {
		return nil
	}
	return []tree.Block{tree.Head(2, "Why, and why again"), list}
}

func titled(title, text string) []tree.Block {
	if text == "" {
		return nil
	}
	return append([]tree.Block{tree.Head(2, title)}, tree.FromMarkdown(text, 3, nil)...)
}

func (b *builder) factors() []tree.Block {
	list := tree.List{}
	for _, f := range b.facts.factors {
		b.from(f.id, "factors")
		item := bullet(f.text)
		item.Blocks = append(item.Blocks, quoted(f.evidence)...)
		list.Items = append(list.Items, item)
	}
	if len(list.Items) == 0 {
		return []tree.Block{b.fieldGap("contributing factors", "factors")}
	}
	return []tree.Block{list}
}

func (b *builder) tried() []tree.Block {
	table := tree.Table{Head: [][]tree.Run{tree.Plain("Tried"), tree.Plain("Result"), tree.Plain("Helped?")}}
	for _, a := range b.facts.attempts {
		b.from(a.id, "")
		helped := map[string]string{"yes": "Yes", "no": "No", "unknown": "Not known"}[a.worked]
		cell := tree.Plain(helped)
		if helped == "" {
			cell = b.missing("whether an attempt helped", a.id, "worked")
		}
		table.Rows = append(table.Rows, [][]tree.Run{tree.Inline(a.action), tree.Inline(a.result), cell})
	}
	if len(table.Rows) == 0 {
		return []tree.Block{b.gap("what was tried", string(casefile.KindAttempt), "the case’s attempts")}
	}
	return []tree.Block{table}
}

func (b *builder) went() []tree.Block {
	v := b.internal
	var out []tree.Block
	for _, w := range []struct{ title, text, went, field string }{{"Went well", v.wentWell, "well", "went_well"}, {"Went poorly", v.wentPoorly, "poorly", "went_poorly"}, {"Lucky", v.lucky, "lucky", "lucky"}} {
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
			out = append(out, b.prose(w.text, strings.ToLower(w.title), w.field)...)
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
		return b.missing(fact, record, field)
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

func (b *builder) communications() []tree.Block {
	table := tree.Table{Head: [][]tree.Run{tree.Plain("When"), tree.Plain("To"), tree.Plain("What was said"), tree.Plain("Posted in"), tree.Plain("Next promised")}}
	for _, u := range b.internal.updates {
		b.from(u.id, "")
		when := tree.Plain(b.moment(u.at))
		if u.at.IsZero() {
			when = b.missing("when an update went out", u.id, "at")
		}
		table.Rows = append(table.Rows, [][]tree.Run{when, tree.Plain(casefile.EnumLabel(u.audience)), tree.Inline(u.body), tree.Plain(u.postings), tree.Plain(appointment(u.promised))})
	}
	if len(table.Rows) == 0 {
		return []tree.Block{b.gap("what was told to whom", string(casefile.KindUpdate), "the case’s updates")}
	}
	return []tree.Block{table}
}
