package search

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"precedent/backend/casefile"
)

// state is what an index says of itself. It is written with each batch, so that it tells the truth after a kill.
type state struct {
	seq    uint64 // the journal sequence that is in the index
	count  uint64 // documents
	tokens uint64 // tokens of all texts that were ever put, and
	puts   uint64 // how many texts those were: their ratio is the average length that BM25 asks for
}

// stateKey is the key of the state inside Bleve's own internals. Its value: version, seq, count, tokens, puts as 64-bit
// numbers, big end first, and the CRC-32C of those bytes.
const stateKey = "precedent"

const stateLength = 5*8 + 4

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func (s state) bytes() []byte {
	b := make([]byte, 0, stateLength)
	for _, n := range []uint64{version, s.seq, s.count, s.tokens, s.puts} {
		b = binary.BigEndian.AppendUint64(b, n)
	}
	return sealed(b)
}

func sealed(b []byte) []byte { return binary.BigEndian.AppendUint32(b, crc32.Checksum(b, castagnoli)) }

func readState(b []byte) (state, error) {
	if len(b) < 8+4 || crc32.Checksum(b[:len(b)-4], castagnoli) != binary.BigEndian.Uint32(b[len(b)-4:]) {
		return state{}, damaged(errors.New("the state of the index does not check"))
	}
	number := func(i int) uint64 { return binary.BigEndian.Uint64(b[8*i:]) }
	if number(0) != version {
		return state{}, casefile.Faultf(casefile.NotFound, saysOld)
	}
	if len(b) != stateLength {
		return state{}, damaged(errors.New("the state of the index is too short"))
	}
	return state{seq: number(1), count: number(2), tokens: number(3), puts: number(4)}, nil
}

// averageLength is the average number of tokens in a text.
func (s state) averageLength() float64 {
	if s.puts == 0 || s.tokens == 0 {
		return 1
	}
	return float64(s.tokens) / float64(s.puts)
}

// A folder holds generations g1, g2, …, each a whole index, and the file CURRENT that names the one which answers. A new
// one is built beside it; renaming CURRENT puts it in place, on every system, while the old one is still open.
const (
	currentFile = "CURRENT"
	homePrefix  = "g"
)

// current is the generation that CURRENT names.
func current(dir string) (string, error) {
	b, err := os.ReadFile(filepath.Join(dir, currentFile))
	if errors.Is(err, os.ErrNotExist) {
		return "", casefile.Wrap(casefile.NotFound, err, saysMissing)
	}
	if err != nil {
		return "", casefile.Wrap(casefile.Unavailable, err, "The search index cannot be read. Check the permissions of the workspace's folder.")
	}
	home := strings.TrimSpace(string(b))
	if generation(home) == 0 {
		return "", damaged(errors.New("CURRENT names no generation"))
	}
	return home, nil
}

// generation is the number of a generation's folder; 0 when it is none.
func generation(name string) uint64 {
	digits, ok := strings.CutPrefix(name, homePrefix)
	n, err := strconv.ParseUint(digits, 10, 64)
	if !ok || err != nil {
		return 0
	}
	return n
}

// nextHome is a generation that is not there yet.
func nextHome(dir string) (string, error) {
	last := uint64(0)
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return "", err
	}
	for _, e := range entries {
		last = max(last, generation(e.Name()))
	}
	return homePrefix + strconv.FormatUint(last+1, 10), nil
}

// setCurrent names the generation that answers from now on: written, synced, renamed.
func setCurrent(dir, home string) error {
	f, err := os.CreateTemp(dir, currentFile+".*")
	if err != nil {
		return err
	}
	_, err = f.WriteString(home + "\n")
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), filepath.Join(dir, currentFile))
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}

// sweep removes the generations that nobody needs: older than the one that answers, or left by a rebuild that did not
// end. What cannot be removed now, because it is still open, goes the next time.
func sweep(dir, keep string) {
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		path := filepath.Join(dir, e.Name())
		if _, used := watched.Load(filepath.Join(path, "store")); used {
			continue
		}
		if generation(e.Name()) != 0 && e.Name() != keep || strings.HasPrefix(e.Name(), currentFile+".") {
			_ = os.RemoveAll(path)
		}
	}
}
