// Package zap stands in for the reader of index files of version 13, which Bleve names but this program never meets: its
// indexes begin with version 17, and one of another version is rebuilt. go.mod puts it in the reader's place, which keeps
// 0.2 MB out of the program.
//
// It reads nothing: whatever it is asked for is refused.
package zap

import (
	"errors"

	"github.com/RoaringBitmap/roaring/v2"
	index "github.com/blevesearch/bleve_index_api"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

var errUnread = errors.New("index files of version 13 are not read; the index is rebuilt")

// ZapPlugin is what Bleve registers (scorch.SegmentPlugin).
type ZapPlugin struct{}

// Type is that of all versions.
func (*ZapPlugin) Type() string { return "zap" }

// Version of the files.
func (*ZapPlugin) Version() uint32 { return 13 }

// New is refused.
func (*ZapPlugin) New([]index.Document) (segment.Segment, uint64, error) { return nil, 0, errUnread }

// NewUsing is refused.
func (*ZapPlugin) NewUsing([]index.Document, map[string]any) (segment.Segment, uint64, error) {
	return nil, 0, errUnread
}

// Open is refused.
func (*ZapPlugin) Open(string) (segment.Segment, error) { return nil, errUnread }

// OpenUsing is refused.
func (*ZapPlugin) OpenUsing(string, map[string]any) (segment.Segment, error) { return nil, errUnread }

// Merge is refused.
func (*ZapPlugin) Merge([]segment.Segment, []*roaring.Bitmap, string, chan struct{}, segment.StatsReporter) ([][]uint64, uint64, error) {
	return nil, 0, errUnread
}

// MergeUsing is refused.
func (*ZapPlugin) MergeUsing([]segment.Segment, []*roaring.Bitmap, string, chan struct{}, segment.StatsReporter, map[string]any) ([][]uint64, uint64, error) {
	return nil, 0, errUnread
}
