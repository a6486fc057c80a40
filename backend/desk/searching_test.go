package desk

import (
	"context"
	"strings"
	"testing"
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
