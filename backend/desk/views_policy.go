package desk

import (
	"strings"

	"precedent/backend/casefile"
	"precedent/backend/policy"
)

// GateView is something that should hold before a field of a case gets a value.
type GateView struct {
	ID     string     `json:"id"`
	Says   string     `json:"says"` // what is missing
	Why    string     `json:"why"`  // the rule
	Source string     `json:"source"`
	Blocks bool       `json:"blocks"` // it asks for a reason; else it is only said
	Fix    []DeedView `json:"fix"`    // what one key does about it
}

// MoveRequest gives a field of a case a value through the gates before it. By the gate's id, Fills give what it misses (a value,
// a name, a text; for a time any word is now), and Reasons say why it is passed without.
type MoveRequest struct {
	Record  string            `json:"record"`
	Field   string            `json:"field"`
	Value   string            `json:"value"`
	Fills   map[string]string `json:"fills"`
	Reasons map[string]string `json:"reasons"`
}

// SuggestionView is something that the rules propose, with the rule.
type SuggestionView struct {
	ID       string `json:"id"`
	Says     string `json:"says"`
	Source   string `json:"source"`
	Role     string `json:"role"`     // value of the field role; of those involved, who they are
	PersonID string `json:"personId"` // "" when nobody is named
	Person   string `json:"person"`
	Required bool   `json:"required"`
	Filled   bool   `json:"filled"` // somebody has the role already
	Sticky   bool   `json:"sticky"` // stays until the case closes
}

// StallView is one reason why a case stands still.
type StallView struct {
	Rule   string `json:"rule"`
	Says   string `json:"says"`
	Source string `json:"source"`
	At     string `json:"at"` // since when
}

// CriterionView is a criterion for asking engineering, with whether it holds.
type CriterionView struct {
	ID        string `json:"id"` // what Tick takes
	Route     string `json:"route"`
	Says      string `json:"says"`
	Source    string `json:"source"`
	Holds     bool   `json:"holds"`
	Ticked    bool   `json:"ticked"`
	Undecided string `json:"undecided"` // why it cannot hold by itself; ""
}

// RouteView is by which way engineering is asked: tier2, request_for_help, or "" while no criterion holds.
type RouteView struct {
	Proposed string           `json:"proposed"`
	Says     string           `json:"says"`
	Criteria []CriterionView  `json:"criteria"`
	Cautions []SuggestionView `json:"cautions"`
}

// RoleView says what a role does.
type RoleView struct {
	Role   string   `json:"role"`
	Label  string   `json:"label"`
	Does   []string `json:"does"`
	Also   []string `json:"also"` // other words for it
	Source string   `json:"source"`
}

// SeverityRuleView is what the process asks for at a severity.
type SeverityRuleView struct {
	Severity string          `json:"severity"`
	Meaning  string          `json:"meaning"`
	Source   string          `json:"source"`
	Clocks   []FrequencyView `json:"clocks"`   // who is told or met, and how often
	Involves []string        `json:"involves"` // who is told and drawn in
}

// FrequencyView is how often one clock of the process comes at a severity.
type FrequencyView struct {
	What   string `json:"what"`
	Every  string `json:"every"` // as the file says it: 24h, 5 working days
	Late   string `json:"late"`  // from when on it is late; "" = at once
	Source string `json:"source"`
}

// AdviceView is what the policy says of a case that is about to be opened.
type AdviceView struct {
	Severity  *SeverityRuleView `json:"severity"` // null while none is chosen
	DRI       []SuggestionView  `json:"dri"`      // none or one
	Parts     []SuggestionView  `json:"parts"`
	Elsewhere []SuggestionView  `json:"elsewhere"`
}

// GuideView is what the policy says of a case beyond what is due.
type GuideView struct {
	Severity  *SeverityRuleView `json:"severity"` // null where it has none
	Steps     []StandView       `json:"steps"`    // of its playbooks, in their order, as they stand
	DRI       []SuggestionView  `json:"dri"`      // none or one
	Parts     []SuggestionView  `json:"parts"`
	Elsewhere []SuggestionView  `json:"elsewhere"` // where it may belong instead
	Papers    []SuggestionView  `json:"papers"`    // documents it calls for
	Roles     []RoleView        `json:"roles"`     // what each role of an escalation does
	Stalled   []StallView       `json:"stalled"`
	Route     RouteView         `json:"route"`    // of an emergency
	Messages  []Choice          `json:"messages"` // those of its kind
	Policy    string            `json:"policy"`   // version in use
	RanUnder  string            `json:"ranUnder"` // version that the case keeps
}

