package pdf

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"precedent/backend/casefile"
	"precedent/backend/document/engine"
	"precedent/backend/document/fonts"
	"precedent/backend/document/tree"
)

//go:embed page.typ
var template []byte

// Options say where fonts are looked for; nil is the system's own folders.
type Options struct{ FontFolders []string }

// Printed is a PDF and what it was set in.
type Printed struct {
	Data    []byte
	Fonts   []string // families, in the order in which a character is looked for
	Missing []fonts.Missing
}

// Render gives the document and what no font of this machine can show.
func Render(ctx context.Context, t tree.Tree, e *engine.Engine, o Options) (Printed, error) {
	if o.FontFolders == nil {
		o.FontFolders = fonts.SystemFolders()
	}
	set, err := fonts.For(t.Words(), o.FontFolders)
	if err != nil {
		return Printed{}, casefile.Wrap(casefile.Internal, err, "The program's own fonts cannot be read. Install it again.")
	}
	job := engine.Job{Template: template, Fonts: set.Files, Files: map[string][]byte{}}
	p := &printer{files: job.Files}
	if job.Files["/doc.json"], err = json.Marshal(p.document(t, set.Families)); err != nil {
		return Printed{}, casefile.Wrap(casefile.Internal, err, "The document cannot be handed to the PDF engine.")
	}
	data, err := e.Compile(ctx, job)
	return Printed{Data: data, Fonts: append(set.Families, fonts.Mono), Missing: set.Missing}, err
}

var pageCount = regexp.MustCompile(`/Type /Pages\s+/Count (\d+)`)

// Pages counts the pages of a file that Render gave.
func Pages(data []byte) int {
	most := 0
	for _, m := range pageCount.FindAllSubmatch(data, -1) {
		n, _ := strconv.Atoi(string(m[1])) // digits; too many of them are 0 pages
		most = max(most, n)
	}
	return most
}

// value is a JSON object of the template.
type value map[string]any

type printer struct {
	files map[string][]byte // pictures, by the path that the template is told
}

// How many characters of a word fit before it must be allowed to break, where there is the page's whole width.
const (
	textWord    = 60
	headingWord = 28
	codeWord    = 24 // code breaks anywhere, but not within short words
	factWord    = 24
	labelWord   = 16
)

func (p *printer) document(t tree.Tree, families []string) value {
	lang := t.Meta.Lang
	if lang == "" {
		lang = "en"
	}
	v := value{
		"title": breakable(t.Title, headingWord), "plain": t.Title, "lang": lang, "fonts": families, "mono": append([]string{fonts.Mono}, families...),
		"audience": t.Meta.Audience, "internal": t.Meta.Internal, "kind": t.Meta.Kind, "key": t.Meta.Key, "version": t.Meta.Version, "day": t.Meta.Date,
		"blocks": p.turned(t.Blocks),
	}
	if day, err := time.Parse(time.DateOnly, t.Meta.Date); err == nil {
		v["date"] = []int{day.Year(), int(day.Month()), day.Day()}
	}
	return v
}

// turned gives the blocks with each wide table on pages of its own, turned on their side, and its heading with it.
func (p *printer) turned(blocks []tree.Block) []value {
	out := make([]value, 0, len(blocks))
	for i, b := range blocks {
		table, ok := b.(tree.Table)
		if !ok || !table.Wide() {
			out = append(out, p.block(b))
			continue
		}
		inside := []value{p.block(b)}
		if _, headed := blocks[max(i-1, 0)].(tree.Heading); headed {
			inside = append([]value{out[len(out)-1]}, inside...)
			out = out[:len(out)-1]
		}
		out = append(out, value{"t": "turned", "blocks": inside})
	}
	return out
}

func (p *printer) blocks(blocks []tree.Block) []value {
	out := make([]value, 0, len(blocks))
	for _, b := range blocks {
		out = append(out, p.block(b))
	}
	return out
}

func (p *printer) block(b tree.Block) value {
	switch b := b.(type) {
	case tree.Heading:
		return p.worded(value{"t": "heading", "level": b.Level}, b.Text, headingWord)
	case tree.Paragraph:
		return p.worded(value{"t": "par"}, b.Text, textWord)
	case tree.List:
		return p.list(b)
	case tree.Table:
		return p.table(b)
	case tree.Code:
		return value{"t": "code", "x": breakable(b.Text, codeWord)}
	case tree.Quote:
		return value{"t": "quote", "blocks": p.blocks(b.Blocks)}
	case tree.Image:
		return p.image(b)
	case tree.Callout:
		return p.worded(value{"t": string(b.Tone)}, b.Text, textWord)
	case tree.Facts:
		return p.facts(b)
	}
	return value{"t": "rule"}
}

