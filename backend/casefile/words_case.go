package casefile

// Escalation is an account escalation or a request for attention to a ticket (rows 1-95). Account severity, incident
// severity and ticket priority are three axes; a page, an incident and an escalation have separate states (C1, C10, C21).
type Escalation struct {
	Title            string           `json:"title" label:"Title" want:"one line that says what is wrong"`
	Description      Prose            `json:"description" label:"Description" want:"what happened, since when, who is affected, what is at risk (S0:161)"`
	EscalationKind   string           `json:"type" label:"Kind" enum:"account star"`
	Origin           string           `json:"origin" label:"Raised by" enum:"customer team"`
	Customer         Ref              `json:"customer" label:"Customer" ref:"customer" want:"whose escalation it is"`
	Reporter         Ref              `json:"reporter" label:"Reporter" ref:"person"`
	DRI              Ref              `json:"dri" label:"DRI" ref:"person" want:"the DRI is named at the beginning (S0:37)"`
	DRIReason        string           `json:"dri_reason" label:"Why this DRI"`
	AskedForDRI      Prose            `json:"asked_for_dri" label:"Asked to find a DRI"`
	Severity         string           `json:"severity" label:"Severity" enum:"critical high medium low" want:"the severity decides cadence and involvement (S0:19)"`
	IncidentSeverity string           `json:"incident_severity" label:"Incident severity" enum:"s1 s2 s3 s4"`
	TicketPriority   string           `json:"ticket_priority" label:"Ticket priority" enum:"urgent high normal low"`
	IsEmergency      bool             `json:"emergency" label:"Emergency"`
	Status           string           `json:"status" label:"Status" enum:"draft seeking_dri opened active monitoring closing closed reopened"`
	IssueTypes       []string         `json:"issue_types" label:"Issue types"`
	Component        string           `json:"component" label:"Component"`
	Version          string           `json:"version" label:"Version"`
	Environment      Prose            `json:"environment" label:"Environment"`
	ProductRelated   bool             `json:"product_related" label:"Product related"`
	PlatformRelated  bool             `json:"platform_related" label:"Platform related"`
	InProject        bool             `json:"in_project" label:"Within a services project"`
	ImpactCustomer   Prose            `json:"impact_customer" label:"Impact on the customer"`
	ImpactBusiness   Prose            `json:"impact_business" label:"Risk to future business"`
	ImpactBrand      Prose            `json:"impact_brand" label:"Risk to the brand"`
	Approach         Prose            `json:"approach" label:"Approach"`
	UnderstoodBy     map[string]Tick  `json:"understood_by" label:"Understood by"`
	ProductNeeded    string           `json:"product_needed" label:"Product member needed" enum:"yes no"`
	ProductNeedNote  string           `json:"product_needed_reason" label:"Why"`
	Channel          string           `json:"channel" label:"Chat channel"`
	CaseURL          Address          `json:"case_url" label:"CRM case"`
	TaskURL          Address          `json:"task_url" label:"To-do entry"`
	CollabURL        Address          `json:"collaboration_url" label:"Collaboration project"`
	NotesURL         Address          `json:"notes_url" label:"Customer meeting notes"`
	NextSync         Meeting          `json:"next_sync" label:"Next meeting with the customer"`
	NextSyncGoal     string           `json:"next_sync_goal" label:"Wanted from it"`
	CadenceHours     map[string]Hours `json:"cadence" label:"Own cadence"`
	Confidential     bool             `json:"confidential" label:"Confidential"`
	TimeZone         Zone             `json:"zone" label:"Time zone of the case"`
	PolicyVersion    string           `json:"policy_version" label:"Policy it runs under"`
	Started          Moment           `json:"started" label:"Impact began"`
	Detected         Moment           `json:"detected" label:"Noticed"`
	Mitigated        Moment           `json:"mitigated" label:"Mitigated"`
	Resolved         Moment           `json:"resolved" label:"Problem solved"`
	Closed           Moment           `json:"closed" label:"Closed"`
	CloseReason      string           `json:"close_reason" label:"Why it closed" enum:"resolved de_escalated merged customer_left withdrawn"`
	AgreedCompany    Prose            `json:"agreed_company" label:"We agree it is solved: evidence"`
	AgreedCustomer   Prose            `json:"agreed_customer" label:"The customer agrees: evidence"`
	Outcome          string           `json:"outcome" label:"Outcome" enum:"positive negative no_outcome"`
	OutcomeNote      Prose            `json:"outcome_note" label:"Outcome in words"`
	TeamSummary      Prose            `json:"team_summary" label:"What the team did"`
	SentimentBefore  string           `json:"sentiment_before" label:"Sentiment before" enum:"green yellow red"`
	SentimentAfter   string           `json:"sentiment_after" label:"Sentiment after" enum:"green yellow red"`
	RCARequested     bool             `json:"rca_requested" label:"Customer asked for an RCA"`
	Cause            Prose            `json:"cause" label:"Cause"`
	Fix              Prose            `json:"fix" label:"What fixed it"`
	DetectedBy       string           `json:"detected_by" label:"How it was noticed"`
	UsersHit         Count            `json:"users_affected" label:"Users affected"`
	Workflow         Prose            `json:"workflow_impact" label:"What they cannot do"`
	CustomersHit     Count            `json:"customers_affected" label:"Customers affected"`
	RevenueAtRisk    string           `json:"revenue_at_risk" label:"Revenue at risk"`
	SLAStatus        string           `json:"sla_status" label:"SLA" enum:"within at_risk breached"`
	RenewalLink      Address          `json:"renewal_link" label:"Renewal opportunity"`
	RenewalDate      Meeting          `json:"renewal_date" label:"Renewal date"`

	Postings map[string]Posting `json:"postings" label:"Posted"`

	Ticks   map[string]StepTick `json:"ticks" label:"Steps of the process"`
	Snoozes map[string]Snooze   `json:"snoozes" label:"Put off"`

	Standup        Meeting  `json:"standup" label:"First internal standup"`
	StandupDays    []string `json:"standup_days" label:"Standup on the days"`
	StandupMinutes Count    `json:"standup_minutes" label:"Standup lasts, in minutes"`
	StandupInvited []string `json:"standup_invited" label:"Invited to the standup"`
	StandupURL     Address  `json:"standup_url" label:"Where the standup is"`
}

