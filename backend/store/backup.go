package store

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"time"

	"precedent/backend/casefile"
	"precedent/backend/journal"
)

const (
	backupsName  = "backups.json"
	contentsName = "contents.json"
	partSuffix   = ".part"
)

// Backup is one backup that was made.
type Backup struct {
	Path string    `json:"path"`
	At   time.Time `json:"at"`
	Seq  uint64    `json:"seq"` // the last entry in it
}

// contents is contents.json, the last file of a backup: what is in it. It stands at the end, because the hashes are
// computed while the files are written.
type contents struct {
	Format    int               `json:"format"`
	Workspace string            `json:"workspace"`
	Program   string            `json:"program"`
	At        time.Time         `json:"at"`
	Seq       uint64            `json:"seq"`
	Files     map[string]backed `json:"files"` // by name in the backup
}

type backed struct {
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// Backup writes one file with the journal up to this moment, the attachments it names, and their hashes, while saves go
// on; it is read back before it gets its name. progress is told the bytes; it may be nil.
func (s *Store) Backup(ctx context.Context, file string, progress func(done, total int64)) (Backup, error) {
	b := &backuper{tally: tally{ctx: ctx, progress: progress}, s: s}
	b.snap = s.j.Snapshot()
	defer b.snap.Close()
	s.files.RLock()
	defer s.files.RUnlock()
	part := file + partSuffix
	err := b.write(part)
	if err == nil {
		err = b.readBack(part)
	}
	if err == nil {
		err = os.Rename(part, file)
	}
	if err == nil {
		err = syncDir(filepath.Dir(file))
	}
	if err != nil {
		_ = os.Remove(part) // may not be there
		return Backup{}, b.failed(err)
	}
	made := Backup{Path: file, At: b.contents.At, Seq: b.contents.Seq}
	return made, s.noteBackup(made)
}

func (b *backuper) failed(err error) error {
	switch {
	case errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded):
		return casefile.Wrap(casefile.Cancelled, err, "The backup was stopped. There is no file.")
	case journal.IsDiskFull(err):
		return casefile.Wrap(casefile.DiskFull, err, fmt.Sprintf("The drive is too full for the backup, so there is no file. Free at least %d MB on it, or back up to another drive.", b.total>>21+1))
	}
	return faultOf(err, "The backup could not be written. Check that its drive is there and has space, and try again.")
}

// backuper writes one backup.
type backuper struct {
	tally
	s        *Store
	snap     *journal.Snapshot
	contents contents
}

