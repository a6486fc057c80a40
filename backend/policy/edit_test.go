package policy

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"precedent/backend/casefile"
)

// edited is the policy after an edit that must be taken.
func edited(t testing.TB, p *Policy, e Edit) *Policy {
	t.Helper()
	files, err := p.Edited(e)
	if err != nil {
		t.Fatalf("%+v: %v", e, err)
	}
	next, mistakes := Load(files)
	if len(mistakes) > 0 {
		t.Fatalf("%+v: %v", e, mistakes)
	}
	return next
}

func formNamed(t testing.TB, p *Policy, file, list string) Form {
	t.Helper()
	all := p.Forms()
	i := slices.IndexFunc(all, func(f Form) bool { return f.File == file && f.List == list })
	if i < 0 {
		t.Fatalf("no form of %s %s", file, list)
	}
	return all[i]
}

func entryNamed(t testing.TB, f Form, key, value string) int {
	t.Helper()
	i := slices.IndexFunc(f.Entries, func(e FormEntry) bool { return e.Values[key] == value })
	if i < 0 {
		t.Fatalf("%s has no entry with %s %q", f.File, key, value)
	}
	return i
}

// commentsOf are the comments of all files.
func commentsOf(files map[string]string) []string {
	var out []string
	for _, name := range slices.Sorted(maps.Keys(files)) {
		for _, line := range lines(files[name]) {
			if _, comment, ok := strings.Cut(line, " # "); ok {
				out = append(out, comment)
			} else if strings.HasPrefix(strings.TrimSpace(line), "# ") {
				out = append(out, strings.TrimSpace(line))
			}
		}
	}
	return out
}

// TestAnEditChangesOneFieldAndNoOtherLine edits any field of any entry: every other value, and every comment, stays.
func TestAnEditChangesOneFieldAndNoOtherLine(t *testing.T) {
	p := builtinPolicy(t)
	rapid.Check(t, func(t *rapid.T) {
		i := rapid.IntRange(0, len(forms)-1).Draw(t, "form")
		f := p.Forms()[i]
		at := rapid.IntRange(0, len(f.Entries)-1).Draw(t, "entry")
		field := rapid.SampledFrom(f.Fields).Draw(t, "field")
		was := f.Entries[at].Values[field.Key]
		value := map[Shape]string{OneLine: "S9:1 # \"no\": comment", Text: "First {key}\n# second\n\n- third: x", Words: "one, two: 2, #three", Lines: "one\n# two", Rows: "AM, 06:00, 12:00\nPM, 12:00, 18:00", YesNo: "true", Choice: "critical"}[field.Shape]
		if field.Shape == Choice {
			value = field.Choices[0]
		}
		if rapid.Bool().Draw(t, "emptied") && !field.Needed {
			value = ""
		}
		s, err := newSheet(p.Files[f.File])
		if err != nil {
			t.Fatal(err)
		}
		if field.Key == "name" {
			t.Skip("the name of a pair is not edited")
		}
		if err := forms[i].edit(s, Edit{Do: "set", File: f.File, List: f.List, At: at, Values: map[string]string{field.Key: value}}); err != nil {
			t.Fatal(err)
		}
		files := maps.Clone(p.Files)
		files[f.File] = s.text()
		if !slices.Equal(commentsOf(map[string]string{"": strings.ReplaceAll(p.Files[f.File], "# second", "")}), commentsOf(map[string]string{"": withoutValue(s.text())})) {
			t.Errorf("comments of %s changed:\n%s", f.File, s.text())
		}
		for j := range forms {
			before, after := forms[j].filled(p.Files[forms[j].file]), forms[j].filled(files[forms[j].file])
			if i == j {
				before.Entries[at].Values[field.Key] = value
			}
			for n := range before.Entries {
				for _, k := range forms[j].keys {
					if before.Entries[n].Values[k] != after.Entries[n].Values[k] {
						t.Fatalf("%s: %s of %q was %q, is %q (edited from %q)", forms[j].file, k, before.Entries[n].Title, before.Entries[n].Values[k], after.Entries[n].Values[k], was)
					}
				}
			}
		}
	})
}

// withoutValue takes the test's own values with a # out.
func withoutValue(text string) string {
	for _, own := range []string{"S9:1 # ", "# second", "# two"} {
		text = strings.ReplaceAll(text, own, "")
	}
	return text
}

