package brief

import (
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"precedent/backend/casefile"
)

// whole is a brief of a case that does not exist, with every field filled.
var whole = Brief{
	Title: "Storage nodes refuse connections after the upgrade", Severity: "critical", Target: "engineering",
	Customers: "2: Veldhoorn Rail, Umbrella Freight", Workflow: "1,400 developers cannot push", Revenue: "2.1 million at the renewal in May", SLA: "at_risk",
	Description: "One of three nodes refuses every connection. It began with the upgrade to 17.1 on 13 March.\n\nThe health check is green.\nIMPACT\n  indented",
	Bug:         true, Steps: []string{"Upgrade a cluster of three nodes", "Let configuration management run\nwithin eleven seconds"},
	Expected: "All nodes sign with the new secret", Actual: "The third signs with the old one", Environment: "17.1 on Debian 12, three nodes",
	Tried:      []Attempt{{"Restart of the third node", "It refused again after eleven seconds"}, {"Rollback", "Not possible"}},
	LastUpdate: "2026-03-13 — we found the node", Expectation: "A working cluster by Monday", Risk: "Their CTO calls on Monday",
	Need: "fix", Ask: "Make the step refuse to start when the hashes differ", Deadline: "2026-03-16T10:30:00[Europe/Amsterdam]",
}

const wholeText = `ESCALATION: Storage nodes refuse connections after the upgrade
Severity: Critical
Target: Engineering
IMPACT
- Customers affected: 2: Veldhoorn Rail, Umbrella Freight
- Workflow impact: 1,400 developers cannot push
- Revenue at risk: 2.1 million at the renewal in May
- SLA status: At risk
ISSUE DESCRIPTION
One of three nodes refuses every connection. It began with the upgrade to 17.1 on 13 March.

The health check is green.
  IMPACT
    indented
REPRODUCTION STEPS (for bugs)
1. Upgrade a cluster of three nodes
2. Let configuration management run
   within eleven seconds
Expected: All nodes sign with the new secret
Actual: The third signs with the old one
Environment: 17.1 on Debian 12, three nodes
WHAT'S BEEN TRIED
1. Restart of the third node -> It refused again after eleven seconds
2. Rollback -> Not possible
CUSTOMER COMMUNICATION
- Last update: 2026-03-13 — we found the node
- Customer expectation: A working cluster by Monday
- Escalation risk: Their CTO calls on Monday
WHAT'S NEEDED
- Fix: Make the step refuse to start when the hashes differ
- Deadline: 2026-03-16 10:30 (Europe/Amsterdam)
`

func TestTheFormIsThatOfTheSource(t *testing.T) {
	if got := Write(whole); got != wholeText {
		t.Errorf("got\n%s", got)
	}
}

func TestAWrittenBriefGivesItsFieldsBack(t *testing.T) {
	got, notes, err := Read(wholeText)
	if err != nil || len(notes) > 0 || !reflect.DeepEqual(got, whole.Normal()) {
		t.Errorf("%+v\n%v %v", got, notes, err)
	}
}

func TestAnEmptyBriefShowsItsGapsAndReadsAsEmpty(t *testing.T) {
	text := Write(Brief{})
	for _, part := range []string{"IMPACT", "ISSUE DESCRIPTION", "WHAT'S BEEN TRIED", "CUSTOMER COMMUNICATION", "WHAT'S NEEDED", "Severity: [missing: severity]", "- Deadline: [missing: until when]"} {
		if !strings.Contains(text, part+"\n") {
			t.Errorf("no %q in\n%s", part, text)
		}
	}
	got, notes, err := Read(text)
	if err != nil || len(notes) > 0 || !reflect.DeepEqual(got, Brief{}) {
		t.Errorf("%+v %v %v", got, notes, err)
	}
}

// TestTheEmptyFormOfTheSourceReadsAsEmpty: somebody pastes the form before filling it in.
func TestTheEmptyFormOfTheSourceReadsAsEmpty(t *testing.T) {
	form := `ESCALATION: [One-line summary]
Severity: [Critical / High / Medium]
Target: [Engineering / Product / Security / Leadership]
IMPACT
- Customers affected: [Number and names if relevant]
- Revenue at risk: [If applicable]
- SLA status: [Within SLA / At risk / Breached]
WHAT'S BEEN TRIED
1. [Action] -> [Result]
WHAT'S NEEDED
- [Specific ask: investigate, fix, decide, approve]
- Deadline: [Date/time]
`
	got, notes, err := Read(form)
	if err != nil || !reflect.DeepEqual(got, Brief{}) {
		t.Errorf("%+v %v %v", got, notes, err)
	}
}

func TestWhatPeoplePasteIsReadTolerantly(t *testing.T) {
	got, notes, err := Read("Hi all,\r\n\r\n**ESCALATION:** Sign-in loops\r\n**Severity:** high\r\n**Target:** Support L2\r\n\r\n## Impact\r\n• Customers Affected: 3\r\n• SLA status: within SLA\r\n\r\n" +
		"What’s been tried:\r\n- Cleared the cache → no change\r\n\r\n**What’s needed**\r\n- Decide: whether we roll back\r\n- Deadline: soon\r\n- Colour: red\r\n")
	if err != nil {
		t.Fatal(err)
	}
	want := Brief{Title: "Sign-in loops", Severity: "high", Target: "support_l2", Customers: "3", SLA: "within", Tried: []Attempt{{"Cleared the cache", "no change"}},
		Need: "decide", Ask: "whether we roll back\nColour: red"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v", got)
	}
	if len(notes) != 2 || notes[0].Line != 1 || notes[1].Text != "soon" || !strings.Contains(notes[1].Says, "Line 16: the deadline is no date") {
		t.Errorf("notes %+v", notes)
	}
}

