package desk

import (
	"context"
	"strings"
	"testing"

	"precedent/backend/casefile"
)

func TestAProblemAtThreeCustomersIsAPattern(t *testing.T) {
	ctx := context.Background()
	d := desk(t)
	var ids []string
	for _, name := range []string{"Aldermoor Bank", "Brightwater Mills", "Calder Trams"} {
		customer := madeOf(t, d, casefile.KindCustomer, map[string]any{"name": name})
		ids = append(ids, madeOf(t, d, casefile.KindEscalation, map[string]any{"title": "Gateway refuses tokens with E-9931", "customer": customer.ID}).ID)
	}
	pattern := func() string {
		v, err := d.Show(ctx, ids[2])
		for _, f := range must(t, v, err).Findings {
			if f.Source == "S3:9" {
				return f.Says
			}
		}
		return ""
	}
	s, err := d.Judge(ctx, ids[0], ids[1], "same_problem")
	must(t, s, err)
	if says := pattern(); says != "" {
		t.Fatalf("two customers are no pattern: %s", says)
	}
	s, err = d.Judge(ctx, ids[1], ids[2], "same_problem")
	must(t, s, err)
	if says := pattern(); !strings.Contains(says, "3 customers") {
		t.Errorf("the third case says %q", says)
	}
}

func TestOneProblemIsOneHitAndTheUnrelatedComeLast(t *testing.T) {
	ctx := context.Background()
	d := desk(t)
	made := func(title string) string {
		return madeOf(t, d, casefile.KindEscalation, map[string]any{"title": title}).ID
	}
	one, two, three := made("Gateway refuses tokens with E-9931"), made("Gateway refuses tokens, E-9931 again"), made("Gateway refuses all tokens with E-9931")
	s, err := d.Judge(ctx, one, two, "same_problem")
	must(t, s, err)
	answer, err := d.Similar(ctx, SimilarQuery{ID: three})
	hits := must(t, answer, err).Hits
	if len(hits) != 1 {
		t.Fatalf("%d hits, want the two cases of one problem as one", len(hits))
	}
	last := hits[0].Reasons[len(hits[0].Reasons)-1]
	if last.Label != "Same problem" || last.Text == "" || last.Part != 0 {
		t.Errorf("the other case is not named: %+v", hits[0].Reasons)
	}
	other := made("Gateway refuses tokens with E-9931 since noon")
	s, err = d.Judge(ctx, three, hits[0].ID, "not_related")
	must(t, s, err)
	answer, err = d.Similar(ctx, SimilarQuery{ID: three})
	hits = must(t, answer, err).Hits
	if hits[0].Judged != "" || hits[len(hits)-1].Judged != "not_related" {
		t.Errorf("order: %s, then %s; %s was made", hits[0].Judged, hits[len(hits)-1].Judged, other)
	}
}

func TestWhatIsAboutTheSameCaseIsNoPastCase(t *testing.T) {
	ctx := context.Background()
	d := desk(t)
	const title = "Gateway refuses tokens with E-9931"
	made := func(kind casefile.Kind, about string) string {
		fields := map[string]any{"title": title}
		if about != "" {
			fields["case"] = about
		}
		return madeOf(t, d, kind, fields).ID
	}
	old, one := made(casefile.KindEscalation, ""), made(casefile.KindEscalation, "")
	calls := []string{made(casefile.KindCall, one), made(casefile.KindCall, one)}
	for _, ref := range []string{one, calls[0]} {
		answer, err := d.Similar(ctx, SimilarQuery{ID: ref})
		hits := must(t, answer, err).Hits
		if len(hits) != 1 || hits[0].ID != old {
			t.Errorf("beside %s stand %+v, want the other escalation alone", ref, hits)
		}
	}
}
