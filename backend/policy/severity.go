package policy

import (
	"fmt"
	"strings"
)

// Severity is what the process asks for at an account severity. How often one speaks with whom stands in the clocks.
type Severity struct {
	Place
	ID       string   `yaml:"id"`       // a value of the field severity of an escalation
	Meaning  string   `yaml:"meaning"`  // when it applies, in one sentence
	Cadence  string   `yaml:"cadence"`  // how often the customer is spoken with, in words
	Involves []string `yaml:"involves"` // who is told and drawn in
	Source   string   `yaml:"source"`   // where the rule stands, such as S0:22
}

// Says is the rule in words, with its source.
func (s Severity) Says() string {
	return fmt.Sprintf("%s Contact %s; involves %s (%s).", s.Meaning, s.Cadence, strings.Join(s.Involves, ", "), s.Source)
}
