package document

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"precedent/backend/casefile"
	"precedent/backend/document/extract"
	"precedent/backend/document/tree"
)

// Forbidden is what a customer's file must not say. SealedBy makes it from a case; the caller adds what only the workspace
// knows: the other customers, all colleagues, the texts of attached files.
type Forbidden struct {
	Customer string   // ID of the customer whose file it is
	Texts    []Sealed // internal texts
	Open     []string // texts that the customer may read, even where an internal text repeats them
	Shown    []string // the same of items: they open a phrase that an internal item shares, but no copy of the whole of it
	People   []string // colleagues: found by their whole name, and by a part of it
	Names    []string // other customers, with their aliases, and handles
	Emails   []string // colleagues' addresses
	Hosts    []string // hosts of one's own
	Own      []string // names of the customer: another one's name within them is none
	Guests   []string // the customer's own people: a part of a name that they share is theirs
	OwnKeys  []string // keys of records that may stand: the case's
	Allowed  []string // addresses and domains that may stand, such as the customer's own

	IsKey func(key string) bool // says that a record has the key; nil believes it of whatever looks like one
}

// Sealed is one internal text and where it belongs.
type Sealed struct {
	Record string // ID
	Field  string
	Where  string // in words: "Description of the escalation"
	Text   string
	Item   bool // of an item that says itself who may see it, such as a line
	Prose  bool // sentences and addresses: found as a whole even when they are short
	File   bool // the text of an attached file: long, and not Markdown
}

// Finding is something in a finished file that should not be there.
type Finding struct {
	ID      string // the same in every format, as long as the finding's cause is the same: waivers name it
	Kind    string // "internal_text", or a kind of package redact
	What    string // a sentence for a person
	Where   string // in the file: "page 3", "properties"
	Context string // the words around it
}

// File is a finished file as it would leave.
type File struct {
	Name   string // "" has none yet
	Format Format
	Data   []byte
}

// Checked is what a check read and found.
type Checked struct {
	Findings []Finding
	Places   []string // the places of the file that said something, each once: "page 1", "properties"
	Letters  int      // letters and digits that were read
}

// Check reads a finished file back and names what of the forbidden is in it, in the order of the file. An internal document
// has nothing to hide and is not read.
func Check(ctx context.Context, reader *extract.Extractor, f File, a Audience, fb Forbidden) (Checked, error) {
	if a != Customer {
		return Checked{}, nil
	}
	parts, err := reader.Parts(ctx, f.Format.Ending(), f.Data)
	if err != nil {
		return Checked{}, err
	}
	if f.Name != "" {
		parts = append(parts, extract.Part{Where: "file name", Text: f.Name})
	}
	c := &checker{forbidden: fb, seen: map[string]bool{}}
	c.read(parts, f.Format)
	c.learn()
	for _, p := range c.parts {
		c.internalText(p)
		c.scattered(p)
		c.wholes(p)
		c.shapes(p)
	}
	c.out.Places, c.out.Letters = places(parts)
	return c.out, nil
}

