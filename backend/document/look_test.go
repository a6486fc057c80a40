//go:build !race

package document

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"precedent/backend/document/engine"
)

func TestLook(t *testing.T) {
	dir, _ := os.UserCacheDir()
	e := engine.New(engine.Options{CacheDir: filepath.Join(dir, "precedent", "engine")})
	for _, f := range Formats() {
		start := time.Now()
		data, receipt, err := Render(context.Background(), torture(t), f, e)
		if err != nil {
			t.Error(f, err)
			continue
		}
		t.Log(f, time.Since(start), receipt)
		os.WriteFile("/tmp/docspike/torture."+string(f), data, 0o600)
	}
}
