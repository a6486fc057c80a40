//go:build !race

package engine

import (
	"context"
	"os"
	"path/filepath"
	"testing"
)

func TestTheEngineRestsOnlyWhenNoDocumentIsMadeAndWorksAgainAfterwards(t *testing.T) {
	dir, err := os.UserCacheDir()
	if err != nil {
		dir = t.TempDir()
	}
	ctx, e := context.Background(), New(Options{CacheDir: filepath.Join(dir, "precedent", "engine")})
	k, release, err := e.use(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Rest(ctx); err != nil || e.current() != k {
		t.Fatalf("it rested under a document: %v", err)
	}
	release()
	if err := e.Rest(ctx); err != nil || e.current() != nil {
		t.Fatalf("it does not rest: %v", err)
	}
	if e.State() != Ready {
		t.Errorf("an engine whose machine code is kept is %q", e.State())
	}
	meanwhile := map[State]bool{}
	if _, release, err = e.use(ctx, func(string) { meanwhile[e.State()] = true }); err != nil {
		t.Fatal(err)
	}
	release()
	if len(meanwhile) != 1 || !meanwhile[Ready] {
		t.Errorf("while it comes back it is %v: whoever asks then is sent away and never told to come again", meanwhile)
	}
	if _, err := e.Compile(ctx, Job{Template: []byte("text")}); err != nil {
		t.Error(err)
	}
	if err := e.Rest(ctx); err != nil {
		t.Error(err)
	}
}
