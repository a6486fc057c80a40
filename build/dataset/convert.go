package main

import (
	"fmt"
	"strings"
)

// doc is a line of any of the three shapes.
type doc struct {
	ID          string   `json:"id"`
	Kind        string   `json:"kind"`
	Title       string   `json:"title"`
	Body        string   `json:"body"`
	Environment string   `json:"environment"`
	Created     string   `json:"created"`
	Resolved    string   `json:"resolved"`
	Project     string   `json:"project"`
	Type        string   `json:"type"`
	Priority    string   `json:"priority"`
	Status      string   `json:"status"`
	Resolution  string   `json:"resolution"`
	Components  []string `json:"components"`
	Labels      []string `json:"labels"`
	Versions    []string `json:"versions"`
	Reporter    string   `json:"reporter"`
	Assignee    string   `json:"assignee"`
	Company     string   `json:"company"`
	Product     string   `json:"product"`
	Tags        []string `json:"tags"`
	URL         string   `json:"url"`
	Source      string   `json:"source"`
	Licence     string   `json:"licence"`
	Notes       []note   `json:"notes"`
}

type note struct {
	Author string `json:"author"`
	At     string `json:"at"`
	Text   string `json:"text"`
}

// record is a line of the precedent format. A map, because its members come out sorted.
type record map[string]any

// oldest is the first time that a record's created can hold; a review of a ship that sank in 1628 keeps its date under extra.
const oldest = "1900"

type converter struct {
	source  string // of records that name none
	records int
	lines   int
	empty   int // comments without a text
	nuls    int // texts with NUL characters
}

// convert gives the record of a line and the lines below it.
func (c *converter) convert(d doc) []record {
	c.records++
	source := d.Source
	if source == "" {
		source = c.source
	}
	r, extra := record{}, record{}
	c.set(r, "id", d.ID)
	c.set(r, "source", source)
	c.set(r, "title", d.Title)
	c.set(r, "description", d.Body)
	c.set(r, "product", d.Product)
	if d.Created < oldest {
		c.set(extra, "said_created", d.Created)
	} else {
		c.set(r, "created", d.Created)
	}
	if d.Kind == "incident_review" {
		c.review(r, d)
	} else {
		c.escalation(r, extra, d)
	}
	if len(extra) > 0 {
		r["extra"] = extra
	}
	return append([]record{r}, c.timeline(d, source)...)
}

func (c *converter) review(r record, d doc) {
	r["kind"] = "review"
	c.set(r, "company", d.Company)
	c.set(r, "url", d.URL)
	c.set(r, "licence", d.Licence)
	setList(r, "tags", d.Tags)
}

// escalation keeps the tracker's own words for states and priorities under extra: they are other axes than an
// escalation's, and only a word that is the same in both becomes a status. A problem counts as solved only where the
// tracker says that it was fixed or done.
func (c *converter) escalation(r, extra record, d doc) {
	r["kind"] = "escalation"
	c.set(r, "environment", d.Environment)
	c.set(r, "component", strings.Join(d.Components, ", "))
	c.set(r, "version", strings.Join(d.Versions, ", "))
	setList(r, "tags", d.Labels)
	if s := strings.ToLower(d.Status); s == "closed" || s == "reopened" {
		r["status"] = s
	}
	if d.Resolution == "Fixed" || d.Resolution == "Done" {
		c.set(r, "resolved", d.Resolved)
	} else {
		c.set(extra, "tracker_resolved", d.Resolved)
	}
	for name, value := range map[string]string{
		"project": d.Project, "tracker_type": d.Type, "tracker_priority": d.Priority, "tracker_status": d.Status,
		"resolution": d.Resolution, "reporter": d.Reporter, "assignee": d.Assignee,
	} {
		c.set(extra, name, value)
	}
}

// timeline gives a line for each comment. Its ID is the case's and the comment's place in the thread, which is the same at
// each run.
func (c *converter) timeline(d doc, source string) []record {
	var out []record
	for i, n := range d.Notes {
		if strings.TrimSpace(n.Text) == "" {
			c.empty++
			continue
		}
		r := record{"kind": "line", "id": fmt.Sprintf("%s#%d", d.ID, i+1), "source": source, "parent": d.ID}
		c.set(r, "at", n.At)
		c.set(r, "who", n.Author)
		c.set(r, "text", n.Text)
		out = append(out, r)
	}
	c.lines += len(out)
	return out
}

// set leaves out what the line does not say. A NUL character, which no text of the program may hold, becomes its picture.
func (c *converter) set(r record, name, value string) {
	if strings.TrimSpace(value) == "" {
		return
	}
	if strings.Contains(value, "\x00") {
		c.nuls++
		value = strings.ReplaceAll(value, "\x00", "␀")
	}
	r[name] = value
}

func setList(r record, name string, values []string) {
	if len(values) > 0 {
		r[name] = values
	}
}
