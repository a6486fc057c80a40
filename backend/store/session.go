package store

import (
	"encoding/json"
	"errors"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/dgraph-io/badger/v4"
)

const (
	sessionName = "session.json"
	openingName = "opening"
)

// session is store/session.json: which folder holds Badger, and whether it can be believed.
type session struct {
	Folder string           `json:"folder"` // "" = none can
	Boot   string           `json:"boot"`   // the run of the machine in which it was opened last
	Clean  bool             `json:"clean"`  // closed well, everything synced
	Seq    uint64           `json:"seq"`    // what it had applied when it was closed
	Files  map[string]int64 `json:"files"`  // what lay in it then, with sizes
	Sum    uint32           `json:"sum"`    // of its MANIFEST then
	Tables tableSums        `json:"tables"` // of its tables, each of which was whole and on the disk
}

// tableSums are checksums of whole tables by their names: comparing them is a tenth of the work of reading every block.
type tableSums map[string]uint32

func (s *Store) storeDir() string { return filepath.Join(s.dir, storeFolder) }

func (s *Store) readSession() (ses session) {
	text, err := os.ReadFile(filepath.Join(s.storeDir(), sessionName))
	if err != nil || json.Unmarshal(text, &ses) != nil || strings.ContainsAny(ses.Folder, `/\.`) {
		return session{}
	}
	return ses
}

func (s *Store) writeSession(ses session) error {
	return writeJSON(filepath.Join(s.storeDir(), sessionName), ses)
}

// doubt says why the folder that the session names cannot be believed; "" when it can.
func (s *Store) doubt(ses session) string {
	if ses.Folder == "" {
		return "there is none"
	}
	if _, err := os.Stat(filepath.Join(s.storeDir(), openingName)); err == nil {
		return "the last opening ended the program"
	}
	dir := filepath.Join(s.storeDir(), ses.Folder)
	if ses.Clean {
		if why := sealBroken(dir, ses); why != "" {
			return why
		}
	} else if boot := bootID(); boot == "" || boot != ses.Boot {
		return "the machine was restarted before it was closed"
	}
	var why string
	s.proven, why = proveTables(dir, ses.Tables)
	return why
}

// sealBroken compares a folder with what lay in it when it was closed.
func sealBroken(dir string, ses session) string {
	for name, size := range ses.Files {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil || info.Size() != size {
			return "the file " + name + " is not as it was left"
		}
	}
	if sum, err := fileSum(filepath.Join(dir, badger.ManifestFilename)); err != nil || sum != ses.Sum {
		return "its MANIFEST is not as it was left"
	}
	return ""
}

func fileSum(path string) (uint32, error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	sum, b := uint32(0), make([]byte, 256<<10)
	for {
		n, err := f.Read(b)
		sum = crc32.Update(sum, crcTable, b[:n])
		if errors.Is(err, io.EOF) {
			return sum, nil
		}
		if err != nil {
			return 0, err
		}
	}
}

// proof is a table that was looked at from end to end, by its path.
type proof struct {
	sum    uint32
	synced bool // by who wrote down its sum
}

// proveTables looks at what Badger would open without a word, or die of: MANIFEST must be whole, and each table that it
// names must be there and be what was written. Known are the checksums of tables that were proven before. why is "" when all
// is well.
func proveTables(dir string, known tableSums) (proven map[string]proof, why string) {
	f, err := os.Open(filepath.Join(dir, badger.ManifestFilename))
	if err != nil {
		return nil, "its MANIFEST is missing"
	}
	defer f.Close()
	m, whole, err := badger.ReplayManifestFile(f, 0, badgerOptions(dir, nil))
	if err != nil {
		return nil, "its MANIFEST cannot be read"
	}
	if info, err := f.Stat(); err != nil || info.Size() != whole {
		return nil, "its MANIFEST is cut off"
	}
	proven = map[string]proof{}
	for id := range m.Tables {
		path := tablePath(dir, id)
		want, isKnown := known[filepath.Base(path)]
		sum, err := fileSum(path)
		if err != nil || isKnown && sum != want || !isKnown && !tableWhole(path) {
			return nil, "a table is missing or damaged"
		}
		proven[path] = proof{sum, isKnown}
	}
	return proven, ""
}

// closed writes what lies in a folder that Badger has given up, with everything synced, so that the next start can
// believe it.
func (s *Store) closed(folder string, seq uint64) error {
	ses := session{Folder: folder, Boot: bootID(), Clean: true, Seq: seq, Files: map[string]int64{}, Tables: tableSums{}}
	dir := filepath.Join(s.storeDir(), folder)
	files, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, f := range files {
		if f.IsDir() || f.Name() == "LOCK" {
			continue
		}
		if err := s.lasting(filepath.Join(dir, f.Name()), ses.Tables); err != nil {
			return err
		}
		info, err := f.Info()
		if err != nil {
			return err
		}
		ses.Files[f.Name()] = info.Size()
	}
	if ses.Sum, err = fileSum(filepath.Join(dir, badger.ManifestFilename)); err != nil {
		return err
	}
	return errors.Join(syncDir(dir), s.writeSession(ses))
}

// lasting makes sure that a file of a Badger is on the disk. A table never changes: one that was proven at the start is not
// looked at again, another one is, while what it was made of is known to be right.
func (s *Store) lasting(path string, sums tableSums) error {
	p, ok := s.proven[path]
	if !p.synced {
		if err := syncFile(path); err != nil {
			return err
		}
	}
	if !ok && (filepath.Ext(path) != ".sst" || !tableWhole(path)) { // the next start looks at such a table as well
		return nil
	}
	if !ok {
		var err error
		if p.sum, err = fileSum(path); err != nil {
			return err
		}
	}
	sums[filepath.Base(path)] = p.sum
	return nil
}
