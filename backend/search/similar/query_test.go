package similar

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestTinyWorkspacesGiveSensibleAnswers(t *testing.T) {
	docs := []Doc{
		{ID: "export", Title: "Nightly export stops at 90 percent", Body: "The ledger export hangs with ORA-00942 since v4.2.1."},
		{ID: "login", Title: "Login refused after password change", Body: "Customers see error 403 in the portal."},
		{ID: "mail", Title: "Mail delivery is late", Body: "The relay queue grows; customers complain about the problem."},
		{ID: "viewer", Title: "画面が固まる", Body: "ビューアで図面を開くとエラーになる。"},
		{ID: "backup", Title: "Ошибка резервного копирования", Body: "Диск заполнен, копирование прервано."},
		{ID: "order", Title: "Aufträge werden doppelt übertragen", Body: "Die Schnittstelle sendet jeden Auftrag zweimal."},
	}
	for len(docs) < 20 {
		docs = append(docs, Doc{ID: fmt.Sprint("other", len(docs)), Title: "Question about the customer's invoice",
			Body: "Please help with this issue, the customer has a problem."})
	}
	for _, c := range []struct{ ask, want, code, word string }{
		{"Export hangs\nwe get ORA-00942 every night", "export", "ORA-00942", ""},
		{"Password reset: login refused", "login", "", "refused"},
		{"relay queue is growing", "mail", "", "relay"},
		{"図面の画面が固まる", "viewer", "", "固ま"},
		{"резервное копирование прервано", "backup", "", "резервное"},
		{"Auftrag doppelt ubertragen", "order", "", "doppelt"},
	} {
		for _, n := range []int{6, 20} {
			a := query(t, filled(t, docs[:n]...), FromText(c.ask), Options{Now: spring})
			if a.Full || len(a.Hits) == 0 || a.Hits[0].ID != c.want {
				t.Errorf("%q of %d gives %v", c.ask, n, ids(a.Hits))
				continue
			}
			e := a.Hits[0].Evidence
			if c.code != "" && (len(e.Codes) == 0 || e.Codes[0].Asked != c.code) {
				t.Errorf("%q: codes %+v", c.ask, e.Codes)
			}
			if c.word != "" && !slices.ContainsFunc(e.Rare, func(s Shared) bool { return s.Asked == c.word }) {
				t.Errorf("%q: rare %+v", c.ask, e.Rare)
			}
		}
	}
}

func TestOneCaseIsEnough(t *testing.T) {
	x := filled(t, Doc{ID: "only", Title: "Export hangs", Body: "ORA-00942"})
	a := query(t, x, Doc{Title: "ORA-00942 in the export"}, Options{Now: spring})
	if len(a.Hits) != 1 || len(a.Hits[0].Evidence.Codes) == 0 {
		t.Errorf("got %+v", a.Hits)
	}
}

func TestCommonWordsAreNeverAReason(t *testing.T) {
	docs := fictional(60)
	for i := range docs {
		docs[i].Body += " please the customer reports an issue with the platform"
	}
	a := query(t, filled(t, docs...), Doc{Title: "Customer issue", Body: "the customer has a problem with the platform, please help"}, Options{Now: spring})
	for _, h := range a.Hits {
		if !h.Evidence.Empty() {
			t.Fatalf("%s: %+v", h.ID, h.Evidence)
		}
	}
}

func TestACaseWithoutATitleIsKnownByItsFirstLine(t *testing.T) {
	x := filled(t, Doc{ID: "a", Body: "Export hangs\nat night"}, Doc{ID: "b", Title: "Login refused"})
	h := query(t, x, Doc{Body: "Export hangs"}, Options{}).Hits[0]
	if h.ID != "a" || h.Evidence.TheirWords != 2 || len(h.Evidence.TheirTitle) != 2 {
		t.Errorf("got %+v", h)
	}
}

