package desk

import (
	"context"
	"fmt"
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
