package journal

import (
	"encoding/json"
	"fmt"
	"time"

	"precedent/backend/casefile"
)

// Entry is one action of one person. It is applied whole or not at all.
type Entry struct {
	Seq     uint64          // 1, 2, 3 … without gaps; given by Append
	ID      string          // UUIDv7; given by Append unless the caller has one
	Device  string          // the machine; given by Append
	Who     string          // the person; stays when the entry's changes are cut
	At      time.Time       // UTC, milliseconds; given by Append
	Action  string          // what was done, such as "edit" or "import"; stays when changes are cut
	Version int             // schema version of the changes as written; given by Append
	Draft   bool            // a text that is being typed: in no history, dropped once superseded
	Note    json.RawMessage // facts about the entry, such as what an undo undoes; never customer text: it is never cut
	Changes []Change
	Cut     int // changes that a purge cut out, or that a superseded draft lost; only their seals are left
}

// Change is what one entry did to one record.
type Change struct {
	Kind   string
	ID     string
	Base   uint64          // sequence of the entry that last changed the record; 0 = the record is new
	Patch  json.RawMessage // RFC 7396 merge patch; null = the record is removed
	Masked bool            // a secret was masked out of the patch later: it is not what was written first
}

// MaxPayload is how many bytes the changes of one entry may take together.
const MaxPayload = 64 << 20

// A lift turns a change's patch as version n of the schema wrote it into one of version n+1. It is pure.
type lift func(kind string, patch json.RawMessage) (json.RawMessage, error)

// lifts is append-only: lifts[0] lifts version 1 to 2. Each one gets a line that says why the schema changed.
var lifts = []lift{}

// schema is the version that this program writes.
func (o *Options) schema() int { return 1 + len(o.lifts) }

// lifted gives the entry with its changes in this program's schema.
func (o *Options) lifted(e Entry) (Entry, error) {
	if e.Version > o.schema() {
		return e, tooNew("", fmt.Sprintf("schema version %d", e.Version))
	}
	for v := max(e.Version, 1); v < o.schema(); v++ {
		for i, c := range e.Changes {
			patch, err := o.lifts[v-1](c.Kind, c.Patch)
			if err != nil {
				return e, casefile.Wrap(casefile.Internal, fmt.Errorf("lift entry %d from version %d: %w", e.Seq, v, err),
					"An older entry of the workspace could not be read by this version of Precedent. Open the workspace with the version you used before, and report this.")
			}
			e.Changes[i].Patch = patch
		}
	}
	return e, nil
}

func tooNew(program, what string) error {
	if program == "" {
		program = "a newer version of Precedent"
	}
	return casefile.Faultf(casefile.TooNew, "This workspace was written by %s (%s). Install that version or a later one to open it; nothing was changed.", program, what)
}
