package desk

import (
	"strings"
	"testing"

	"precedent/backend/casefile"
	"precedent/backend/document"
	"precedent/backend/store"
)

// filed makes a record as a script does, and gives its ID.
func filed(t *testing.T, d *Desk, kind casefile.Kind, fields map[string]any) string {
	t.Helper()
	return madeOf(t, d, kind, fields).ID
}

func sectionOf(t *testing.T, d *Desk, r DocumentRequest, id string) DocumentSection {
	t.Helper()
	v, err := d.BuildDocument(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range v.Sections {
		if s.ID == id {
			return s
		}
	}
	t.Fatalf("no section %s", id)
	return DocumentSection{}
}

func TestASectionKeepsWhatAPersonWroteAndSaysWhenTheRecordMoved(t *testing.T) {
	d := desk(t)
	id := filed(t, d, "escalation", map[string]any{"title": "Sign-in loops", "outcome": "positive"})
	r := DocumentRequest{Kind: "closure", ID: id}
	if _, err := d.WriteSection(t.Context(), r, "outcome", "It ended well."); err != nil {
		t.Fatal(err)
	}
	if s := sectionOf(t, d, r, "outcome"); s.Body != "It ended well." || !s.Edited || s.Moved || !strings.Contains(s.Recorded, "positive outcome") {
		t.Errorf("%+v", s)
	}
	if _, err := d.Set(t.Context(), id, []Assignment{{"outcome", "negative"}}); err != nil {
		t.Fatal(err)
	}
	if s := sectionOf(t, d, r, "outcome"); s.Body != "It ended well." || !s.Moved {
		t.Errorf("%+v", s)
	}
	if _, err := d.WriteSection(t.Context(), r, "outcome", " "); err != nil {
		t.Fatal(err)
	}
	if s := sectionOf(t, d, r, "outcome"); s.Edited || !strings.Contains(s.Body, "negative outcome") {
		t.Errorf("%+v", s)
	}
}

func TestAFactIsLinkedToItsRecordAndAGapToWhatWouldFillIt(t *testing.T) {
	d := desk(t)
	id := filed(t, d, "escalation", map[string]any{"title": "Sign-in loops"})
	line := filed(t, d, "line", map[string]any{"parent": id, "text": "Everybody signs in again", "starred": true, "at": "2026-03-13T09:00:00Z"})
	s := sectionOf(t, d, DocumentRequest{Kind: "rca", ID: id}, "timeline")
	if len(s.Facts) != 1 || s.Facts[0].Record != line || s.Facts[0].Title != "Everybody signs in again" {
		t.Errorf("%+v", s.Facts)
	}
	s = sectionOf(t, d, DocumentRequest{Kind: "rca", ID: id}, "trigger")
	if len(s.Gaps) != 1 || s.Fills[0] != "“Trigger” of the incident review" {
		t.Errorf("%+v %+v", s.Gaps, s.Fills)
	}
}

func TestAFinalDocumentIsFrozenOnEveryWayIn(t *testing.T) {
	d := desk(t)
	id := filed(t, d, "escalation", map[string]any{"title": "Sign-in loops"})
	r := DocumentRequest{Kind: "declaration", ID: id}
	if _, err := d.FinishDocument(t.Context(), r, ""); err != nil {
		t.Fatal(err)
	}
	versions, err := d.DocumentVersions(t.Context(), r)
	if err != nil || len(versions) != 1 || versions[0].Status != "final" || versions[0].Version != 1 {
		t.Fatalf("%+v %v", versions, err)
	}
	_, err = d.Save(t.Context(), SaveRequest{Changes: []Change{{Kind: "document", ID: versions[0].ID, Patch: map[string]any{"sections": map[string]any{"declaration": nil}}}}})
	if casefile.CodeOf(err) != casefile.Refused {
		t.Error(err)
	}
	if _, err := d.Set(t.Context(), versions[0].ID, []Assignment{{"version", "2"}}); casefile.CodeOf(err) != casefile.Refused {
		t.Error(err)
	}
	if _, err := d.save(t.Context(), "post", []store.Change{{Kind: casefile.KindDocument, ID: versions[0].ID, Patch: map[string]any{"postings": map[string]any{"p": map[string]any{"destination": "channel"}}}}}); err != nil {
		t.Errorf("where it went can be noted: %v", err)
	}
}

func TestACustomersTemplateGoesBeforeTheWorkspacesAndThatBeforeTheBuiltIn(t *testing.T) {
	d := desk(t)
	customer := filed(t, d, "customer", map[string]any{"name": "Veldhoorn Rail"})
	id := filed(t, d, "escalation", map[string]any{"title": "Sign-in loops", "customer": customer})
	other := filed(t, d, "escalation", map[string]any{"title": "Another"})
	own := func(title string) string {
		return "kind: closure\ntitle: " + title + "\nof: [escalation]\naudience: both\nsections:\n  - id: outcome\n    title: End\n    audience: both\n    fill: outcome\n"
	}
	for for_, title := range map[string]string{"": "Ours", "Veldhoorn Rail": "Theirs"} {
		if _, err := d.SaveTemplate(t.Context(), own(title), for_); err != nil {
			t.Fatal(err)
		}
	}
	for ref, want := range map[string]string{id: "Theirs", other: "Ours"} {
		built, _, err := d.built(t.Context(), DocumentRequest{Kind: "closure", ID: ref})
		if err != nil || built.Tree.Meta.Kind != want {
			t.Errorf("%q, want %q (%v)", built.Tree.Meta.Kind, want, err)
		}
	}
	if _, err := d.ResetTemplate(t.Context(), "closure", customer); err != nil {
		t.Fatal(err)
	}
	if v, err := d.Template(t.Context(), "closure", customer); err != nil || v.From != "workspace" {
		t.Errorf("%+v %v", v.From, err)
	}
}

func TestATemplateIsEditedSectionBySection(t *testing.T) {
	d := desk(t)
	v, err := d.Template(t.Context(), "closure", "")
	if err != nil {
		t.Fatal(err)
	}
	v.Sections[0], v.Sections[1] = v.Sections[1], v.Sections[0]
	v.Sections[2].Hidden = true
	v.Sections[3].Title = "What we did"
	if _, err := d.SaveTemplateSections(t.Context(), "closure", "", "Our closure", v.Sections); err != nil {
		t.Fatal(err)
	}
	got, err := d.Template(t.Context(), "closure", "")
	if err != nil || got.Title != "Our closure" || got.Sections[0].ID != "outcome" || !got.Sections[2].Hidden || got.Sections[3].Title != "What we did" {
		t.Errorf("%+v %v", got, err)
	}
	v.Sections[1].Fill = "nonsense"
	if _, err := d.SaveTemplateSections(t.Context(), "closure", "", "", v.Sections); casefile.CodeOf(err) != casefile.Invalid {
		t.Error(err)
	}
}

func TestAKeptTemplateThatSomebodyBrokeIsSaidAndTheBuiltInHolds(t *testing.T) {
	d := desk(t)
	id := filed(t, d, "escalation", map[string]any{"title": "Sign-in loops"})
	filed(t, d, "template", map[string]any{"title": "Ours", "type": "closure", "text": "kind: closure\nsections: nonsense"})
	v, err := d.Template(t.Context(), "closure", "")
	if err != nil || len(v.Mistakes) == 0 || len(v.Sections) == 0 {
		t.Errorf("%+v %v", v, err)
	}
	_, exported, err := d.Document(t.Context(), ExportRequest{Kind: "closure", ID: id, Format: "md"})
	if err != nil || !strings.Contains(strings.Join(exported.Notices, " "), "template") {
		t.Errorf("%+v %v", exported, err)
	}
}

// TestTheSameCauseIsProposedBySearchAndConfirmedByAPerson also holds that a proposal stands in no document.
func TestTheSameCauseIsProposedBySearchAndConfirmedByAPerson(t *testing.T) {
	d := desk(t)
	text := "The resolver of the storage nodes answers with SERVFAIL after the rotation of secret-9 (E4711)."
	past := filed(t, d, "escalation", map[string]any{"title": "Storage nodes: SERVFAIL after rotation E4711", "description": text, "cause": "The resolver kept the old secret.", "created": "2025-01-10"})
	id := filed(t, d, "escalation", map[string]any{"title": "SERVFAIL from the storage nodes, E4711", "description": text, "created": "2026-03-13"})
	review := filed(t, d, "review", map[string]any{"title": "Review of it", "of": id})
	filed(t, d, "attempt", map[string]any{"parent": id, "action": "Secret written anew", "result": "it answers", "worked": "yes"})
	filed(t, d, "exit_criterion", map[string]any{"parent": id, "text": "It answers", "status": "met"})
	r := DocumentRequest{Kind: "rca", ID: id}
	j, err := d.JudgeDocument(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	fields := map[string]string{}
	for _, p := range j.Proposals {
		fields[p.Field] = p.Says + p.Value
	}
	for field, want := range map[string]string{"outcome": "positive", "whys.w1.text": "Secret written anew", "same_cause_note": "kept the old secret"} {
		if !strings.Contains(fields[field], want) {
			t.Errorf("%s: %q does not say %q", field, fields[field], want)
		}
	}
	v, err := d.BuildDocument(t.Context(), r)
	if err != nil || strings.Contains(v.Sections[0].Body, "kept the old secret") {
		t.Error(err)
	}
	if _, err := d.Set(t.Context(), review, []Assignment{{"same_cause_before", "yes"}}); err != nil {
		t.Fatal(err)
	}
	if j, err = d.JudgeDocument(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	for _, p := range j.Proposals {
		if p.Field == "same_cause_note" {
			t.Errorf("asked again, though a person has answered: %+v (%s)", p, past)
		}
	}
}

func TestAdviceIsCountedAsAPageCounts(t *testing.T) {
	d := desk(t)
	id := filed(t, d, "escalation", map[string]any{"title": "Sign-in loops"})
	r := DocumentRequest{Kind: "closure", ID: id}
	if _, err := d.WriteSection(t.Context(), r, "summary", "🙂 clearly wrong"); err != nil {
		t.Fatal(err)
	}
	j, err := d.JudgeDocument(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range j.Findings {
		if f.Rule == "obvious" {
			if f.Start != 3 || f.End != 10 || f.Excerpt != "clearly" {
				t.Errorf("%+v", f)
			}
			return
		}
	}
	t.Fatalf("%+v", j.Findings)
}

func TestWhatWouldMakeADocumentBetterStandsBesideItAndStopsNothing(t *testing.T) {
	d := desk(t)
	id := filed(t, d, "review", map[string]any{"title": "Review of the loops", "whys": map[string]any{"a": map[string]any{"text": "One"}, "b": map[string]any{"text": "Two"}}})
	v, err := d.BuildDocument(t.Context(), DocumentRequest{Kind: "incident_review", ID: id})
	if err != nil {
		t.Fatal(err)
	}
	if v.Score <= 0 || v.Score >= 100 || len(v.Findings) == 0 {
		t.Errorf("score %d, %d findings", v.Score, len(v.Findings))
	}
	seen := map[string]bool{}
	for _, f := range v.Findings {
		if seen[f.ID] || f.Level == "stop" || f.Section == "" {
			t.Errorf("%+v", f)
		}
		seen[f.ID] = true
	}
}

func TestEveryDocumentIsOfferedForItsRecords(t *testing.T) {
	seen := map[string]bool{}
	for _, k := range Schema().Kinds {
		for _, doc := range k.Documents {
			seen[doc.Kind] = true
		}
	}
	for _, kind := range document.Kinds() {
		if !seen[kind] {
			t.Errorf("%s is offered for no record", kind)
		}
	}
}
