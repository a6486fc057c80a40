package policy

import (
	"slices"
	"testing"

	"precedent/backend/casefile"
)

func customerWith(fields map[string]any) casefile.Record {
	return casefile.Record{Kind: casefile.KindCustomer, ID: "customer", Fields: fields}
}

func TestTheDRISuggested(t *testing.T) {
	p, now := builtinPolicy(t), when(t, "2026-03-09T10:00:00Z")
	all := map[string]any{"csm": "the csm", "account_executive": "the ae"}
	manager := item(casefile.KindRole, "r", map[string]any{"role": "project_manager", "person": "the pm"})
	for _, c := range []struct {
		customer map[string]any
		project  bool
		want     string
	}{{all, true, "the pm"}, {all, false, "the csm"}, {map[string]any{"account_executive": "the ae"}, false, "the ae"}, {map[string]any{}, false, ""}} {
		f := Gather(caseOf(casefile.KindEscalation, map[string]any{"in_project": c.project}, manager), customerWith(c.customer), "")
		if s, _ := p.SuggestDRI(f, now); s.Person != c.want {
			t.Errorf("%v, project %t: %q, want %q", c.customer, c.project, s.Person, c.want)
		}
	}
}

func TestTheSeverityInvolvesPeople(t *testing.T) {
	p, now := builtinPolicy(t), when(t, "2026-03-09T10:00:00Z")
	for severity, want := range map[string]int{"critical": 6, "high": 6, "medium": 1, "low": 2} {
		n := 0
		for _, s := range p.Takes(escalation(severity), now) {
			if s.ID == "involve" {
				n++
			}
		}
		if n != want {
			t.Errorf("%s involves %d, want %d", severity, n, want)
		}
	}
}

func TestElsewhereSaysWhereACaseBelongs(t *testing.T) {
	p, now := builtinPolicy(t), when(t, "2026-03-09T10:00:00Z")
	ticket := item(casefile.KindLink, "l", map[string]any{"type": "ticket"})
	for _, c := range []struct {
		fields map[string]any
		items  []casefile.Record
		want   string
	}{
		{map[string]any{"type": "star"}, nil, "kind-star"}, {map[string]any{"issue_types": []any{"outage"}}, nil, "kind-incident"},
		{map[string]any{}, []casefile.Record{ticket}, "kind-ticket"}, {map[string]any{"incident_severity": "s1"}, nil, "kind-emergency"},
		{map[string]any{"emergency": true}, nil, "kind-not-paged"}, {map[string]any{}, nil, "kind-segment"},
	} {
		f := Gather(caseOf(casefile.KindEscalation, c.fields, c.items...), customerWith(nil), "")
		if !slices.ContainsFunc(p.Elsewhere(f, now), func(s Suggestion) bool { return s.ID == c.want }) {
			t.Errorf("%v: %v, want %s", c.fields, p.Elsewhere(f, now), c.want)
		}
	}
	f := Gather(caseOf(casefile.KindEscalation, map[string]any{}), customerWith(map[string]any{"strategic": true}), "")
	if got := p.Elsewhere(f, now); len(got) > 0 {
		t.Errorf("of a strategic customer: %v", got)
	}
}

func TestACounterpartStaysUntilTheEnd(t *testing.T) {
	p := builtinPolicy(t)
	role := item(casefile.KindRole, "r", map[string]any{"role": "product_counterpart"})
	f := escalation("high", role)
	if p.LeavingSticky(f, role) == "" {
		t.Error("nothing speaks against it")
	}
	f.Fields["closed"] = "2026-04-01T00:00:00Z"
	if says := p.LeavingSticky(f, role); says != "" {
		t.Error(says)
	}
}

func TestWhatStandsStillSaysWhy(t *testing.T) {
	p, f := builtinPolicy(t), escalation("critical")
	now := when(t, "2026-03-11T08:00:00Z") // the customer is late since the 10th, 09:00
	if s := p.Stalled(p.Obligations(f, now), now); slices.ContainsFunc(s, func(s Stall) bool { return s.Rule == "customer" }) {
		t.Errorf("after less than a day: %v", s)
	}
	now = when(t, "2026-03-11T09:00:00Z")
	if s := p.Stalled(p.Obligations(f, now), now); !slices.ContainsFunc(s, func(s Stall) bool { return s.Rule == "customer" && s.Source == "S0:26" }) {
		t.Errorf("%v", s)
	}
}

func TestTheChannelsName(t *testing.T) {
	p := builtinPolicy(t)
	for customer, want := range map[string]string{"Lindqvist Marine": "#esc_lindqvist_marine", "Société Générale & Co.": "#esc_societe_generale_co", "日本": "", "": ""} {
		if got := p.ChannelName(customer); got != want {
			t.Errorf("%q: %q, want %q", customer, got, want)
		}
	}
	now := when(t, "2026-03-09T10:00:00Z")
	if held := p.Held(escalation("high"), "channel", "#acme", now); len(held) != 1 || held[0].Source != "S0:101" {
		t.Error(held)
	}
	if held := p.Held(escalation("high"), "channel", "#esc_acme", now); len(held) > 0 {
		t.Error(held)
	}
}

func TestReasonsToAskAnotherTeam(t *testing.T) {
	p, now := builtinPolicy(t), when(t, "2026-03-09T10:00:00Z")
	failed := item(casefile.KindAttempt, "a", map[string]any{"worked": "no"})
	worked := item(casefile.KindAttempt, "b", map[string]any{"worked": "yes"})
	same := item(casefile.KindLink, "l", map[string]any{"type": "same_problem"})
	for _, c := range []struct {
		fields map[string]any
		items  []casefile.Record
		want   []string
	}{
		{map[string]any{}, nil, nil},
		{map[string]any{"product_related": true}, nil, []string{"S3:4"}},
		{map[string]any{}, []casefile.Record{failed}, []string{"S3:5"}},
		{map[string]any{}, []casefile.Record{failed, worked}, nil},
		{map[string]any{"issue_types": []any{"outage"}, "severity": "critical"}, nil, []string{"S3:6", "S3:7"}},
		{map[string]any{}, []casefile.Record{same}, []string{"S3:9"}},
		{map[string]any{"product_related": true, "closed": "2026-03-08T10:00:00Z"}, []casefile.Record{failed, same}, nil},
	} {
		f := Gather(caseOf(casefile.KindEscalation, c.fields, c.items...), customerWith(nil), "")
		var got []string
		for _, s := range p.Papers(f, now) {
			if s.ID == "brief" {
				got = append(got, s.Source)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%v: %v, want %v", c.fields, got, c.want)
		}
	}
}
