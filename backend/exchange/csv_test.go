package exchange

import (
	"bytes"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"precedent/backend/casefile"
)

func guess(t *testing.T, text string) CSVMapping {
	t.Helper()
	m, err := GuessCSV(strings.NewReader(text), "")
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func fieldsOf(m CSVMapping) string {
	var out []string
	for _, c := range m.Columns {
		out = append(out, c.Field)
	}
	return strings.Join(out, " ")
}

func TestColumnsAreGuessedByTheirHeaders(t *testing.T) {
	m := guess(t, "Ticket ID;Subject;Account Name;Sev;Opened at;Assigned To;Root Cause;Weather\nT-1;Loops;Acme;High;2026-03-13;Ana;cache;sunny\n")
	if got := fieldsOf(m); got != "id title customer severity created dri cause extra" {
		t.Errorf("fields: %s", got)
	}
	if m.Delimiter != ";" || !m.HasHeader || m.Encoding != EncodingUTF8 || m.Columns[1].Samples[0] != "Loops" || len(m.Asks) != 0 {
		t.Errorf("%+v", m)
	}
}

func TestAColumnWhoseValuesDoNotFitIsKeptAndSaid(t *testing.T) {
	m := guess(t, "Summary,Severity,Status,Created\na,Blocker,In progress,last week\n")
	for _, c := range m.Columns[1:] {
		if c.Field != FieldExtra || c.Note == "" {
			t.Errorf("%+v", c)
		}
	}
}

func TestATableOfTwoColumnsIsTitleAndText(t *testing.T) {
	for name, text := range map[string]string{
		"header":    "Title,Description\nLoops,Sign-in goes round.\nSlow,Search takes a minute.\n",
		"no header": "Loops,Sign-in goes round.\nSlow,Search takes a minute.\n",
	} {
		got := readText(t, "a.csv", text)
		if len(got.in) != 2 || got.in[0].Fields["title"] != "Loops" || got.in[1].Fields["description"] != "Search takes a minute." {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestEncodingsAndDelimiters(t *testing.T) {
	const table = "Titel;Title;Description\r\nx;Zürich fällt aus;\"Die Prüfung\r\nschlägt fehl\"\r\n"
	windows, _ := charmap.Windows1252.NewEncoder().String(table)
	little, _ := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(table)
	big, _ := unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder().String(table)
	for name, text := range map[string]string{
		"utf-8": table, "with mark": "\ufeff" + table, "windows-1252": windows, "utf-16le": little, "utf-16be without mark": big,
		"commas": strings.ReplaceAll(table, ";", ","), "tabs": strings.ReplaceAll(table, ";", "\t"), "said": "sep=;\r\n" + table,
	} {
		got := readText(t, "a.csv", text)
		if len(got.in) != 1 || got.in[0].Fields["title"] != "Zürich fällt aus" || got.in[0].Fields["description"] != "Die Prüfung\nschlägt fehl" {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestARowWithBrokenQuotesIsNamedAndTheRestIsTaken(t *testing.T) {
	got := readText(t, "a.csv", strings.Join([]string{
		"id,title,description",
		`1,good,"two`, `lines"`,
		`2,"never closed,x`,
		`3,good,a 5" disk`,
		`4,"closed"then text,x`,
		`5,good,"said ""no"""`,
		`6,too,many,cells`,
		`7,few`,
		`,,`,
		"8,bad\xffbyte,x",
		`9,good,end`,
	}, "\n"))
	var ids, lines []string
	for _, in := range got.in {
		ids = append(ids, in.SourceID)
	}
	for _, r := range got.refused {
		lines = append(lines, r.Where[strings.LastIndex(r.Where, ":")+1:])
	}
	// The table is not UTF-8 to its end, so it was guessed to be Windows-1252, where every byte has a meaning.
	if strings.Join(ids, " ") != "1 3 5 7 8 9" || strings.Join(lines, " ") != "4 6 8" {
		t.Errorf("taken %v, refused at %v: %v", ids, lines, got.refused)
	}
	if got.in[0].Fields["description"] != "two\nlines" || got.in[2].Fields["description"] != `said "no"` {
		t.Errorf("%+v", got.in)
	}
}

func TestAnUnclosedQuoteDoesNotSwallowATableOverTheLimit(t *testing.T) {
	text := "id,title\n1,\"open\n" + strings.Repeat("2,fine\n", 500)
	dir := write(t, map[string]string{"a.csv": text})
	got := read(t, Options{Paths: []string{dir}, Limits: Limits{Line: 1000}})
	if len(got.in) != 500 || len(got.refused) != 1 || !strings.HasSuffix(got.refused[0].Where, ":2") {
		t.Errorf("%d taken, %v", len(got.in), got.refused)
	}
}

func TestTimesWithoutAZoneAreAskedAbout(t *testing.T) {
	const table = "id,title,created\n1,a,2026-03-13 08:50\n2,b,2026-10-25 02:30\n3,c,2026-03-29 02:30\n4,d,2026-03-13\n"
	m := guess(t, table)
	if !slices.Contains(m.Asks, AskZone) || fieldsOf(m) != "id title created" {
		t.Fatalf("%+v", m)
	}
	if got := readText(t, "a.csv", table); len(got.in) != 1 || len(got.refused) != 3 {
		t.Errorf("without a zone: %+v", got)
	}
	m.Zone = "Europe/Berlin"
	dir := write(t, map[string]string{"a.csv": table})
	got := read(t, Options{Paths: []string{dir}, Mapping: &m})
	if len(got.in) != 2 || got.in[0].Fields["created"] != "2026-03-13T07:50:00Z[Europe/Berlin]" || got.in[1].Fields["created"] != "2026-03-13" {
		t.Errorf("with a zone: %+v", got)
	}
	if len(got.refused) != 2 { // the hour that is twice, the hour that is not
		t.Errorf("refused: %v", got.refused)
	}
}

func TestTheOrderOfDatesIsGuessedOnlyWhenOneDateTells(t *testing.T) {
	for text, want := range map[string]struct {
		order string
		asks  bool
		value any
	}{
		"title,created\na,01/02/2026\n":                    {"", true, nil},
		"title,created\na,01/02/2026\nb,31/12/2025\n":      {DayFirst, false, "2026-02-01"},
		"title,created\na,01/02/2026\nb,12/31/2025\n":      {MonthFirst, false, "2026-01-02"},
		"title,created\na,01.02.2026\n":                    {"", false, "2026-02-01"},
		"title,created\na,2026/02/01\n":                    {"", false, "2026-02-01"},
		"title,created\na,1/2/2026 8:05 AM\nb,1/13/2026\n": {MonthFirst, false, nil},
	} {
		m := guess(t, text)
		if m.DateOrder != want.order || slices.Contains(m.Asks, AskDateOrder) != want.asks {
			t.Errorf("%q: %q %v", text, m.DateOrder, m.Asks)
		}
		if got := readText(t, "a.csv", text); want.value != nil && (len(got.in) == 0 || got.in[0].Fields["created"] != want.value) {
			t.Errorf("%q: %+v", text, got)
		}
	}
	m := guess(t, "title,created\na,1/2/2026 8:05 PM\nb,1/13/2026\n")
	in, err := m.record(shaper{kind: m.Kind, typed: true, zone: "America/New_York", dateOrder: m.DateOrder}, "a:1", []string{"a", "1/2/2026 8:05 PM"})
	if err != nil || in.Fields["created"] != "2026-01-03T01:05:00Z[America/New_York]" {
		t.Errorf("%v %v", in.Fields, err)
	}
}

func TestAMappingThatAPersonChangedIsChecked(t *testing.T) {
	good := guess(t, "a,b\nx y,z\n")
	good.Columns[0].Field, good.Columns[1].Field = "description", "description"
	if err := good.Check(); err != nil {
		t.Errorf("two columns may make one text: %v", err)
	}
	got := read(t, Options{Paths: []string{write(t, map[string]string{"a.csv": "x y,z\n"})}, Mapping: &good})
	if len(got.in) != 1 || got.in[0].Fields["description"] != "x y\n\nz" {
		t.Errorf("%+v", got)
	}
	for name, change := range map[string]func(*CSVMapping){
		"no such field": func(m *CSVMapping) { m.Columns[0].Field = "colour" }, "the program's own": func(m *CSVMapping) { m.Columns[0].Field = "deleted" },
		"two titles": func(m *CSVMapping) { m.Columns[0].Field, m.Columns[1].Field = "title", "title" },
		"delimiter":  func(m *CSVMapping) { m.Delimiter = "" }, "encoding": func(m *CSVMapping) { m.Encoding = "ebcdic" },
		"kind": func(m *CSVMapping) { m.Kind = "settings" }, "zone": func(m *CSVMapping) { m.Zone = "CET" }, "order": func(m *CSVMapping) { m.DateOrder = "year" },
	} {
		m := guess(t, "a,b\nx y,z\n")
		if change(&m); casefile.CodeOf(m.Check()) != casefile.Invalid {
			t.Errorf("%s: %v", name, m.Check())
		}
	}
}

func TestRowsOfOtherKinds(t *testing.T) {
	dir := write(t, map[string]string{"a.csv": "kind,id,parent,title,when,note\nescalation,1,,Loops,,\nline,2,1,,2026-03-13T07:50:00Z,rebooted\n"})
	m, _ := GuessCSV(strings.NewReader("kind,id,parent,title,when,note\nx,1,,Loops,,\n"), "")
	if fieldsOf(m) != "kind id parent title extra description" {
		t.Fatalf("%s", fieldsOf(m))
	}
	got := read(t, Options{Paths: []string{filepath.Join(dir, "a.csv")}, Kind: casefile.KindCustomer})
	if len(got.in)+len(got.refused) != 2 {
		t.Errorf("%+v", got)
	}
}

func FuzzTable(f *testing.F) {
	for _, seed := range []string{
		"id,title\n1,\"a\n\"\"b\"\n", "Summary;Created\nx;01/02/2026 08:00\n", "\xff\xfea\x00,\x00b\x00", "sep=;\na;b", "\"", "a,\"b\"c\n\"", "title\tseverity\nx\tHigh\r\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, table []byte) {
		m, err := GuessCSV(bytes.NewReader(table), "")
		if err != nil {
			return
		}
		if err := m.Check(); err != nil {
			t.Fatalf("the guess is no mapping: %v", err)
		}
		rows := rowReader{lines: newLineReader(decoded(bytes.NewReader(table), m.Encoding), 1<<16), delim: m.Delimiter[0], columns: 100}
		last := 0
		err = m.each(&rows, func(r row, err error) error {
			if r.line <= last {
				t.Fatalf("line %d after line %d", r.line, last)
			}
			last = r.line
			var in Incoming
			if err == nil {
				in, err = m.record(shaper{source: "fuzz", kind: m.Kind, typed: true, zone: "UTC"}, "fuzz", r.cells)
			}
			var no refused
			if err == nil {
				checkIncoming(t, in)
			} else if !errors.As(err, &no) {
				t.Fatal(err)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestATableFullOfOpenQuotesIsReadInReasonableSteps(t *testing.T) {
	const lines = 2000
	rows := rowReader{lines: newLineReader(strings.NewReader(strings.Repeat("a\",,\"\n", lines)), 1<<20), delim: ',', columns: 100}
	refusals := 0
	for {
		_, err := rows.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			refusals++
		}
	}
	if refusals != lines || rows.patience != 4<<10 {
		t.Errorf("%d of %d rows refused, patience %d", refusals, lines, rows.patience)
	}
}
