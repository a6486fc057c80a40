package policy

import (
	"maps"
	"slices"
	"strings"

	"precedent/backend/casefile"
)

// Common is a value that teams change often, and where it stands: so that a form can show it and write it back into the
// same file, whose other lines and comments stay as they are.
type Common struct {
	Group string // cadence
	Label string
	Value string
	File  string
	Line  int // counted from 1
	Help  string
	Key   string // what stands before the value in its line
}

// Places are the common values of the policy.
func (p *Policy) Places() []Common {
	var out []Common
	for _, c := range p.Clocks {
		for _, severity := range slices.Sorted(maps.Keys(c.At)) {
			f := c.At[severity]
			out = append(out, Common{"cadence", c.What + ": " + severity, f.Due.String(), f.Due.File, f.Due.Line, c.Why + " (" + c.Source + ")", "due: "})
			if !f.Late.IsZero() {
				out = append(out, Common{"cadence", c.What + ": " + severity + ", late", f.Late.String(), f.Late.File, f.Late.Line, "When it counts as late.", "late: "})
			}
		}
	}
	return out
}

// With gives the policy's files with one common value changed in its line. The code is conflict when the line does not
// hold the value any more, invalid when the result would have a mistake.
func (p *Policy) With(c Common, value string) (map[string]string, error) {
	i := slices.IndexFunc(p.Places(), func(o Common) bool {
		return o.File == c.File && o.Line == c.Line && o.Label == c.Label && o.Value == c.Value
	})
	if i < 0 {
		return nil, casefile.Faultf(casefile.Conflict, "The policy was changed meanwhile. Open it again.")
	}
	c = p.Places()[i]
	text := slices.Clone(lines(p.Files[c.File]))
	text[c.Line-1] = strings.Replace(text[c.Line-1], c.Key+c.Value, c.Key+strings.TrimSpace(value), 1)
	files := maps.Clone(p.Files)
	files[c.File] = strings.Join(text, "\n") + "\n"
	if _, mistakes := Load(files); len(mistakes) > 0 {
		return nil, casefile.Faultf(casefile.Invalid, "%s%s", mistakes[0].inWords(), more(len(mistakes)-1))
	}
	return files, nil
}