// Tick is a person's tick with its time.
type Tick struct {
	Who   string `json:"who" label:"Who"`
	At    Moment `json:"at" label:"When"`
	Order string `json:"order" label:"Order"`
}

// StepTick says that a step of the process was done, or passed over with a reason. The map's key is the step's id in the
// policy; for a duty that comes again, with the time of its turn.
type StepTick struct {
	State  string `json:"state" label:"Done or passed" enum:"done passed"`
	At     Moment `json:"at" label:"When"`
	Who    string `json:"who" label:"Who"`
	Reason string `json:"reason" label:"Why passed"`
}

// Snooze puts a duty off, with a reason and an end.
type Snooze struct {
	Until  Moment `json:"until" label:"Until"`
	Reason string `json:"reason" label:"Why"`
	Who    string `json:"who" label:"Who"`
	At     Moment `json:"at" label:"When"`
}

// Hours is a cadence of its own for one audience.
type Hours struct {
	Hours  Amount `json:"hours" label:"Hours"`
	Reason string `json:"reason" label:"Why"`
}

// Emergency is one page of the emergency rotation (rows 117-150). The page's state is not the problem's.
type Emergency struct {
	Title           string   `json:"title" label:"Title" want:"one line that says what is down"`
	Description     Prose    `json:"description" label:"Description"`
	Escalation      Ref      `json:"escalation" label:"Escalation" ref:"escalation"`
	Customer        Ref      `json:"customer" label:"Customer" ref:"customer" want:"whose emergency it is"`
	Engineer        Ref      `json:"engineer" label:"Engineer on duty" ref:"person"`
	Second          Ref      `json:"second" label:"Colleague on the call" ref:"person"`
	Channels        []string `json:"alert_channels" label:"Alert came by"`
	PageState       string   `json:"page_state" label:"Page" enum:"triggered acknowledged resolved"`
	Status          string   `json:"status" label:"Problem" enum:"open mitigated solved closed"`
	Paged           Moment   `json:"paged" label:"Paged"`
	Acknowledged    Moment   `json:"acknowledged" label:"Page acknowledged"`
	Contacted       Moment   `json:"contacted" label:"Customer contacted"`
	FollowedUp      Moment   `json:"followed_up" label:"Follow-up sent"`
	CustomerReplied Moment   `json:"customer_replied" label:"Customer answered"`
	PageResolved    Moment   `json:"page_resolved" label:"Page resolved"`
	BridgeClosed    Moment   `json:"bridge_closed" label:"Bridge closed"`
	Started         Moment   `json:"started" label:"Impact began"`
	Detected        Moment   `json:"detected" label:"Noticed"`
	Mitigated       Moment   `json:"mitigated" label:"Mitigated"`
	Resolved        Moment   `json:"resolved" label:"Problem solved"`
	Closed          Moment   `json:"closed" label:"Closed"`
	TicketURL       Address  `json:"ticket_url" label:"Ticket"`
	TicketPriority  string   `json:"ticket_priority" label:"Ticket priority" enum:"urgent high normal low"`
	ThreadURL       Address  `json:"thread_url" label:"Chat thread"`
	BridgeURL       Address  `json:"bridge_url" label:"Bridge"`
	Product         string   `json:"product" label:"Product" enum:"self_managed saas dedicated us_federal"`
	Component       string   `json:"component" label:"Component"`
	Version         string   `json:"version" label:"Version"`
	MeetsDefinition string   `json:"meets_definition" label:"Meets the definition" enum:"yes exception unclear no"`
	Informed        string   `json:"informed" label:"Informed about it"`
	Instruction     string   `json:"instruction" label:"Their instruction"`
	SaaSCategory    string   `json:"saas_category" label:"SaaS category" enum:"regression data_inconsistency degraded"`
	Tier2Decision   string   `json:"tier2_decision" label:"Engineering" enum:"tier2 request_for_help not_needed"`
	Tier2Reason     Prose    `json:"tier2_reason" label:"Criteria that hold"`
	RequestingTeam  string   `json:"requesting_team" label:"Requesting team"`
	DeveloperCalled Moment   `json:"developer_called" label:"Developer called"`
	DeveloperJoined Moment   `json:"developer_joined" label:"Developer joined"`
	DetectedBy      string   `json:"detected_by" label:"How it was noticed"`
	UsersHit        Count    `json:"users_affected" label:"Users affected"`
	Workflow        Prose    `json:"workflow_impact" label:"What they cannot do"`
	ImpactCustomer  Prose    `json:"impact_customer" label:"Impact on the customer"`
	Interrupted     string   `json:"interrupted_work" label:"Work interrupted"`
	Cause           Prose    `json:"cause" label:"Cause"`
	Fix             Prose    `json:"fix" label:"What fixed it"`
	FollowUp        Prose    `json:"follow_up" label:"Follow-up told to the customer"`
	AvailableUntil  Meeting  `json:"available_until" label:"Available until"`
	NextColleague   string   `json:"next_colleague" label:"Next on duty"`
	TimeZone        Zone     `json:"zone" label:"Time zone of the case"`
	Confidential    bool     `json:"confidential" label:"Confidential"`

	Postings map[string]Posting `json:"postings" label:"Posted"`

	PolicyVersion string              `json:"policy_version" label:"Policy it runs under"`
	Ticks         map[string]StepTick `json:"ticks" label:"Steps of the process"`
	Snoozes       map[string]Snooze   `json:"snoozes" label:"Put off"`
}

