package boltfile

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	bolt "go.etcd.io/bbolt"
)

// made is a bbolt file with nested buckets, branches, overflowing values and free pages.
func made(t testing.TB) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "b")
	db, err := bolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	for round := range 4 {
		err = errors.Join(err, db.Update(func(tx *bolt.Tx) error {
			outer, err := tx.CreateBucketIfNotExists([]byte("outer"))
			if err != nil {
				return err
			}
			inner, err := outer.CreateBucketIfNotExists(fmt.Append(nil, "inner", round))
			for i := range 60 {
				err = errors.Join(err, inner.Put(fmt.Append(nil, "key", i), make([]byte, 20+i%7*900)))
			}
			if round == 3 {
				err = errors.Join(err, outer.DeleteBucket([]byte("inner0")))
			}
			return err
		}))
	}
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestAWholeFilePasses(t *testing.T) {
	if err := Check(made(t)); err != nil {
		t.Error(err)
	}
}

func TestACutFileDoesNot(t *testing.T) {
	data := made(t)
	for n := 0; n < len(data)/2; n += 997 {
		if err := Check(data[:n]); !errors.Is(err, ErrDamaged) {
			t.Fatalf("%d of %d bytes: %v", n, len(data), err)
		}
	}
}

// TestWhatPassesCanBeRead flips bits all over a file: what Check lets through, bbolt reads to the end.
func TestWhatPassesCanBeRead(t *testing.T) {
	data := made(t)
	passed := 0
	const stride, read = 509, 8 // read every eighth that passes
	for at := 0; at < len(data); at += stride {
		data[at] ^= 1 << (at % 8)
		if Check(data) == nil {
			if passed++; passed%read == 0 {
				readAll(t, data)
			}
		}
		data[at] ^= 1 << (at % 8)
	}
	if passed == 0 {
		t.Error("every flipped bit was damage, also in values")
	}
}

func readAll(t *testing.T, data []byte) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "b")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := bolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = db.View(func(tx *bolt.Tx) error {
		return tx.ForEach(func(_ []byte, b *bolt.Bucket) error { return walk(b) })
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
}

func walk(b *bolt.Bucket) error {
	return b.ForEach(func(k, v []byte) error {
		if v == nil && b.Bucket(k) != nil {
			return walk(b.Bucket(k))
		}
		return nil
	})
}

func FuzzCheck(f *testing.F) {
	data := made(f)
	f.Add(0, byte(1), 4096, byte(1))
	f.Fuzz(func(_ *testing.T, i int, x byte, j int, y byte) {
		hurt := append([]byte{}, data...)
		hurt[uint(i)%uint(len(hurt))] ^= x
		hurt[uint(j)%uint(len(hurt))] ^= y
		_ = Check(hurt) // ends, and does not panic
	})
}
