// Package zap stands in for Bleve's reader of index files of version 16 (package unread says why).
//
// It reads nothing: whatever it is asked for is refused.
package zap

import "precedent/backend/search/unread"

// ZapPlugin is what Bleve registers (scorch.SegmentPlugin).
type ZapPlugin struct{ unread.Plugin }

// Version of the files.
func (*ZapPlugin) Version() uint32 { return 16 }
