package desk

import (
	"context"
	"strings"
	"testing"

	"precedent/backend/casefile"
)

func TestAnEscalationThatNoRuleProposesWantsAReason(t *testing.T) {
	d, _, _ := dueDesk(t)
	ctx := context.Background()
	small := madeOf(t, d, casefile.KindIncident, map[string]any{"title": "One queue is slow", "incident_severity": "s3", "status": "declared"})
	if _, err := d.Promote(ctx, small.ID, ""); casefile.CodeOf(err) != casefile.Refused || !strings.Contains(casefile.Sentence(err), "S1:61") {
		t.Fatalf("%v", err)
	}
	saved, err := d.Promote(ctx, small.ID, "their release hangs on it")
	must(t, saved, err)
	v, err := d.Show(ctx, saved.Records[0].ID)
	must(t, v, err)
	if len(v.Items) != 1 || v.Items[0].Fields["reason"] != "made from it: their release hangs on it" {
		t.Errorf("%+v", v.Items)
	}
}

func TestAnEscalationThatARuleProposesDoesItsStep(t *testing.T) {
	d, _, _ := dueDesk(t)
	ctx := context.Background()
	large := madeOf(t, d, casefile.KindIncident, map[string]any{"title": "Queue backlog", "incident_severity": "s1", "status": "declared"})
	saved, err := d.Promote(ctx, large.ID, "")
	must(t, saved, err)
	if _, still := owed(t, d, "incident-escalate"); still {
		t.Error("it is still proposed")
	}
	if _, err := d.Promote(ctx, large.ID, ""); err != nil { // another customer may need one of its own
		t.Error(err)
	}
}

func TestAnEmergencyIsReviewedOnce(t *testing.T) {
	d, _, _ := dueDesk(t)
	ctx := context.Background()
	id := paged(t, d, "Nothing can be pushed", "2026-03-09T09:00:00Z")
	first, err := d.Review(ctx, id)
	must(t, first, err)
	v, err := d.Show(ctx, first.Records[0].ID)
	must(t, v, err)
	if v.Record.Fields["of"] != id || v.Record.Fields["title"] != "Nothing can be pushed" || v.Record.Fields["status"] != "draft" {
		t.Errorf("%+v", v.Record.Fields)
	}
	again, err := d.Review(ctx, id)
	must(t, again, err)
	if again.Action != "" || again.Records[0].ID != first.Records[0].ID {
		t.Errorf("%+v", again)
	}
}
