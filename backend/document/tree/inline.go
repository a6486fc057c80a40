package tree

import (
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// collectNotes reads the footnotes first, because they stand at the end of the text.
func (r *reader) collectNotes(root ast.Node) {
	r.notes = map[int][]Run{}
	for n := root.FirstChild(); n != nil; n = n.NextSibling() {
		if _, ok := n.(*extast.FootnoteList); !ok {
			continue
		}
		for f := n.FirstChild(); f != nil; f = f.NextSibling() {
			note, ok := f.(*extast.Footnote)
			if !ok {
				continue
			}
			var runs []Run
			for _, b := range r.blocks(note, 1) {
				if len(runs) > 0 {
					runs = append(runs, Text(" "))
				}
				runs = append(runs, flatten(b)...)
			}
			r.notes[note.Index] = append([]Run{}, runs...)
		}
	}
}

// note is a footnote where it is referred to; its number alone when too much was printed so already.
func (r *reader) note(index int) Run {
	if r.noted > mostNoted {
		return Text("[" + strconv.Itoa(index) + "]")
	}
	r.noted += len(Words(r.notes[index]))
	return Run{Note: r.notes[index]}
}

// runs gives the text of a block; look is what its parents decided.
func (r *reader) runs(parent ast.Node, look Run) []Run {
	var out []Run
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		out = append(out, r.inline(n, look)...)
	}
	return join(out)
}

func (r *reader) inline(n ast.Node, look Run) []Run {
	with := func(s string) Run { look.Text = CleanLine(s); return look }
	switch n := n.(type) {
	case *ast.Text:
		return r.textRun(n, with)
	case *ast.String:
		return []Run{with(string(n.Value))}
	case *ast.CodeSpan:
		look.Code = true
		return []Run{with(r.codeSpan(n))}
	case *ast.Emphasis:
		look.Strong, look.Emph = look.Strong || n.Level == 2, look.Emph || n.Level == 1
		return r.runs(n, look)
	case *extast.Strikethrough:
		look.Strike = true
		return r.runs(n, look)
	case *ast.Link:
		return r.link(n, look, string(n.Destination))
	case *ast.AutoLink:
		return r.autoLink(n, look)
	case *ast.Image:
		return r.imageText(n, look)
	case *ast.RawHTML:
		return r.rawHTML(n, with)
	case *extast.FootnoteLink:
		return []Run{r.note(n.Index)}
	case *extast.FootnoteBacklink, *extast.TaskCheckBox:
		return nil
	}
	return r.runs(n, look)
}

func (r *reader) textRun(n *ast.Text, with func(string) Run) []Run {
	out := []Run{with(unescape(n, r.src))}
	switch {
	case n.HardLineBreak():
		out = append(out, Run{Break: true})
	case n.SoftLineBreak():
		out = append(out, with(" "))
	}
	return out
}

// unescape gives the text that a stretch of Markdown stands for: backslash escapes and entities resolved.
func unescape(n *ast.Text, src []byte) string {
	value := n.Segment.Value(src)
	if n.IsRaw() {
		return string(value)
	}
	return resolve(value)
}

func (r *reader) codeSpan(n *ast.CodeSpan) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			b.Write(t.Segment.Value(r.src))
		}
	}
	return b.String()
}

// link keeps the text of a link that must not be carried, and says where it would have gone.
func (r *reader) link(n ast.Node, look Run, target string) []Run {
	safe := SafeLink(resolve([]byte(target)))
	if safe != "" {
		look.Link = safe
		return r.runs(n, look)
	}
	runs := r.runs(n, look)
	if target != "" {
		look.Text = CleanLine(" (" + target + ")")
		runs = append(runs, look)
	}
	return runs
}

func (r *reader) autoLink(n *ast.AutoLink, look Run) []Run {
	target := string(n.URL(r.src))
	if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(target), "mailto:") {
		target = "mailto:" + target
	}
	look.Link = SafeLink(target)
	look.Text = CleanLine(string(n.Label(r.src)))
	return []Run{look}
}

// imageText stands where a picture is that nobody offered: its description and its name.
func (r *reader) imageText(n *ast.Image, look Run) []Run {
	if _, found := r.picture(n); found {
		return nil
	}
	look.Text = CleanLine("[picture: " + strings.TrimSpace(Words(r.runs(n, Run{}))+" "+string(n.Destination)) + "]")
	return []Run{look}
}

// rawHTML shows HTML as the text it is; only <br>, which Markdown has no other word for in a table, ends a line.
func (r *reader) rawHTML(n *ast.RawHTML, with func(string) Run) []Run {
	var b strings.Builder
	for i := range n.Segments.Len() {
		s := n.Segments.At(i)
		b.Write(s.Value(r.src))
	}
	switch strings.ToLower(strings.ReplaceAll(b.String(), " ", "")) {
	case "<br>", "<br/>":
		return []Run{{Break: true}}
	}
	return []Run{with(b.String())}
}

// join leaves out runs that say nothing and puts neighbours of one look together. It takes runs over.
func join(runs []Run) []Run {
	runs = slices.DeleteFunc(runs, func(r Run) bool { return r.Text == "" && !r.Break && r.Note == nil })
	var out []Run
	for len(runs) > 0 {
		n := 1
		for n < len(runs) && sameLook(runs[0], runs[n]) {
			n++
		}
		one := runs[0]
		if n > 1 {
			one.Text = Words(runs[:n])
		}
		out, runs = append(out, one), runs[n:]
	}
	return out
}

func sameLook(a, b Run) bool {
	if a.Break || b.Break || a.Note != nil || b.Note != nil {
		return false
	}
	return a.Strong == b.Strong && a.Emph == b.Emph && a.Strike == b.Strike && a.Code == b.Code && a.Missing == b.Missing && a.Link == b.Link
}
