package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"precedent/app/socket"
)

// place is one workspace with what the program has confirmed of it.
type place struct {
	*bench
	dir       string
	beside    string // the folder for what is written beside the workspace, such as backups
	drive     *drive // what both lie on; nil = the machine's own
	power     bool   // its programs are ended by a power cut, not only by a kill
	n         int    // the round
	said      *ledger
	last      *program // that was started
	hit       int      // rounds that ended at the moment that hits names
	hits      string
	words     int           // that were drawn
	victimKey string        // what the next purge removes
	took      time.Duration // what the work of this kind takes when nobody kills it
}

// newPlace names a place for a workspace on the machine's own drive.
func (b *bench) newPlace(name string) *place {
	return &place{bench: b, dir: filepath.Join(b.home, name), beside: b.home, said: newLedger()}
}

// newPlaceOnDrive makes a drive of so many bytes and names a place on it.
func (b *bench) newPlaceOnDrive(name string, size int64) (*place, error) {
	d, err := newDrive(b.home, name, size)
	if err != nil {
		return nil, err
	}
	return &place{bench: b, dir: filepath.Join(d.dir, "workspace"), beside: d.dir, drive: d, said: newLedger()}, nil
}

// amid says how many rounds ended at the moment that counts most; "" where no such is told.
func (p *place) amid() string {
	if p.hits == "" {
		return ""
	}
	return fmt.Sprintf("; %d %s", p.hit, p.hits)
}

// remove takes away everything of a place.
func (p *place) remove() error {
	if p.drive != nil {
		return p.drive.remove()
	}
	return os.RemoveAll(p.dir)
}

// answer is what the program said to one command.
type answer struct {
	code     int
	out, err string
}

// ask runs a command somehow. The error is that nobody answered to the end: then it is not known whether it was done.
type ask func(args ...string) (answer, error)

// program is the real program, which has a workspace open for a long time, as a window has.
type program struct {
	ctx   context.Context //nolint:containedctx // the life of the run
	cmd   *exec.Cmd
	dir   string
	stdin io.Closer
	errs  bytes.Buffer
	ended chan struct{}
	cut   func(goes func()) // takes the power away before the program is killed, and says when it goes; nil = the power stays
	once  sync.Once
	dark  atomic.Bool // the power is about to be cut: what it refuses from now on may be on the drive or not
	going atomic.Bool // the power goes: no answer comes out of a machine from now on
}

// patience bounds how long the program may take to open a workspace, or to give it up.
const patience = 60 * time.Second

// start has the program take the workspace: a batch of questions whose input does not end keeps it there.
func (p *place) start() (*program, error) {
	r := &program{ctx: p.ctx, cmd: exec.CommandContext(p.ctx, p.binary, "--workspace", p.dir, "similar", "--batch", "-"), dir: p.dir, ended: make(chan struct{})} //nolint:gosec // the program under test
	p.last = r
	if p.power {
		r.cut = p.cut
	}
	stdin, err := r.cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	r.stdin, r.cmd.Stderr = stdin, &r.errs
	if err := r.cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		_ = r.cmd.Wait() // how it ended is read from ProcessState
		close(r.ended)
	}()
	late := time.After(patience)
	for {
		if _, err := socket.Send(p.ctx, p.dir, socket.Call{Front: true}, nil, io.Discard, io.Discard); err == nil {
			return r, nil
		}
		select {
		case <-r.ended:
			return nil, fmt.Errorf("the program does not start: %s %s", r.cmd.ProcessState, brief(r.errs.String()))
		case <-late:
			r.kill()
			return nil, errors.New("the program does not open the workspace")
		case <-time.After(2 * time.Millisecond):
		}
	}
}

// ask has the program run a command for another one.
func (r *program) ask(args ...string) (answer, error) { return r.watch(nil, args...) }

// watch is ask for one who wants to see how far it is: seen is told each piece of progress.
func (r *program) watch(seen func(string), args ...string) (answer, error) {
	var out, errs bytes.Buffer
	call := socket.Call{Args: append([]string{"--workspace", r.dir, "--json"}, args...), Dir: r.dir}
	var to io.Writer = &errs
	if seen != nil {
		call.Width, to = 120, teller(seen)
	}
	code, err := r.send(call, &out, to)
	switch {
	case err == nil && code == 0 && r.going.Load():
		err = errLate
	case err == nil && code != 0 && r.dark.Load():
		err = errUnanswered
	}
	return answer{code, out.String(), errs.String()}, err
}

