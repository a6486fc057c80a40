package hold

import (
	"context"
	"errors"
	"fmt"
	"time"

	"precedent/app/command"
	"precedent/app/socket"
	"precedent/backend/casefile"
)

// retryEvery is how often a command looks again whether a workspace is free, or its holder answers by now.
const retryEvery = 25 * time.Millisecond

// RunCommand runs a command line: here when the workspace is free, else in the program that has it. It gives the exit code.
func RunCommand(ctx context.Context, inv command.Invocation, program Program) int {
	parsed, err := command.Parse(inv.Args)
	if err != nil || !parsed.NeedsWorkspace() {
		return command.Run(ctx, &Hold{program: program}, inv)
	}
	dir, err := Workspace(parsed.Workspace, inv.Dir)
	if err != nil {
		return refuse(inv, err)
	}
	began := time.Now()
	for {
		code, err := tryOnce(ctx, dir, parsed, inv, program)
		if err == nil {
			return code
		}
		if !errors.Is(err, socket.ErrNobody) {
			return refuse(inv, err)
		}
		if time.Since(began) > socket.Patience {
			return refuse(inv, casefile.Faultf(casefile.Busy,
				"Another program holds this workspace and does not answer. Close it, or end its process, and try again."))
		}
		select {
		case <-ctx.Done():
			return refuse(inv, casefile.Faultf(casefile.Cancelled, "Stopped."))
		case <-time.After(retryEvery):
		}
	}
}

func refuse(inv command.Invocation, err error) int {
	_, _ = fmt.Fprintln(inv.Stderr, casefile.Sentence(err))
	return 1
}

// tryOnce runs the command here or there. ErrNobody means that the workspace was held but nobody answered: its holder is
// about to listen, or has just gone.
func tryOnce(ctx context.Context, dir string, parsed *command.Parsed, inv command.Invocation, program Program) (int, error) {
	h := &Hold{dir: dir, program: program}
	err := h.take(ctx, parsed)
	if err == nil {
		code := command.Run(ctx, h, inv)
		if err := h.Close(); err != nil {
			return refuse(inv, err), nil
		}
		return code, nil
	}
	if casefile.CodeOf(err) != casefile.Busy {
		return 0, err
	}
	call := socket.Call{Args: inv.Args, Dir: inv.Dir, Width: inv.Width}
	return socket.Send(ctx, dir, call, inv.Stdin, inv.Stdout, inv.Stderr)
}

// take opens the workspace, but for a command that replaces it: that one only must find it free.
func (h *Hold) take(ctx context.Context, parsed *command.Parsed) error {
	if parsed.ReplacesWorkspace() {
		return h.free()
	}
	return h.open(ctx)
}

// BringToFront asks the window that holds a workspace to come to the front; false when no program does.
func BringToFront(ctx context.Context, dir string) bool {
	_, err := socket.Send(ctx, dir, socket.Call{Front: true}, nil, nil, nil)
	return err == nil
}
