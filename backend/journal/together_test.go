package journal

import (
	"fmt"
	"sync"
	"testing"
)

// Many goroutines at once: every confirmed entry is read once, in order, and nothing waits for ever.
func TestSavesReadsRewritesAndSnapshotsGoTogether(t *testing.T) {
	dir := t.TempDir()
	o := options()
	var mu sync.Mutex
	tick := clock()
	o.Now, o.RotateAt, o.Disk = tick, 2000, unsyncedDisk{}
	j, _ := open(t, dir, o)
	const writers, each = 3, 60
	var saves, others sync.WaitGroup
	done := make(chan struct{})
	failed := func(err error) {
		mu.Lock()
		defer mu.Unlock()
		if err != nil {
			t.Error(err)
		}
	}
	for w := range writers {
		saves.Go(func() {
			for i := range each {
				e := edit(fmt.Sprint("r", i%5), "text")
				e.Draft = i%2 == w%2
				_, err := j.Append(e)
				failed(err)
			}
		})
	}
	again := func(work func()) {
		others.Go(func() {
			for {
				work()
				select {
				case <-done:
					return
				default:
				}
			}
		})
	}
	again(func() {
		next := uint64(1)
		failed(j.Replay(t.Context(), 1, func(e Entry) error {
			if e.Seq != next {
				return fmt.Errorf("entry %d, want %d", e.Seq, next)
			}
			next++
			_, err := j.At(e.Seq)
			return err
		}))
	})
	again(func() { j.Rewrite(t.Context(), purge("r1")) }) // busy while a snapshot is open
	again(func() {
		r, err := j.Verify(t.Context())
		failed(err)
		if r.Tail != nil || len(r.Damage) > 0 || r.Entries != r.Last {
			failed(fmt.Errorf("%+v", r))
		}
	})
	saves.Wait()
	close(done)
	others.Wait()
	if got := all(t, j, 1); len(got) != writers*each {
		t.Fatal(len(got))
	}
	j.Close()
	mustVerify(t, dir)
}
