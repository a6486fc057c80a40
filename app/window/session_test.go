package window

import (
	"testing"

	"precedent/app/hold"
	"precedent/backend/desk"
)

// deaf is a system that nobody looks at.
type deaf struct{ System }

func (deaf) Emit(string, any) {}
func (deaf) ComeToFront()     {}

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
