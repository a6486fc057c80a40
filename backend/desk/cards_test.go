package desk

import (
	"strings"
	"testing"

	"precedent/backend/casefile"
)

// running is an escalation that is under way, at high, with a channel and lines.
func running(t *testing.T) (*Desk, string) {
	t.Helper()
	d, id := escalated(t)
	for _, a := range [][2]string{{"status", "active"}, {"severity", "high"}, {"channel", "#esc_veldhoorn_rail"}, {"case_url", "https://crm.example/case/9"}} {
		if _, err := d.Set(t.Context(), id, []Assignment{{Field: a[0], Value: a[1]}}); err != nil {
			t.Fatal(err)
		}
	}
	return d, id
}

func cardNamedIn(t *testing.T, d *Desk, id, name string) CardView {
	t.Helper()
	cards, err := d.Cards(t.Context(), CardRequest{ID: id, Card: name})
	if err != nil || len(cards) != 1 {
		t.Fatalf("%s: %v, %v", name, cards, err)
	}
	return cards[0]
}

func asked(t *testing.T, d *Desk, id, rule string) bool {
	t.Helper()
	due, err := d.Due(t.Context(), DueQuery{Record: id})
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range due.Obligations {
		if o.Rule == rule {
			return true
		}
	}
	return false
}

// TestEveryCardOfThePolicyCanBeMade also holds the policy to the forms and systems that its cards name.
func TestEveryCardOfThePolicyCanBeMade(t *testing.T) {
	d, _ := escalated(t)
	p, err := d.policy()
	if err != nil {
		t.Fatal(err)
	}
	made := map[string]string{}
	for i := range p.Messages {
		m := &p.Messages[i]
		if made[m.Of] == "" {
			saved, err := d.Make(t.Context(), m.Of, map[string]any{"title": "All pushes fail"})
			if err != nil {
				t.Fatal(err)
			}
			made[m.Of] = saved.Records[0].ID
		}
		c := cardNamedIn(t, d, made[m.Of], m.ID)
		if c.Title == "" || c.Destination == "" || c.Moment == "" || len(c.Fields) == 0 || strings.Contains(c.Destination, "{") {
			t.Errorf("%s: %+v", m.ID, c)
		}
		for _, f := range c.Fields {
			if strings.Contains(f.Copy, "{") || strings.Contains(f.Copy, "Not recorded:") {
				t.Errorf("%s, %s: a variable or a gap would be copied: %q", m.ID, f.ID, f.Copy)
			}
		}
	}
}

