package main

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
)

// ledger is what the program confirmed, and what it was asked when it was killed: that may be there or not, but whole.
type ledger struct {
	mu        sync.Mutex
	cases     map[string]*said // by key
	confirmed int
	late      map[string]bool // what was answered while the power went, by its text, name or value, and whether it was lost
	least     bool            // later saves may be there too: what is held to a backup that was made while saves went on
	strict    bool            // what was refused must not be there; after a power cut nobody can promise that
}

// said is what was confirmed of one case.
type said struct {
	lines  map[string]bool      // text → confirmed; false = asked for, never answered
	files  map[string]bool      // the same, by name
	fields map[string]fieldSaid // the same
	binned bool
}

type fieldSaid struct {
	value, asked string // confirmed last, and asked for without an answer
}

func newLedger() *ledger { return &ledger{cases: map[string]*said{}, late: map[string]bool{}} }

func (l *ledger) keys() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Sorted(maps.Keys(l.cases))
}

// clone is what was confirmed up to now.
func (l *ledger) clone() *ledger {
	l.mu.Lock()
	defer l.mu.Unlock()
	out := newLedger()
	for key, c := range l.cases {
		out.cases[key] = &said{lines: maps.Clone(c.lines), files: maps.Clone(c.files), fields: maps.Clone(c.fields), binned: c.binned}
	}
	return out
}

// asLeast is clone for a comparison with what may be newer.
func (l *ledger) asLeast() *ledger {
	out := l.clone()
	out.least = true
	for _, c := range out.cases {
		clear(c.fields)
	}
	return out
}

// do runs a command that saves what; before notes what is asked for, after what was confirmed, never that it was refused.
func (l *ledger) do(do ask, into any, what string, before, after, never func(), args ...string) error {
	l.mu.Lock()
	before()
	l.mu.Unlock()
	err := must(do, into, args...)
	l.mu.Lock()
	defer l.mu.Unlock()
	var refused errRefused
	switch {
	case err == nil:
		after()
		l.confirmed++
	case errors.Is(err, errLate):
		l.late[what] = false
	case l.strict && errors.As(err, &refused):
		never()
	}
	return err
}

// saved is the answer to a command that saves.
type saved struct {
	Records []struct{ Key string }
}

// makeCase makes an escalation from a file with its fields, and gives its key.
func (l *ledger) makeCase(do ask, title, file string) (string, error) {
	var s saved
	nothing := func() {}
	return s.key(l.do(do, &s, title, nothing, func() {
		if len(s.Records) > 0 {
			l.cases[s.Records[0].Key] = &said{lines: map[string]bool{}, files: map[string]bool{}, fields: map[string]fieldSaid{"title": {value: title}}}
		}
	}, nothing, "new", "escalation", "--file", file))
}

func (s *saved) key(err error) (string, error) {
	if err == nil && len(s.Records) == 0 {
		err = errors.New("the program names no record that it made")
	}
	if err != nil {
		return "", err
	}
	return s.Records[0].Key, nil
}

func (l *ledger) logLine(do ask, key, text string) error {
	c := l.cases[key]
	return l.do(do, nil, text, func() { c.lines[text] = false }, func() { c.lines[text] = true }, func() { delete(c.lines, text) }, "log", key, text)
}

func (l *ledger) set(do ask, key, field, value string) error {
	c := l.cases[key]
	before, known := c.fields[field]
	return l.do(do, nil, value,
		func() { c.fields[field] = fieldSaid{value: c.fields[field].value, asked: value} },
		func() { c.fields[field] = fieldSaid{value: value} },
		func() {
			if c.fields[field] = before; !known { // nothing was ever confirmed of it
				delete(c.fields, field)
			}
		},
		"set", key, field+"="+value)
}

func (l *ledger) attach(do ask, key, path, name string) error {
	c := l.cases[key]
	return l.do(do, nil, name, func() { c.files[name] = false }, func() { c.files[name] = true }, func() { delete(c.files, name) }, "attach", key, path)
}

// shown is what show answers, as far as it is compared.
type shown struct {
	Deleted bool
	Record  struct{ Fields map[string]any }
	Items   []struct {
		Kind   string
		Fields map[string]any
	}
	Attachments []struct{ Name string }
}

