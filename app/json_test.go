package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// jsonHas compares one value of a JSON answer: json FILE PATH PATTERN. A path is names and numbers with dots between them;
// len is the length of a list; rows[key=ESC-7K3F2Q] is the entry with that value. The pattern is a regular expression for
// the whole value, as JSON where it is no text.
func jsonHas(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 3 {
		ts.Fatalf("usage: json FILE PATH PATTERN")
	}
	got := valueAt(ts, args[0], args[1])
	pattern, err := regexp.Compile("^(?s:" + args[2] + ")$")
	ts.Check(err)
	if pattern.MatchString(got) == neg {
		ts.Fatalf("%s is %s", args[1], got)
	}
}

// capture keeps one value of a JSON answer in the environment: capture NAME FILE PATH.
func capture(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: capture NAME FILE PATH")
	}
	ts.Setenv(args[0], valueAt(ts, args[1], args[2]))
}

func valueAt(ts *testscript.TestScript, file, path string) string {
	var v any
	if err := json.Unmarshal([]byte(ts.ReadFile(file)), &v); err != nil {
		ts.Fatalf("%s is not JSON: %v", file, err)
	}
	v, err := walk(v, path)
	ts.Check(err)
	if text, ok := v.(string); ok {
		return text
	}
	text, err := json.Marshal(v)
	ts.Check(err)
	return string(text)
}

func walk(v any, path string) (any, error) {
	for _, step := range steps(path) {
		name, filter, filtered := strings.Cut(strings.TrimSuffix(step, "]"), "[")
		var err error
		if name != "" {
			if v, err = child(v, name); err != nil {
				return nil, err
			}
		}
		if filtered {
			if v, err = entry(v, filter); err != nil {
				return nil, err
			}
		}
	}
	return v, nil
}

// steps cuts a path at its dots, but not at those inside brackets.
func steps(path string) []string {
	depth := 0
	return strings.FieldsFunc(path, func(r rune) bool {
		switch r {
		case '[':
			depth++
		case ']':
			depth--
		}
		return r == '.' && depth == 0
	})
}

func child(v any, name string) (any, error) {
	switch v := v.(type) {
	case map[string]any:
		if inner, ok := v[name]; ok {
			return inner, nil
		}
		return nil, fmt.Errorf("no %q in %v", name, slices.Sorted(maps.Keys(v)))
	case []any:
		if name == "len" {
			return float64(len(v)), nil
		}
		if i, err := strconv.Atoi(name); err == nil && i >= 0 && i < len(v) {
			return v[i], nil
		}
		return nil, fmt.Errorf("no entry %s in a list of %d", name, len(v))
	}
	return nil, fmt.Errorf("nothing is called %q in %v", name, v)
}

// entry is the first entry of a list that has a value somewhere.
func entry(v any, filter string) (any, error) {
	list, ok := v.([]any)
	path, want, said := strings.Cut(filter, "=")
	if !ok || !said {
		return nil, fmt.Errorf("[%s] needs a list and path=value", filter)
	}
	for _, e := range list {
		if got, err := walk(e, path); err == nil && fmt.Sprint(got) == want {
			return e, nil
		}
	}
	return nil, fmt.Errorf("no entry has %s in a list of %d", filter, len(list))
}

// shape prints the structure of a JSON answer, a line for each name with its type: shape FILE. With cmp stdout behind it,
// a script holds the shape of an answer.
func shape(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: shape FILE")
	}
	var v any
	if err := json.Unmarshal([]byte(ts.ReadFile(args[0])), &v); err != nil {
		ts.Fatalf("%s is not JSON: %v", args[0], err)
	}
	found := map[string]map[string]bool{}
	outline("", v, found)
	for _, path := range slices.Sorted(maps.Keys(found)) {
		if found[path]["null"] && !slices.Contains(free, lastName(path)) {
			ts.Fatalf("%s is null: what is empty is an empty list, map or text", path)
		}
		types := slices.Sorted(maps.Keys(found[path]))
		if path == "" {
			path = "answer"
		}
		_, err := fmt.Fprintf(ts.Stdout(), "%s: %s\n", strings.TrimPrefix(path, "."), strings.Join(types, " or "))
		ts.Check(err)
	}
}

// free are the names whose content depends on the records, not on the command.
var free = []string{"fields", "cells", "names", "counts", "before", "after", "standing", "kept"}

func lastName(path string) string { return path[strings.LastIndex(path, ".")+1:] }

func outline(path string, v any, found map[string]map[string]bool) {
	note := func(t string) {
		if found[path] == nil {
			found[path] = map[string]bool{}
		}
		found[path][t] = true
	}
	switch v := v.(type) {
	case nil:
		note("null")
	case bool:
		note("bool")
	case float64:
		note("number")
	case string:
		note("text")
	case []any:
		note("list")
		for _, e := range v {
			outline(path+"[]", e, found)
		}
	case map[string]any:
		note("object")
		if slices.Contains(free, lastName(path)) {
			return
		}
		for name, inner := range v {
			outline(path+"."+name, inner, found)
		}
	}
}
