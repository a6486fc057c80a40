package store

import (
	"archive/zip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"runtime"
	"time"

	"github.com/google/uuid"

	"precedent/backend/casefile"
	"precedent/backend/journal"
)

// Bounds of what a backup may claim.
const (
	mostContents = 256 << 20 // bytes of contents.json
	mostRatio    = 2000      // bytes out for a byte in: text of one letter packs to 1:1030
)

// backupNames are the only files that a backup holds.
var backupNames = regexp.MustCompile(`^(journal/[0-9]{12,20}\.journal|attachments/[0-9a-f]{2}/[0-9a-f]{64})$`)

// RestoreOptions say how a backup is restored.
type RestoreOptions struct {
	Replace  bool                    // a workspace that is there is moved aside
	Now      func() time.Time        // the clock; nil = the system's
	Progress func(done, total int64) // told the bytes; may be nil
}

// RestoreBackup makes a workspace of a backup. dir must be empty or missing; with Replace a workspace that is there is
// moved aside, and aside says where. Nobody may have it open. Everything is checked before it takes its place: hashes,
// the journal's chain, names that would escape. The restored workspace is a copy of its own (another device).
func RestoreBackup(ctx context.Context, file, dir string, o RestoreOptions) (aside string, err error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	z, err := zip.OpenReader(file)
	if err != nil {
		return "", casefile.Wrap(casefile.Invalid, err, "The file is no backup, or cannot be read. Choose a file that Backup wrote.")
	}
	defer z.Close()
	c, err := readContents(&z.Reader)
	if err != nil {
		return "", err
	}
	lock, err := freeToReplace(dir, o.Replace)
	if err != nil {
		return "", err
	}
	defer lock.giveUp()
	dir = filepath.Clean(dir)
	if err := os.MkdirAll(filepath.Dir(dir), 0o700); err != nil {
		return "", cannotUse(err)
	}
	staged, err := os.MkdirTemp(filepath.Dir(dir), "."+filepath.Base(dir)+"-restoring-")
	if err != nil {
		return "", cannotUse(err)
	}
	r := &restorer{tally: tally{ctx: ctx, progress: o.Progress}, contents: c}
	err = r.unpack(&z.Reader, staged)
	if err == nil {
		err = checkRestored(ctx, filepath.Join(staged, journalFolder), c.Seq)
	}
	if err == nil {
		err = rememberBackups(staged, dir, file, c)
	}
	if err == nil {
		aside, err = takePlace(staged, dir, o.Now(), lock)
	}
	if err != nil {
		return "", errors.Join(restoreFailed(err), os.RemoveAll(staged))
	}
	return aside, nil
}

// rememberBackups notes in a restored workspace the backup that it came from, and those that the workspace in whose place it
// comes knows of, if it is the same: they all keep what may be purged later.
func rememberBackups(staged, dir, file string, c contents) error {
	var known []Backup
	if m, err := readManifest(dir); err == nil && m.Workspace == c.Workspace {
		if known, err = backupsOf(dir); err != nil {
			known = nil // what cannot be read names nothing
		}
	}
	file, err := filepath.Abs(file)
	if err != nil {
		return err
	}
	return writeBackups(staged, known, Backup{Path: file, At: c.At, Seq: c.Seq})
}

func restoreFailed(err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return casefile.Wrap(casefile.Cancelled, err, "Restoring was stopped. Nothing was changed.")
	}
	return faultOf(err, "The backup could not be restored. Check that the drive can be written and has space. Nothing was changed.")
}

// readContents reads and judges what a backup says of itself.
func readContents(z *zip.Reader) (c contents, err error) {
	bad := casefile.Faultf(casefile.Invalid, "The file is no backup of Precedent. Choose a file that Backup wrote.")
	for _, f := range z.File {
		if f.Name != contentsName {
			continue
		}
		r, err := f.Open()
		if err != nil {
			return c, errors.Join(bad, err)
		}
		err = json.NewDecoder(io.LimitReader(r, mostContents)).Decode(&c)
		if err = errors.Join(err, r.Close()); err != nil {
			return c, errors.Join(bad, err)
		}
	}
	switch {
	case c.Format == 0:
		return c, bad
	case c.Format > workspaceFormat:
		return c, casefile.Faultf(casefile.TooNew, "The backup was written by %s. Install that version or a later one to restore it.", clipText(c.Program))
	}
	return c, judgeFiles(z, c)
}

