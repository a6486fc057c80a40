//go:build !race

package engine

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"precedent/backend/casefile"
	"precedent/backend/document/fonts"
)

// kept gives an engine whose machine code is kept between runs of the tests.
func kept(t testing.TB) *Engine {
	t.Helper()
	dir, err := os.UserCacheDir()
	if err != nil {
		dir = t.TempDir()
	}
	e := New(Options{CacheDir: filepath.Join(dir, "precedent", "engine")})
	t.Cleanup(func() { _ = e.Rest(context.Background()) })
	return e
}

func jobOf(t testing.TB, text string) Job {
	t.Helper()
	set, err := fonts.For(text, nil)
	if err != nil {
		t.Fatal(err)
	}
	return Job{Template: []byte(text), Fonts: set.Files}
}

// Whatever was made before, and with whichever instance, a document has the same bytes.
func TestADocumentOfTheSpareInstanceIsTheOneOfAFreshOne(t *testing.T) {
	ctx, e := context.Background(), kept(t)
	a, b := jobOf(t, "Fictional pumps"), jobOf(t, "= Another\nwith *more*")
	b.Fonts = b.Fonts[:1]
	want := map[*Job][]byte{}
	for _, j := range []*Job{&a, &b} {
		pdf, err := kept(t).Compile(ctx, *j)
		if err != nil {
			t.Fatal(err)
		}
		want[j] = pdf
	}
	var all sync.WaitGroup
	for _, j := range []*Job{&a, &a, &a, &b, &b, &a, &b, &a} {
		all.Go(func() {
			if pdf, err := e.Compile(ctx, *j); err != nil || !bytes.Equal(pdf, want[j]) {
				t.Errorf("%d bytes, want %d: %v", len(pdf), len(want[j]), err)
			}
		})
		if j == &b {
			all.Wait()
		}
	}
	all.Wait()
}

func TestADocumentOfTheSpareInstanceCanBeStopped(t *testing.T) {
	e, job := kept(t), jobOf(t, "Fictional pumps")
	ctx, stop := context.WithCancel(context.Background())
	for range spareFrom {
		if _, err := e.Compile(ctx, job); err != nil {
			t.Fatal(err)
		}
	}
	stop()
	if _, err := e.Compile(ctx, job); casefile.CodeOf(err) != casefile.Cancelled {
		t.Fatal(err)
	}
	if _, err := e.Compile(context.Background(), job); err != nil {
		t.Fatal(err)
	}
}

func BenchmarkCompile(b *testing.B) {
	ctx, e, job := context.Background(), kept(b), jobOf(b, "Fictional pumps")
	for range spareFrom {
		if _, err := e.Compile(ctx, job); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		if _, err := e.Compile(ctx, job); err != nil {
			b.Fatal(err)
		}
	}
}
