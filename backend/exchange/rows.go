package exchange

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// Encodings of a CSVMapping.
const (
	EncodingUTF8    = "utf-8"
	EncodingUTF16LE = "utf-16le"
	EncodingUTF16BE = "utf-16be"
	EncodingWindows = "windows-1252"
)

// decoded reads a text as UTF-8, whatever it is written in.
func decoded(r io.Reader, encoding string) io.Reader {
	switch encoding {
	case EncodingUTF16LE:
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Reader(r)
	case EncodingUTF16BE:
		return unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewDecoder().Reader(r)
	case EncodingWindows:
		return charmap.Windows1252.NewDecoder().Reader(r)
	}
	return r
}

// encodingOf guesses from the beginning of a text. Windows-1252 is what is left when it is not UTF-8: it has a meaning for
// nearly every byte.
func encodingOf(head []byte) string {
	if wide := wideEncoding(head); wide != "" {
		return wide
	}
	if utf8.Valid(wholeRunes(head)) {
		return EncodingUTF8
	}
	return EncodingWindows
}

// wideEncoding is UTF-16, by its byte-order mark or because every second byte of Latin text is zero; "" otherwise.
func wideEncoding(head []byte) string {
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xfe")):
		return EncodingUTF16LE
	case bytes.HasPrefix(head, []byte("\xfe\xff")):
		return EncodingUTF16BE
	}
	var zeros [2]int
	for i, c := range head {
		if c == 0 {
			zeros[i%2]++
		}
	}
	const share = 5 // of ten
	half := len(head) / 2
	switch {
	case half == 0:
		return ""
	case zeros[0] == 0 && zeros[1]*10 > half*share:
		return EncodingUTF16LE
	case zeros[1] == 0 && zeros[0]*10 > half*share:
		return EncodingUTF16BE
	}
	return ""
}

// wholeRunes leaves out the rune that the end of a buffer has cut.
func wholeRunes(b []byte) []byte {
	for i := 1; i <= min(utf8.UTFMax-1, len(b)); i++ {
		if c := b[len(b)-i]; utf8.RuneStart(c) {
			if c >= utf8.RuneSelf && !utf8.FullRune(b[len(b)-i:]) {
				return b[:len(b)-i]
			}
			break
		}
	}
	return b
}

// rowReader reads the rows of a table after RFC 4180, with any one-byte delimiter. A row whose quotes are broken is refused,
// and reading goes on with the line after the one on which it began.
type rowReader struct {
	lines   *lineReader
	delim   byte
	columns int // the most cells of a row

	// queue are the lines of a row that may have to be read again as rows of their own; the next one is at head.
	queue []numbered
	head  int
	// patience is how many bytes a row may go on over several lines. It halves with each quotation mark that is never
	// closed, or else a table full of those would be read once for each of its lines.
	patience int
}

type numbered struct {
	no      int
	text    []byte
	tooLong bool
}

type row struct {
	line  int // on which it begins
	cells []string
}

// line gives the next line. A kept one can be read again.
func (t *rowReader) line(keep bool) (numbered, error) {
	if t.head < len(t.queue) {
		t.head++
		return t.queue[t.head-1], nil
	}
	text, tooLong, err := t.lines.next()
	if err != nil {
		return numbered{}, err
	}
	if t.lines.no == 1 {
		text = bytes.TrimPrefix(text, utf8BOM)
	}
	n := numbered{t.lines.no, text, tooLong}
	if keep {
		n.text = bytes.Clone(text)
		t.queue, t.head = append(t.queue, n), t.head+1
	}
	return n, nil
}

// next gives a row, io.EOF after the last one, or a refused for a row that cannot be read. Empty lines are no rows.
func (t *rowReader) next() (row, error) {
	for {
		if t.head == len(t.queue) {
			clear(t.queue)
			t.queue, t.head = t.queue[:0], 0
		}
		first, err := t.line(false)
		if err != nil {
			return row{}, err
		}
		r := row{line: first.no}
		if first.tooLong {
			return r, refusef("The row is longer than %d bytes.", t.lines.most)
		}
		if len(bytes.TrimRight(first.text, "\r\n")) == 0 {
			continue
		}
		second := t.head
		if r.cells, err = t.cells(first); err != nil {
			t.head = second
		}
		return r, err
	}
}

func (t *rowReader) cells(first numbered) ([]string, error) {
	const least = 4 << 10
	if t.patience == 0 {
		t.patience = t.lines.most
	}
	p := cellParser{delim: t.delim, most: t.columns}
	done, err := p.feed(first.text)
	size := len(first.text)
	for !done && err == nil {
		n, readErr := t.line(true)
		size += len(n.text)
		switch {
		case errors.Is(readErr, io.EOF), n.tooLong, size > t.patience:
			t.patience = max(t.patience/2, least)
			return nil, refusef("A quotation mark opens here and is not closed.")
		case readErr != nil:
			return nil, readErr
		}
		if done, err = p.feed(n.text); done {
			t.patience = min(t.patience*2, t.lines.most)
		}
	}
	return p.row, err
}

type cellState int

const (
	atStart cellState = iota // of a cell
	inPlain
	inQuotes
	afterQuote // a quotation mark inside quotes: the end, or the first of two
)

// cellParser takes a row line by line.
type cellParser struct {
	delim byte
	most  int
	row   []string
	cell  []byte
	state cellState
}

// feed reads one more line of the row, and says whether the row ends with it.
func (p *cellParser) feed(line []byte) (done bool, err error) {
	body := bytes.TrimRight(line, "\r\n")
	for _, c := range body {
		if err := p.step(c); err != nil {
			return false, err
		}
	}
	if p.state == inQuotes {
		p.cell = append(p.cell, '\n')
		return false, nil
	}
	return true, p.endCell()
}

func (p *cellParser) step(c byte) error {
	switch {
	case p.state == inQuotes && c == '"':
		p.state = afterQuote
	case p.state == inQuotes:
		p.cell = append(p.cell, c)
	case c == p.delim:
		return p.endCell()
	case p.state == afterQuote && c == '"':
		p.cell, p.state = append(p.cell, c), inQuotes
	case p.state == afterQuote:
		return refusef("After a closing quotation mark comes something else than the next cell: in cell %d.", len(p.row)+1)
	case p.state == atStart && c == '"':
		p.state = inQuotes
	default:
		p.cell, p.state = append(p.cell, c), inPlain
	}
	return nil
}

func (p *cellParser) endCell() error {
	if len(p.row) == p.most {
		return refusef("The row has more than %d cells.", p.most)
	}
	p.row = append(p.row, string(p.cell))
	p.cell, p.state = p.cell[:0], atStart
	return nil
}

// blank says that no cell of the row holds anything.
func (r row) blank() bool { return strings.TrimSpace(strings.Join(r.cells, "")) == "" }
