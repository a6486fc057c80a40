package document

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"precedent/backend/casefile"
	"precedent/backend/document/extract"
	"precedent/backend/document/tree"
)

func means() Means { return Means{Engine: sharedEngine(), FileName: "document.pdf"} }

func readBack(t testing.TB, doc tree.Tree, f Format) []extract.Part {
	t.Helper()
	printed, err := Render(context.Background(), doc, f, means())
	if err != nil {
		t.Fatal(err)
	}
	parts, err := sharedReader().Parts(context.Background(), f.Ending(), printed.Data)
	if err != nil {
		t.Fatal(err)
	}
	return parts
}

func check(t testing.TB, doc tree.Tree, f Format, fb Forbidden) []Finding {
	t.Helper()
	printed, err := Render(context.Background(), doc, f, means())
	if err != nil {
		t.Fatal(err)
	}
	return checkFile(t, File{Format: f, Data: printed.Data}, fb)
}

func checkFile(t testing.TB, f File, fb Forbidden) []Finding {
	t.Helper()
	checked, err := Check(context.Background(), sharedReader(), f, Customer, fb)
	if err != nil {
		t.Fatal(err)
	}
	return checked.Findings
}

// forbidden is the fixture's, with what a workspace adds.
func forbidden() Forbidden {
	fb := SealedBy(fixture(Customer))
	fb.Names = append(fb.Names, "Umbrella Freight")
	fb.Hosts = append(fb.Hosts, "tracker.ourcompany.internal")
	return fb
}

func TestACustomersDocumentHasNoFindings(t *testing.T) {
	for _, kind := range customersKinds(casefile.KindEscalation) {
		b, err := Build(kind, fixture(Customer))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range testFormats {
			for _, found := range check(t, b.Tree, f, forbidden()) {
				t.Errorf("%s as %s: %+v", kind, f, found)
			}
			for _, p := range readBack(t, b.Tree, f) {
				if strings.Contains(strings.ToLower(p.Text), "sealed") {
					t.Errorf("%s as %s says something sealed: %s", kind, f, p.Where)
				}
			}
		}
	}
}

// TestWithTheProjectionBypassedTheCheckFindsEverything prints the internal tree as if it were the customer's.
func TestWithTheProjectionBypassedTheCheckFindsEverything(t *testing.T) {
	closure := []string{"Outcome in words of the escalation", "Text of the line", "Evidence of the exit criterion", "Why waived of the exit criterion", "Criterion of the exit criterion",
		"What of the action", "We agree it is solved: evidence of the escalation", "The customer agrees: evidence of the escalation", "name", "ip", "host"}
	rca := []string{"Description of the escalation", "Text of the line", "Contributing factors of the incident review", "Tried of the attempt", "Text of the update", "Where of the incident review",
		"Detection gap of the incident review", "name", "ip"}
	for kind, wants := range map[string][]string{Closure: closure, RCA: rca} {
		b, err := Build(kind, fixture(Internal))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range testFormats {
			found := check(t, b.Tree, f, forbidden())
			for _, want := range wants {
				if !slices.ContainsFunc(found, func(x Finding) bool { return x.Kind == want || strings.Contains(x.What, want+".") }) {
					t.Errorf("%s as %s: not found: %s", kind, f, want)
				}
			}
			for _, x := range found {
				if x.Where == "" || x.Context == "" || x.ID == "" {
					t.Errorf("a finding says too little: %+v", x)
				}
			}
		}
	}
}

func TestAFindingHasTheSameIDInEveryFormat(t *testing.T) {
	b, err := Build(Closure, fixture(Internal))
	if err != nil {
		t.Fatal(err)
	}
	var first []string
	for _, f := range testFormats {
		var ids []string
		for _, x := range check(t, b.Tree, f, forbidden()) {
			if x.Kind == "internal_text" {
				ids = append(ids, x.ID)
			}
		}
		slices.Sort(ids)
		if first == nil {
			first = ids
		}
		if !slices.Equal(first, ids) {
			t.Errorf("%s: %v, not %v", f, ids, first)
		}
	}
}

const (
	secretEnglish = "The vendor will not answer before Monday and legal asked us to wait."
	secretChinese = "供应商在星期一之前不会回复法务部门要求我们等待并且不要告诉客户这件事情"
	secretArabic  = "لن يرد المورد قبل يوم الاثنين وطلب منا القسم القانوني الانتظار"
	secretHebrew  = "הספק לא יענה לפני יום שני והמחלקה המשפטית ביקשה לחכות"
)

// plants are the places where a text may hide.
func plants(t testing.TB, s string) map[string][]tree.Block {
	half := strings.Index(s[len(s)/2:], " ")
	cut := len(s)/2 + max(half, 0)
	for cut < len(s) && s[cut]&0xc0 == 0x80 {
		cut++
	}
	a, b := s[:cut], s[cut:]
	image := picture(t, 1).(tree.Image)
	image.Alt = s
	return map[string][]tree.Block{
		"a paragraph":      {tree.Para(tree.Text("Before. " + s + " After."))},
		"broken lines":     {tree.Para(tree.Text(a), tree.Run{Break: true}, tree.Text(b))},
		"two looks":        {tree.Para(tree.Strong(a), tree.Text(b))},
		"two cells":        {tree.Table{Head: [][]tree.Run{tree.Plain("x"), tree.Plain("y")}, Rows: [][][]tree.Run{{tree.Plain(a), tree.Plain(b)}}}},
		"a list":           {tree.List{Items: []tree.Item{{Blocks: []tree.Block{tree.Para(tree.Text(a))}}, {Blocks: []tree.Block{tree.Para(tree.Text(b))}}}}},
		"a footnote":       {tree.Para(tree.Text("see"), tree.Run{Note: tree.Plain(s)})},
		"a picture's text": {image},
		"a code block":     {tree.Code{Text: s}},
	}
}

