package exchange

import (
	"encoding/json"

	"precedent/backend/casefile"
)

// HistoryEntry is one entry of a workspace's history: one action of one person.
type HistoryEntry struct {
	Seq     uint64          `json:"seq"`
	ID      string          `json:"id"`
	Device  string          `json:"device"`
	Who     string          `json:"who"`
	At      string          `json:"at"` // RFC 3339, UTC
	Action  string          `json:"action"`
	Version int             `json:"version"` // of the schema in which the changes are written
	Draft   bool            `json:"draft,omitempty"`
	Note    json.RawMessage `json:"note,omitempty"`
	Changes []HistoryChange `json:"changes"`
	Cut     int             `json:"cut,omitempty"` // changes that were removed for good
}

// HistoryChange is what an entry did to one record.
type HistoryChange struct {
	Kind   string          `json:"kind"`
	ID     string          `json:"id"`
	Base   uint64          `json:"base"`
	Patch  json.RawMessage `json:"patch"` // RFC 7396
	Masked bool            `json:"masked,omitempty"`
}

// Workspace names what an export was made of, and is the file export.json.
type Workspace struct {
	Format   string `json:"format"`  // "precedent-export"
	Version  int    `json:"version"` // of the export's layout
	ID       string `json:"workspace"`
	Name     string `json:"name"`
	Program  string `json:"program"`
	Exported string `json:"exported"` // RFC 3339
	Counts   Counts `json:"counts"`
}

// Counts are what an export holds.
type Counts struct {
	Records     map[casefile.Kind]int `json:"records"`
	Entries     int                   `json:"entries"`
	Attachments int                   `json:"attachments"`
}

// The layout of an export. A new version gets a line here that says why.
//
//	1  the first
const (
	exportFormat  = "precedent-export"
	exportVersion = 1

	manifestName = "export.json"
	recordsName  = "records.jsonl"
	historyName  = "history.jsonl"
	sumsName     = "SHA256SUMS"
	readmeName   = "README.md"
	filesDir     = "attachments"
	casesDir     = "cases"
	binDir       = "cases/bin"
	tablesDir    = "tables"
)

// recordLine is a record as a line of records.jsonl: its fields with its kind, its ID and the entry that last changed it.
func recordLine(r casefile.Record) ([]byte, error) {
	line := make(map[string]any, len(r.Fields)+3)
	for name, v := range r.Fields {
		line[name] = v
	}
	line["kind"], line["id"], line["rev"] = string(r.Kind), r.ID, r.Rev
	return casefile.Encode(line)
}

// readRecordLine is the way back.
func readRecordLine(line []byte, depth int) (casefile.Record, error) {
	fields, err := decodeObject(line, depth)
	if err != nil {
		return casefile.Record{}, err
	}
	kind, _ := fields["kind"].(string)
	id, _ := fields["id"].(string)
	rev, _ := fields["rev"].(json.Number)
	seq, err := rev.Int64()
	r := casefile.Record{Kind: casefile.Kind(kind), ID: id, Rev: uint64(max(seq, 0)), Fields: fields}
	switch {
	case !r.Kind.Known():
		return r, refusef("%q is not a kind of record that this version of Precedent knows.", clip(kind))
	case !isUUID(id):
		return r, refusef("The record has no id of Precedent's own.")
	case err != nil:
		return r, refusef("The record does not say which entry last changed it.")
	}
	delete(fields, "kind")
	delete(fields, "id")
	delete(fields, "rev")
	return r, nil
}

func isUUID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i, c := range s {
		dash := i == 8 || i == 13 || i == 18 || i == 23
		hex := (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')
		if dash != (c == '-') || (!dash && !hex) {
			return false
		}
	}
	return true
}
