package command

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"runtime/debug"
	"strings"

	"github.com/alecthomas/kong"

	"precedent/backend/casefile"
	"precedent/backend/desk"
)

// Host hands a command the workspace that it works on.
type Host interface {
	// Desk opens the workspace on first use.
	Desk(ctx context.Context) (*desk.Desk, error)
	// Replace closes the workspace, runs a function that may replace its folder, and opens it again where it was open.
	Replace(ctx context.Context, do func(ctx context.Context, workspace string) error) error
	// Version and Notices are what the program says of itself.
	Version() string
	Notices() (string, error)
}

// Invocation is one run of a command: its arguments, and where its input comes from and its output goes.
type Invocation struct {
	Args           []string
	Dir            string // relative paths begin here
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Width          int // columns of the terminal; 0 = no terminal, nothing is cut
}

// Run runs a command and gives its exit code.
func Run(ctx context.Context, host Host, inv Invocation) int {
	parsed, err := Parse(inv.Args)
	if err == nil && parsed.Help != "" {
		_, _ = io.WriteString(inv.Stdout, parsed.Help)
		return 0
	}
	s := &session{Invocation: inv, ctx: ctx, host: host}
	if err == nil {
		s.json = parsed.grammar.JSON
		err = s.run(parsed.run)
	}
	return s.end(err)
}

// run runs a command. A panic in it becomes an error, with where it was: the command may run in somebody's open window.
func (s *session) run(c *kong.Context) (err error) {
	defer func() {
		if recover() != nil {
			s.warn("%s", debug.Stack())
			err = casefile.Faultf(casefile.Internal, "Something went wrong inside Precedent. Nothing that was saved is lost; try again.")
		}
	}()
	return c.Run(s)
}

// session is what a running command works with.
type session struct {
	Invocation
	ctx  context.Context // one command's life
	host Host
	json bool
}

// errFound ends a command whose answer, already printed, is that something is wrong: exit code 1 without a sentence more.
var errFound = errors.New("found wrong")

func (s *session) end(err error) int {
	var usage *UsageError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &usage):
		s.warn("%s", usage.Says)
		return 2
	case errors.Is(err, errFound):
		return 1
	case errors.Is(err, context.Canceled) || casefile.CodeOf(err) == casefile.Cancelled:
		s.warn("Stopped. What was confirmed before is kept.")
		return 1
	}
	s.warn("%s", casefile.Sentence(err))
	return 1
}

// warn writes one line to standard error.
func (s *session) warn(format string, args ...any) {
	_, _ = fmt.Fprintf(s.Stderr, format+"\n", args...)
}

// print writes one line of the answer.
func (s *session) print(format string, args ...any) {
	_, _ = fmt.Fprintf(s.Stdout, format+"\n", args...)
}

// answer prints a value as JSON when that is asked for, else runs the function that prints it for people.
func (s *session) answer(value any, text func()) error {
	if !s.json {
		text()
		return nil
	}
	e := json.NewEncoder(s.Stdout)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(value)
}

func (s *session) desk() (*desk.Desk, error) { return s.host.Desk(s.ctx) }

// path makes a path of the caller's absolute.
func (s *session) path(p string) string {
	if p == "" || filepath.IsAbs(p) {
		return p
	}
	return filepath.Join(s.Dir, p)
}

// clip fits a text into a number of columns of the terminal.
func (s *session) clip(text string, columns int) string {
	text = strings.Join(strings.Fields(text), " ")
	r := []rune(text)
	if s.Width == 0 || columns <= 0 || len(r) <= columns {
		return text
	}
	return string(r[:max(columns-1, 1)]) + "…"
}

// progress shows how a long job goes on one line of standard error, where that is a terminal.
func (s *session) progress(p desk.Progress) {
	if s.Width == 0 {
		return
	}
	if p.Total > 0 {
		_, _ = fmt.Fprintf(s.Stderr, "\r\033[K%s %d of %d %s", p.Says, p.Done, p.Total, p.Unit)
		return
	}
	_, _ = fmt.Fprintf(s.Stderr, "\r\033[K%s %d %s", p.Says, p.Done, p.Unit)
}

// progressEnd clears the line of progress.
func (s *session) progressEnd() {
	if s.Width > 0 {
		_, _ = io.WriteString(s.Stderr, "\r\033[K")
	}
}
