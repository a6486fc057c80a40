package search

import zap "github.com/blevesearch/zapx/v17"

// Bleve makes room for a new segment by how large a document of the segment before was on average. After a batch that was
// one case of 5,000 lines that was 840 MB, for a segment of two. Without the guess the room grows as it is needed.
func init() { zap.NewSegmentBufferAvgBytesPerDocFactor = 0 }
