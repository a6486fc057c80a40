package journal

import (
	"io"
	"os"
	"path/filepath"
	"sync"

	"precedent/backend/casefile"
)

// Snapshot is the journal as it was at one moment. Saves go on beside it; rewriting waits until it is closed.
type Snapshot struct {
	Last  uint64 // sequence of the last entry in it
	Files []SnapshotFile

	j     *Journal
	segs  []*segment
	close sync.Once
}

// SnapshotFile is one file as far as the snapshot goes. Copied under its name into an empty folder, the files are a whole
// journal that Open takes.
type SnapshotFile struct {
	Name        string
	Size        int64
	First, Last uint64 // Last is First-1 when the file has no entry yet
}

// Snapshot takes the journal's present state for a backup. Close it.
func (j *Journal) Snapshot() *Snapshot {
	j.keep.RLock()
	j.state.RLock()
	defer j.state.RUnlock()
	s := &Snapshot{Last: j.last, j: j}
	for i, live := range j.segs {
		seg := *live
		s.segs = append(s.segs, &seg)
		last := j.last
		if i+1 < len(j.segs) {
			last = j.segs[i+1].first - 1
		}
		s.Files = append(s.Files, SnapshotFile{Name: seg.name(), Size: seg.size, First: seg.first, Last: last})
	}
	return s
}

// Size is how many bytes the journal's files hold.
func (j *Journal) Size() (bytes int64) {
	j.state.RLock()
	defer j.state.RUnlock()
	for _, s := range j.segs {
		bytes += s.size
	}
	return bytes
}

// Open reads one of the snapshot's files, up to its Size.
func (s *Snapshot) Open(f SnapshotFile) (io.ReadCloser, error) {
	file, err := os.Open(filepath.Join(s.j.dir, filepath.Base(f.Name)))
	if err != nil {
		return nil, casefile.Wrap(casefile.Unavailable, err, "A file of the journal could not be read. Check that the workspace's folder is there.")
	}
	return struct {
		io.Reader
		io.Closer
	}{io.NewSectionReader(file, 0, f.Size), file}, nil
}

// Close lets the journal be rewritten again.
func (s *Snapshot) Close() { s.close.Do(s.j.keep.RUnlock) }
