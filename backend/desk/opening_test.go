package desk

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"precedent/backend/casefile"
)

// longCase has n lines, a minute apart, and an action; its lines come the newest first.
func longCase(t *testing.T, d *Desk, n int) (id string, lines []string) {
	t.Helper()
	long := madeOf(t, d, casefile.KindEscalation, map[string]any{"title": "The long one"})
	var r SaveRequest
	for i := range n {
		r.Changes = append(r.Changes, Change{Kind: "line", Patch: map[string]any{"parent": long.ID, "text": fmt.Sprint("Line ", i),
			"visibility": []string{"internal", "customer"}[i%2], "mark": []string{"note", "decision"}[i%2], "at": time.Unix(1770000000+int64(i)*60, 0).UTC().Format(time.RFC3339)}})
	}
	r.Changes = append(r.Changes, Change{Kind: "action", Patch: map[string]any{"parent": long.ID, "text": "Restart node 3"}})
	saved, err := d.Save(context.Background(), r)
	for _, s := range must(t, saved, err).Records[:n] {
		lines = append(lines, s.ID)
	}
	slices.Reverse(lines)
	return long.ID, lines
}

func linesOf(items []RecordView) (ids []string) {
	for _, i := range items {
		if i.Kind == "line" {
			ids = append(ids, i.ID)
		}
	}
	return ids
}

func TestATimelineIsReadOnToItsEndByPages(t *testing.T) {
	d, ctx := desk(t), context.Background()
	id, lines := longCase(t, d, 23)
	c, err := d.OpenCase(ctx, CaseRequest{ID: id, Lines: 5})
	got := linesOf(must(t, c, err).Items)
	if len(c.Items) != 6 || c.Timeline.Total != 23 || c.Timeline.Customer != 11 || c.Timeline.Marks["decision"] != 11 {
		t.Fatalf("%d items, %+v", len(c.Items), c.Timeline)
	}
	for next := c.Timeline.Next; next != ""; {
		page, err := d.Lines(ctx, LinesRequest{ID: id, After: next, Limit: 7})
		got, next = append(got, linesOf(must(t, page, err).Items)...), page.Next
	}
	if !slices.Equal(got, lines) {
		t.Errorf("read %v\nwant %v", got, lines)
	}
}

func TestAPageGoesOnWhereTheNextLineWasRemoved(t *testing.T) {
	d, ctx := desk(t), context.Background()
	id, lines := longCase(t, d, 10)
	c, err := d.OpenCase(ctx, CaseRequest{ID: id, Lines: 4})
	next := must(t, c, err).Timeline.Next
	removed, err := d.Remove(ctx, []string{lines[4]})
	must(t, removed, err)
	page, err := d.Lines(ctx, LinesRequest{ID: id, After: next, Limit: 100})
	if got := linesOf(must(t, page, err).Items); !slices.Equal(got, lines[5:]) || page.Next != "" {
		t.Errorf("read %v, want %v", got, lines[5:])
	}
}

func TestALineIsSentAlongWhereverItStands(t *testing.T) {
	d, ctx := desk(t), context.Background()
	id, lines := longCase(t, d, 10)
	draft, err := d.Draft(ctx, DraftRequest{ID: lines[7], Kind: "line", Parent: id, Field: "text", Text: "Line 2, corrected"})
	must(t, draft, err)
	c, err := d.OpenCase(ctx, CaseRequest{ID: id, Lines: 1, With: []string{lines[5]}})
	if got, want := linesOf(must(t, c, err).Items), []string{lines[0], lines[5], lines[7]}; !slices.Equal(got, want) {
		t.Errorf("sent %v, want %v", got, want)
	}
}

func TestAStrangeCursorIsRefused(t *testing.T) {
	d := desk(t)
	id, _ := longCase(t, d, 2)
	if _, err := d.Lines(context.Background(), LinesRequest{ID: id, After: "?"}); casefile.CodeOf(err) != casefile.Invalid {
		t.Errorf("%v", err)
	}
}
