package document

import (
	"slices"
	"strings"
	"testing"

	"precedent/backend/casefile"
)

func judged(t *testing.T, kind string, in Input) Judgement {
	t.Helper()
	j, err := Judge(kind, in, build(t, kind, in), false)
	if err != nil {
		t.Fatal(err)
	}
	return j
}

func rules(j Judgement) []string {
	var out []string
	for _, a := range j.All {
		if !slices.Contains(out, a.Rule) {
			out = append(out, a.Rule)
		}
	}
	return out
}

func TestAnEmptyDocumentLosesWhatGapsCanCostAndNoMore(t *testing.T) {
	for _, kind := range Kinds() {
		tpl, _ := TemplateOf(kind)
		in := empty(tpl.Audiences()[0])
		in.Case.Kind = tpl.Of[0]
		j := judged(t, kind, in)
		if j.Score < 0 || j.Score > 65 || len(j.All) == 0 {
			t.Errorf("%s: an empty document scores %d", kind, j.Score)
		}
		for _, a := range j.All {
			if a.Section == "" || a.Says == "" || a.Hint == "" || a.Points < 1 || a.Effort < 1 || a.Effort > 3 {
				t.Errorf("%s: an advice says too little: %+v", kind, a)
			}
		}
	}
}

func TestTheCheapestThreeComeFirst(t *testing.T) {
	j := judged(t, RCA, fixture(Internal))
	if len(j.First) != 3 {
		t.Fatalf("%d come first", len(j.First))
	}
	for i, a := range j.First {
		if a.Effort != 1 {
			t.Errorf("%d. costs more than a word: %+v", i, a)
		}
		if i > 0 && a.Points > j.First[i-1].Points {
			t.Errorf("%d. brings more than the one before", i)
		}
	}
	if j.Score < 50 || j.Score > 95 {
		t.Errorf("a good draft scores %d", j.Score)
	}
}

// TestWhatTheRecordLacksIsSaid changes the good story in one way each and looks for what is said of it.
func TestWhatTheRecordLacksIsSaid(t *testing.T) {
	cases := map[string]struct {
		kind   string
		change func(in *Input)
	}{
		"order": {RCA, func(in *Input) { in.Case.Fields["detected"] = "2026-03-12T07:12:00Z" }},
		"numbers": {RCA, func(in *Input) {
			delete(in.Case.Fields, "users_affected")
			in.Case.Fields["impact_customer"] = "Nobody could push."
		}},
		"factors":    {RCA, func(in *Input) { reviewOfInput(in).Fields["factors"] = fields{"f": fields{"text": "One."}} }},
		"confidence": {RCA, func(in *Input) { delete(reviewOfInput(in).Fields, "confidence") }},
		"trigger":    {RCA, func(in *Input) { r := reviewOfInput(in); r.Fields["trigger"] = r.Fields["cause"] }},
		"last_why": {RCA, func(in *Input) {
			reviewOfInput(in).Fields["whys"] = fields{"w": fields{"text": "It was a human error."}}
		}},
		"specific": {RCA, func(in *Input) {
			in.Case.Items = append(in.Case.Items, item(casefile.KindAction, 9, fields{"text": "Improve the alerts", "type": "prevent"}))
		}},
		"watching":      {RCA, func(in *Input) { setAll(in, casefile.KindAction, "type", "prevent") }},
		"tracker":       {RCA, func(*Input) {}},
		"evidence":      {RCA, func(*Input) {}},
		"beginning":     {RCA, func(*Input) {}},
		"look_back":     {RCA, func(in *Input) { setAll(in, casefile.KindAction, "type", "prevent") }},
		"blame":         {Closure, func(in *Input) { in.Overrides = map[string]string{"summary": "It was a human error."} }},
		"person":        {Closure, func(in *Input) { in.Overrides = map[string]string{"summary": "Jonas Okafor broke it."} }},
		"second_reader": {RCA, func(in *Input) { in.Audience = Customer }},
		"guess": {RCA, func(in *Input) {
			in.Audience = Customer
			in.Overrides = map[string]string{"summary": "It was probably DNS."}
		}},
		"late": {"incident_review", func(in *Input) {
			*in = fixtureOf(casefile.KindReview, Internal)
			in.Case.Fields["reviewed"] = "2026-04-24"
		}},
		"sentences": {Brief, func(in *Input) {
			*in = fixtureOf(casefile.KindBrief, Internal)
			in.Case.Fields["description"] = "It is down."
		}},
	}
	for rule, c := range cases {
		in := fixture(Internal)
		c.change(&in)
		if got := rules(judged(t, c.kind, in)); !slices.Contains(got, rule) {
			t.Errorf("%s is not said of it: %s", rule, strings.Join(got, ", "))
		}
	}
}

func reviewOfInput(in *Input) *casefile.Case {
	for i := range in.Related {
		if in.Related[i].Kind == casefile.KindReview {
			return &in.Related[i]
		}
	}
	return nil
}

func setAll(in *Input, k casefile.Kind, field, value string) {
	for i := range in.Case.Items {
		if in.Case.Items[i].Kind == k {
			in.Case.Items[i].Fields[field] = value
		}
	}
}

func TestBeforeTheInternalReviewThatIsSaidFirst(t *testing.T) {
	in := fixture(Customer)
	r := reviewOfInput(&in)
	delete(r.Fields, "reviewed")
	r.Fields["status"] = "draft"
	if got := rules(judged(t, RCA, in)); !slices.Contains(got, "internal_first") {
		t.Error(got)
	}
}

func TestAFindingsPlaceIsItsWords(t *testing.T) {
	in := fixture(Internal)
	in.Overrides = map[string]string{"summary": "Ümlaut: it was **clearly** a human error."}
	b := build(t, Closure, in)
	for _, a := range judged(t, Closure, in).All {
		if a.End == 0 {
			continue
		}
		for _, s := range b.Sections {
			if s.ID == a.Section && a.Rule == "obvious" && s.Text[a.Start:a.End] != "clearly" {
				t.Errorf("%q", s.Text[a.Start:a.End])
			}
		}
	}
}

func TestWorkingDaysLeaveOutTheWeekend(t *testing.T) {
	friday, monday := instantOf("2026-03-13T12:00:00Z").Time, instantOf("2026-03-16T12:00:00Z").Time
	if n := workingDays(friday, monday); n != 1 {
		t.Errorf("from Friday to Monday there are %d", n)
	}
}

func TestAComparisonNamesWhatWasAddedRemovedAndChanged(t *testing.T) {
	w := func(id, text string) Written { return Written{Section: Section{ID: id, Title: id}, Text: text} }
	got := Compare([]Written{w("a", "one\ntwo"), w("b", "same"), w("c", "gone")}, []Written{w("a", "one\nthree\ntwo"), w("b", "same"), w("d", "new")})
	want := []struct{ id, change, lines string }{{"a", "changed", " a, one,+three, two"}, {"d", "added", "+new"}, {"c", "removed", "-gone"}}
	if len(got) != len(want) {
		t.Fatalf("%+v", got)
	}
	for i, d := range got {
		var lines []string
		for _, l := range d.Lines {
			lines = append(lines, l.Sign+l.Text)
		}
		if s := strings.Join(lines, ","); d.ID != want[i].id || d.Change != want[i].change || s != want[i].lines {
			t.Errorf("%+v: %s", d, s)
		}
	}
}
