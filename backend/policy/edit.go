package policy

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"precedent/backend/casefile"
)

// Edit is one change of one list of a policy's files, as a form makes it.
type Edit struct {
	Do     string            // set, add, remove or move
	File   string            // as the form names it
	List   string            // as the form names it
	At     int               // which entry, from 0; of an addition the one before which it comes, their number = the last
	To     int               // of a move: where it comes
	Values map[string]string // of set and add, by key, as a form has them; "" takes out what need not be there
}

// Edited gives the policy's files with one change; every other line stays as it is. The code is conflict when there is no
// such entry any more, invalid when the result has a mistake: the sentence names the first, with file and line.
func (p *Policy) Edited(e Edit) (map[string]string, error) {
	form, ok := formOf(e.File, e.List)
	if !ok {
		return nil, casefile.Faultf(casefile.Invalid, "%s has no list %q that a form edits. Edit the file itself.", e.File, e.List)
	}
	s, err := newSheet(p.Files[e.File])
	if err == nil {
		err = form.edit(s, e)
	}
	if err != nil {
		if casefile.CodeOf(err) != casefile.Internal {
			return nil, err
		}
		return nil, casefile.Wrap(casefile.Invalid, err, "This cannot be written into "+e.File+". Edit the file itself.")
	}
	files := maps.Clone(p.Files)
	files[e.File] = s.text()
	if _, mistakes := Load(files); len(mistakes) > 0 {
		return nil, casefile.Faultf(casefile.Invalid, "%s%s", mistakes[0].inWords(), more(len(mistakes)-1))
	}
	return files, nil
}

// inWords is a mistake for a sentence beside a field.
func (m Mistake) inWords() string {
	where := m.File
	if m.Line > 0 {
		where += ", line " + strconv.Itoa(m.Line)
	}
	return where + ": " + m.Says
}

func more(n int) string {
	switch n {
	case 0:
		return ""
	case 1:
		return " And one more mistake comes with it."
	}
	return " And " + strconv.Itoa(n) + " more mistakes come with it."
}

func (f *form) edit(s *sheet, e Edit) error {
	if f.pairs {
		return f.editPair(s, e)
	}
	list, within := s.list(e.List)
	count := 0
	if list != nil {
		count = len(list.Content)
	}
	if e.At < 0 || e.At > count || e.At == count && e.Do != "add" {
		return casefile.Faultf(casefile.Conflict, "The policy was changed meanwhile. Open it again.")
	}
	if e.Do == "add" {
		return f.add(s, list, within, e)
	}
	if anchored(list.Content[e.At]) {
		if err := s.spell(); err != nil {
			return err
		}
		list, within = s.list(e.List)
	}
	switch e.Do {
	case "set":
		return f.set(s, e)
	case "remove":
		return s.put(s.withHead(e.At, s.entry(list, e.At, within)))
	case "move":
		return f.move(s, e)
	}
	return casefile.Faultf(casefile.Invalid, "An edit sets, adds, removes or moves, and is not %q.", e.Do)
}

// set gives keys of an entry their values, one after the other: each changes the lines of those after it.
func (f *form) set(s *sheet, e Edit) error {
	for _, key := range f.keys {
		value, ok := e.Values[key]
		if !ok {
			continue
		}
		list, within := s.list(e.List)
		if err := s.unfold(list.Content[e.At], s.entry(list, e.At, within)); err != nil {
			return err
		}
		list, within = s.list(e.List)
		if err := f.setKey(s, list.Content[e.At], s.entry(list, e.At, within), key, value); err != nil {
			return err
		}
	}
	return nil
}

// unfold gives each key of an entry that is written on one line, {id: a, what: b}, a line of its own.
func (s *sheet) unfold(entry *yaml.Node, at span) error {
	if entry.Style&yaml.FlowStyle == 0 {
		return nil
	}
	dash := strings.IndexByte(s.lines[at.from], '-')
	remark := s.remark(at, entry)
	var out []string
	for i := 0; i+1 < len(entry.Content); i += 2 {
		out = append(out, strings.Repeat(" ", dash+2)+entry.Content[i].Value+": "+flow(entry.Content[i+1]))
	}
	if len(out) == 0 {
		return nil
	}
	out[0] = strings.Repeat(" ", dash) + "- " + strings.TrimLeft(out[0], " ") + remark
	return s.put(at, out...)
}

// setKey writes one key of a mapping whose lines are within.
func (f *form) setKey(s *sheet, m *yaml.Node, within span, key, value string) error {
	i := pairAt(m, key)
	if i < 0 {
		return f.addKey(s, m, within, key, value)
	}
	at := s.pair(m, i, within)
	if value == "" && !f.needs(key) {
		return s.cut(m, i, at)
	}
	start := s.lines[at.from][:m.Content[i].Column-1]
	text := f.write(s, key, value, len(start), m.Content[i+1], at)
	remark := s.remark(at, m.Content[i], m.Content[i+1])
	if len(text) == 1 || remark != "" && strings.HasSuffix(s.lines[at.from], remark[1:]) {
		text[0] += remark
	}
	text[0] = start + key + ":" + text[0]
	return s.put(at, text...)
}

