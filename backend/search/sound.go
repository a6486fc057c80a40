package search

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/util"
	index "github.com/blevesearch/bleve_index_api"
	bolt "go.etcd.io/bbolt"

	"precedent/backend/casefile"
	"precedent/backend/casefile/sidebyside"
	"precedent/backend/search/boltfile"
)

// Bleve opens damaged folders: it does not compare the checksums that its files carry, and where the newest state cannot
// be read it goes on with an older one, or with none. So the folder is checked before Bleve sees it.

const rootFile = "root.bolt"

// sound checks a generation: root.bolt is whole, and each segment that its newest state names is there and has the
// checksum that it ends with. Files that nothing names are normal after a kill.
func sound(home string) error {
	store := filepath.Join(home, "store")
	if _, err := os.Stat(filepath.Join(store, rootFile)); err != nil {
		return damaged(err)
	}
	if err := unseal(home); err != nil {
		return err
	}
	names, err := namedSegments(filepath.Join(store, rootFile))
	if err != nil {
		return err
	}
	return checkFiles(context.Background(), store, names)
}

// sealFile holds the checksum of root.bolt after a clean close; root.bolt has none of its own. It is gone while the index
// is open and after a kill: then the pages that are read must do, and the state's own checksum and count.
const sealFile = "sealed"

// seal writes the checksum of root.bolt.
func seal(home string) error {
	b, err := os.ReadFile(filepath.Join(home, "store", rootFile))
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(home, sealFile), sealed(binary.BigEndian.AppendUint64(nil, sumOf(b))), 0o600)
}

// unseal compares root.bolt with its seal, if there is one, and breaks it.
func unseal(home string) error {
	path := filepath.Join(home, sealFile)
	kept, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	b, err := os.ReadFile(filepath.Join(home, "store", rootFile))
	if err != nil {
		return err
	}
	if !bytes.Equal(kept, sealed(binary.BigEndian.AppendUint64(nil, sumOf(b)))) {
		return damaged(errors.New("root.bolt does not fit its seal"))
	}
	return os.Remove(path)
}

// sumOf is the length of a file and its CRC-32C, in one number.
func sumOf(b []byte) uint64 { return uint64(len(b))<<32 | uint64(crc32.Checksum(b, castagnoli)) }

// namedSegments reads the names of the segments of the newest state.
func namedSegments(path string) ([]string, error) {
	wait, _ := time.ParseDuration(lockWait)
	db, err := bolt.Open(path, 0o600, &bolt.Options{ReadOnly: true, Timeout: wait})
	if err != nil {
		return nil, faultOf(err)
	}
	defer func() { _ = db.Close() }()
	data, err := os.ReadFile(path) // while the lock is held, so that nobody writes
	if err == nil {
		err = boltfile.Check(data)
	}
	if err != nil {
		return nil, damaged(err)
	}
	var names []string
	err = db.View(func(tx *bolt.Tx) (err error) {
		names, err = newest(tx)
		return err
	})
	if err != nil {
		return nil, damaged(err)
	}
	return names, nil
}

// newest lists the segments of the last snapshot in root.bolt.
func newest(tx *bolt.Tx) ([]string, error) {
	snapshots := tx.Bucket(util.BoltSnapshotsBucket)
	if snapshots == nil {
		return nil, errors.New("root.bolt has no snapshots")
	}
	key, _ := snapshots.Cursor().Last()
	snapshot := snapshots.Bucket(key)
	if key == nil || snapshot == nil {
		return nil, errors.New("root.bolt has no snapshot")
	}
	var names []string
	err := snapshot.ForEachBucket(func(k []byte) error {
		if k[0] == util.BoltInternalKey[0] || k[0] == util.BoltMetaDataKey[0] {
			return nil
		}
		name := snapshot.Bucket(k).Get(util.BoltPathKey)
		if len(name) == 0 {
			return errors.New("a segment has no file")
		}
		names = append(names, string(name))
		return nil
	})
	return names, err
}

// filesOf lists the segment files of a snapshot that is open.
func filesOf(r index.IndexReader) []string {
	snapshot, ok := r.(*scorch.IndexSnapshot)
	if !ok {
		return nil
	}
	var names []string
	for _, s := range snapshot.Segments() {
		if p, ok := s.Segment().(interface{ Path() string }); ok {
			names = append(names, filepath.Base(p.Path()))
		}
	}
	return names
}

// checkFiles compares the checksum at the end of each segment with its content, several files at a time.
func checkFiles(ctx context.Context, store string, names []string) error {
	wrong := make([]error, len(names))
	sidebyside.Do(len(names), func(i int) {
		if err := ctx.Err(); err != nil {
			wrong[i] = casefile.Wrap(casefile.Cancelled, err, "The check of the search index was stopped.")
		} else if err := checkFile(filepath.Join(store, filepath.Base(names[i])), make([]byte, 1<<18)); err != nil {
			wrong[i] = damaged(fmt.Errorf("%s: %w", names[i], err))
		}
	})
	for _, err := range wrong {
		if err != nil {
			return err
		}
	}
	return nil
}

// checkFile compares the last four bytes of a segment with the CRC-32 (IEEE) of all before them, as zapx writes it.
func checkFile(path string, buffer []byte) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	const tail = 4
	if info.Size() <= tail {
		return io.ErrUnexpectedEOF
	}
	sum := crc32.NewIEEE()
	if _, err := io.CopyBuffer(sum, io.LimitReader(f, info.Size()-tail), buffer); err != nil {
		return err
	}
	var want [tail]byte
	if _, err := io.ReadFull(f, want[:]); err != nil {
		return err
	}
	if sum.Sum32() != binary.BigEndian.Uint32(want[:]) {
		return errors.New("the checksum does not fit")
	}
	return nil
}