// Incident is an infrastructure incident as it concerns customers; its own page stays the truth (rows 96-116).
type Incident struct {
	Title            string              `json:"title" label:"Title" want:"one line that says what failed"`
	Description      Prose               `json:"description" label:"Description"`
	Severity         string              `json:"incident_severity" label:"Incident severity" enum:"s1 s2 s3 s4" want:"S1 and S2 require a review (S0:240)"`
	Scope            string              `json:"scope" label:"Scope" enum:"all_customers subset"`
	Status           string              `json:"status" label:"Status" enum:"declared mitigated resolved closed"`
	IssueURL         Address             `json:"issue_url" label:"Incident issue" want:"the issue is where the truth is (S1:19)"`
	Confidential     bool                `json:"confidential" label:"Confidential"`
	StatusURL        Address             `json:"status_url" label:"Public status page"`
	PublicText       Prose               `json:"public_text" label:"What was said in public"`
	DetectedBy       string              `json:"detected_by" label:"How it was noticed"`
	UsersHit         Count               `json:"users_affected" label:"Users affected"`
	Workflow         Prose               `json:"workflow_impact" label:"What they could not do"`
	IncidentManagers []string            `json:"incident_managers" label:"Incident managers, last one last"`
	Component        string              `json:"component" label:"Component"`
	Company          string              `json:"company" label:"Company"`
	Product          string              `json:"product" label:"Product"`
	Started          Moment              `json:"started" label:"Impact began"`
	Detected         Moment              `json:"detected" label:"Detected"`
	Mitigated        Moment              `json:"mitigated" label:"Mitigated"`
	Resolved         Moment              `json:"resolved" label:"Resolved"`
	Closed           Moment              `json:"closed" label:"Closed"`
	Snapshots        map[string]Snapshot `json:"snapshots" label:"Snapshots of the issue"`
	Outreach         map[string]Outreach `json:"outreach" label:"Outreach"`
	Cause            Prose               `json:"cause" label:"Cause"`
	Fix              Prose               `json:"fix" label:"What fixed it"`
	TimeZone         Zone                `json:"zone" label:"Time zone"`

	Postings map[string]Posting `json:"postings" label:"Posted"`

	PolicyVersion string              `json:"policy_version" label:"Policy it runs under"`
	Ticks         map[string]StepTick `json:"ticks" label:"Steps of the process"`
	Snoozes       map[string]Snooze   `json:"snoozes" label:"Put off"`
}