func TestPlantedTextIsFoundWhereverItHides(t *testing.T) {
	for _, s := range []string{secretEnglish, secretChinese, secretArabic, secretHebrew} {
		fb := Forbidden{Texts: []Sealed{{Record: "line-1", Field: "text", Where: "Text of a line", Text: s}}}
		for name, blocks := range plants(t, s) {
			for _, f := range testFormats {
				if found := check(t, tree.Tree{Title: "t", Blocks: blocks}, f, fb); len(found) == 0 {
					t.Errorf("%.20s… in %s as %s was not found", s, name, f)
				}
			}
		}
		for _, f := range testFormats {
			if found := check(t, tree.Tree{Title: s}, f, fb); len(found) == 0 {
				t.Errorf("%.20s… in the title as %s was not found", s, f)
			}
		}
	}
}

func TestALinksTargetIsSearched(t *testing.T) {
	fb := Forbidden{Hosts: []string{"wiki.ourcompany.example"}}
	doc := tree.Tree{Title: "t", Blocks: []tree.Block{tree.Para(tree.Run{Text: "here", Link: "https://wiki.ourcompany.example/page"})}}
	for _, f := range testFormats {
		if len(check(t, doc, f, fb)) == 0 {
			t.Errorf("%s: not found", f)
		}
	}
}

func TestShapesAreFoundInFinishedFiles(t *testing.T) {
	token := "glpat-" + "abcDEF1234567890abcd"
	text := "Ask Priya  Raman (priya@ourcompany.example) for db.prod.internal at 10.1.2.3 with " + token + "."
	doc := tree.Tree{Title: "t", Blocks: []tree.Block{tree.Para(tree.Text(text))}}
	for _, f := range testFormats {
		var kinds []string
		for _, x := range check(t, doc, f, Forbidden{Names: []string{"Priya Raman"}, Allowed: []string{"customer.example"}}) {
			kinds = append(kinds, x.Kind)
		}
		for _, want := range []string{"name", "email", "host", "ip", "token"} {
			if !slices.Contains(kinds, want) {
				t.Errorf("%s: no %s in %v", f, want, kinds)
			}
		}
	}
}

func TestWhatTheCustomerMayReadIsNoFinding(t *testing.T) {
	fb := Forbidden{Texts: []Sealed{{Text: secretEnglish}}, Open: []string{secretEnglish}}
	if found := check(t, tree.Tree{Title: secretEnglish}, Markdown, fb); len(found) != 0 {
		t.Fatalf("%+v", found)
	}
}

func TestTheNeighbourOfASharedPhraseIsNoFinding(t *testing.T) {
	const shared = "repository storage nodes refuse connections"
	fb := Forbidden{Texts: []Sealed{{Text: "One of three " + shared + ", and their board asks for a discount."}}, Open: []string{shared}}
	doc := tree.Tree{Title: "Closure", Blocks: []tree.Block{tree.Para(tree.Text("These three: " + shared + ", as we said."))}}
	if found := check(t, doc, Markdown, fb); len(found) != 0 {
		t.Errorf("%+v", found)
	}
	doc.Blocks = append(doc.Blocks, tree.Para(tree.Text("Their board asks for a discount.")))
	if found := check(t, doc, Markdown, fb); len(found) != 1 {
		t.Errorf("%+v", found)
	}
}

func TestWaivedFindingsNeedAReason(t *testing.T) {
	found := []Finding{{ID: "a"}, {ID: "b"}, {ID: "c"}}
	open, waived := Waive(found, map[string]string{"a": "they know", "b": " "})
	if len(open) != 2 || len(waived) != 1 || waived[0].ID != "a" {
		t.Fatalf("open %v, waived %v", open, waived)
	}
}

func TestAFileThatCannotBeReadIsNotCalledClean(t *testing.T) {
	for _, f := range testFormats {
		if f != PDF && f != DOCX && f != Mail {
			continue // any text is a Markdown or HTML file
		}
		if _, err := Check(context.Background(), sharedReader(), File{Format: f, Data: []byte("nonsense")}, Customer, Forbidden{}); err == nil {
			t.Errorf("%s: no error", f)
		}
	}
}

// TestPlantedTextProperty plants pieces of any length from 24 letters on, cut anywhere, with noise between.
func TestPlantedTextProperty(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		letters := rapid.StringMatching(`[a-z]{24,60}`).Draw(r, "text")
		var runs []tree.Run
		for i, c := range letters {
			runs = append(runs, tree.Run{Text: string(c), Strong: rapid.Bool().Draw(r, fmt.Sprint("strong", i))})
			if rapid.IntRange(0, 5).Draw(r, fmt.Sprint("break", i)) == 0 {
				runs = append(runs, rapid.SampledFrom([]tree.Run{{Break: true}, {Text: "\u00ad"}, {Text: "- "}, {Text: "\u200f"}, {Text: " "}}).Draw(r, fmt.Sprint("noise", i)))
			}
		}
		fb := Forbidden{Texts: []Sealed{{Record: "x", Text: letters}}}
		for _, f := range []Format{Markdown, HTML, DOCX, Slack, Rich, Plain} {
			if len(check(t, tree.Tree{Title: "t", Blocks: []tree.Block{tree.Paragraph{Text: runs}}}, f, fb)) == 0 {
				r.Fatalf("%s: not found", f)
			}
		}
	})
}
