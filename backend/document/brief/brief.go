package brief

import (
	"strings"
	"unicode"

	"precedent/backend/casefile"
)

// Brief is what the form asks for. Texts are as people wrote them; Severity, Target, SLA and Need are values of the schema.
type Brief struct {
	Title, Severity, Target string

	Customers, Workflow, Revenue, SLA string
	Description                       string

	Bug                           bool // the part with the steps is asked for
	Steps                         []string
	Expected, Actual, Environment string

	Tried []Attempt

	LastUpdate, Expectation, Risk string

	Need     string // investigate, fix, decide or approve
	Ask      string
	Deadline string // an appointment in its stored form
}

// Attempt is one thing that was tried.
type Attempt struct{ Action, Result string }

// Normal is the form in which a brief comes back from its text: lines are single, ends are trimmed, an arrow in an action is no
// separator, and what is merely a gap is empty.
func (b Brief) Normal() Brief {
	for _, s := range []*string{&b.Title, &b.Customers, &b.Revenue} {
		*s = one(*s)
	}
	for _, s := range []*string{&b.Workflow, &b.Description, &b.Expected, &b.Actual, &b.Environment, &b.LastUpdate, &b.Expectation, &b.Risk, &b.Ask} {
		*s = many(*s)
	}
	for f, s := range map[string]*string{"severity": &b.Severity, "target": &b.Target, "sla_status": &b.SLA, "need": &b.Need} {
		*s = valueOf(f, *s)
	}
	var steps []string
	for _, s := range b.Steps {
		if s = many(s); s != "" {
			steps = append(steps, s)
		}
	}
	var tried []Attempt
	for _, a := range b.Tried {
		a.Action, a.Result = many(strings.ReplaceAll(a.Action, "->", "→")), many(a.Result)
		if a.Action != "" || a.Result != "" {
			tried = append(tried, a)
		}
	}
	b.Steps, b.Tried = steps, tried
	b.Bug = b.Bug || len(b.Steps) > 0 || b.Expected+b.Actual+b.Environment != ""
	if b.Need == "" {
		b.Need, b.Ask = splitNeed(b.Ask)
	}
	b.Deadline = deadline(b.Deadline)
	return b
}

// one makes a text a single line without gaps.
func one(s string) string { return filled(strings.Join(strings.Fields(clean(s)), " ")) }

// many trims a text of several lines: no blanks at the ends of lines, none above or below.
func many(s string) string {
	lines := strings.Split(clean(s), "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRightFunc(l, unicode.IsSpace)
	}
	return filled(strings.TrimSpace(strings.Join(lines, "\n")))
}

func clean(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\u0085", "\n", "\v", "\n", "\f", "\n").Replace(strings.ToValidUTF8(s, "\uFFFD"))
	return strings.Map(func(r rune) rune {
		if r == 0 || r == '\ufeff' {
			return -1
		}
		return r
	}, s)
}

// placeholders stand in the empty form (S3:18-45).
var placeholders = []string{
	"one-line summary", "critical / high / medium", "engineering / product / security / leadership", "number and names if relevant", "what's broken for them",
	"if applicable", "within sla / at risk / breached", "step", "x", "y", "details", "action", "result", "date — what was said", "what they expect and by when",
	"will they escalate further?", "specific ask: investigate, fix, decide, approve", "date/time", "action] -> [result",
}

// filled is a text, or "" when it only says what would stand there.
func filled(s string) string {
	inner, ok := strings.CutPrefix(s, "[")
	if !ok || !strings.HasSuffix(inner, "]") || strings.Contains(s, "\n") {
		return s
	}
	inner = strings.ToLower(strings.TrimSuffix(inner, "]"))
	if strings.HasPrefix(inner, "missing: ") || strings.HasPrefix(inner, "3-5 sentences") {
		return ""
	}
	for _, p := range placeholders {
		if strings.ReplaceAll(inner, "’", "'") == p {
			return ""
		}
	}
	return s
}

// valueOf is the value of an enum field that a text names; "" when it names none.
func valueOf(field, said string) string {
	f, _ := casefile.FieldOf(casefile.KindBrief, field)
	said = strings.TrimRight(one(said), ".")
	for _, v := range f.Enum {
		if said == "" {
			break
		}
		if strings.EqualFold(v, said) || strings.EqualFold(casefile.EnumLabel(v), said) || strings.EqualFold(labels[v], said) {
			return v
		}
	}
	return ""
}

// labels are the form's words where they are not those of the schema (S3:25).
var labels = map[string]string{"within": "Within SLA", "at_risk": "At risk", "support_l2": "Support L2"}

// Label is what the form says for a value, such as Within SLA.
func Label(value string) string {
	if l, ok := labels[value]; ok {
		return l
	}
	return casefile.EnumLabel(value)
}

// NeedLabel is the verb of what is asked for, or what stands in its place.
func NeedLabel(need string) string {
	if need == "" {
		return "Needed"
	}
	return Label(need)
}

// splitNeed takes the verb off an ask that begins with one.
func splitNeed(ask string) (need, rest string) {
	verb, rest, ok := strings.Cut(ask, ":")
	if v := valueOf("need", verb); ok && v != "" && !strings.Contains(verb, "\n") {
		return v, many(rest)
	}
	return "", ask
}

// deadline is the stored form of a date or a time as people write it; "" when it is none.
func deadline(s string) string {
	s = one(s)
	if a, err := casefile.ParseAppointment(s); err == nil {
		return a.String()
	}
	stamp, zone, ok := cutLast(strings.NewReplacer("(", "", ")", "", ",", "").Replace(s))
	if !ok {
		return ""
	}
	if a, err := casefile.ParseAppointment(stamp + "[" + zone + "]"); err == nil {
		return a.String()
	}
	return ""
}

func cutLast(s string) (before, after string, ok bool) {
	i := strings.LastIndex(s, " ")
	if i < 0 {
		return "", "", false
	}
	return strings.TrimSpace(s[:i]), s[i+1:], true
}

// showDeadline writes a deadline: 2026-03-30 10:30 (Europe/Berlin), or the day alone.
func showDeadline(s string) string {
	a, err := casefile.ParseAppointment(s)
	if err != nil || a.Local == "" {
		return ""
	}
	day, clock, _ := strings.Cut(a.Local, "T")
	out := day
	if clock = strings.TrimSuffix(clock, ":00"); clock != "00:00" {
		out += " " + clock
	}
	if a.Zone != "" {
		out += " (" + a.Zone + ")"
	}
	return out
}
