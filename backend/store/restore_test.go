package store

import (
	"context"
	"path/filepath"
	"slices"
	"testing"
)

func TestAPurgeInARestoredWorkspaceNamesTheBackupsThatKeepTheText(t *testing.T) {
	ctx := context.Background()
	dir := filepath.Join(t.TempDir(), "workspace")
	s := open(t, dir, testOptions())
	r := newEscalation(t, s, "Stall")
	first, second := filepath.Join(t.TempDir(), "first.zip"), filepath.Join(t.TempDir(), "second.zip")
	for _, file := range []string{first, second} {
		if _, err := s.Backup(ctx, file, nil); err != nil {
			t.Fatal(err)
		}
	}
	closeStore(t, s)
	if _, err := RestoreBackup(ctx, first, dir, RestoreOptions{Replace: true}); err != nil {
		t.Fatal(err)
	}
	s = open(t, dir, testOptions())
	if _, err := s.Delete(ctx, []string{r.ID}, ""); err != nil {
		t.Fatal(err)
	}
	done, err := s.Purge(ctx, []string{r.ID}, "asked for", "")
	if err != nil {
		t.Fatal(err)
	}
	var named []string
	for _, b := range done.Backups {
		named = append(named, b.Path)
	}
	if len(named) != 2 || !slices.Contains(named, first) || !slices.Contains(named, second) {
		t.Errorf("named %q, want %q and %q", named, first, second)
	}
}