// compare asks for every case and holds the answers against what was confirmed.
func (l *ledger) compare(do ask) error {
	for _, key := range l.keys() {
		var v shown
		if err := must(do, &v, "show", key); err != nil {
			return err
		}
		if wrong := l.differ(l.cases[key], v); wrong != "" {
			return fmt.Errorf("%s: %s", key, wrong)
		}
	}
	return nil
}

// differ says what of a case is not as it was confirmed, and settles what was asked for without an answer.
func (l *ledger) differ(c *said, v shown) string {
	if v.Deleted != c.binned {
		return fmt.Sprintf("in the bin: %t, confirmed: %t", v.Deleted, c.binned)
	}
	for name, f := range c.fields {
		got, _ := v.Record.Fields[name].(string)
		if got != f.value && (got != f.asked || f.asked == "") {
			return fmt.Sprintf("%s is %q, confirmed was %q", name, brief(got), brief(f.value))
		}
		if got != f.asked {
			l.lost(f.asked)
		}
		c.fields[name] = fieldSaid{value: got}
	}
	lines, files := map[string]int{}, map[string]int{}
	for _, i := range v.Items {
		if text, _ := i.Fields["text"].(string); i.Kind == "line" {
			lines[text]++
		}
	}
	for _, a := range v.Attachments {
		files[a.Name]++
	}
	if wrong := l.settle("line", c.lines, lines); wrong != "" {
		return wrong
	}
	return l.settle("file", c.files, files)
}

// lost notes that something is not there which nobody confirmed in time.
func (l *ledger) lost(what string) {
	if _, late := l.late[what]; late {
		l.late[what] = true
	}
}

// lateLost is how many answers came while the power went, and how many of those were of something that is lost.
func (l *ledger) lateLost() (late, lost int) {
	for _, gone := range l.late {
		if gone {
			lost++
		}
	}
	return len(l.late), lost
}

func (l *ledger) settle(what string, asked map[string]bool, there map[string]int) string {
	for text, confirmed := range asked {
		switch n := there[text]; {
		case n > 1:
			return fmt.Sprintf("the %s %q is there %d times", what, brief(text), n)
		case n == 0 && confirmed:
			return fmt.Sprintf("the %s %q was confirmed and is lost", what, brief(text))
		case n == 0:
			l.lost(text)
			delete(asked, text)
		default:
			asked[text] = true
		}
	}
	for text := range there {
		if _, known := asked[text]; !known && !l.least {
			return fmt.Sprintf("nobody asked for the %s %q", what, brief(text))
		}
	}
	return ""
}

// brief is the beginning of a long text, for a person to read.
func brief(s string) string { return strings.ToValidUTF8(s[:min(len(s), 400)], "") }

// look starts the program as a person would after a crash, and holds it to everything that was ever confirmed, and to then.
func (p *place) look(then after) error {
	r, err := p.start()
	if err != nil {
		return err
	}
	err = p.lookAt(r)
	if err == nil && then != nil {
		err = then(r)
	}
	if err != nil {
		r.kill()
		return err
	}
	return r.close()
}

func (p *place) lookAt(r *program) error {
	if err := must(r.ask, nil, "verify"); err != nil {
		return err
	}
	if err := p.said.compare(r.ask); err != nil {
		return err
	}
	return p.lookForLines(r)
}

// lookForLines searches for some confirmed lines: each has a word of its own.
func (p *place) lookForLines(r *program) error {
	const enough = 3
	seen := 0
	for key, c := range p.said.cases {
		if c.binned {
			continue
		}
		for text := range c.lines {
			if seen++; seen > enough {
				return nil
			}
			if err := findable(r, key, firstWords(text)); err != nil {
				return err
			}
			break
		}
	}
	return nil
}

// firstWords are those that no other line has.
func firstWords(text string) string {
	words := strings.Fields(text)
	return strings.Join(words[:min(len(words), 3)], " ")
}

func findable(r *program, key, text string) error {
	var page struct{ Hits []struct{ Key string } }
	if err := must(r.ask, &page, "search", `"`+text+`"`); err != nil {
		return err
	}
	for _, h := range page.Hits {
		if h.Key == key {
			return nil
		}
	}
	return fmt.Errorf("the search for %q does not find %s", text, key)
}
