package document

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"precedent/backend/casefile"
	"precedent/backend/redact"
)

// whole is something that is looked for as a whole, however the file breaks it: a name, an address, a short internal text.
type whole struct {
	squeezed squeezed
	edged    bool // counts only where it is no part of longer words
	finding  Finding
}

// Bounds of what is looked for as a whole: below shortest an internal text is nothing of its own ("Restarted it"); from
// unmistakable letters on a name is not met by chance, so that it counts inside of words too.
const (
	shortest     = 12
	unmistakable = 10
)

// learnShort notes an internal text that has too few letters for a window.
func (c *checker) learnShort(t Sealed, q squeezed, open map[string]bool) {
	n := q.runes()
	if !t.Prose || n < shortest || n >= run || !strings.Contains(c.all, q.text) || ownRunes(q, open)[n] < own {
		return
	}
	c.whole = append(c.whole, whole{q, true, sealedFinding(t, "", "")})
}

// learnNames keeps of the names, addresses and hosts those that the file can hold at all.
func (c *checker) learnNames() {
	fb := &c.forbidden
	people := slices.DeleteFunc(slices.Clone(fb.People), func(n string) bool {
		return slices.ContainsFunc(fb.Guests, func(g string) bool { return strings.EqualFold(g, n) })
	})
	c.people = slices.DeleteFunc(slices.Clone(people), func(n string) bool {
		return !slices.ContainsFunc(strings.Fields(n), c.holds)
	})
	own := squeeze(strings.Join(fb.Own, "\n")).text
	for _, n := range slices.Concat(people, fb.Names) {
		if !c.holds(n) || slices.ContainsFunc(fb.Own, func(o string) bool { return strings.EqualFold(o, n) }) {
			continue
		}
		c.names = append(c.names, directions(n)...)
		if !strings.Contains(own, squeeze(n).text) {
			c.keep(redact.Name, n, "a name that is not this customer's to read")
		}
	}
	for _, e := range fb.Emails {
		c.keep(redact.Email, e, "an e-mail address")
	}
	for _, h := range fb.Hosts {
		c.keep(redact.Host, h, "a host of your own")
	}
}

// holds says that the file can hold a text; more than that only looking tells.
func (c *checker) holds(s string) bool {
	q := squeeze(s)
	return hasRightToLeft(s) || q.runes() > 0 && strings.Contains(c.all, q.text)
}

func (c *checker) keep(kind redact.Kind, said, why string) {
	if squeeze(said).runes() < unmistakable {
		return // found by its shape only
	}
	for _, s := range directions(said) {
		c.whole = append(c.whole, whole{squeeze(s), false, shapeFinding(kind, said, why)})
	}
}

// wholes looks for them in a part.
func (c *checker) wholes(p read) {
	q := p.squeezed
	for _, w := range c.whole {
		for from := 0; ; {
			i, j, ok := q.find(w.squeezed.text, from)
			if !ok {
				break
			}
			from = i + 1
			if !w.edged || q.edge(i) && q.edge(j) {
				f := w.finding
				f.Where, f.Context = p.Where, q.around(i, j)
				c.add(f)
				break
			}
		}
	}
}

// find gives the runes from the i-th to before the j-th that are the text, from a rune on.
func (q squeezed) find(text string, from int) (i, j int, ok bool) {
	if from >= q.runes() {
		return 0, 0, false
	}
	at := strings.Index(q.text[q.starts[from]:], text)
	if at < 0 {
		return 0, 0, false
	}
	at += q.starts[from]
	i, _ = slices.BinarySearch(q.starts, at)
	j, _ = slices.BinarySearch(q.starts, at+len(text))
	return i, j, true
}

// edge says that the i-th rune begins a word in the original, or that the one before it ends one.
func (q squeezed) edge(i int) bool {
	if i == 0 || i >= q.runes() {
		return true
	}
	between := q.origin[q.from[i-1]:q.from[i]]
	first, size := utf8.DecodeRuneInString(between)
	if unicode.In(first, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai) {
		return true
	}
	return strings.ContainsFunc(between[size:], func(r rune) bool { return !unicode.In(r, unicode.L, unicode.N, unicode.M, unicode.Cf) })
}

// shapes looks for names, hosts, addresses, keys and secrets: in the text as it reads, with words joined that a line's end
// cut, and with lines joined, because a long token runs over several.
func (c *checker) shapes(p read) {
	fb := c.forbidden
	text := readable(p.Text)
	o := redact.Options{Hosts: fb.Hosts, Allowed: fb.Allowed}
	c.addSpans(p.Where, text, redact.Find(text, o))
	c.addNames(p.Where, text)
	c.addNames(p.Where, strings.ReplaceAll(text, "-\n", ""))
	c.addSpans(p.Where, text, c.keys(text))
	joined := strings.ReplaceAll(text, "\n", "")
	c.addSpans(p.Where, joined, slices.DeleteFunc(redact.Find(joined, o), func(s redact.Span) bool {
		return s.Kind != redact.Token && s.Kind != redact.PrivateKey && s.Why != "a host of your own"
	}))
}

// addNames looks for whole names, and for colleagues' names by their parts, outside of the customer's own names.
func (c *checker) addNames(where, text string) {
	others := blanked(text, redact.Words(text, c.forbidden.Own))
	found := redact.Words(others, c.names)
	guests := slices.Concat(c.forbidden.Guests, c.forbidden.Own)
	c.addSpans(where, text, found)
	c.addSpans(where, text, redact.GivenNames(blanked(others, found), c.people, guests))
}

// blanked is the text with spaces in place of the spans, of the same length.
func blanked(text string, spans []redact.Span) string {
	b := []byte(text)
	for _, s := range spans {
		for i := s.Start; i < s.End; i++ {
			b[i] = ' '
		}
	}
	return string(b)
}

var keyShape = regexp.MustCompile(`\b[A-Z]{3,4}-[0-9A-Z]{6}\b`)

// keys are those of other records of the workspace.
func (c *checker) keys(text string) []redact.Span {
	var out []redact.Span
	for _, m := range keyShape.FindAllStringIndex(text, -1) {
		key := text[m[0]:m[1]]
		if _, _, ok := casefile.ReadKey(key); !ok || slices.Contains(c.forbidden.OwnKeys, key) || c.forbidden.IsKey != nil && !c.forbidden.IsKey(key) {
			continue
		}
		out = append(out, redact.Span{Start: m[0], End: m[1], Kind: redact.Key, Why: "a record that is not this customer's to know of"})
	}
	return out
}

func (c *checker) addSpans(where, text string, spans []redact.Span) {
	for _, s := range spans {
		f := shapeFinding(s.Kind, text[s.Start:s.End], s.Why)
		context := text[max(0, s.Start-3*contextRunes):min(len(text), s.End+3*contextRunes)]
		f.Where, f.Context = where, strings.Join(strings.Fields(strings.ToValidUTF8(context, "")), " ")
		c.add(f)
	}
}

func shapeFinding(kind redact.Kind, said, why string) Finding {
	said = strings.Join(strings.Fields(said), " ")
	return Finding{ID: findingID(string(kind), strings.ToLower(said)), Kind: string(kind), What: casefile.Capital(kind.Label()) + ": " + why + "."}
}
