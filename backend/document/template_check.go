package document

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"precedent/backend/casefile"
)

// Mistake is one thing that is wrong in a template: its line, from 1, and what to do, in words.
type Mistake struct {
	Line int
	Says string
}

// Bounds of a template: what a team edits by hand is far below them.
const (
	longestTemplate = 256 << 10 // bytes
	mostSections    = 100
)

// ReadTemplate reads a template's file. With a mistake in it there is no template.
func ReadTemplate(text string) (Template, []Mistake) {
	if len(text) > longestTemplate {
		return Template{}, []Mistake{{1, "The file is longer than a template can be (256 KB)."}}
	}
	var file yaml.Node
	if err := yaml.Unmarshal([]byte(text), &file); err != nil {
		return Template{}, []Mistake{syntax(err)}
	}
	c := &templateCheck{}
	c.file(&file)
	if len(c.mistakes) > 0 {
		slices.SortStableFunc(c.mistakes, func(a, b Mistake) int { return a.Line - b.Line })
		return Template{}, c.mistakes
	}
	return c.template, nil
}

// WriteTemplate is the file of a template, which ReadTemplate reads back.
func WriteTemplate(t Template) (string, error) {
	var b bytes.Buffer
	e := yaml.NewEncoder(&b)
	e.SetIndent(2)
	if err := e.Encode(t); err != nil {
		return "", casefile.Wrap(casefile.Internal, err, "The template cannot be written.")
	}
	return b.String(), nil
}

var yamlLine = regexp.MustCompile(`line (\d+)`)

func syntax(err error) Mistake {
	line := 1
	if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
		line, _ = strconv.Atoi(m[1])
	}
	return Mistake{line, "This line, or the one before it, cannot be read. Set it in as far as its neighbours, and put a text with a colon or a quote in it between double quotes."}
}

// templateCheck walks through the file as it is written, so that each mistake has its line.
type templateCheck struct {
	mistakes []Mistake
	template Template
	ids      []string
}

func (c *templateCheck) wrong(n *yaml.Node, format string, args ...any) {
	c.mistakes = append(c.mistakes, Mistake{max(n.Line, 1), fmt.Sprintf(format, args...)})
}

func (c *templateCheck) file(n *yaml.Node) {
	if n.Kind == 0 || len(n.Content) == 0 {
		c.wrong(n, "The file is empty. Begin with precedent template export KIND.")
		return
	}
	t := &c.template
	var sections *yaml.Node
	c.keys(n.Content[0], "template", map[string]func(*yaml.Node){
		"kind": func(v *yaml.Node) { t.Kind = c.oneOf(v, "kind of document", order) }, "title": func(v *yaml.Node) { t.Title = c.line(v, "title") },
		"about": func(v *yaml.Node) { t.About = c.line(v, "about") }, "of": c.of, "audience": func(v *yaml.Node) { t.Audience = c.audience(v) },
		"after_review": func(v *yaml.Node) { t.AfterReview = c.yes(v, "after_review") }, "sections": func(v *yaml.Node) { sections = v },
	}, "kind", "title", "of", "audience", "sections")
	if sections == nil {
		return
	}
	if sections.Kind != yaml.SequenceNode || len(sections.Content) == 0 || len(sections.Content) > mostSections {
		c.wrong(sections, "“sections” is a list of 1 to %d sections, each beginning with “- id:”.", mostSections)
		return
	}
	for _, s := range sections.Content {
		c.section(s)
	}
}

// keys reads a mapping: each key once, none that is not known, none missing that must be there.
func (c *templateCheck) keys(n *yaml.Node, what string, read map[string]func(*yaml.Node), must ...string) {
	if n.Kind != yaml.MappingNode {
		c.wrong(n, "Here a %s is described, with lines such as “title: …”.", what)
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, v := n.Content[i], n.Content[i+1]
		fn, known := read[key.Value]
		switch {
		case !known:
			c.wrong(key, "A %s has no “%s”.%s", what, casefile.FirstLine(key.Value), meant(key.Value, sortedKeys(asAny(read))))
		case seen[key.Value]:
			c.wrong(key, "“%s” stands twice.", key.Value)
		case v.Kind == yaml.AliasNode:
			c.wrong(v, "“*” refers to another place; write the text out.")
		default:
			fn(v)
		}
		seen[key.Value] = true
	}
	for _, m := range must {
		if !seen[m] {
			c.wrong(n, "The %s lacks “%s”.", what, m)
		}
	}
}

