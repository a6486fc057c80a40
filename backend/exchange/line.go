package exchange

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// lineReader reads lines of bounded length and counts them.
type lineReader struct {
	r    *bufio.Reader
	most int
	no   int // of the line that next gave, from 1
	buf  []byte
}

func newLineReader(r io.Reader, most int) *lineReader {
	return &lineReader{r: bufio.NewReaderSize(r, 64<<10), most: most}
}

// next gives the next line with its end, valid until the next call; io.EOF after the last. A line longer than the limit
// is read over, and only tooLong is said of it.
func (l *lineReader) next() (line []byte, tooLong bool, err error) {
	const keep = 1 << 20 // a buffer that a rare long line has blown up is given back
	if cap(l.buf) > keep {
		l.buf = nil
	}
	l.buf = l.buf[:0]
	for {
		part, err := l.r.ReadSlice('\n')
		if len(l.buf)+len(part) > l.most {
			tooLong = true
		} else if !tooLong {
			l.buf = append(l.buf, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case errors.Is(err, io.EOF) && (len(l.buf) > 0 || tooLong):
			err = nil
		case err != nil:
			return nil, false, err
		}
		l.no++
		if tooLong {
			return nil, true, err
		}
		return l.buf, false, err
	}
}

var utf8BOM = []byte("\xef\xbb\xbf")

// trimLine takes off the line's end, and the byte-order mark of the first line.
func trimLine(line []byte, no int) []byte {
	if no == 1 {
		line = bytes.TrimPrefix(line, utf8BOM)
	}
	return bytes.TrimRight(line, "\r\n")
}
