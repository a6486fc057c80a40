package policy

import (
	"slices"
	"time"

	"precedent/backend/casefile"
)

// People says who answers for an escalation and who must take part.
type People struct {
	DRI   []DRIRule    `yaml:"dri"`   // the first that holds names the DRI
	Parts []Part       `yaml:"parts"` // roles that a case should have
	Roles []RoleInfo   `yaml:"roles"` // what each role does
	Terms []TermAlias  `yaml:"terms"` // other words for the same role or thing
	Kinds []CaseRoute  `yaml:"kinds"` // what is no account escalation, and where it goes
	Files []PaperRoute `yaml:"papers"`
}

// DRIRule says who the DRI of an escalation is when its conditions hold.
type DRIRule struct {
	Place
	When   Conditions `yaml:"when"`
	Role   string     `yaml:"role"`   // as what
	Person string     `yaml:"person"` // a field with the person: of the case, or customer.FIELD; "" = the one who has the role in the case
	With   string     `yaml:"with"`   // who else leads: a role
	Why    string     `yaml:"why"`
	Source string     `yaml:"source"`
}

// Part is a role that a case should have.
type Part struct {
	Place
	ID       string     `yaml:"id"`
	When     Conditions `yaml:"when"`
	Role     string     `yaml:"role"`
	Required bool       `yaml:"required"` // else recommended
	Sticky   bool       `yaml:"sticky"`   // who has it stays until the case closes
	Says     string     `yaml:"says"`
	Source   string     `yaml:"source"`
}

// RoleInfo says what a role does, for the page that shows it.
type RoleInfo struct {
	Place
	Role   string   `yaml:"role"`
	Does   []string `yaml:"does"`
	Source string   `yaml:"source"`
}

// TermAlias is another word for a term, such as TAM for CSM.
type TermAlias struct {
	Place
	Term   string   `yaml:"term"`
	Also   []string `yaml:"also"`
	Source string   `yaml:"source"`
}

// CaseRoute sends what is no account escalation where it belongs.
type CaseRoute struct {
	Place
	ID     string     `yaml:"id"`
	When   Conditions `yaml:"when"` // of an escalation, where a record can tell; none = the person judges
	Says   string     `yaml:"says"`
	Source string     `yaml:"source"`
}

// PaperRoute says which document a case calls for.
type PaperRoute struct {
	Place
	Document string     `yaml:"document"`
	Of       string     `yaml:"of"`
	When     Conditions `yaml:"when"`
	Says     string     `yaml:"says"`
	Source   string     `yaml:"source"`
}

// Suggestion is something that the rules propose, with the rule.
type Suggestion struct {
	ID, Says, Source string
	Role, Person     string // of a role: which, and who (an ID or a name; "" = nobody named)
	Required         bool
	Filled           bool // somebody has the role already
	Sticky           bool
}

// SuggestDRI names the DRI that the rules give an escalation: who leads a services project, else the customer's success
// manager, else its account executive. ok is false where the rules name nobody.
func (p *Policy) SuggestDRI(f *Facts, now time.Time) (Suggestion, bool) {
	l := &look{now: now}
	for _, r := range p.People.DRI {
		if !r.When.hold(f, l) {
			continue
		}
		s := Suggestion{ID: "dri", Says: p.named(r.Why), Source: r.Source, Role: r.Role, Person: f.person(r.Person, r.Role), Required: true}
		s.Filled = f.Text("dri") != ""
		return s, true
	}
	return Suggestion{}, false
}

// person is who a rule names: by a field of the case or its customer, else by a role of the case.
func (f *Facts) person(field, role string) string {
	if name, ofCustomer := ofCustomerField(field); ofCustomer {
		return f.Customer.Text(name)
	}
	if field != "" {
		return f.Text(field)
	}
	return f.Holder(role)
}

// Takes are the roles that a case should have, filled ones too; and then those whom its severity involves.
func (p *Policy) Takes(f *Facts, now time.Time) []Suggestion {
	l := &look{now: now}
	var out []Suggestion
	for _, r := range p.People.Parts {
		if !r.When.hold(f, l) {
			continue
		}
		who := f.Holder(r.Role)
		out = append(out, Suggestion{ID: r.ID, Says: p.named(r.Says), Source: r.Source, Role: r.Role, Person: who, Required: r.Required, Filled: who != "", Sticky: r.Sticky})
	}
	if s, ok := p.Severity(f.Text("severity")); ok && f.Kind == casefile.KindEscalation {
		for _, who := range s.Involves {
			out = append(out, Suggestion{ID: "involve", Says: "The severity involves: " + who + ".", Source: s.Source, Role: who})
		}
	}
	return out
}

// Elsewhere says where a case may belong that is no account escalation.
func (p *Policy) Elsewhere(f *Facts, now time.Time) []Suggestion {
	l := &look{now: now}
	var out []Suggestion
	for _, r := range p.People.Kinds {
		if f.Kind == casefile.KindEscalation && len(r.When) > 0 && r.When.hold(f, l) {
			out = append(out, Suggestion{ID: r.ID, Says: p.named(r.Says), Source: r.Source})
		}
	}
	return out
}

// Papers are the documents that a case calls for.
func (p *Policy) Papers(f *Facts, now time.Time) []Suggestion {
	l := &look{now: now}
	var out []Suggestion
	for _, r := range p.People.Files {
		if r.Of == string(f.Kind) && r.When.hold(f, l) {
			out = append(out, Suggestion{ID: r.Document, Says: p.named(r.Says), Source: r.Source})
		}
	}
	return out
}

// LeavingSticky says what speaks against ending a role, "" when nothing does: a stable counterpart stays until the case is
// closed (S0:228).
func (p *Policy) LeavingSticky(f *Facts, role casefile.Record) string {
	sticky := role.Bool("sticky") || slices.ContainsFunc(p.People.Parts, func(r Part) bool { return r.Role == role.Text("role") && r.Sticky })
	if !sticky || !f.Open() {
		return ""
	}
	return casefile.EnumLabel(role.Text("role")) + " stays the same person until the escalation is resolved (S0:228)."
}

// RoleInfos says what each role does, with the policy's names put in.
func (p *Policy) RoleInfos() []RoleInfo {
	out := slices.Clone(p.People.Roles)
	for i := range out {
		out[i].Does = slices.Clone(out[i].Does)
		for j, does := range out[i].Does {
			out[i].Does[j] = p.named(does)
		}
	}
	return out
}

// Aliases are other words for a term: TAM for CSM.
func (p *Policy) Aliases(term string) []string {
	out := []string{}
	for _, t := range p.People.Terms {
		if t.Term == term {
			out = append(out, t.Also...)
		}
	}
	return out
}