func (b *backuper) write(part string) error {
	sums, err := b.plan()
	if err != nil {
		return err
	}
	f, err := os.OpenFile(part, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	z := zip.NewWriter(f)
	err = b.fill(z, sums)
	return errors.Join(err, z.Close(), f.Sync(), f.Close())
}

// plan lists what goes into the backup.
func (b *backuper) plan() (sums []string, err error) {
	b.contents = contents{Format: workspaceFormat, Workspace: b.s.manifest.Workspace, Program: b.s.o.Program, At: b.s.clock(), Seq: b.snap.Last, Files: map[string]backed{}}
	named, err := b.s.namedFiles(b.ctx, b.snap.Last)
	if err != nil {
		return nil, err
	}
	for _, f := range b.snap.Files {
		b.total += 2 * f.Size // written and read back
	}
	for sum := range named {
		info, err := os.Stat(filepath.Join(b.s.filesDir(), filePath(sum)))
		if errors.Is(err, os.ErrNotExist) {
			continue // Verify says so; a backup of the rest is better than none
		}
		if err != nil {
			return nil, err
		}
		b.total += 2 * info.Size()
		sums = append(sums, sum)
	}
	slices.Sort(sums)
	return sums, nil
}

func (b *backuper) fill(z *zip.Writer, sums []string) error {
	for _, f := range b.snap.Files {
		r, err := b.snap.Open(f)
		if err != nil {
			return err
		}
		if err := b.add(z, path.Join(journalFolder, f.Name), zip.Deflate, r); err != nil {
			return err
		}
	}
	for _, sum := range sums {
		f, err := os.Open(filepath.Join(b.s.filesDir(), filePath(sum)))
		if err != nil {
			return err
		}
		if err := b.add(z, path.Join(filesFolder, sum[:2], sum), zip.Store, f); err != nil {
			return err
		}
	}
	text, err := json.MarshalIndent(b.contents, "", "  ")
	if err != nil {
		return err
	}
	w, err := z.CreateHeader(b.header(contentsName, zip.Deflate))
	if err == nil {
		_, err = w.Write(text)
	}
	return err
}

func (b *backuper) header(name string, method uint16) *zip.FileHeader {
	h := &zip.FileHeader{Name: name, Method: method, Modified: b.contents.At}
	h.SetMode(0o600)
	return h
}

// add writes one file and closes it.
func (b *backuper) add(z *zip.Writer, name string, method uint16, r io.ReadCloser) error {
	w, err := z.CreateHeader(b.header(name, method))
	if err != nil {
		return errors.Join(err, r.Close())
	}
	h := sha256.New()
	n, err := io.Copy(io.MultiWriter(w, h), b.counted(r))
	b.contents.Files[name] = backed{n, hex.EncodeToString(h.Sum(nil))}
	return errors.Join(err, r.Close())
}

// readBack compares every byte of the finished file with what it should hold.
func (b *backuper) readBack(part string) error {
	z, err := zip.OpenReader(part)
	if err != nil {
		return err
	}
	defer z.Close()
	c, err := readContents(&z.Reader)
	if err != nil {
		return err
	}
	if len(c.Files) != len(b.contents.Files) || len(z.File) != len(c.Files)+1 {
		return errors.New("the backup does not hold what was written")
	}
	for _, f := range z.File {
		if f.Name == contentsName {
			continue
		}
		want, ok := b.contents.Files[f.Name]
		if !ok || want != c.Files[f.Name] {
			return errors.New("the backup does not hold what was written")
		}
		if err := copyChecked(io.Discard, f, want, b.counted); err != nil {
			return err
		}
	}
	return nil
}

// copyChecked takes one file out of a backup and compares it with its hash. It never writes more than the size that the
// contents say.
func copyChecked(to io.Writer, f *zip.File, want backed, through func(io.Reader) io.Reader) error {
	r, err := f.Open()
	if err != nil {
		return err
	}
	h := sha256.New()
	n, err := io.Copy(io.MultiWriter(to, h), io.LimitReader(through(r), want.Size+1))
	if err = errors.Join(err, r.Close()); err != nil {
		return err
	}
	if n != want.Size || hex.EncodeToString(h.Sum(nil)) != want.SHA256 {
		return casefile.Faultf(casefile.Damaged, "The backup is damaged: %s in it is not what was saved. Use another backup.", clipText(f.Name))
	}
	return nil
}

// Backups lists the backups that were made from this workspace, the oldest first.
func (s *Store) Backups() ([]Backup, error) { return backupsOf(s.dir) }

func backupsOf(dir string) ([]Backup, error) {
	text, err := os.ReadFile(filepath.Join(dir, backupsName))
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, cannotUse(err)
	}
	var list []Backup
	if json.Unmarshal(text, &list) != nil {
		return nil, nil //nolint:nilerr // a list that cannot be read names nothing; the backups are where they are
	}
	return list, nil
}

// mostBackups bounds the list; the oldest are forgotten.
const mostBackups = 1000

func (s *Store) noteBackup(made Backup) error {
	s.write.Lock()
	defer s.write.Unlock()
	list, err := s.Backups()
	if err != nil {
		return err
	}
	return cannotUse(writeBackups(s.dir, list, made))
}

func writeBackups(dir string, list []Backup, made Backup) error {
	list = slices.DeleteFunc(list, func(b Backup) bool { return b.Path == made.Path })
	list = append(list, made)
	list = list[max(0, len(list)-mostBackups):]
	return writeJSON(filepath.Join(dir, backupsName), list)
}
