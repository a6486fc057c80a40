package exchange

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"precedent/backend/casefile"
)

// shaper turns what a format gave into an Incoming.
type shaper struct {
	source    string        // for records that name none
	kind      casefile.Kind // for records that name none; "" = they must
	zone      string        // for times without one; "" = they are refused
	dateOrder string        // see CSVMapping.DateOrder
	typed     bool          // values are texts as people type them: read them by their field's type
}

// envelope are the names that say what a record is, not what it holds.
var envelope = []string{"kind", "id", "source", "parent", "extra"}

// shape checks the values of one record and sorts them. The error is a refused.
func (s shaper) shape(where string, raw map[string]any) (Incoming, error) {
	in := Incoming{Where: where, Source: s.source, Fields: map[string]any{}, Names: map[string]string{}, Refs: map[string]string{}}
	if err := s.identify(&in, raw); err != nil {
		return in, err
	}
	extra, err := extraOf(raw)
	if err != nil {
		return in, err
	}
	for _, name := range slices.Sorted(maps.Keys(raw)) {
		if slices.Contains(envelope, name) {
			continue
		}
		f, known := casefile.FieldOf(in.Kind, name)
		if !known || f.System {
			extra[name] = raw[name]
			continue
		}
		if err := s.field(&in, f, raw[name]); err != nil {
			return in, err
		}
	}
	if withoutNulls(extra); len(extra) > 0 {
		in.Fields["extra"] = extra
	}
	if err := complete(&in); err != nil {
		return in, err
	}
	return in, nil
}

// identify finds out what a record is and what its source calls it.
func (s shaper) identify(in *Incoming, raw map[string]any) (err error) {
	if in.Kind, err = s.kindOf(raw["kind"]); err != nil {
		return err
	}
	if in.SourceID, err = nameOf(raw, "id"); err != nil {
		return err
	}
	if in.SourceID == "" {
		in.SourceID = contentID(raw)
	}
	if in.ParentID, err = nameOf(raw, "parent"); err != nil {
		return err
	}
	if in.Kind.IsItem() && in.ParentID == "" {
		return refusef("A record of the kind %s belongs to another one: name that record's id in the field parent.", in.Kind)
	}
	source, err := nameOf(raw, "source")
	if source != "" {
		in.Source = source
	}
	return err
}

func (s shaper) kindOf(v any) (casefile.Kind, error) {
	said, isText := v.(string)
	if v != nil && !isText {
		return "", refusef("The field kind is a text, such as \"escalation\".")
	}
	kind := s.kind
	if said != "" {
		kind = ReadKind(said)
	}
	switch {
	case kind == "" && said == "":
		return "", refusef("The record does not say what it is: it needs a kind, such as \"escalation\".")
	case !kind.Known():
		return "", refusef("%q is not a kind of record. Use escalation, review, call, line or another one that the documentation lists.", clip(said))
	case kind == casefile.KindSettings:
		return "", refusef("Settings come with an export of Precedent only.")
	case kind == casefile.KindAttachment:
		return "", refusef("An attachment comes with its file: from a folder of Markdown, an export, or precedent attach.")
	}
	return kind, nil
}

// ReadKind reads the name of a kind as people write it: Escalation, incident review, customer-event. What it cannot read
// comes back as it is and is not Known.
func ReadKind(said string) casefile.Kind {
	if k := casefile.Kind(said); k.Known() {
		return k
	}
	plain := strings.NewReplacer(" ", "_", "-", "_").Replace(strings.ToLower(strings.TrimSpace(said)))
	for _, k := range casefile.Kinds() {
		if one := strings.ReplaceAll(k.One(), " ", "_"); plain == string(k) || plain == one {
			return k
		}
	}
	return casefile.Kind(said)
}

// nameOf is a name in another system: a text of one line, or a number.
func nameOf(raw map[string]any, field string) (string, error) {
	var name string
	switch v := raw[field].(type) {
	case nil:
	case string:
		name = oneLine(v)
	case json.Number:
		name = v.String()
	default:
		return "", refusef("The field %s is a text or a number.", field)
	}
	const most = 1000
	if len(name) > most || strings.ContainsRune(name, 0) {
		return "", refusef("The field %s is a name of at most %d characters, without NUL.", field, most)
	}
	return name, nil
}

// contentID is the identity of a record that has none in its source: what it says.
func contentID(raw map[string]any) string {
	b, err := casefile.Encode(raw)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(b)
	return "#" + hex.EncodeToString(sum[:8])
}

