package frontend

import (
	"io/fs"
	"testing"
)

func TestPageHasAnIndexAtItsRoot(t *testing.T) {
	page, err := Page()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fs.Stat(page, "index.html"); err != nil {
		t.Fatal(err)
	}
}