func (c *templateCheck) line(v *yaml.Node, what string) string {
	if v.Kind != yaml.ScalarNode || strings.ContainsAny(strings.TrimSpace(v.Value), "\n\r") || len(v.Value) > 2000 {
		c.wrong(v, "“%s” is a text of one line.", what)
		return ""
	}
	return v.Value
}

func (c *templateCheck) oneOf(v *yaml.Node, what string, known []string) string {
	if v.Kind != yaml.ScalarNode || !slices.Contains(known, v.Value) {
		c.wrong(v, "“%s” is no %s.%s It is one of %s.", casefile.FirstLine(v.Value), what, meant(v.Value, known), strings.Join(known, ", "))
		return ""
	}
	return v.Value
}

func (c *templateCheck) audience(v *yaml.Node) Audience {
	return Audience(c.oneOf(v, "audience", []string{string(both), string(Internal), string(Customer)}))
}

func (c *templateCheck) yes(v *yaml.Node, what string) bool {
	if v.Tag != "!!bool" {
		c.wrong(v, "“%s” is true or false.", what)
	}
	return v.Value == "true"
}

// madeOf are the kinds of records of which a document can be made.
var madeOf = []string{string(casefile.KindEscalation), string(casefile.KindEmergency), string(casefile.KindIncident), string(casefile.KindReview), string(casefile.KindCall), string(casefile.KindBrief)}

func (c *templateCheck) of(v *yaml.Node) {
	for _, one := range c.list(v, "of") {
		if k := casefile.Kind(c.oneOf(one, "record that a document is made of", madeOf)); k != "" {
			c.template.Of = append(c.template.Of, k)
		}
	}
	if len(v.Content) == 0 {
		c.wrong(v, "“of” names the records that the document is made of, such as [escalation].")
	}
}

func (c *templateCheck) list(v *yaml.Node, what string) []*yaml.Node {
	if v.Kind != yaml.SequenceNode {
		c.wrong(v, "“%s” is a list: [one, another], or lines that begin with “- ”.", what)
		return nil
	}
	return v.Content
}

var sectionID = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)

func (c *templateCheck) section(n *yaml.Node) {
	s := Section{Audience: c.template.Audience}
	var starter, needs, fill *yaml.Node
	c.keys(n, "section", map[string]func(*yaml.Node){
		"id": func(v *yaml.Node) { s.ID = c.id(v) }, "title": func(v *yaml.Node) { s.Title = c.line(v, "title") }, "help": func(v *yaml.Node) { s.Help = c.line(v, "help") },
		"audience": func(v *yaml.Node) { s.Audience = c.audience(v) }, "fill": func(v *yaml.Node) { fill = v },
		"starter": func(v *yaml.Node) { starter = v }, "needs": func(v *yaml.Node) { needs = v }, "hidden": func(v *yaml.Node) { s.Hidden = c.yes(v, "hidden") },
	}, "id", "fill")
	if fill != nil {
		s.Fill = c.oneOf(fill, "way to fill a section", sortedKeys(asAny(fillers)))
		c.readers(fill, s)
	}
	if starter != nil {
		for _, one := range c.list(starter, "starter") {
			c.starter(one, &s)
		}
	}
	if f, ok := fillers[s.Fill]; ok && f.starter && s.Fill != "summary" && len(s.Starter) == 0 && starter == nil {
		c.wrong(fill, "A section that is filled by “%s” needs “starter”: the sentences to print.", s.Fill)
	}
	if needs != nil {
		c.needs(needs, &s)
	}
	c.template.Sections = append(c.template.Sections, s)
}

