package document

import (
	"testing"

	"precedent/backend/casefile"
)

// leaking is a case in which a line for the customer says what is given, beside two internal lines.
func leaking(said string) Input {
	line := func(id, visibility, text string) casefile.Record {
		return casefile.Record{Kind: casefile.KindLine, ID: id, Fields: map[string]any{"parent": "e", "text": text, "visibility": visibility, "starred": true, "at": "2026-03-13T08:00:00Z"}}
	}
	return Input{
		Audience: Customer, Zone: "UTC", Names: func(string) string { return "" }, Overrides: map[string]string{},
		Case: casefile.Case{
			Record: casefile.Record{Kind: casefile.KindEscalation, ID: "e", Fields: map[string]any{"key": "ESC-7K3F2Q", "title": "Storage nodes refuse connections", "outcome": "positive"}},
			Items: []casefile.Record{
				line("1", "internal", "The on-call ignored three pages, because the rota was wrong since January."),
				line("2", "internal", "We rolled the new bundle out on all nodes, though nobody had tested it and Finance was against it."),
				line("3", "customer", said),
			},
		},
	}
}

func TestAnInternalLineThatSomebodyPastedForTheCustomerIsFound(t *testing.T) {
	for said, want := range map[string]int{
		"The on-call ignored three pages, because the rota was wrong since January.": 1,
		"on-call ignored three pages because the rota was wrong since January":       1,
		"We rolled the new bundle out on all nodes.":                                 0, // a phrase that both tell
		"The service is back.": 0,
	} {
		in := leaking(said)
		built, err := Build("closure", in)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range testFormats {
			if found := check(t, built.Tree, f, SealedBy(in)); len(found) != want {
				t.Errorf("%s, %q: %+v, want %d", f, said, found, want)
			}
		}
	}
}
