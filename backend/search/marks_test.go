package search

import (
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"precedent/backend/search/language"
)

// TestMarksFoundEarlyAreThoseOfTheWholeText compares what is shown of a text when looking ends as soon as it can with what
// is shown when all of it is looked through.
func TestMarksFoundEarlyAreThoseOfTheWholeText(t *testing.T) {
	queries := []string{"reset", "reset proxy", "proxies OR node", `"reset proxy"`, "res*", "proxy_reset node", `line.text:node reset`, "über"}
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.SampledFrom([]string{"reset", "Proxy", "proxies", "node", "other", "RESETTING", "ÜBER", "x"}), 1, 200).Draw(t, "words")
		gaps := rapid.SliceOfN(rapid.SampledFrom([]string{" ", " ", " ", "\n", "_", "-"}), len(words), len(words)).Draw(t, "gaps")
		var text strings.Builder
		for i, w := range words {
			text.WriteString(w + gaps[i])
		}
		q := Query{Text: rapid.SampledFrom(queries).Draw(t, "query")}
		expr, _ := language.Parse(q.Text, language.Env{Now: now})
		early, whole := newMarker(expr, q, nil), newMarker(expr, q, nil)
		early.first, whole.first = rapid.IntRange(1, 400).Draw(t, "first"), 1<<30
		r := record("line", "l")
		p := piece{record: &r, field: "line.text", text: text.String()}
		shows, spans := early.look(&sight{}, p.text, p.field)
		want, all := whole.look(&sight{}, p.text, p.field)
		if !reflect.DeepEqual(shows, want) || !reflect.DeepEqual(cut(p, spans), cut(p, all)) {
			t.Fatalf("%v %+v\n%v %+v", shows, cut(p, spans), want, cut(p, all))
		}
	})
}
