package window

import (
	"context"
	"os"
	"strconv"
	"sync"

	"precedent/backend/casefile"
	"precedent/backend/desk"
)

// About is what the program says of itself. PDF is the state of EngineView.
type About struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	Build   string `json:"build"`  // the toolchain that built it
	System  string `json:"system"` // the system and machine it was built for
	PDF     string `json:"pdf"`
}

// Bridge is what the page can call: in the page it is window.go.window.Bridge. Each method goes through Answer or Done.
type Bridge struct {
	system  System
	log     Log
	about   About
	session *Session
	chosen  chosen
	copies  copies
	pages   turn
}

// NewBridge joins the page to the desktop and to the session's workspace.
func NewBridge(system System, log Log, about About, session *Session) *Bridge {
	return &Bridge{system: system, log: log, about: about, session: session}
}

// chosen remembers what a person chose in a dialog, under a token: the page never sees or names a path.
type chosen struct {
	mu    sync.Mutex
	next  int
	paths map[string][]string
}

func (c *chosen) keep(paths []string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.paths == nil {
		c.paths = map[string][]string{}
	}
	c.next++
	token := "chosen-" + strconv.Itoa(c.next)
	c.paths[token] = paths
	return token
}

func (c *chosen) get(token string) ([]string, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if p, ok := c.paths[token]; ok {
		return p, nil
	}
	return nil, casefile.Faultf(casefile.Invalid, "What was chosen is no longer known. Choose it again.")
}

// with runs a method of the desk for the page.
func with[T any](b *Bridge, method string, do func(ctx context.Context, d *desk.Desk) (T, error)) (T, error) {
	return Answer(b.log, method, func() (T, error) {
		return onDesk(b, do)
	})
}

func onDesk[T any](b *Bridge, do func(ctx context.Context, d *desk.Desk) (T, error)) (T, error) {
	d, err := b.session.Desk()
	if err != nil {
		var none T
		return none, err
	}
	return do(b.session.life(), d)
}

// early is with for what the first screen shows: while the workspace is being opened, the glance of it answers if it can.
func early[T any](b *Bridge, method string, look func(g *desk.Glance) (T, bool), do func(ctx context.Context, d *desk.Desk) (T, error)) (T, error) {
	return Answer(b.log, method, func() (T, error) {
		if glance := b.session.first.look(); glance != nil {
			if seen, ok := look(glance); ok {
				return seen, nil
			}
		}
		return onDesk(b, do)
	})
}

// job starts a long job on the desk and gives its ID.
func (b *Bridge) job(method, kind string, cancellable bool, do func(ctx context.Context, d *desk.Desk, progress func(desk.Progress), done func(func(*JobView))) error) (string, error) {
	return with(b, method, func(ctx context.Context, d *desk.Desk) (string, error) {
		return b.session.jobs.start(ctx, kind, cancellable, func(ctx context.Context, progress func(desk.Progress), done func(func(*JobView))) error {
			return do(ctx, d, progress, done)
		}), nil
	})
}

// About gives the program's name and version, and what it can do on this machine.
func (b *Bridge) About() (About, error) {
	return Answer(b.log, "About", func() (About, error) {
		about := b.about
		about.PDF = b.session.engineView("").State
		return about, nil
	})
}

// ThirdParty gives the notices of all that the program is built from.
func (b *Bridge) ThirdParty() (string, error) {
	return Answer(b.log, "ThirdParty", func() (string, error) { return b.session.program.Notices() })
}

// CopyText puts text on the clipboard.
func (b *Bridge) CopyText(text string) error {
	return Done(b.log, "CopyText", func() error { return b.system.CopyText(text) })
}

// OpenLink opens a link of a note in the person's browser or mail program.
func (b *Bridge) OpenLink(address string) error {
	return Done(b.log, "OpenLink", func() error { return b.system.OpenLink(address) })
}

// Schema describes every kind of record.
func (b *Bridge) Schema() (desk.SchemaView, error) {
	return Answer(b.log, "Schema", func() (desk.SchemaView, error) { return desk.Schema(), nil })
}

// Workspace gives the state of the workspace.
func (b *Bridge) Workspace() (WorkspaceView, error) {
	return Answer(b.log, "Workspace", func() (WorkspaceView, error) { return b.session.View(), nil })
}

// Painted is to be called when the first screen stands on the display: what is behind it is opened then.
func (b *Bridge) Painted() error {
	return Done(b.log, "Painted", func() error { b.session.first.open(); return nil })
}

// Part answers the event "closing": all that was typed is kept and the window may go, or something is not and it stays.
func (b *Bridge) Part(kept bool) error {
	return Done(b.log, "Part", func() error { b.session.parting.answer(kept); return nil })
}

