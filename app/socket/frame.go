package socket

import (
	"bufio"
	"encoding/binary"
	"io"
	"sync"

	"precedent/backend/casefile"
)

// frameKind is the first byte of a frame.
type frameKind byte

const (
	frameCall   frameKind = 'C'
	frameInput  frameKind = 'i'
	frameEnd    frameKind = 'e'
	frameCancel frameKind = 'k'
	frameHello  frameKind = 'h'
	frameOutput frameKind = 'o'
	frameErrors frameKind = 'r'
	frameExit   frameKind = 'x'
)

// maxFrame bounds what one side makes the other allocate; longer output goes in several frames.
const maxFrame = 1 << 20

// pipe writes whole frames, from any goroutine.
type pipe struct {
	mu sync.Mutex
	w  io.Writer
}

func (p *pipe) send(kind frameKind, body []byte) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	for {
		piece := body[:min(len(body), maxFrame)]
		body = body[len(piece):]
		frame := make([]byte, 0, 5+len(piece))
		frame = append(frame, byte(kind))
		frame = binary.BigEndian.AppendUint32(frame, uint32(len(piece))) // bounded by maxFrame
		if _, err := p.w.Write(append(frame, piece...)); err != nil {
			return err
		}
		if len(body) == 0 {
			return nil
		}
	}
}

// stream is one direction of a pipe as an io.Writer.
type stream struct {
	to   *pipe
	kind frameKind
}

func (s stream) Write(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	if err := s.to.send(s.kind, p); err != nil {
		return 0, err
	}
	return len(p), nil
}

func receive(r *bufio.Reader) (frameKind, []byte, error) {
	head := make([]byte, 5)
	if _, err := io.ReadFull(r, head); err != nil {
		return 0, nil, err
	}
	n := binary.BigEndian.Uint32(head[1:])
	if n > maxFrame {
		return 0, nil, casefile.Faultf(casefile.Internal, "The other program sent something that is not a frame.")
	}
	body := make([]byte, n)
	_, err := io.ReadFull(r, body)
	return frameKind(head[0]), body, err
}
