package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"precedent/backend/casefile"
	"precedent/backend/document"
	"precedent/backend/store"
)

// DocumentVersion is one version of a document of a case.
type DocumentVersion struct {
	ID       string `json:"id"`
	Key      string `json:"key"`
	Version  int    `json:"version"`
	Status   string `json:"status"` // draft or final
	Final    string `json:"final"`  // since when; "" is a draft
	Reviewer string `json:"reviewer"`
	Edited   int    `json:"edited"` // sections that a person wrote
	Who      string `json:"who"`    // who began it
	Early    string `json:"early"`  // why it was made final before the internal review
}

// DocumentVersions lists the versions of a document, the newest first.
func (d *Desk) DocumentVersions(_ context.Context, r DocumentRequest) ([]DocumentVersion, error) {
	of, err := d.documentOf(r)
	if err != nil {
		return nil, err
	}
	out := []DocumentVersion{}
	for _, doc := range d.versions(of) {
		out = append(out, DocumentVersion{ID: doc.ID, Key: doc.Key(), Version: versionOf(doc), Status: firstOf(doc.Text("status"), "draft"), Final: doc.Text("final"),
			Reviewer: doc.Text("reviewer"), Edited: editedIn(doc), Who: doc.Text("who"), Early: doc.Text("early_reason")})
	}
	return out, nil
}

// editedIn counts the sections that a person wrote; a final one keeps the others too.
func editedIn(doc casefile.Record) int {
	n := 0
	for _, e := range doc.Entries("sections") {
		if e.Text("from") != "" {
			n++
		}
	}
	return n
}

// documentOf is a document by what it is: a kind, of a case, for an audience.
type documentOf struct{ caseID, key, kind, audience string }

func (d *Desk) documentOf(r DocumentRequest) (documentOf, error) {
	kind, err := document.ParseKind(r.Kind)
	if err != nil {
		return documentOf{}, err
	}
	c, err := d.store.Find(r.ID)
	if err != nil {
		return documentOf{}, err
	}
	t, err := document.TemplateOf(kind)
	if err != nil {
		return documentOf{}, err
	}
	a, err := document.ParseAudience(firstOf(r.Audience, string(t.Audiences()[0])))
	return documentOf{c.ID, c.Key(), kind, string(a)}, err
}

// versions are the records of a document, the newest version first.
func (d *Desk) versions(of documentOf) []casefile.Record {
	named, err := d.store.Links(of.caseID)
	if err != nil {
		return nil
	}
	var out []casefile.Record
	for _, r := range named {
		if r.Kind == casefile.KindDocument && !r.Binned() && r.Text("type") == of.kind && firstOf(r.Text("audience"), "internal") == of.audience {
			out = append(out, r)
		}
	}
	slices.SortFunc(out, func(a, b casefile.Record) int {
		if c := versionOf(b) - versionOf(a); c != 0 {
			return c
		}
		return strings.Compare(b.ID, a.ID)
	})
	return out
}

// versionOf is a document's version; one that was kept before there were versions is the first.
func versionOf(r casefile.Record) int {
	n, ok := r.Number("version")
	if !ok {
		return 1
	}
	return int(n)
}

// version is the version that is asked for: 0 is the newest. Without any, the ID is "".
func (d *Desk) version(of documentOf, n int) (casefile.Record, error) {
	all := d.versions(of)
	for _, doc := range all {
		if n == 0 || versionOf(doc) == n {
			return doc, nil
		}
	}
	if n != 0 {
		return casefile.Record{}, casefile.Faultf(casefile.NotFound, "The document has no version %d. It has %s.", n, plural(len(all), "version"))
	}
	return casefile.Record{}, nil
}

// written is the document record of the version that is to be exported.
func (d *Desk) written(r ExportRequest) (casefile.Record, bool) {
	of, err := d.documentOf(r.document())
	if err != nil {
		return casefile.Record{}, false
	}
	doc, err := d.version(of, r.Version)
	return doc, err == nil && doc.ID != ""
}

// versionWords is what stands in the head and foot of each page.
func versionWords(doc casefile.Record) string {
	if doc.Text("status") == "final" {
		return "Final, version " + strconv.Itoa(versionOf(doc))
	}
	return "Draft, version " + strconv.Itoa(versionOf(doc))
}

// draftChange changes the newest version of a document, or makes the first. A final one is frozen.
func (d *Desk) draftChange(of documentOf, patch map[string]any) (store.Change, error) {
	doc, err := d.version(of, 0)
	if err != nil {
		return store.Change{}, err
	}
	if doc.Text("status") == "final" {
		return store.Change{}, casefile.Faultf(casefile.Refused, "Version %d of this document is final, and stays as it is. Begin a new version to change it.", versionOf(doc))
	}
	change := store.Change{Kind: casefile.KindDocument, ID: doc.ID, Base: doc.Rev, Patch: patch}
	if doc.ID == "" {
		change.Patch = d.newDocument(of, 1, patch)
	}
	return change, nil
}

func (d *Desk) newDocument(of documentOf, version int, patch map[string]any) map[string]any {
	out := map[string]any{
		"case": of.caseID, "type": of.kind, "audience": of.audience, "title": casefile.EnumLabel(of.kind) + " of " + of.key, "status": "draft",
		"version": json.Number(strconv.Itoa(version)),
	}
	if c, err := d.store.Get(of.caseID); err == nil && c.Text("customer") != "" {
		out["customer"] = c.Text("customer")
	}
	if who := d.who(); who != "" {
		out["who"] = who
	}
	for k, v := range patch {
		out[k] = v
	}
	return out
}

