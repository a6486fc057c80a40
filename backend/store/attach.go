package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"precedent/backend/casefile"
	"precedent/backend/journal"
)

// LargeFile is above which size a file is attached only when the person confirmed it.
const LargeFile = 100 << 20

// Attachment is a file to keep.
type Attachment struct {
	CaseID  string // what it belongs to; "" = nothing
	Name    string // as the person knows it; folders are left out
	Confirm bool   // more than LargeFile is meant
	Who     string
	Import  bool
	Job     string
	Zone    string
	Fields  map[string]any // further fields of the record, such as caption and source
}

// Attach keeps a file and its record: the bytes are synced under their hash before the entry that names them. The code is
// refused for a large file that nobody confirmed.
func (s *Store) Attach(ctx context.Context, a Attachment, r io.Reader) (casefile.Record, error) {
	s.files.RLock()
	defer s.files.RUnlock()
	size, sum, kind, err := s.keepFile(ctx, r, a.Confirm)
	if err != nil {
		return casefile.Record{}, err
	}
	name := casefile.FileName(a.Name)
	if byName := mime.TypeByExtension(strings.ToLower(filepath.Ext(name))); byName != "" {
		kind = byName
	}
	patch := casefile.Apply(a.Fields, map[string]any{"file_name": name, "size": number(uint64(size)), "sha256": sum})
	if patch["media_type"] == nil {
		patch["media_type"] = kind
	}
	if a.CaseID != "" {
		patch["parent"] = a.CaseID
	}
	saved, err := s.Save(ctx, Action{Name: "attach", Who: a.Who, Zone: a.Zone, Import: a.Import, Job: a.Job,
		Changes: []Change{{Kind: casefile.KindAttachment, Patch: patch}}})
	if err != nil {
		return casefile.Record{}, err
	}
	return saved.Records[0], nil
}

func (s *Store) filesDir() string { return filepath.Join(s.dir, filesFolder) }

func filePath(sum string) string { return filepath.Join(sum[:2], sum) }

// sniff is how many bytes say what kind of file it is.
const sniff = 512

// keepFile writes a file under its hash: temporary name, sync, rename, folder synced.
func (s *Store) keepFile(ctx context.Context, r io.Reader, large bool) (size int64, sum, kind string, err error) {
	tmp, err := os.CreateTemp(filepath.Join(s.filesDir(), filesTmpFolder), "new-")
	if err != nil {
		return 0, "", "", cannotUse(err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, tmp.Close(), os.Remove(tmp.Name()))
		}
	}()
	w := &fileWriter{s: s, ctx: ctx, to: tmp, large: large}
	h := sha256.New()
	if _, err = io.Copy(io.MultiWriter(w, h), r); err != nil {
		return 0, "", "", fileNotKept(err)
	}
	if err = tmp.Sync(); err != nil {
		return 0, "", "", fileNotKept(err)
	}
	if err = tmp.Close(); err != nil {
		return 0, "", "", fileNotKept(err)
	}
	sum = hex.EncodeToString(h.Sum(nil))
	folder := filepath.Join(s.filesDir(), sum[:2])
	if err = os.MkdirAll(folder, 0o700); err == nil {
		err = os.Rename(tmp.Name(), filepath.Join(s.filesDir(), filePath(sum)))
	}
	if err = errors.Join(err, syncDir(folder), syncDir(s.filesDir())); err != nil {
		return 0, "", "", fileNotKept(err)
	}
	return w.size, sum, http.DetectContentType(w.head), nil
}

// KeepFile keeps a file that an entry still to come will name. The code is damaged when it is not what its hash says.
func (s *Store) KeepFile(ctx context.Context, sum string, r io.Reader) error {
	s.files.RLock()
	defer s.files.RUnlock()
	_, got, _, err := s.keepFile(ctx, r, true)
	if err == nil && got != sum {
		err = casefile.Faultf(casefile.Damaged, "A file of the export is not what its name says. Export again, or take another copy of the export.")
	}
	return err
}

func fileNotKept(err error) error {
	return faultOf(err, "The file could not be kept. Check that it can be read and that the workspace's drive can be written, and attach it again.")
}

// fileWriter stops a file that is too large, or for which there is no space.
type fileWriter struct {
	s     *Store
	ctx   context.Context
	to    io.Writer
	large bool
	size  int64
	asked int64 // size at which the space was looked at
	head  []byte
}

