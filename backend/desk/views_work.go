package desk

// Progress is how far a long job is. Total is 0 while unknown.
type Progress struct {
	Done  int64
	Total int64
	Unit  string
	Says  string
}

// Refusal is one thing that an import could not take, and why.
type Refusal struct {
	File string `json:"file"`
	Line int    `json:"line"`
	Says string `json:"says"`
}

// ColumnChoice sends a column of a table to a field; "" keeps it under extra, "-" leaves it out.
type ColumnChoice struct {
	Column string `json:"column"`
	Field  string `json:"field"`
}

// ImportRequest is what is to be read, and how.
type ImportRequest struct {
	Paths   []string       `json:"paths"`
	Format  string         `json:"format"` // auto, precedent, markdown, csv, export
	Source  string         `json:"source"` // what the other system is called
	Kind    string         `json:"kind"`   // for tables and folders that do not say
	Zone    string         `json:"zone"`   // for times that name none
	Mapping []ColumnChoice `json:"mapping"`
	Dates   string         `json:"dates,omitempty"` // of a table's 03/04/2026: day or month first; "" where it does not say
	Strict  bool           `json:"strict"`
}

// ImportReport is what an import did. Action is what Undo takes, "" when nothing was changed.
type ImportReport struct {
	Made     int       `json:"made"`
	Changed  int       `json:"changed"`
	Same     int       `json:"same"`
	Refused  int       `json:"refused"`
	Files    int       `json:"files"` // attachments taken
	Refusals []Refusal `json:"refusals"`
	Action   string    `json:"action"`
	Says     string    `json:"says"`
}

// Choice is a value with what a person reads for it.
type Choice struct {
	Value string `json:"value"`
	Label string `json:"label"`
	Help  string `json:"help"`
}

// ImportColumn is a column of a table with where it is guessed to go.
type ImportColumn struct {
	Name    string   `json:"name"`
	Samples []string `json:"samples"`
	Field   string   `json:"field"`
	Guessed bool     `json:"guessed"`
}

// ImportPreview is what an import would do, from the first records.
type ImportPreview struct {
	Format   string         `json:"format"`
	Formats  []Choice       `json:"formats"`
	Because  string         `json:"because"`
	Kind     string         `json:"kind"`
	Columns  []ImportColumn `json:"columns"`
	Fields   []Choice       `json:"fields"`
	Records  []RecordView   `json:"records"`
	Refusals []Refusal      `json:"refusals"`
	Total    int            `json:"total"`
}

// DocumentRequest names a document: which kind, of which record (ID or key), for whom ("" is whom the kind is for), and which
// version (0 is the newest). Typed has what is being typed and is no revision yet count as written.
type DocumentRequest struct {
	Kind     string `json:"kind"`
	ID       string `json:"id"`
	Audience string `json:"audience"`
	Version  int    `json:"version,omitempty"`
	Typed    bool   `json:"typed,omitempty"`
}

// DocumentSection is one section of a document. Body is Markdown. Recorded is what the record says where a person wrote
// something else, and Moved says that it has changed since then.
type DocumentSection struct {
	ID       string         `json:"id"`
	Title    string         `json:"title"`
	Help     string         `json:"help"`
	Body     string         `json:"body"`
	Edited   bool           `json:"edited"`
	Recorded string         `json:"recorded"`
	Moved    bool           `json:"moved"`
	Gaps     []string       `json:"gaps"`
	Fills    []string       `json:"fills"`   // for each gap, what would fill it
	Missing  []DocumentGap  `json:"missing"` // for each gap, where to fill it
	Facts    []DocumentFact `json:"facts"`
	Ready    bool           `json:"ready"`
	Draft    *DraftView     `json:"draft"` // what is being typed and is no revision yet; null where nothing is
}

// DocumentGap is where a fact that is not recorded would stand: a field of a record, or a kind of items below it.
type DocumentGap struct {
	Fact   string `json:"fact"`
	Record string `json:"record"`
	Case   string `json:"case"` // the record that an item stands below, else the record itself
	Kind   string `json:"kind"` // of the record
	Field  string `json:"field"`
	Fills  string `json:"fills"`
}

// DocumentFact links a section to a record that it speaks from, and to the field of it; "" is the record as a whole.
type DocumentFact struct {
	Record string `json:"record"`
	Case   string `json:"case"` // the record that an item stands below, else the record itself
	Kind   string `json:"kind"`
	Title  string `json:"title"`
	Field  string `json:"field"`
	Label  string `json:"label"`
}

