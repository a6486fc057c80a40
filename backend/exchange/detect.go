package exchange

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"precedent/backend/casefile"
)

// Format names what an input is written in.
type Format string

const (
	FormatPrecedent Format = "precedent" // JSON lines, see the package's doc
	FormatMarkdown  Format = "markdown"  // a folder of Markdown files, or one
	FormatCSV       Format = "csv"       // a table
	FormatExport    Format = "export"    // a folder or zip that Write wrote
)

// Detect says in which format a file or a folder is written, or in one sentence why it cannot be imported: NotFound,
// Refused (may not be read), Invalid (no format that is known here).
func Detect(path string) (Format, error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", pathFault(path, err)
	}
	switch {
	case info.IsDir():
		root, err := os.OpenRoot(path)
		if err != nil {
			return "", pathFault(path, err)
		}
		defer root.Close()
		return detectFolder(path, root.FS())
	case !info.Mode().IsRegular():
		return "", casefile.Faultf(casefile.Invalid, "%s is neither a file nor a folder.", quoted(path))
	}
	return detectFile(path, info.Size())
}

func detectFolder(path string, fsys fs.FS) (Format, error) {
	if _, err := fs.Stat(fsys, manifestName); err == nil {
		return FormatExport, nil
	}
	if _, err := fs.ReadDir(fsys, "."); err != nil {
		return "", pathFault(path, err)
	}
	found, looked := Format(""), 0
	byName := map[string]Format{".md": FormatMarkdown, ".markdown": FormatMarkdown, ".jsonl": FormatPrecedent, ".ndjson": FormatPrecedent, ".csv": FormatCSV, ".tsv": FormatCSV}
	errEnough := errors.New("seen enough")
	err := fs.WalkDir(fsys, ".", func(name string, e fs.DirEntry, err error) error {
		const enough = 100_000
		looked++
		switch {
		case err != nil:
			return fs.SkipDir // what cannot be opened is named when it is read
		case looked > enough:
			return errEnough
		case hiddenName(name):
			return skipIfDir(e)
		case !e.Type().IsRegular():
			return nil
		}
		f := byName[strings.ToLower(filepath.Ext(name))]
		if f == FormatMarkdown {
			found = f
			return errEnough
		}
		if found == "" && !strings.Contains(name, "/") {
			found = f
		}
		return nil
	})
	if err != nil && !errors.Is(err, errEnough) {
		return "", pathFault(path, err)
	}
	if found == "" {
		return "", casefile.Faultf(casefile.Invalid, "The folder %s holds nothing to import: no Markdown (.md), no JSON lines (.jsonl), no table (.csv), and it is no export of Precedent.", quoted(path))
	}
	return found, nil
}

func skipIfDir(e fs.DirEntry) error {
	if e.IsDir() {
		return fs.SkipDir
	}
	return nil
}

// hiddenName says that a name is a program's own, such as .git.
func hiddenName(name string) bool {
	base := name[strings.LastIndex(name, "/")+1:]
	return len(base) > 1 && base[0] == '.'
}

func detectFile(path string, size int64) (Format, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", pathFault(path, err)
	}
	defer f.Close()
	head := make([]byte, 64<<10)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return "", pathFault(path, err)
	}
	head = head[:n]
	if bytes.HasPrefix(head, []byte("PK\x03\x04")) || bytes.HasPrefix(head, []byte("PK\x05\x06")) {
		return detectZip(path, f, size)
	}
	return detectText(path, head)
}

func detectZip(path string, f *os.File, size int64) (Format, error) {
	z, err := zip.NewReader(f, size)
	if err != nil {
		return "", casefile.Wrap(casefile.Invalid, err, "The archive "+quoted(path)+" is damaged or cut short. Make it again.")
	}
	for _, e := range z.File {
		if e.Name == manifestName {
			return FormatExport, nil
		}
	}
	return "", casefile.Faultf(casefile.Invalid, "%s is an archive, but no export of Precedent. Unpack it and import the files.", quoted(path))
}

func detectText(path string, head []byte) (Format, error) {
	invalid := func(says string) (Format, error) {
		return "", casefile.Faultf(casefile.Invalid, "%s %s", quoted(path), says)
	}
	wide := wideEncoding(head)
	switch {
	case len(head) == 0:
		return invalid("is empty. There is nothing to import.")
	case len(bytes.Trim(head, "\x00")) == 0:
		return invalid("holds nothing but zeros. Its content was lost before it came here; get it again from where it came from.")
	case bytes.HasPrefix(head, []byte("\x1f\x8b")):
		return invalid("is compressed. Unpack it (gunzip) and import what is inside.")
	}
	switch ext := strings.ToLower(filepath.Ext(path)); ext {
	case ".jsonl", ".ndjson":
		if wide != "" {
			return invalid("is written in " + wide + ". JSON lines are UTF-8: save it so.")
		}
		return FormatPrecedent, nil
	case ".csv", ".tsv", ".tab":
		return FormatCSV, nil
	case ".md", ".markdown":
		return FormatMarkdown, nil
	}
	if bytes.IndexByte(head, 0) >= 0 && wide == "" {
		return invalid("is not text. Import JSON lines (.jsonl), a table (.csv), a folder of Markdown, or an export of Precedent.")
	}
	text := bytes.TrimSpace(bytes.TrimPrefix(head, utf8BOM))
	first, _, more := bytes.Cut(text, []byte("\n"))
	switch {
	case len(text) == 0:
		return invalid("holds nothing but white space. There is nothing to import.")
	case first[0] == '{' && (!more || bytes.HasSuffix(bytes.TrimRight(first, " \r"), []byte("}"))):
		return FormatPrecedent, nil
	case first[0] == '{', first[0] == '[':
		return invalid("is one JSON value over many lines. Write one record on each line, without a list around them (jq -c '.[]' does that).")
	case looksLikeTable(head):
		return FormatCSV, nil
	}
	return invalid("is in no format that is known here. Import JSON lines (.jsonl), a table (.csv), a folder of Markdown, or an export of Precedent.")
}

func quoted(path string) string { return "“" + clip(filepath.Base(path)) + "”" }

// pathFault says what is wrong with a path.
func pathFault(path string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return casefile.Wrap(casefile.NotFound, err, "There is no file or folder "+quoted(path)+". Check the name.")
	case errors.Is(err, fs.ErrPermission):
		return casefile.Wrap(casefile.Refused, err, quoted(path)+" may not be read by you. Change its permissions, or copy it to a place of your own.")
	case errors.Is(err, syscall.ELOOP), strings.Contains(err.Error(), "too many links"):
		return casefile.Wrap(casefile.Refused, err, quoted(path)+" is a link that leads back to itself. Name the file that is meant.")
	}
	return casefile.Wrap(casefile.Refused, err, quoted(path)+" could not be read. Check the disk that it lies on.")
}
