package socket

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"os"
	"strconv"
	"sync"
	"time"
)

// Call is a command that somebody else asks to be run here.
type Call struct {
	Front bool   `json:"front,omitempty"` // only: bring the window to the front
	Args  Words  `json:"args,omitempty"`
	Dir   string `json:"dir,omitempty"`   // the caller's folder, for relative paths
	Width int    `json:"width,omitempty"` // columns of the caller's terminal, 0 when it has none
}

// Words are arguments that arrive byte for byte: a file's name need not be UTF-8, and a text that is not must be refused
// by the command, not mended on the way.
type Words []string

// MarshalJSON writes each word as base64.
func (w Words) MarshalJSON() ([]byte, error) {
	raw := make([][]byte, len(w))
	for i, s := range w {
		raw[i] = []byte(s)
	}
	return json.Marshal(raw)
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (w *Words) UnmarshalJSON(text []byte) error {
	var raw [][]byte
	if err := json.Unmarshal(text, &raw); err != nil {
		return err
	}
	*w = make(Words, len(raw))
	for i, b := range raw {
		(*w)[i] = string(b)
	}
	return nil
}

// Run runs a call and gives its exit code. The context ends when the caller cancels or goes away.
type Run func(ctx context.Context, call Call, stdin io.Reader, stdout, stderr io.Writer) int

// Holder answers calls until it is closed.
type Holder struct {
	listener net.Listener
	run      Run
	ctx      context.Context // the life of the holder, for calls that come in
	cancel   context.CancelFunc
	calls    sync.WaitGroup
}

// Listen begins to answer for a workspace whose lock the caller holds. A socket file left by a killed program is taken
// over: the lock is proof that nobody answers there.
func Listen(workspace string, run Run) (*Holder, error) {
	path, err := Path(workspace)
	if err != nil {
		return nil, err
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	l, err := (&net.ListenConfig{}).Listen(context.Background(), "unix", path)
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	h := &Holder{listener: l, run: run}
	h.ctx, h.cancel = context.WithCancel(context.Background())
	h.calls.Go(h.accept)
	return h, nil
}

// Close stops taking calls, lets those that run come to their end, and removes the socket. It must be called before the
// workspace's lock is given up.
func (h *Holder) Close() error {
	err := h.listener.Close()
	h.calls.Wait()
	h.cancel()
	return err
}

// Interrupt cancels the calls that run, so that a Close that follows is quick.
func (h *Holder) Interrupt() { h.cancel() }

func (h *Holder) accept() {
	for {
		conn, err := h.listener.Accept()
		if err != nil {
			return
		}
		h.calls.Go(func() { h.serve(conn) })
	}
}

func (h *Holder) serve(conn net.Conn) {
	defer conn.Close()
	in := bufio.NewReader(conn)
	_ = conn.SetReadDeadline(time.Now().Add(Patience)) // who connects and says nothing does not keep the holder from closing
	kind, body, err := receive(in)
	if err != nil || kind != frameCall {
		return
	}
	_ = conn.SetReadDeadline(time.Time{})
	var call Call
	if json.Unmarshal(body, &call) != nil {
		return
	}
	out := &pipe{w: conn}
	if out.send(frameHello, nil) != nil {
		return
	}
	ctx, cancel := context.WithCancel(h.ctx)
	defer cancel()
	stdin, feed := io.Pipe()
	go listenToCaller(in, feed, cancel)
	code := h.run(ctx, call, stdin, stream{out, frameOutput}, stream{out, frameErrors})
	stdin.Close()
	_ = out.send(frameExit, []byte(strconv.Itoa(code)))
}

// listenToCaller hands on standard input, and cancels when the caller asks for it or is gone.
func listenToCaller(in *bufio.Reader, feed *io.PipeWriter, cancel context.CancelFunc) {
	defer cancel()
	for {
		kind, body, err := receive(in)
		switch {
		case err != nil:
			feed.CloseWithError(io.ErrUnexpectedEOF)
			return
		case kind == frameInput:
			_, _ = feed.Write(body) // the command may have stopped reading; it then has what it wants
		case kind == frameEnd:
			_ = feed.Close()
		case kind == frameCancel:
			feed.CloseWithError(context.Canceled)
			return
		}
	}
}
