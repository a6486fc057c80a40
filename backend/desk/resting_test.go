package desk

import (
	"math"
	"testing"
)

func TestNothingIsTidiedUpWhileSomebodyWorks(t *testing.T) {
	for name, c := range map[string]struct {
		found, took, after uint64
		dropped            bool
	}{
		"nothing was left":           {after: restQuiet},
		"something was found":        {found: restQuiet, after: 0},
		"something was let go of":    {dropped: true, after: 0},
		"somebody scrolls":           {took: restBusy, after: math.MaxUint64},
		"somebody scrolls, and more": {found: 1 << 30, dropped: true, took: restBusy, after: math.MaxUint64},
	} {
		if after := nextRest(c.found, c.dropped, c.took); after != c.after {
			t.Errorf("%s: after %d, not %d", name, after, c.after)
		}
	}
}
