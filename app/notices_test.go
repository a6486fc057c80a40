package main

import (
	"os"
	"testing"
)

// TestTheProgramCarriesTheNoticesAsTheyStand: build/notices writes the text and its packed form together.
func TestTheProgramCarriesTheNoticesAsTheyStand(t *testing.T) {
	want, err := os.ReadFile("notices/THIRD_PARTY.txt")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := notices(); err != nil || got != string(want) {
		t.Fatalf("%d bytes, not %d (%v): run build/notices", len(got), len(want), err)
	}
}
