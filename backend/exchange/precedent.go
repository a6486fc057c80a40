package exchange

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
)

// precedentFile reads JSON lines.
type precedentFile struct {
	shaper shaper
	limits Limits
}

func (f precedentFile) read(run *reading, path string, file *os.File) error {
	lines := newLineReader(run.count(path, file), f.limits.Line)
	return eachLine(lines, path, run.wrong, func(where string, line []byte) error {
		in, err := f.shaper.line(where, line, f.limits.Depth)
		return run.record(where, in, err)
	})
}

// line reads one line of the precedent format. The error is a refused.
func (s shaper) line(where string, line []byte, depth int) (Incoming, error) {
	raw, err := decodeObject(line, depth)
	if err != nil {
		return Incoming{}, err
	}
	return s.shape(where, raw)
}

// eachLine gives the lines that have anything on them, with the place where they stand.
func eachLine(lines *lineReader, path string, refuse func(Refusal), do func(where string, line []byte) error) error {
	for {
		line, tooLong, err := lines.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		where := fmt.Sprintf("%s:%d", path, lines.no)
		if tooLong {
			refuse(Refusal{where, fmt.Sprintf("The line is longer than %d bytes.", lines.most)})
			continue
		}
		if line = bytes.TrimSpace(trimLine(line, lines.no)); len(line) == 0 {
			continue
		}
		if err := do(where, line); err != nil {
			return err
		}
	}
}
