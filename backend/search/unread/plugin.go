// Package unread refuses index files of older versions, whose readers Bleve names but this program never needs: its indexes
// begin with version 17, and one of another version is rebuilt. go.mod puts the modules of build/instead/zapx in the readers'
// places, one for each version, because Go takes no folder for two modules; that keeps 1.1 MB out of the program.
//
// It reads nothing, writes nothing and merges nothing.
package unread

import (
	"errors"

	"github.com/RoaringBitmap/roaring/v2"
	index "github.com/blevesearch/bleve_index_api"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

var errUnread = errors.New("index files of older versions are not read; the index is rebuilt")

// Plugin is what the readers have in common (scorch.SegmentPlugin without its version).
type Plugin struct{}

// Type is that of all versions.
func (*Plugin) Type() string { return "zap" }

// New is refused.
func (*Plugin) New([]index.Document) (segment.Segment, uint64, error) { return nil, 0, errUnread }

// NewUsing is refused.
func (*Plugin) NewUsing([]index.Document, map[string]any) (segment.Segment, uint64, error) {
	return nil, 0, errUnread
}

// Open is refused.
func (*Plugin) Open(string) (segment.Segment, error) { return nil, errUnread }

// OpenUsing is refused.
func (*Plugin) OpenUsing(string, map[string]any) (segment.Segment, error) { return nil, errUnread }

// Merge is refused.
func (*Plugin) Merge([]segment.Segment, []*roaring.Bitmap, string, chan struct{}, segment.StatsReporter) ([][]uint64, uint64, error) {
	return nil, 0, errUnread
}

// MergeUsing is refused.
func (*Plugin) MergeUsing([]segment.Segment, []*roaring.Bitmap, string, chan struct{}, segment.StatsReporter, map[string]any) ([][]uint64, uint64, error) {
	return nil, 0, errUnread
}
