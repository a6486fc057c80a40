package desk

import "testing"

func TestADiskThatFillsIsWarnedOfInTime(t *testing.T) {
	const needed = 64 << 20
	for free, warned := range map[uint64]bool{0: false, needed - 1: true, needed + nearlyFull - 1: true, needed + nearlyFull: false} {
		if got := len(spaceNotice(free, needed)) == 1; got != warned {
			t.Errorf("%d bytes free: warned %v, want %v", free, got, warned)
		}
	}
}
