package casefile

import (
	"reflect"
	"strings"
)

// FieldType is how a field's value looks as JSON.
type FieldType string

const (
	TypeLine    FieldType = "line"    // a text of one line
	TypeProse   FieldType = "prose"   // a text of many lines
	TypeEnum    FieldType = "enum"    // one of Field.Enum
	TypeBool    FieldType = "bool"    // true or false
	TypeCount   FieldType = "count"   // a whole number
	TypeAmount  FieldType = "amount"  // a number
	TypeInstant FieldType = "instant" // see Instant
	TypeMeeting FieldType = "meeting" // see Appointment
	TypeRef     FieldType = "ref"     // the ID of a record
	TypeAddress FieldType = "address" // a web address
	TypeZone    FieldType = "zone"    // an IANA zone
	TypeTexts   FieldType = "texts"   // a list of texts, replaced as a whole
	TypeMap     FieldType = "map"     // id → entry with the fields of Field.Entry
	TypeObject  FieldType = "object"  // an object that the program does not look into
	TypeAny     FieldType = "any"     // any value
)

// Field is one field of a kind.
type Field struct {
	Name   string
	Label  string
	Type   FieldType
	Enum   []string
	Ref    Kind    // for TypeRef: the kind it names, where it is always the same
	Want   string  // why a record without it is incomplete; "" when it may be empty
	Common bool    // one of the fields of every record
	System bool    // kept by the program; a person does not set it
	Entry  []Field // for TypeMap: the fields of an entry; nil when entries are plain
}

// prototypes give each kind its fields; a kind without one does not compile into the schema (schema_test.go).
var prototypes = map[Kind]any{
	KindCustomer: Customer{}, KindPerson: Person{}, KindEscalation: Escalation{}, KindEmergency: Emergency{},
	KindIncident: Incident{}, KindReview: Review{}, KindCall: Call{}, KindBrief: Brief{}, KindDocument: Document{},
	KindTemplate:   Template{},
	KindAttachment: Attachment{}, KindProblem: Problem{}, KindCustomerEvent: CustomerEvent{}, KindShift: Shift{},
	KindSavedSearch: SavedSearch{}, KindSettings: Settings{}, KindLine: Line{}, KindUpdate: Update{}, KindAction: Action{},
	KindAsk: Ask{}, KindExitCriterion: ExitCriterion{}, KindRole: Role{}, KindAttempt: Attempt{}, KindOption: Option{},
	KindApproval: Approval{}, KindHandoff: Handoff{}, KindLink: Link{},
}

// system fields are kept by the program.
var system = map[string]bool{
	"key": true, "parent": true, "recorded": true, "deleted": true, "imported": true, "conflicts": true,
	"source": true, "source_id": true, "sha256": true, "size": true, "bin_days": true,
}

var schema = buildSchema()

// fieldsByName is the schema for who has a name.
var fieldsByName = buildNames()

func buildNames() map[Kind]map[string]Field {
	all := make(map[Kind]map[string]Field, len(schema))
	for k, fields := range schema {
		all[k] = make(map[string]Field, len(fields))
		for _, f := range fields {
			all[k][f.Name] = f
		}
	}
	return all
}

func buildSchema() map[Kind][]Field {
	common := fieldsOf(reflect.TypeFor[Common]())
	for i := range common {
		common[i].Common = true
	}
	all := make(map[Kind][]Field, len(prototypes))
	for k, p := range prototypes {
		own := fieldsOf(reflect.TypeOf(p))
		all[k] = append(own, common...)
	}
	return all
}

func fieldsOf(t reflect.Type) []Field {
	out := make([]Field, 0, t.NumField())
	for i := range t.NumField() {
		f := t.Field(i)
		name := f.Tag.Get("json")
		field := Field{
			Name: name, Label: f.Tag.Get("label"), Want: f.Tag.Get("want"), Ref: Kind(f.Tag.Get("ref")),
			Enum: strings.Fields(f.Tag.Get("enum")), System: system[name], Type: typeOf(f.Type),
		}
		if len(field.Enum) > 0 {
			field.Type = TypeEnum
		}
		if field.Type == TypeMap && f.Type.Elem().Kind() == reflect.Struct {
			field.Entry = fieldsOf(f.Type.Elem())
		}
		out = append(out, field)
	}
	return out
}

var named = map[reflect.Type]FieldType{
	reflect.TypeFor[Prose](): TypeProse, reflect.TypeFor[Moment](): TypeInstant, reflect.TypeFor[Meeting](): TypeMeeting,
	reflect.TypeFor[Ref](): TypeRef, reflect.TypeFor[Address](): TypeAddress, reflect.TypeFor[Zone](): TypeZone,
	reflect.TypeFor[Count](): TypeCount, reflect.TypeFor[Amount](): TypeAmount, reflect.TypeFor[[]string](): TypeTexts,
	reflect.TypeFor[string](): TypeLine, reflect.TypeFor[bool](): TypeBool, reflect.TypeFor[any](): TypeAny,
}

func typeOf(t reflect.Type) FieldType {
	if ft, ok := named[t]; ok {
		return ft
	}
	if t.Kind() == reflect.Map && t.Elem().Kind() == reflect.Struct {
		return TypeMap
	}
	return TypeObject
}

// FieldsOf is the schema of a kind: its own fields first, then those of every record. Nil for an unknown kind.
func FieldsOf(k Kind) []Field { return schema[k] }

// FieldOf is one field of a kind.
func FieldOf(k Kind, name string) (Field, bool) {
	f, ok := fieldsByName[k][name]
	return f, ok
}

// FieldAt finds a field by its name, or, by a dotted path, the member of an entry: sections.outcome.text.
func FieldAt(k Kind, path string) (Field, bool) {
	parts := strings.Split(path, ".")
	f, ok := FieldOf(k, parts[0])
	if !ok || len(parts) == 1 {
		return f, ok
	}
	if len(parts) != 3 || f.Type != TypeMap || parts[1] == "" {
		return Field{}, false
	}
	for _, e := range f.Entry {
		if e.Name == parts[2] {
			return e, true
		}
	}
	return Field{}, false
}

// EnumLabel is what a person reads for a value of an enum: S1, Seeking DRI, Not met.
func EnumLabel(value string) string {
	if label, ok := enumLabels[value]; ok {
		return label
	}
	words := strings.ReplaceAll(value, "_", " ")
	if words == "" {
		return ""
	}
	return strings.ToUpper(words[:1]) + words[1:]
}

var enumLabels = map[string]string{
	"s1": "S1", "s2": "S2", "s3": "S3", "s4": "S4", "rca": "RCA", "dri": "DRI", "csm": "CSM", "star": "STAR",
	"seeking_dri": "Seeking DRI", "product_dri": "Product DRI", "support_dri": "Support DRI", "csm_manager": "CSM manager",
	"saas": "SaaS", "us_federal": "US Federal", "support_l2": "Support L2", "tier2": "Engineering Tier 2",
	"no_outcome": "No outcome", "self_managed": "Self-managed", "opening": "Opening message", "internal_update": "Internal update (CAN)",
	"follow_up": "Follow-up", "end_of_call": "End-of-call script", "public_note": "Public note after a call", "internal_note": "Internal note after a call",
	"closure_email": "Customer closure e-mail", "emergency_retro": "Emergency retro", "outreach": "Proactive outreach",
}
