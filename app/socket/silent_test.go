package socket

import (
	"context"
	"io"
	"net"
	"testing"
)

func TestASilentCallerDoesNotKeepTheHolderOpen(t *testing.T) {
	ws := place(t)
	h, err := Listen(ws, func(context.Context, Call, io.Reader, io.Writer, io.Writer) int { return 0 })
	if err != nil {
		t.Fatal(err)
	}
	path, err := Path(ws)
	if err != nil {
		t.Fatal(err)
	}
	silent, err := net.Dial("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	if err := h.Close(); err != nil { // without the bound this waits for ever
		t.Fatal(err)
	}
}
