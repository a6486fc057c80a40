package search

import (
	"slices"
	"strings"
	"unicode/utf8"

	"precedent/backend/casefile"
	"precedent/backend/search/language"
	"precedent/backend/search/words"
)

// Match is a text of a case that says why it was found.
type Match struct {
	ItemID string        // the record in which it stands: the case itself, a line, an attachment
	Kind   casefile.Kind // of that record
	Field  string        // as a filter names it: line.text
	Label  string        // as a person reads it
	At     string        // when it happened, as stored; "" when it has no time
	Text   string        // the text, or the part of it around the marks
	Marks  [][2]int      // from and to of what matched, in bytes of Text
}

// Part is a stretch of a match's text.
type Part struct {
	Text   string
	Marked bool
}

// Parts cuts the text at the marks, for whoever counts in other units than bytes.
func (m Match) Parts() []Part {
	var out []Part
	at := 0
	for _, k := range m.Marks {
		if k[0] > at {
			out = append(out, Part{Text: m.Text[at:k[0]]})
		}
		out = append(out, Part{m.Text[k[0]:k[1]], true})
		at = k[1]
	}
	if at < len(m.Text) {
		out = append(out, Part{Text: m.Text[at:]})
	}
	return out
}

const (
	// mostMatches texts of a case are shown.
	mostMatches = 5
	// snippet is about how many bytes of a text are shown around its first mark, lead how many of them before it: so few that
	// the mark stands in the first line of a narrow column.
	snippet, lead = 280, 24
	// Bytes of a case that are looked through for marks: while typing the answer must come within a frame.
	markTyping, markWhole = 32 << 10, 4 << 20
	// Of a long text the first bytes are looked through, then so many times more, until everything that is wished for is
	// found and the part of the text that will be shown is passed.
	firstLook, lookFurther = 1 << 10, 16
)

// wish is one thing that a text may show: words side by side, in any text or in certain fields.
type wish struct {
	slots  []func(words.Token, string) bool // by token and stem
	offset []int
	fields map[string]bool // nil: any
	record map[string]bool // for a filter without words: terms of the index that the item itself has
}

// marker finds what a query asked for in the texts of a case. Several goroutines may use it.
type marker struct {
	wishes []wish
	those  words.Initials // of all words that are wished for: a word and its other spellings begin alike
	budget int
	first  int // bytes of a text that are looked through before all of it
}

// newMarker makes a marker for an expression. also are the corrections that were looked for, by the folded word.
func newMarker(e language.Expr, q Query, also map[string][]string) *marker {
	m := &marker{budget: markWhole, first: firstLook}
	if q.Typing {
		m.budget = markTyping
	}
	leaves := language.Words(e)
	for i, leaf := range leaves {
		m.leaf(leaf, q, i == len(leaves)-1 && q.Unfinished, also)
	}
	for _, f := range language.Filters(e) {
		m.filter(f)
	}
	return m
}

func (m *marker) leaf(e language.Expr, q Query, last bool, also map[string][]string) {
	switch e := e.(type) {
	case language.Phrase:
		m.text(e.Text, false, nil, nil)
	case language.Word:
		open := e.Prefix || last
		if !open && words.Stop(words.Fold(e.Text)) {
			return
		}
		var forms []string
		if !q.Exact && !e.Prefix && !words.Coded(e.Text) {
			folded := words.Fold(e.Text)
			forms = append(slices.Clone(also[folded]), words.Stem(folded))
		}
		m.text(e.Text, open, nil, forms)
	}
}

// text adds words side by side. forms are other spellings, and stems, that a single word may have.
func (m *marker) text(text string, open bool, fields []string, forms []string) {
	u := unitOf(text)
	if len(u.tokens) == 0 {
		return
	}
	var w wish
	for i, t := range u.tokens {
		begins := open && i == len(u.tokens)-1 || t.Kind == words.Last
		w.offset = append(w.offset, t.Pos-u.tokens[0].Pos)
		w.slots = append(w.slots, slotTest(t.Text, begins, forms, len(u.tokens) == 1))
		m.those.Add(t.Text)
	}
	for _, f := range forms {
		m.those.AddStem(f) // a stem, or another spelling, of which more is known
	}
	if fields != nil {
		w.fields = map[string]bool{}
		for _, f := range fields {
			w.fields[f] = true
		}
	}
	m.wishes = append(m.wishes, w)
}

func slotTest(text string, begins bool, forms []string, single bool) func(words.Token, string) bool {
	return func(t words.Token, stem string) bool {
		if t.Text == text || begins && strings.HasPrefix(t.Text, text) {
			return true
		}
		return single && (slices.Contains(forms, t.Text) || stem != "" && slices.Contains(forms, stem))
	}
}

