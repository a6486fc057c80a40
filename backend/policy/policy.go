package policy

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"precedent/backend/casefile"
)

//go:embed builtin/*.yaml
var builtin embed.FS

// Policy is a set of rules, read from files that a team can edit.
type Policy struct {
	Version string            // the files' hash: equal files are one version
	Files   map[string]string // name → text, as they were read

	Severities []Severity
	Clocks     []Clock
	Steps      []Step
	Dates      []Date
	Calendars  []Calendar
}

// Clock is a duty that comes again: somebody is told, or met, every so often.
type Clock struct {
	Place
	ID       string               `yaml:"id"`
	Source   string               `yaml:"source"`
	What     string               `yaml:"what"`
	Why      string               `yaml:"why"`
	Off      bool                 `yaml:"off"` // true = not in use; a team turns it on
	Of       string               `yaml:"of"`  // kind of case
	For      string               `yaml:"for"` // role of who does it
	When     Conditions           `yaml:"when"`
	Restarts []string             `yaml:"restarts"` // audiences of updates that start it anew; the first is what "do" records
	Times    int                  `yaml:"times"`    // so many updates must lie in any stretch of that length; 0 = 1
	At       map[string]Frequency `yaml:"at"`       // severity, or any → how often
	Template string               `yaml:"template"`
}

// Frequency is how often, and when it counts as late; without Late that is at once.
type Frequency struct {
	Due  Span `yaml:"due"`
	Late Span `yaml:"late"`
}

// Step is one thing that the process asks for once in a case.
type Step struct {
	Place
	ID       string     `yaml:"id"`
	Source   string     `yaml:"source"`
	What     string     `yaml:"what"`
	Why      string     `yaml:"why"`
	Playbook string     `yaml:"playbook"` // such as opening; steps stand in the order of the file
	Of       string     `yaml:"of"`       // kind of case
	For      string     `yaml:"for"`      // role of who does it
	When     Conditions `yaml:"when"`     // all must hold, else the step does not ask
	After    []string   `yaml:"after"`    // the latest of these begins its time: a field, told AUDIENCE, step ID; else the case's beginning
	Within   Span       `yaml:"within"`
	Done     Conditions `yaml:"done"`     // all hold = done; none = it is ticked
	Optional bool       `yaml:"optional"` // proposed, never late
	Template string     `yaml:"template"`
	Do       []string   `yaml:"do"` // what one key does: tick, now FIELD, set FIELD=VALUE, tell AUDIENCE, fill FIELD, add KIND; none = tick
}

// Date watches a date that items of a case carry.
type Date struct {
	Place
	ID     string     `yaml:"id"`
	Source string     `yaml:"source"`
	What   string     `yaml:"what"`
	Why    string     `yaml:"why"`
	Item   string     `yaml:"item"`  // kind of item
	Field  string     `yaml:"field"` // its date
	Owner  string     `yaml:"owner"` // the field with who does it
	Until  Conditions `yaml:"until"` // of the item: holds when it is done
	Do     []string   `yaml:"do"`
}

// file is one file of a policy: which part of the policy it holds.
type file struct {
	name string
	into func(p *Policy) any
}

// files are the files of a policy, in the order in which a person reads them.
var files = []file{
	{"severities.yaml", func(p *Policy) any { return &p.Severities }},
	{"cadence.yaml", func(p *Policy) any { return &p.Clocks }},
	{"playbooks.yaml", func(p *Policy) any { return &p.Steps }},
	{"dates.yaml", func(p *Policy) any { return &p.Dates }},
	{"calendars.yaml", func(p *Policy) any { return &p.Calendars }},
}

// Builtin is the policy that the program brings.
func Builtin() (*Policy, error) {
	texts := map[string]string{}
	for _, f := range files {
		text, err := fs.ReadFile(builtin, path.Join("builtin", f.name))
		if err != nil {
			return nil, casefile.Wrap(casefile.Internal, err, "The program's own policy cannot be read. Install it again.")
		}
		texts[f.name] = string(text)
	}
	p, mistakes := Load(texts)
	if len(mistakes) > 0 {
		return nil, casefile.Faultf(casefile.Internal, "The program's own policy has a mistake: %s", mistakes[0])
	}
	return p, nil
}

// Load reads a policy from its files, by their names. It gives every mistake found; a policy with any is not to be used.
func Load(texts map[string]string) (*Policy, []Mistake) {
	p := &Policy{Files: maps.Clone(texts), Version: version(texts)}
	var mistakes []Mistake
	for _, f := range files {
		text, ok := texts[f.name]
		if !ok {
			mistakes = append(mistakes, Mistake{File: f.name, Says: "the file is missing. Take it from precedent policy export."})
			continue
		}
		r := reader{file: f.name}
		r.read([]byte(text), f.into(p))
		mistakes = append(mistakes, r.mistakes...)
	}
	for name := range texts {
		if !slices.ContainsFunc(files, func(f file) bool { return f.name == name }) {
			mistakes = append(mistakes, Mistake{File: name, Says: "no part of a policy has this name."})
		}
	}
	if len(mistakes) == 0 {
		mistakes = p.check()
	}
	sortMistakes(mistakes)
	for i := range p.Calendars {
		p.Calendars[i].years = &years{}
	}
	return p, mistakes
}

// version is the hash of the files, short enough to be read aloud.
func version(texts map[string]string) string {
	h := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		_, _ = fmt.Fprintf(h, "%s\x00%d\x00%s", name, len(texts[name]), texts[name]) // a hash takes everything
	}
	return hex.EncodeToString(h.Sum(nil))[:12]
}

// calendar is the one that covers a zone; the last of the policy, which covers the rest, where none does.
func (p *Policy) calendar(zone string) *Calendar {
	for i := range p.Calendars {
		if p.Calendars[i].covers(zone) {
			return &p.Calendars[i]
		}
	}
	return &p.Calendars[len(p.Calendars)-1]
}

// ContactEvery is the longest time between two contacts with the customer of an escalation that a severity allows: a
// working day counts as the fifth part of a week. 0 = no fixed time.
func (p *Policy) ContactEvery(severity string) time.Duration {
	for _, c := range p.Clocks {
		if c.ID == "customer" && !c.Off {
			f, _ := c.frequency(severity)
			return f.Due.Elapsed + time.Duration(f.Due.Working)*7*24*time.Hour/5
		}
	}
	return 0
}

// frequency is how often a clock runs at a severity.
func (c Clock) frequency(severity string) (Frequency, bool) {
	if f, ok := c.At[severity]; ok {
		return f, true
	}
	f, ok := c.At["any"]
	return f, ok
}

func (f Frequency) late() Span {
	if f.Late.IsZero() {
		return f.Due
	}
	return f.Late
}

// weekend says whether a time lies on a Saturday or Sunday.
func weekend(t time.Time) bool { return t.Weekday() == time.Saturday || t.Weekday() == time.Sunday }

func words(list []string) string { return strings.Join(list, ", ") }