// DocumentFinding is something in a document that stops it (stop), or that one should know (warn, note).
type DocumentFinding struct {
	ID       string `json:"id"`
	Level    string `json:"level"`
	Section  string `json:"section"`
	Says     string `json:"says"`
	Excerpt  string `json:"excerpt"`
	Waivable bool   `json:"waivable"`
}

// DocumentView is a document as it stands.
type DocumentView struct {
	Title    string            `json:"title"`
	Audience string            `json:"audience"`
	Version  int               `json:"version"`
	Status   string            `json:"status"` // draft or final
	Record   string            `json:"record"` // ID of the document; "" while nobody wrote in it
	Case     string            `json:"case"`   // ID of the record that it is of
	Kind     string            `json:"kind"`
	Label    string            `json:"label"`    // what the kind is called
	Reviewer string            `json:"reviewer"` // the second person who read it
	Early    bool              `json:"early"`    // for a customer, before the internal review: final only with a reason (S1:43)
	Fixed    bool              `json:"fixed"`    // it is made of its record's own fields alone
	Sections []DocumentSection `json:"sections"`
	Findings []DocumentFinding `json:"findings"`
	Gaps     int               `json:"gaps"`
	Score    int               `json:"score"` // from 0 to 100
}

// Waiver lets a finding stand.
type Waiver struct {
	ID     string `json:"id"`
	Reason string `json:"reason"`
}

// ExportRequest asks for a finished file. Format is md, html, pdf, docx, slack, rich, text or eml.
type ExportRequest struct {
	Kind     string   `json:"kind"`
	ID       string   `json:"id"`
	Audience string   `json:"audience"`
	Version  int      `json:"version,omitempty"`
	Format   string   `json:"format"`
	Waivers  []Waiver `json:"waivers"`
}

// document is what is asked to be exported.
func (r ExportRequest) document() DocumentRequest {
	return DocumentRequest{Kind: r.Kind, ID: r.ID, Audience: r.Audience, Version: r.Version}
}

// Exported is a finished file, or the findings that stopped it: then Name is "" and there are no bytes.
type Exported struct {
	Name     string            `json:"name"`
	Size     int64             `json:"size"`
	Notices  []string          `json:"notices"`
	Findings []DocumentFinding `json:"findings"`
	Receipt  *Receipt          `json:"receipt,omitempty"` // of a finished file
}

// Receipt says what a finished file was made with and what was checked before it went out. It is kept with the document and
// can lie beside the file, never in it.
type Receipt struct {
	Kind         string          `json:"kind"`
	Key          string          `json:"key"` // of the record that the document is of
	Audience     string          `json:"audience"`
	Version      string          `json:"version"`
	Format       string          `json:"format"`
	Name         string          `json:"name"`
	SHA256       string          `json:"sha256"`
	Bytes        int64           `json:"bytes"`
	Pages        int             `json:"pages"` // of a PDF; 0 where there are none
	Fonts        []string        `json:"fonts"`
	MissingFonts []string        `json:"missingFonts"`
	Checks       []string        `json:"checks"`
	Waived       []WaivedFinding `json:"waived"`
	Template     string          `json:"template"`
	Program      string          `json:"program"`
	At           string          `json:"at"`
	Who          string          `json:"who"`
}

// WaivedFinding is a finding that a person let stand.
type WaivedFinding struct {
	ID     string `json:"id"`
	Says   string `json:"says"`
	Where  string `json:"where"`
	Reason string `json:"reason"`
}

// SettingsView are the workspace's settings.
type SettingsView struct {
	Name       string  `json:"name"`
	Role       string  `json:"role"`
	Zone       string  `json:"zone"`       // IANA; "" follows the system
	Appearance string  `json:"appearance"` // system, light, dark
	TextScale  float64 `json:"textScale"`  // 0.9 to 1.5
	QuietFrom  string  `json:"quietFrom"`  // 22:00; from then on only emergencies are told; "" = no quiet hours
	QuietTo    string  `json:"quietTo"`
}

// Notice is something a person must know of the workspace. Level is stop, warn or note.
type Notice struct {
	ID    string `json:"id"`
	Level string `json:"level"`
	Says  string `json:"says"`
	Todo  string `json:"todo"`
}