// Snapshot is what an outside page said at a time.
type Snapshot struct {
	At    Moment `json:"at" label:"As of"`
	Text  Prose  `json:"text" label:"What it said"`
	Order string `json:"order" label:"Order"`
}

// Outreach is one customer told of an incident.
type Outreach struct {
	Customer Ref    `json:"customer" label:"Customer" ref:"customer"`
	At       Moment `json:"at" label:"When"`
	Text     Prose  `json:"text" label:"What was said"`
	Order    string `json:"order" label:"Order"`
}

// Review is the review of an incident or an emergency (rows 97-116, §2.3).
type Review struct {
	Title           string            `json:"title" label:"Title" want:"what is reviewed"`
	Description     Prose             `json:"description" label:"Summary"`
	Of              Ref               `json:"of" label:"Review of"`
	Customer        Ref               `json:"customer" label:"Customer" ref:"customer"`
	Company         string            `json:"company" label:"Company"`
	Product         string            `json:"product" label:"Product"`
	Component       string            `json:"component" label:"Component"`
	Severity        string            `json:"incident_severity" label:"Incident severity" enum:"s1 s2 s3 s4"`
	Status          string            `json:"status" label:"Status" enum:"draft internal_review reviewed shared"`
	Owner           Ref               `json:"owner" label:"Owner" ref:"person" want:"somebody answers for the review"`
	Impact          Prose             `json:"impact" label:"Impact" want:"who could not do what, how many, for how long"`
	Trigger         Prose             `json:"trigger" label:"Trigger" want:"what set it off"`
	Cause           Prose             `json:"cause" label:"Cause" want:"why it could happen"`
	Factors         map[string]Factor `json:"factors" label:"Contributing factors"`
	Whys            map[string]Why    `json:"whys" label:"Why-graph"`
	DetectionGap    Prose             `json:"detection_gap" label:"Detection gap"`
	EscapePoint     Prose             `json:"escape_point" label:"Escape point"`
	Confidence      string            `json:"confidence" label:"Confidence in the cause" enum:"confirmed likely undetermined"`
	Fix             Prose             `json:"fix" label:"What fixed it"`
	WentWell        Prose             `json:"went_well" label:"Went well"`
	WentPoorly      Prose             `json:"went_poorly" label:"Went poorly"`
	Lucky           Prose             `json:"lucky" label:"Where we were lucky"`
	Surprised       Prose             `json:"surprised" label:"What surprised us"`
	DetectedBy      string            `json:"detected_by" label:"How it was noticed"`
	UsersHit        Count             `json:"users_affected" label:"Users affected"`
	Workflow        Prose             `json:"workflow_impact" label:"What they could not do"`
	Started         Moment            `json:"started" label:"Impact began" want:"when it began"`
	Detected        Moment            `json:"detected" label:"Detected" want:"when it was noticed"`
	Mitigated       Moment            `json:"mitigated" label:"Mitigated"`
	Resolved        Moment            `json:"resolved" label:"Resolved" want:"when it was over"`
	Reviewed        Moment            `json:"reviewed" label:"Internally reviewed"`
	Shared          Moment            `json:"shared" label:"Shared with the customer"`
	Closed          Moment            `json:"closed" label:"Closed"`
	RequestedBy     string            `json:"requested_by" label:"Customer version asked for by"`
	RequestedAt     Moment            `json:"requested_at" label:"Asked for"`
	RequestedWhy    string            `json:"requested_why" label:"Why"`
	SameCauseBefore string            `json:"same_cause_before" label:"Same cause before" enum:"yes no unknown"`
	SameCauseNote   Prose             `json:"same_cause_note" label:"Where"`
	URL             Address           `json:"url" label:"Published at"`
	Licence         string            `json:"licence" label:"Licence of the text"`
	TimeZone        Zone              `json:"zone" label:"Time zone"`
	Confidential    bool              `json:"confidential" label:"Confidential"`

	Postings map[string]Posting `json:"postings" label:"Posted"`

	PolicyVersion string              `json:"policy_version" label:"Policy it runs under"`
	Ticks         map[string]StepTick `json:"ticks" label:"Steps of the process"`
	Snoozes       map[string]Snooze   `json:"snoozes" label:"Put off"`
}

