package casefile

// The types of fields. A field's Go type and its tags are the whole schema: forms, validation, import, search, export and
// documents read them through FieldsOf.
//
//	json   the name, which never changes
//	label  what a person reads
//	enum   the closed list of values
//	want   why a record without it is incomplete: shown, never refused
//	ref    the kind of record that the ID names
type (
	// Prose is a text of many lines, in Markdown, merged line by line.
	Prose string
	// Moment is a time that has happened, in the form of Instant.
	Moment string
	// Meeting is a time to come, in the form of Appointment.
	Meeting string
	// Ref is the ID of another record.
	Ref string
	// Address is a web address (http, https, mailto).
	Address string
	// Zone is an IANA time zone.
	Zone string
	// Count is a whole number.
	Count int64
	// Amount is a number.
	Amount float64
)

// Common are the fields of every record.
type Common struct {
	Key       string            `json:"key" label:"Key"`
	Parent    Ref               `json:"parent" label:"Belongs to"`
	Created   Moment            `json:"created" label:"Created"`
	Recorded  Moment            `json:"recorded" label:"Recorded"`
	Deleted   Moment            `json:"deleted" label:"In the bin since"`
	Source    string            `json:"source" label:"Imported from"`
	SourceID  string            `json:"source_id" label:"Its ID there"`
	Imported  map[string]string `json:"imported" label:"As last imported"` // field → hash of the value that came with the last import
	Conflicts map[string]Clash  `json:"conflicts" label:"Conflicts"`       // field → the earlier value that a later save replaced
	Order     string            `json:"order" label:"Order"`               // sorts items of one kind
	Tags      []string          `json:"tags" label:"Tags"`
	Extra     map[string]any    `json:"extra" label:"Other fields"` // what an import brought that has no field here
}

// Clash is the value that lost when two people changed one field, kept until a person chooses.
type Clash struct {
	Value any    `json:"value" label:"Value"`
	Who   string `json:"who" label:"Who"`
	At    Moment `json:"at" label:"When"`
	Seq   Count  `json:"seq" label:"Entry"`
}

// Customer is an account (REQUIREMENTS rows 7, 24, 92, 118).
type Customer struct {
	Name            string             `json:"name" label:"Name" want:"a customer needs a name to be found by"`
	Aliases         []string           `json:"aliases" label:"Also known as"`
	Description     Prose              `json:"description" label:"About"`
	Segment         string             `json:"segment" label:"Segment"`
	Strategic       bool               `json:"strategic" label:"Strategic"`
	StrategicReason string             `json:"strategic_reason" label:"Why strategic"`
	CSM             Ref                `json:"csm" label:"Customer success manager" ref:"person"`
	CSMHandle       string             `json:"csm_handle" label:"Chat handle of the CSM"`
	AccountExec     Ref                `json:"account_executive" label:"Account executive" ref:"person"`
	SolutionArch    Ref                `json:"solution_architect" label:"Solutions architect" ref:"person"`
	SuccessEngineer Ref                `json:"success_engineer" label:"Customer success engineer" ref:"person"`
	CSMManager      Ref                `json:"csm_manager" label:"CSM manager" ref:"person"`
	ARRBand         string             `json:"arr_band" label:"Revenue band"`
	Region          string             `json:"region" label:"Region"`
	TimeZone        Zone               `json:"zone" label:"Time zone"`
	RenewalLink     Address            `json:"renewal_link" label:"Renewal opportunity"`
	RenewalDate     Meeting            `json:"renewal_date" label:"Renewal date"`
	Sentiment       string             `json:"sentiment" label:"Sentiment" enum:"green yellow red"`
	Product         string             `json:"product" label:"Product" enum:"self_managed saas dedicated us_federal"`
	Contacts        map[string]Contact `json:"contacts" label:"Contacts"`
}

// Contact is a person at a customer.
type Contact struct {
	Name  string `json:"name" label:"Name"`
	Role  string `json:"role" label:"Role"`
	Email string `json:"email" label:"E-mail"`
	Phone string `json:"phone" label:"Phone"`
	Order string `json:"order" label:"Order"`
}

// Person is a colleague.
type Person struct {
	Name     string   `json:"name" label:"Name" want:"a person needs a name"`
	Aliases  []string `json:"aliases" label:"Also known as"`
	Email    string   `json:"email" label:"E-mail"`
	Handle   string   `json:"handle" label:"Chat handle"`
	Team     string   `json:"team" label:"Team"`
	JobTitle string   `json:"job_title" label:"Role"`
	TimeZone Zone     `json:"zone" label:"Time zone"`
	Manager  Ref      `json:"manager" label:"Manager" ref:"person"`
}

