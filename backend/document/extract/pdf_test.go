//go:build !race

package extract

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bytes"
)

// Under the race detector PDFium would take minutes to become machine code.

func pdfReader(t *testing.T) *Extractor {
	t.Helper()
	dir, err := os.UserCacheDir()
	if err != nil {
		dir = t.TempDir()
	}
	x := New(Options{CacheDir: filepath.Join(dir, "precedent", "engine")})
	t.Cleanup(func() {
		if err := x.Close(); err != nil {
			t.Error(err)
		}
	})
	return x
}

// page is the smallest PDF that says something.
const page = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n" +
	"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 100]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj\n" +
	"4 0 obj<</Length 43>>stream\nBT /F 12 Tf 10 50 Td (node refused it) Tj ET\nendstream endobj\n" +
	"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n"

func TestPDFTextIsTaken(t *testing.T) {
	x := pdfReader(t)
	got, err := x.Text(context.Background(), "a.PDF", strings.NewReader(page), int64(len(page)))
	if err != nil || got != "node refused it" {
		t.Fatalf("%q, %v", got, err)
	}
}

func TestABrokenPDFIsAnErrorAndTheNextOneIsRead(t *testing.T) {
	x := pdfReader(t)
	for _, data := range [][]byte{[]byte("%PDF-1.7 nonsense"), bytes.Repeat([]byte{0}, 5000), nil} {
		if _, err := x.Text(context.Background(), "a.pdf", bytes.NewReader(data), int64(len(data))); err == nil {
			t.Errorf("%.20q: no error", data)
		}
	}
	if got, err := x.Text(context.Background(), "a.pdf", strings.NewReader(page), int64(len(page))); err != nil || got == "" {
		t.Fatalf("%q, %v", got, err)
	}
}