func TestStrangeTexts(t *testing.T) {
	docs := []Doc{
		{ID: "empty"}, {ID: "blank", Title: " \n ", Body: "\t"}, {ID: "nul", Title: "disk\x00full", Body: "\x00\x00"},
		{ID: "broken", Title: "disk \xff\xfe full", Body: "\xc3("}, {ID: "word", Title: strings.Repeat("y", 1<<20), Body: "disk"},
		{ID: "long", Title: "disk", Body: strings.Repeat("disk full ", 1<<17)},
	}
	x := filled(t, docs...)
	for _, o := range []Options{{}, {Now: spring, Older: true}, {Before: spring}} {
		for _, d := range docs {
			query(t, x, d, o)
			d.ID = ""
			query(t, x, d, o)
		}
	}
	if a := query(t, x, FromText("disk full"), Options{}); len(a.Hits) != 4 {
		t.Errorf("got %v", ids(a.Hits))
	}
	if a := query(t, x, Doc{}, Options{}); len(a.Hits) != 0 {
		t.Errorf("nothing is like %v", ids(a.Hits))
	}
	must(t, x.Save())
	must(t, x.Verify())
}

func TestBeforeIsExclusiveAndLeavesOutUnknownTimes(t *testing.T) {
	x := filled(t, Doc{ID: "earlier", Title: "Export hangs", Created: spring.Add(-time.Second)},
		Doc{ID: "same", Title: "Export hangs", Created: spring}, Doc{ID: "later", Title: "Export hangs", Created: spring.Add(time.Hour)},
		Doc{ID: "unknown", Title: "Export hangs"})
	if got := ids(query(t, x, Doc{Title: "Export hangs"}, Options{Before: spring}).Hits); !slices.Equal(got, []string{"earlier"}) {
		t.Errorf("got %v", got)
	}
	if got := query(t, x, Doc{Title: "Export hangs"}, Options{}).Hits; len(got) != 4 {
		t.Errorf("got %v", ids(got))
	}
}

func TestUnknownTimesSortLastAmongEquals(t *testing.T) {
	x := filled(t, Doc{ID: "unknown", Title: "Export hangs"}, Doc{ID: "known", Title: "Export hangs", Created: daysBefore(10)})
	hits := query(t, x, Doc{Title: "Export hangs", Created: spring}, Options{}).Hits
	if got := ids(hits); !slices.Equal(got, []string{"known", "unknown"}) || hits[0].Score != hits[1].Score {
		t.Errorf("got %v with %v and %v", got, hits[0].Score, hits[1].Score)
	}
	if hits[1].Evidence.AgeKnown || !hits[0].Evidence.AgeKnown || hits[0].Evidence.DaysBefore != 10 {
		t.Errorf("told %+v and %+v", hits[0].Evidence, hits[1].Evidence)
	}
}

func TestNobodyIsLikeItself(t *testing.T) {
	docs := fictional(8)
	x := filled(t, docs...)
	got := ids(query(t, x, docs[0], Options{Exclude: []string{"m4", "nobody"}}).Hits)
	if slices.Contains(got, "m0") || slices.Contains(got, "m4") || len(got) == 0 {
		t.Errorf("got %v", got)
	}
}

// TestASavedCaseAnswersAsItsText: whether the asking case is among the others makes no difference.
func TestASavedCaseAnswersAsItsText(t *testing.T) {
	docs := fictional(40)
	all, others := filled(t, docs...), filled(t, docs[:39]...)
	a := query(t, all, docs[39], Options{Limit: 100})
	b := query(t, others, docs[39], Options{Limit: 100})
	if len(a.Hits) == 0 || !slices.EqualFunc(a.Hits, b.Hits, func(g, h Hit) bool { return math.Abs(g.Score-h.Score) < .1 }) {
		t.Errorf("got %v and %v", ids(a.Hits), ids(b.Hits))
	}
}

func TestTheWellDocumentedComesFirstAmongEquals(t *testing.T) {
	same := Doc{Title: "Export hangs at night", Body: "the ledger stops", Created: daysBefore(30)}
	bare, full, better := same, same, same
	bare.ID, full.ID, full.Documented = "a", "b", 1
	better.ID, better.Body = "c", "the ledger stops, timeout ZX-77 in replica"
	x := filled(t, bare, full, better)
	ask := Doc{Title: same.Title, Body: "timeout ZX-77 in replica", Created: spring}
	if got := ids(query(t, x, ask, Options{}).Hits); !slices.Equal(got, []string{"c", "b", "a"}) {
		t.Errorf("got %v", got)
	}
}