func extraOf(raw map[string]any) (map[string]any, error) {
	switch v := raw["extra"].(type) {
	case nil:
		return map[string]any{}, nil
	case map[string]any:
		return maps.Clone(v), nil
	}
	return nil, refusef("The field extra is an object.")
}

// field takes one value into the record.
func (s shaper) field(in *Incoming, f casefile.Field, v any) error {
	if text, ok := v.(string); ok && s.typed {
		read, err := s.read(f, text)
		if err != nil {
			return err
		}
		v = read
	}
	if casefile.Empty(v) {
		in.Fields[f.Name] = nil
		return nil
	}
	text, isText := v.(string)
	switch {
	case f.Type == casefile.TypeRef && !isText:
		return refusef("%s names a record: it is a text.", f.Label)
	case f.Type == casefile.TypeRef:
		return in.refer(f, oneLine(text))
	case isText && f.Type == casefile.TypeLine:
		v = oneLine(text)
	case isText && f.Type == casefile.TypeInstant:
		zoned, err := withZone(text, s.zone)
		if err != nil {
			return refusef("%s: %s", f.Label, casefile.Sentence(err))
		}
		v = zoned
	case f.Type == casefile.TypeObject:
		v = withoutNulls(v)
	}
	in.Fields[f.Name] = v
	return nil
}

// read takes a text as people type it, by the type of its field.
func (s shaper) read(f casefile.Field, text string) (any, error) {
	if f.Type == casefile.TypeInstant || f.Type == casefile.TypeMeeting {
		if text = isoDate(text, s.dateOrder); s.dateOrder == "" && needsOrder(text) {
			return nil, refusef("%s: %q can be read in two ways. Say whether the day or the month comes first, or map the column elsewhere.", f.Label, clip(text))
		}
	}
	if f.Type == casefile.TypeInstant {
		var err error
		if text, err = withZone(text, s.zone); err != nil {
			return nil, refusef("%s: %s", f.Label, casefile.Sentence(err))
		}
	}
	value, err := casefile.ReadValue(f, text)
	if err != nil {
		return nil, refusef("%s: %s", f.Label, casefile.Sentence(err))
	}
	return value, nil
}

// refer sets a field apart that names another record.
func (in *Incoming) refer(f casefile.Field, name string) error {
	const most = 1000
	if len(name) > most || strings.ContainsRune(name, 0) {
		return refusef("%s names a record in at most %d characters, without NUL.", f.Label, most)
	}
	if f.Ref == casefile.KindCustomer || f.Ref == casefile.KindPerson {
		in.Names[f.Name] = name
	} else {
		in.Refs[f.Name] = name
	}
	return nil
}

// complete gives the record its title, puts its values into their stored form, and checks them.
func complete(in *Incoming) error {
	r := casefile.Record{Kind: in.Kind, Fields: map[string]any{}}
	for name, v := range in.Fields {
		if v != nil {
			r.Fields[name] = v
		}
	}
	if err := entitle(r); err != nil {
		return err
	}
	r = casefile.Normal(r)
	check := r.Clone()
	if in.Kind.IsItem() {
		check.Fields["parent"] = in.ParentID
	}
	if found := casefile.Validate(check); len(found) > 0 {
		return refused(found[0].Says)
	}
	if r.Title() == "" && len(r.Fields)+len(in.Names)+len(in.Refs) == 0 {
		return refusef("The record holds nothing but its kind.")
	}
	maps.Copy(in.Fields, r.Fields)
	return nil
}

// entitle takes the first line of the text for a title that is missing.
func entitle(r casefile.Record) error {
	for _, name := range []string{"title", "name"} {
		if _, has := casefile.FieldOf(r.Kind, name); !has {
			continue
		}
		if strings.TrimSpace(r.Text(name)) != "" {
			return nil
		}
		if title := oneLine(titleFrom(r)); title != "" {
			r.Fields[name] = title
			return nil
		}
		return refusef("The record has neither a %s nor a text to take it from.", name)
	}
	return nil
}

func titleFrom(r casefile.Record) string {
	extra, _ := r.Fields["extra"].(map[string]any)
	for _, fields := range []map[string]any{r.Fields, extra} {
		for _, name := range []string{"title", "name", "description", "text", "body", "summary", "query", "duty"} {
			if text, _ := fields[name].(string); strings.TrimSpace(text) != "" {
				return casefile.FirstLine(text)
			}
		}
	}
	return ""
}

// oneLine folds line breaks, so that a title that was broken by a mail program stays a title.
func oneLine(s string) string {
	if strings.ContainsAny(s, "\r\n") {
		s = strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == '\r' || r == '\n' }), " ")
	}
	return strings.TrimSpace(s)
}
