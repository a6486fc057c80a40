package exchange

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"precedent/backend/casefile"
)

// markdownFolder reads a folder of Markdown files, one record each.
type markdownFolder struct {
	name   string // the folder as the person named it
	only   string // the one file to read; "" = all
	root   io.Closer
	fsys   fs.FS
	shaper shaper
	limits Limits
	bytes  int64
}

var markdownNames = []string{".md", ".markdown"}

func openMarkdown(name string, s shaper, limits Limits) (input, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, pathFault(name, err)
	}
	m := &markdownFolder{name: name, shaper: s, limits: limits}
	if !info.IsDir() {
		m.name, m.only = filepath.Split(name)
		m.bytes = info.Size()
	}
	root, err := os.OpenRoot(filepath.Clean(m.name + "."))
	if info.IsDir() {
		root, err = os.OpenRoot(name)
	}
	if err != nil {
		return nil, pathFault(name, err)
	}
	m.root, m.fsys = root, root.FS()
	if m.only == "" {
		m.bytes = folderSize(m.fsys, limits)
	}
	return m, nil
}

func (m *markdownFolder) size() int64  { return m.bytes }
func (m *markdownFolder) Close() error { return m.root.Close() }

// folderSize adds up the Markdown files of a folder, for the progress.
func folderSize(fsys fs.FS, limits Limits) (sum int64) {
	seen := 0
	_ = fs.WalkDir(fsys, ".", func(name string, e fs.DirEntry, err error) error {
		if seen++; err != nil || seen > limits.Files {
			return fs.SkipDir
		}
		if info, err := e.Info(); err == nil && e.Type().IsRegular() && hasSuffix(name, markdownNames) {
			sum += info.Size()
		}
		return nil
	})
	return sum
}

func (m *markdownFolder) each(run *reading) error {
	w := mdWalk{markdownFolder: m, run: run, named: map[string]bool{}}
	if m.only != "" {
		return w.file(m.only)
	}
	if err := fs.WalkDir(m.fsys, ".", w.visit); err != nil {
		return err
	}
	run.skipped(max(0, w.others-len(w.named)))
	return nil
}

// mdWalk is one walk through the folder.
type mdWalk struct {
	*markdownFolder
	run    *reading
	seen   int
	others int             // files that are no Markdown
	named  map[string]bool // those of them that a record names
}

func (w *mdWalk) where(name string) string { return filepath.Join(w.name, filepath.FromSlash(name)) }

func (w *mdWalk) refuse(where, format string, args ...any) {
	w.run.wrong(Refusal{where, fmt.Sprintf(format, args...)})
}

func (w *mdWalk) visit(name string, e fs.DirEntry, err error) error {
	if ctxErr := w.run.ctx.Err(); ctxErr != nil {
		return ctxErr
	}
	if err != nil {
		return w.unreadable(name, e, err)
	}
	if w.seen++; w.seen > w.limits.Files {
		w.refuse(w.where(name), "The folder holds more than %d files. Import it in parts; what comes after this file was not read.", w.limits.Files)
		return fs.SkipAll
	}
	switch {
	case hiddenName(name):
		return skipIfDir(e)
	case e.IsDir() && strings.Count(name, "/") >= w.limits.Depth:
		w.refuse(w.where(name), "The folders lie more than %d deep in each other.", w.limits.Depth)
		return fs.SkipDir
	case e.IsDir():
		return nil
	case e.Type()&fs.ModeSymlink != 0:
		w.refuse(w.where(name), "This is a link. Links are not followed; import the folder that it leads to by itself.")
		return nil
	case !e.Type().IsRegular():
		return nil
	case !hasSuffix(name, markdownNames):
		w.others++
		return nil
	}
	return w.file(name)
}

func (w *mdWalk) unreadable(name string, e fs.DirEntry, err error) error {
	if name == "." {
		return pathFault(w.name, err)
	}
	w.refuse(w.where(name), "%s", casefile.Sentence(pathFault(name, err)))
	if e != nil && e.IsDir() {
		return fs.SkipDir
	}
	return nil
}

// file takes one Markdown file.
func (w *mdWalk) file(name string) error {
	where := w.where(name)
	text, err := w.content(name)
	var records []Incoming
	if err == nil {
		records, err = w.records(name, text)
	}
	var no refused
	switch {
	case errors.As(err, &no):
		w.refuse(where+":1", "%s", string(no))
		return nil
	case err != nil:
		return err
	}
	for _, in := range records {
		if err := w.run.emit(in); err != nil {
			return err
		}
	}
	return nil
}

func (w *mdWalk) content(name string) ([]byte, error) {
	f, err := w.fsys.Open(name)
	if err != nil {
		return nil, refusef("%s", casefile.Sentence(pathFault(name, err)))
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(w.run.count(w.where(name), f), casefile.MaxText+1))
	switch {
	case err != nil:
		return nil, err
	case len(text) > casefile.MaxText:
		return nil, refusef("The file is longer than %d MB.", casefile.MaxText>>20)
	case len(text) > 0 && len(bytes.Trim(text, "\x00")) == 0:
		return nil, refusef("The file holds nothing but zeros.")
	case !utf8.Valid(text):
		return nil, refusef("The file holds bytes that are not UTF-8 text.")
	case bytes.IndexByte(text, 0) >= 0:
		return nil, refusef("The file holds NUL bytes.")
	}
	return bytes.TrimPrefix(text, utf8BOM), nil
}

