package policy

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"precedent/backend/casefile"
)

func jsonNumber(s string) json.Number { return json.Number(s) }

// emergency is one that was paged on a Saturday at noon, UTC.
func emergency(fields map[string]any, items ...casefile.Record) *Facts {
	all := map[string]any{"status": "open", "created": "2026-03-14T12:00:00Z", "paged": "2026-03-14T12:00:00Z", "zone": "UTC"}
	for name, v := range fields {
		all[name] = v
	}
	return Gather(caseOf(casefile.KindEmergency, all, items...), casefile.Record{}, "")
}

func TestTheTwoClocksOfSilence(t *testing.T) {
	now := "2026-03-14T13:00:00Z"
	if got := dueAt(t, emergency(nil), "silence-follow-up", now); got != "" {
		t.Errorf("before the first contact it is due at %s", got)
	}
	contacted := map[string]any{"contacted": "2026-03-14T12:10:00Z"}
	if got := dueAt(t, emergency(contacted), "silence-follow-up", now); got != "2026-03-14T12:25:00Z" {
		t.Errorf("the follow-up is due at %s", got)
	}
	if got := dueAt(t, emergency(contacted), "silence-close", now); got != "" {
		t.Errorf("before the follow-up was sent, closing is due at %s", got)
	}
	followed := map[string]any{"contacted": "2026-03-14T12:10:00Z", "followed_up": "2026-03-14T12:40:00Z"}
	if got := dueAt(t, emergency(followed), "silence-close", now); got != "2026-03-14T12:55:00Z" {
		t.Errorf("closing counts from when the follow-up was sent, and is due at %s", got)
	}
	followed["customer_replied"] = "2026-03-14T12:50:00Z"
	if got := dueAt(t, emergency(followed), "silence-close", now); got != "" {
		t.Errorf("after the customer's answer closing is due at %s", got)
	}
}

func TestThePageIsAcknowledgedThenTheCustomerContactedThenItIsResolved(t *testing.T) {
	p := builtinPolicy(t)
	now := when(t, "2026-03-14T12:05:00Z")
	if _, ok := asked(p.Obligations(emergency(nil), now), "page-resolve"); ok {
		t.Error("resolving is asked before the contact")
	}
	f := emergency(map[string]any{"acknowledged": "2026-03-14T12:01:00Z", "contacted": "2026-03-14T12:04:00Z"})
	list := p.Obligations(f, now)
	o, ok := asked(list, "page-resolve")
	if !ok || len(o.Do) != 2 || o.Do[0].Name != "page_resolved" || o.Do[1].Value != "resolved" {
		t.Errorf("%v %v", ok, o.Do)
	}
	if _, ok := asked(list, "page-ack"); ok {
		t.Error("an acknowledged page is to be acknowledged")
	}
}

func TestAnEmergencyIsNeverBlocked(t *testing.T) {
	held := builtinPolicy(t).Held(emergency(nil), "page_state", "resolved", when(t, "2026-03-14T12:05:00Z"))
	if len(held) != 2 {
		t.Fatalf("%d gates speak", len(held))
	}
	for _, g := range held {
		if g.Blocks {
			t.Errorf("%s blocks", g.ID)
		}
	}
}

func TestTwoEmergenciesAtOnce(t *testing.T) {
	first := emergency(nil)
	first.ID = "first"
	second := emergency(map[string]any{"paged": "2026-03-14T12:30:00Z"})
	second.ID = "second"
	p, now := builtinPolicy(t), when(t, "2026-03-14T12:31:00Z")
	for _, f := range []*Facts{second.Beside(), first} {
		list := p.Obligations(f, now)
		for _, rule := range []string{"second-page-manager", "second-page-group", "second-page-engineer"} {
			if _, ok := asked(list, rule); ok != (f.ID == "second") {
				t.Errorf("%s of the %s page: %t", rule, f.ID, ok)
			}
		}
	}
	if second.concurrent {
		t.Error("facts that are kept elsewhere were changed")
	}
}

