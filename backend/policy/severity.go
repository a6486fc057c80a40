package policy

import (
	"embed"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"precedent/backend/casefile"
)

//go:embed builtin/*.yaml
var builtin embed.FS

// Severity is what the process asks for at an account severity.
type Severity struct {
	ID           string   `yaml:"id"`            // a value of the field severity of an escalation
	Meaning      string   `yaml:"meaning"`       // when it applies, in one sentence
	Cadence      string   `yaml:"cadence"`       // how often the customer is spoken with, in words
	CadenceHours int      `yaml:"cadence_hours"` // the longest time between two contacts, in hours; 0 = no fixed time
	Involves     []string `yaml:"involves"`      // who is told and drawn in
	Source       string   `yaml:"source"`        // where the rule stands, such as S0:22
}

// Says is the rule in words, with its source.
func (s Severity) Says() string {
	return fmt.Sprintf("%s Contact %s; involves %s (%s).", s.Meaning, s.Cadence, strings.Join(s.Involves, ", "), s.Source)
}

// Severities gives the rules of the built-in policy, the gravest first. The fault is Internal: the file is part of the program.
func Severities() ([]Severity, error) {
	text, err := builtin.ReadFile("builtin/severities.yaml")
	if err != nil {
		return nil, casefile.Wrap(casefile.Internal, err, "The program's own policy cannot be read. Install it again.")
	}
	var list []Severity
	if err := yaml.Unmarshal(text, &list); err != nil {
		return nil, casefile.Wrap(casefile.Internal, err, "The program's own policy cannot be read. Install it again.")
	}
	return list, check(list)
}

// check holds the file to the schema: a rule for every severity and no other, each with its source.
func check(list []Severity) error {
	f, _ := casefile.FieldOf(casefile.KindEscalation, "severity")
	for _, s := range list {
		if !slices.Contains(f.Enum, s.ID) || s.Meaning == "" || s.Source == "" || s.CadenceHours < 0 {
			return casefile.Faultf(casefile.Invalid, "severities.yaml: the rule %q is not complete, or no escalation has that severity.", s.ID)
		}
	}
	if len(list) != len(f.Enum) {
		return casefile.Faultf(casefile.Invalid, "severities.yaml has %d rules for %d severities.", len(list), len(f.Enum))
	}
	return nil
}