// MessageView is a short text ready to be copied.
type MessageView struct {
	ID      string   `json:"id"`
	Title   string   `json:"title"`
	Where   string   `json:"where"` // where it goes
	Text    string   `json:"text"`
	Missing []string `json:"missing"` // facts that it should name and nobody recorded
	Source  string   `json:"source"`
}

// DigestView is what a notification tells, and what happened while nobody looked.
type DigestView struct {
	At        string           `json:"at"`
	Says      string           `json:"says"`      // one line; "" = nothing to tell
	Fresh     []ObligationView `json:"fresh"`     // the first of those that came due since the time asked about
	Count     int              `json:"count"`     // how many did
	Overdue   int              `json:"overdue"`   // of all open cases
	Due       int              `json:"due"`       // now
	Quiet     bool             `json:"quiet"`     // in quiet hours nothing is told but emergencies
	QuietTo   string           `json:"quietTo"`   // when they end; ""
	NextAt    string           `json:"nextAt"`    // when the next obligation comes due; ""
	AwaySince string           `json:"awaySince"` // the time asked about
}

// MoversView says whether every open escalation moves: in numbers, and by DRI.
type MoversView struct {
	Open    int         `json:"open"`
	Stalled int         `json:"stalled"` // of the open
	Late    int         `json:"late"`    // of the open, those with something late
	Unled   int         `json:"unled"`   // of the open, those without a DRI
	Movers  []MoverView `json:"movers"`
}

// MoverView is the cases of one DRI.
type MoverView struct {
	DRI   string     `json:"dri"` // "" = nobody
	All   int        `json:"all"` // how many cases these are; Cases has the first of them
	Cases []MoveView `json:"cases"`
}

// MoveView is how one case moves.
type MoveView struct {
	ID           string      `json:"id"`
	Key          string      `json:"key"`
	Title        string      `json:"title"`
	Customer     string      `json:"customer"`
	Severity     string      `json:"severity"`
	Status       string      `json:"status"`
	LastUpdateAt string      `json:"lastUpdateAt"` // for anybody; "" = none yet
	CustomerAt   string      `json:"customerAt"`   // when the customer last heard; "" = not yet
	CustomerDays int         `json:"customerDays"` // whole days since then, or since it was opened
	NextDueAt    string      `json:"nextDueAt"`
	Overdue      int         `json:"overdue"`
	NextStep     bool        `json:"nextStep"` // one has an owner and a date
	Stalled      []StallView `json:"stalled"`
}

// WindowView is a shift of a rota, or a meeting of one.
type WindowView struct {
	Rota    string `json:"rota"`
	Name    string `json:"name"`
	What    string `json:"what"`
	FromAt  string `json:"fromAt"`
	ToAt    string `json:"toAt"`
	Zone    string `json:"zone"`
	Person  string `json:"person"` // as a shift record says; ""
	Meeting bool   `json:"meeting"`
	Source  string `json:"source"`
}

// PolicyView is the policy in use, as its files.
type PolicyView struct {
	Version string        `json:"version"`
	Builtin bool          `json:"builtin"` // it is the one that the program brings
	Files   []PolicyFile  `json:"files"`
	Bad     string        `json:"bad"`  // why the team's own cannot be read and the program's holds instead; ""
	Used    []PolicyUsed  `json:"used"` // versions that this workspace has used
	Rules   []RuleView    `json:"rules"`
	Places  []PolicyPlace `json:"places"` // how often each clock comes, with where that stands
	Forms   []PolicyForm  `json:"forms"`  // the lists that are edited field by field
}

// PolicyForm is one list of a policy's files; EditPolicy changes its entries in that file.
type PolicyForm struct {
	Group   string        `json:"group"` // channels, people, calendars or templates
	Title   string        `json:"title"`
	Says    string        `json:"says"` // what the list is for
	File    string        `json:"file"`
	List    string        `json:"list"`  // the key under which it stands; "" = the file is the list
	One     string        `json:"one"`   // what one entry is
	Pairs   bool          `json:"pairs"` // each entry is a name with a value
	Fields  []PolicyField `json:"fields"`
	Entries []PolicyEntry `json:"entries"`
}

