package document

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"regexp"
	"slices"
	"strings"

	"precedent/backend/casefile"
	"precedent/backend/document/extract"
	"precedent/backend/document/tree"
	"precedent/backend/redact"
)

// Forbidden is what a customer's file must not say. SealedBy makes it from a case; the caller adds what only the workspace
// knows: the other customers and its own hosts.
type Forbidden struct {
	Texts   []Sealed // internal texts
	Open    []string // texts that the customer may read, even where an internal text repeats them
	Shown   []string // the same of items: they open a phrase that an internal item shares, but no copy of the whole of it
	Names   []string // colleagues, other customers and their aliases
	Hosts   []string // hosts of one's own
	Allowed []string // addresses and domains that may stand, such as the customer's own
}

// Sealed is one internal text and where it belongs.
type Sealed struct {
	Record string // ID
	Field  string
	Where  string // in words: "Description of the escalation"
	Text   string
	Item   bool // of an item that says itself who may see it, such as a line
}

// Finding is something in a finished file that should not be there.
type Finding struct {
	ID      string // the same in every format, as long as the finding's cause is the same: waivers name it
	Kind    string // "internal_text", or a kind of package redact
	What    string // a sentence for a person
	Where   string // in the file: "page 3", "properties"
	Context string // the words around it
}

// run is how many letters and digits in a row make an internal text recognisable. Of these, own must be in no piece of
// length common that the text shares with one the customer may read: else the neighbour of a shared phrase, a letter that
// happens to be the same, would make it a finding.
const (
	run    = 24
	own    = 8
	common = 12
)

// copied is the part of an internal item, in percent, that makes the same words in a file a copy of it, though another item
// shows them to the customer: somebody pasted there what was marked as internal.
const copied = 75

// Check reads a finished file back and names what of the forbidden is in it, in the order of the file. An internal document
// has nothing to hide and gives no findings.
func Check(ctx context.Context, reader *extract.Extractor, data []byte, f Format, a Audience, fb Forbidden) ([]Finding, error) {
	if a != Customer {
		return nil, nil
	}
	parts, err := reader.Parts(ctx, string(f), data)
	if err != nil {
		return nil, err
	}
	c := &checker{forbidden: fb, seen: map[string]bool{}}
	c.learn()
	if f == Markdown {
		parts = append(parts, extract.Part{Where: "text", Text: asItReads(parts[0].Text)})
	}
	for _, p := range append(parts, acrossPages(parts)...) {
		p.Text = pictureData.ReplaceAllString(p.Text, "")
		c.internalText(p)
		c.shapes(p)
	}
	return c.found, nil
}