func (c *templateCheck) id(v *yaml.Node) string {
	switch {
	case v.Kind != yaml.ScalarNode || !sectionID.MatchString(v.Value):
		c.wrong(v, "“%s” is no name of a section: small letters, digits and “_”, such as impact_2.", casefile.FirstLine(v.Value))
	case slices.Contains(c.ids, v.Value):
		c.wrong(v, "Two sections are called “%s”. What people wrote is kept by that name; give one another.", v.Value)
	}
	c.ids = append(c.ids, v.Value)
	return v.Value
}

// readers holds who reads a section to what it tells.
func (c *templateCheck) readers(n *yaml.Node, s Section) {
	switch whole := c.template.Audience; {
	case whole != both && whole != "" && s.Audience != whole && s.Audience != both && s.Audience != "":
		c.wrong(n, "The document is for %s only, and so this section, for %s, would never stand in it.", whole, s.Audience)
	case fillers[s.Fill].internal && s.Audience != Internal && (whole != Internal || s.Audience == Customer):
		c.wrong(n, "“%s” tells what only colleagues read: the section's audience must be internal.", s.Fill)
	}
}

func (c *templateCheck) starter(n *yaml.Node, s *Section) {
	text := c.line(n, "starter")
	s.Starter = append(s.Starter, text)
	if s.Fill == "facts" || s.Fill == "impact" {
		if label, rest, ok := strings.Cut(text, ": "); !ok || label == "" || rest == "" {
			c.wrong(n, "A fact is written as “Label: text”, such as “Customer: {customer}”.")
		}
	}
	if plain := variable.ReplaceAllString(text, ""); strings.ContainsAny(plain, "{}") {
		c.wrong(n, "A variable is a name between braces, such as {customer}, or {customer?} where it may be missing.")
	}
	for _, m := range variable.FindAllStringSubmatch(text, -1) {
		c.variable(n, m[1], *s)
	}
}

func (c *templateCheck) variable(n *yaml.Node, name string, s Section) {
	known, told := false, false
	for _, k := range c.template.Of {
		if _, _, ok := meaning(k, name); ok {
			known = true
			told = told || mayTell(k, name) && !computed[name].internal
		}
	}
	switch {
	case !known && len(c.template.Of) > 0:
		c.wrong(n, "{%s} is no variable of such a document.%s", name, meant(name, variablesOf(c.template.Of)))
	case known && !told && s.Audience == Customer:
		c.wrong(n, "{%s} is not for customers; the sentence would never be printed.", name)
	}
}

// variablesOf are all variables of documents made of records of the kinds.
func variablesOf(kinds []casefile.Kind) []string {
	seen := map[string]any{}
	for name := range computed {
		seen[name] = nil
	}
	for _, k := range append(slices.Clone(kinds), casefile.KindReview, casefile.KindIncident) {
		for _, f := range casefile.FieldsOf(k) {
			if _, _, ok := meaning(k, f.Name); ok && (slices.Contains(kinds, k) || isAnalysis(f.Name)) {
				seen[f.Name] = nil
			}
		}
	}
	return sortedKeys(seen)
}

func (c *templateCheck) needs(n *yaml.Node, s *Section) {
	for _, one := range c.list(n, "needs") {
		known := casefile.Kind(one.Value).IsItem()
		for _, k := range append(slices.Clone(c.template.Of), casefile.KindReview, casefile.KindIncident, casefile.KindBrief) {
			_, ok := casefile.FieldOf(k, one.Value)
			known = known || ok
		}
		if !known {
			c.wrong(one, "“%s” is neither a field nor a kind of item.%s", casefile.FirstLine(one.Value), meant(one.Value, variablesOf(c.template.Of)))
		}
		s.Needs = append(s.Needs, one.Value)
	}
}

// meant proposes the known word that is nearest to one that is not known; "" when none is near.
func meant(said string, known []string) string {
	best, least := "", len(said)/3+2
	for _, k := range known {
		if d := distance(said, k); d < least {
			best, least = k, d
		}
	}
	if best == "" || len(said) > 60 {
		return ""
	}
	return " Did you mean “" + best + "”?"
}

// distance is Levenshtein's, in bytes: the words are those of this program.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			next := before
			if a[i] != b[j] {
				next = 1 + min(before, row[j], row[j+1])
			}
			before, row[j+1] = row[j+1], next
		}
	}
	return row[len(b)]
}
