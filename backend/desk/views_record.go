package desk

import "precedent/backend/casefile"

// RecordView is a record as the page and scripts see it.
type RecordView struct {
	ID     string         `json:"id"`
	Key    string         `json:"key"` // "" for items
	Kind   string         `json:"kind"`
	Rev    uint64         `json:"rev"` // the base of the next change
	Fields map[string]any `json:"fields"`
}

// Named is enough of a record to name it wherever its ID stands.
type Named struct {
	ID      string `json:"id"`
	Key     string `json:"key"`
	Kind    string `json:"kind"`
	Title   string `json:"title"`
	Deleted bool   `json:"deleted"`
}

// CaseView is a record with everything below it and everything that must be said of it.
type CaseView struct {
	Record      RecordView       `json:"record"`
	Items       []RecordView     `json:"items"`
	Attachments []AttachmentView `json:"attachments"`
	Drafts      []DraftView      `json:"drafts"`
	Conflicts   []ConflictView   `json:"conflicts"`
	Findings    []FieldFinding   `json:"findings"`
	Names       map[string]Named `json:"names"`
	Deleted     bool             `json:"deleted"`
}

// FieldFinding is something missing or doubtful in a record. Level is "warn" or "note": nothing of it refuses a save.
type FieldFinding struct {
	ID     string `json:"id"`
	Field  string `json:"field"`
	Level  string `json:"level"`
	Says   string `json:"says"`
	Source string `json:"source"` // the rule it comes from, such as S0:37
}

// AttachmentView is a file of a case.
type AttachmentView struct {
	ID         string `json:"id"`
	Rev        uint64 `json:"rev"`
	Name       string `json:"name"`
	Type       string `json:"type"`
	Size       int64  `json:"size"`
	At         string `json:"at"`
	By         string `json:"by"`
	Visibility string `json:"visibility"`
	Searched   bool   `json:"searched"`
}

// AttachmentPreview is a bounded look at a file: Kind is image (Data is a data: URL), text or none.
type AttachmentPreview struct {
	Kind      string `json:"kind"`
	Data      string `json:"data"`
	Truncated bool   `json:"truncated"`
}

// Change is one record's part of an action. An empty ID makes a record; a null in Patch clears a field.
type Change struct {
	Kind  string         `json:"kind"`
	ID    string         `json:"id"`
	Base  uint64         `json:"base"`
	Patch map[string]any `json:"patch"`
}

// SaveRequest is one action of one person.
type SaveRequest struct {
	Action  string   `json:"action"`
	Changes []Change `json:"changes"`
}

// SavedRecord is what became of one change.
type SavedRecord struct {
	ID  string `json:"id"`
	Key string `json:"key"`
	Rev uint64 `json:"rev"`
}

// Saved says what a save made. Action is what Undo takes.
type Saved struct {
	Action    string         `json:"action"`
	At        string         `json:"at"`
	Records   []SavedRecord  `json:"records"`
	Conflicts []ConflictView `json:"conflicts"`
	Missing   []GateView     `json:"missing"` // what the process wants before a value that was given, and nobody recorded
}

// DraftView is a text that is being written and is no revision yet.
type DraftView struct {
	ID     string `json:"id"`
	Kind   string `json:"kind"`
	Parent string `json:"parent"`
	Field  string `json:"field"`
	Text   string `json:"text"`
	At     string `json:"at"`
}

// DraftRequest keeps a text while it is written.
type DraftRequest struct {
	ID     string `json:"id"`
	Kind   string `json:"kind"`
	Parent string `json:"parent"`
	Field  string `json:"field"`
	Text   string `json:"text"`
}

// ConflictView is two values of one field: Standing is in the record, Kept stands beside it until a person chooses.
type ConflictView struct {
	ID         string `json:"id"` // recordID/field
	RecordID   string `json:"recordId"`
	Field      string `json:"field"`
	Label      string `json:"label"`
	Standing   any    `json:"standing"`
	StandingBy string `json:"standingBy"`
	StandingAt string `json:"standingAt"`
	Kept       any    `json:"kept"`
	KeptBy     string `json:"keptBy"`
	KeptAt     string `json:"keptAt"`
	Of         *Named `json:"of,omitempty"` // the case it belongs to, where all of a workspace are listed
}

// FieldChange is what an action did to one field.
type FieldChange struct {
	RecordID string `json:"recordId"`
	Kind     string `json:"kind"`
	Field    string `json:"field"`
	Label    string `json:"label"`
	Before   any    `json:"before"`
	After    any    `json:"after"`
}

// HistoryEntry is one action of one person.
type HistoryEntry struct {
	Action   string        `json:"action"` // what Undo takes
	Rev      uint64        `json:"rev"`
	At       string        `json:"at"`
	By       string        `json:"by"`
	Device   string        `json:"device"`
	Says     string        `json:"says"`
	Changes  []FieldChange `json:"changes"`
	Undone   bool          `json:"undone"`
	Undoable bool          `json:"undoable"`
}

// HistoryPage is a part of a record's history, newest first.
type HistoryPage struct {
	Entries []HistoryEntry `json:"entries"`
	Next    string         `json:"next"`
}

// Undone says what an undo took back. Left names what someone changed since and was left as it is.
type Undone struct {
	Action string   `json:"action"`
	Says   string   `json:"says"`
	Left   []string `json:"left"`
	IDs    []string `json:"ids"`
}

func viewRecord(r casefile.Record) RecordView {
	return RecordView{ID: r.ID, Key: r.Key(), Kind: string(r.Kind), Rev: r.Rev, Fields: r.Fields}
}

func viewNamed(r casefile.Record) Named {
	return Named{ID: r.ID, Key: r.Key(), Kind: string(r.Kind), Title: r.Title(), Deleted: r.Binned()}
}
