package window

import (
	"context"
	"sync"
	"time"

	"precedent/backend/desk"
)

// firstScreen is what a start shows before its workspace is open, and what is put off until that stands on the display.
type firstScreen struct {
	mu     sync.Mutex
	glance *desk.Glance     // nil once the workspace is open, or when there is none to believe
	ready  []firstAnswer    // what the glance answers
	asked  []desk.ListQuery // for the first pages, by the first screen
	ahead  chan bool        // says whether lookAhead found a glance; nil without it
	listed chan struct{}    // closed when the page was given a list
	opens  chan struct{}    // closed when the workspace is to be opened behind the glance
}

// mostAsked is how many lists the first screen asks for: the one in sight, saved searches and running calls.
const mostAsked = 3

func newFirstScreen() *firstScreen {
	return &firstScreen{listed: make(chan struct{}), opens: make(chan struct{})}
}

// lookAhead reads the glance of a workspace while the window is made, which takes one processor; then WebKit starts its
// processes, and takes them all.
func (f *firstScreen) lookAhead(dir, program string) {
	f.ahead = make(chan bool, 1)
	go func() { f.ahead <- f.read(dir, program) }()
}

// begin says whether the workspace has a glance: what was read ahead, or is read now.
func (f *firstScreen) begin(dir, program string) bool {
	if f.ahead != nil {
		return <-f.ahead
	}
	return f.read(dir, program)
}

func (f *firstScreen) read(dir, program string) bool {
	glance := desk.ReadGlance(dir, program)
	_, _ = schemaReady() // a mistake is said when it is asked for
	if glance == nil {
		return false
	}
	ready := glanceReady(glance)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.glance, f.ready = glance, ready
	return true
}

// give gives the answers of the glance to the page, none once the workspace itself is to be asked.
func (f *firstScreen) give() []firstAnswer {
	f.mu.Lock()
	glance, ready := f.glance, f.ready
	f.mu.Unlock()
	if glance == nil {
		return nil
	}
	for _, l := range glance.Lists {
		f.gave(l.Query)
	}
	return ready
}

// look gives the glance, nil when the workspace itself is to be asked.
func (f *firstScreen) look() *desk.Glance {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.glance
}

// open has the workspace opened: the glance is painted, or somebody asks for what it does not have.
func (f *firstScreen) open() {
	f.mu.Lock()
	defer f.mu.Unlock()
	select {
	case <-f.opens:
	default:
		close(f.opens)
	}
}

// painted waits for open while there is a glance to be painted: opening a workspace takes both cores of a small machine, which
// the page needs first.
func (f *firstScreen) painted(ctx context.Context) {
	if f.look() == nil {
		return
	}
	select {
	case <-f.opens:
	case <-time.After(latestPaint):
	case <-ctx.Done():
	}
}

// end has the workspace itself asked from now on; it says whether the glance was asked until now.
func (f *firstScreen) end() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	had := f.glance != nil
	f.glance, f.ready = nil, nil
	return had
}

// gave is told of each list that the page was given.
func (f *firstScreen) gave(q desk.ListQuery) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.asked) == 0 {
		close(f.listed)
	}
	if q.Offset > 0 || q.After != "" || len(f.asked) == mostAsked {
		return
	}
	f.asked = append(desk.WithoutQuery(f.asked, q), q)
}

// questions are those that the next start will ask first.
func (f *firstScreen) questions() []desk.ListQuery {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.asked
}

const (
	// afterList is how long the first screen is given to be painted once its list was read: opening the search at the same
	// time makes both late on a machine of two cores.
	afterList = 500 * time.Millisecond
	// latestPaint is when a workspace is opened though the page does not say that its glance is painted.
	latestPaint = 3 * time.Second
	// latestFirstScreen is when the rest is opened though no list was asked for.
	latestFirstScreen = 5 * time.Second
)

// stands waits until the first screen is painted, and says whether it came to that.
func (f *firstScreen) stands(ctx context.Context) bool {
	select {
	case <-f.listed:
	case <-time.After(latestFirstScreen):
	case <-ctx.Done():
	}
	select {
	case <-time.After(afterList):
	case <-ctx.Done():
	}
	return ctx.Err() == nil
}
