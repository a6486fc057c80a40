package window

import (
	"context"
	"errors"
	"os"
	"os/user"
	"slices"
	"sync"
	"time"

	"precedent/app/hold"
	"precedent/backend/casefile"
	"precedent/backend/desk"
)

// WorkspaceView is the state of the workspace. Phase is none (first start), opening, ready or trouble.
type WorkspaceView struct {
	Phase      string        `json:"phase"`
	Folder     string        `json:"folder"`
	Suggested  string        `json:"suggested"`
	User       string        `json:"user"`
	Zone       string        `json:"zone"`
	Seq        uint64        `json:"seq"`
	FreeBytes  uint64        `json:"freeBytes"`
	LastBackup string        `json:"lastBackup"`
	Notices    []desk.Notice `json:"notices"`
	Job        string        `json:"job"`
	Fault      *FaultView    `json:"fault"`
}

// FaultView is a fault that is part of an answer.
type FaultView struct {
	Code string `json:"code"`
	Says string `json:"says"`
}

// Session is the workspace of one window: none at a first start, opened behind the first paint otherwise.
type Session struct {
	program hold.Program
	system  System
	log     Log
	jobs    jobs
	parting parting

	mu     sync.Mutex
	ctx    context.Context // the life of one workspace in this window
	stop   context.CancelFunc
	phase  string
	folder string
	hold   *hold.Hold
	fault  error
	job    string
	first  *firstScreen
	opened chan struct{} // closed when opening has come to an end, well or not
}

// NewSession is a session without a workspace.
func NewSession(program hold.Program, system System, log Log) *Session {
	s := &Session{program: program, system: system, log: log, phase: "none", first: newFirstScreen(), opened: make(chan struct{})}
	s.ctx, s.stop = context.WithCancel(context.Background())
	s.jobs.emit, s.jobs.now, s.jobs.log = system.Emit, time.Now, log
	s.parting.system = system
	return s
}

// Closing is to be asked when the person closes the window; true keeps it open until the page has answered.
func (s *Session) Closing() (stay bool) { return s.parting.closing() }

// life ends when the workspace is closed.
func (s *Session) life() context.Context {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.ctx
}

// LookAhead reads what Begin shows of the folder first. It is called before there is a window, at most once.
func (s *Session) LookAhead(folder string) {
	if desk.IsWorkspace(folder) {
		s.first.lookAhead(folder, s.program.Version)
	}
}

// Begin opens a workspace in the background when its folder holds one; else the page shows the first start.
func (s *Session) Begin(folder string) {
	s.mu.Lock()
	s.folder = folder
	s.mu.Unlock()
	if !desk.IsWorkspace(folder) {
		return
	}
	if s.first.begin(folder, s.program.Version) {
		s.set(func() { s.phase = "ready" })
	}
	s.jobs.runs.Go(func() {
		s.first.painted(s.life())
		s.open(folder)
	})
}

// retryFull is how often a start that found the disk full looks again, so that it goes on by itself (DESIGN, Start).
const retryFull = 3 * time.Second

// open takes a workspace and tells the page how that went. While the disk is full it waits for space.
func (s *Session) open(folder string) {
	if s.first.look() == nil {
		s.set(func() { s.phase, s.folder, s.fault = "opening", folder, nil })
	} else {
		defer time.AfterFunc(longGlance, s.stopGlance).Stop()
	}
	h, err := hold.Open(s.life(), folder, s.program)
	if err != nil {
		s.fails(err)
		if casefile.CodeOf(err) == casefile.DiskFull {
			s.again(folder)
		}
		return
	}
	h.OnFront(s.system.ComeToFront)
	h.OnReplaced(func(d *desk.Desk) { s.listen(d); s.follow(d, time.Now()) })
	if err := hold.Remember(folder); err != nil {
		s.log.Warning("the workspace is not remembered")
	}
	d, err := h.Desk(s.life())
	if err != nil {
		s.fails(err)
		return
	}
	s.listen(d)
	s.succeeds(h, d)
	s.afterFirstScreen(d)
	s.jobs.runs.Go(s.watch)
}

