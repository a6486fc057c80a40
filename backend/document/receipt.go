package document

import "encoding/json"

// Template is by which template a document was written: its title and a mark that changes with it.
func (b Built) Template() string {
	sections := make([]Section, len(b.Sections))
	for i, s := range b.Sections {
		sections[i] = s.Section
	}
	text, err := json.Marshal(sections)
	if err != nil {
		return b.Tree.Meta.Kind // texts and flags only: they always have a JSON form
	}
	const enough = 12
	return b.Tree.Meta.Kind + " " + SHA256(text)[:enough]
}
