package main

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// folder writes a data folder with these lines.
func folder(t *testing.T, lines ...string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "shop")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write([]byte(strings.Join(lines, "\n")))
	z.Close()
	if err := os.WriteFile(filepath.Join(dir, inputName), b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}

const (
	report = `{"id":"SHOP-1","title":"Basket <empty> after login","body":"","created":"2024-05-02T06:48:54.000+0000","project":"SHOP","type":"Bug","priority":null,"status":"Closed","resolution":"Duplicate","components":["Web","Android"],"labels":["basket"],"versions":[],"reporter":"sam","ord":0}`
	thread = `{"id":"SHOP-2","kind":"escalation","title":"Sign-in loops","body":"It loops.","environment":"Linux","created":"2024-05-03T06:48:54.000+0000","resolved":"2024-05-09T00:00:00.000+0000","status":"Resolved","resolution":"Fixed","priority":null,"components":[],"labels":[],"reporter":"person-1","assignee":"person-2","notes":[{"author":"person-2","at":"2024-05-04T06:48:54.000+0000","text":"Same here"},{"author":"person-1","at":"2024-05-05T06:48:54.000+0000","text":" "},{"author":"person-1","at":"2024-05-06T06:48:54.000+0000","text":"a\u0000b"}]}`
	old    = `{"id":"r-2","title":"The ship sank","body":"","created":"1628-08-10T12:00:00Z","kind":"incident_review","source":"acme/reviews"}`
	review = `{"id":"r-1","title":"Outage","body":"Down.","created":"","kind":"incident_review","company":"Acme","product":"","tags":["dns"],"url":"https://example.com/1","source":"acme/reviews","licence":"MIT","ord":7}`
)

func TestEachShapeBecomesItsRecords(t *testing.T) {
	var out, errs bytes.Buffer
	if err := command([]string{folder(t, report, thread, review, old), "-o", "-"}, &out, &errs); err != nil {
		t.Fatal(err)
	}
	want := `{"component":"Web, Android","created":"2024-05-02T06:48:54.000+0000","extra":{"project":"SHOP","reporter":"sam","resolution":"Duplicate","tracker_status":"Closed","tracker_type":"Bug"},"id":"SHOP-1","kind":"escalation","source":"shop","status":"closed","tags":["basket"],"title":"Basket <empty> after login"}
{"created":"2024-05-03T06:48:54.000+0000","description":"It loops.","environment":"Linux","extra":{"assignee":"person-2","reporter":"person-1","resolution":"Fixed","tracker_status":"Resolved"},"id":"SHOP-2","kind":"escalation","resolved":"2024-05-09T00:00:00.000+0000","source":"shop","title":"Sign-in loops"}
{"at":"2024-05-04T06:48:54.000+0000","id":"SHOP-2#1","kind":"line","parent":"SHOP-2","source":"shop","text":"Same here","who":"person-2"}
{"at":"2024-05-06T06:48:54.000+0000","id":"SHOP-2#3","kind":"line","parent":"SHOP-2","source":"shop","text":"a␀b","who":"person-1"}
{"company":"Acme","description":"Down.","id":"r-1","kind":"review","licence":"MIT","source":"acme/reviews","tags":["dns"],"title":"Outage","url":"https://example.com/1"}
{"extra":{"said_created":"1628-08-10T12:00:00Z"},"id":"r-2","kind":"review","source":"acme/reviews","title":"The ship sank"}
`
	if got := out.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := errs.String(); !strings.Contains(got, "4 records and 2 lines") || !strings.Contains(got, "1 empty comments") {
		t.Errorf("report: %s", got)
	}
}

func TestTheFlagMayStandFirstAndTheFileIsWhole(t *testing.T) {
	dir := folder(t, report)
	out := filepath.Join(t.TempDir(), "out.jsonl")
	if err := command([]string{"-o", out, dir}, nil, &bytes.Buffer{}); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(out)
	if err != nil || bytes.Count(b, []byte("\n")) != 1 {
		t.Errorf("%d bytes, %v", len(b), err)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(out), ".*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestWrongUseIsSaid(t *testing.T) {
	for _, args := range [][]string{{}, {"dir"}, {"-o", "-"}, {"a", "b", "-o", "-"}, {filepath.Join(t.TempDir(), "none"), "-o", "-"}, {folder(t, "{"), "-o", "-"}} {
		if err := command(args, &bytes.Buffer{}, &bytes.Buffer{}); err == nil {
			t.Errorf("%v: no error", args)
		}
	}
}