// asItReads is a Markdown text without its signs, entities and the targets of its links.
func asItReads(markdown string) string {
	return (tree.Tree{Blocks: tree.FromMarkdown(pictureData.ReplaceAllString(markdown, ""), 1, nil)}).Words()
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

// pictureData is a picture inside a Markdown file: pixels, not text.
var pictureData = regexp.MustCompile(`data:image/[a-z]+;base64,[A-Za-z0-9+/=]+`)

type checker struct {
	forbidden Forbidden
	texts     []squeezed
	owner     []int // which of forbidden.Texts a text is
	places    map[string]place
	copies    map[string]place // windows of whole items
	seen      map[string]bool
	found     []Finding
}

// place is a window's place in the internal texts.
type place struct{ text, at int }

// learn notes each window of the internal texts, less those that are mostly what the customer may read anyway.
func (c *checker) learn() {
	facts := map[string]bool{}
	addWindows(facts, c.forbidden.Open)
	open := maps.Clone(facts)
	addWindows(open, c.forbidden.Shown)
	c.places, c.copies = map[string]place{}, map[string]place{}
	for n, t := range c.forbidden.Texts {
		if t.Item {
			c.learnCopy(n, t.Text, facts)
			if hasRightToLeft(t.Text) {
				c.learnCopy(n, backwards(t.Text), facts)
			}
		}
		c.learnText(n, t.Text, open)
		if read := asItReads(t.Text); strings.ContainsAny(t.Text, "]&<\\") {
			c.learnText(n, read, open)
		}
		if hasRightToLeft(t.Text) {
			c.learnText(n, backwards(t.Text), open)
		}
	}
}

func addWindows(to map[string]bool, texts []string) {
	for _, s := range texts {
		q := squeeze(s + "\n\n" + asItReads(s))
		for i := range q.runes() - common + 1 {
			to[q.window(i, common)] = true
		}
	}
}

// learnCopy notes an item as a whole, unless facts that the customer may read are nearly all of it.
func (c *checker) learnCopy(n int, s string, facts map[string]bool) {
	q := squeeze(asItReads(s))
	if free := ownRunes(q, facts); q.runes() < run || free[q.runes()] < own {
		return
	}
	c.texts, c.owner = append(c.texts, q), append(c.owner, n)
	for i := range q.runes() - run + 1 {
		w := q.window(i, run)
		if _, known := c.copies[w]; !known {
			c.copies[w] = place{len(c.texts) - 1, i}
		}
	}
}

func (c *checker) learnText(n int, s string, open map[string]bool) {
	q := squeeze(s)
	c.texts, c.owner = append(c.texts, q), append(c.owner, n)
	free := ownRunes(q, open)
	for i := range q.runes() - run + 1 {
		w := q.window(i, run)
		if _, known := c.places[w]; !known && free[i+run]-free[i] >= own {
			c.places[w] = place{len(c.texts) - 1, i}
		}
	}
}

// ownRunes counts, up to each rune, those that are in no piece shared with the open texts.
func ownRunes(q squeezed, open map[string]bool) []int {
	shared := make([]bool, q.runes())
	for i := range q.runes() - common + 1 {
		if open[q.window(i, common)] {
			for j := range common {
				shared[i+j] = true
			}
		}
	}
	sum := make([]int, q.runes()+1)
	for i, s := range shared {
		sum[i+1] = sum[i]
		if !s {
			sum[i+1]++
		}
	}
	return sum
}

// internalText looks at every window of a part.
func (c *checker) internalText(p extract.Part) {
	q := squeeze(p.Text)
	for i := 0; i+run <= q.runes(); i++ {
		at, n := c.at(q, i)
		if n == 0 {
			continue
		}
		t := c.forbidden.Texts[c.owner[at.text]]
		c.add(Finding{ID: findingID("internal_text", t.Record, t.Field), Kind: "internal_text", What: "Internal text: " + t.Where + ".", Where: p.Where, Context: q.around(i, i+n)})
		i += n - 1
	}
}

// at finds the internal text that stands at a place of a part, and how much of it; 0 when there is none.
func (c *checker) at(q squeezed, i int) (place, int) {
	w := q.window(i, run)
	if at, ok := c.places[w]; ok {
		return at, run + c.more(q, i+run, c.texts[at.text], at.at+run)
	}
	if at, ok := c.copies[w]; ok {
		if n := run + c.more(q, i+run, c.texts[at.text], at.at+run); 100*n >= copied*c.texts[at.text].runes() {
			return at, n
		}
	}
	return place{}, 0
}

// more counts how far two texts go on alike.
func (c *checker) more(a squeezed, i int, b squeezed, j int) int {
	n := 0
	for i+n < a.runes() && j+n < b.runes() && a.window(i+n, 1) == b.window(j+n, 1) {
		n++
	}
	return n
}

// shapes looks for names, hosts, addresses and secrets: in the text as it reads, with words joined that a line's end cut,
// and with lines joined, because a long token runs over several.
func (c *checker) shapes(p extract.Part) {
	text := readable(p.Text)
	o := redact.Options{Names: c.forbidden.Names, Hosts: c.forbidden.Hosts, Allowed: c.forbidden.Allowed}
	c.addSpans(p.Where, text, redact.Find(text, o))
	unhyphenated := strings.ReplaceAll(text, "-\n", "")
	c.addSpans(p.Where, unhyphenated, redact.Words(unhyphenated, o.Names))
	joined := strings.ReplaceAll(text, "\n", "")
	c.addSpans(p.Where, joined, slices.DeleteFunc(redact.Find(joined, redact.Options{Hosts: o.Hosts, Allowed: o.Allowed}), func(s redact.Span) bool {
		return s.Kind != redact.Token && s.Kind != redact.PrivateKey && s.Why != "a host of your own"
	}))
}

func (c *checker) addSpans(where, text string, spans []redact.Span) {
	for _, s := range spans {
		said := strings.Join(strings.Fields(text[s.Start:s.End]), " ")
		context := text[max(0, s.Start-3*contextRunes):min(len(text), s.End+3*contextRunes)]
		f := Finding{ID: findingID(string(s.Kind), strings.ToLower(said)), Kind: string(s.Kind), Where: where, Context: strings.Join(strings.Fields(strings.ToValidUTF8(context, "")), " ")}
		f.What = casefile.Capital(s.Kind.Label()) + ": " + s.Why + "."
		c.add(f)
	}
}

// add keeps each finding once, where it comes first.
func (c *checker) add(f Finding) {
	if !c.seen[f.ID] {
		c.seen[f.ID] = true
		c.found = append(c.found, f)
	}
}

func findingID(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:5])
}

// acrossPages joins the pages of a PDF without what neighbours share at their beginning and end (the page's head and foot, a
// table's repeated header), so that a sentence that a page's end cuts in two is found.
func acrossPages(parts []extract.Part) []extract.Part {
	var pages [][]string
	for _, p := range parts {
		if strings.HasPrefix(p.Where, "page ") {
			pages = append(pages, strings.Fields(p.Text))
		}
	}
	if len(pages) < 2 {
		return nil
	}
	var words []string
	for i, p := range pages {
		head, foot := 0, 0
		for _, j := range []int{i - 1, i + 1} {
			if j >= 0 && j < len(pages) {
				head, foot = max(head, sharedHead(p, pages[j])), max(foot, sharedFoot(p, pages[j]))
			}
		}
		words = append(words, p[head:max(head, len(p)-foot)]...)
	}
	return []extract.Part{{Where: "across pages", Text: strings.Join(words, " ")}}
}

func sharedHead(a, b []string) int {
	n := 0
	for n < min(len(a), len(b)) && masked(a[n]) == masked(b[n]) {
		n++
	}
	return n
}

func sharedFoot(a, b []string) int {
	n := 0
	for n < min(len(a), len(b)) && masked(a[len(a)-1-n]) == masked(b[len(b)-1-n]) {
		n++
	}
	return n
}

var number = regexp.MustCompile(`\d+`)

// masked makes page numbers alike.
func masked(word string) string { return number.ReplaceAllString(word, "0") }
