package document

import (
	"slices"
	"strings"
	"testing"

	"precedent/backend/casefile"
)

func TestTheProgramsOwnCardsAreWhole(t *testing.T) {
	for _, id := range cardOrder {
		c, err := cardOf(id)
		if err != nil {
			t.Fatal(err)
		}
		if c.System == "" || c.Kind != id || c.About == "" || !slices.Contains(Formats(), c.Markup) {
			t.Errorf("%s: %+v", id, c)
		}
		for _, k := range c.Of {
			if _, ok := casefile.FieldOf(k, c.Link); !ok && k != casefile.KindCall {
				t.Errorf("%s: %s has no field %q", id, k, c.Link)
			}
		}
		for _, s := range c.Sections {
			if _, known := fillers[s.Fill]; !known || s.Title == "" || s.Help == "" || s.Audience != c.Audience {
				t.Errorf("%s: field %+v", id, s)
			}
		}
	}
}

// TestCards is what each card says of the made-up story.
func TestCards(t *testing.T) {
	names := CardNames{"crm": "CRM", "crm_case_type": "At-Risk Account Help", "tasks": "To-do list", "closure_template": "At-Risk/Escalation - Closure", "tickets": "Ticket", "after_call_macro": "Support::Post Customer Call"}
	for _, id := range cardOrder {
		made, err := cardOf(id)
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range made.Of {
			c, err := BuildCard(id, fixtureOf(k, made.Audience), names)
			if err != nil {
				t.Fatal(err)
			}
			var b strings.Builder
			b.WriteString(c.Title + " → " + c.Destination + " " + c.URL + "\n")
			for _, f := range c.Fields {
				b.WriteString("\n== " + f.Label + " (" + strings.Join(f.Missing, "; ") + ")\n" + f.Copy + "\n")
			}
			if strings.Contains(b.String(), "{") {
				t.Errorf("%s of %s: a variable is left\n%s", id, k, b.String())
			}
			golden(t, "card-"+id+"-"+string(k)+".txt", []byte(b.String()))
			if made.Audience == Customer && strings.Contains(strings.ToLower(b.String()), "sealed") {
				t.Errorf("%s of %s tells something sealed", id, k)
			}
		}
	}
}

func TestACardIsRefusedWhereItDoesNotBelong(t *testing.T) {
	if _, err := BuildCard("ticket_public", fixture(Customer), nil); casefile.CodeOf(err) != casefile.Invalid {
		t.Error(err)
	}
	if _, err := BuildCard("postcard", fixture(Internal), nil); casefile.CodeOf(err) != casefile.Invalid {
		t.Error(err)
	}
}