// WriteSection keeps what a person wrote for a section, in Markdown, with a hash of what the record says now, so that one sees
// when the record has moved on since. "" gives the section back to the record.
func (d *Desk) WriteSection(ctx context.Context, r DocumentRequest, section, text string) (Saved, error) {
	of, err := d.documentOf(r)
	if err != nil {
		return Saved{}, err
	}
	if err := ofItsOwn(of); err != nil {
		return Saved{}, err
	}
	r.Typed = false
	built, _, err := d.built(ctx, r)
	if err != nil {
		return Saved{}, err
	}
	at := slices.IndexFunc(built.Sections, func(s document.Written) bool { return s.ID == section })
	if at < 0 {
		return Saved{}, casefile.Faultf(casefile.NotFound, "The document has no section %q. It has %s.", casefile.FirstLine(section), strings.Join(sectionIDs(built), ", "))
	}
	var entry any
	if strings.TrimSpace(text) != "" {
		entry = map[string]any{"text": text, "from": hashOf(recordedText(built.Sections[at]))}
	}
	change, err := d.draftChange(of, map[string]any{"sections": map[string]any{section: entry}})
	if err != nil {
		return Saved{}, err
	}
	return d.save(ctx, "write a section", []store.Change{change})
}

// recordedText is what the record says in a section.
func recordedText(s document.Written) string {
	if s.Edited {
		return s.Record
	}
	return s.Text
}

func sectionIDs(b document.Built) []string {
	var out []string
	for _, s := range b.Sections {
		out = append(out, s.ID)
	}
	return out
}

func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:8])
}

// ReviseDocument begins a new version after a final one: it starts from the record and from what people had written.
func (d *Desk) ReviseDocument(ctx context.Context, r DocumentRequest) (Saved, error) {
	of, err := d.documentOf(r)
	if err != nil {
		return Saved{}, err
	}
	last, err := d.version(of, 0)
	if err != nil {
		return Saved{}, err
	}
	if last.Text("status") != "final" {
		return Saved{}, casefile.Faultf(casefile.Refused, "The newest version is a draft. Go on with it, or make it final first.")
	}
	written := map[string]any{}
	for _, e := range last.Entries("sections") {
		if from := e.Text("from"); from != "" {
			written[e.ID] = map[string]any{"text": e.Text("text"), "from": from}
		}
	}
	patch := map[string]any{}
	if len(written) > 0 {
		patch["sections"] = written
	}
	return d.save(ctx, "begin a new version", []store.Change{{Kind: casefile.KindDocument, Patch: d.newDocument(of, versionOf(last)+1, patch)}})
}

// ReviewDocument notes that a second person has read the newest version (REQUIREMENTS 2.3).
func (d *Desk) ReviewDocument(ctx context.Context, r DocumentRequest, reviewer string) (Saved, error) {
	of, err := d.documentOf(r)
	if err != nil {
		return Saved{}, err
	}
	if strings.TrimSpace(reviewer) == "" {
		return Saved{}, casefile.Faultf(casefile.Invalid, "Name the person who read it.")
	}
	change, err := d.draftChange(of, map[string]any{"reviewer": reviewer, "reviewed": d.stamp()})
	if err != nil {
		return Saved{}, err
	}
	return d.save(ctx, "note a review", []store.Change{change})
}

// DocumentComparison is what changed between two versions of a document.
type DocumentComparison struct {
	Older    int                 `json:"older"`
	Newer    int                 `json:"newer"`
	Sections []SectionComparison `json:"sections"`
}

// SectionComparison is one section that differs.
type SectionComparison struct {
	ID     string     `json:"id"`
	Title  string     `json:"title"`
	Change string     `json:"change"` // added, removed or changed
	Lines  []LineDiff `json:"lines"`
}

// LineDiff is one line, or piece of a line, of a comparison.
type LineDiff struct {
	Sign string `json:"sign"` // "+" only in the newer, "-" only in the older, " " in both
	Text string `json:"text"`
}

// CompareTexts marks the words in which two texts differ: two versions of a field, the two values of a conflict.
func CompareTexts(older, newer string) []LineDiff {
	out := []LineDiff{}
	for _, piece := range document.CompareWords(older, newer) {
		out = append(out, LineDiff{piece.Sign, piece.Text})
	}
	return out
}

// CompareDocument compares two versions of a document; newer 0 is the newest.
func (d *Desk) CompareDocument(ctx context.Context, r DocumentRequest, older, newer int) (DocumentComparison, error) {
	of, err := d.documentOf(r)
	if err != nil {
		return DocumentComparison{}, err
	}
	if newer == 0 {
		newest, err := d.version(of, 0)
		if err != nil {
			return DocumentComparison{}, err
		}
		newer = max(versionOf(newest), 1)
	}
	a, err := d.sectionsOf(ctx, r, older)
	if err != nil {
		return DocumentComparison{}, err
	}
	b, err := d.sectionsOf(ctx, r, newer)
	if err != nil {
		return DocumentComparison{}, err
	}
	out := DocumentComparison{Older: older, Newer: newer, Sections: []SectionComparison{}}
	for _, s := range document.Compare(a, b) {
		c := SectionComparison{ID: s.ID, Title: s.Title, Change: s.Change, Lines: []LineDiff{}}
		for _, l := range s.Lines {
			c.Lines = append(c.Lines, LineDiff{l.Sign, l.Text})
		}
		out.Sections = append(out.Sections, c)
	}
	return out, nil
}

// sectionsOf are the sections of a version as they read.
func (d *Desk) sectionsOf(ctx context.Context, r DocumentRequest, n int) ([]document.Written, error) {
	r.Version = n
	built, _, err := d.built(ctx, r)
	return built.Sections, err
}