func TestTheSecondBlockIsOlderThanAYear(t *testing.T) {
	x := filled(t, Doc{ID: "new", Title: "Export hangs", Created: daysBefore(300)}, Doc{ID: "old", Title: "Export hangs", Created: daysBefore(400)},
		Doc{ID: "unknown", Title: "Export hangs"})
	a := query(t, x, Doc{Title: "Export hangs", Created: spring}, Options{Older: true})
	if !slices.Equal(ids(a.Older), []string{"old"}) || len(a.Hits) != 3 {
		t.Fatalf("got %v and %v", ids(a.Hits), ids(a.Older))
	}
	for _, r := range a.Older[0].Reasons {
		if r.Signal == Age {
			t.Error("its age is weighed")
		}
	}
}

func TestPreferringRecentCases(t *testing.T) {
	x := filled(t, Doc{ID: "near", Title: "Export hangs on retry", Created: daysBefore(900)},
		Doc{ID: "fresh", Title: "Export of ledgers", Created: daysBefore(0)})
	ask := Doc{Title: "Export hangs on retry", Created: spring}
	if got := ids(query(t, x, ask, Options{Recency: Timeless}).Hits); got[0] != "near" {
		t.Errorf("without age: %v", got)
	}
	points := func(r Recency) float64 {
		for _, reason := range query(t, x, ask, Options{Recency: r}).Hits[0].Reasons {
			if reason.Signal == Age {
				return reason.Points
			}
		}
		return 0
	}
	if mild, plain, strong := points(Mild), points(Balanced), points(Strong); !(mild > plain && plain >= strong) {
		t.Errorf("age takes %v, %v and %v", mild, plain, strong)
	}
}

func TestSameCustomerIsToldNotWeighed(t *testing.T) {
	x := filled(t, Doc{ID: "a", Title: "Export hangs", Customer: "Fabrikam  GmbH", Component: "Export", Created: daysBefore(5)},
		Doc{ID: "b", Title: "Export hangs", Created: daysBefore(5)})
	hits := query(t, x, Doc{Title: "Export hangs", Customer: "fabrikam gmbh", Component: "export", Cause: "", Created: spring}, Options{}).Hits
	e := hits[slices.IndexFunc(hits, func(h Hit) bool { return h.ID == "a" })].Evidence
	if !e.SameCustomer || !e.SameComponent || e.SameCause || hits[0].Score != hits[1].Score {
		t.Errorf("got %+v, scores %v and %v", e, hits[0].Score, hits[1].Score)
	}
}

func TestASharedPhraseIsNamed(t *testing.T) {
	docs := fictional(100)
	docs[7].Body += " broken sprocket alignment"
	x := filled(t, docs...)
	learnNow(t, x)
	h := query(t, x, Doc{Title: "Sprocket alignment", Body: "of the viewer", Created: spring}, Options{}).Hits[0]
	if h.ID != "m7" || h.Evidence.Phrase != "sprocket alignment" {
		t.Errorf("%s with %q", h.ID, h.Evidence.Phrase)
	}
}

// Of two cases that are alike in all but what their titles call the platform, that of the same platform comes first,
// and the other is told to be of another.
func TestCommonTitleWordsTellApart(t *testing.T) {
	docs := fictional(400)
	for i := range docs {
		docs[i].Title = []string{"Palmtop: ", "Deskbound: "}[i%2] + docs[i].Title
	}
	docs[10].Title, docs[11].Title = "Palmtop: sprocket alignment", "Deskbound: sprocket alignment"
	docs[11].Body, docs[11].Created = docs[10].Body, docs[10].Created
	x := filled(t, docs...)
	for _, learnt := range []bool{false, true} {
		hits := query(t, x, Doc{Title: "Palmtop: alignment of the sprocket", Created: spring}, Options{Fallback: !learnt}).Hits
		if hits[0].ID != "m10" || hits[1].ID != "m11" {
			t.Fatalf("learnt %v: %v", learnt, ids(hits))
		}
		if e := hits[0].Evidence; len(e.OnlyAsked)+len(e.OnlyTheirs) > 0 {
			t.Errorf("the same platform: %+v", e)
		}
		if e := hits[1].Evidence; !slices.Equal(e.OnlyAsked, []string{"Palmtop"}) || !slices.Equal(e.OnlyTheirs, []string{"Deskbound"}) {
			t.Errorf("another platform: %+v", e)
		}
		learnNow(t, x)
	}
}

