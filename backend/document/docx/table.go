package docx

import (
	"fmt"

	"precedent/backend/document/tree"
)

// look is how a table of so many columns is set.
type look struct {
	style     string
	landscape bool
	width     int
}

// The same limits as in the PDF, so that both break alike.
func lookOf(t tree.Table, nested bool) look {
	l := look{"Cell", false, textWidth}
	switch {
	case t.Wide():
		l.style = "CellTiny"
	case len(t.Head) >= 6:
		l.style = "CellSmall"
	}
	if t.Wide() && !nested {
		l.landscape, l.width = true, landscapeWidth
	}
	return l
}

func (w *writer) table(t tree.Table, at place) {
	l := lookOf(t, at.nested)
	widths := make([]int, len(t.Head))
	for i, share := range tree.Widths(t) {
		widths[i] = int(share * float64(l.width))
	}
	w.put(`<w:tbl><w:tblPr><w:tblStyle w:val="Plain"/><w:tblW w:w="%d" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblLook w:firstRow="1"/></w:tblPr><w:tblGrid>`, l.width)
	for _, width := range widths {
		w.put(`<w:gridCol w:w="%d"/>`, width)
	}
	w.put(`</w:tblGrid>`)
	w.row(t, t.Head, widths, l.style, true)
	for _, r := range t.Rows {
		w.row(t, r, widths, l.style, false)
	}
	w.put(`</w:tbl>`)
	if l.landscape {
		w.section(true)
		return
	}
	w.put(`<w:p><w:pPr><w:pStyle w:val="AfterTable"/></w:pPr></w:p>`)
}

func (w *writer) row(t tree.Table, cells [][]tree.Run, widths []int, style string, head bool) {
	w.put(`<w:tr><w:trPr>`)
	if short(cells) {
		w.put(`<w:cantSplit/>`)
	}
	line := `<w:bottom w:val="single" w:sz="4" w:space="0" w:color="D9DDE3"/>`
	if head {
		w.put(`<w:tblHeader/>`)
		line = `<w:bottom w:val="single" w:sz="8" w:space="0" w:color="1D2430"/>`
	}
	w.put(`</w:trPr>`)
	for i, width := range widths {
		var runs []tree.Run
		if i < len(cells) {
			runs = cells[i]
		}
		w.put(`<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/><w:tcBorders>%s</w:tcBorders></w:tcPr>`, width, line)
		w.cell(style, alignment(t, i), runs, head)
		w.put(`</w:tc>`)
	}
	w.put(`</w:tr>`)
}

// short says that a row can be kept on one page.
func short(cells [][]tree.Run) bool {
	const few = 600 // characters, a third of a page in a narrow column
	for _, c := range cells {
		if len(tree.Words(c)) > few {
			return false
		}
	}
	return true
}

func alignment(t tree.Table, column int) string {
	if column >= len(t.Align) || t.Align[column] == tree.Auto || t.Align[column] == tree.Left {
		return ""
	}
	return fmt.Sprintf(`<w:jc w:val="%s"/>`, t.Align[column])
}

func (w *writer) cell(style, align string, runs []tree.Run, head bool) {
	rtl := tree.RightToLeft(runs)
	w.put(`<w:p><w:pPr><w:pStyle w:val="%s"/>`, style)
	if head {
		w.put(`<w:keepNext/>`)
		runs = strong(runs)
	}
	if rtl {
		w.put(`<w:bidi/>`)
	}
	w.put(`%s</w:pPr>%s</w:p>`, align, w.runs(runs, rtl))
}

func strong(runs []tree.Run) []tree.Run {
	out := append([]tree.Run(nil), runs...)
	for i := range out {
		out[i].Strong = true
	}
	return out
}

// section ends the section so far: of upright pages before a wide table, of pages on their side after it.
func (w *writer) section(landscape bool) {
	w.put(`<w:p><w:pPr><w:pStyle w:val="AfterTable"/>%s</w:pPr></w:p>`, pageSetup(landscape))
}

// facts are two pairs of label and value a row.
func (w *writer) facts(f tree.Facts) {
	const label, value = 1800, textWidth/2 - 1800
	w.put(`<w:tbl><w:tblPr><w:tblStyle w:val="Plain"/><w:tblW w:w="%d" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>`, textWidth)
	for range 2 {
		w.put(`<w:gridCol w:w="%d"/><w:gridCol w:w="%d"/>`, label, value)
	}
	w.put(`</w:tblGrid>`)
	for _, row := range f.Rows() {
		w.put(`<w:tr><w:trPr><w:cantSplit/></w:trPr>`)
		whole := tree.Whole(row)
		for len(row) < 2 && !whole {
			row = append(row, tree.Fact{})
		}
		for _, fact := range row {
			w.factCell(label, 1, "FactLabel", tree.Plain(fact.Label))
			if whole {
				w.factCell(textWidth-label, 3, "Cell", fact.Value)
				continue
			}
			w.factCell(value, 1, "Cell", fact.Value)
		}
		w.put(`</w:tr>`)
	}
	w.put(`</w:tbl><w:p><w:pPr><w:pStyle w:val="AfterTable"/></w:pPr></w:p>`)
}

func (w *writer) factCell(width, columns int, style string, runs []tree.Run) {
	w.put(`<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/><w:gridSpan w:val="%d"/><w:tcBorders><w:bottom w:val="single" w:sz="4" w:space="0" w:color="D9DDE3"/></w:tcBorders></w:tcPr>`, width, columns)
	w.cell(style, "", runs, false)
	w.put(`</w:tc>`)
}
