package store

import (
	"context"
	"io"

	"precedent/backend/casefile"
)

// What an export and its taking over need beyond records: files by their hash.

// OpenFile opens a kept file by its SHA-256, after its bytes were compared with it.
func (s *Store) OpenFile(sum string) (io.ReadCloser, error) { return s.openSum(sum) }

// KeepFile keeps a file that an entry still to come will name. The code is damaged when it is not what its hash says.
func (s *Store) KeepFile(ctx context.Context, sum string, r io.Reader) error {
	s.files.RLock()
	defer s.files.RUnlock()
	_, got, _, err := s.keepFile(ctx, r, true)
	if err == nil && got != sum {
		err = casefile.Faultf(casefile.Damaged, "A file of the export is not what its name says. Export again, or take another copy of the export.")
	}
	return err
}

// Untouched says that nothing was kept here yet, so that the history of another workspace can be taken over.
func (s *Store) Untouched() bool { return s.j.Last() == 0 }

// FreeSpace is how many bytes are free where the workspace lies; 0 when the system does not say.
func (s *Store) FreeSpace() uint64 {
	n, err := s.o.FreeSpace(s.dir)
	if err != nil {
		return 0
	}
	return n
}
