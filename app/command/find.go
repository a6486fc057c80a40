package command

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"os"
	"strings"

	"precedent/backend/casefile"
	"precedent/backend/desk"
)

type searchCmd struct {
	Query  string `arg:"" help:"Words, \"phrases\", -without, field:value."`
	Limit  int    `default:"20" help:"How many cases at most."`
	After  string `placeholder:"CURSOR" help:"Go on after the cursor of an earlier answer."`
	Facets bool   `help:"Say how the hits spread over severity, customer, status and other fields."`
	Sort   string `enum:"relevance,newest,oldest" default:"relevance" help:"relevance, newest or oldest."`
}

func (c *searchCmd) Run(s *session) error {
	d, err := s.desk()
	if err != nil {
		return err
	}
	page, err := d.Search(s.ctx, desk.SearchQuery{Text: c.Query, Limit: c.Limit, Cursor: c.After, Facets: c.Facets, Sort: c.Sort})
	if err != nil {
		return err
	}
	if page.Problem != "" {
		s.warn("%s", page.Problem)
	}
	return s.answer(page, func() { s.printHits(page) })
}

func (s *session) printHits(page desk.SearchPage) {
	for _, h := range page.Hits {
		s.print("%-12s %s", h.Key, s.clip(joinParts(h.Title), s.Width-13))
		for _, p := range h.Places {
			s.print("             %s: %s", p.Label, s.clip(joinParts(p.Parts), s.Width-15-len(p.Label)))
		}
	}
	for _, f := range page.Facets {
		values := make([]string, len(f.Values))
		for i, v := range f.Values {
			values[i] = v.Label + " " + itoa(v.Count)
		}
		s.print("%s: %s", f.Label, strings.Join(values, ", "))
	}
	switch {
	case len(page.Hits) == 0:
		s.warn("No case has these words. Try fewer of them.")
	case page.Next != "":
		s.warn("%d of %d cases. More: --after %s", len(page.Hits), page.Total, page.Next)
	}
}

func joinParts(parts []desk.Part) string {
	var b strings.Builder
	for _, p := range parts {
		b.WriteString(p.Text)
	}
	return b.String()
}

type listCmd struct {
	Kind       string   `arg:"" optional:"" default:"escalation" help:"Kind of record: escalation, call, review, customer, …"`
	Where      []string `name:"where" sep:"none" placeholder:"FIELD=VALUE,…" help:"Only rows whose field has one of the values; FIELD= for an empty field."`
	Text       string   `help:"Only rows with these words in a column."`
	Sort       string   `help:"Column to sort by."`
	Descending bool     `short:"r" help:"Largest or latest first."`
	Limit      int      `default:"50" help:"How many rows at most."`
	After      string   `placeholder:"CURSOR" help:"Go on after the cursor of an earlier answer, in the same order."`
	Offset     int      `help:"How many rows to pass over."`
}

func (c *listCmd) Run(s *session) error {
	d, err := s.desk()
	if err != nil {
		return err
	}
	q := desk.ListQuery{Kind: c.Kind, Text: c.Text, Sort: c.Sort, Descending: c.Descending, Limit: c.Limit, After: c.After, Offset: c.Offset, Counts: true}
	for _, w := range c.Where {
		field, values, ok := strings.Cut(w, "=")
		if !ok {
			return &UsageError{Says: "--where takes FIELD=VALUE, such as --where severity=critical,high."}
		}
		q.Filters = append(q.Filters, desk.Filter{Field: field, Values: strings.Split(values, ",")})
	}
	page, err := d.List(s.ctx, q)
	if err != nil {
		return err
	}
	return s.answer(page, func() { s.printRows(page) })
}

func (s *session) printRows(page desk.ListPage) {
	for _, r := range page.Rows {
		status, _ := r.Cells["status"].(string)
		severity, _ := r.Cells["severity"].(string)
		s.print("%-12s %-9s %-12s %s", r.Key, casefile.EnumLabel(severity), casefile.EnumLabel(status), s.clip(r.Title, s.Width-36))
	}
	switch {
	case page.Next != "":
		s.warn("%d of %d rows. More: --after %s", len(page.Rows), page.Total, page.Next)
	case len(page.Rows) < page.Total:
		s.warn("%d of %d rows, the last ones.", len(page.Rows), page.Total)
	}
}

type similarCmd struct {
	Key    string `arg:"" optional:"" help:"Record to compare with the past."`
	Text   string `help:"Text to compare with the past."`
	File   string `placeholder:"F" help:"File with a text; - for standard input."`
	Batch  string `placeholder:"F" help:"File with a JSON line for each text: id, title, text, before; - for standard input."`
	Limit  int    `default:"10" help:"How many cases at most."`
	Before string `placeholder:"TIME" help:"Only cases created before this time."`
}

func (c *similarCmd) Run(s *session) error {
	given := 0
	for _, v := range []string{c.Key, c.Text, c.File, c.Batch} {
		if v != "" {
			given++
		}
	}
	if given != 1 {
		return &UsageError{Says: "similar takes one of: a key, --text, --file, --batch."}
	}
	if c.Batch != "" {
		return c.batch(s)
	}
	d, err := s.desk()
	if err != nil {
		return err
	}
	q := desk.SimilarQuery{Text: c.Text, Limit: c.Limit, Before: c.Before}
	switch {
	case c.Key != "":
		view, err := d.Show(s.ctx, c.Key)
		if err != nil {
			return err
		}
		q.ID = view.Record.ID
	case c.File != "":
		text, err := s.readAll(c.File)
		if err != nil {
			return err
		}
		q.Text = string(text)
	}
	answer, err := d.Similar(s.ctx, q)
	if err != nil {
		return err
	}
	return s.answer(answer, func() { s.printSimilar(answer) })
}

