package desk

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"precedent/backend/casefile"
)

func dueIDs(t *testing.T, d *Desk, q DueQuery) ([]string, DueAnswer) {
	t.Helper()
	a, err := d.Due(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	ids := []string{}
	for _, o := range a.Obligations {
		ids = append(ids, o.ID)
	}
	return ids, a
}

// TestWhatIsKeptOfWhatIsDueFollowsEveryChange: what is kept gives, after each kind of change, what working all of it out anew
// gives.
func TestWhatIsKeptOfWhatIsDueFollowsEveryChange(t *testing.T) {
	d, now, id := dueDesk(t)
	ctx := context.Background()
	made := func(kind string, fields map[string]any) string {
		saved, err := d.Make(ctx, kind, fields)
		if err != nil {
			t.Fatal(err)
		}
		return saved.Records[0].ID
	}
	set := func(id, field, value string) {
		if _, err := d.Set(ctx, id, []Assignment{{field, value}}); err != nil {
			t.Fatal(err)
		}
	}
	same := func(after string) []string {
		t.Helper()
		kept, _ := dueIDs(t, d, DueQuery{})
		whole, _ := dueIDs(t, d, DueQuery{At: casefile.At(d.now(), "").String()})
		if !slices.Equal(kept, whole) {
			t.Errorf("after %s:\n%q\n%q", after, kept, whole)
		}
		return kept
	}
	same("the first look")
	first := made("emergency", map[string]any{"title": "First page", "status": "open", "paged": "2026-03-09T08:00:00Z"})
	second := made("emergency", map[string]any{"title": "Second page", "status": "open", "paged": "2026-03-09T08:30:00Z"})
	if with := same("two pages"); !slices.ContainsFunc(with, func(o string) bool { return o == second+"/second-page-manager" }) {
		t.Errorf("nothing is asked because of the second page: %q", with)
	}
	set(first, "status", "closed")
	if with := same("the close of the first"); slices.Contains(with, second+"/second-page-manager") {
		t.Error("the second page is alone now")
	}
	made("update", map[string]any{"parent": id, "audience": "customer", "body": "We look.", "at": "2026-03-09T10:00:00Z"})
	same("an update that is dated ahead")
	customer, _ := d.store.Get(id)
	set(customer.Text("customer"), "strategic", "yes")
	same("a change of the customer")
	made("call", map[string]any{"title": "Sync", "case": id, "started": "2026-03-09T08:50:00Z"})
	same("a call of the case")
	for range 6 {
		*now = now.Add(13 * time.Hour)
		same("some hours")
	}
	set(id, "status", "closed")
	if rest := same("the close"); slices.ContainsFunc(rest, func(o string) bool { return o[:36] == id }) {
		t.Errorf("a closed case asks for something: %q", rest)
	}
}

func TestWhatIsDueComesPageByPageAndOnesOwn(t *testing.T) {
	d, now, _ := dueDesk(t)
	ctx := context.Background()
	for i := range 4 {
		if _, err := d.Make(ctx, "escalation", map[string]any{"title": fmt.Sprint("Case ", i), "status": "active", "severity": "high", "dri": []string{"Vesna", "Ada"}[i%2]}); err != nil {
			t.Fatal(err)
		}
	}
	*now = now.AddDate(0, 0, 3)
	all, whole := dueIDs(t, d, DueQuery{})
	var paged []string
	for after, more := "", true; more; {
		ids, a := dueIDs(t, d, DueQuery{After: after, Limit: 7})
		paged, after, more = append(paged, ids...), a.Next, a.Next != ""
		if a.Total != whole.Total || a.All != whole.Total {
			t.Fatalf("a page says %d of %d, the whole %d", a.Total, a.All, whole.Total)
		}
	}
	if !slices.Equal(paged, all) {
		t.Errorf("page by page:\n%q\nat once:\n%q", paged, all)
	}
	_, mine := dueIDs(t, d, DueQuery{Mine: true})
	for _, o := range mine.Obligations {
		if o.Who != "Vesna" {
			t.Errorf("%s is %q’s", o.ID, o.Who)
		}
	}
	_, late := dueIDs(t, d, DueQuery{States: []string{"overdue"}, Limit: 1})
	if mine.Total == 0 || mine.Total >= whole.Total || late.Total != whole.Late || late.Late != late.Total || whole.Late == 0 {
		t.Errorf("mine %d, all %d, late %d of %d", mine.Total, whole.Total, late.Total, whole.Late)
	}
}

// TestAScreenAsksForAllOfACaseAtOnce: who asks after a save gets the case as it was saved, also while others ask.
func TestAScreenAsksForAllOfACaseAtOnce(t *testing.T) {
	d, _, id := dueDesk(t)
	ctx := context.Background()
	for i := range 20 {
		name := fmt.Sprintf("Sign-in fails, read %d times", i)
		if _, err := d.Set(ctx, id, []Assignment{{"title", name}}); err != nil {
			t.Fatal(err)
		}
		var asking sync.WaitGroup
		for range 3 {
			asking.Go(func() {
				f, err := d.factsOfOne(ctx, id)
				if err != nil || f.Title() != name {
					t.Errorf("%v, %v instead of %s", f, err, name)
				}
				if _, err := d.Due(ctx, DueQuery{Record: id}); err != nil {
					t.Error(err)
				}
				if _, err := d.Guide(ctx, id); err != nil {
					t.Error(err)
				}
			})
		}
		asking.Wait()
	}
}
