package casefile

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"
)

func TestEveryKindHasASchema(t *testing.T) {
	for _, k := range Kinds() {
		if len(FieldsOf(k)) == 0 {
			t.Errorf("kind %s has no fields: add its struct to prototypes", k)
		}
		seen := map[string]bool{}
		for _, f := range FieldsOf(k) {
			if f.Name == "" || f.Label == "" {
				t.Errorf("%s: field %+v needs a json name and a label", k, f)
			}
			if seen[f.Name] && !f.Common {
				t.Errorf("%s: field %s stands twice", k, f.Name)
			}
			seen[f.Name] = true
		}
	}
	if len(prototypes) != len(kinds) {
		t.Errorf("%d prototypes for %d kinds", len(prototypes), len(kinds))
	}
}

func TestInstantKeepsTheZoneItWasSaidIn(t *testing.T) {
	for in, want := range map[string]string{
		"2026-03-13T07:50:00Z[Europe/Berlin]": "2026-03-13T07:50:00Z[Europe/Berlin]",
		"2026-03-13T08:50:00+01:00":           "2026-03-13T07:50:00Z[+01:00]",
		"2011-05-13T14:56:16.000+0000":        "2011-05-13T14:56:16Z",
		"2026-03-13":                          "2026-03-13",
		"":                                    "",
	} {
		i, err := ParseInstant(in)
		if err != nil || i.String() != want {
			t.Errorf("ParseInstant(%q) = %q, %v; want %q", in, i, err, want)
		}
	}
	for _, in := range []string{"yesterday", "2026-03-13T07:50:00", "2026-03-13T07:50:00Z[CET]", "0001-01-01", "2026-13-01", "2026-03-13T07:50:00Z[Europe/Berlin"} {
		if i, err := ParseInstant(in); err == nil {
			t.Errorf("ParseInstant(%q) = %q, want a fault", in, i)
		}
	}
}

func TestAppointmentIsTurnedIntoAnInstantByItsZone(t *testing.T) {
	a, err := ParseAppointment("2026-03-30T10:30[Europe/Berlin]")
	if err != nil {
		t.Fatal(err)
	}
	i, err := a.Instant("")
	if want := time.Date(2026, 3, 30, 8, 30, 0, 0, time.UTC); err != nil || !i.Time.Equal(want) {
		t.Errorf("got %v, %v; want %v (summer time)", i.Time, err, want)
	}
}

func TestKeysAreReadAsPeopleTypeThem(t *testing.T) {
	key, err := DrawKey(KindEscalation, bytes.NewReader([]byte{7, 19, 3, 15, 2, 22}))
	if err != nil || key != "ESC-7K3F2P" {
		t.Fatalf("DrawKey = %q, %v", key, err)
	}
	for typed, want := range map[string]string{"esc-7k3f2p": "ESC 7K3F2P", "7K3F": " 7K3F", "ESC-oil7K3": "ESC 0117K3", " call-0000 ": "CALL 0000"} {
		p, d, ok := ReadKey(typed)
		if !ok || p+" "+d != want {
			t.Errorf("ReadKey(%q) = %q %q %v, want %q", typed, p, d, ok, want)
		}
	}
	for _, typed := range []string{"", "ESC-7K", "ESC-7K3F2QQ", "FOO-7K3F2Q", "ESC-U234"} {
		if _, _, ok := ReadKey(typed); ok {
			t.Errorf("ReadKey(%q) took it for a key", typed)
		}
	}
}

func TestValidateSaysEachFaultOnce(t *testing.T) {
	r := Record{Kind: KindEscalation, Fields: map[string]any{
		"title": "Sign-in loops", "severity": "terrible", "created": "2026-03-13", "closed": "2026-03-12",
		"case_url": "javascript:alert(1)", "colour": "red", "confidential": "yes", "description": "a\x00b",
	}}
	got := map[string]int{}
	for _, f := range Validate(r) {
		got[f.Field]++
		if !strings.HasSuffix(f.Says, ".") {
			t.Errorf("%s: %q is not a sentence", f.Field, f.Says)
		}
	}
	for _, field := range []string{"severity", "closed", "case_url", "colour", "confidential", "description"} {
		if got[field] != 1 {
			t.Errorf("%s: %d findings, want 1", field, got[field])
		}
	}
	if len(got) != 6 {
		t.Errorf("findings in %v", got)
	}
}