// While a person types not all postings are read: those of the rare words are, wherever in a long text they stand.
func TestALongTextTypedIsAskedByItsRareWords(t *testing.T) {
	var common []string
	for i := range 45 {
		common = append(common, fmt.Sprintf("common%c%c", 'a'+i/26, 'a'+i%26))
	}
	body := strings.Join(common, " ")
	docs := make([]Doc, typedPostings/len(common)+400)
	for i := range docs {
		docs[i] = Doc{ID: fmt.Sprint("d", i), Title: "Window", Body: body, Created: spring}
	}
	docs[3].Body += " sprocketeer"
	x := filled(t, docs...)
	read := 0
	for _, w := range common {
		id, _ := x.st.words.find(tokensOf(w)[0])
		read += int(x.st.words.df[id])
	}
	if read <= typedPostings {
		t.Fatalf("only %d postings: nothing is left out", read)
	}
	hits := query(t, x, Doc{Title: "Door", Body: body + " sprocketeer"}, Options{Fallback: true, Limit: 1}).Hits
	if len(hits) != 1 || hits[0].ID != "d3" {
		t.Errorf("got %v", ids(hits))
	}
}

// What half of the titles begin with by custom tells nothing apart.
func TestEverydayTitleWordsDoNotTellApart(t *testing.T) {
	docs := fictional(400)
	for i := range docs {
		docs[i].Title = []string{"Incident: ", ""}[i%2] + docs[i].Title
	}
	x := filled(t, docs...)
	for _, h := range query(t, x, Doc{Title: docs[11].Title, Created: spring}, Options{}).Hits {
		if e := h.Evidence; slices.Contains(e.OnlyTheirs, "Incident") {
			t.Errorf("%s: %+v", h.ID, e)
		}
		for _, r := range h.Reasons {
			if id, _ := x.st.words.find(tokensOf("incident")[0]); r.Signal == Contrast && x.st.common(id) != 0 {
				t.Errorf("%s: %v of an everyday word", h.ID, x.st.common(id))
			}
		}
	}
}

func TestNoMoreHitsThanAskedFor(t *testing.T) {
	x := filled(t, fictional(50)...)
	for limit, want := range map[int]int{0: defaultLimit, 3: 3} {
		if got := query(t, x, Doc{Title: "crash in the viewer window"}, Options{Limit: limit}).Hits; len(got) != want {
			t.Errorf("limit %d gives %d", limit, len(got))
		}
	}
}

func TestOfARareWordItIsNotSaidWhatItIsUsedLike(t *testing.T) {
	docs := fictional(100)
	docs[0].Title, docs[8].Title = "crash Brazzavillium", "crash of Brazzavillium"
	x := filled(t, docs...)
	learnNow(t, x)
	for _, h := range query(t, x, Doc{Title: "Brazzavillium", Body: "viewer canvas", Created: spring}, Options{Limit: 50}).Hits {
		for _, c := range append(h.Evidence.Title, h.Evidence.TheirTitle...) {
			if c.Nearness < 1 && (c.Word == "Brazzavillium" || c.Match == "Brazzavillium") {
				t.Errorf("%s: %+v", h.ID, c)
			}
		}
	}
}

func BenchmarkQuery(b *testing.B) {
	x := filled(b, fictional(2000)...)
	for _, learnt := range []bool{false, true} {
		if learnt {
			learnNow(b, x)
		}
		b.Run(fmt.Sprint("learnt=", learnt), func(b *testing.B) {
			for b.Loop() {
				query(b, x, Doc{Title: "crash of the viewer", Body: "window canvas", Created: spring}, Options{})
			}
		})
	}
}