func TestWhatIsPostedTellsAndIsDoneAndIsTakenBack(t *testing.T) {
	d, id := running(t)
	if !asked(t, d, id, "open-declare") {
		t.Fatal("nothing asks for the declaration")
	}
	declaration := cardNamedIn(t, d, id, "declaration")
	if declaration.Asked == "" || declaration.Destination != "#escalated_customers" {
		t.Fatalf("%+v", declaration)
	}
	saved, err := d.Post(t.Context(), PostRequest{ID: id, What: "declaration", Destination: declaration.Destination, URL: "https://chat.example/1"})
	if err != nil {
		t.Fatal(err)
	}
	ledger, err := d.Ledger(t.Context(), id)
	if err != nil || len(ledger) != 1 || ledger[0].Label != "Declaration" || ledger[0].Text != declaration.Fields[0].Copy {
		t.Fatalf("%+v, %v", ledger, err)
	}
	if asked(t, d, id, "open-declare") || cardNamedIn(t, d, id, "declaration").Posted[0].URL != "https://chat.example/1" {
		t.Error("it was posted, and is still asked for")
	}
	if _, err := d.ChangePosting(t.Context(), PostingChange{Record: ledger[0].Record, Entry: ledger[0].Entry, Remove: true}); err != nil {
		t.Fatal(err)
	}
	if !asked(t, d, id, "open-declare") {
		t.Error("its posting was taken back, and it counts as told")
	}
	if _, err := d.Undo(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Undo(t.Context(), saved.Action); err != nil {
		t.Fatal(err)
	}
	if ledger, err = d.Ledger(t.Context(), id); err != nil || len(ledger) != 0 {
		t.Errorf("%+v, %v", ledger, err)
	}
}

func TestAPostingFillsTheAddressOfWhatItMade(t *testing.T) {
	d, id := running(t)
	if _, err := d.Set(t.Context(), id, []Assignment{{Field: "case_url"}}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Post(t.Context(), PostRequest{ID: id, What: "crm_case", Destination: "CRM", URL: "https://crm.example/case/9"}); err != nil {
		t.Fatal(err)
	}
	r, err := d.store.Find(id)
	if err != nil || r.Text("case_url") != "https://crm.example/case/9" || asked(t, d, id, "open-case") {
		t.Errorf("%v, %v", r.Fields, err)
	}
	ledger, err := d.Ledger(t.Context(), id)
	if err != nil || len(ledger) != 1 || ledger[0].What != "crm-case" {
		t.Fatalf("%+v, %v", ledger, err)
	}
	if _, err := d.ChangePosting(t.Context(), PostingChange{Record: id, Entry: ledger[0].Entry, URL: "https://crm.example/case/10"}); err != nil {
		t.Fatal(err)
	}
	if ledger, _ = d.Ledger(t.Context(), id); ledger[0].URL != "https://crm.example/case/10" {
		t.Errorf("%+v", ledger)
	}
}

func TestWhatACustomerMayNotReadIsNeitherCopiedNorPosted(t *testing.T) {
	d, id := running(t)
	if _, err := d.Make(t.Context(), "customer", map[string]any{"name": "Quillhaven Bank"}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Log(t.Context(), LogRequest{Record: id, Text: "The same as at Quillhaven Bank.", Visibility: "customer"}); err != nil {
		t.Fatal(err)
	}
	c := cardNamedIn(t, d, id, "customer-update")
	if len(c.Findings) != 1 || c.Fields[0].Copy != "" {
		t.Fatalf("%+v", c)
	}
	post := PostRequest{ID: id, What: "customer-update", Destination: "the customer"}
	if _, err := d.Post(t.Context(), post); casefile.CodeOf(err) != casefile.Refused {
		t.Error(err)
	}
	post.Text = "We found the cause."
	if _, err := d.Post(t.Context(), post); err != nil {
		t.Error(err)
	}
	post.Text, post.Waivers = "", []Waiver{{ID: c.Findings[0].ID, Reason: "both agreed"}}
	if _, err := d.Post(t.Context(), post); err != nil {
		t.Error(err)
	}
	found, err := d.CheckText(t.Context(), TextCheck{ID: id, Text: "As at Quillhaven Bank"})
	if err != nil || len(found) != 1 {
		t.Errorf("%+v, %v", found, err)
	}
}

// TestPostingTheNotesOfACallDoesTheStepsOfItsEmergency: whoever posts them does not tick them once more; taking the posting
// back as an action takes the tick back.
func TestPostingTheNotesOfACallDoesTheStepsOfItsEmergency(t *testing.T) {
	d := desk(t)
	emergency, err := d.Make(t.Context(), "emergency", map[string]any{"title": "Nothing answers", "status": "mitigated", "contacted": "2026-03-09T09:00:00Z"})
	if err != nil {
		t.Fatal(err)
	}
	id := emergency.Records[0].ID
	call, err := d.Make(t.Context(), "call", map[string]any{"title": "Bridge", "case": id, "started": "2026-03-09T09:00:00Z", "public_note": "It works again.", "internal_note": "Disk full."})
	if err != nil {
		t.Fatal(err)
	}
	for what, step := range map[string]string{"public-note": "after-public-note", "internal-note": "after-internal-note", "handover-line": "after-handover"} {
		if !asked(t, d, id, step) {
			t.Fatalf("nothing asks for %s", step)
		}
		saved, err := d.Post(t.Context(), PostRequest{ID: call.Records[0].ID, What: what, Destination: "the ticket"})
		if err != nil {
			t.Fatal(err)
		}
		if asked(t, d, id, step) {
			t.Errorf("%s was posted, and %s is still asked for", what, step)
		}
		if _, err := d.Undo(t.Context(), saved.Action); err != nil {
			t.Fatal(err)
		}
		if !asked(t, d, id, step) {
			t.Errorf("the posting was undone, and %s is done", step)
		}
	}
	if _, err := d.Post(t.Context(), PostRequest{ID: id, What: "ticket-internal", Destination: "the ticket"}); err != nil {
		t.Fatal(err)
	}
	if asked(t, d, id, "after-internal-note") {
		t.Error("the emergency's own text was posted, and its step is still asked for")
	}
}
