package exchange

import (
	"os"
	"path/filepath"

	"precedent/backend/casefile"
)

// lineFormat is a format that is read from one file at a time.
type lineFormat interface {
	read(run *reading, path string, f *os.File) error
}

// files are the files of a path: itself, or the files of a folder that have a fitting name.
type files struct {
	paths  []string
	bytes  int64
	format lineFormat
}

func openFiles(path string, suffixes []string, format lineFormat) (input, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, pathFault(path, err)
	}
	if !info.IsDir() {
		return &files{[]string{path}, info.Size(), format}, nil
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil, pathFault(path, err)
	}
	all := &files{format: format}
	for _, e := range entries {
		if info, err := e.Info(); err == nil && info.Mode().IsRegular() && hasSuffix(e.Name(), suffixes) {
			all.paths = append(all.paths, filepath.Join(path, e.Name()))
			all.bytes += info.Size()
		}
	}
	if len(all.paths) == 0 {
		return nil, casefile.Faultf(casefile.Invalid, "The folder %q holds no file that ends in %s.", clip(path), suffixes[0])
	}
	return all, nil
}

func (f *files) size() int64  { return f.bytes }
func (f *files) Close() error { return nil }

func (f *files) each(run *reading) error {
	for _, path := range f.paths {
		file, err := os.Open(path)
		if err != nil {
			return pathFault(path, err)
		}
		err = f.format.read(run, path, file)
		file.Close()
		if err != nil {
			return err
		}
	}
	return nil
}
