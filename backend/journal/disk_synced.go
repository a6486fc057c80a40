//go:build !linux

package journal

// Sync brings what was written to the drive.
func (f systemFile) Sync() error { return f.File.Sync() }
