// Command dataset turns a folder of real reports, a gzipped file docs.jsonl.gz, into the precedent format, so that
// "precedent import" can take it.
//
//	go run ./build/dataset DIR -o OUT     (-o - writes to standard output)
//
// It knows three shapes of lines, by their fields: reports of a tracker, tickets with their comments (field notes), and
// incident reviews (kind incident_review). Nothing is invented: what a line does not say is left out, and what has no field
// here goes under extra. The same input gives the same bytes.
package main

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

const inputName = "docs.jsonl.gz"

func main() {
	if err := command(os.Args[1:], os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "dataset:", err)
		os.Exit(1)
	}
}

func command(args []string, stdout, stderr io.Writer) error {
	dir, out, err := arguments(args, stderr)
	if err != nil {
		return err
	}
	in, err := os.Open(filepath.Join(dir, inputName))
	if err != nil {
		return err
	}
	defer in.Close()
	whole, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	c := converter{source: filepath.Base(whole)}
	if out == "-" {
		err = c.gzipped(in, stdout)
	} else {
		err = c.intoFile(in, out)
	}
	if err == nil {
		fmt.Fprintf(stderr, "%d records and %d lines from %s; left out: %d empty comments; shown as ␀: the NUL characters of %d texts\n",
			c.records, c.lines, inputName, c.empty, c.nuls)
	}
	return err
}

// arguments takes the folder before or after the flag.
func arguments(args []string, stderr io.Writer) (dir, out string, err error) {
	set := flag.NewFlagSet("dataset", flag.ContinueOnError)
	set.SetOutput(stderr)
	set.StringVar(&out, "o", "", "the file to write, or - for standard output")
	var dirs []string
	for err = set.Parse(args); err == nil && set.NArg() > 0; err = set.Parse(set.Args()[1:]) {
		dirs = append(dirs, set.Arg(0))
	}
	if err == nil && (len(dirs) != 1 || out == "") {
		err = errors.New("usage: dataset DIR -o OUT")
	}
	if err != nil {
		return "", "", err
	}
	return dirs[0], out, nil
}

// intoFile writes beside the file and renames, so that a half-written one is never taken for whole.
func (c *converter) intoFile(in io.Reader, path string) error {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*.part")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // after the rename there is nothing to remove
	if err := errors.Join(c.gzipped(in, f), f.Chmod(0o644), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

func (c *converter) gzipped(in io.Reader, out io.Writer) error {
	z, err := gzip.NewReader(bufio.NewReader(in))
	if err != nil {
		return err
	}
	buffered := bufio.NewWriterSize(out, 256<<10)
	if err := c.all(z, buffered); err != nil {
		return err
	}
	return buffered.Flush()
}

// all converts line by line.
func (c *converter) all(in io.Reader, out io.Writer) error {
	d := json.NewDecoder(in)
	d.UseNumber()
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	for n := 1; ; n++ {
		var line doc
		if err := d.Decode(&line); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("record %d: %w", n, err)
		}
		for _, r := range c.convert(line) {
			if err := e.Encode(r); err != nil {
				return err
			}
		}
	}
}
