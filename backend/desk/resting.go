package desk

import (
	"context"
	"errors"
	"math"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync/atomic"
	"time"
)

// rested is how much this process had allocated when it last gave memory back, in bytes: since its start, so never less.
var rested atomic.Uint64

const (
	// restAfter is how much must have been allocated since then to do it again. Tidying up takes the processor some 50 ms.
	restAfter = 64 << 20
	// restQuiet is the same while nothing was saved for restEvery: Bleve goes on merging when a case is in, and what it let go
	// of stays when it allocates little more.
	restQuiet = 4 << 20
	restEvery = 4 * time.Second
	// restBusy is how much is allocated in restEvery by somebody who scrolls, opens and searches: tidying up waits, as it would
	// hold up what they do. Go itself keeps the memory within twice of what is in use.
	restBusy = 1 << 20
	// workingMemory is what long work may take of the system's memory while half of what it holds more is enough for it.
	workingMemory = 520 << 20
	// readingMemory is the same for work that reads much and keeps little: what it keeps lies scattered over all it took, and
	// none of that goes back to the system.
	readingMemory = 240 << 20
)

// rest gives the memory that long work has left behind back to the system, where enough was allocated since the last time, and
// says how much it found. Go does so by itself only minutes later, when nobody works, and until then the window holds what
// catching up with a thousand cases took.
func rest(after uint64) (found uint64) {
	now, last := allocated(), rested.Load()
	if now-last < after || !rested.CompareAndSwap(last, now) {
		return 0
	}
	held := measured("/memory/classes/heap/objects:bytes")
	runtime.GC() // what lies in a pool outlives one
	debug.FreeOSMemory()
	return held - min(held, measured("/memory/classes/heap/objects:bytes"))
}

// waitResting waits for an entry after a sequence, and rests meanwhile.
func (d *Desk) waitResting(seen uint64) error {
	for after := uint64(restAfter); ; {
		found, before := rest(after), allocated()
		ctx, stop := context.WithTimeout(d.life, restEvery)
		_, err := d.store.Wait(ctx, seen)
		quiet := errors.Is(ctx.Err(), context.DeadlineExceeded)
		stop()
		if err == nil || !quiet || d.life.Err() != nil {
			return err
		}
		f := d.finds.Load()
		after = nextRest(found, f != nil && f.rest(), allocated()-before)
	}
}

// nextRest says after how many allocated bytes to rest again, while nothing is saved: `found` is what the last rest found,
// `dropped` whether something was let go of since, and `took` what was allocated since.
func nextRest(found uint64, dropped bool, took uint64) uint64 {
	switch {
	case took >= restBusy:
		return math.MaxUint64
	case dropped, found >= restQuiet: // once more: a merge may have held at that moment what it lets go of now
		return 0
	}
	return restQuiet
}

// spare is called from time to time by work that takes much memory. By itself Go lets the memory grow to twice of what is in
// use before it tidies up; this makes it tidy up earlier where twice would be too much, but not so often that the work stands
// still: what is in use may always grow by a half.
func spare(memory int64) {
	live := measured("/gc/heap/live:bytes")
	debug.SetMemoryLimit(max(memory, int64(live+live/2))) //nolint:gosec // no memory has 2^63 bytes
}

// longWork begins work that calls spare from time to time, and gives what ends it. When none is left Go may take what it likes
// again: a limit that fitted the work would make it tidy up without end once more is in use.
func longWork() (end func()) {
	long.Add(1)
	return func() {
		if long.Add(-1) == 0 {
			debug.SetMemoryLimit(math.MaxInt64)
		}
	}
}

// long is how many pieces of long work are under way.
var long atomic.Int64

// allocated is what this process allocated since its start, in bytes.
func allocated() uint64 { return measured("/gc/heap/allocs:bytes") }

// measured reads a count of the runtime's.
func measured(name string) uint64 {
	s := []metrics.Sample{{Name: name}}
	metrics.Read(s)
	return s[0].Value.Uint64()
}
