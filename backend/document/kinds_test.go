package document

import (
	"slices"
	"strings"
	"testing"
	"time"

	"precedent/backend/casefile"
	"precedent/backend/document/brief"
)

// customersKinds are the documents for a customer that can be made of records of a kind.
func customersKinds(k casefile.Kind) []string {
	return slices.DeleteFunc(KindsOf(k), func(kind string) bool {
		t, err := TemplateOf(kind)
		return err != nil || !t.For(Customer)
	})
}

// fixtureOf is the fixture for a kind of record: the escalation, or another record of the same made-up story.
func fixtureOf(k casefile.Kind, a Audience) Input {
	in := fixture(a)
	in.Levels = []Level{{in.Case.Instant("created"), "high"}, {instantOf("2026-03-14T08:12:00Z"), "critical"}}
	in.Cadence = 24 * time.Hour
	if k == casefile.KindEscalation {
		return in
	}
	in.Levels = nil
	switch k {
	case casefile.KindReview:
		in.Case, in.Related = review(), []casefile.Case{customer(), person("person-1", "Marta Ilves")}
		in.Case.Fields["started"], in.Case.Fields["detected"] = "2026-03-13T06:50:00Z", "2026-03-13T07:12:00Z"
		in.Case.Fields["resolved"] = "2026-03-19T09:40:00Z"
	case casefile.KindEmergency:
		in.Case, in.Related = emergency(), []casefile.Case{customer(), person("person-2", "Jonas Okafor")}
	case casefile.KindIncident:
		in.Case, in.Related = incident(), []casefile.Case{customer()}
	case casefile.KindCall:
		in.Case, in.Related = call(), []casefile.Case{customer(), person("person-2", "Jonas Okafor")}
	case casefile.KindBrief:
		in.Case, in.Related = briefCase(), []casefile.Case{customer()}
	}
	return in
}

func emergency() casefile.Case {
	c := casefile.Case{Record: rec(casefile.KindEmergency, "emg-1", fields{
		"key": "EMG-4T9W2B", "title": "All pushes fail since the upgrade", "customer": "customer-1", "engineer": "person-2", "status": "solved", "page_state": "resolved",
		"product": "self_managed", "created": "2026-03-13T06:58:00Z", "paged": "2026-03-13T06:58:00Z", "acknowledged": "2026-03-13T07:01:00Z", "contacted": "2026-03-13T07:06:00Z",
		"started": "2026-03-13T06:50:00Z", "detected": "2026-03-13T06:57:00Z", "mitigated": "2026-03-13T09:20:00Z", "zone": "Europe/Amsterdam",
		"bridge_url": "https://bridge.example/veldhoorn", "ticket_priority": "urgent", "available_until": "2026-03-13T17:00[Europe/Amsterdam]", "next_colleague": "person-3",
		"follow_up": "We check the third node tomorrow at nine and write in the ticket.", "tier2_decision": "tier2", "tier2_reason": "Sealed reason: support had nothing left to try, and a rollback was not possible.",
		"developer_called": "2026-03-13T07:30:00Z", "developer_joined": "2026-03-13T07:52:00Z", "interrupted_work": "Sealed: the storage allocation of March",
	})}
	c.Items = []casefile.Record{
		item(casefile.KindLine, 1, fields{"text": "Pushes fail with “permission denied by secret”.", "at": "2026-03-13T07:08:00Z", "visibility": "customer", "starred": true, "mark": "impact"}),
		item(casefile.KindLine, 2, fields{"text": "Sealed line: their administrator restarted the node twice and did not say so.", "at": "2026-03-13T07:20:00Z", "visibility": "internal", "went": "surprised"}),
		item(casefile.KindLine, 3, fields{"text": "Two nodes take pushes again.", "at": "2026-03-13T09:20:00Z", "visibility": "customer", "starred": true, "mark": "mitigation", "went": "well"}),
		item(casefile.KindAttempt, 1, fields{"action": "Restart of the third node", "result": "It refuses again after eleven seconds", "worked": "no", "visibility": "customer"}),
		item(casefile.KindOption, 1, fields{"text": "Roll back the upgrade", "reversible": "no", "data_loss": "yes", "customer_asked": "2026-03-13T07:40:00Z", "consent": "no"}),
		item(casefile.KindOption, 2, fields{"text": "Write the secret by hand", "reversible": "yes", "data_loss": "no", "consent": "yes", "chosen": true}),
		item(casefile.KindAction, 1, fields{"text": "Check the third node", "owner": "person-2", "due": "2026-03-14T09:00[Europe/Amsterdam]", "type": "next_step", "status": "open", "visibility": "customer"}),
		item(casefile.KindHandoff, 1, fields{"to": "person-3", "context": "Sealed context: nodes one and two are well; do not restart the third.", "open_questions": "Who rotates the secret next time?"}),
		item(casefile.KindUpdate, 1, fields{"audience": "customer", "body": "We are on a bridge and look at the third node.", "at": "2026-03-13T07:30:00Z", "next_due": "2026-03-13T10:00[Europe/Amsterdam]"}),
	}
	return c
}

