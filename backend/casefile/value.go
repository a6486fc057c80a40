package casefile

import (
	"encoding/json"
	"strings"
)

// ReadValue reads what a person typed for a field, as on the command line or in a column of a table. An empty text clears
// the field and comes back as nil.
func ReadValue(f Field, typed string) (any, error) {
	trimmed := strings.TrimSpace(typed)
	if trimmed == "" {
		return nil, nil
	}
	switch f.Type {
	case TypeBool:
		return readBool(f, trimmed)
	case TypeCount, TypeAmount:
		if found := checkNumber(f, json.Number(trimmed), f.Name); found != nil {
			return nil, Faultf(Invalid, "%s", found[0].Says)
		}
		return json.Number(trimmed), nil
	case TypeTexts:
		return readTexts(trimmed), nil
	case TypeEnum:
		return readEnum(f, trimmed), nil
	case TypeMap, TypeObject:
		return readObject(f, trimmed)
	case TypeInstant:
		i, err := ParseInstant(trimmed)
		return i.String(), err
	case TypeMeeting:
		a, err := ParseAppointment(trimmed)
		return a.String(), err
	case TypeProse:
		return typed, nil
	}
	return trimmed, nil
}

func readBool(f Field, s string) (any, error) {
	switch strings.ToLower(s) {
	case "true", "yes", "y", "1", "x":
		return true, nil
	case "false", "no", "n", "0":
		return false, nil
	}
	return nil, Faultf(Invalid, "%s is yes or no, not %q.", f.Label, clip(s))
}

// readEnum takes the label for the value, in any case.
func readEnum(f Field, s string) string {
	for _, v := range f.Enum {
		if strings.EqualFold(v, s) || strings.EqualFold(EnumLabel(v), s) {
			return v
		}
	}
	return s
}

func readTexts(s string) []any {
	if strings.HasPrefix(s, "[") {
		var list []any
		if json.Unmarshal([]byte(s), &list) == nil {
			return list
		}
	}
	list := []any{}
	for _, part := range strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ';' || r == '\n' }) {
		if part = strings.TrimSpace(part); part != "" {
			list = append(list, part)
		}
	}
	return list
}

func readObject(f Field, s string) (any, error) {
	m, err := DecodeFields([]byte(s))
	if err != nil {
		return nil, Wrap(Invalid, err, f.Label+" is an object: write it as JSON.")
	}
	return m, nil
}

// Normal is the record with its times in their stored form and without fields that say nothing (Empty). It changes nothing
// that Validate would refuse.
func Normal(r Record) Record {
	out := r.Clone()
	for _, f := range FieldsOf(r.Kind) {
		v, ok := out.Fields[f.Name]
		if !ok {
			continue
		}
		v = normalValue(f, v)
		if Empty(v) {
			delete(out.Fields, f.Name)
			continue
		}
		out.Fields[f.Name] = v
	}
	return out
}

func normalValue(f Field, v any) any {
	if m, ok := v.(map[string]any); ok && f.Type == TypeMap && f.Entry != nil {
		for _, e := range m {
			if fields, ok := e.(map[string]any); ok {
				for _, inner := range f.Entry {
					if value, ok := fields[inner.Name]; ok {
						fields[inner.Name] = normalValue(inner, value)
					}
				}
			}
		}
		return m
	}
	s, ok := v.(string)
	if !ok {
		return v
	}
	switch f.Type {
	case TypeInstant:
		if i, err := ParseInstant(s); err == nil {
			return i.String()
		}
	case TypeMeeting:
		if a, err := ParseAppointment(s); err == nil {
			return a.String()
		}
	case TypeEnum:
		return readEnum(f, strings.TrimSpace(s))
	}
	return s
}
