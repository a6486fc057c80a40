package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/dgraph-io/badger/v4"
	"github.com/dgraph-io/badger/v4/options"
	"github.com/dgraph-io/badger/v4/pb"
	"github.com/dgraph-io/badger/v4/table"
	"github.com/dgraph-io/badger/v4/y"
	"github.com/dgraph-io/ristretto/v2/z"
	"google.golang.org/protobuf/proto"

	"precedent/backend/casefile"
	"precedent/backend/store/lists"
)

// badgerOptions are those for a desktop (FACTS, The store). Nothing is synced: the journal is.
func badgerOptions(dir string, log *slog.Logger) badger.Options {
	return badger.DefaultOptions(dir).
		WithSyncWrites(false).WithDetectConflicts(false).WithMetricsEnabled(false).WithCompression(options.Snappy).
		WithMemTableSize(16 << 20).WithNumMemtables(2).WithValueLogFileSize(64 << 20).WithValueThreshold(64 << 10).
		WithBlockCacheSize(8 << 20).WithIndexCacheSize(16 << 20).WithNumCompactors(2).WithNumLevelZeroTables(2).
		WithNumLevelZeroTablesStall(8).WithChecksumVerificationMode(options.OnBlockRead).
		WithLogger(quiet{log})
}

// quiet passes Badger's warnings on; they name files, not contents.
type quiet struct{ log *slog.Logger }

func (q quiet) Errorf(f string, a ...any) {
	if q.log != nil {
		q.log.Error("badger: " + fmt.Sprintf(f, a...))
	}
}

func (q quiet) Warningf(f string, a ...any) {
	if q.log != nil {
		q.log.Warn("badger: " + fmt.Sprintf(f, a...))
	}
}
func (quiet) Infof(string, ...any)  {}
func (quiet) Debugf(string, ...any) {}

// handle is one open Badger. Whoever reads holds it, so that it is closed only after the last reader has left it.
type handle struct {
	db      *badger.DB
	folder  string
	readers sync.WaitGroup
	gone    chan struct{} // closed when it was dropped and its folder removed
	left    func()        // takes the folder out of those that are open

	recent   *recent                         // guarded by Store.write
	settings atomic.Pointer[casefile.Record] // nil until somebody asks for them

	filling sync.Mutex                  // held by who fills the lists
	lists   atomic.Pointer[lists.Lists] // nil until somebody asks for a list
	late    map[string]bool             // rows that changed while the lists are filled; nil while nobody does; guarded by Store.write
}

// openBadger opens a folder.
func (s *Store) openBadger(folder string) (*handle, error) {
	s.opens.Lock()
	defer s.opens.Unlock()
	return s.openMarked(folder)
}

// openMarked opens a folder behind the marker: Badger can end the program in a goroutine of its own. The caller holds opens.
func (s *Store) openMarked(folder string) (*handle, error) {
	dir, marker := filepath.Join(s.storeDir(), folder), filepath.Join(s.storeDir(), openingName)
	if err := writeFile(marker, []byte(folder)); err != nil {
		return nil, err
	}
	db, err := badger.Open(badgerOptions(dir, s.o.Log))
	if err != nil { // one opening in a thousand fails for nothing and works when tried again
		db, err = badger.Open(badgerOptions(dir, s.o.Log))
	}
	opened := err == nil // else what comes back is half a Badger, and closing it would panic
	err = errors.Join(err, os.Remove(marker), syncDir(s.storeDir()))
	if err != nil {
		if opened {
			err = errors.Join(err, db.Close())
		}
		return nil, err
	}
	s.inUse[folder] = true
	h := &handle{db: db, folder: folder, gone: make(chan struct{}), recent: newRecent()}
	h.left = func() {
		s.opens.Lock()
		defer s.opens.Unlock()
		delete(s.inUse, folder)
		delete(s.dropped, h)
	}
	return h, nil
}

// closeWait bounds how long Badger may take to close: when it cannot write its tables it tries for ever.
var closeWait = time.Minute

var errNotClosed = errors.New("Badger does not close, because its folder cannot be written; it is left as after a kill")

// close waits for the readers and closes Badger.
func (h *handle) close() error {
	h.readers.Wait()
	closed := make(chan error, 1)
	go func() {
		err := h.db.Close()
		h.left()
		closed <- err
	}()
	late := time.NewTimer(closeWait)
	defer late.Stop()
	select {
	case err := <-closed:
		return err
	case <-late.C:
		return errNotClosed
	}
}

func tablePath(dir string, id uint64) string { return table.NewFilename(id, dir) }

// tableWhole says that every block of a table is what was written. Badger must not find out itself: a damaged block ends
// an iteration early without an error, and its own check at opening dies of one in a goroutine where nobody can catch it
// (badger 4.9.6, table.VerifyChecksum).
func tableWhole(path string) (whole bool) {
	if !tableEnds(path) {
		return false
	}
	f, err := z.OpenMmapFile(path, os.O_RDONLY, 0)
	if err != nil && !errors.Is(err, z.NewFile) {
		return false
	}
	defer f.Close(-1)
	defer func() {
		if recover() != nil {
			whole = false
		}
	}()
	o := badgerOptions(filepath.Dir(path), nil)
	_, err = table.OpenTable(f, table.Options{
		ReadOnly: true, TableSize: uint64(o.BaseTableSize), BlockSize: o.BlockSize, BloomFalsePositive: o.BloomFalsePositive,
		ChkMode: options.OnTableAndBlockRead, Compression: o.Compression,
	})
	return err == nil
}

// mostChecksum bounds the length that a damaged table may claim for its checksum.
const mostChecksum = 1 << 10

// tableEnds says that a table has the end that Badger reads first, and would panic at: its index, the index's length, the
// index's checksum, the checksum's length.
func tableEnds(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return false
	}
	at := info.Size()
	take := func(n int64) []byte {
		if at -= n; n <= 0 || at < 0 {
			return nil
		}
		b := make([]byte, n)
		if _, err := f.ReadAt(b, at); err != nil {
			return nil
		}
		return b
	}
	number := func() int64 {
		b := take(4)
		if b == nil {
			return 0
		}
		return int64(binary.BigEndian.Uint32(b))
	}
	sumSize := number()
	if sumSize <= 0 || sumSize > mostChecksum {
		return false
	}
	var sum pb.Checksum
	if b := take(sumSize); b == nil || proto.Unmarshal(b, &sum) != nil {
		return false
	}
	size := number()
	if size <= 0 || size > at {
		return false
	}
	index := take(size)
	return index != nil && y.VerifyChecksum(index, &sum) == nil
}
