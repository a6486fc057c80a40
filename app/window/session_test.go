package window

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"precedent/app/hold"
	"precedent/backend/desk"
)

// deaf is a system that nobody looks at.
type deaf struct{ System }

func (deaf) Emit(string, any)   {}
func (deaf) ComeToFront()       {}
func (deaf) Notify(_, _ string) {}

func TestAWindowThatClosesWhileItOpensAWorkspaceLeavesItFree(t *testing.T) {
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	dir := t.TempDir()
	d, err := desk.Open(t.Context(), dir, desk.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	for range 5 {
		s := NewSession(hold.Program{}, deaf{}, Log{})
		s.Begin(dir)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if err := desk.Free(dir); err != nil {
			t.Fatal(err)
		}
		if v := s.View(); v.Phase != "none" {
			t.Fatal(v.Phase)
		}
	}
}

func TestAStartShowsWhatWasSeenLastUntilTheWorkspaceIsOpen(t *testing.T) {
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	dir, q := t.TempDir(), desk.ListQuery{Kind: "escalation", Filters: []desk.Filter{}, Limit: 200}
	d, err := desk.Open(t.Context(), dir, desk.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Make(t.Context(), "escalation", map[string]any{"title": "Publishing stands still"}); err != nil {
		t.Fatal(err)
	}
	if err := d.CloseWithGlance(t.Context(), "1", []desk.ListQuery{q}); err != nil {
		t.Fatal(err)
	}
	s := NewSession(hold.Program{Version: "1"}, deaf{}, Log{})
	s.LookAhead(dir)
	s.Begin(dir)
	if v := s.View(); v.Phase != "ready" || s.first.look() == nil {
		t.Fatal("there is no glance")
	}
	b := NewBridge(deaf{}, Log{}, About{}, s)
	if came := answersOf(t, b); fmt.Sprint(came) != "[Workspace Schema Settings Counts List]" {
		t.Fatalf("the page is given %v with itself", came)
	}
	if page, err := b.List(q); err != nil || len(page.Rows) != 1 {
		t.Fatalf("%+v %v", page, err)
	}
	if counts, err := b.Counts(); err != nil || len(counts) == 0 {
		t.Fatalf("%+v %v", counts, err)
	}
	if desk.Free(dir) != nil {
		t.Fatal("the workspace was opened before its glance was painted")
	}
	// What is not in the glance has the workspace opened, and waits for it.
	waits := desk.ListQuery{Kind: "call"}
	if page, err := b.List(waits); err != nil || len(page.Rows) != 0 {
		t.Fatalf("%+v %v", page, err)
	}
	if s.first.look() != nil {
		t.Fatal("the glance is still asked once the workspace is open")
	}
	if came := answersOf(t, b); fmt.Sprint(came) != "[Workspace Schema]" {
		t.Fatalf("a page that is read again is given %v with itself, which may be old", came)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if page, ok := desk.ReadGlance(dir, "1").Page(q); !ok || len(page.Rows) != 1 {
		t.Fatal("closing left no glance")
	}
}

// answersOf are the methods whose answers come with the page, as it gets them.
func answersOf(t *testing.T, b *Bridge) (methods []string) {
	t.Helper()
	got := httptest.NewRecorder()
	withPolicy(withAnswers(func() []byte { return FirstAnswers(b) })(http.NotFoundHandler())).ServeHTTP(got, httptest.NewRequest(http.MethodGet, answersPath, nil))
	if kept := got.Header().Get("Cache-Control"); kept != "no-store" || got.Header().Get("Content-Security-Policy") == "" {
		t.Fatalf("sent with %v", got.Header())
	}
	var answers []firstAnswer
	if err := json.Unmarshal(got.Body.Bytes(), &answers); err != nil {
		t.Fatal(err)
	}
	for _, a := range answers {
		methods = append(methods, a.Method)
	}
	return methods
}

func TestAPaintedGlanceHasTheWorkspaceOpened(t *testing.T) {
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	dir := t.TempDir()
	d, err := desk.Open(t.Context(), dir, desk.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.CloseWithGlance(t.Context(), "1", []desk.ListQuery{{Kind: "escalation"}}); err != nil {
		t.Fatal(err)
	}
	s := NewSession(hold.Program{Version: "1"}, deaf{}, Log{})
	s.Begin(dir)
	if err := NewBridge(deaf{}, Log{}, About{}, s).Painted(); err != nil {
		t.Fatal(err)
	}
	<-s.opened
	if desk.Free(dir) == nil {
		t.Fatal("nobody has the workspace")
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}
