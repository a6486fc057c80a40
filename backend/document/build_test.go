package document

import (
	"slices"
	"strings"
	"testing"

	"precedent/backend/casefile"
	"precedent/backend/document/tree"
)

func build(t *testing.T, kind string, in Input) Built {
	t.Helper()
	b, err := Build(kind, in)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func textOf(b Built) string { return b.Tree.Words() }

func empty(a Audience) Input {
	return Input{Case: casefile.Case{Record: casefile.Record{Kind: casefile.KindEscalation, ID: "e", Fields: map[string]any{"title": "Nothing known", "key": "ESC-000000"}}}, Audience: a}
}

func TestAnEmptyCaseGivesGapsAndInventsNothing(t *testing.T) {
	for _, kind := range Kinds() {
		tpl, err := TemplateOf(kind)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range tpl.Audiences() {
			in := empty(a)
			in.Case.Kind = tpl.Of[0]
			holdsNothing(t, kind, in)
		}
	}
}

func holdsNothing(t *testing.T, kind string, in Input) {
	t.Helper()
	b := build(t, kind, in)
	asked := map[string]bool{}
	for _, g := range b.Gaps {
		asked[g.Section] = true
		if g.Fact == "" || g.Fills == "" {
			t.Errorf("%s for %s: a gap says too little: %+v", kind, in.Audience, g)
		}
	}
	for _, s := range b.Sections {
		if len(s.Needs) > 0 && !asked[s.ID] {
			t.Errorf("%s for %s: section %q needs %v and shows no gap: %q", kind, in.Audience, s.ID, s.Needs, s.Text)
		}
	}
	for _, f := range b.Facts {
		if !slices.Contains([]string{"title", "key", "product_related", "support_dri"}, f.Field) { // what the case says, or that nobody is named
			t.Errorf("%s: a fact from nothing: %+v", kind, f)
		}
	}
}

func TestEachGapIsVisibleAndSaysWhereToFillIt(t *testing.T) {
	b := build(t, Closure, empty(Internal))
	text := textOf(b)
	for _, want := range []string{"Not recorded: whether the outcome was positive or negative", "add it in “Outcome” of the escalation", "“Why it closed” of the escalation"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}

func TestWhatAPersonWroteTakesTheSectionsPlace(t *testing.T) {
	in := fixture(Internal)
	in.Overrides = map[string]string{"summary": "We wrote this **ourselves**."}
	b := build(t, Closure, in)
	if !strings.Contains(textOf(b), "We wrote this ourselves.") || strings.Contains(textOf(b), "First clone fails") {
		t.Fatal(textOf(b))
	}
	for _, s := range b.Sections {
		if s.Edited != (s.ID == "summary") {
			t.Errorf("section %s: edited = %v", s.ID, s.Edited)
		}
	}
}

func TestACustomersDocumentNamesRolesForColleaguesAndItsOwnPeopleByName(t *testing.T) {
	text := textOf(build(t, Closure, fixture(Customer))) + textOf(build(t, RCA, fixture(Customer)))
	for _, not := range []string{"Marta", "Okafor", "Priya"} {
		if strings.Contains(text, not) {
			t.Errorf("it names %s", not)
		}
	}
	for _, want := range []string{"Our engineer compares the secret", "Saskia de Boer", "Our product lead"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q", want)
		}
	}
}

func TestAColleagueWhoIsCalledByAPartOfTheNameIsARoleToo(t *testing.T) {
	in := fixture(Customer)
	in.Case.Items = append(in.Case.Items, item(casefile.KindLine, 90, fields{"text": "Jonas and Okafor’s team met Saskia, then Marta Ilves joined.", "visibility": "customer", "starred": true, "at": "2026-03-14T09:00:00Z"}))
	b := build(t, RCA, in)
	if text := textOf(b); !strings.Contains(text, "Our engineer and our engineer’s team met Saskia, then our escalation lead joined.") {
		t.Error(text)
	}
	if found := check(t, b.Tree, Plain, SealedBy(in)); len(found) > 0 {
		t.Errorf("%+v", found)
	}
}

func TestBeforeTheInternalReviewACustomersRCAIsADraftWithoutItsCause(t *testing.T) {
	in := fixture(Customer)
	for i, r := range in.Related {
		if r.Kind == casefile.KindReview {
			delete(in.Related[i].Fields, "reviewed")
			in.Related[i].Fields["status"] = "draft"
		}
	}
	b := build(t, RCA, in)
	if b.Tree.Meta.Version != "DRAFT before internal review" {
		t.Errorf("version %q", b.Tree.Meta.Version)
	}
	if strings.Contains(textOf(b), "configuration management had written") || !strings.Contains(textOf(b), "Not recorded: why it could happen") {
		t.Error(textOf(b))
	}
}

func TestOfAConfidentialCaseACustomerReadsOnlyWhatItWasTold(t *testing.T) {
	in := fixture(Customer)
	in.Case.Fields["confidential"] = true
	b := build(t, RCA, in)
	text := textOf(b)
	if found := check(t, b.Tree, HTML, SealedBy(in)); len(found) != 0 {
		t.Errorf("%+v", found)
	}
	if !strings.Contains(text, "We found that one node holds an old secret") {
		t.Error("the update to the customer is missing")
	}
	for _, not := range []string{"First clone fails", "Storage nodes refused", "signs", "rotates the secret"} {
		if strings.Contains(text, not) {
			t.Errorf("it says %q", not)
		}
	}
}

func TestExitCriteriaAreCounted(t *testing.T) {
	cases := []struct {
		states []string
		want   string
	}{
		{[]string{"met"}, "Yes: the one criterion was met."}, {[]string{"met", "met"}, "Yes: all 2 were met."},
		{[]string{"met", "waived"}, "Yes, with 1 of 2 waived."}, {[]string{"met", "open", "not_met"}, "No: 2 of 3 not met."}, {[]string{"partly"}, "No: 1 of 1 not met."},
	}
	for _, c := range cases {
		var list []criterion
		for _, s := range c.states {
			list = append(list, criterion{status: s})
		}
		if got := verdict(list); got != c.want {
			t.Errorf("%v: %q, want %q", c.states, got, c.want)
		}
	}
}

func TestTimesAreToldInTheAskedZone(t *testing.T) {
	in := fixture(Internal)
	in.Zone = "America/New_York"
	text := textOf(build(t, RCA, in))
	if !strings.Contains(text, "13 Mar 2026, 02:50") || !strings.Contains(text, "All times are in America/New_York.") {
		t.Fatal(text)
	}
}

func TestDurationsAreComputed(t *testing.T) {
	at := func(s string) casefile.Instant {
		i, err := casefile.ParseInstant(s)
		if err != nil {
			t.Fatal(err)
		}
		return i
	}
	cases := []struct{ from, to, want string }{
		{"2026-03-13T06:50:00Z", "2026-03-13T07:12:00Z", "22 min"}, {"2026-03-13T06:50:00Z", "2026-03-13T08:50:00Z", "2 h 0 min"},
		{"2026-03-13T06:50:00Z", "2026-03-16T20:10:00Z", "3 d 13 h"}, {"2026-03-13", "2026-03-14", "1 day"}, {"2026-03-13", "2026-03-20T10:00:00Z", "7 days"},
		{"", "2026-03-13", ""}, {"2026-03-14", "2026-03-13", ""},
	}
	for _, c := range cases {
		if got := between(at(c.from), at(c.to)); got != c.want {
			t.Errorf("%s to %s: %q, want %q", c.from, c.to, got, c.want)
		}
	}
}

func TestFactsAreLinkedToTheirRecords(t *testing.T) {
	b := build(t, RCA, fixture(Customer))
	for _, f := range b.Facts {
		if f.Section == "timeline" && f.Record == "line-01" {
			return
		}
	}
	t.Fatalf("no link to line-01 in %v", b.Facts)
}

// TestAFactAndAGapNameTheRecordThatHasTheField: what a review says, or does not say yet, leads to the review and not to its case.
func TestAFactAndAGapNameTheRecordThatHasTheField(t *testing.T) {
	for _, a := range []Audience{Internal, Customer} {
		said := map[string]string{}
		for _, f := range build(t, RCA, fixture(a)).Facts {
			said[f.Field] = f.Record
		}
		if said["trigger"] != "rev-1" || said["cause"] != "rev-1" || said["factors"] != "rev-1" || said["title"] == "rev-1" {
			t.Errorf("%s: facts lead to %v", a, said)
		}
		in := fixture(a)
		for _, c := range in.Related {
			for _, f := range []string{"trigger", "cause", "whys", "factors"} {
				delete(c.Fields, f)
			}
		}
		cause := map[Audience]string{Internal: "esc-1", Customer: "rev-1"}[a] // an escalation has a cause of its own, which only its review releases
		asked := map[string]string{}
		for _, g := range build(t, RCA, in).Gaps {
			asked[g.Field] = g.Record
		}
		if asked["trigger"] != "rev-1" || asked["cause"] != cause || asked["factors"] != "rev-1" {
			t.Errorf("%s: gaps lead to %v", a, asked)
		}
	}
}

func TestWhatIsAskedWronglyIsRefusedInWords(t *testing.T) {
	if _, err := Build("poem", fixture(Internal)); casefile.CodeOf(err) != casefile.Invalid {
		t.Error(err)
	}
	if _, err := Build(RCA, Input{Audience: "everyone"}); casefile.CodeOf(err) != casefile.Invalid {
		t.Error(err)
	}
	if _, err := Render(t.Context(), tree.Tree{}, "odt", Means{}); casefile.CodeOf(err) != casefile.Invalid {
		t.Error(err)
	}
}