// watchEvery is how often the window looks whether there is something new that a person should know: the disk fills, say.
const watchEvery = 30 * time.Second

// watch tells the page when other notices stand than before, until the workspace is closed.
func (s *Session) watch() {
	ctx, told := s.life(), []desk.Notice{}
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(watchEvery):
		}
		if now := s.View().Notices; !slices.EqualFunc(told, now, func(a, b desk.Notice) bool { return a.ID == b.ID }) {
			told = now
			s.set(func() {})
		}
	}
}

// longGlance is how long the page may show a glance: who waits longer is told what is being done.
const longGlance = 2 * time.Second

func (s *Session) stopGlance() {
	if s.first.end() {
		s.set(func() { s.phase = "opening" })
	}
}

func (s *Session) fails(err error) {
	s.set(func() {
		s.phase, s.fault = "trouble", err
		s.first.end()
		s.ended()
	})
}

// succeeds has the page ask again for what it had from the glance.
func (s *Session) succeeds(h *hold.Hold, d *desk.Desk) {
	glanced := false
	s.set(func() {
		s.phase, s.hold, glanced = "ready", h, s.first.end()
		s.ended()
	})
	if glanced {
		s.system.Emit("changed", desk.Changed{Seq: d.Status().Seq, IDs: []string{}, Kinds: []string{}})
	}
}

// ended lets those go on who wait for the workspace. The caller holds mu.
func (s *Session) ended() {
	select {
	case <-s.opened:
	default:
		close(s.opened)
	}
}

// afterFirstScreen opens the search, looks after the bin and prepares the PDF engine, once the page shows something.
func (s *Session) afterFirstScreen(d *desk.Desk) {
	ctx, first, opened := s.life(), s.first, time.Now()
	s.jobs.runs.Go(func() {
		if first.stands(ctx) {
			s.follow(d, opened)
			s.warmUp()
		}
	})
}

// again opens the folder once more after a while, unless the window closes or opens another meanwhile.
func (s *Session) again(folder string) {
	ctx := s.life()
	s.jobs.runs.Go(func() {
		select {
		case <-ctx.Done():
		case <-time.After(retryFull):
			s.open(folder)
		}
	})
}

// warmUp makes the PDF engine's machine code behind the window, the first time on a machine: that takes some seconds
// (FACTS, Choices). Later starts find it on the disk, and leave the engine's memory alone until a document is made.
func (s *Session) warmUp() {
	ctx, engine := s.life(), s.program.Desk.Engine
	s.jobs.runs.Go(func() {
		err := errors.Join(engine.Prepare(ctx, func(says string) { s.system.Emit("engine", s.engineView(says)) }), engine.Rest(ctx))
		if ctx.Err() != nil {
			return
		}
		says := ""
		if err != nil {
			s.log.Warning("the PDF engine is not ready")
			says = casefile.Sentence(err)
		}
		s.system.Emit("engine", s.engineView(says))
	})
}

// engineView is how far the PDF engine is.
func (s *Session) engineView(says string) EngineView {
	return EngineView{State: pdfStates[s.program.Desk.Engine.State()], Says: says}
}

// listen passes what changes on to the page.
func (s *Session) listen(d *desk.Desk) {
	d.OnChange(func(c desk.Changed) { s.system.Emit("changed", c) })
	s.jobs.runs.Go(func() { _, _ = d.Counts(s.life()) }) // fills the lists while the page is being read
}

// follow lets the search follow what is saved, the bin be looked after, and what came due since a time be told.
func (s *Session) follow(d *desk.Desk, since time.Time) {
	d.Follow()
	d.KeepHouse()
	s.jobs.runs.Go(func() { s.tell(d, since) })
}

// lookForDue is how often an open window looks what came due.
const lookForDue = time.Minute

// tell shows on the desktop what comes due while the window stands, as the desk's teller says.
func (s *Session) tell(d *desk.Desk, since time.Time) {
	life := s.life()
	teller := desk.NewTeller(since)
	ticks := time.NewTicker(lookForDue)
	defer ticks.Stop()
	for {
		select {
		case <-life.Done():
			return
		case <-ticks.C:
		}
		says, err := d.Tell(life, teller)
		if err != nil && life.Err() == nil {
			s.log.Error("what came due could not be told")
		}
		if says != "" {
			s.system.Notify("Precedent", says)
		}
	}
}

