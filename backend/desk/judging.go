package desk

import (
	"context"
	"fmt"
	"unicode/utf16"

	"precedent/backend/casefile"
	"precedent/backend/document"
)

// DocumentAdvice is one thing that would make a document better. It stops nothing. Start and End are the place in the
// section's body, in UTF-16 code units as a page counts them; both 0 where it is about the section as a whole.
type DocumentAdvice struct {
	Section string `json:"section"`
	Title   string `json:"title"`
	Rule    string `json:"rule"`
	Start   int    `json:"start"`
	End     int    `json:"end"`
	Excerpt string `json:"excerpt"`
	Says    string `json:"says"`
	Hint    string `json:"hint"`
	Points  int    `json:"points"`
	Effort  int    `json:"effort"` // 1 a word or a field, 2 a sentence, 3 some thought
	Record  string `json:"record"` // the record that would be changed; "" is the text itself
	Field   string `json:"field"`
}

// heavy is from how many points on an advice is a warning; below, a note.
const heavy = 3

// finding is the advice as it stands in the check list beside the text.
func (a DocumentAdvice) finding() DocumentFinding {
	f := DocumentFinding{ID: fmt.Sprintf("%s/%s/%d", a.Section, hashOf(a.Rule + a.Says + a.Record + a.Field)[:8], a.Start), Level: "note", Section: a.Section, Says: a.Says + " " + a.Hint, Excerpt: a.Excerpt}
	if a.Points >= heavy && a.Rule != "missing" {
		f.Level = "warn"
	}
	return f
}

// DocumentProposal is something that a person may confirm: a value for a field of a record, and why.
type DocumentProposal struct {
	Record string `json:"record"`
	Key    string `json:"key"`
	Field  string `json:"field"`
	Value  string `json:"value"`
	Says   string `json:"says"`
}

// DocumentJudgement is what would make a document better, its score from 0 to 100, the cheapest three things to do first, and what a
// person may confirm.
type DocumentJudgement struct {
	Score     int                `json:"score"`
	First     []DocumentAdvice   `json:"first"`
	Findings  []DocumentAdvice   `json:"findings"`
	Proposals []DocumentProposal `json:"proposals"`
}

// JudgeDocument reads a document as it stands: what is missing, what its words do, what the record lacks.
func (d *Desk) JudgeDocument(ctx context.Context, r DocumentRequest) (DocumentJudgement, error) {
	of, err := d.documentOf(r)
	if err != nil {
		return DocumentJudgement{}, err
	}
	built, in, err := d.built(ctx, r)
	if err != nil {
		return DocumentJudgement{}, err
	}
	doc, err := d.version(of, r.Version)
	if err != nil {
		return DocumentJudgement{}, err
	}
	j, err := document.Judge(of.kind, in, built, doc.Text("reviewer") != "")
	if err != nil {
		return DocumentJudgement{}, err
	}
	out := DocumentJudgement{Score: j.Score, First: viewAdvice(j.First, built), Findings: viewAdvice(j.All, built), Proposals: []DocumentProposal{}}
	if in.Frozen == nil && in.Audience == document.Internal {
		if out.Proposals, err = d.proposals(ctx, in, built); err != nil {
			return DocumentJudgement{}, err
		}
	}
	return out, nil
}

func viewAdvice(list []document.Advice, built document.Built) []DocumentAdvice {
	sections := map[string]document.Written{}
	for _, s := range built.Sections {
		sections[s.ID] = s
	}
	out := []DocumentAdvice{}
	for _, a := range list {
		s := sections[a.Section]
		v := DocumentAdvice{Section: a.Section, Title: s.Title, Rule: a.Rule, Says: a.Says, Hint: a.Hint, Points: a.Points, Effort: a.Effort, Record: a.Record, Field: a.Field}
		if a.End > 0 {
			v.Start, v.End, v.Excerpt = units(s.Text[:a.Start]), units(s.Text[:a.End]), casefile.FirstLine(s.Text[a.Start:a.End])
		}
		out = append(out, v)
	}
	return out
}

// units counts UTF-16 code units.
func units(s string) int { return len(utf16.Encode([]rune(s))) }

// mostLike is how many similar cases are proposed as the same cause.
const mostLike = 3

// proposals are those of the record, and the similar cases of which one may be the same cause (REQUIREMENTS 2.2).
func (d *Desk) proposals(ctx context.Context, in document.Input, built document.Built) ([]DocumentProposal, error) {
	out := []DocumentProposal{}
	for _, p := range document.Propose(in) {
		out = append(out, d.viewProposal(p))
	}
	like, err := d.likeness(ctx, in, built)
	return append(out, like...), err
}

func (d *Desk) viewProposal(p document.Proposal) DocumentProposal {
	v := DocumentProposal{Record: p.Record, Field: p.Field, Value: p.Value, Says: p.Says}
	if r, err := d.store.Get(p.Record); err == nil {
		v.Key = r.Key()
	}
	return v
}

// likeness answers “has this cause been seen before?” by search, while nobody has: the cases most like this one whose cause is
// known, for a person to confirm in the review.
func (d *Desk) likeness(ctx context.Context, in document.Input, built document.Built) ([]DocumentProposal, error) {
	asked := false
	for _, g := range built.Gaps {
		asked = asked || g.Field == "same_cause_before"
	}
	review, ok := reviewOf(in)
	if !asked || !ok {
		return nil, nil
	}
	found, err := d.Similar(ctx, SimilarQuery{ID: in.Case.ID, Limit: mostLike})
	if err != nil {
		return nil, err
	}
	var out []DocumentProposal
	for _, h := range append(found.Hits, found.Older...) {
		r, err := d.store.Get(h.ID)
		if err != nil || r.Text("cause") == "" || len(out) == mostLike || h.ID == review.ID {
			continue
		}
		out = append(out, DocumentProposal{Record: review.ID, Key: review.Key(), Field: "same_cause_note", Value: h.Key + ": " + casefile.FirstLine(r.Text("cause")),
			Says: "Perhaps the same cause: " + h.Key + ", " + h.Title + ". Compare, then set “Same cause before” to yes or no."})
	}
	return out, nil
}

// reviewOf is the review in which the question stands: the case itself, or the review of it.
func reviewOf(in document.Input) (casefile.Case, bool) {
	for _, c := range append([]casefile.Case{in.Case}, in.Related...) {
		if c.Kind == casefile.KindReview {
			return c, true
		}
	}
	return casefile.Case{}, false
}

// DocumentKindInfo is a kind of document: what it is for, of which records it is made, and whom it is written for.
type DocumentKindInfo struct {
	Kind      string   `json:"kind"`
	Title     string   `json:"title"`
	About     string   `json:"about"`
	Of        []string `json:"of"`
	Audiences []string `json:"audiences"`
}

// DocumentKinds lists every kind of document, in the order in which a case needs them.
func DocumentKinds() ([]DocumentKindInfo, error) {
	out := []DocumentKindInfo{}
	for _, kind := range document.Kinds() {
		t, err := document.TemplateOf(kind)
		if err != nil {
			return nil, err
		}
		out = append(out, DocumentKindInfo{kind, t.Title, t.About, texts(t.Of), texts(t.Audiences())})
	}
	return out, nil
}
