package desk

import (
	"context"
	"strings"
	"testing"
	"time"

	"precedent/backend/casefile"
	"precedent/backend/store"
)

// dueDesk is a workspace with a clock that the test sets, and one open escalation.
func dueDesk(t *testing.T) (*Desk, *time.Time, string) {
	t.Helper()
	now := time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)
	d, err := Open(context.Background(), t.TempDir(), Options{Now: func() time.Time { return now }, Who: "Vesna", Zone: "Europe/Berlin"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	saved, err := d.Make(context.Background(), "escalation", map[string]any{"title": "Sign-in fails", "status": "active", "severity": "critical", "customer": "Lindqvist Marine", "dri": "Ada"})
	if err != nil {
		t.Fatal(err)
	}
	return d, &now, saved.Records[0].ID
}

// owed finds what a rule asks for, in all open cases.
func owed(t *testing.T, d *Desk, rule string) (ObligationView, bool) {
	t.Helper()
	a, err := d.Due(context.Background(), DueQuery{})
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range a.Obligations {
		if o.Rule == rule {
			return o, true
		}
	}
	return ObligationView{}, false
}

func TestDoingWhatIsDueRecordsItAndUndoBringsItBack(t *testing.T) {
	d, now, _ := dueDesk(t)
	ctx := context.Background()
	*now = now.Add(25 * time.Hour)
	o, ok := owed(t, d, "customer")
	if !ok || o.State != "overdue" || o.Who != "Ada" || o.Customer != "Lindqvist Marine" || o.Source != "S0:26" {
		t.Fatalf("%v %+v", ok, o)
	}
	saved, err := d.Do(ctx, DoRequest{ID: o.ID, Text: "We found the cause."})
	if err != nil {
		t.Fatal(err)
	}
	next, _ := owed(t, d, "customer")
	if next.ID == o.ID || next.State != "upcoming" || !strings.HasPrefix(next.DueAt, "2026-03-11T10:00:00Z") {
		t.Errorf("the next one is %+v", next)
	}
	if _, err := d.Do(ctx, DoRequest{ID: o.ID}); casefile.CodeOf(err) != casefile.NotFound {
		t.Errorf("done twice: %v", err)
	}
	if _, err := d.Undo(ctx, saved.Action); err != nil {
		t.Fatal(err)
	}
	if again, _ := owed(t, d, "customer"); again.ID != o.ID {
		t.Errorf("after undo it is %s, want %s", again.ID, o.ID)
	}
}

func TestSnoozingNeedsAReasonAndAnEnd(t *testing.T) {
	d, now, _ := dueDesk(t)
	ctx := context.Background()
	o, _ := owed(t, d, "open-channel")
	for _, r := range []SnoozeRequest{{o.ID, "2026-03-10T09:00:00Z", ""}, {o.ID, "2026-03-09T08:00:00Z", "later"}} {
		if _, err := d.Snooze(ctx, r); casefile.CodeOf(err) != casefile.Invalid {
			t.Errorf("%+v: %v", r, err)
		}
	}
	if _, err := d.Snooze(ctx, SnoozeRequest{o.ID, "2026-03-10T09:00:00Z", "waits for the name"}); err != nil {
		t.Fatal(err)
	}
	if s, _ := owed(t, d, "open-channel"); s.State != "snoozed" || s.SnoozeReason != "waits for the name" {
		t.Errorf("%+v", s)
	}
	*now = now.Add(24 * time.Hour)
	if s, _ := owed(t, d, "open-channel"); s.State != "overdue" {
		t.Errorf("after its end it is %s", s.State)
	}
	digest, err := d.Digest(ctx, "2026-03-10T08:00:00Z")
	if err != nil || len(digest.Fresh) == 0 || digest.Says == "" {
		t.Errorf("%v %+v", err, digest)
	}
}

func TestQuietHoursLetOnlyEmergenciesThrough(t *testing.T) {
	d, now, _ := dueDesk(t)
	ctx := context.Background()
	if _, err := d.Save(ctx, SaveRequest{Changes: []Change{{Kind: "settings", ID: casefile.SettingsID, Patch: map[string]any{"quiet_from": "22:00", "quiet_to": "07:00"}}}}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Make(ctx, "emergency", map[string]any{"title": "Down", "status": "open"}); err != nil {
		t.Fatal(err)
	}
	*now = time.Date(2026, 3, 10, 22, 30, 0, 0, time.UTC) // half past eleven in Berlin
	v, err := d.Digest(ctx, "2026-03-09T08:00:00Z")
	if err != nil || !v.Quiet || len(v.Fresh) == 0 {
		t.Fatalf("%v quiet %t, %d told", err, v.Quiet, len(v.Fresh))
	}
	for _, o := range v.Fresh {
		if o.CaseKind != "emergency" {
			t.Errorf("%s of %s is told", o.Rule, o.CaseKind)
		}
	}
}

func TestAGateIsPassedWithAReasonThatIsKept(t *testing.T) {
	d, _, id := dueDesk(t)
	ctx := context.Background()
	_, err := d.Move(ctx, MoveRequest{Record: id, Field: "status", Value: "closed"})
	if casefile.CodeOf(err) != casefile.Refused || !strings.Contains(casefile.Sentence(err), "S0:191") {
		t.Fatal(err)
	}
	gates, err := d.Gates(ctx, id, "status", "closed")
	if err != nil {
		t.Fatal(err)
	}
	reasons := map[string]string{}
	for _, g := range gates {
		reasons[g.ID] = "agreed by phone"
	}
	if _, err := d.Move(ctx, MoveRequest{Record: id, Field: "status", Value: "closed", Reasons: reasons}); err != nil {
		t.Fatal(err)
	}
	v, err := d.Show(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	r := casefile.Record{Fields: v.Record.Fields}
	kept := 0
	for _, e := range r.Entries("ticks") {
		if e.Text("reason") == "agreed by phone" && e.Text("who") == "Vesna" {
			kept++
		}
	}
	if kept != len(gates) || r.Text("closed") == "" {
		t.Errorf("%d of %d reasons are kept, closed %q", kept, len(gates), r.Text("closed"))
	}
	if a, err := d.Due(ctx, DueQuery{Record: id}); err != nil || len(a.Obligations) > 0 {
		t.Errorf("of a closed case %d things are asked (%v)", len(a.Obligations), err)
	}
}

func TestAChangeOfSeverityIsPosted(t *testing.T) {
	d, _, id := dueDesk(t)
	ctx := context.Background()
	declare, _ := owed(t, d, "open-declare")
	if _, err := d.Do(ctx, DoRequest{ID: declare.ID, Text: "declared"}); err != nil {
		t.Fatal(err)
	}
	if _, ok := owed(t, d, "manage-severity-post"); ok {
		t.Fatal("asked before a change")
	}
	if _, err := d.Set(ctx, id, []Assignment{{"severity", "high"}}); err != nil {
		t.Fatal(err)
	}
	if _, ok := owed(t, d, "manage-severity-post"); !ok {
		t.Error("not asked after a change")
	}
}

func TestATeamUsesItsOwnPolicyAndGoesBack(t *testing.T) {
	d, _, _ := dueDesk(t)
	ctx := context.Background()
	v, err := d.PolicyInUse(ctx)
	if err != nil || !v.Builtin {
		t.Fatal(err, v.Builtin)
	}
	i := 0
	for v.Places[i].Label != "Tell the customer how it stands: critical" {
		i++
	}
	saved, err := d.SetPolicyValue(ctx, v.Places[i], "12h")
	if err != nil {
		t.Fatal(err)
	}
	if o, _ := owed(t, d, "customer"); !strings.HasPrefix(o.DueAt, "2026-03-09T21:00:00Z") {
		t.Errorf("due at %s", o.DueAt)
	}
	diff, err := d.DiffPolicy(ctx, "builtin", "")
	if err != nil || len(diff.Lines) != 2 || diff.Lines[1].Text != "    critical: {due: 12h}" {
		t.Errorf("%v %+v", err, diff.Lines)
	}
	if _, err := d.SetPolicyValue(ctx, v.Places[i], "6h"); casefile.CodeOf(err) != casefile.Conflict {
		t.Errorf("on a line that changed: %v", err)
	}
	if _, err := d.Undo(ctx, saved.Action); err != nil {
		t.Fatal(err)
	}
	if o, _ := owed(t, d, "customer"); !strings.HasPrefix(o.DueAt, "2026-03-10T09:00:00Z") {
		t.Errorf("after undo it is due at %s", o.DueAt)
	}
}

func TestAnIncidentBecomesAnEscalationAndBothStayLinked(t *testing.T) {
	d, _, _ := dueDesk(t)
	ctx := context.Background()
	saved, err := d.Make(ctx, "incident", map[string]any{"title": "Queue backlog", "incident_severity": "s2", "status": "declared"})
	if err != nil {
		t.Fatal(err)
	}
	made, err := d.Promote(ctx, saved.Records[0].ID, "")
	if err != nil {
		t.Fatal(err)
	}
	v, err := d.Show(ctx, made.Records[0].ID)
	if err != nil || v.Record.Fields["title"] != "Queue backlog" || v.Record.Fields["status"] != "seeking_dri" {
		t.Errorf("%v %v", err, v.Record.Fields)
	}
	if len(v.Items) != 1 || v.Items[0].Fields["to"] != saved.Records[0].ID {
		t.Errorf("%v", v.Items)
	}
}

func TestWhatAGateMissesIsGivenWithTheMove(t *testing.T) {
	d, _, id := dueDesk(t)
	ctx := context.Background()
	gates, err := d.Gates(ctx, id, "status", "closed")
	if err != nil {
		t.Fatal(err)
	}
	move := MoveRequest{Record: id, Field: "status", Value: "closed", Fills: map[string]string{"gate-close-reason": "resolved", "gate-close-summary": "The pool was resized."}, Reasons: map[string]string{}}
	for _, g := range gates {
		if move.Fills[g.ID] == "" {
			move.Reasons[g.ID] = "agreed by phone"
		}
	}
	saved, err := d.Move(ctx, move)
	if err != nil {
		t.Fatal(err)
	}
	r, err := d.store.Get(id)
	if err != nil || r.Text("status") != "closed" || r.Text("close_reason") != "resolved" || r.Text("team_summary") != "The pool was resized." {
		t.Fatalf("%v %v", r.Fields, err)
	}
	if _, passed := r.Fields["ticks"].(map[string]any)["gate-close-reason"]; passed {
		t.Error("what was given is kept as passed over, too")
	}
	if _, err := d.Undo(ctx, saved.Action); err != nil {
		t.Fatal(err)
	}
	if r, _ := d.store.Get(id); r.Text("status") != "active" || r.Text("close_reason") != "" {
		t.Errorf("one undo takes back a part: %v", r.Fields)
	}
}

// TestWhoPassesTheGatesByIsTold: fields that are set by hand are set, and what the process wanted first is said.
func TestWhoPassesTheGatesByIsTold(t *testing.T) {
	d, _, id := dueDesk(t)
	ctx := context.Background()
	says := func(saved Saved, err error) string {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		for _, g := range saved.Missing {
			ids = append(ids, g.ID)
		}
		return strings.Join(ids, " ")
	}
	if s := says(d.Set(ctx, id, []Assignment{{"title", "Sign-in fails for all"}})); s != "" {
		t.Errorf("a title misses %s", s)
	}
	if s := says(d.Set(ctx, id, []Assignment{{"status", "closed"}})); !strings.Contains(s, "gate-close-reason") {
		t.Errorf("a close by hand misses %q", s)
	}
	if s := says(d.Make(ctx, "escalation", map[string]any{"title": "No DRI", "status": "opened"})); !strings.Contains(s, "gate-dri") {
		t.Errorf("an opened escalation without a DRI misses %q", s)
	}
	if s := says(d.Save(ctx, SaveRequest{Changes: []Change{{Kind: "escalation", ID: id, Patch: map[string]any{"status": "opened"}}}})); !strings.Contains(s, "gate-ask") {
		t.Errorf("opened again it misses %q", s)
	}
}

// TestAPolicyThatCannotBeReadIsSaid: the program's own rules hold then, and a person is told so, and how to get back.
func TestAPolicyThatCannotBeReadIsSaid(t *testing.T) {
	d, _, _ := dueDesk(t)
	ctx := context.Background()
	own, err := d.PolicyInUse(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.SetPolicyValue(ctx, own.Places[0], own.Places[0].Value); err != nil {
		t.Fatal(err)
	}
	broken := map[string]any{"policy": "old", "policies": map[string]any{"old": map[string]any{"files": map[string]any{"cadence.yaml": "- id: ["}, "at": "2026-03-01T09:00:00Z", "who": "Ada"}}}
	if _, err := d.save(ctx, "use policy", []store.Change{{Kind: casefile.KindSettings, ID: casefile.PolicyID, Patch: broken}}); err != nil {
		t.Fatal(err)
	}
	v, err := d.PolicyInUse(ctx)
	if err != nil || v.Bad == "" || !v.Builtin {
		t.Fatalf("bad %q, the program's own %t, %v", v.Bad, v.Builtin, err)
	}
	if n := d.policyNotice(); len(n) != 1 || !strings.Contains(n[0].Says, v.Bad) {
		t.Fatalf("the notice is %+v", n)
	}
	if _, err := d.UsePolicyVersion(ctx, own.Version); err != nil {
		t.Fatal(err)
	}
	if v, err := d.PolicyInUse(ctx); err != nil || v.Bad != "" || v.Version != own.Version {
		t.Errorf("after going back: %q, version %s, %v", v.Bad, v.Version, err)
	}
	if n := d.policyNotice(); len(n) > 0 {
		t.Errorf("after going back it still says %+v", n)
	}
}
