package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// commands are what scripts can say beside what testscript brings.
func commands() map[string]func(*testscript.TestScript, bool, []string) {
	return map[string]func(*testscript.TestScript, bool, []string){
		"exits": exits, "json": jsonHas, "capture": capture, "shape": shape, "fill": fill,
		"edit": edit, "lower": lower, "shorten": shorten, "times": times, "nowhere": nowhere, "sums": sums,
	}
}

// edit replaces a text in a file: edit FILE OLD NEW.
func edit(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: edit FILE OLD NEW")
	}
	text := ts.ReadFile(args[0])
	if !strings.Contains(text, args[1]) {
		ts.Fatalf("%s does not hold %q", args[0], args[1])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.ReplaceAll(text, args[1], args[2])), 0o600))
}

// lower sets a variable to a text as a person in a hurry types a key: lower NAME TEXT.
func lower(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: lower NAME TEXT")
	}
	ts.Setenv(args[0], strings.ReplaceAll(strings.ToLower(args[1]), "0", "o"))
}

// shorten sets a variable to the part of a key by which it can be found while it is the only one: shorten NAME KEY.
func shorten(ts *testscript.TestScript, neg bool, args []string) {
	prefix, rest, ok := "", "", false
	if len(args) == 2 {
		prefix, rest, ok = strings.Cut(args[1], "-")
	}
	const enough = 4
	if neg || !ok || len(rest) < enough {
		ts.Fatalf("usage: shorten NAME KEY")
	}
	ts.Setenv(args[0], prefix+"-"+rest[:enough])
}

// times runs a program again and again, with its number for %d in the arguments: times N PROGRAM ARGS…
func times(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: times N PROGRAM ARGS…")
	}
	n, err := strconv.Atoi(args[0])
	ts.Check(err)
	for i := range n {
		again := make([]string, len(args)-2)
		for j, a := range args[2:] {
			again[j] = strings.ReplaceAll(a, "%d", strconv.Itoa(i))
		}
		ts.Check(ts.Exec(args[1], again...))
	}
}

// nowhere says that no file of a folder holds a text: nowhere DIR TEXT.
func nowhere(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: nowhere DIR TEXT")
	}
	ts.Check(filepath.WalkDir(ts.MkAbs(args[0]), func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		text, err := os.ReadFile(path)
		if err == nil && bytes.Contains(text, []byte(args[1])) {
			err = fmt.Errorf("%s holds %q", path, args[1])
		}
		return err
	}))
}

// sums says that the reasons of each similar case add up to its score: sums FILE.
func sums(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: sums FILE")
	}
	var answer struct {
		Hits []struct {
			Key     string
			Score   float64
			Reasons []struct{ Part float64 }
		}
	}
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(args[0])), &answer))
	for _, h := range answer.Hits {
		sum := 0.0
		for _, r := range h.Reasons {
			sum += r.Part
		}
		if math.Abs(sum-h.Score) > 1e-6*math.Max(1, math.Abs(h.Score)) {
			ts.Fatalf("%s: the reasons add up to %v, the score is %v", h.Key, sum, h.Score)
		}
	}
}
