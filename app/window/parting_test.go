package window

import (
	"testing"
	"testing/synctest"
	"time"
)

// leaver counts what a window that is being closed does.
type leaver struct {
	deaf
	asked, quit int
}

func (l *leaver) Emit(event string, _ any) {
	if event == "closing" {
		l.asked++
	}
}
func (l *leaver) Quit() { l.quit++ }

func TestAWindowClosesWhenThePageHasKeptWhatWasTyped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &leaver{}
		p := parting{system: l}
		closes := func(stay bool, asked, quit int) {
			t.Helper()
			if got := p.closing(); got != stay {
				t.Fatalf("it stays: %v", got)
			}
			synctest.Wait()
			if l.asked != asked || l.quit != quit {
				t.Fatalf("asked %d times, quit %d times", l.asked, l.quit)
			}
		}
		closes(true, 1, 0)
		closes(true, 1, 0) // closed twice while the page is at it
		p.answer(false)
		time.Sleep(2 * partingTime)
		closes(true, 2, 0)
		p.answer(true)
		closes(false, 2, 1)
	})
}

func TestAWindowWhosePageDoesNotAnswerClosesAfterAWhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &leaver{}
		p := parting{system: l}
		if !p.closing() {
			t.Fatal("it does not ask")
		}
		time.Sleep(partingTime + time.Millisecond)
		synctest.Wait()
		if l.quit != 1 || p.closing() {
			t.Fatalf("quit %d times", l.quit)
		}
	})
}
