package desk

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"precedent/backend/casefile"
)

func TestAllRowsAreNotOnePageOfThem(t *testing.T) {
	d := desk(t)
	const n = 60 // more than a page has
	for i := range n {
		madeOf(t, d, casefile.KindCustomer, map[string]any{"name": fmt.Sprint("Customer ", i)})
	}
	binned := madeOf(t, d, casefile.KindCustomer, map[string]any{"name": "Gone"})
	_, err := d.Remove(context.Background(), []string{binned.ID})
	must(t, "", err)
	for inBin, want := range map[bool]int{false: n, true: 1} {
		rows, err := d.allRows(context.Background(), inBin, casefile.KindCustomer, casefile.KindPerson)
		if must(t, rows, err); len(rows) != want {
			t.Errorf("binned %v: %d rows, want %d", inBin, len(rows), want)
		}
	}
}

func TestWhatIsLookedUpComesNearestFirst(t *testing.T) {
	d := desk(t)
	filed(t, d, casefile.KindCustomer, map[string]any{"name": "Veld"})
	filed(t, d, casefile.KindCustomer, map[string]any{"name": "Veldhoorn Rail"})
	for i := range 30 { // newer, and more than are wanted
		filed(t, d, casefile.KindEscalation, map[string]any{"title": fmt.Sprint("Rails of the veld, part ", i)})
	}
	filed(t, d, casefile.KindCall, map[string]any{"title": "Veldhoorn Rail: why node 3 refuses"})
	found, err := d.LookUp(t.Context(), "veld", nil, 4)
	must(t, "", err)
	var titles []string
	for _, n := range found {
		titles = append(titles, n.Title)
	}
	want := []string{"Veld", "Veldhoorn Rail", "Veldhoorn Rail: why node 3 refuses"}
	if len(titles) != 4 || !slices.Equal(titles[:3], want) {
		t.Errorf("%q", titles)
	}
}
