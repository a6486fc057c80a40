package desk

import (
	"context"
	"strings"
	"testing"

	"precedent/backend/search"
)

func TestAFieldThatThereIsNotIsNamed(t *testing.T) {
	d := desk(t)
	for query, want := range map[string]string{"serverity:critical": "serverity", "severity:critical": "", "https://host/a": ""} {
		page, err := d.Search(context.Background(), SearchQuery{Text: query})
		if says := must(t, page, err).Problem; (want == "") != (says == "") || !strings.Contains(says, want) {
			t.Errorf("%s: %q", query, says)
		}
	}
}

func TestOnlyTheFacetsThatAreNamedAreCounted(t *testing.T) {
	d := desk(t)
	for only, want := range map[string]int{"": len(search.FacetNames()), "severity customer": 2} {
		page, err := d.Search(context.Background(), SearchQuery{Text: "node", Facets: true, Only: strings.Fields(only)})
		if got := must(t, page, err).Facets; len(got) != want {
			t.Errorf("%q: %d facets, want %d", only, len(got), want)
		}
	}
}
