package frontend

import "io/fs"

// Page is the page's files, index.html at the root.
func Page() (fs.FS, error) {
	return fs.Sub(files, root)
}