// judgeFiles refuses a backup whose files are not those that it says, that would escape, or that claim to be huge.
func judgeFiles(z *zip.Reader, c contents) error {
	seen := map[string]bool{}
	for _, f := range z.File {
		if f.Name == contentsName && !seen[f.Name] {
			seen[f.Name] = true
			continue
		}
		want, ok := c.Files[f.Name]
		switch {
		case !ok || seen[f.Name] || !backupNames.MatchString(f.Name) || !f.Mode().IsRegular():
			return casefile.Faultf(casefile.Refused, "The backup holds a file that does not belong there: %s. It was not restored.", clipText(f.Name))
		case want.Size < 0 || uint64(want.Size) != f.UncompressedSize64:
			return casefile.Faultf(casefile.Damaged, "The backup is damaged: %s has another size than was saved. Use another backup.", clipText(f.Name))
		case f.Method != zip.Store && f.UncompressedSize64 > 1<<20 && f.UncompressedSize64/mostRatio > f.CompressedSize64:
			return casefile.Faultf(casefile.Refused, "A file in the backup would unpack to a size that no backup has. It was not restored.")
		}
		seen[f.Name] = true
	}
	if len(seen) != len(c.Files)+1 {
		return casefile.Faultf(casefile.Damaged, "The backup is incomplete. Use another backup.")
	}
	return nil
}

// freeToReplace makes sure that nobody works in the folder, and that it may be replaced when it is not empty.
func freeToReplace(dir string, replace bool) (*workspaceLock, error) {
	names, err := os.ReadDir(dir)
	if errors.Is(err, os.ErrNotExist) || err == nil && len(names) == 0 {
		return nil, nil
	}
	if err != nil {
		return nil, cannotUse(err)
	}
	if !replace {
		return nil, casefile.Faultf(casefile.Refused, "There is something in this folder already. Choose an empty one, or restore with --replace, which moves the present one aside.")
	}
	if _, err := os.Stat(filepath.Join(dir, lockName)); errors.Is(err, os.ErrNotExist) {
		if _, err := os.Stat(filepath.Join(dir, manifestName)); err != nil {
			return nil, casefile.Faultf(casefile.Refused, "This folder holds something else than a workspace, so it is not replaced. Choose another one.")
		}
	}
	return takeLock(dir)
}

// restorer unpacks one backup.
type restorer struct {
	tally
	contents contents
}

func (r *restorer) unpack(z *zip.Reader, staged string) error {
	for _, f := range r.contents.Files {
		r.total += f.Size
	}
	if free, err := freeSpace(staged); err == nil && free < uint64(r.total)+leastReserve {
		return casefile.Faultf(casefile.DiskFull, "The backup needs %d MB, and the drive has %d MB. Free some space and try again.", r.total>>20+1, free>>20)
	}
	root, err := os.OpenRoot(staged)
	if err != nil {
		return err
	}
	defer root.Close()
	for _, f := range z.File {
		if f.Name == contentsName {
			continue
		}
		if err := r.file(root, f); err != nil {
			return err
		}
	}
	m := manifest{Workspace: r.contents.Workspace, Device: uuid.NewString(), Format: r.contents.Format, Needs: r.contents.Program}
	if m.Workspace == "" {
		m.Workspace = uuid.NewString()
	}
	return writeJSON(filepath.Join(staged, manifestName), m)
}

func (r *restorer) file(root *os.Root, f *zip.File) error {
	if err := root.MkdirAll(path.Dir(f.Name), 0o700); err != nil {
		return err
	}
	to, err := root.OpenFile(f.Name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	err = copyChecked(to, f, r.contents.Files[f.Name], r.counted)
	return errors.Join(err, to.Sync(), to.Close())
}

// checkRestored reads the restored journal. A backup of a damaged journal is restored as it is: it is what there was.
func checkRestored(ctx context.Context, dir string, seq uint64) error {
	report, err := journal.Verify(ctx, dir)
	if err != nil {
		return err
	}
	if report.Last != seq && len(report.Damage) == 0 && report.Tail == nil {
		return casefile.Faultf(casefile.Damaged, "The backup ends at entry %d and should end at %d. Use another backup.", report.Last, seq)
	}
	return nil
}

// takePlace puts the restored folder in the place of the present one, which is moved aside.
func takePlace(staged, dir string, now time.Time, lock *workspaceLock) (aside string, err error) {
	if err := syncTree(staged); err != nil {
		return "", err
	}
	if names, err := os.ReadDir(dir); err == nil && len(names) > 0 {
		aside = fmt.Sprintf("%s-before-%s", dir, now.UTC().Format("20060102T150405.000"))
		if runtime.GOOS == "windows" { // a folder with an open file cannot be moved there
			lock.giveUp()
		}
		if err := os.Rename(dir, aside); err != nil {
			return "", cannotUse(err)
		}
	} else if err == nil {
		if err := os.Remove(dir); err != nil {
			return "", cannotUse(err)
		}
	}
	if err := os.Rename(staged, dir); err != nil {
		if aside != "" {
			err = errors.Join(err, os.Rename(aside, dir))
		}
		return "", err
	}
	return aside, syncDir(filepath.Dir(dir))
}

func syncTree(dir string) error {
	return filepath.WalkDir(dir, func(p string, d os.DirEntry, err error) error {
		if err == nil && d.IsDir() {
			err = syncDir(p)
		}
		return err
	})
}
