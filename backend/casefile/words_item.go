package casefile

// Line is one thing that happened or was said: of a timeline or of a call (rows 117-121, DESIGN Times).
type Line struct {
	Text        Prose    `json:"text" label:"Text" want:"what happened"`
	At          Moment   `json:"at" label:"Happened"`
	Mark        string   `json:"mark" label:"Mark" enum:"note action decision question quote status impact detection mitigation resolution escalation communication screenshot"`
	Visibility  string   `json:"visibility" label:"Who may see it" enum:"internal customer confidential"`
	Starred     bool     `json:"starred" label:"Starred"`
	Evidence    Prose    `json:"evidence" label:"Evidence"`
	Who         string   `json:"who" label:"Who"`
	Where       string   `json:"where" label:"Where"`
	Went        string   `json:"went" label:"For the review" enum:"well poorly lucky surprised"`
	Attachments []string `json:"attachments" label:"Attachments"`
}

// Update is one text that went out, with where it was posted (rows 37, 81-83, C3).
type Update struct {
	Audience string             `json:"audience" label:"Audience" enum:"customer channel case executive declaration customer_meeting internal_meeting"`
	Body     Prose              `json:"body" label:"Text" want:"what was said"`
	At       Moment             `json:"at" label:"When"`
	NextDue  Meeting            `json:"next_due" label:"Next one promised"`
	Who      string             `json:"who" label:"Who"`
	Postings map[string]Posting `json:"postings" label:"Posted"`
}

// Posting is one place where a text went: an update, a document, or a card made of a case (row 37, C3).
type Posting struct {
	What        string  `json:"what" label:"What"` // which text of the record; "" where there is but one
	Destination string  `json:"destination" label:"Where"`
	At          Moment  `json:"at" label:"When"`
	URL         Address `json:"url" label:"Link"`
	Who         string  `json:"who" label:"Who"`
	Order       string  `json:"order" label:"Order"`
}

// Action is a next step or a corrective action (rows 29, 34, 173-175, §2.3).
type Action struct {
	Text       Prose   `json:"text" label:"What" want:"verb, object, measure"`
	Owner      string  `json:"owner" label:"Owner" want:"one owner"`
	Due        Meeting `json:"due" label:"Due" want:"a date"`
	Type       string  `json:"type" label:"Type" enum:"next_step prevent detect mitigate process doc error_message follow_up"`
	Status     string  `json:"status" label:"Status" enum:"open doing done dropped"`
	Done       Moment  `json:"done" label:"Done"`
	Verify     Prose   `json:"verify" label:"How we see that it worked"`
	URL        Address `json:"url" label:"Tracker"`
	Factor     string  `json:"factor" label:"Factor it answers"`
	Visibility string  `json:"visibility" label:"Who may see it" enum:"internal customer confidential"`
	At         Moment  `json:"at" label:"Noted"`
}

// Ask is a need that management or another team should meet (rows 75-76).
type Ask struct {
	Text     Prose    `json:"text" label:"What is needed" want:"as specific as possible (S0:144)"`
	Verb     string   `json:"verb" label:"Asked to" enum:"investigate fix decide approve provide"`
	From     string   `json:"from" label:"From whom"`
	Owner    string   `json:"owner" label:"Owner"`
	Skills   []string `json:"skills" label:"Skills"`
	Zone     string   `json:"zone" label:"Region or time zone"`
	Outcome  Prose    `json:"outcome" label:"Wanted outcome"`
	NeededBy Meeting  `json:"needed_by" label:"Needed by"`
	Status   string   `json:"status" label:"Status" enum:"open acknowledged taken met declined"`
}

// ExitCriterion is what must hold before the escalation closes (rows 55, 66, 94).
type ExitCriterion struct {
	Text           Prose  `json:"text" label:"Criterion" want:"what must hold"`
	Measure        string `json:"measure" label:"Measure"`
	Status         string `json:"status" label:"Status" enum:"open partly met not_met waived"`
	Evidence       Prose  `json:"evidence" label:"Evidence"`
	AgreedCustomer bool   `json:"agreed_by_customer" label:"The customer agreed to it"`
	Reason         string `json:"reason" label:"Why waived"`
}

// Role is a person's part in a case for a time (rows 22-25, 41-46).
type Role struct {
	Person string `json:"person" label:"Person" want:"who"`
	Role   string `json:"role" label:"Role" enum:"dri product_dri product_counterpart support_owner support_dri csm csm_manager account_executive solutions_architect success_engineer project_manager executive incident_manager engineer reporter customer_contact other" want:"as what"`
	From   Moment `json:"from" label:"From"`
	To     Moment `json:"to" label:"Until"`
	Sticky bool   `json:"sticky" label:"Stays until the case closes"`
	Note   string `json:"note" label:"Note"`
}

// Attempt is something that was tried, with what came of it (row 159).
type Attempt struct {
	Action     Prose  `json:"action" label:"Tried" want:"what was done"`
	Result     Prose  `json:"result" label:"Result" want:"what came of it"`
	Worked     string `json:"worked" label:"Helped" enum:"yes no unknown"`
	At         Moment `json:"at" label:"When"`
	Who        string `json:"who" label:"Who"`
	Visibility string `json:"visibility" label:"Who may see it" enum:"internal customer confidential"`
}

// Option is a way out that was considered during an emergency (row 140).
type Option struct {
	Text          Prose  `json:"text" label:"Option" want:"what could be done"`
	Reversible    string `json:"reversible" label:"Reversible" enum:"yes no unknown"`
	DataLoss      string `json:"data_loss" label:"Loses data" enum:"yes no unknown"`
	CustomerAsked Moment `json:"customer_asked" label:"Customer asked"`
	Consent       string `json:"consent" label:"Customer agreed" enum:"yes no"`
	Chosen        bool   `json:"chosen" label:"Chosen"`
	At            Moment `json:"at" label:"When"`
}

// Approval is a yes or no that the process asks for (rows 111, 176).
type Approval struct {
	What     string `json:"what" label:"Of what" want:"what is approved"`
	Who      string `json:"who" label:"Who"`
	At       Moment `json:"at" label:"When"`
	Decision string `json:"decision" label:"Decision" enum:"approved declined not_asked"`
	Reason   Prose  `json:"reason" label:"Why, or why not asked"`
}

// Handoff passes a case from one person or team to another (row 177).
type Handoff struct {
	From      string `json:"from" label:"From"`
	To        string `json:"to" label:"To" want:"who takes over"`
	At        Moment `json:"at" label:"When"`
	Context   Prose  `json:"context" label:"What they need to know"`
	Questions Prose  `json:"open_questions" label:"Open questions"`
	Accepted  Moment `json:"accepted" label:"Accepted"`
}