// addKey writes a key where a mapping has none yet: behind those that come before it in the form.
func (f *form) addKey(s *sheet, m *yaml.Node, within span, key, value string) error {
	if value == "" {
		return nil
	}
	column := m.Content[0].Column - 1
	at := s.trim(within, column-1).to
	for _, before := range slices.Backward(f.keys[:slices.Index(f.keys, key)]) {
		if i := pairAt(m, before); i >= 0 {
			at = s.pair(m, i, within).to
			break
		}
	}
	text := f.write(s, key, value, column, nil, span{})
	text[0] = strings.Repeat(" ", column) + key + ":" + text[0]
	return s.put(span{at, at}, text...)
}

// cut takes a key out. An entry that began with it begins with the next.
func (s *sheet) cut(m *yaml.Node, i int, at span) error {
	start := s.lines[at.from][:m.Content[i].Column-1]
	if !strings.Contains(start, "-") {
		return s.put(at)
	}
	if i+2 < len(m.Content) && m.Content[i+2].Line-1 == at.to {
		next := s.lines[at.to]
		return s.put(span{at.from, at.to + 1}, start+strings.TrimLeft(next, " "))
	}
	return s.put(at, strings.TrimRight(start, " "))
}

// add writes a new entry.
func (f *form) add(s *sheet, list *yaml.Node, within span, e Edit) error {
	column := 0
	switch {
	case list != nil && len(list.Content) > 0:
		column = strings.IndexByte(s.lines[s.dash(list.Content[0])], '-')
	case e.List != "":
		column = 2
	}
	text := f.writeEntry(s, column, e.Values)
	if len(text) == 0 {
		return casefile.Faultf(casefile.Invalid, "Nothing is filled in yet.")
	}
	switch {
	case list != nil && e.At < len(list.Content):
		at := s.withHead(e.At, s.entry(list, e.At, within)).from
		return s.put(span{at, at}, text...)
	case list != nil && len(list.Content) > 0:
		at := s.entry(list, len(list.Content)-1, within).to
		return s.put(span{at, at}, text...)
	case e.List == "":
		return s.put(span{len(s.lines), len(s.lines)}, text...)
	case within == span{}:
		return s.put(span{len(s.lines), len(s.lines)}, append([]string{e.List + ":"}, text...)...)
	}
	return s.put(span{within.from, within.from + 1}, append([]string{e.List + ":"}, text...)...)
}

func (f *form) writeEntry(s *sheet, column int, values map[string]string) []string {
	var out []string
	for _, key := range f.keys {
		value := values[key]
		if value == "" && !f.needs(key) {
			continue
		}
		text := f.write(s, key, value, column+2, nil, span{})
		text[0] = strings.Repeat(" ", column+2) + key + ":" + text[0]
		out = append(out, text...)
	}
	if len(out) > 0 {
		out[0] = out[0][:column] + "- " + out[0][column+2:]
	}
	return out
}

// move puts an entry, with the comment above it, before or behind others.
func (f *form) move(s *sheet, e Edit) error {
	list, within := s.list(e.List)
	if e.To < 0 || e.To >= len(list.Content) {
		return casefile.Faultf(casefile.Invalid, "There is no place %d in the list.", e.To+1)
	}
	for _, n := range list.Content {
		if anchored(n) {
			if err := s.spell(); err != nil {
				return err
			}
			list, within = s.list(e.List)
			break
		}
	}
	at := s.withHead(e.At, s.entry(list, e.At, within))
	target := s.withHead(e.To, s.entry(list, e.To, within))
	text := slices.Clone(s.lines[at.from:at.to])
	if e.To > e.At {
		s.lines = slices.Insert(s.lines, target.to, text...)
		return s.put(at)
	}
	s.lines = slices.Delete(s.lines, at.from, at.to)
	return s.put(span{target.from, target.from}, text...)
}

// pairName is what the name of a pair looks like: rules and messages write it in braces.
var pairName = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// editPair edits a file of names with a value each: an entry is a pair.
func (f *form) editPair(s *sheet, e Edit) error {
	whole := s.trim(span{0, len(s.lines)}, 0)
	if e.Do == "add" {
		name := e.Values["name"]
		if !pairName.MatchString(name) {
			return casefile.Faultf(casefile.Invalid, "A name has small letters, digits and _ only, and begins with a letter.")
		}
		if pairAt(s.root, name) >= 0 {
			return casefile.Faultf(casefile.Invalid, "%s has the name %q already.", e.File, name)
		}
		return s.put(span{whole.to, whole.to}, name+": "+scalar(e.Values["value"]))
	}
	i := 2 * e.At
	if s.root == nil || e.At < 0 || i >= len(s.root.Content) {
		return casefile.Faultf(casefile.Conflict, "The policy was changed meanwhile. Open it again.")
	}
	at := s.pair(s.root, i, whole)
	if e.Do == "remove" {
		return s.put(at)
	}
	key, value := s.root.Content[i], s.root.Content[i+1]
	return s.put(at, key.Value+": "+scalar(e.Values["value"])+s.remark(at, key, value))
}