// answerWithin bounds how long one command may take: longer is a program that hangs.
const answerWithin = 10 * time.Minute

// send waits for the answer. A program that hangs is asked to say where it stands, and ended.
func (r *program) send(call socket.Call, out, errs io.Writer) (code int, err error) {
	hangs := time.AfterFunc(answerWithin, func() {
		_ = r.cmd.Process.Signal(syscall.SIGQUIT)
		<-r.ended
		_ = os.WriteFile(r.dir+"-hangs.txt", r.errs.Bytes(), 0o600)
	})
	defer hangs.Stop()
	return socket.Send(r.ctx, r.dir, call, nil, out, errs)
}

// teller hands what is written to a function.
type teller func(string)

func (t teller) Write(b []byte) (int, error) {
	t(string(b))
	return len(b), nil
}

// kill ends the program where it stands.
func (r *program) kill() {
	r.once.Do(func() {
		if r.cut != nil {
			r.dark.Store(true)
			r.cut(func() { r.going.Store(true) })
		}
		_ = r.cmd.Process.Kill()
	})
	<-r.ended
}

// close lets the program give the workspace up in order.
func (r *program) close() error {
	if err := r.stdin.Close(); err != nil {
		return err
	}
	select {
	case <-r.ended:
	case <-time.After(patience):
		r.kill()
		return errors.New("the program does not close the workspace")
	}
	if !r.cmd.ProcessState.Success() {
		return fmt.Errorf("the program ended badly: %s %s", r.cmd.ProcessState, brief(r.errs.String()))
	}
	return nil
}

// alone runs a command as a program of its own.
func (p *place) alone(args ...string) (answer, error) { return p.killed(0, args...) }

// killed runs a command as a program of its own and kills it after a while, unless it has ended; 0 = lets it end.
func (p *place) killed(after time.Duration, args ...string) (answer, error) {
	var out, errs bytes.Buffer
	cmd := exec.CommandContext(p.ctx, p.binary, append([]string{"--workspace", p.dir, "--json"}, args...)...) //nolint:gosec // the program under test
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Start(); err != nil {
		return answer{}, err
	}
	if after > 0 {
		killer := time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
		defer killer.Stop()
	}
	_ = cmd.Wait() // how it ended is read from ProcessState
	if !cmd.ProcessState.Exited() {
		return answer{}, errUnanswered
	}
	return answer{cmd.ProcessState.ExitCode(), out.String(), errs.String()}, nil
}

var (
	// errUnanswered says that a program was killed before it had answered.
	errUnanswered = errors.New("killed before it answered")
	// errLate says that an answer came while the power went. Here the program lives on for some milliseconds after its
	// drive is gone, and a sync that is under way then may end without an error; a machine tells nobody any more.
	errLate = errors.New("answered while the power went")
)

// errRefused is a command that ended with another exit code than 0.
type errRefused struct {
	args []string
	answer
}

func (e errRefused) Error() string {
	return fmt.Sprintf("precedent %s: exit code %d: %s%s", brief(strings.Join(e.args, " ")), e.code, brief(e.err), brief(e.out))
}

// must runs a command that has to be done, and reads its answer.
func must(do ask, into any, args ...string) error {
	a, err := do(args...)
	if err != nil {
		return fmt.Errorf("precedent %s: %w", brief(strings.Join(args, " ")), err)
	}
	if a.code != 0 {
		return errRefused{args, a}
	}
	if into == nil {
		return nil
	}
	return json.Unmarshal([]byte(a.out), into)
}

// loseViews removes everything that is built from the journal.
func (p *place) loseViews() error {
	for _, name := range []string{"store", "index", "similar"} {
		if err := os.RemoveAll(filepath.Join(p.dir, name)); err != nil {
			return err
		}
	}
	return nil
}

// moment draws a time up to the longest.
func (p *place) moment(longest time.Duration) time.Duration {
	return 1 + time.Duration(p.rnd.Int64N(int64(max(longest, time.Microsecond))))
}

// killSoon kills at a moment drawn from the next microseconds: the only timer of the rounds.
func (p *place) killSoon(r *program, longest time.Duration) {
	after := time.NewTimer(p.moment(longest))
	defer after.Stop()
	select {
	case <-after.C:
	case <-r.ended:
	}
	r.kill()
}
