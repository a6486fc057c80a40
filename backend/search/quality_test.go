package search

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"precedent/backend/casefile"
)

var update = flag.Bool("update", false, "write the golden files anew")

const qualityFile, qualityGolden = "testdata/quality.txt", "testdata/quality.golden"

type question struct {
	text string
	want []string
}

// readQuality reads the cases and the questions.
func readQuality(t *testing.T) (cases []casefile.Case, questions []question) {
	t.Helper()
	data, err := os.ReadFile(qualityFile)
	must(t, err)
	for text := range strings.Lines(string(data)) {
		text = strings.TrimSpace(text)
		if id, ok := strings.CutPrefix(text, "== "); ok {
			cases = append(cases, escalation(id, nil))
			continue
		}
		if q, ok := strings.CutPrefix(text, "? "); ok {
			ask, want, _ := strings.Cut(q, " => ")
			questions = append(questions, question{ask, strings.Fields(want)})
			continue
		}
		if len(cases) == 0 || text == "" {
			continue
		}
		c := &cases[len(cases)-1]
		if c.Text("title") == "" {
			c.Fields["title"] = text
			continue
		}
		c.Items = append(c.Items, record(casefile.KindLine, fmt.Sprintf("%s-%d", c.ID, len(c.Items)), "text", text))
	}
	return cases, questions
}

// TestQuality holds how well the questions are answered: the share of wanted cases among the first five, and the mean of
// 1/rank of the first of them. A change that moves it shows in the golden file.
func TestQuality(t *testing.T) {
	const k = 5
	cases, questions := readQuality(t)
	s := newShelf(t, cases...)
	var out strings.Builder
	recall, mrr := 0.0, 0.0
	for _, q := range questions {
		got := s.ids(t, q.text)
		got = got[:min(len(got), k)]
		found, first := 0, 0.0
		for i, id := range got {
			if slices.Contains(q.want, id) {
				found++
				if first == 0 {
					first = 1 / float64(i+1)
				}
			}
		}
		recall += float64(found) / float64(len(q.want))
		mrr += first
		fmt.Fprintf(&out, "%-40s %s\n", q.text, strings.Join(got, " "))
	}
	n := float64(len(questions))
	fmt.Fprintf(&out, "recall@%d %.3f  MRR %.3f\n", k, recall/n, mrr/n)
	if *update {
		must(t, os.WriteFile(qualityGolden, []byte(out.String()), 0o600))
	}
	want, err := os.ReadFile(qualityGolden)
	must(t, err)
	if out.String() != string(want) {
		t.Errorf("the answers changed; look, then run with -update:\n%s", out.String())
	}
}
