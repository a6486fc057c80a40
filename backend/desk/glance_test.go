package desk

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var firstList = ListQuery{Kind: "escalation", Filters: []Filter{}, Limit: 200}

func TestAGlanceIsBelievedOnlyWhileTheJournalIsAsItWas(t *testing.T) {
	dir := t.TempDir()
	open := func() *Desk {
		d, err := Open(t.Context(), dir, Options{})
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	d := open()
	if _, err := d.Make(t.Context(), "escalation", map[string]any{"title": "Publishing stands still"}); err != nil {
		t.Fatal(err)
	}
	if err := d.CloseWithGlance(t.Context(), "1", []ListQuery{firstList}); err != nil {
		t.Fatal(err)
	}
	page, ok := ReadGlance(dir, "1").Page(firstList)
	if !ok || len(page.Rows) != 1 || page.Rows[0].Title != "Publishing stands still" {
		t.Fatalf("%+v %v", page, ok)
	}
	if _, ok := ReadGlance(dir, "1").Page(ListQuery{Kind: "call"}); ok {
		t.Fatal("a list that nobody looked at")
	}
	if ReadGlance(dir, "2") != nil {
		t.Fatal("another program's glance is believed")
	}

	d = open()
	if _, err := d.Make(t.Context(), "escalation", map[string]any{"title": "Another"}); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if ReadGlance(dir, "1") != nil {
		t.Fatal("a glance from before a save is believed")
	}
}

func TestAPurgeLeavesNothingOfItsTextInTheGlance(t *testing.T) {
	dir := t.TempDir()
	d, err := Open(t.Context(), dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	made, err := d.Make(t.Context(), "escalation", map[string]any{"title": "Quartz of nobody"})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.CloseWithGlance(t.Context(), "1", []ListQuery{firstList}); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, glanceName)
	if text, err := os.ReadFile(path); err != nil || !strings.Contains(string(text), "Quartz of nobody") {
		t.Fatalf("the glance has no list: %v", err)
	}
	if d, err = Open(t.Context(), dir, Options{}); err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if _, err := d.Remove(t.Context(), []string{made.Records[0].ID}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Purge(t.Context(), PurgeRequest{Records: []string{made.Records[0].ID}, OlderThanDays: -1, Reason: "a test"}, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Fatalf("the glance is still there: %v", err)
	}
}