// spaceStep is after how many bytes the free space is looked at again.
const spaceStep = 8 << 20

func (w *fileWriter) Write(b []byte) (int, error) {
	if err := w.ctx.Err(); err != nil {
		return 0, casefile.Wrap(casefile.Cancelled, err, "Attaching the file was stopped.")
	}
	w.size += int64(len(b))
	if w.size > LargeFile && !w.large {
		return 0, casefile.Faultf(casefile.Refused, "The file is larger than %d MB. Confirm that it is to be kept all the same.", LargeFile>>20)
	}
	if w.asked == 0 || w.size-w.asked >= spaceStep {
		w.asked = w.size
		if err := w.s.checkSpace(spaceStep); err != nil {
			return 0, err
		}
	}
	if len(w.head) < sniff {
		w.head = append(w.head, b[:min(len(b), sniff-len(w.head))]...)
	}
	return w.to.Write(b)
}

// OpenAttachment opens a file for reading, after its bytes were compared with their hash, and gives its record. The code
// is damaged when they are not what was attached.
func (s *Store) OpenAttachment(id string) (io.ReadSeekCloser, casefile.Record, error) {
	r, err := s.Get(id)
	if err != nil {
		return nil, r, err
	}
	f, err := s.openSum(r.Text("sha256"))
	if err != nil {
		return nil, r, err
	}
	return f, r, nil
}

// OpenFile opens a kept file by its SHA-256, after its bytes were compared with it.
func (s *Store) OpenFile(sum string) (io.ReadCloser, error) { return s.openSum(sum) }

// openSum opens a file by its hash, which may come from anywhere: the folder cannot be left.
func (s *Store) openSum(sum string) (*os.File, error) {
	if !isSum(sum) {
		return nil, casefile.Faultf(casefile.NotFound, "The attachment names no file.")
	}
	root, err := os.OpenRoot(s.filesDir())
	if err != nil {
		return nil, cannotUse(err)
	}
	defer root.Close()
	f, err := root.Open(filePath(sum))
	if errors.Is(err, os.ErrNotExist) {
		return nil, casefile.Wrap(casefile.NotFound, err, "The attached file is missing from the workspace's folder. Restore it from a backup.")
	}
	if err != nil {
		return nil, cannotUse(err)
	}
	if err := checkSum(f, sum); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

func isSum(sum string) bool {
	b, err := hex.DecodeString(sum)
	return err == nil && len(b) == sha256.Size && strings.ToLower(sum) == sum
}

func checkSum(f io.ReadSeeker, sum string) error {
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return casefile.Wrap(casefile.Damaged, err, "The attached file cannot be read. Restore it from a backup.")
	}
	if hex.EncodeToString(h.Sum(nil)) != sum {
		return casefile.Faultf(casefile.Damaged, "The attached file is not what was attached. Restore it from a backup.")
	}
	_, err := f.Seek(0, io.SeekStart)
	return err
}

// SetText keeps the text that was taken from an attachment; "" says that there is none to take. It is no part of the
// journal: after a rebuild it is taken again (see WithoutText).
func (s *Store) SetText(id, text string) error {
	raw, ok := parseID(id)
	if !ok {
		return gone("attachment of this ID")
	}
	for {
		h, err := s.readable(s.life)
		if err != nil {
			return err
		}
		err = s.setText(h, raw, text)
		h.readers.Done()
		if err == nil || casefile.CodeOf(err) == casefile.NotFound {
			return err
		}
		s.spoiled(h, err)
	}
}

func (s *Store) setText(h *handle, raw rawID, text string) error {
	s.write.Lock()
	defer s.write.Unlock()
	t := h.db.NewTransaction(true)
	defer t.Discard()
	r, found, err := view{t: t}.record(textID(raw[:]))
	if err == nil && (!found || r.Kind != casefile.KindAttachment) {
		err = gone("attachment of this ID")
	}
	if err != nil {
		return err
	}
	k := idKey(keyText, raw)
	if err := t.Set(k, seal(k, r.Rev, []byte(text))); err != nil {
		return err
	}
	return t.Commit()
}

