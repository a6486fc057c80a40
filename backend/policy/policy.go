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
	"sync"
	"time"

	"precedent/backend/casefile"
)

//go:embed builtin/*.yaml
var builtin embed.FS

// Policy is a set of rules, read from files that a team can edit.
type Policy struct {
	Version string            // the files' hash: equal files are one version
	Files   map[string]string // name → text, as they were read

	Names      map[string]string // what the rules and messages call the company, its channels and its systems
	Severities []Severity
	Clocks     []Clock
	Steps      []Step
	Dates      []Date
	Gates      []Gate
	People     People
	Routing    Routing
	Calendars  []Calendar
	Rotas      []Rota
	Messages   []Message

	playbooks [][]Step // as the files have them
	covering  sync.Map // zone → *Calendar: asked for each obligation in working days
}

// file is one file of a policy: which part of the policy it holds.
type file struct {
	name string
	into func(p *Policy) any
}

// files are the files of a policy, in the order in which a person reads them.
var files = []file{
	{"names.yaml", func(p *Policy) any { return &p.Names }},
	{"severities.yaml", func(p *Policy) any { return &p.Severities }},
	{"cadence.yaml", func(p *Policy) any { return &p.Clocks }},
	{"people.yaml", func(p *Policy) any { return &p.People }},
	{"escalation.yaml", steps},
	{"incident.yaml", steps},
	{"emergency.yaml", steps},
	{"brief.yaml", steps},
	{"gates.yaml", func(p *Policy) any { return &p.Gates }},
	{"dates.yaml", func(p *Policy) any { return &p.Dates }},
	{"routing.yaml", func(p *Policy) any { return &p.Routing }},
	{"calendars.yaml", func(p *Policy) any { return &p.Calendars }},
	{"shifts.yaml", func(p *Policy) any { return &p.Rotas }},
	{"messages.yaml", func(p *Policy) any { return &p.Messages }},
}

// steps are those of one more file: playbooks have a file for each kind of case.
func steps(p *Policy) any {
	p.playbooks = append(p.playbooks, nil)
	return &p.playbooks[len(p.playbooks)-1]
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
	p.Steps = slices.Concat(p.playbooks...)
	if len(mistakes) == 0 {
		mistakes = p.check()
	}
	sortMistakes(mistakes)
	if len(mistakes) == 0 {
		p.finish()
	}
	return p, mistakes
}

// finish makes a sound policy ready for use: names are put in where rules mention them.
func (p *Policy) finish() {
	for i := range p.Steps {
		p.Steps[i].finish(p)
	}
	for i := range p.Clocks {
		p.Clocks[i].finish(p)
	}
	for i := range p.Dates {
		p.Dates[i].finish(p)
	}
	for i := range p.Gates {
		p.Gates[i].Missing, p.Gates[i].Why = p.named(p.Gates[i].Missing), p.named(p.Gates[i].Why)
	}
	for i := range p.Calendars {
		p.Calendars[i].years = &years{}
	}
}

// named puts the policy's names into a text: {crm} becomes what the CRM is called.
func (p *Policy) named(text string) string {
	return variable.ReplaceAllStringFunc(text, func(v string) string {
		if name, ok := p.Names[v[1:len(v)-1]]; ok {
			return name
		}
		return v
	})
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
	if c, ok := p.covering.Load(zone); ok {
		return c.(*Calendar)
	}
	i := slices.IndexFunc(p.Calendars, func(c Calendar) bool { return c.covers(zone) })
	if i < 0 {
		i = len(p.Calendars) - 1
	}
	p.covering.Store(zone, &p.Calendars[i])
	return &p.Calendars[i]
}

func firstText(a, b string) string {
	if a != "" {
		return a
	}
	return b
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

// Severity is the rule of a severity.
func (p *Policy) Severity(id string) (Severity, bool) {
	i := slices.IndexFunc(p.Severities, func(s Severity) bool { return s.ID == id })
	if i < 0 {
		return Severity{}, false
	}
	return p.Severities[i], true
}

// Frequent is a clock of an escalation with how often it comes at a severity.
type Frequent struct {
	What, Source string
	Every        Frequency
}

// ClocksAt are the clocks that run in an escalation of a severity.
func (p *Policy) ClocksAt(severity string) []Frequent {
	var out []Frequent
	for i := range p.Clocks {
		c := &p.Clocks[i]
		if often, runs := c.frequency(severity); runs && !c.Off && c.Of == string(casefile.KindEscalation) {
			out = append(out, Frequent{c.What, c.Source, often})
		}
	}
	return out
}

// Has says whether the policy has a rule of an ID.
func (p *Policy) Has(id string) bool {
	return slices.ContainsFunc(p.Rules(), func(r Rule) bool { return r.ID == id })
}

// FileNames are the names of a policy's files, in the order in which a person reads them.
func FileNames() []string {
	out := make([]string, len(files))
	for i, f := range files {
		out[i] = f.name
	}
	return out
}
