//go:build !production

package frontend

import (
	"embed"
	"io/fs"
)

//go:embed placeholder
var files embed.FS

// Page is the page's files, index.html at the root.
func Page() (fs.FS, error) {
	return fs.Sub(files, "placeholder")
}
