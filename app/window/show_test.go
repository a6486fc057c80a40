package window

import (
	"os"
	"path/filepath"
	"testing"
)

func TestOnlyWhatIsLookedAtIsShown(t *testing.T) {
	folder := t.TempDir()
	cases := []struct {
		name  string
		mode  os.FileMode
		shown bool
	}{
		{"report.pdf", 0o400, true}, {"trace.log", 0o600, true}, {"no ending", 0o600, true},
		{"setup.exe", 0o600, false}, {"Invoice.PDF.EXE", 0o600, false}, {"run.desktop", 0o600, false},
		{"late.bat. .", 0o600, false}, {"tool", 0o700, false}, {"macro.vbs", 0o400, false},
	}
	for _, c := range cases {
		path := filepath.Join(folder, c.name)
		if err := os.WriteFile(path, []byte("x"), c.mode); err != nil {
			t.Fatal(err)
		}
		if err := checkShown(path); (err == nil) != c.shown {
			t.Errorf("%s: %v, want shown %t", c.name, err, c.shown)
		}
	}
	if err := checkShown(folder); err != nil {
		t.Errorf("a folder: %v", err)
	}
	if checkShown("relative.pdf") == nil || checkShown(filepath.Join(folder, "gone.pdf")) == nil {
		t.Error("a relative path and a missing file are to be refused")
	}
}

func TestEverySystemHasAProgramThatShows(t *testing.T) {
	for _, system := range []string{"linux", "darwin", "windows"} {
		name, args := shower(system, "/a/b.pdf")
		if name == "" || args[len(args)-1] != "/a/b.pdf" {
			t.Errorf("%s: %s %v", system, name, args)
		}
	}
}
