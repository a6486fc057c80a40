package document

import (
	"regexp"
	"slices"
	"strings"

	"precedent/backend/casefile"
	"precedent/backend/document/tree"
)

// computed are the variables that are no field of a record: what is missing while one is not known, and where it would be
// written. Those that are internal are in no customer's view.
var computed = map[string]struct {
	fact, fills string
	internal    bool
}{
	"customer": {"customer", "“Customer” of the record", false}, "key": {"reference", "the record", false}, "title": {"title", "“Title” of the record", false},
	"zone":     {"time zone", "“Time zone” of the record", false},
	"duration": {"how long it lasted", "the times when it began and was resolved", false}, "open_for": {"how long it was open", "the times when it was opened and closed", false},
	"after_detected": {"how long it stayed unnoticed", "the times when it began and was detected", false}, "after_mitigated": {"how long until it was mitigated", "the times when it began and was mitigated", false},
	"users": {"how many users", "“Users affected” of the record", false}, "mitigated_by": {"what mitigated it", "a line marked as mitigation", false}, "next_step": {"the next step, with who and when", "an open action with its owner and date", false},
	"next_update": {"when we write again", "the next update promised", false}, "last_told": {"what the customer was last told", "an update to the customer", false},
	"criteria": {"whether the exit criteria are met", "the case’s exit criteria", false},
	"people":   {"people", "the case’s roles", true}, "product_dri": {"product DRI", "the role “Product DRI”", true}, "support_dri": {"support DRI", "the role “Support DRI”", true},
	"csm": {"customer success manager", "the customer’s record", true}, "csm_manager": {"CSM manager", "the customer’s record", true}, "account_executive": {"account executive", "the customer’s record", true},
	"renewal": {"renewal date", "“Renewal date” of the customer", true}, "first_ask": {"what is needed", "the case’s asks", true},
	"customers_concerned": {"which customers are concerned", "the outreach of the incident", true},
}

// derivedFrom are computed from facts that are gaps themselves while they are missing.
var derivedFrom = map[string]bool{"duration": true, "open_for": true, "after_detected": true, "after_mitigated": true}

// analysis are the fields that are taken from the review first, because it was thought about longest, then from the case,
// then from what else belongs to it.
var analysis = []string{"impact", "workflow_impact", "users_affected", "detected_by", "trigger", "cause", "fix", "confidence", "detection_gap", "escape_point",
	"went_well", "went_poorly", "lucky", "surprised", "public_text", "status_url", "issue_url"}

var variable = regexp.MustCompile(`\{([a-z][a-z0-9_]*)(\??)\}`)

// meaning says what a variable of a document of a kind of record would tell, and where it is written; ok is false where there
// is no such variable.
func meaning(k casefile.Kind, name string) (fact, fills string, ok bool) {
	if c, known := computed[name]; known {
		return c.fact, c.fills, true
	}
	for _, kind := range []casefile.Kind{k, casefile.KindReview, casefile.KindIncident} {
		f, known := casefile.FieldOf(kind, name)
		if known && (kind == k || isAnalysis(name)) && !f.System && !f.Common {
			return inSentence(f.Label), "“" + f.Label + "” of the " + kind.One(), true
		}
	}
	if name == "created" {
		return "when it was opened", "“Created” of the " + k.One(), true
	}
	return "", "", false
}

func isAnalysis(name string) bool { return slices.Contains(analysis, name) }

// inSentence is a label in the middle of a sentence: its first letter small, but not that of DRI.
func inSentence(label string) string {
	if len(label) > 1 && label[1] >= 'a' && label[1] <= 'z' {
		return strings.ToLower(label[:1]) + label[1:]
	}
	return label
}

// line is a starter with its variables put in. It is left out (nil) when it names a variable that this kind of record or this
// audience does not have, or one that may be missing ({name?}) and is; any other variable that is not known stands as a gap.
func (b *builder) line(starter string) []tree.Run {
	for _, m := range variable.FindAllStringSubmatch(starter, -1) {
		_, had := b.facts.values[m[1]]
		if !had && (m[2] == "?" || !b.applies(m[1])) {
			return nil
		}
	}
	var out []tree.Run
	at := 0
	for _, m := range variable.FindAllStringSubmatchIndex(starter, -1) {
		if m[0] > at {
			out = append(out, tree.Text(starter[at:m[0]]))
		}
		out = append(out, b.variable(starter[m[2]:m[3]])...)
		at = m[1]
	}
	if at < len(starter) {
		out = append(out, tree.Text(starter[at:]))
	}
	return out
}

// applies says that a variable can be told of this record to this audience.
func (b *builder) applies(name string) bool {
	if c, ok := computed[name]; ok && c.internal && b.internal == nil {
		return false
	}
	_, _, ok := meaning(b.facts.kind, name)
	return ok && (b.internal != nil || mayTell(b.facts.kind, name))
}

// variable prints what a variable stands for, or that it is missing.
func (b *builder) variable(name string) []tree.Run {
	if v, ok := b.facts.values[name]; ok {
		b.from(v.record, v.field)
		return v.run()
	}
	fact, fills, _ := meaning(b.facts.kind, name)
	if !derivedFrom[name] {
		b.addGap(fact, b.facts.id, name, fills)
	}
	return []tree.Run{{Text: "[missing: " + fact + "]", Missing: true}}
}

// lines are the starters that can be told.
func (b *builder) lines() [][]tree.Run {
	var out [][]tree.Run
	for _, s := range b.section.Starter {
		if l := b.line(s); l != nil {
			out = append(out, l)
		}
	}
	return out
}

// text prints each starter as a paragraph; one that is a single prose variable as the paragraphs that people wrote.
func (b *builder) text() []tree.Block {
	var out []tree.Block
	for _, s := range b.section.Starter {
		m := variable.FindStringSubmatch(s)
		if m != nil && m[0] == strings.TrimSpace(s) {
			if v, ok := b.facts.values[m[1]]; ok && v.form == prose {
				b.from(v.record, v.field)
				out = append(out, tree.FromMarkdown(v.text, 2, b.in.Pictures)...)
				continue
			}
		}
		if l := b.line(s); l != nil {
			out = append(out, tree.Paragraph{Text: l})
		}
	}
	return out
}

// bullets and numbered print each starter as an item of a list.
func (b *builder) bullets() []tree.Block  { return b.listed(false) }
func (b *builder) numbered() []tree.Block { return b.listed(true) }

func (b *builder) listed(ordered bool) []tree.Block {
	l := tree.List{Ordered: ordered, Start: 1}
	for _, runs := range b.lines() {
		l.Items = append(l.Items, tree.Item{Blocks: []tree.Block{tree.Paragraph{Text: runs}}})
	}
	if len(l.Items) == 0 {
		return nil
	}
	return []tree.Block{l}
}

// factList prints each starter “Label: text” as a fact with its label.
func (b *builder) factList() []tree.Block { return []tree.Block{b.labelled()} }

func (b *builder) labelled() tree.Facts {
	var f tree.Facts
	for _, s := range b.section.Starter {
		label, rest, _ := strings.Cut(s, ": ")
		if runs := b.line(rest); runs != nil {
			f.Pairs = append(f.Pairs, tree.Fact{Label: label, Value: runs})
		}
	}
	return f
}