func TestAnEntryIsAddedMovedAndRemovedInItsFile(t *testing.T) {
	p := builtinPolicy(t)
	f := formNamed(t, p, "calendars.yaml", "")
	last := len(f.Entries) - 1
	q := edited(t, p, Edit{Do: "add", File: "calendars.yaml", At: last, Values: map[string]string{"id": "italy", "zones": "Europe/Rome", "country": "it", "weekdays": "Mon, Tue, Wed, Thu, Fri"}})
	if c := q.calendar("Europe/Rome"); c.ID != "italy" {
		t.Errorf("Rome has the calendar %s", c.ID)
	}
	if !strings.Contains(q.Files["calendars.yaml"], "- id: italy\n  zones: [Europe/Rome]\n  country: it\n") {
		t.Error(q.Files["calendars.yaml"])
	}
	q = edited(t, q, Edit{Do: "move", File: "calendars.yaml", At: last, To: 0})
	if q.Calendars[0].ID != "italy" || q.Calendars[1].ID != "germany" {
		t.Errorf("first are %s and %s", q.Calendars[0].ID, q.Calendars[1].ID)
	}
	q = edited(t, q, Edit{Do: "remove", File: "calendars.yaml", At: 0})
	for i := range p.Calendars {
		if q.Calendars[i].ID != p.Calendars[i].ID || !slices.Equal(q.Calendars[i].Weekdays, p.Calendars[i].Weekdays) {
			t.Errorf("%s became %s", p.Calendars[i].ID, q.Calendars[i].ID)
		}
	}
}

// TestOneOfSeveralThatShareAValueIsEditedAlone: the week of all calendars is written once in the program's own file.
func TestOneOfSeveralThatShareAValueIsEditedAlone(t *testing.T) {
	p := builtinPolicy(t)
	q := edited(t, p, Edit{Do: "set", File: "calendars.yaml", At: 0, Values: map[string]string{"weekdays": "Mon, Tue"}})
	if len(q.Calendars[0].Weekdays) != 2 || len(q.Calendars[1].Weekdays) != 5 {
		t.Errorf("%v, and the next %v", q.Calendars[0].Weekdays, q.Calendars[1].Weekdays)
	}
	q = edited(t, p, Edit{Do: "remove", File: "calendars.yaml", At: 0})
	if len(q.Calendars[0].Weekdays) != 5 {
		t.Error(q.Calendars[0])
	}
}

func TestAMistakeOfAnEditNamesFileAndLine(t *testing.T) {
	p := builtinPolicy(t)
	calendar := Edit{Do: "set", File: "calendars.yaml", At: 1, Values: map[string]string{"weekdays": "Mon, Someday"}}
	thread := entryNamed(t, formNamed(t, p, "messages.yaml", ""), "id", "thread")
	for _, c := range []struct {
		edit Edit
		says string
	}{
		{calendar, `calendars.yaml, line 10: an entry of "weekdays": "Someday" is no day`},
		{Edit{Do: "set", File: "messages.yaml", At: thread, Values: map[string]string{"text": "See {tickt}"}}, "the variable {tickt}"},
		{Edit{Do: "remove", File: "messages.yaml", At: thread}, `emergency.yaml, line`},
		{Edit{Do: "set", File: "shifts.yaml", At: 0, Values: map[string]string{"shifts": "AM, 5 o'clock, 11:00"}}, "is no time of day"},
		{Edit{Do: "set", File: "people.yaml", List: "parts", At: 0, Values: map[string]string{"source": ""}}, "source"},
		{Edit{Do: "add", File: "names.yaml", At: 0, Values: map[string]string{"name": "crm", "value": "x"}}, `has the name "crm" already`},
	} {
		_, err := p.Edited(c.edit)
		if casefile.CodeOf(err) != casefile.Invalid || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%+v: %v, want %q", c.edit, err, c.says)
		}
	}
	if _, err := p.Edited(Edit{Do: "set", File: "calendars.yaml", At: 99}); casefile.CodeOf(err) != casefile.Conflict {
		t.Error(err)
	}
}

func TestFormsKeepCommentsOfALine(t *testing.T) {
	text := strings.Join([]string{
		"# ours", "- id: a # first", "  zones: # where we are", "    - Europe/Berlin # the house", "    # the branch", "    - Europe/Rome",
		"  weekdays: [Mon, Tue] # short", "# the rest", "- {id: b, zones: [\"*\"], weekdays: [Mon]} # all others", "",
	}, "\n")
	f, _ := formOf("calendars.yaml", "")
	s, err := newSheet(text)
	if err != nil {
		t.Fatal(err)
	}
	for _, values := range []map[string]string{{"zones": "Europe/Rome, Europe/Oslo"}, {"weekdays": "Fri"}, {"id": "c"}, {"free": "2026-12-24"}} {
		if err := f.edit(s, Edit{Do: "set", File: f.file, At: 0, Values: values}); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.edit(s, Edit{Do: "set", File: f.file, At: 1, Values: map[string]string{"country": "no"}}); err != nil {
		t.Fatal(err)
	}
	want := strings.Join([]string{
		"# ours", "- id: c # first", "  zones: # where we are", "    # the branch", "    - Europe/Rome", "    - Europe/Oslo", "    # the house",
		"  weekdays: [Fri] # short", "  free: [\"2026-12-24\"]", "# the rest", "- id: b # all others", "  zones: [\"*\"]", "  country: no", "  weekdays: [Mon]", "",
	}, "\n")
	if s.text() != want {
		t.Errorf("got\n%s\nwant\n%s", s.text(), want)
	}
}
