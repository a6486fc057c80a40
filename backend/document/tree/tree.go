package tree

import "strings"

// Tree is one document.
type Tree struct {
	Title  string
	Meta   Meta
	Blocks []Block
}

// Meta is what is printed in the head and foot of every page and kept in the file's properties.
type Meta struct {
	Kind     string // what the document is, such as "At-Risk/Escalation - Closure"
	Key      string // of the record, such as ESC-7K3F2Q
	Audience string // in words: "Internal", "Prepared for Veldhoorn Rail"
	Internal bool   // not for customers
	Version  string // such as "Draft, version 2"
	Date     string // the day the document speaks of, 2026-03-17; never the clock's
	Lang     string // BCP 47; "" is English
}

// Line is what stands at the head of each page where there are no pages.
func (m Meta) Line() string {
	var parts []string
	for _, s := range []string{m.Audience, m.Kind, m.Key, m.Version, m.Date} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, " · ")
}

// Block is one piece of a document: Heading, Paragraph, List, Table, Code, Quote, Image, Callout, Facts or Rule.
type Block interface{ block() }

// Heading opens a section; Level 1 is the highest below the title.
type Heading struct {
	Level int
	Text  []Run
}

// Paragraph is running text.
type Paragraph struct{ Text []Run }

// List is ordered, bullet or task list, by its items.
type List struct {
	Ordered bool
	Start   int // of an ordered list
	Items   []Item
}

// Task says whether an item of a list can be done, and is.
type Task string

// Task states.
const (
	NoTask   Task = ""
	OpenTask Task = "open"
	DoneTask Task = "done"
)

// Item is one entry of a list.
type Item struct {
	Task   Task
	Blocks []Block
}

// Align is the alignment of a column.
type Align string

// Alignments; Auto follows the writing direction.
const (
	Auto   Align = ""
	Left   Align = "left"
	Centre Align = "center"
	Right  Align = "right"
)

// Table has a header row, which is repeated on each page, and rows of as many cells.
type Table struct {
	Head  [][]Run
	Align []Align
	Rows  [][][]Run
}

// Code is text kept as it is, line by line.
type Code struct{ Lang, Text string }

// Quote is what somebody said.
type Quote struct{ Blocks []Block }

// Image is a picture, as NewImage makes it: PNG or JPEG.
type Image struct {
	Type string // image/png, image/jpeg
	Data []byte
	Alt  string
	Name string // by which Pictures finds it again; "" is not known
}

// Tone is what a callout is for.
type Tone string

// Tones.
const (
	Gap  Tone = "gap"  // a fact that is not recorded
	Note Tone = "note" // something the reader should know
)

// Callout is set apart from the text: a gap, or a note.
type Callout struct {
	Tone Tone
	Text []Run
}

// Facts are label and value, set in aligned columns.
type Facts struct{ Pairs []Fact }

// Fact is one of them.
type Fact struct {
	Label string
	Value []Run
}

// Rule is a line across the page.
type Rule struct{}

func (Heading) block()   {}
func (Paragraph) block() {}
func (List) block()      {}
func (Table) block()     {}
func (Code) block()      {}
func (Quote) block()     {}
func (Image) block()     {}
func (Callout) block()   {}
func (Facts) block()     {}
func (Rule) block()      {}

// Run is text of one look. A run with Break ends the line; one with Note stands for a footnote; their Text is empty.
type Run struct {
	Text    string
	Strong  bool
	Emph    bool
	Strike  bool
	Code    bool
	Missing bool   // stands where a fact is not recorded
	Link    string // http, https or mailto; "" is none
	Break   bool
	Note    []Run
}

// Text is a run of plain text, and Plain a paragraph's worth of it.
func Text(s string) Run                  { return Run{Text: CleanLine(s)} }
func Plain(s string) []Run               { return []Run{Text(s)} }
func NotRecorded() []Run                 { return []Run{{Text: "Not recorded", Missing: true}} }
func Strong(s string) Run                { return Run{Text: CleanLine(s), Strong: true} }
func Para(r ...Run) Block                { return Paragraph{Text: r} }
func Head(level int, title string) Block { return Heading{Level: level, Text: Plain(title)} }
