package document

import (
	"embed"
	"path"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"precedent/backend/casefile"
	"precedent/backend/document/markdown"
	"precedent/backend/document/paste"
	"precedent/backend/document/tree"
)

//go:embed cards/*.yaml
var cardFiles embed.FS

// cardTemplate is a document whose sections are the fields of another system's form, in that form's order.
type cardTemplate struct {
	Template `yaml:",inline"`
	System   string   `yaml:"system"` // which of the names is the destination
	How      []string `yaml:"how"`    // the way to that form
	Markup   Format   `yaml:"markup"` // how its fields are written: text, md or slack
	Link     string   `yaml:"link"`   // the field of the record that says where it lives
}

// Card is a text to copy into another system, field by field.
type Card struct {
	ID, Title, About string
	Destination      string   // what the system is called
	How              []string // the way to its form, step by step
	Audience         Audience
	Markup           Format // of the fields' copies
	URL              string // where it lives; "" is not known
	Fields           []CardField
}

// CardField is one field of the other system's form.
type CardField struct {
	ID, Label, Help string
	Value           string   // for a person to read: plain text
	Copy            string   // for the clipboard, in the card's markup
	Missing         []string // facts that are not recorded
}

// CardNames are what systems are called, with the words that they know: the names of the policy.
type CardNames map[string]string

// cardOrder is that of a case: its opening, its updates, its calls, its closing.
var cardOrder = []string{"crm_case", "todo_update", "todo_closure", "ticket_public", "ticket_internal"}

// cardSet reads the program's own cards once; its tests hold them to the checks of templates.
var cardSet = sync.OnceValues(func() ([]cardTemplate, error) {
	out := make([]cardTemplate, len(cardOrder))
	for i, id := range cardOrder {
		if err := readCardFile(id, &out[i]); err != nil {
			return nil, err
		}
	}
	return out, nil
})

func readCardFile(name string, into any) error {
	data, err := cardFiles.ReadFile(path.Join("cards", name+".yaml"))
	if err == nil {
		err = yaml.Unmarshal(data, into)
	}
	if err != nil {
		return casefile.Wrap(casefile.Internal, err, "The program's own cards cannot be read. Install it again.")
	}
	return nil
}

// CardAudience is whom a card is for. The code is invalid when there is no such card, or it is not made of the kind.
func CardAudience(id string, k casefile.Kind) (Audience, error) {
	t, err := cardOf(id)
	if err == nil && !t.MadeOf(k) {
		err = casefile.Faultf(casefile.Invalid, "The card %q is not made of a %s.", id, k.One())
	}
	return t.Audience, err
}

// BuildCard fills a card from a record. The input's audience must be the card's.
func BuildCard(id string, in Input, names CardNames) (Card, error) {
	t, err := cardOf(id)
	if err != nil {
		return Card{}, err
	}
	named := t.Template.named(names)
	in.Template, in.Overrides = &named, nil
	b, err := Build(id, in)
	if err != nil {
		return Card{}, err
	}
	c := Card{ID: id, Title: t.Title, About: t.About, Destination: firstOf(names[t.System], t.System), How: t.How, Audience: t.Audience, Markup: t.Markup, URL: in.Case.Text(t.Link)}
	parts := bySection(b.Tree.Blocks)
	for i, s := range b.Sections {
		c.Fields = append(c.Fields, t.field(s, parts[i], b.Gaps))
	}
	return c, nil
}

// bySection parts a document at the headings of its sections, which every field of a card has.
func bySection(blocks []tree.Block) [][]tree.Block {
	var out [][]tree.Block
	for _, b := range blocks {
		if h, ok := b.(tree.Heading); ok && h.Level == 1 {
			out = append(out, nil)
			continue
		}
		out[len(out)-1] = append(out[len(out)-1], b)
	}
	return out
}

