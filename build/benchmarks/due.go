package main

import (
	"context"
	"fmt"
	"runtime"
	"time"

	"precedent/backend/casefile"
	"precedent/backend/policy"
)

// What the promise about duties is made of: so many open cases with so many events each.
const (
	openCases   = 2000
	eventsEach  = 200
	dueBoundMS  = 50
	dueWarmings = 3
)

// storedCase is a case as the store has it: the bytes of its records.
type storedCase struct {
	id     string
	fields [][]byte
	kinds  []casefile.Kind
}

// due works out all that the process asks of the open cases, beside reading the records of those cases into what the rules
// read. The cases are made up: what a rule asks depends on times and states, not on the words.
func (b *bench) due(ctx context.Context) error {
	p, err := policy.Builtin()
	if err != nil {
		return err
	}
	stored, err := storedCases()
	if err != nil {
		return err
	}
	now := dueBegan.AddDate(0, 0, 10)
	facts := make([]*policy.Facts, len(stored))
	rows := 0
	work := func(int) error {
		a := policy.NewAgenda(p)
		a.Put(len(facts), func(i int) *policy.Facts { return facts[i] }, now)
		rows = 0
		for range a.Rows() {
			rows++
		}
		return ctx.Err()
	}
	read := func(int) error {
		for i := range stored {
			if facts[i], err = stored[i].read(); err != nil {
				return err
			}
		}
		return ctx.Err()
	}
	if err := read(0); err != nil {
		return err
	}
	for i := range dueWarmings {
		if err := work(i); err != nil {
			return err
		}
	}
	var cpu time.Duration
	counted := func(i int) error {
		begun := processors()
		err := work(i)
		cpu += processors() - begun
		return err
	}
	rounds := max(b.rounds/10, 3)
	us, them, err := inTurns(rounds, counted, read)
	if err != nil {
		return err
	}
	b.report.add(row{Part: "due", What: fmt.Sprintf("all duties of %d open cases with %d events each, median", openCases, eventsEach), Unit: "ms", Ours: us.at(50),
		Than: "reading their records", Other: them.at(50), Note: fmt.Sprintf("%d duties in order; %.0f ms of %d processors' time", rows, ms(cpu)/float64(rounds), runtime.GOMAXPROCS(0))}, most(dueBoundMS))
	return nil
}

var dueBegan = time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)

// storedCases are escalations of all severities: of their events a quarter are updates, some are actions, the rest lines.
func storedCases() ([]storedCase, error) {
	severities := []string{"critical", "high", "medium", "low"}
	out := make([]storedCase, openCases)
	for i := range out {
		c := &out[i]
		c.id = fmt.Sprintf("case-%d", i)
		began := dueBegan.Add(time.Duration(i) * time.Minute)
		err := c.add(casefile.KindEscalation, map[string]any{"title": "Replication stalls", "status": "active", "severity": severities[i%4],
			"created": casefile.At(began, "").String(), "zone": "Europe/Berlin", "channel": "#esc_lindqvist", "dri": "p"})
		for j := 0; j < eventsEach && err == nil; j++ {
			err = c.event(j, casefile.At(began.Add(time.Duration(j)*time.Hour), "Europe/Berlin").String())
		}
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (c *storedCase) event(j int, at string) error {
	audiences := []string{"customer", "channel", "case", "internal_meeting"}
	switch {
	case j%4 == 0:
		return c.add(casefile.KindUpdate, map[string]any{"audience": audiences[j/4%len(audiences)], "at": at, "body": "The restore goes on; the next word comes in the afternoon."})
	case j%20 == 1:
		return c.add(casefile.KindAction, map[string]any{"text": "Add an alert", "owner": "a", "due": "2026-04-01T10:00:00[Europe/Berlin]", "status": "done"})
	}
	return c.add(casefile.KindLine, map[string]any{"text": "The replica was taken out of the pool.", "at": at})
}

func (c *storedCase) add(k casefile.Kind, fields map[string]any) error {
	text, err := casefile.Encode(fields)
	c.fields, c.kinds = append(c.fields, text), append(c.kinds, k)
	return err
}

// read makes facts of the bytes.
func (c *storedCase) read() (*policy.Facts, error) {
	records := make([]casefile.Record, len(c.fields))
	for i, text := range c.fields {
		fields, err := casefile.DecodeFields(text)
		if err != nil {
			return nil, err
		}
		records[i] = casefile.Record{Kind: c.kinds[i], ID: fmt.Sprintf("%s-%d", c.id, i), Fields: fields}
	}
	records[0].ID = c.id
	return policy.Gather(casefile.Case{Record: records[0], Items: records[1:]}, casefile.Record{}, ""), nil
}
