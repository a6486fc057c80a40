package hold

import (
	"os"
	"path/filepath"
	"testing"
)

func TestWhichWorkspaceIsUsed(t *testing.T) {
	home := t.TempDir()
	for _, v := range []string{"HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "LOCALAPPDATA", "APPDATA"} {
		t.Setenv(v, home)
	}
	t.Setenv(Variable, "")
	suggested, err := Suggested()
	if err != nil {
		t.Fatal(err)
	}
	is := func(when, given, want string) {
		t.Helper()
		got, err := Workspace(given, filepath.Join(home, "here"))
		if err != nil || got != want {
			t.Errorf("%s: %q, %v, not %q", when, got, err, want)
		}
	}
	is("nothing is said", "", suggested)
	last := filepath.Join(home, "last")
	if err := os.Mkdir(last, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := Remember(last); err != nil {
		t.Fatal(err)
	}
	is("a window was open", "", last)
	if err := os.Remove(last); err != nil {
		t.Fatal(err)
	}
	is("its folder is gone", "", suggested)
	t.Setenv(Variable, filepath.Join(home, "variable"))
	is("the variable names one", "", filepath.Join(home, "variable"))
	is("the line names one", "given", filepath.Join(home, "here", "given"))
	is("the line names a whole path", filepath.Join(home, "given"), filepath.Join(home, "given"))
}