func TestATextThatIsNoBriefIsRefused(t *testing.T) {
	if _, _, err := Read("Dear all, the storage is down."); casefile.CodeOf(err) != casefile.Invalid {
		t.Error(err)
	}
}

// TestReadingWhatWasWritten is the law: any brief, however its texts look, comes back in its normal form.
func TestReadingWhatWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := drawn(t)
		got, notes, err := Read(Write(b))
		if err != nil || len(notes) > 0 {
			t.Fatalf("%v %+v\n%s", err, notes, Write(b))
		}
		if want := b.Normal(); !reflect.DeepEqual(got, want) {
			t.Fatalf("wrote %+v\nread  %+v\n%s", want, got, Write(b))
		}
	})
}

// drawn is a brief whose texts are made of what could confuse the reader.
func drawn(t *rapid.T) Brief {
	pieces := rapid.SampledFrom([]string{"IMPACT", "WHAT'S NEEDED", "Severity: High", "- Deadline: now", "1. step", "a -> b", "→", "->", "  in", "\n", "\n\n", " ", "x", "[missing: y]", "[", "]",
		"ESCALATION: z", "Fix: it", "Expected: q", "# h", "**b**", "\t", "\r\n", "é漢ع", ":", "- ", "[Step]"})
	text := func(name string) string {
		return strings.Join(rapid.SliceOfN(rapid.OneOf(pieces, rapid.StringN(0, 4, 12)), 0, 6).Draw(t, name), "")
	}
	pick := func(field string) string {
		f, _ := casefile.FieldOf(casefile.KindBrief, field)
		return rapid.SampledFrom(append([]string{""}, f.Enum...)).Draw(t, field)
	}
	b := Brief{
		Title: text("title"), Severity: pick("severity"), Target: pick("target"), Customers: text("customers"), Workflow: text("workflow"), Revenue: text("revenue"), SLA: pick("sla_status"),
		Description: text("description"), Bug: rapid.Bool().Draw(t, "bug"), Expected: text("expected"), Actual: text("actual"), Environment: text("environment"),
		LastUpdate: text("last"), Expectation: text("expectation"), Risk: text("risk"), Need: pick("need"), Ask: text("ask"),
		Deadline: rapid.SampledFrom([]string{"", "2026-03-16", "2026-03-16T10:30", "2026-03-16T10:30:15[Europe/Berlin]"}).Draw(t, "deadline"),
	}
	for range rapid.IntRange(0, 3).Draw(t, "steps") {
		b.Steps = append(b.Steps, text("step"))
	}
	for range rapid.IntRange(0, 3).Draw(t, "tried") {
		b.Tried = append(b.Tried, Attempt{text("action"), text("result")})
	}
	return b
}

// FuzzRead: whatever is pasted, what was read stands as it is when it is written and read again.
func FuzzRead(f *testing.F) {
	f.Add(wholeText)
	f.Add(Write(Brief{}))
	f.Add("ESCALATION:\nWHAT'S BEEN TRIED\n1. a ->\n  b\n")
	f.Fuzz(func(t *testing.T, text string) {
		b, _, err := Read(text)
		if err != nil {
			return
		}
		again, notes, err := Read(Write(b))
		if err != nil || len(notes) > 0 || !reflect.DeepEqual(again, b) {
			t.Fatalf("%v %v\nfirst  %#v\nsecond %#v\n%s", err, notes, b, again, Write(b))
		}
	})
}

func TestABriefIsDraftedFromAnEscalation(t *testing.T) {
	c := casefile.Case{Record: casefile.Record{Kind: casefile.KindEscalation, ID: "e", Fields: map[string]any{"title": "Sign-in loops", "severity": "low", "customer": "c", "impact_customer": "Nobody signs in"}},
		Items: []casefile.Record{{Kind: casefile.KindAsk, ID: "a", Fields: map[string]any{"text": "Find the loop", "verb": "investigate", "needed_by": "2026-03-16"}}}}
	b := Of(c, func(string) string { return "Veldhoorn Rail" })
	if b.Severity != "" || b.Customers != "Veldhoorn Rail" || b.Need != "investigate" || b.Ask != "Find the loop" {
		t.Errorf("%+v", b) // a low severity has to be chosen anew (C1)
	}
}

func TestAnEscalationTakesABriefsFieldsAndLosesNothing(t *testing.T) {
	f := whole.Escalation()
	for _, text := range []string{"One of three nodes", "Customers affected: 2: Veldhoorn Rail", "1. Upgrade a cluster", "Expected: All nodes", "What the customer expects: A working cluster by Monday"} {
		if s, _ := f["description"].(string); !strings.Contains(s, text) {
			t.Errorf("no %q in %s", text, s)
		}
	}
	if found := casefile.Validate(casefile.Record{Kind: casefile.KindEscalation, Fields: f}); len(found) > 0 {
		t.Error(found)
	}
	if found := casefile.Validate(casefile.Record{Kind: casefile.KindBrief, Fields: whole.Fields()}); len(found) > 0 {
		t.Error(found)
	}
}