// filter marks the words of a field, and the items that a filter without words speaks of.
func (m *marker) filter(f language.Filter) {
	field, ok := language.Lookup(f.Field)
	if !ok {
		return
	}
	names := field.In
	if len(names) == 0 {
		names = []string{field.Name}
	}
	record := map[string]bool{}
	for _, v := range f.Any {
		if field.Text && !v.Range && v.Text != "" {
			m.text(v.Text, v.Prefix, names, nil)
		}
		for _, n := range names {
			if strings.Contains(n, ".") && !v.Range {
				record[n+"="+v.Text] = true
			}
			if v.Range && field.Date {
				for _, t := range dayRange(n, v.From, v.To) {
					record[t] = true
				}
			}
		}
		if f.Field == language.Has {
			record[termHas+v.Text] = true
			record[termHas+strings.TrimSuffix(v.Text, "s")] = true
		}
		if f.Field == language.Is {
			record[termIs+v.Text] = true
		}
	}
	if len(record) > 0 {
		m.wishes = append(m.wishes, wish{record: record})
	}
}

// line is a piece that matched, and which wishes it shows.
type line struct {
	at    int
	shows []int
	match Match
}

// matches finds the texts to show: first those that together show everything that was asked for, then more, in the order
// of the case.
func (m *marker) matches(c *casefile.Case, o Options) ([]Match, int) {
	var lines []line
	left := m.budget
	byRecord := m.records(c)
	var seen sight
	for i, p := range pieces(c, o) {
		text := p.text
		if len(text) > left {
			text = words.Clip(strings.ToValidUTF8(text[:left], ""))
		}
		left -= len(text)
		l := line{at: i}
		var spans [][2]int
		l.shows, spans = m.look(&seen, text, p.field)
		l.shows = append(l.shows, byRecord[p.record.ID]...)
		delete(byRecord, p.record.ID)
		if len(l.shows) == 0 {
			continue
		}
		l.match = cut(p, spans)
		lines = append(lines, l)
	}
	chosen := choose(lines, len(m.wishes))
	out := make([]Match, len(chosen))
	for i, l := range chosen {
		out[i] = l.match
	}
	return out, len(lines) - len(out)
}

// records finds the items that fit a filter by themselves: marked decision, due on a day, a screenshot.
func (m *marker) records(c *casefile.Case) map[string][]int {
	out := map[string][]int{}
	for i, w := range m.wishes {
		if w.record == nil {
			continue
		}
		test := func(r *casefile.Record, fill func(*termer, *casefile.Record)) {
			var t termer
			fill(&t, r)
			if slices.ContainsFunc(t.all, func(s string) bool { return w.record[s] }) {
				out[r.ID] = append(out[r.ID], i)
			}
		}
		for _, r := range live(c.Items) {
			test(r, (*termer).item)
		}
		for _, f := range live(c.Files) {
			test(f, (*termer).file)
		}
	}
	return out
}

// look finds which wishes a text shows, and where: the first place, and all that are shown beside it.
func (m *marker) look(seen *sight, text, field string) (shows []int, spans [][2]int) {
	asked, single := m.asked(field)
	if len(asked) == 0 {
		return nil, nil
	}
	for size := m.first; ; size *= lookFurther {
		part := text
		if single {
			part = head(text, size)
		}
		shows, spans = m.lookAt(seen, part, asked, single)
		if len(part) == len(text) || len(shows) == len(asked) && spans[0][0]+snippet <= len(part) {
			return shows, spans
		}
	}
}

// asked are the wishes that a text of a field may show, and whether all of them are single words: those stand on one side
// of a space.
func (m *marker) asked(field string) (asked []int, single bool) {
	single = true
	for i, w := range m.wishes {
		if w.slots != nil && (w.fields == nil || w.fields[field]) {
			asked = append(asked, i)
			single = single && len(w.slots) == 1
		}
	}
	return asked, single
}

// head is the beginning of a text up to a space before size, so that no word is cut; all of it where there is none.
func head(text string, size int) string {
	if len(text) > size {
		if i := strings.LastIndexAny(text[:size], " \n"); i > 0 {
			return text[:i]
		}
	}
	return text
}

// sight is the tokens of a text that may be wished for, with their stems; its memory serves one text after the other.
type sight struct {
	tokens []words.Token
	stems  []string
}

// lookAt looks for the wishes in a text; where all are single words no positions are needed.
func (m *marker) lookAt(seen *sight, text string, asked []int, single bool) (shows []int, spans [][2]int) {
	seen.tokens, seen.stems = seen.tokens[:0], seen.stems[:0]
	cut := words.Only
	if single {
		cut = words.Anywhere
	}
	cut(text, &m.those, func(t words.Token) {
		stem := ""
		if t.Kind == words.Word {
			stem = words.Stem(t.Text)
		}
		seen.tokens, seen.stems = append(seen.tokens, t), append(seen.stems, stem)
	})
	for _, i := range asked {
		if found := m.wishes[i].find(seen.tokens, seen.stems); len(found) > 0 {
			shows = append(shows, i)
			spans = append(spans, found...)
		}
	}
	return shows, merged(spans)
}

