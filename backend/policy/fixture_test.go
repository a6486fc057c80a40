package policy

import (
	"strings"
	"testing"
	"time"

	"precedent/backend/casefile"
)

// caseOf makes a case of a kind from fields and items, as the store would give it.
func caseOf(k casefile.Kind, fields map[string]any, items ...casefile.Record) casefile.Case {
	return casefile.Case{Record: casefile.Record{Kind: k, ID: "case", Rev: 1, Fields: fields}, Items: items}
}

func item(k casefile.Kind, id string, fields map[string]any) casefile.Record {
	fields["parent"] = "case"
	return casefile.Record{Kind: k, ID: id, Fields: fields}
}

func told(audience, at string) casefile.Record {
	return item(casefile.KindUpdate, audience+at, map[string]any{"audience": audience, "at": at})
}

// escalation is an open one, created on a Monday at ten in Berlin.
func escalation(severity string, items ...casefile.Record) *Facts {
	c := caseOf(casefile.KindEscalation, map[string]any{"status": "active", "severity": severity, "created": "2026-03-09T09:00:00Z", "zone": "Europe/Berlin"}, items...)
	return Gather(c, casefile.Record{}, "")
}

func when(t testing.TB, text string) time.Time {
	t.Helper()
	i, err := casefile.ParseInstant(text)
	if err != nil {
		t.Fatal(err)
	}
	return i.Time
}

// asked finds the obligation of a rule.
func asked(list []Obligation, rule string) (Obligation, bool) {
	for _, o := range list {
		if o.Rule == rule {
			return o, true
		}
	}
	return Obligation{}, false
}

// dueAt is when an obligation of a rule is due, in RFC 3339; "" when the rule asks nothing.
func dueAt(t testing.TB, f *Facts, rule, now string) string {
	t.Helper()
	o, ok := asked(builtinPolicy(t).Obligations(f, when(t, now)), rule)
	if !ok {
		return ""
	}
	return o.Due.Format(time.RFC3339)
}

func rulesOf(list []Obligation) string {
	var out []string
	for _, o := range list {
		out = append(out, o.Rule)
	}
	return strings.Join(out, " ")
}