// records are the record of a file and the lines of its timeline.
func (w *mdWalk) records(name string, text []byte) ([]Incoming, error) {
	head, body, bodyLine := cutFrontMatter(text)
	raw, err := frontMatter(head, w.limits)
	if err != nil {
		return nil, err
	}
	if raw == nil {
		raw = map[string]any{}
	}
	kind, err := w.shaper.kindOf(raw["kind"])
	if err != nil {
		return nil, err
	}
	s := w.shaper
	if zone, ok := raw["zone"].(string); ok && zone != "" {
		s.zone = zone
	}
	page := readPage(body, s.zone, kind.IsCase())
	fillFromPage(raw, kind, page, name)
	typedValues(kind, raw)
	in, err := s.shape(fmt.Sprintf("%s:%d", w.where(name), 1), raw)
	if err != nil {
		return nil, err
	}
	in.Files = w.files(name, bodyLine, page.links)
	return append([]Incoming{in}, timelineOf(in, page.timeline, w.where(name), bodyLine)...), nil
}

// fillFromPage gives a record what its text says and its head does not.
func fillFromPage(raw map[string]any, kind casefile.Kind, p page, name string) {
	if casefile.Empty(raw["id"]) {
		raw["id"] = name
	}
	titled := ""
	for _, field := range []string{"title", "name"} {
		if _, has := casefile.FieldOf(kind, field); has {
			titled = field
			break
		}
	}
	text := p.text
	switch {
	case titled == "" || p.title == "":
		text = p.whole
	case casefile.Empty(raw[titled]):
		raw[titled] = p.title
	default:
		if said, _ := raw[titled].(string); oneLine(said) != p.title {
			text = p.whole
		}
	}
	if strings.TrimSpace(text) == "" {
		if titled != "" && casefile.Empty(raw[titled]) {
			raw[titled] = strings.TrimSuffix(path.Base(name), path.Ext(name))
		}
		return
	}
	for _, field := range []string{"description", "text", "body", "need_text", "context"} {
		if f, has := casefile.FieldOf(kind, field); has && f.Type == casefile.TypeProse && casefile.Empty(raw[field]) {
			raw[field] = text
			return
		}
	}
	raw["body"] = text // kept under the other fields
}

// timelineOf are the lines of a case's timeline. A line is known by its case and its time, so that a corrected wording is
// the same line.
func timelineOf(in Incoming, timeline []moment, where string, bodyLine int) []Incoming {
	var out []Incoming
	used := map[string]int{}
	for _, m := range timeline {
		id := in.SourceID + "#" + m.at
		if used[id]++; used[id] > 1 {
			id = fmt.Sprintf("%s-%d", id, used[id])
		}
		out = append(out, Incoming{
			Where: fmt.Sprintf("%s:%d", where, bodyLine+m.line), Kind: casefile.KindLine, Source: in.Source, SourceID: id,
			ParentID: in.SourceID, Fields: map[string]any{"at": m.at, "text": m.text},
			Names: map[string]string{}, Refs: map[string]string{},
		})
	}
	return out
}

// files finds the files of the folder that a page shows or links.
func (w *mdWalk) files(name string, bodyLine int, links []pageLink) []FileRef {
	var out []FileRef
	seen := map[string]bool{}
	for _, l := range links {
		target, ok := localTarget(name, l.to)
		if !ok || seen[target] {
			continue
		}
		seen[target] = true
		where := fmt.Sprintf("%s:%d", w.where(name), bodyLine+l.line)
		ref, err := w.attach(target, where)
		if err != nil {
			w.refuse(where, "%s", err.Error())
			continue
		}
		if ref.Open == nil {
			continue
		}
		ref.Caption = l.text
		w.named[target] = true
		out = append(out, ref)
	}
	return out
}

// attach looks at one file. Without Open it is a folder.
func (w *mdWalk) attach(target, where string) (FileRef, error) {
	if !fs.ValidPath(target) {
		return FileRef{}, refusef("The file “%s” lies outside of the folder and was not attached.", clip(target))
	}
	info, err := fs.Stat(w.fsys, target)
	switch {
	case err != nil:
		return FileRef{}, refusef("The file “%s” cannot be opened inside the folder and was not attached.", clip(target))
	case info.IsDir():
		return FileRef{}, nil
	case !info.Mode().IsRegular():
		return FileRef{}, refusef("“%s” is no file and was not attached.", clip(target))
	case info.Size() > w.limits.File:
		return FileRef{}, refusef("The file “%s” is larger than %d MB and was not attached.", clip(target), w.limits.File>>20)
	}
	return FileRef{
		Where: where, Name: path.Base(target), SourceID: "file:" + target, Size: info.Size(),
		Open: func() (io.ReadCloser, error) { return w.fsys.Open(target) },
	}, nil
}

// localTarget is the path inside the folder that a link means; ok is false for what is no file to attach: an address, a
// place on the page, another page.
func localTarget(from, to string) (string, bool) {
	u, err := url.Parse(to)
	if err != nil || u.Scheme != "" || u.Host != "" || u.Path == "" || strings.ContainsRune(u.Path, 0) || hasSuffix(u.Path, markdownNames) {
		return "", false
	}
	if strings.HasPrefix(u.Path, "/") {
		return u.Path, true
	}
	return path.Join(path.Dir(from), u.Path), true
}