// Factor is one contributing factor.
type Factor struct {
	Text     Prose  `json:"text" label:"Factor"`
	Evidence Prose  `json:"evidence" label:"Evidence"`
	Order    string `json:"order" label:"Order"`
}

// Why is a node of the why-graph; because names the nodes it explains.
type Why struct {
	Text       Prose    `json:"text" label:"Why"`
	Because    []string `json:"because" label:"Explains"`
	Evidence   Prose    `json:"evidence" label:"Evidence"`
	Source     string   `json:"source" label:"Where the evidence stands"` // ID or key of a line, an update, a call, a file; "" = only told
	Confidence string   `json:"confidence" label:"Confidence" enum:"confirmed likely undetermined"`
	Order      string   `json:"order" label:"Order"`
}

// Call is a call note (rows 117-121, 141-143).
type Call struct {
	Title        string   `json:"title" label:"Title"`
	Description  Prose    `json:"description" label:"About"`
	Case         Ref      `json:"case" label:"Case"`
	Customer     Ref      `json:"customer" label:"Customer" ref:"customer"`
	People       []string `json:"people" label:"On the call"`
	Began        Moment   `json:"started" label:"Started"`
	Ended        Moment   `json:"ended" label:"Ended"`
	TimeZone     Zone     `json:"zone" label:"Time zone"`
	PublicNote   Prose    `json:"public_note" label:"Note for the customer"`
	InternalNote Prose    `json:"internal_note" label:"Internal note"`
	HandoverLine Prose    `json:"handover" label:"Line for the next on duty"`
	FollowUp     Prose    `json:"follow_up" label:"Follow-up told to the customer"`

	Postings map[string]Posting `json:"postings" label:"Posted"`

	Ticks   map[string]StepTick `json:"ticks" label:"Steps of the process"`
	Snoozes map[string]Snooze   `json:"snoozes" label:"Put off"`
}

// Brief is an escalation to another team (rows 151-162).
type Brief struct {
	Title        string          `json:"title" label:"One-line summary" want:"the header of the brief (S3:18)"`
	Case         Ref             `json:"case" label:"Case"`
	Customer     Ref             `json:"customer" label:"Customer" ref:"customer"`
	Severity     string          `json:"severity" label:"Severity" enum:"critical high medium" want:"the header of the brief (S3:19)"`
	Target       string          `json:"target" label:"Target" enum:"support_l2 engineering product security leadership" want:"who should act (S3:20)"`
	Reasons      []string        `json:"reasons" label:"Reasons"`
	CustomersHit string          `json:"customers_affected" label:"Customers affected"`
	Workflow     Prose           `json:"workflow_impact" label:"What they cannot do"`
	Revenue      string          `json:"revenue_at_risk" label:"Revenue at risk"`
	SLAStatus    string          `json:"sla_status" label:"SLA" enum:"within at_risk breached"`
	Description  Prose           `json:"description" label:"Issue description" want:"three to five sentences (S3:26)"`
	IsBug        bool            `json:"bug" label:"It is a bug"`
	Steps        map[string]Step `json:"steps" label:"Reproduction steps"`
	Expected     Prose           `json:"expected" label:"Expected"`
	Actual       Prose           `json:"actual" label:"Actual"`
	Environment  Prose           `json:"environment" label:"Environment"`
	LastUpdate   Prose           `json:"last_update" label:"Last told to the customer"`
	Expectation  Prose           `json:"expectation" label:"What the customer expects"`
	Risk         Prose           `json:"escalation_risk" label:"Risk of escalation"`
	NeedVerb     string          `json:"need" label:"Needed" enum:"investigate fix decide approve" want:"what is asked for (S3:43)"`
	NeedText     Prose           `json:"need_text" label:"What exactly"`
	Deadline     Meeting         `json:"deadline" label:"Deadline"`
	Status       string          `json:"status" label:"Status" enum:"draft sent answered done withdrawn"`
	Sent         Moment          `json:"sent" label:"Sent"`
	Answered     Moment          `json:"answered" label:"Answered"`
	Closed       Moment          `json:"closed" label:"Closed"`

	Postings map[string]Posting `json:"postings" label:"Posted"`

	PolicyVersion string              `json:"policy_version" label:"Policy it runs under"`
	Ticks         map[string]StepTick `json:"ticks" label:"Steps of the process"`
	Snoozes       map[string]Snooze   `json:"snoozes" label:"Put off"`
}

