package desk

// CockpitView is what the cockpit of an emergency shows beside the record itself.
type CockpitView struct {
	At       string           `json:"at"`
	Steps    []StandView      `json:"steps"`  // in the order of the playbooks
	Others   []OtherView      `json:"others"` // emergencies that are open too, the first page first
	Second   bool             `json:"second"` // another page came before this one and is still open
	Route    RouteView        `json:"route"`
	Messages []Choice         `json:"messages"`
	Papers   []SuggestionView `json:"papers"` // documents it calls for
}

// StandView is how one step of a playbook stands in a case.
type StandView struct {
	Step     string     `json:"step"` // what Step takes
	Playbook string     `json:"playbook"`
	What     string     `json:"what"`
	Why      string     `json:"why"`
	Source   string     `json:"source"`
	Role     string     `json:"role"`
	State    string     `json:"state"`  // done, passed, waiting, overdue, due, upcoming, open, snoozed
	DoneAt   string     `json:"doneAt"` // of a done or passed one; "" = nothing says when
	Reason   string     `json:"reason"` // of a passed one
	SinceAt  string     `json:"sinceAt"`
	DueAt    string     `json:"dueAt"`
	After    string     `json:"after"` // what a waiting one waits for, in words
	Does     []DeedView `json:"does"`
	Document string     `json:"document"` // kind of document that goes with it
	Message  string     `json:"message"`  // message that goes with it
	Optional bool       `json:"optional"`
	Held     []GateView `json:"held"` // what is missing before it; it never blocks
}

// OtherView is another emergency that is open.
type OtherView struct {
	ID       string `json:"id"`
	Key      string `json:"key"`
	Title    string `json:"title"`
	Customer string `json:"customer"`
	PagedAt  string `json:"pagedAt"`
}

// StepRequest is what a person does about a step of a case's playbook.
type StepRequest struct {
	Record string `json:"record"`
	Step   string `json:"step"`
	How    string `json:"how"`    // do (of a done one: date it anew), pass, back
	At     string `json:"at"`     // when it was done; "" = now
	Text   string `json:"text"`   // of an update or an item
	Value  string `json:"value"`  // of a field that is to be filled
	Reason string `json:"reason"` // why it is passed over
}