// Link joins two records, or a record and an address (rows 2, 47; DESIGN, Records).
type Link struct {
	LinkType string  `json:"type" label:"Type" enum:"ticket merge_request duplicate same_problem not_related evidence related prioritised_work planned_change review_of belongs_to phrase" want:"what the link means"`
	To       Ref     `json:"to" label:"Record"`
	URL      Address `json:"url" label:"Address"`
	Title    string  `json:"title" label:"Title"`
	Note     Prose   `json:"note" label:"Note"`
	Reason   string  `json:"reason" label:"Why"`
}

// Problem groups cases that people judged the same (row 152).
type Problem struct {
	Title       string  `json:"title" label:"Title" want:"what the cases have in common"`
	Description Prose   `json:"description" label:"Description"`
	Cause       Prose   `json:"cause" label:"Cause"`
	Fix         Prose   `json:"fix" label:"What fixes it"`
	Status      string  `json:"status" label:"Status" enum:"open known fixed"`
	Link        Address `json:"link" label:"Tracker"`
}

// CustomerEvent is a migration, an upgrade or a launch that a customer plans (rows 165, 170).
type CustomerEvent struct {
	Title    string  `json:"title" label:"Title"`
	Customer Ref     `json:"customer" label:"Customer" ref:"customer"`
	Type     string  `json:"type" label:"Type" enum:"upgrade migration launch freeze maintenance other"`
	Starts   Meeting `json:"starts" label:"Starts"`
	Ends     Meeting `json:"ends" label:"Ends"`
	Rollback Prose   `json:"rollback" label:"Way back"`
	Contact  string  `json:"contact" label:"Contact"`
	Note     Prose   `json:"note" label:"Note"`
}

// Shift is a turn of duty (row 150).
type Shift struct {
	Name   string  `json:"name" label:"Name"`
	Person Ref     `json:"person" label:"Person" ref:"person"`
	Duty   string  `json:"duty" label:"Duty"`
	Starts Meeting `json:"starts" label:"Starts"`
	Ends   Meeting `json:"ends" label:"Ends"`
}

// SavedSearch is a query, or a look at a list, with a name, kept in the rail.
type SavedSearch struct {
	Name  string `json:"name" label:"Name" want:"a name for the rail"`
	Query string `json:"query" label:"Query"` // what is searched for
	List  string `json:"list" label:"List"`   // a kind, its filters and its order, as in the window's address
}

// Settings are a workspace's own: one record of the ID SettingsID.
type Settings struct {
	MyName       string         `json:"my_name" label:"Your name"`
	MyRole       string         `json:"my_role" label:"Your role"`
	TimeZone     Zone           `json:"zone" label:"Your time zone"`
	Company      string         `json:"company" label:"Company"`
	Theme        string         `json:"theme" label:"Appearance" enum:"system light dark"`
	TextScale    Count          `json:"text_scale" label:"Text size in percent"`
	PreferRecent string         `json:"prefer_recent" label:"Prefer recent cases" enum:"never little some much"`
	CSVMappings  map[string]any `json:"csv_mappings" label:"Remembered column mappings"`
	BinDays      Count          `json:"bin_days" label:"Days that the bin has lived through"`

	Policy    string         `json:"policy" label:"Version of the policy in use"`
	Policies  map[string]any `json:"policies" label:"Versions of the policy"` // version → files, at, who
	QuietFrom string         `json:"quiet_from" label:"Quiet from"`           // 22:00, in the person's zone
	QuietTo   string         `json:"quiet_to" label:"Quiet until"`
}

// Attachment is a file of a case. Its bytes lie under their SHA-256; the record keeps the rest.
type Attachment struct {
	FileName   string `json:"file_name" label:"File name" want:"a name to open it by"`
	MediaType  string `json:"media_type" label:"Type"`
	Size       Count  `json:"size" label:"Size in bytes"`
	SHA256     string `json:"sha256" label:"SHA-256"`
	Caption    string `json:"caption" label:"Caption"`
	Sensitive  bool   `json:"sensitive" label:"Sensitive"`
	Line       Ref    `json:"line" label:"Line it belongs to" ref:"line"`
	Visibility string `json:"visibility" label:"Who may see it" enum:"internal customer confidential"`
}