func incident() casefile.Case {
	return casefile.Case{Record: rec(casefile.KindIncident, "inc-1", fields{
		"key": "INC-6P2D8N", "title": "Sign-in failed for a third of all requests", "incident_severity": "s1", "scope": "all_customers", "status": "resolved",
		"description": "Sealed: the certificate of the session store ran out, and nobody owned its renewal.", "created": "2026-04-02T08:05:00Z",
		"started": "2026-04-02T08:00:00Z", "detected": "2026-04-02T08:04:00Z", "resolved": "2026-04-02T09:31:00Z", "zone": "Europe/Berlin",
		"public_text": "Between 10:00 and 11:31 a third of all sign-ins failed. Sessions that were open went on.", "status_url": "https://status.example/incidents/77",
		"issue_url": "https://tracker.ourcompany.internal/incidents/77",
		"outreach":  fields{"o1": fields{"customer": "customer-1", "at": "2026-04-02T10:00:00Z", "text": "Sealed: asked whether their night build failed."}},
	})}
}

func call() casefile.Case {
	c := casefile.Case{Record: rec(casefile.KindCall, "call-1", fields{
		"key": "CALL-3F7K2M", "title": "Call about the third node", "customer": "customer-1", "started": "2026-03-14T08:00:00Z", "ended": "2026-03-14T08:40:00Z", "zone": "Europe/Amsterdam",
		"follow_up": "Open a new emergency if pushes fail again; otherwise we write on Monday.",
	})}
	c.Items = []casefile.Record{
		item(casefile.KindLine, 1, fields{"text": "The third node signs with the old secret.", "at": "2026-03-14T08:05:00Z", "visibility": "customer"}),
		item(casefile.KindLine, 2, fields{"text": "Sealed line: they are three versions behind on their database.", "at": "2026-03-14T08:11:00Z", "visibility": "internal"}),
		item(casefile.KindAttempt, 1, fields{"action": "Secret written by hand", "result": "The node takes pushes", "worked": "yes", "visibility": "customer"}),
		item(casefile.KindAction, 1, fields{"text": "Send the order of the upgrade’s steps", "owner": "person-2", "due": "2026-03-16[Europe/Amsterdam]", "status": "open", "visibility": "customer"}),
		item(casefile.KindLink, 1, fields{"type": "ticket", "title": "Ticket 4711", "url": "https://tickets.example/4711"}),
	}
	return c
}

func briefCase() casefile.Case {
	b := brief.Brief{Title: "Storage nodes refuse connections after the upgrade", Severity: "critical", Target: "engineering", Customers: "1: Veldhoorn Rail", Workflow: "1,400 developers cannot push",
		SLA: "at_risk", Description: "One of three nodes refuses every connection. It began with the upgrade. Two nodes are well.", Need: "fix", Ask: "Make the step refuse to start", Deadline: "2026-03-16T10:30[Europe/Amsterdam]"}
	c := casefile.Case{Record: rec(casefile.KindBrief, "brf-1", b.Fields())}
	c.Fields["key"] = "BRF-5H8Q2C"
	c.Items = []casefile.Record{item(casefile.KindAttempt, 1, fields{"action": "Restart of the third node", "result": "It refused again"})}
	return c
}

// TestEachKindAsMarkdown is what each document says of the made-up story, to each of its readers, made of the first kind of
// record that it is for.
func TestEachKindAsMarkdown(t *testing.T) {
	for _, kind := range Kinds() {
		tpl, err := TemplateOf(kind)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range tpl.Audiences() {
			b := build(t, kind, fixtureOf(tpl.Of[0], a))
			printed, err := Render(t.Context(), b.Tree, Markdown, Means{})
			if err != nil {
				t.Fatal(err)
			}
			golden(t, kind+"-"+string(a)+".md", printed.Data)
		}
	}
}

// TestEachKindCanBeMadeOfEachRecordThatItNames also holds that nothing sealed reaches a customer.
func TestEachKindCanBeMadeOfEachRecordThatItNames(t *testing.T) {
	for _, kind := range Kinds() {
		tpl, _ := TemplateOf(kind)
		for _, of := range tpl.Of {
			for _, a := range tpl.Audiences() {
				in := fixtureOf(of, a)
				text := textOf(build(t, kind, in))
				if a == Customer && strings.Contains(strings.ToLower(text), "sealed") {
					t.Errorf("%s of %s says something sealed: %s", kind, of, text)
				}
				if a == Customer {
					for _, found := range check(t, build(t, kind, in).Tree, HTML, SealedBy(in)) {
						t.Errorf("%s of %s: %+v", kind, of, found)
					}
				}
			}
		}
	}
}

func TestABriefsTextIsThatOfItsForm(t *testing.T) {
	text := RenderBrief(fixtureOf(casefile.KindBrief, Internal)).Data
	if !strings.HasPrefix(string(text), "ESCALATION: Storage nodes refuse connections after the upgrade\nSeverity: Critical\nTarget: Engineering\nIMPACT\n") {
		t.Errorf("%s", text)
	}
	golden(t, "brief-text.txt", text)
}

func TestADocumentIsRefusedToWhomItIsNotFor(t *testing.T) {
	in := fixture(Customer)
	if _, err := Build("declaration", in); casefile.CodeOf(err) != casefile.Invalid {
		t.Error(err)
	}
	if _, err := Build("follow_up", in); casefile.CodeOf(err) != casefile.Invalid || !strings.Contains(err.Error(), "is not made of escalations") {
		t.Error(err)
	}
}
