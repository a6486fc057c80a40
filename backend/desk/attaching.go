package desk

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"precedent/backend/casefile"
	"precedent/backend/document/extract"
	"precedent/backend/store"
)

func (d *Desk) viewAttachment(r casefile.Record) AttachmentView {
	size, _ := r.Number("size")
	text, err := d.store.Text(r.ID)
	return AttachmentView{ID: r.ID, Rev: r.Rev, Name: r.Text("file_name"), Type: r.Text("media_type"), Size: int64(size),
		At: firstOf(r.Text("created"), r.Text("recorded")), By: r.Text("who"), Visibility: firstOf(r.Text("visibility"), "internal"),
		Searched: err == nil && text != ""}
}

// AttachFile keeps a file of the disk with a case. Files over 100 MB are refused unless large is given.
func (d *Desk) AttachFile(ctx context.Context, ref, path string, large bool) (AttachmentView, error) {
	r, err := d.store.Find(ref)
	if err != nil {
		return AttachmentView{}, err
	}
	f, err := openFile(path)
	if err != nil {
		return AttachmentView{}, err
	}
	defer f.Close()
	return d.attach(ctx, r.ID, filepath.Base(path), f, store.Attachment{Confirm: large})
}

func openFile(path string) (*os.File, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, casefile.Wrap(casefile.NotFound, err, "The file "+filepath.Base(path)+" cannot be found. Look at its name and folder.")
	}
	if !info.Mode().IsRegular() {
		return nil, casefile.Faultf(casefile.Invalid, "%s is no file. Choose a file.", filepath.Base(path))
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, casefile.Wrap(casefile.Refused, err, "The file "+filepath.Base(path)+" may not be read. Look at who may read it.")
	}
	return f, nil
}

// AttachBytes keeps a pasted or dropped file with a case.
func (d *Desk) AttachBytes(ctx context.Context, ref, name, mediaType string, data []byte) (AttachmentView, error) {
	r, err := d.store.Find(ref)
	if err != nil {
		return AttachmentView{}, err
	}
	a := store.Attachment{}
	if mediaType != "" {
		a.Fields = map[string]any{"media_type": mediaType}
	}
	return d.attach(ctx, r.ID, name, bytes.NewReader(data), a)
}

func (d *Desk) attach(ctx context.Context, id, name string, content io.Reader, a store.Attachment) (AttachmentView, error) {
	a.Name, a.CaseID, a.Who, a.Zone = name, id, d.who(), d.zone()
	r, err := d.store.Attach(ctx, a, content)
	if err != nil {
		return AttachmentView{}, err
	}
	d.readText(ctx, r)
	return d.viewAttachment(r), nil
}

// keepFile keeps a file that an import brings.
func (d *Desk) keepFile(ctx context.Context, id, name string, content io.Reader, fields map[string]any, job string) error {
	_, err := d.attach(ctx, id, name, content, store.Attachment{Fields: fields, Job: job, Import: true})
	return err
}

// readText takes the text out of a file, so that it is found. A file that cannot be read has none: it is kept all the same.
func (d *Desk) readText(ctx context.Context, r casefile.Record) {
	f, _, err := d.store.OpenAttachment(r.ID)
	if err != nil {
		return
	}
	defer f.Close()
	at, ok := f.(io.ReaderAt)
	if !ok {
		return
	}
	size, _ := r.Number("size")
	text, err := d.texts().Text(ctx, r.Text("file_name"), at, int64(size))
	if err != nil {
		d.o.Logger().Info("no text in an attachment", "code", casefile.CodeOf(err))
		return
	}
	if err := d.store.SetText(r.ID, text); err != nil {
		d.o.Logger().Warn("the text of an attachment is not kept", "code", casefile.CodeOf(err))
	}
}

// texts reads finished files back.
func (d *Desk) texts() *extract.Extractor {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.reader == nil {
		d.reader = extract.New(extract.Options{CacheDir: d.o.Cache})
	}
	return d.reader
}

// AttachmentName is the name under which a copy of a file is proposed.
func (d *Desk) AttachmentName(_ context.Context, id string) (string, error) {
	r, err := d.attachment(id)
	return casefile.FileName(r.Text("file_name")), err
}

