package desk

// CardRequest names a card (card "" is all that a record may need now), with the findings that may stand in a customer's.
type CardRequest struct {
	ID      string   `json:"id"` // of the record, or its key
	Card    string   `json:"card"`
	Waivers []Waiver `json:"waivers"`
}

// CardView is a text to copy elsewhere: a message of the policy, a document, or the form of another system, field by field in
// that form's order. While findings stand in a customer's card its fields have nothing to copy.
type CardView struct {
	ID          string            `json:"id"` // what Post takes
	Title       string            `json:"title"`
	About       string            `json:"about"`
	Moment      string            `json:"moment"` // the part of the process that it belongs to
	Source      string            `json:"source"` // where the process asks for it
	Destination string            `json:"destination"`
	How         []string          `json:"how"` // the way to the form, step by step
	Audience    string            `json:"audience"`
	URL         string            `json:"url"`      // where it lives; "" is not known
	Document    string            `json:"document"` // kind of the document that it is; "" = none
	Tells       []Choice          `json:"tells"`    // audiences that count as told once it is posted
	Asked       string            `json:"asked"`    // what the process asks for with it now; "" = nothing
	DueAt       string            `json:"dueAt"`    // when that is due; "" = at no time, or nothing
	Late        bool              `json:"late"`
	Fields      []CardField       `json:"fields"`
	Findings    []DocumentFinding `json:"findings"`
	Posted      []PostingView     `json:"posted"`
}

// CardField is one field of a card.
type CardField struct {
	ID      string   `json:"id"`
	Label   string   `json:"label"`
	Help    string   `json:"help"`
	Value   string   `json:"value"` // to read, with its gaps
	Copy    string   `json:"copy"`  // for the clipboard, in the markup of the destination
	Missing []string `json:"missing"`
}

// PostRequest notes that a text went out: which one ("" where the record is the text), where it was put, and by which address
// it is found there.
type PostRequest struct {
	ID          string   `json:"id"`   // of the record, or its key
	What        string   `json:"what"` // a card, or a kind of document, such as closure-post or closure
	Destination string   `json:"destination"`
	URL         string   `json:"url"`
	At          string   `json:"at"`   // when, if not now
	Text        string   `json:"text"` // as it went out, where a person changed it; "" = the card's own
	Waivers     []Waiver `json:"waivers"`
}

// PostingView is one line of the ledger of where each text went (row 37, C3).
type PostingView struct {
	Record      string `json:"record"` // ID of the case, document or update that was posted
	Entry       string `json:"entry"`  // which of its postings
	Title       string `json:"title"`  // what it is called
	What        string `json:"what"`
	Label       string `json:"label"` // what a person calls What
	Destination string `json:"destination"`
	At          string `json:"at"`
	URL         string `json:"url"`
	Who         string `json:"who"`
	Text        string `json:"text"` // what was said, of an update
}

// PostingChange gives a posting another address, or takes it out of the ledger.
type PostingChange struct {
	Record string `json:"record"`
	Entry  string `json:"entry"`
	URL    string `json:"url"`
	Remove bool   `json:"remove"` // it never went out
}

// TextCheck asks what a customer may not read in a text about a case.
type TextCheck struct {
	ID   string `json:"id"` // of the case, or its key
	Text string `json:"text"`
}