// SHA256 is the hash by which a file is known, in hexadecimal.
func SHA256(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// Says tells in sentences what was checked and against what, for the receipt. No sentence repeats what was searched for.
func (c Checked) Says(fb Forbidden) []string {
	out := []string{
		fmt.Sprintf("The finished file was read back: %s in %s (%s).", counted(c.Letters, "letter", "letters"), counted(len(c.Places), "place", "places"), strings.Join(bounded(c.Places), ", ")),
		fmt.Sprintf("Compared with %s, in runs of %d letters.", counted(len(fb.Texts), "internal text", "internal texts"), run),
		fmt.Sprintf("Searched for %s, %s and their aliases, %s and %s, each as a whole however it is broken.",
			counted(len(fb.People), "name of colleagues", "names of colleagues"), counted(len(fb.Names), "name of other customers", "names of other customers"),
			counted(len(fb.Emails), "e-mail address", "e-mail addresses"), counted(len(fb.Hosts), "host of our own", "hosts of our own")),
		"Searched for keys of other records, machine names, IP and e-mail addresses, phone, card and account numbers, passwords, tokens and private keys.",
		"Not looked at: what pictures show.",
	}
	return out
}

// mostPlaces bounds how many places a receipt names.
const mostPlaces = 12

func bounded(places []string) []string {
	if len(places) <= mostPlaces {
		return places
	}
	return append(slices.Clone(places[:mostPlaces]), fmt.Sprintf("and %d more", len(places)-mostPlaces))
}

// counted is a number with its word, in the form for one or for many.
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// places are those of a file that say something, and how many letters and digits they have together.
func places(parts []extract.Part) (where []string, letters int) {
	seen := map[string]bool{}
	for _, p := range parts {
		n := squeeze(p.Text).runes()
		letters += n
		if n > 0 && !seen[p.Where] {
			seen[p.Where] = true
			where = append(where, p.Where)
		}
	}
	return where, letters
}

// Waive parts findings into those that stand and those that a person let pass, by ID with a reason.
func Waive(found []Finding, reasons map[string]string) (open, waived []Finding) {
	for _, f := range found {
		if strings.TrimSpace(reasons[f.ID]) != "" {
			waived = append(waived, f)
			continue
		}
		open = append(open, f)
	}
	return open, waived
}

// checker looks through one file.
type checker struct {
	forbidden Forbidden
	parts     []read
	said      map[string]bool // windows of the file: of the forbidden, only what is among them need be known
	all       string          // everything the file says, squeezed
	phrases   phrases
	whole     []whole
	names     []string // of Forbidden.Names and People, those that the file can hold, in both directions
	people    []string // the same of People alone
	seen      map[string]bool
	mayRead   map[string]bool // see openWords
	out       Checked
}

// read is a part of the file in the forms in which it is compared.
type read struct {
	extract.Part
	squeezed squeezed
}

// pictureData is a picture inside a text: pixels, which the reader has looked into.
var pictureData = regexp.MustCompile(`data:image/[a-z]+;base64,[A-Za-z0-9+/=]+`)

// read adds to what the file says how it reads: without the signs of its markup, with addresses decoded, across pages.
func (c *checker) read(parts []extract.Part, f Format) {
	for i := range parts {
		parts[i].Text = pictureData.ReplaceAllString(parts[i].Text, "")
	}
	if shown := shown(parts[0].Text, f); shown != "" {
		parts = append(parts, extract.Part{Where: "text", Text: shown})
	}
	for _, p := range parts {
		if plain := decodedAddresses(p.Text); plain != "" {
			parts = append(parts, extract.Part{Where: p.Where, Text: plain})
		}
		if hasRightToLeft(p.Text) {
			parts = append(parts, extract.Part{Where: p.Where, Text: rightToLeftOnly(p.Text)})
		}
	}
	c.said = map[string]bool{}
	var all strings.Builder
	for _, p := range append(parts, acrossPages(parts)...) {
		q := squeeze(p.Text)
		c.parts = append(c.parts, read{p, q})
		for i := range q.runes() - run + 1 {
			c.said[q.window(i, run)] = true
		}
		all.WriteString(q.text + "\n")
	}
	c.all = all.String()
}

// shown is what a reader sees of a text that is written with signs; "" where it is the text itself.
func shown(text string, f Format) string {
	switch f {
	case Markdown:
		return asItReads(text)
	case Slack:
		return html.UnescapeString(text)
	}
	return ""
}

// asItReads is a Markdown text without its signs, entities and the targets of its links.
func asItReads(markdown string) string {
	return (tree.Tree{Blocks: tree.FromMarkdown(markdown, 1, nil)}).Words()
}

var percent = regexp.MustCompile(`\S*%[0-9A-Fa-f]{2}\S*`)

// decodedAddresses are the words of a text in which letters stand as %20 and the like, as they would read; "" when none is.
func decodedAddresses(text string) string {
	var b strings.Builder
	for _, m := range percent.FindAllString(text, -1) {
		if plain, err := url.QueryUnescape(m); err == nil {
			b.WriteString(plain + "\n")
		}
	}
	return b.String()
}

// add keeps each finding once, where it comes first.
func (c *checker) add(f Finding) {
	if !c.seen[f.ID] {
		c.seen[f.ID] = true
		c.out.Findings = append(c.out.Findings, f)
	}
}

func findingID(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:5])
}

func sealedFinding(t Sealed, where, context string) Finding {
	return Finding{ID: findingID("internal_text", t.Record, t.Field), Kind: "internal_text", What: "Internal text: " + casefile.Capital(t.Where) + ".", Where: where, Context: context}
}
