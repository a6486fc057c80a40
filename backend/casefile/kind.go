package casefile

import "slices"

// Kind names what a record is. The values are the words of the import format and of the journal: they never change.
type Kind string

// Top-level kinds have a human key and stand alone.
const (
	KindCustomer      Kind = "customer"
	KindPerson        Kind = "person"
	KindEscalation    Kind = "escalation"
	KindEmergency     Kind = "emergency"
	KindIncident      Kind = "incident"
	KindReview        Kind = "review"
	KindCall          Kind = "call"
	KindBrief         Kind = "brief"
	KindDocument      Kind = "document"
	KindTemplate      Kind = "template"
	KindAttachment    Kind = "attachment"
	KindProblem       Kind = "problem"
	KindCustomerEvent Kind = "customer_event"
	KindShift         Kind = "shift"
	KindSavedSearch   Kind = "saved_search"
	KindSettings      Kind = "settings"
)

// Item kinds belong to the record that their field parent names.
const (
	KindLine          Kind = "line"
	KindUpdate        Kind = "update"
	KindAction        Kind = "action"
	KindAsk           Kind = "ask"
	KindExitCriterion Kind = "exit_criterion"
	KindRole          Kind = "role"
	KindAttempt       Kind = "attempt"
	KindOption        Kind = "option"
	KindApproval      Kind = "approval"
	KindHandoff       Kind = "handoff"
	KindLink          Kind = "link"
)

// SettingsID is the one settings record of a workspace.
const SettingsID = "00000000-0000-7000-8000-000000000001"

// PolicyID is the record with the versions of the policy that a workspace has used, a record of the kind settings.
const PolicyID = "00000000-0000-7000-8000-000000000002"

// kindFacts is what the program must know of a kind beyond its fields.
type kindFacts struct {
	prefix string // of the human key; "" for items and settings
	one    string // what one is called on the screen
	many   string
	item   bool // belongs to a parent
	found  bool // is a case of its own in search
}

var kinds = map[Kind]kindFacts{
	KindCustomer:      {"CUS", "customer", "customers", false, true},
	KindPerson:        {"PER", "person", "people", false, false},
	KindEscalation:    {"ESC", "escalation", "escalations", false, true},
	KindEmergency:     {"EMG", "emergency", "emergencies", false, true},
	KindIncident:      {"INC", "incident", "incidents", false, true},
	KindReview:        {"REV", "incident review", "incident reviews", false, true},
	KindCall:          {"CALL", "call", "calls", false, true},
	KindBrief:         {"BRF", "brief", "briefs", false, true},
	KindDocument:      {"DOC", "document", "documents", false, true},
	KindTemplate:      {"TPL", "template", "templates", false, false},
	KindAttachment:    {"ATT", "attachment", "attachments", false, false},
	KindProblem:       {"PRB", "problem", "problems", false, false},
	KindCustomerEvent: {"EVT", "customer event", "customer events", false, false},
	KindShift:         {"SHF", "shift", "shifts", false, false},
	KindSavedSearch:   {"QRY", "saved search", "saved searches", false, false},
	KindSettings:      {"", "settings", "settings", false, false},
	KindLine:          {"", "line", "lines", true, false},
	KindUpdate:        {"", "update", "updates", true, false},
	KindAction:        {"", "action", "actions", true, false},
	KindAsk:           {"", "ask", "asks", true, false},
	KindExitCriterion: {"", "exit criterion", "exit criteria", true, false},
	KindRole:          {"", "role", "roles", true, false},
	KindAttempt:       {"", "attempt", "attempts", true, false},
	KindOption:        {"", "option", "options", true, false},
	KindApproval:      {"", "approval", "approvals", true, false},
	KindHandoff:       {"", "handoff", "handoffs", true, false},
	KindLink:          {"", "link", "links", true, false},
}

// Kinds lists every kind, in a fixed order.
func Kinds() []Kind {
	all := make([]Kind, 0, len(kinds))
	for k := range kinds {
		all = append(all, k)
	}
	slices.Sort(all)
	return all
}

// Known says whether this version of the program has the kind.
func (k Kind) Known() bool { _, ok := kinds[k]; return ok }

// IsItem says that records of the kind live below a parent and have no human key.
func (k Kind) IsItem() bool { return kinds[k].item }

// IsCase says that search finds records of the kind as cases of their own.
func (k Kind) IsCase() bool { return kinds[k].found }

// Prefix is what human keys of the kind begin with, such as ESC; empty where there are none.
func (k Kind) Prefix() string { return kinds[k].prefix }

// One is what a person calls a record of the kind.
func (k Kind) One() string {
	if f, ok := kinds[k]; ok {
		return f.one
	}
	return string(k)
}

// Many is the plural of One.
func (k Kind) Many() string {
	if f, ok := kinds[k]; ok {
		return f.many
	}
	return string(k)
}