// PolicyField is one field of the entries of a form.
type PolicyField struct {
	Key     string   `json:"key"`
	Label   string   `json:"label"`
	Help    string   `json:"help"`
	Shape   string   `json:"shape"`   // line, text, words (with commas between), lines, rows (both), yes or choice
	Choices []Choice `json:"choices"` // of a choice
	Needed  bool     `json:"needed"`
}

// PolicyEntry is one entry of a form, with its values by the fields' keys.
type PolicyEntry struct {
	Title  string            `json:"title"`
	Line   int               `json:"line"`
	Values map[string]string `json:"values"`
}

// PolicyEdit is one change of one list of a policy's files.
type PolicyEdit struct {
	Version string            `json:"version"` // that the person sees
	Do      string            `json:"do"`      // set, add, remove or move
	File    string            `json:"file"`
	List    string            `json:"list"`
	At      int               `json:"at"` // which entry, from 0; of an addition the one before which it comes, their number = the last
	To      int               `json:"to"` // of a move
	Values  map[string]string `json:"values"`
}

func viewForms(forms []policy.Form) []PolicyForm {
	out := []PolicyForm{}
	for _, f := range forms {
		v := PolicyForm{Group: f.Group, Title: f.Title, Says: f.Says, File: f.File, List: f.List, One: f.One, Pairs: f.Pairs, Fields: []PolicyField{}, Entries: []PolicyEntry{}}
		for _, field := range f.Fields {
			choices := []Choice{}
			for _, value := range field.Choices {
				choices = append(choices, Choice{Value: value, Label: choiceLabel(field.Key, value)})
			}
			v.Fields = append(v.Fields, PolicyField{field.Key, field.Label, field.Help, string(field.Shape), choices, field.Needed})
		}
		for _, e := range f.Entries {
			v.Entries = append(v.Entries, PolicyEntry(e))
		}
		out = append(out, v)
	}
	return out
}

func choiceLabel(key, value string) string {
	switch key {
	case "of":
		return casefile.Kind(value).One()
	case "country":
		return strings.ToUpper(value)
	}
	return casefile.EnumLabel(value)
}

// PolicyFile is one file of a policy.
type PolicyFile struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

// PolicyUsed is a version that was put into use.
type PolicyUsed struct {
	Version string `json:"version"`
	At      string `json:"at"`
	Who     string `json:"who"`
	Cases   int    `json:"cases"` // open cases that keep it
}

// RuleView is a rule with where it stands.
type RuleView struct {
	ID     string `json:"id"`
	Says   string `json:"says"`
	Why    string `json:"why"`
	Source string `json:"source"`
	File   string `json:"file"`
	Line   int    `json:"line"`
}

// PolicyPlace is a common value of a policy's file: SetPolicyValue changes that one value in that line.
type PolicyPlace struct {
	Group string `json:"group"` // cadence
	Label string `json:"label"`
	Value string `json:"value"`
	File  string `json:"file"`
	Line  int    `json:"line"`
	Help  string `json:"help"`
}

// PolicyMistake is one thing that is wrong in a policy's file. Line 0 is the file as a whole.
type PolicyMistake struct {
	File string `json:"file"`
	Line int    `json:"line"`
	Says string `json:"says"`
}

// String is the mistake with its file and, where it is of one, its line.
func (m PolicyMistake) String() string { return policy.Mistake(m).String() }

// PolicyCheck is what a check of files found.
type PolicyCheck struct {
	Version  string          `json:"version"`
	Files    int             `json:"files"`
	Mistakes []PolicyMistake `json:"mistakes"`
	Says     string          `json:"says"`
}

// PolicyDifference is one line that two versions do not share: "-" only the first has it, "+" only the second.
type PolicyDifference struct {
	File string `json:"file"`
	Line int    `json:"line"`
	Sign string `json:"sign"`
	Text string `json:"text"`
}

// PolicyDiff compares two versions of the policy.
type PolicyDiff struct {
	From  string             `json:"from"`
	To    string             `json:"to"`
	Lines []PolicyDifference `json:"lines"`
}