func TestTheRouteToEngineering(t *testing.T) {
	p := builtinPolicy(t)
	saturday, monday := when(t, "2026-03-14T13:00:00Z"), when(t, "2026-03-16T13:00:00Z")
	tick := func(ids ...string) map[string]any {
		ticks := map[string]any{}
		for _, id := range ids {
			ticks[id] = map[string]any{"state": "done", "at": "2026-03-14T12:30:00Z"}
		}
		return map[string]any{"ticks": ticks}
	}
	for _, c := range []struct {
		ticked []string
		want   string
	}{
		{nil, ""}, {[]string{"tier2-deadline"}, "tier2"}, {[]string{"rfh-business-hours"}, ""},
		{[]string{"rfh-business-hours", "rfh-customer-agrees"}, "request_for_help"},
		{[]string{"rfh-customer-agrees", "tier2-no-rollback"}, "tier2"},
	} {
		r := p.Route(emergency(tick(c.ticked...)), monday)
		if r.Proposed != c.want {
			t.Errorf("%v: %q, want %q", c.ticked, r.Proposed, c.want)
		}
	}
	if r := p.Route(emergency(tick("tier2-deadline")), saturday); !strings.Contains(r.Says, "S4:28") || r.Cautions[0].ID != "caution-weekend" {
		t.Errorf("%q, %v", r.Says, r.Cautions)
	}
	if r := p.Route(emergency(nil), monday); len(r.Cautions) != 1 {
		t.Errorf("on a Monday: %v", r.Cautions)
	}
}

func TestATimeLimitIsUndecidedUntilSet(t *testing.T) {
	p := builtinPolicy(t)
	at := when(t, "2026-03-14T13:01:00Z")
	find := func(p *Policy) Judged {
		for _, j := range p.Route(emergency(nil), at).Criteria {
			if j.ID == "tier2-s1-time" {
				return j
			}
		}
		return Judged{}
	}
	if j := find(p); j.Holds || j.Undecided == "" {
		t.Errorf("%+v", j)
	}
	files := p.Files
	changed := map[string]string{}
	for name, text := range files {
		changed[name] = strings.Replace(text, `limit: ""`, `limit: "60m"`, 1)
	}
	q, mistakes := Load(changed)
	if len(mistakes) > 0 {
		t.Fatal(mistakes)
	}
	if j := find(q); !j.Holds || q.Version == p.Version {
		t.Errorf("%+v, version %s and %s", j, p.Version, q.Version)
	}
}

func TestSecurityIsToldWithoutAGate(t *testing.T) {
	p, now := builtinPolicy(t), time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC)
	brief := func(target string) *Facts {
		return Gather(caseOf(casefile.KindBrief, map[string]any{"status": "draft", "target": target, "created": "2026-03-14T11:00:00Z"}), casefile.Record{}, "")
	}
	if held := p.Held(brief("security"), "status", "sent", now); len(held) > 0 {
		t.Error(held)
	}
	if held := p.Held(brief("engineering"), "status", "sent", now); len(held) != 1 || !held[0].Blocks {
		t.Error(held)
	}
	if o, ok := asked(p.Obligations(brief("security"), now), "brief-security"); !ok || o.State != Overdue {
		t.Error("it is not asked for at once")
	}
}

// TestTheReviewOfAnEmergencyHasSevenWorkingDays: from when the problem was solved, for as long as its review is not reviewed.
func TestTheReviewOfAnEmergencyHasSevenWorkingDays(t *testing.T) {
	c := caseOf(casefile.KindEmergency, map[string]any{"status": "solved", "paged": "2026-12-21T08:00:00Z", "resolved": "2026-12-21T14:30:00Z", "zone": "Europe/Berlin"})
	review := func(status string) *Facts {
		return Gather(c, casefile.Record{}, "", casefile.Record{Kind: casefile.KindReview, ID: "review", Fields: map[string]any{"of": "case", "status": status}})
	}
	if got := dueAt(t, review("draft"), "review-emergency", "2026-12-21T15:00:00Z"); got != "2026-12-31T14:30:00Z" {
		t.Errorf("due %q", got)
	}
	if got := dueAt(t, review("reviewed"), "review-emergency", "2026-12-21T15:00:00Z"); got != "" {
		t.Errorf("reviewed, and due %q", got)
	}
	if got := dueAt(t, Gather(c, casefile.Record{}, ""), "review-emergency", "2026-12-21T15:00:00Z"); got != "" {
		t.Errorf("without a review, and due %q", got)
	}
}
