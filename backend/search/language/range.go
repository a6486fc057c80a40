package language

import (
	"strconv"
	"strings"
	"time"
)

// days reads the values of a time: 2026, 2026-01, 2026-01-13, today, yesterday, 7d back, ranges with .. and comparisons.
func (p *parser) days(f Field, s string) (Value, bool) {
	op, rest := comparison(s)
	switch {
	case f.Name == After:
		op = ">="
	case f.Name == Before:
		op = "<"
	}
	if op != "" {
		from, to, ok := p.period(rest)
		if !ok {
			return Value{}, false
		}
		return compared(op, from, to), true
	}
	if a, b, ok := strings.Cut(rest, ".."); ok {
		return p.between(a, b)
	}
	from, to, ok := p.period(rest)
	if !ok || p.ago(rest) {
		return Value{Range: true, From: from, To: day(p.today())}, ok
	}
	return Value{Range: true, From: from, To: to}, ok
}

func comparison(s string) (op, rest string) {
	for _, op := range []string{">=", "<=", ">", "<"} {
		if rest, ok := strings.CutPrefix(s, op); ok {
			return op, rest
		}
	}
	return "", s
}

// compared takes a comparison with a period: after it, from it on, before it, up to its end. A period back from today
// (7d) is one day.
func compared(op, from, to string) Value {
	v := Value{Range: true}
	switch op {
	case ">":
		v.From = shift(to, 1)
	case ">=":
		v.From = from
	case "<":
		v.To = shift(from, -1)
	case "<=":
		v.To = to
	}
	return v
}

func (p *parser) between(a, b string) (Value, bool) {
	v := Value{Range: true}
	okA, okB := a == "", b == ""
	if !okA {
		v.From, _, okA = p.period(a)
	}
	if !okB {
		_, v.To, okB = p.period(b)
	}
	return v, okA && okB && (a != "" || b != "")
}

// period is the first and the last day of what is named.
func (p *parser) period(s string) (from, to string, ok bool) {
	switch strings.ToLower(s) {
	case "today":
		return day(p.today()), day(p.today()), true
	case "yesterday":
		y := day(p.today().AddDate(0, 0, -1))
		return y, y, true
	}
	for _, l := range []struct {
		layout              string
		years, months, days int
	}{{"2006", 1, 0, 0}, {"2006-01", 0, 1, 0}, {time.DateOnly, 0, 0, 1}} {
		if t, err := time.Parse(l.layout, s); err == nil {
			return day(t), day(t.AddDate(l.years, l.months, l.days).AddDate(0, 0, -1)), true
		}
	}
	return p.back(s)
}

// back reads 7d, 2w, 3m, 1y: that many days, weeks, months or years before today. Hours are not told apart from days.
func (p *parser) back(s string) (from, to string, ok bool) {
	if !p.ago(s) {
		return "", "", false
	}
	n, _ := strconv.Atoi(s[:len(s)-1])
	t := p.today()
	switch s[len(s)-1] | 0x20 {
	case 'd':
		t = t.AddDate(0, 0, -n)
	case 'w':
		t = t.AddDate(0, 0, -7*n)
	case 'm':
		t = t.AddDate(0, -n, 0)
	case 'y':
		t = t.AddDate(-n, 0, 0)
	}
	return day(t), day(t), true
}

func (p *parser) ago(s string) bool {
	const most = 5 // digits; a longer time ago is before all cases
	if len(s) < 2 || len(s) > most || !strings.ContainsRune("dwmyDWMY", rune(s[len(s)-1])) {
		return false
	}
	_, err := strconv.ParseUint(s[:len(s)-1], 10, 16)
	return err == nil
}

func (p *parser) today() time.Time {
	y, m, d := p.env.Now.In(p.env.Zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

func day(t time.Time) string {
	if y := t.Year(); y < 1 || y > 9999 {
		return "0001-01-01"
	}
	return t.Format(time.DateOnly)
}

func shift(d string, days int) string {
	t, err := time.Parse(time.DateOnly, d)
	if err != nil {
		return d
	}
	return day(t.AddDate(0, 0, days))
}

// numbers reads 12, 10..20, >10, >=10 and so on. A strict comparison keeps its sign in the end of the range.
func numbers(s string) (Value, bool) {
	op, rest := comparison(s)
	a, b, ranged := strings.Cut(rest, "..")
	if op == "" && ranged {
		return Value{Range: true, From: a, To: b}, (isNumber(a) || a == "") && (isNumber(b) || b == "") && a+b != ""
	}
	if !isNumber(rest) {
		return Value{}, false
	}
	switch op {
	case ">", "<":
		return Value{Text: op + rest}, true
	case ">=":
		return Value{Range: true, From: rest}, true
	case "<=":
		return Value{Range: true, To: rest}, true
	}
	return Value{Range: true, From: rest, To: rest}, true
}

func isNumber(s string) bool {
	f, err := strconv.ParseFloat(s, 64)
	return err == nil && f-f == 0 && !strings.ContainsAny(s, "xX_")
}