// ChosenFolder is a folder that a person chose. Existing says that it holds a workspace already.
type ChosenFolder struct {
	Token    string `json:"token"`
	Path     string `json:"path"`
	Says     string `json:"says"`
	Existing bool   `json:"existing"`
}

// ChooseFolder asks for a workspace's folder; null when the dialog was closed.
func (b *Bridge) ChooseFolder() (*ChosenFolder, error) {
	return Answer(b.log, "ChooseFolder", func() (*ChosenFolder, error) {
		path, err := b.system.AskForFolder(Ask{Title: "Folder of the workspace"})
		if err != nil || path == "" {
			return nil, err
		}
		out := &ChosenFolder{Token: b.chosen.keep([]string{path}), Path: path, Existing: desk.IsWorkspace(path)}
		out.Says = desk.FolderAdvice(path)
		return out, nil
	})
}

// StartRequest is the answer to the first start's questions. Begin is empty or sample.
type StartRequest struct {
	Folder string `json:"folder"` // a token, or "" for the suggested one
	Name   string `json:"name"`
	Role   string `json:"role"`
	Zone   string `json:"zone"`
	Begin  string `json:"begin"`
}

// Start makes the first workspace and opens it.
func (b *Bridge) Start(r StartRequest) (WorkspaceView, error) {
	return Answer(b.log, "Start", func() (WorkspaceView, error) {
		folder := b.session.View().Suggested
		if r.Folder != "" {
			paths, err := b.chosen.get(r.Folder)
			if err != nil {
				return WorkspaceView{}, err
			}
			folder = paths[0]
		}
		if err := b.session.Switch(folder); err != nil {
			return WorkspaceView{}, err
		}
		d, err := b.session.Desk()
		if err != nil {
			return WorkspaceView{}, err
		}
		if err := begin(b.session.life(), d, r); err != nil {
			return WorkspaceView{}, err
		}
		if r.Begin == "sample" {
			if _, err := b.LoadSample(); err != nil {
				return WorkspaceView{}, err
			}
		}
		return b.session.View(), nil
	})
}

// begin keeps the answers of the first start; what a workspace that was there already knows stays, if left empty now.
func begin(ctx context.Context, d *desk.Desk, r StartRequest) error {
	s, err := d.Settings(ctx)
	if err != nil {
		return err
	}
	for _, f := range []struct {
		to   *string
		from string
	}{{&s.Name, r.Name}, {&s.Role, r.Role}, {&s.Zone, r.Zone}} {
		if f.from != "" {
			*f.to = f.from
		}
	}
	_, err = d.SaveSettings(ctx, s)
	return err
}

// OpenWorkspace opens another workspace that a person chose.
func (b *Bridge) OpenWorkspace(token string) (WorkspaceView, error) {
	return Answer(b.log, "OpenWorkspace", func() (WorkspaceView, error) {
		folder := b.session.View().Folder
		if token != "" {
			paths, err := b.chosen.get(token)
			if err != nil {
				return WorkspaceView{}, err
			}
			folder = paths[0]
		}
		if err := b.session.Switch(folder); err != nil {
			return WorkspaceView{}, err
		}
		return b.session.View(), nil
	})
}

// ShowFolder opens the workspace's folder in the system's file manager.
func (b *Bridge) ShowFolder() error {
	return Done(b.log, "ShowFolder", func() error { return b.system.ShowFile(b.session.View().Folder) })
}

// Jobs gives the long jobs of this window.
func (b *Bridge) Jobs() ([]JobView, error) {
	return Answer(b.log, "Jobs", func() ([]JobView, error) { return b.session.jobs.all(), nil })
}

// Job gives one long job.
func (b *Bridge) Job(id string) (JobView, error) {
	return Answer(b.log, "Job", func() (JobView, error) { return b.session.jobs.view(id) })
}

// CancelJob stops a long job; what it had confirmed is kept.
func (b *Bridge) CancelJob(id string) error {
	return Done(b.log, "CancelJob", func() error { return b.session.jobs.cancel(id) })
}

// Closed is to be called when the window is gone.
func (b *Bridge) closed() {
	b.copies.remove()
	if err := b.session.Close(); err != nil {
		b.log.Error("the workspace was not closed cleanly")
	}
}

// Ended gives what to run when the window is gone: not a method, so that the page cannot call it.
func Ended(b *Bridge) func() { return b.closed }

// copies are files handed to other programs, removed when the window closes: no customer's text stays behind.
type copies struct {
	mu  sync.Mutex
	dir string
}

func (c *copies) folder(begin func() (string, error)) (string, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.dir == "" {
		dir, err := begin()
		if err != nil {
			return "", err
		}
		c.dir = dir
	}
	return c.dir, nil
}

func (c *copies) remove() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.dir != "" {
		_ = os.RemoveAll(c.dir)
		c.dir = ""
	}
}
