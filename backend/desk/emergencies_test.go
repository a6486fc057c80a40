package desk

import (
	"context"
	"slices"
	"testing"
	"time"

	"precedent/backend/casefile"
)

// paged is an emergency that was paged at a time of the clock's day.
func paged(t *testing.T, d *Desk, title, at string) string {
	t.Helper()
	saved, err := d.Make(context.Background(), "emergency", map[string]any{"title": title, "status": "open", "page_state": "triggered", "paged": at, "customer": "Lindqvist Marine"})
	if err != nil {
		t.Fatal(err)
	}
	return saved.Records[0].ID
}

// stand is how a step of an emergency stands.
func stand(t *testing.T, d *Desk, id, step string) (StandView, bool) {
	t.Helper()
	v, err := d.Cockpit(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(v.Steps, func(s StandView) bool { return s.Step == step })
	if i < 0 {
		return StandView{}, false
	}
	return v.Steps[i], true
}

func step(t *testing.T, d *Desk, r StepRequest) {
	t.Helper()
	if _, err := d.Step(context.Background(), r); err != nil {
		t.Fatal(err)
	}
}

func TestAStepIsDoneDatedBackPassedOverAndTakenBack(t *testing.T) {
	d, now, _ := dueDesk(t)
	id := paged(t, d, "Nothing can be pushed", "2026-03-09T09:00:00Z")
	*now = now.Add(5 * time.Minute)
	step(t, d, StepRequest{Record: id, Step: "page-ack", How: "do"})
	if s, _ := stand(t, d, id, "page-ack"); s.State != "done" || s.DoneAt[:20] != "2026-03-09T09:05:00Z" {
		t.Errorf("%+v", s)
	}
	step(t, d, StepRequest{Record: id, Step: "page-ack", How: "do", At: "2026-03-09T09:01:00Z"})
	step(t, d, StepRequest{Record: id, Step: "page-ticket", How: "do", Value: "https://tickets.example/7"})
	if s, _ := stand(t, d, id, "page-ticket"); s.State != "done" || s.DoneAt == "" {
		t.Errorf("%+v", s)
	}
	step(t, d, StepRequest{Record: id, Step: "page-takeover", How: "pass", Reason: "No other shift"})
	if _, err := d.Step(context.Background(), StepRequest{Record: id, Step: "page-runbook", How: "pass"}); casefile.CodeOf(err) != casefile.Invalid {
		t.Errorf("passed over without a reason: %v", err)
	}
	v, err := d.Show(context.Background(), id)
	if err != nil || v.Record.Fields["page_state"] != "acknowledged" || v.Record.Fields["acknowledged"].(string)[:20] != "2026-03-09T09:01:00Z" {
		t.Errorf("%v %v", err, v.Record.Fields)
	}
	step(t, d, StepRequest{Record: id, Step: "page-ticket", How: "back"})
	if s, _ := stand(t, d, id, "page-ticket"); s.State == "done" {
		t.Error("what was taken back is done")
	}
	if s, _ := stand(t, d, id, "page-takeover"); s.State != "passed" || s.Reason != "No other shift" {
		t.Errorf("%+v", s)
	}
}

func TestNothingBlocksInAnEmergency(t *testing.T) {
	d, _, _ := dueDesk(t)
	id := paged(t, d, "Nothing can be pushed", "2026-03-09T09:00:00Z")
	s, _ := stand(t, d, id, "page-resolve")
	if s.State != "waiting" || s.After == "" || len(s.Held) != 2 {
		t.Fatalf("%+v", s)
	}
	step(t, d, StepRequest{Record: id, Step: "page-resolve", How: "do"})
	if s, _ := stand(t, d, id, "page-resolve"); s.State != "done" {
		t.Errorf("%+v", s)
	}
}

func TestASecondPageShowsTheStepsForTwo(t *testing.T) {
	d, now, _ := dueDesk(t)
	*now = now.Add(2 * time.Hour)
	first := paged(t, d, "Nothing can be pushed", "2026-03-09T09:00:00Z")
	second := paged(t, d, "Nobody can sign in", "2026-03-09T09:40:00Z")
	if _, ok := stand(t, d, first, "second-page-manager"); ok {
		t.Error("the first page has the steps for two")
	}
	if _, ok := stand(t, d, second, "second-page-manager"); !ok {
		t.Error("the second page has no steps for two")
	}
	v, err := d.Cockpit(context.Background(), second)
	if err != nil || !v.Second || len(v.Others) != 1 || v.Others[0].ID != first {
		t.Errorf("%v %+v", err, v.Others)
	}
	if v, _ := d.Cockpit(context.Background(), first); v.Second || len(v.Others) != 1 {
		t.Errorf("%+v", v.Others)
	}
}

func TestTheStateOfAProblemKeepsItsTime(t *testing.T) {
	d, _, _ := dueDesk(t)
	id := paged(t, d, "Nothing can be pushed", "2026-03-09T09:00:00Z")
	ctx := context.Background()
	for status, field := range map[string]string{"mitigated": "mitigated", "solved": "resolved"} {
		if _, err := d.Move(ctx, MoveRequest{Record: id, Field: "status", Value: status}); err != nil {
			t.Fatal(err)
		}
		v, err := d.Show(ctx, id)
		if err != nil || v.Record.Fields["status"] != status || v.Record.Fields[field] == nil {
			t.Errorf("%s: %v %v", status, err, v.Record.Fields)
		}
	}
}

func TestTheProposalToEscalateAnIncidentMakesTheEscalation(t *testing.T) {
	d, _, _ := dueDesk(t)
	ctx := context.Background()
	made, err := d.Make(ctx, "incident", map[string]any{"title": "Queue backlog", "incident_severity": "s1", "status": "declared"})
	if err != nil {
		t.Fatal(err)
	}
	o, ok := owed(t, d, "incident-escalate")
	if !ok || o.Does[0].Kind != "promote" {
		t.Fatalf("%v %+v", ok, o)
	}
	saved, err := d.Do(ctx, DoRequest{ID: o.ID})
	if err != nil {
		t.Fatal(err)
	}
	v, err := d.Show(ctx, saved.Records[0].ID)
	if err != nil || v.Record.Kind != "escalation" || len(v.Items) != 1 || v.Items[0].Fields["to"] != made.Records[0].ID {
		t.Errorf("%v %+v", err, v)
	}
	if _, still := owed(t, d, "incident-escalate"); still {
		t.Error("it is still proposed")
	}
}