// worded adds runs to a block, with their direction, and whether a word of theirs may break: Typst lets such a line run on by
// one letter, for which the template keeps room.
func (p *printer) worded(v value, runs []tree.Run, longest int) value {
	v["rtl"], v["x"] = tree.RightToLeft(runs), p.runs(runs, longest)
	if breaks(runs, longest) {
		v["long"] = true
	}
	return v
}

func breaks(runs []tree.Run, longest int) bool {
	return slices.ContainsFunc(runs, func(r tree.Run) bool { return strings.ContainsRune(breakable(r.Text, longest), zeroWidthSpace) })
}

func (p *printer) list(l tree.List) value {
	items := make([]value, 0, len(l.Items))
	tasks := len(l.Items) > 0
	for _, i := range l.Items {
		tasks = tasks && i.Task != tree.NoTask
		box := map[tree.Task]string{tree.OpenTask: "[ ] ", tree.DoneTask: "[x] "}[i.Task]
		items = append(items, value{"box": box, "blocks": p.blocks(i.Blocks)})
	}
	return value{"t": "list", "ordered": l.Ordered, "start": max(l.Start, 0), "tasks": tasks && !l.Ordered, "items": items}
}

func (p *printer) facts(f tree.Facts) value {
	rows := make([]value, 0, len(f.Pairs))
	for _, row := range f.Rows() {
		whole := tree.Whole(row)
		longest := factWord
		if whole {
			longest = textWord
		}
		pairs := make([]value, 0, len(row))
		for _, fact := range row {
			pairs = append(pairs, p.worded(value{"label": breakable(fact.Label, labelWord)}, fact.Value, longest))
		}
		rows = append(rows, value{"whole": whole, "pairs": pairs})
	}
	return value{"t": "facts", "rows": rows}
}

// Sizes of A4 within our margins, in millimetres.
const (
	textWidth      = 170.0
	landscapeWidth = 257.0
	tallestImage   = 215.0
)

// points is the size of type that so many columns ask for.
func points(columns int) float64 {
	switch {
	case columns >= 13:
		return 7
	case columns >= 6:
		return 8
	}
	return 9
}

func (p *printer) table(t tree.Table) value {
	size, width := points(len(t.Head)), textWidth
	if t.Wide() {
		width = landscapeWidth
	}
	// A character takes about 0.6 of the size (0.353 mm a point); cells have 2 mm of padding.
	character, padding := size*0.6*0.353, 2.0
	shares := tree.Widths(t)
	fits := make([]int, len(shares))
	columns := make([]string, len(shares))
	for i, s := range shares {
		fits[i] = max(2, int((s*width-padding)/character))
		columns[i] = fmt.Sprintf("%.3f", s)
	}
	rows := [][]value{p.row(t.Head, fits)}
	for _, r := range t.Rows {
		rows = append(rows, p.row(r, fits))
	}
	aligns := make([]string, len(shares))
	for i := range aligns {
		aligns[i] = "start"
		if i < len(t.Align) && t.Align[i] != tree.Auto {
			aligns[i] = string(t.Align[i])
		}
	}
	return value{"t": "table", "size": size, "columns": columns, "aligns": aligns, "head": rows[0], "rows": rows[1:]}
}

func (p *printer) row(cells [][]tree.Run, fits []int) []value {
	out := make([]value, len(fits))
	for i := range out {
		var runs []tree.Run
		if i < len(cells) {
			runs = cells[i]
		}
		out[i] = p.worded(value{}, runs, fits[i])
	}
	return out
}

// image prints a picture at 144 dots an inch, or as large as the page allows.
func (p *printer) image(i tree.Image) value {
	const millimetres = 25.4 / 144
	w, h := i.Size()
	width, height := float64(w)*millimetres, float64(h)*millimetres
	scale := min(1, textWidth/width, tallestImage/height)
	path := fmt.Sprintf("/picture-%d.%s", len(p.files)+1, i.Type[len("image/"):])
	p.files[path] = i.Data
	return value{"t": "image", "path": path, "alt": i.Alt, "width": width * scale, "height": height * scale}
}

func (p *printer) runs(runs []tree.Run, longest int) []value {
	out := make([]value, 0, len(runs))
	for _, r := range runs {
		switch {
		case r.Break:
			out = append(out, value{"br": true})
		case r.Note != nil:
			out = append(out, value{"note": p.runs(r.Note, textWord)})
		default:
			v := value{"x": breakable(r.Text, longest)}
			for name, on := range map[string]bool{"strong": r.Strong, "emph": r.Emph, "strike": r.Strike, "code": r.Code, "missing": r.Missing} {
				if on {
					v[name] = true
				}
			}
			if r.Link != "" {
				v["link"] = r.Link
			}
			out = append(out, v)
		}
	}
	return out
}
