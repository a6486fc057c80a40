package socket

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"testing"

	"precedent/backend/casefile"
)

func place(t *testing.T) string {
	t.Helper()
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	return t.TempDir()
}

func TestACallIsRunByTheHolder(t *testing.T) {
	ws := place(t)
	h, err := Listen(ws, func(_ context.Context, c Call, stdin io.Reader, stdout, stderr io.Writer) int {
		typed, _ := io.ReadAll(stdin)
		_, _ = fmt.Fprintf(stdout, "%s in %s: %d bytes", strings.Join(c.Args, " "), c.Dir, len(typed))
		_, _ = fmt.Fprintf(stderr, "width %d", c.Width)
		return 7
	})
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	var out, errs bytes.Buffer
	long := strings.Repeat("x", 3*maxFrame+5)
	code, err := Send(t.Context(), ws, Call{Args: []string{"log", "ESC-1"}, Dir: "here", Width: 80}, strings.NewReader(long), &out, &errs)
	if err != nil || code != 7 {
		t.Fatalf("code %d, %v", code, err)
	}
	if want := fmt.Sprintf("log ESC-1 in here: %d bytes", len(long)); out.String() != want || errs.String() != "width 80" {
		t.Errorf("got %q and %q", out.String(), errs.String())
	}
}

func TestCancellingReachesTheHolder(t *testing.T) {
	ws := place(t)
	began := make(chan struct{})
	h, err := Listen(ws, func(ctx context.Context, _ Call, _ io.Reader, _, _ io.Writer) int {
		close(began)
		<-ctx.Done()
		return 1
	})
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-began; cancel() }()
	if code, err := Send(ctx, ws, Call{}, nil, io.Discard, io.Discard); err != nil || code != 1 {
		t.Errorf("code %d, %v", code, err)
	}
}

func TestNobodyThere(t *testing.T) {
	if _, err := Send(t.Context(), place(t), Call{}, nil, io.Discard, io.Discard); !errors.Is(err, ErrNobody) {
		t.Errorf("got %v", err)
	}
}

func TestALeftSocketIsTakenOver(t *testing.T) {
	ws := place(t)
	path, err := Path(ws)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	h, err := Listen(ws, func(context.Context, Call, io.Reader, io.Writer, io.Writer) int { return 0 })
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	if code, err := Send(t.Context(), ws, Call{}, nil, io.Discard, io.Discard); err != nil || code != 0 {
		t.Errorf("code %d, %v", code, err)
	}
}

func TestASilentHolderIsGivenUp(t *testing.T) {
	ws := place(t)
	path, err := Path(ws)
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, err = Send(t.Context(), ws, Call{}, nil, io.Discard, io.Discard)
	if casefile.CodeOf(err) != casefile.Busy || !strings.Contains(casefile.Sentence(err), "does not answer") {
		t.Errorf("got %v", err)
	}
}
