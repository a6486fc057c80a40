package desk

// ObligationView is one thing that a rule of the policy asks of somebody in a case.
type ObligationView struct {
	ID           string     `json:"id"` // names the same duty for ever: what Do and Snooze take
	CaseID       string     `json:"caseId"`
	CaseKey      string     `json:"caseKey"`
	CaseTitle    string     `json:"caseTitle"`
	CaseKind     string     `json:"caseKind"`
	Severity     string     `json:"severity"`
	Customer     string     `json:"customer"`
	Rule         string     `json:"rule"`
	Group        string     `json:"group"` // playbook of a step; cadence and dates for the others
	What         string     `json:"what"`
	Role         string     `json:"role"`     // of who does it, such as DRI; "" where only Who is known
	Who          string     `json:"who"`      // "" when nobody has the role
	State        string     `json:"state"`    // overdue, due, upcoming, open (no time), snoozed
	DueAt        string     `json:"dueAt"`    // "" when it has no time
	LateAt       string     `json:"lateAt"`   // from when on it is overdue
	SinceAt      string     `json:"sinceAt"`  // what began its time
	Why          string     `json:"why"`      // the rule
	Source       string     `json:"source"`   // where the rule stands, such as S0:181
	DoneBy       string     `json:"doneBy"`   // what fulfils it
	Does         []DeedView `json:"does"`     // what one key does
	Document     string     `json:"document"` // kind of document that goes with it; "" = none
	Message      string     `json:"message"`  // message that goes with it, for Message; "" = none
	Optional     bool       `json:"optional"` // proposed, never late
	SnoozedUntil string     `json:"snoozedUntil"`
	SnoozeReason string     `json:"snoozeReason"`
}

// DeedView is what doing an obligation records: tick, tell (an update for the audience Name), now (the time into the field
// Name), set (Value into it), fill (a value that a person gives), add (an item of the kind Name), promote (an escalation made
// from it).
type DeedView struct {
	Kind  string `json:"kind"`
	Name  string `json:"name"`
	Label string `json:"label"` // of the field, the audience or the kind
	Value string `json:"value"`
	Item  string `json:"item"`  // ID of the item whose field it is; "" = of the case
	Needs string `json:"needs"` // what a person must give: value, text, or ""
}

// DueQuery asks for obligations: of one record (ID or key; "" = of all open cases), as of a time ("" = now), so many at the
// most (0 = all) after a place that an answer named (Next; "" = from the first on).
type DueQuery struct {
	Record string   `json:"record"`
	At     string   `json:"at"`
	Mine   bool     `json:"mine"`   // only what the person at the desk is to do
	States []string `json:"states"` // only those in these states; none = all
	After  string   `json:"after"`
	Limit  int      `json:"limit"`
}

// DueAnswer is the obligations at a time, the first to be done first; those without a time last.
type DueAnswer struct {
	At          string           `json:"at"`
	Policy      string           `json:"policy"` // version of the policy
	Total       int              `json:"total"`  // that were asked for, with those beyond the limit
	Late        int              `json:"late"`   // of them, overdue
	All         int              `json:"all"`    // whoever is to do them, in whatever state
	Next        string           `json:"next"`   // place of the last one given; "" = there are no more
	Obligations []ObligationView `json:"obligations"`
}

// DoRequest records the event that fulfils an obligation.
type DoRequest struct {
	ID     string `json:"id"`
	At     string `json:"at"`     // when it was done; "" = now
	Text   string `json:"text"`   // of an update or an item
	Value  string `json:"value"`  // of a field that is to be filled
	Reason string `json:"reason"` // when it is passed over instead: why
}

// SnoozeRequest puts an obligation off.
type SnoozeRequest struct {
	ID     string `json:"id"`
	Until  string `json:"until"`
	Reason string `json:"reason"`
}
