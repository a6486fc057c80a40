package window

import (
	"io"
	"testing"
)

func TestPagesThatNobodyWaitsForAreGivenUp(t *testing.T) {
	b := &Bridge{log: NewLog(io.Discard)}
	first, _ := b.pages.take(t.Context())
	second, _ := b.pages.take(t.Context())
	if first.Err() == nil || second.Err() != nil {
		t.Fatal("a later call does not take the place of the one before")
	}
	if err := b.LeavePages(); err != nil || second.Err() == nil {
		t.Error("who leaves the screen does not end it", err)
	}
}