// Text gives the text that was taken from an attachment; "" when there is none.
func (s *Store) Text(id string) (text string, err error) {
	raw, ok := parseID(id)
	if !ok {
		return "", gone("attachment of this ID")
	}
	err = s.read(s.life, func(v view) error {
		content, _, _, err := v.get(idKey(keyText, raw))
		text = string(content)
		return err
	})
	return text, err
}

// WithoutText gives the attachments of which nobody has taken the text yet.
func (s *Store) WithoutText(ctx context.Context) (ids []string, err error) {
	err = s.readLong(ctx, func(v view) error {
		ids = nil
		return v.keys([]byte{keyRow}, func(k []byte) error {
			r, found, err := v.record(lastID(k))
			if err != nil || !found || r.Kind != casefile.KindAttachment {
				return err
			}
			has, err := v.has(idKey(keyText, rawID(k[1:])))
			if err == nil && !has {
				ids = append(ids, r.ID)
			}
			return err
		})
	})
	return ids, err
}

// namedFiles gathers the hashes of all files that the journal names, up to an entry (0 = all), each with an attachment
// that names it.
func (s *Store) namedFiles(ctx context.Context, upTo uint64) (map[string]string, error) {
	out := map[string]string{}
	err := s.replayPast(ctx, func(e journal.Entry) error {
		if upTo > 0 && e.Seq > upTo {
			return errEnough
		}
		for _, c := range e.Changes {
			if c.Kind != string(casefile.KindAttachment) {
				continue
			}
			fields, err := casefile.DecodeFields(c.Patch)
			if sum, ok := fields["sha256"].(string); err == nil && ok && isSum(sum) {
				out[sum] = c.ID
			}
		}
		return nil
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	return out, err
}

// replayPast gives all entries that can be read, past damage.
func (s *Store) replayPast(ctx context.Context, fn func(journal.Entry) error) error {
	var from uint64 = 1
	for {
		err := s.j.Replay(ctx, from, fn)
		var d *journal.Damage
		if !errors.As(err, &d) {
			return err
		}
		if d.Next == 0 {
			return nil
		}
		from = max(d.Next, from)
	}
}

// removeFiles removes the files that no entry names any more. Where the journal is damaged none is: an entry that cannot
// be read may name it.
func (s *Store) removeFiles(ctx context.Context) (int, error) {
	s.files.Lock()
	defer s.files.Unlock()
	if r, err := s.j.Verify(ctx); err != nil || len(r.Damage) > 0 {
		return 0, err
	}
	named, err := s.namedFiles(ctx, 0)
	if err != nil {
		return 0, err
	}
	removed := 0
	err = s.eachFile(func(sum, path string) error {
		if _, ok := named[sum]; ok {
			return nil
		}
		removed++
		return errors.Join(os.Remove(path), syncDir(filepath.Dir(path)))
	})
	return removed, err
}

// eachFile gives every attached file that lies in the workspace.
func (s *Store) eachFile(fn func(sum, path string) error) error {
	folders, err := os.ReadDir(s.filesDir())
	if err != nil {
		return cannotUse(err)
	}
	for _, folder := range folders {
		if !folder.IsDir() || len(folder.Name()) != 2 {
			continue
		}
		names, err := os.ReadDir(filepath.Join(s.filesDir(), folder.Name()))
		if err != nil {
			return cannotUse(err)
		}
		for _, n := range names {
			if err := fn(n.Name(), filepath.Join(s.filesDir(), folder.Name(), n.Name())); err != nil {
				return fmt.Errorf("attachment: %w", err)
			}
		}
	}
	return nil
}

// sweepFiles removes files that were not complete when the program ended.
func (s *Store) sweepFiles() error {
	tmp := filepath.Join(s.filesDir(), filesTmpFolder)
	names, err := os.ReadDir(tmp)
	if err != nil {
		return cannotUse(err)
	}
	for _, n := range names {
		err = errors.Join(err, os.RemoveAll(filepath.Join(tmp, n.Name())))
	}
	return cannotUse(err)
}

// HandOut makes a folder inside the workspace for copies that other programs open. What is left in it after a kill goes
// with the next start.
func (s *Store) HandOut() (string, error) {
	dir, err := os.MkdirTemp(filepath.Join(s.filesDir(), filesTmpFolder), "open-")
	return dir, cannotUse(err)
}