func (d *Desk) attachment(id string) (casefile.Record, error) {
	r, err := d.store.Get(id)
	if err == nil && r.Kind != casefile.KindAttachment {
		err = casefile.Faultf(casefile.Invalid, "That is no file.")
	}
	return r, err
}

// CopyAttachment puts a read-only copy of a file into a folder, under a safe name, and gives its path.
func (d *Desk) CopyAttachment(ctx context.Context, id, dir string) (string, error) {
	name, err := d.AttachmentName(ctx, id)
	if err != nil {
		return "", err
	}
	own, err := os.MkdirTemp(dir, "")
	if err != nil {
		return "", casefile.Wrap(casefile.Unavailable, err, "There is no space for a copy of the file.")
	}
	path := filepath.Join(own, name)
	if err := d.SaveAttachment(ctx, id, path); err != nil {
		return "", err
	}
	return path, os.Chmod(path, 0o400)
}

// HandOut makes a folder for copies that other programs open; it goes with the next start at the latest.
func (d *Desk) HandOut() (string, error) { return d.store.HandOut() }

// SaveAttachment writes a copy of a file.
func (d *Desk) SaveAttachment(_ context.Context, id, path string) error {
	f, _, err := d.store.OpenAttachment(id)
	if err != nil {
		return err
	}
	defer f.Close()
	return writeBeside(path, func(w io.Writer) error {
		_, err := io.Copy(w, f)
		return err
	})
}

// WriteFile writes a finished file under another name first, so that what is there is whole: the old one or the new one.
func WriteFile(path string, data []byte) error {
	return writeBeside(path, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

func writeBeside(path string, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".precedent-*")
	if err != nil {
		return casefile.Wrap(casefile.Refused, err, "The file cannot be written there. Choose another folder.")
	}
	defer os.Remove(f.Name())
	err = write(f)
	if err == nil {
		err = f.Sync()
	}
	err = errors.Join(err, f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return casefile.Wrap(casefile.Refused, err, "The file cannot be written. Look at the free space, and at who may write in that folder.")
	}
	return nil
}

// Bounds of a preview.
const (
	previewImage = 8 << 20
	previewText  = 64 << 10
)

// images are the types that the page may show; others could be something else to a web view.
var images = map[string]bool{"image/png": true, "image/jpeg": true, "image/gif": true, "image/webp": true, "image/bmp": true}

// Preview gives a bounded look at a file: a picture, or the first part of its text.
func (d *Desk) Preview(_ context.Context, id string) (AttachmentPreview, error) {
	r, err := d.attachment(id)
	if err != nil {
		return AttachmentPreview{}, err
	}
	f, _, err := d.store.OpenAttachment(r.ID)
	if err != nil {
		return AttachmentPreview{}, err
	}
	defer f.Close()
	head := make([]byte, 512)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return AttachmentPreview{}, casefile.Wrap(casefile.Damaged, err, "The file cannot be read. Run precedent verify.")
	}
	size, _ := r.Number("size")
	if t := http.DetectContentType(head[:n]); images[t] && size <= previewImage {
		rest, err := io.ReadAll(io.LimitReader(f, previewImage))
		if err != nil {
			return AttachmentPreview{}, casefile.Wrap(casefile.Damaged, err, "The file cannot be read. Run precedent verify.")
		}
		return AttachmentPreview{Kind: "image", Data: "data:" + t + ";base64," + base64.StdEncoding.EncodeToString(append(head[:n:n], rest...))}, nil
	}
	text, err := d.store.Text(r.ID)
	if err != nil || text == "" {
		return AttachmentPreview{Kind: "none"}, nil
	}
	if len(text) > previewText {
		return AttachmentPreview{Kind: "text", Data: strings.ToValidUTF8(text[:previewText], ""), Truncated: true}, nil
	}
	return AttachmentPreview{Kind: "text", Data: text}, nil
}

// sameContent says whether a kept file has the bytes of another.
func sameContent(kept casefile.Record, content io.Reader) (bool, error) {
	h := sha256.New()
	if _, err := io.Copy(h, content); err != nil {
		return false, casefile.Wrap(casefile.Invalid, err, "The file cannot be read to its end.")
	}
	return hex.EncodeToString(h.Sum(nil)) == kept.Text("sha256"), nil
}
