package window

import (
	"sync"
	"time"
)

// partingTime is how long a window that is being closed waits for a page that does not answer.
const partingTime = 5 * time.Second

// parting lets the page keep what was typed a moment ago before its window closes.
type parting struct {
	system System

	mu     sync.Mutex
	asked  bool
	free   bool
	giveUp *time.Timer
}

// closing is the person closing the window: it stays until the page has answered, and closes then by itself.
func (p *parting) closing() (stay bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.free {
		return false
	}
	if !p.asked {
		p.asked = true
		p.giveUp = time.AfterFunc(partingTime, p.leave)
		go p.system.Emit("closing", nil) // the page is told by the thread that asks
	}
	return true
}

// answer is the page's: all is kept, or something is not and the person is told so; then the window stays.
func (p *parting) answer(kept bool) {
	if kept {
		p.leave()
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.asked {
		p.asked = false
		p.giveUp.Stop()
	}
}

func (p *parting) leave() {
	p.mu.Lock()
	p.free = true
	p.mu.Unlock()
	p.system.Quit()
}
