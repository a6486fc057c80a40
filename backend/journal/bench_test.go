package journal

import (
	"context"
	"fmt"
	"strings"
	"testing"
)

// unsyncedDisk leaves the syncs out: what is left is the cost of our own code.
type unsyncedDisk struct{ systemDisk }

type unsyncedFile struct{ File }

func (unsyncedFile) Sync() error { return nil }

func (d unsyncedDisk) SyncDir(string) error { return nil }

func (d unsyncedDisk) Create(path string) (File, error) {
	f, err := d.systemDisk.Create(path)
	return unsyncedFile{f}, err
}

func (d unsyncedDisk) Open(path string) (File, error) {
	f, err := d.systemDisk.Open(path)
	return unsyncedFile{f}, err
}

func benchJournal(b *testing.B, n int) *Journal {
	o := options()
	o.Disk = unsyncedDisk{}
	j, _ := open(b, b.TempDir(), o)
	text := strings.Repeat("what the customer said ", 10)
	for i := range n {
		if _, err := j.Append(edit(fmt.Sprint("r", i), text)); err != nil {
			b.Fatal(err)
		}
	}
	return j
}

func BenchmarkReplay(b *testing.B) {
	const n = 50_000
	j := benchJournal(b, n)
	for b.Loop() {
		if err := j.Replay(context.Background(), 1, func(Entry) error { return nil }); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)*n/b.Elapsed().Seconds(), "entries/s")
}

func BenchmarkAt(b *testing.B) {
	const n = 50_000
	j := benchJournal(b, n)
	i := uint64(0)
	for b.Loop() {
		i = i*31%n + 7
		if _, err := j.At(i%n + 1); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAppend(b *testing.B) {
	for name, d := range map[string]Disk{"synced": systemDisk{}, "unsynced": unsyncedDisk{}} {
		b.Run(name, func(b *testing.B) {
			o := options()
			o.Disk = d
			j, _ := open(b, b.TempDir(), o)
			e := edit("r", strings.Repeat("what the customer said ", 10))
			for b.Loop() {
				if _, err := j.Append(e); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