// set changes the state and tells the page.
func (s *Session) set(change func()) {
	s.mu.Lock()
	change()
	s.mu.Unlock()
	s.system.Emit("workspace", s.View())
}

// Desk is the open workspace, or a fault that says why there is none.
func (s *Session) Desk() (*desk.Desk, error) {
	if s.first.look() != nil {
		s.first.open()
		s.waitOpened()
	}
	s.mu.Lock()
	h, phase, fault := s.hold, s.phase, s.fault
	s.mu.Unlock()
	switch {
	case h != nil:
		return h.Desk(s.life())
	case fault != nil:
		return nil, fault
	case phase == "opening":
		return nil, casefile.Faultf(casefile.Busy, "The workspace is being opened. Try again in a moment.")
	}
	return nil, casefile.Faultf(casefile.NotFound, "No workspace is open. Choose a folder first.")
}

// waitOpened waits while the page shows a glance: whoever asks for more then would not understand that nothing is open.
func (s *Session) waitOpened() {
	s.mu.Lock()
	ctx, opened := s.ctx, s.opened
	s.mu.Unlock()
	select {
	case <-opened:
	case <-ctx.Done():
	}
}

// View is the state for the page.
func (s *Session) View() WorkspaceView {
	s.mu.Lock()
	v := WorkspaceView{Phase: s.phase, Folder: s.folder, Job: s.job, Notices: []desk.Notice{}}
	fault, h := s.fault, s.hold
	s.mu.Unlock()
	if fault != nil {
		v.Fault = &FaultView{string(casefile.CodeOf(fault)), casefile.Sentence(fault)}
	}
	v.Suggested, _ = hold.Suggested()
	if v.Folder != "" && v.Phase == "none" {
		v.Suggested = v.Folder
	}
	v.User, v.Zone = Person(), LocalZone()
	if h == nil {
		return v
	}
	if d, err := h.Desk(s.life()); err == nil {
		status := d.Status()
		v.Seq, v.FreeBytes, v.LastBackup, v.Notices = status.Seq, status.FreeBytes, status.LastBackup, status.Notices
	}
	return v
}

// Switch closes the workspace and opens another.
func (s *Session) Switch(folder string) error {
	if err := s.Close(); err != nil {
		return err
	}
	s.mu.Lock()
	s.ctx, s.stop = context.WithCancel(context.Background())
	s.first, s.opened = newFirstScreen(), make(chan struct{})
	s.mu.Unlock()
	s.open(folder)
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.fault
}

// Replace lets a job put another workspace into the folder.
func (s *Session) Replace(ctx context.Context, do func(ctx context.Context, workspace string) error) error {
	s.mu.Lock()
	h := s.hold
	s.mu.Unlock()
	if h == nil {
		return casefile.Faultf(casefile.NotFound, "No workspace is open. Choose a folder first.")
	}
	err := h.Replace(ctx, do)
	s.set(func() {})
	return err
}

// Close ends running jobs and closes the workspace; what was confirmed is kept.
func (s *Session) Close() error {
	s.mu.Lock()
	stop := s.stop
	s.mu.Unlock()
	stop()
	s.jobs.runs.Wait()
	s.mu.Lock()
	h := s.hold
	s.hold, s.phase = nil, "none"
	s.mu.Unlock()
	if h == nil {
		return nil
	}
	h.Interrupt()
	return h.Close(s.first.questions()...)
}

// Person is the name that the system has for who runs the program; "" when it has none.
func Person() string {
	u, err := user.Current()
	if err != nil {
		return ""
	}
	if u.Name != "" {
		return u.Name
	}
	return u.Username
}

// LocalZone is the IANA name of the system's zone, or "" when the system does not tell.
func LocalZone() string {
	if name := time.Local.String(); name != "Local" { // the person's own zone is what is asked for
		return name
	}
	if tz := os.Getenv("TZ"); tz != "" {
		return tz
	}
	return zoneOfLink()
}