// find gives the places where the words stand side by side.
func (w wish) find(tokens []words.Token, stems []string) [][2]int {
	var out [][2]int
	for i, t := range tokens {
		if !w.slots[0](t, stems[i]) {
			continue
		}
		spans := [][2]int{{t.From, t.To}}
		for s := 1; s < len(w.slots); s++ {
			next := w.at(tokens, stems, i, s)
			if next < 0 {
				spans = nil
				break
			}
			spans = append(spans, [2]int{tokens[next].From, tokens[next].To})
		}
		if spans != nil {
			out = append(out, [2]int{spans[0][0], spans[len(spans)-1][1]})
		}
	}
	return out
}

// at finds the token that fills slot s when slot 0 is filled by token i.
func (w wish) at(tokens []words.Token, stems []string, i, s int) int {
	want := tokens[i].Pos + w.offset[s]
	for j := i + 1; j < len(tokens); j++ {
		if tokens[j].Pos == want && w.slots[s](tokens[j], stems[j]) {
			return j
		}
		if tokens[j].Kind != words.Whole && tokens[j].Pos > want {
			break
		}
	}
	return -1
}

// merged sorts spans and joins those that touch.
func merged(spans [][2]int) [][2]int {
	slices.SortFunc(spans, func(a, b [2]int) int {
		if a[0] != b[0] {
			return a[0] - b[0]
		}
		return a[1] - b[1]
	})
	var out [][2]int
	for _, s := range spans {
		if n := len(out); n > 0 && s[0] <= out[n-1][1] {
			out[n-1][1] = max(out[n-1][1], s[1])
			continue
		}
		out = append(out, s)
	}
	return out
}

// choose takes the lines that show most of what is not shown yet, until all is shown, then the others in their order.
func choose(lines []line, wishes int) []line {
	shown := make([]bool, wishes)
	taken := make([]bool, len(lines))
	count := 0
	for count < min(mostMatches, len(lines)) {
		best, gain := -1, -1
		for i, l := range lines {
			if taken[i] {
				continue
			}
			fresh := 0
			for _, w := range l.shows {
				if !shown[w] {
					fresh++
				}
			}
			if fresh > gain {
				best, gain = i, fresh
			}
		}
		taken[best] = true
		count++
		for _, w := range lines[best].shows {
			shown[w] = true
		}
	}
	out := make([]line, 0, count)
	for i, l := range lines {
		if taken[i] {
			out = append(out, l)
		}
	}
	return out
}

// cut makes a match of a piece: the text around the first mark, on one line where that is enough.
func cut(p piece, spans [][2]int) Match {
	m := Match{ItemID: p.record.ID, Kind: p.record.Kind, Field: p.field, Label: p.label, At: p.record.Text("at")}
	from, to := 0, len(p.text)
	if len(spans) > 0 {
		from, to = window(p.text, spans[0])
	} else if to > snippet {
		to = back(p.text, snippet)
	}
	text := p.text[from:to]
	before, after := "", ""
	if from > 0 {
		before = "…"
	}
	if to < len(p.text) {
		after = "…"
	}
	m.Text = before + strings.ToValidUTF8(strings.ReplaceAll(text, "\x00", " "), " ") + after
	if len(m.Text) != len(before)+len(text)+len(after) {
		return m // broken bytes moved the places; the text stands without marks
	}
	for _, s := range spans {
		if s[0] >= from && s[1] <= to {
			m.Marks = append(m.Marks, [2]int{s[0] - from + len(before), s[1] - from + len(before)})
		}
	}
	return m
}

// window is the part of a text to show around a mark. It begins and ends at a line's end, or else at a space.
func window(text string, mark [2]int) (from, to int) {
	from, to = max(0, mark[0]-lead), min(len(text), max(mark[1], mark[0]-lead+snippet))
	if i := strings.LastIndexByte(text[from:mark[0]], '\n'); i >= 0 {
		from += i + 1
	} else if i := strings.IndexByte(text[from:mark[0]], ' '); i >= 0 && from > 0 {
		from += i + 1
	}
	if i := strings.IndexByte(text[mark[1]:to], '\n'); i >= 0 {
		to = mark[1] + i
	} else if i := strings.LastIndexByte(text[mark[1]:to], ' '); i > 0 && to < len(text) {
		to = mark[1] + i
	}
	return back(text, from), back(text, to)
}

// back is the border of a character at or before i.
func back(text string, i int) int {
	for i > 0 && i < len(text) && !utf8.RuneStart(text[i]) {
		i--
	}
	return i
}
