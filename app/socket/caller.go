package socket

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"strconv"
	"time"

	"precedent/backend/casefile"
)

// Patience is how long a caller waits for the holder's first word (DESIGN, Command line).
const Patience = 2 * time.Second

// ErrNobody says that nobody listens for the workspace: the lock may be free by now.
var ErrNobody = errors.New("nobody listens for this workspace")

// Send has a call run by the holder of a workspace and gives its exit code.
func Send(ctx context.Context, workspace string, call Call, stdin io.Reader, stdout, stderr io.Writer) (int, error) {
	path, err := Path(workspace)
	if err != nil {
		return 0, err
	}
	conn, err := (&net.Dialer{Timeout: Patience}).DialContext(ctx, "unix", path)
	if err != nil {
		return 0, ErrNobody
	}
	defer conn.Close()
	out := &pipe{w: conn}
	body, err := json.Marshal(call)
	if err != nil {
		return 0, err
	}
	if len(body) > maxFrame {
		return 0, casefile.Faultf(casefile.Invalid, "The command line is too long to be sent to the program that has the workspace. Give the text by a file, or by standard input.")
	}
	if err := out.send(frameCall, body); err != nil {
		return 0, ErrNobody
	}
	in := bufio.NewReader(conn)
	if err := awaitHello(conn, in); err != nil {
		return 0, err
	}
	stop := context.AfterFunc(ctx, func() { _ = out.send(frameCancel, nil) })
	defer stop()
	go sendInput(out, stdin)
	return relay(in, stdout, stderr)
}

func awaitHello(conn net.Conn, in *bufio.Reader) error {
	if err := conn.SetReadDeadline(time.Now().Add(Patience)); err != nil { // the socket's own deadline
		return err
	}
	kind, _, err := receive(in)
	var silent net.Error
	switch {
	case errors.As(err, &silent) && silent.Timeout():
		return casefile.Faultf(casefile.Busy, "Another Precedent holds this workspace and does not answer. Close it, or end its process, and try again.")
	case err != nil:
		return ErrNobody
	case kind != frameHello:
		return casefile.Faultf(casefile.Busy, "Another program holds this workspace and speaks another version. Close it and try again.")
	}
	return conn.SetReadDeadline(time.Time{})
}

func sendInput(out *pipe, stdin io.Reader) {
	if stdin != nil {
		if _, err := io.Copy(stream{out, frameInput}, stdin); err != nil {
			return
		}
	}
	_ = out.send(frameEnd, nil)
}

func relay(in *bufio.Reader, stdout, stderr io.Writer) (int, error) {
	for {
		kind, body, err := receive(in)
		if err != nil {
			return 0, casefile.Wrap(casefile.Busy, err, "The Precedent that ran this command stopped in the middle of it. What it had confirmed is kept; run the command again.")
		}
		switch kind {
		case frameOutput:
			_, err = stdout.Write(body)
		case frameErrors:
			_, err = stderr.Write(body)
		case frameExit:
			return strconv.Atoi(string(body))
		}
		if err != nil {
			return 0, err
		}
	}
}
