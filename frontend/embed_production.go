//go:build production

package frontend

import (
	"archive/zip"
	"bytes"
	_ "embed"
	"fmt"
	"io/fs"
)

//go:embed page.zip
var packed []byte

// Page is the page's files, index.html at the root; each is unpacked when it is asked for.
func Page() (fs.FS, error) {
	page, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		return nil, fmt.Errorf("the page that the program carries: %w", err)
	}
	return page, nil
}