// Step is one step of a reproduction.
type Step struct {
	Text  Prose  `json:"text" label:"Step"`
	Order string `json:"order" label:"Order"`
}

// Document is one version of a written document of a case (REQUIREMENTS §2). A final one is frozen: what is written later is
// a version of its own.
type Document struct {
	Title       string             `json:"title" label:"Title"`
	Type        string             `json:"type" label:"Document" enum:"declaration opening internal_update customer_update executive_update brief follow_up end_of_call public_note internal_note handover closure closure_email incident_review rca executive_summary emergency_retro business_case outreach note other"`
	Case        Ref                `json:"case" label:"Case"`
	Customer    Ref                `json:"customer" label:"Customer" ref:"customer"`
	Who         string             `json:"who" label:"Begun by"`
	Audience    string             `json:"audience" label:"Audience" enum:"internal customer"`
	Status      string             `json:"status" label:"Status" enum:"draft final"`
	Version     Count              `json:"version" label:"Version"`
	Template    string             `json:"template" label:"Template"`
	Heading     string             `json:"heading" label:"Heading"`
	For         string             `json:"for" label:"Written for"`
	Description Prose              `json:"description" label:"Text"`
	Sections    map[string]Section `json:"sections" label:"Sections"`
	Reviewer    string             `json:"reviewer" label:"Read by a second person"`
	Reviewed    Moment             `json:"reviewed" label:"Read on"`
	Final       Moment             `json:"final" label:"Final since"`
	EarlyReason string             `json:"early_reason" label:"Why final before the internal review"`
	Date        string             `json:"date" label:"Day that it speaks of"`
	Waivers     map[string]Waiver  `json:"waivers" label:"Waived findings"`
	Exports     map[string]Export  `json:"exports" label:"Exports"`
	Made        map[string]Export  `json:"made" label:"Files kept when it was made final"`
	BuiltFrom   string             `json:"built_from" label:"Hash of what it was built from"`

	Postings map[string]Posting `json:"postings" label:"Posted"`
}

// Section is a part of a document that a person wrote or changed; in a final document, every part as it stood.
type Section struct {
	Text  Prose  `json:"text" label:"Text"`
	Title string `json:"title" label:"Title"`
	From  string `json:"from" label:"Hash of what the record said then"`
	Order string `json:"order" label:"Order"`
}

// Template is a team's own form of a document: for the workspace, or for one customer.
type Template struct {
	Title    string `json:"title" label:"Title" want:"what the document is called"`
	Type     string `json:"type" label:"Document"`
	Customer Ref    `json:"customer" label:"Customer" ref:"customer"`
	Text     Prose  `json:"text" label:"Template file" want:"the sections"`
}

// Waiver lets a finding of the check stand, with the reason.
type Waiver struct {
	Reason string `json:"reason" label:"Reason"`
	Who    string `json:"who" label:"Who"`
	At     Moment `json:"at" label:"When"`
}

// Export is one finished file with its receipt: what it was made with, and what was looked at before it went out.
type Export struct {
	Format       string   `json:"format" label:"Format"`
	Name         string   `json:"name" label:"File name"`
	At           Moment   `json:"at" label:"When"`
	Who          string   `json:"who" label:"Who"`
	SHA256       string   `json:"sha256" label:"SHA-256"`
	Bytes        Count    `json:"bytes" label:"Size in bytes"`
	Pages        Count    `json:"pages" label:"Pages"`
	Fonts        []string `json:"fonts" label:"Fonts"`
	MissingFonts []string `json:"missing_fonts" label:"Scripts without a font"`
	Checks       []string `json:"checks" label:"What was checked"`
	Waived       []string `json:"waived" label:"Findings that a person let stand"`
	Template     string   `json:"template" label:"Template and version"`
	Program      string   `json:"program" label:"Made by"`
	File         Ref      `json:"file" label:"Kept file" ref:"attachment"`
	Order        string   `json:"order" label:"Order"`
}
