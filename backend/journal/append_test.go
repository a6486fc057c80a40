package journal

import (
	"testing"
)

func TestWhatPanicsBesideAWriteLeavesTheJournalUsable(t *testing.T) {
	waited := false
	put := func() error { waited = true; return nil }
	func() {
		defer func() {
			if recover() == nil || !waited {
				t.Error("the panic was swallowed, or nobody waited for the write")
			}
		}()
		_ = beside(put, func() { panic("beside") })()
	}()
}