func (s *session) printSimilar(a desk.SimilarAnswer) {
	s.printSimilarBlock(a.Hits)
	if len(a.Older) > 0 {
		s.print("Older than a year:")
		s.printSimilarBlock(a.Older)
	}
	if len(a.Hits) == 0 {
		s.warn("No past case is like this one.")
	}
}

func (s *session) printSimilarBlock(hits []desk.SimilarHit) {
	for _, h := range hits {
		title := h.Title
		if h.Judged != "" {
			title += " [" + casefile.EnumLabel(h.Judged) + "]"
		}
		s.print("%-12s %6.2f  %s", h.Key, h.Score, s.clip(title, s.Width-21))
		for _, r := range h.Reasons {
			s.print("             %+6.2f  %s", r.Part, s.clip(strings.TrimSpace(r.Label+" "+r.Text), s.Width-21))
		}
		s.print("             cause:  %s", s.clip(orNotRecorded(h.Cause), s.Width-21))
		for _, t := range h.Tried {
			s.print("             tried:  %s (%s)", s.clip(t.Text, s.Width-32), t.Outcome)
		}
		s.print("             fixed:  %s", s.clip(orNotRecorded(h.Fix), s.Width-21))
	}
}

func orNotRecorded(s string) string {
	if strings.TrimSpace(s) == "" {
		return "not recorded"
	}
	return s
}

// batchLine is one question of similar --batch; batchHit one of its answers (DESIGN, Command line).
type batchLine struct {
	ID     string `json:"id"`
	Title  string `json:"title"`
	Text   string `json:"text"`
	Before string `json:"before"`
}

type batchHit struct {
	Key   string  `json:"key"`
	ID    string  `json:"id"` // what the system it came from calls it
	Score float64 `json:"score"`
	Title string  `json:"title"`
}

// maxBatchLine bounds one question: the longest text that a field holds, with room for its JSON.
const maxBatchLine = casefile.MaxText + 1<<20

func (c *similarCmd) batch(s *session) error {
	d, err := s.desk()
	if err != nil {
		return err
	}
	in, err := s.open(c.Batch)
	if err != nil {
		return err
	}
	defer in.Close()
	out := bufio.NewWriter(s.Stdout)
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	lines := bufio.NewScanner(in)
	lines.Buffer(make([]byte, 0, 1<<20), maxBatchLine)
	for n := 1; lines.Scan(); n++ {
		if len(bytes.TrimSpace(lines.Bytes())) == 0 {
			continue
		}
		var q batchLine
		if err := json.Unmarshal(lines.Bytes(), &q); err != nil {
			return casefile.Wrap(casefile.Invalid, err, "Line "+itoa(n)+" of the batch is not a JSON object with id, title and text.")
		}
		hits, err := c.batchHits(s, d, q)
		if err != nil {
			return err
		}
		if err := e.Encode(map[string]any{"id": q.ID, "hits": hits}); err != nil {
			return err
		}
	}
	if err := lines.Err(); err != nil {
		return casefile.Wrap(casefile.Invalid, err, "The batch has a line that is too long, or cannot be read.")
	}
	return out.Flush()
}

func (c *similarCmd) batchHits(s *session, d *desk.Desk, q batchLine) ([]batchHit, error) {
	before := q.Before
	if before == "" {
		before = c.Before
	}
	answer, err := d.SimilarRanked(s.ctx, desk.SimilarQuery{Title: q.Title, Text: q.Text, Before: before, Limit: c.Limit})
	if err != nil {
		return nil, err
	}
	hits := make([]batchHit, len(answer))
	for i, h := range answer {
		hits[i] = batchHit{Key: h.Key, ID: h.SourceID, Score: h.Score, Title: h.Title}
	}
	return hits, nil
}

// interruptible is an input that ends when the command is interrupted, though nobody types any more: a read of a terminal
// cannot be called back.
type interruptible struct {
	ctx  context.Context // of the command that reads
	from io.Reader
}

func (r interruptible) Read(p []byte) (int, error) {
	type read struct {
		n   int
		err error
	}
	own, done := make([]byte, len(p)), make(chan read, 1)
	go func() {
		n, err := r.from.Read(own)
		done <- read{n, err}
	}()
	select {
	case <-r.ctx.Done():
		return 0, context.Cause(r.ctx)
	case got := <-done:
		return copy(p, own[:got.n]), got.err
	}
}

// open opens a file that the caller named, or its standard input for "-".
func (s *session) open(name string) (io.ReadCloser, error) {
	if name == "-" {
		return io.NopCloser(interruptible{s.ctx, s.Stdin}), nil
	}
	f, err := os.Open(s.path(name))
	if err != nil {
		return nil, casefile.Wrap(casefile.NotFound, err, "The file "+name+" cannot be opened. Look at its name and at who may read it.")
	}
	if info, err := f.Stat(); err == nil && info.IsDir() {
		_ = f.Close()
		return nil, casefile.Faultf(casefile.Invalid, "%s is a folder. Name a file.", name)
	}
	return f, nil
}

func (s *session) readAll(name string) ([]byte, error) {
	f, err := s.open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxBatchLine+1))
	switch {
	case err != nil:
		return nil, casefile.Wrap(casefile.Invalid, err, "The file "+name+" cannot be read.")
	case len(text) > maxBatchLine:
		return nil, casefile.Faultf(casefile.Invalid, "%s is longer than %d MB. Attach it as a file instead.", name, casefile.MaxText>>20)
	}
	return text, nil
}
