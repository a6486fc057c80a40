package document

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestMarkedWordsAreBothTextsAgain(t *testing.T) {
	text := rapid.StringMatching(`([a-zä日]{1,3}|[ \n,.]){0,12}`)
	rapid.Check(t, func(t *rapid.T) {
		older, newer := text.Draw(t, "older"), text.Draw(t, "newer")
		var before, after strings.Builder
		last := ""
		for _, piece := range CompareWords(older, newer) {
			if piece.Sign == last {
				t.Fatalf("two pieces beside each other have the sign %q", last)
			}
			if last = piece.Sign; last != "+" {
				before.WriteString(piece.Text)
			}
			if last != "-" {
				after.WriteString(piece.Text)
			}
		}
		if before.String() != older || after.String() != newer {
			t.Fatalf("%q and %q came back as %q and %q", older, newer, before.String(), after.String())
		}
	})
}

func TestOnlyTheWordThatDiffersIsMarked(t *testing.T) {
	got := CompareWords("Node 3 refuses connections.", "Node 3 accepts connections.")
	want := []DiffLine{{" ", "Node 3 "}, {"-", "refuses"}, {"+", "accepts"}, {" ", " connections."}}
	if len(got) != len(want) {
		t.Fatalf("%q", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%q, want %q", got[i], want[i])
		}
	}
}