func TestMissingIsShownAndNotRefused(t *testing.T) {
	r := Record{Kind: KindEscalation, Fields: map[string]any{"title": "Sign-in loops"}}
	if found := Validate(r); found != nil {
		t.Errorf("refused: %v", found)
	}
	var names []string
	for _, f := range Missing(r) {
		names = append(names, f.Field)
	}
	if got := strings.Join(names, " "); got != "description customer dri severity" {
		t.Errorf("missing: %s", got)
	}
}

func TestDiffThenApplyGivesTheOther(t *testing.T) {
	a := map[string]any{"a": "1", "m": map[string]any{"x": "1", "y": "2"}, "gone": true, "n": json.Number("1.0")}
	b := map[string]any{"a": "2", "m": map[string]any{"y": "3", "z": map[string]any{"k": "v"}}, "new": []any{"1"}, "n": json.Number("1.00")}
	if got := Apply(a, Diff(a, b)); !Equal(got, b) {
		t.Errorf("got %v, want %v", got, b)
	}
	if d := Diff(b, b); len(d) != 0 {
		t.Errorf("Diff of equals: %v", d)
	}
}

func TestMergeKeepsBothSidesOfProse(t *testing.T) {
	base, theirs, mine := "one\ntwo\nthree\n", "zero\none\ntwo\nthree\n", "one\ntwo\nthree\nfour"
	got, lost := Merge(TypeProse, base, theirs, mine)
	if got != "zero\none\ntwo\nthree\nfour\n" || lost {
		t.Errorf("got %q, %v", got, lost)
	}
	got, lost = Merge(TypeProse, "a\n", "b\n", "c\n")
	if got != "c\n" || !lost {
		t.Errorf("both changed one line: got %q, %v; the later stands and the earlier is kept", got, lost)
	}
	got, lost = Merge(TypeLine, "a", "b", "a")
	if got != "b" || lost {
		t.Errorf("only they changed: got %q, %v", got, lost)
	}
}

func TestTypedValues(t *testing.T) {
	sev, _ := FieldOf(KindEscalation, "severity")
	if v, err := ReadValue(sev, "Critical"); err != nil || v != "critical" {
		t.Errorf("severity: %v, %v", v, err)
	}
	tags, _ := FieldOf(KindEscalation, "tags")
	if v, err := ReadValue(tags, "a, b;c"); err != nil || !Equal(v, []any{"a", "b", "c"}) {
		t.Errorf("tags: %v, %v", v, err)
	}
	if v, err := ReadValue(tags, " "); err != nil || v != nil {
		t.Errorf("cleared: %v, %v", v, err)
	}
}

func TestAConflictIsPartOfAValidRecord(t *testing.T) {
	r := Record{Kind: KindEscalation, Fields: map[string]any{"title": "b", "conflicts": map[string]any{
		"title": map[string]any{"value": "a", "who": "Ada", "at": "2026-03-13T07:50:00Z", "seq": json.Number("7")},
		"tags":  map[string]any{"value": []any{"x"}, "seq": json.Number("8")},
	}}}
	if found := Validate(r); found != nil {
		t.Errorf("refused: %v", found)
	}
}

func TestWhatEndsBeforeItBeginsIsSaidInThePlacesTime(t *testing.T) {
	for _, c := range []struct {
		kind   Kind
		fields map[string]any
		says   string
	}{
		{"customer_event", map[string]any{"starts": "2026-12-03T09:00:00[Europe/Berlin]", "ends": "2026-12-02T09:00:00[Europe/Berlin]"},
			"Ends (2026-12-02 09:00 Europe/Berlin) is before starts (2026-12-03 09:00 Europe/Berlin). Correct one of them."},
		{"call", map[string]any{"started": "2026-03-13T07:50:00Z", "ended": "2026-03-12"},
			"Ended (2026-03-12) is before started (2026-03-13 07:50 UTC). Correct one of them."},
	} {
		found := Validate(Record{Kind: c.kind, ID: "01a22885-5034-7e7c-82a8-955a0078cfa6", Fields: c.fields})
		if len(found) != 1 || found[0].Says != c.says {
			t.Errorf("%v", found)
		}
	}
}
