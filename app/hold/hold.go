package hold

import (
	"context"
	"io"
	"sync"

	"precedent/app/command"
	"precedent/app/socket"
	"precedent/backend/casefile"
	"precedent/backend/desk"
)

// Program is what a holder says of the program it is part of.
type Program struct {
	Version string
	Notices func() (string, error)
	Desk    desk.Options
}

// Hold is a workspace that this program has. It is the Host of commands run here, by its own arguments or for others.
type Hold struct {
	dir     string
	program Program
	front   func() // raises the window; nil where there is none

	mu     sync.Mutex
	desk   *desk.Desk
	socket *socket.Holder
	opened func(*desk.Desk) // told when Replace has opened the workspace again
}

// Open takes a workspace. The error has the code Busy when another program has it.
func Open(ctx context.Context, dir string, program Program) (*Hold, error) {
	h := &Hold{dir: dir, program: program}
	if err := h.open(ctx); err != nil {
		return nil, err
	}
	return h, nil
}

// open is called with mu held, or before anybody else has h.
func (h *Hold) open(ctx context.Context) error {
	d, err := desk.Open(ctx, h.dir, h.program.Desk)
	if err != nil {
		return err
	}
	h.desk = d
	if h.socket != nil {
		return nil
	}
	h.socket, err = socket.Listen(h.dir, h.serve)
	if err != nil {
		// Commands from elsewhere will be told that nobody answers; this program can work all the same.
		h.program.Desk.Logger().Warn("no socket", "error", err)
	}
	return nil
}

// OnFront says how to raise the window when another start asks for it.
func (h *Hold) OnFront(raise func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.front = raise
}

// OnReplaced says whom to tell when the workspace was replaced by a restored one.
func (h *Hold) OnReplaced(tell func(*desk.Desk)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.opened = tell
}

// Dir is the workspace's folder.
func (h *Hold) Dir() string { return h.dir }

// Desk is the open workspace.
func (h *Hold) Desk(context.Context) (*desk.Desk, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.desk == nil {
		return nil, casefile.Faultf(casefile.Busy, "The workspace is being replaced. Try again in a moment.")
	}
	return h.desk, nil
}

// Version is the program's.
func (h *Hold) Version() string { return h.program.Version }

// Notices are the licences of what the program is built from.
func (h *Hold) Notices() (string, error) { return h.program.Notices() }

// Replace closes the workspace while do replaces its folder, and opens what is there then, also when do fails.
func (h *Hold) Replace(ctx context.Context, do func(ctx context.Context, workspace string) error) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.desk != nil {
		if err := h.desk.Close(); err != nil {
			return err
		}
		h.desk = nil
	}
	failed := do(ctx, h.dir)
	if err := h.open(context.WithoutCancel(ctx)); err != nil {
		if failed != nil {
			return failed
		}
		return err
	}
	if h.opened != nil {
		h.opened(h.desk)
	}
	return failed
}

// Close lets calls of others come to their end, closes the workspace and gives up its lock.
// Told which lists were looked at last, it keeps a glance of them for the next start.
func (h *Hold) Close(asked ...desk.ListQuery) error {
	if h.socket != nil {
		_ = h.socket.Close()
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.desk == nil {
		return nil
	}
	d := h.desk
	h.desk = nil
	if len(asked) > 0 {
		return d.CloseWithGlance(context.Background(), h.program.Version, asked)
	}
	return d.Close()
}

// Interrupt makes calls of others end soon, for a window that closes.
func (h *Hold) Interrupt() {
	if h.socket != nil {
		h.socket.Interrupt()
	}
}

// serve runs a call that came over the socket.
func (h *Hold) serve(ctx context.Context, call socket.Call, stdin io.Reader, stdout, stderr io.Writer) int {
	if call.Front {
		h.mu.Lock()
		raise := h.front
		h.mu.Unlock()
		if raise != nil {
			raise()
		}
		return 0
	}
	return command.Run(ctx, h, command.Invocation{
		Args: call.Args, Dir: call.Dir, Width: call.Width, Stdin: stdin, Stdout: stdout, Stderr: stderr,
	})
}