func cardOf(id string) (cardTemplate, error) {
	all, err := cardSet()
	if err != nil {
		return cardTemplate{}, err
	}
	for _, t := range all {
		if t.Kind == strings.ReplaceAll(id, "-", "_") {
			return t, nil
		}
	}
	return cardTemplate{}, casefile.Faultf(casefile.Invalid, "There is no card %q. Choose one of %s.", casefile.FirstLine(id), strings.Join(cardOrder, ", "))
}

// named puts the names of systems into the starters, where they stand as {name:crm}.
func (t Template) named(names CardNames) Template {
	var pairs []string
	for key, value := range names {
		pairs = append(pairs, "{name:"+key+"}", value)
	}
	r := strings.NewReplacer(pairs...)
	sections := make([]Section, len(t.Sections))
	for i, s := range t.Sections {
		starters := make([]string, len(s.Starter))
		for j, text := range s.Starter {
			starters[j] = r.Replace(text)
		}
		s.Starter = starters
		sections[i] = s
	}
	t.Sections = sections
	return t
}

// field writes a section as a field: for reading, with its gaps, and for copying, without them.
func (t cardTemplate) field(s Written, blocks []tree.Block, gaps []Gap) CardField {
	f := CardField{ID: s.ID, Label: s.Title, Help: s.Help, Value: paste.PlainText(blocks)}
	for _, g := range gaps {
		if g.Section == s.ID {
			f.Missing = append(f.Missing, g.Fact)
		}
	}
	known := slices.DeleteFunc(slices.Clone(blocks), onlyGap)
	switch t.Markup {
	case Markdown:
		f.Copy = markdown.Fragment(known)
	case Slack:
		f.Copy = paste.SlackText(known)
	default:
		f.Copy = paste.PlainText(known)
	}
	return f
}

// Message is a document as a message elsewhere: a line above it, if any, and its sections without the head of the page; as
// text, or in Slack's markup.
func Message(head string, t tree.Tree, f Format) string {
	blocks, write := t.Blocks, paste.PlainText
	if f == Slack {
		write = paste.SlackText
	}
	if head != "" {
		blocks = append([]tree.Block{tree.Para(tree.Strong(head))}, blocks...)
	}
	return write(blocks)
}

// Known is a document to be pasted: without what tells only that something is missing, and without the headings that would
// stand alone then. The gaps are said beside it.
func Known(t tree.Tree) tree.Tree {
	out := t
	out.Blocks = nil
	for _, b := range t.Blocks {
		if f, ok := b.(tree.Facts); ok {
			f.Pairs = slices.DeleteFunc(slices.Clone(f.Pairs), func(p tree.Fact) bool { return onlyGap(tree.Paragraph{Text: p.Value}) })
			b = f
		}
		if onlyGap(b) {
			continue
		}
		out.Blocks = append(underHeadings(out.Blocks, b), b)
	}
	out.Blocks = underHeadings(out.Blocks, tree.Heading{})
	return out
}

// underHeadings drops the headings under which nothing stands, now that another block comes.
func underHeadings(before []tree.Block, next tree.Block) []tree.Block {
	h, is := next.(tree.Heading)
	for is && len(before) > 0 {
		last, heading := before[len(before)-1].(tree.Heading)
		if !heading || last.Level < h.Level {
			break
		}
		before = before[:len(before)-1]
	}
	return before
}

// onlyGap says that a block tells nothing but that something is missing.
func onlyGap(b tree.Block) bool {
	switch b := b.(type) {
	case tree.Callout:
		return b.Tone == tree.Gap
	case tree.Paragraph:
		return len(b.Text) > 0 && !slices.ContainsFunc(b.Text, func(r tree.Run) bool { return !r.Missing })
	}
	return false
}

// Text is all that a card says, for its check: labels and copies.
func (c Card) Text() string {
	var b strings.Builder
	for _, f := range c.Fields {
		b.WriteString(f.Label + "\n" + f.Copy + "\n\n")
	}
	return b.String()
}
