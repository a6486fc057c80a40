//go:build e2e || dev

package window

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAFileAnswersTheDialogsInOrder(t *testing.T) {
	file := filepath.Join(t.TempDir(), "answers")
	t.Setenv(answersFile, file)
	system := answering(&desktop{})
	write(t, file, "/a/closure.pdf\n\n/b/one.md\t/b/two.md\n")

	if got, err := system.AskWhereToSave(Ask{}); got != "/a/closure.pdf" || err != nil {
		t.Errorf("save: %q, %v", got, err)
	}
	if got, err := system.AskForFolder(Ask{}); got != "" || err != nil {
		t.Errorf("a dialog that was closed: %q, %v", got, err)
	}
	if got, err := system.AskForFiles(Ask{}); strings.Join(got, " ") != "/b/one.md /b/two.md" || err != nil {
		t.Errorf("files: %q, %v", got, err)
	}
	if _, err := system.AskForFile(Ask{Title: "One more"}); err == nil || !strings.Contains(err.Error(), "One more") {
		t.Errorf("a dialog that no answer was given for: %v", err)
	}
}

func TestAShownFileIsWrittenDownInstead(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, "answers")
	t.Setenv(answersFile, file)
	note := filepath.Join(folder, "note.txt")
	write(t, note, "x")
	if err := answering(&desktop{}).ShowFile(note); err != nil {
		t.Fatal(err)
	}
	if shown, err := os.ReadFile(file + shownFile); err != nil || string(shown) != note+"\n" {
		t.Errorf("shown: %q, %v", shown, err)
	}
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
