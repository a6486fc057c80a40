package docx

import (
	"fmt"
	"slices"
	"strings"

	"precedent/backend/document/tree"
)

const (
	namespaces = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"` +
		` xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"`
	office        = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	relationSpace = `xmlns="http://schemas.openxmlformats.org/package/2006/relationships"`
	wordType      = "application/vnd.openxmlformats-officedocument.wordprocessingml."
)

const packageRelations = `<Relationships ` + relationSpace + `>` +
	`<Relationship Id="rId1" Type="` + office + `officeDocument" Target="word/document.xml"/>` +
	`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>` +
	`<Relationship Id="rId3" Type="` + office + `extended-properties" Target="docProps/app.xml"/></Relationships>`

const application = `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>Precedent</Application></Properties>`

// settings ask Word 2013's layout, and no update of fields, which would show a question at opening.
const settings = `<w:settings ` + namespaces + `><w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>`

func contentTypes(w *writer) string {
	var b strings.Builder
	b.WriteString(`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>`)
	var seen []string
	for _, p := range w.pictures {
		if e := extension(p); !slices.Contains(seen, e) {
			seen = append(seen, e)
			fmt.Fprintf(&b, `<Default Extension="%s" ContentType="%s"/>`, e, p.Type)
		}
	}
	for _, o := range [][2]string{
		{"word/document.xml", wordType + "document.main+xml"}, {"word/styles.xml", wordType + "styles+xml"}, {"word/numbering.xml", wordType + "numbering+xml"},
		{"word/settings.xml", wordType + "settings+xml"}, {"word/header1.xml", wordType + "header+xml"}, {"word/footer1.xml", wordType + "footer+xml"},
		{"word/header2.xml", wordType + "header+xml"}, {"word/footer2.xml", wordType + "footer+xml"},
		{"word/footnotes.xml", wordType + "footnotes+xml"}, {"docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"},
		{"docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml"},
	} {
		fmt.Fprintf(&b, `<Override PartName="/%s" ContentType="%s"/>`, o[0], o[1])
	}
	return b.String() + `</Types>`
}

func properties(t tree.Tree) string {
	var b strings.Builder
	b.WriteString(`<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">`)
	fmt.Fprintf(&b, `<dc:title>%s</dc:title><dc:subject>%s</dc:subject><cp:keywords>%s</cp:keywords><cp:category>%s</cp:category><cp:version>%s</cp:version>`,
		attribute(t.Title), attribute(t.Meta.Kind), attribute(t.Meta.Key), attribute(t.Meta.Audience), attribute(t.Meta.Version))
	if t.Meta.Date != "" {
		fmt.Fprintf(&b, `<dcterms:created xsi:type="dcterms:W3CDTF">%sT00:00:00Z</dcterms:created>`, attribute(t.Meta.Date))
	}
	return b.String() + `</cp:coreProperties>`
}

func (w *writer) relations() string {
	var b strings.Builder
	b.WriteString(`<Relationships ` + relationSpace + `>`)
	for i, name := range []string{"styles", "numbering", "settings", "footnotes"} {
		fmt.Fprintf(&b, `<Relationship Id="rId%d" Type="%s%s" Target="%s.xml"/>`, i+1, office, name, name)
	}
	for n := range 2 { // of upright pages, and of those on their side
		fmt.Fprintf(&b, `<Relationship Id="rIdH%d" Type="%sheader" Target="header%d.xml"/><Relationship Id="rIdF%d" Type="%sfooter" Target="footer%d.xml"/>`, n+1, office, n+1, n+1, office, n+1)
	}
	for i, p := range w.pictures {
		fmt.Fprintf(&b, `<Relationship Id="rIdP%d" Type="%simage" Target="media/picture%d.%s"/>`, i+1, office, i+1, extension(p))
	}
	return b.String() + linkRelations(w.links) + `</Relationships>`
}

func (w *writer) noteRelations() string {
	return `<Relationships ` + relationSpace + `>` + linkRelations(w.linked) + `</Relationships>`
}

func linkRelations(links []string) string {
	var b strings.Builder
	for i, l := range links {
		fmt.Fprintf(&b, `<Relationship Id="rIdL%d" Type="%shyperlink" Target="%s" TargetMode="External"/>`, i+1, office, attribute(l))
	}
	return b.String()
}

func (w *writer) document() string {
	return `<w:document ` + namespaces + `><w:body>` + w.body.String() + pageSetup(false) + `</w:body></w:document>`
}

// pageSetup is A4 with the PDF's margins.
func pageSetup(landscape bool) string {
	size, number := `<w:pgSz w:w="11906" w:h="16838"/>`, 1
	if landscape {
		size, number = `<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>`, 2
	}
	return fmt.Sprintf(`<w:sectPr><w:headerReference w:type="default" r:id="rIdH%d"/><w:footerReference w:type="default" r:id="rIdF%d"/>`, number, number) + size +
		`<w:pgMar w:top="1530" w:right="1134" w:bottom="1250" w:left="1134" w:header="700" w:footer="600" w:gutter="0"/></w:sectPr>`
}

// toTheRight is where the right end of a head or foot is, in place of the style's own.
func toTheRight(landscape bool) string {
	if !landscape {
		return ""
	}
	return fmt.Sprintf(`<w:tabs><w:tab w:val="clear" w:pos="%d"/><w:tab w:val="right" w:pos="%d"/></w:tabs>`, textWidth, landscapeWidth)
}

func header(m tree.Meta, landscape bool) string {
	colour := "0C5A45"
	if m.Internal {
		colour = "8A1F1F"
	}
	return `<w:hdr ` + namespaces + `><w:p><w:pPr><w:pStyle w:val="Header"/>` + toTheRight(landscape) + `</w:pPr>` +
		fmt.Sprintf(`<w:r><w:rPr><w:b/><w:color w:val="%s"/></w:rPr><w:t xml:space="preserve">%s</w:t></w:r>`, colour, attribute(m.Audience)) +
		`<w:r><w:tab/></w:r>` + textRuns(tree.Text(dotted(m.Key, m.Kind)), false) + `</w:p></w:hdr>`
}

func footer(m tree.Meta, landscape bool) string {
	return `<w:ftr ` + namespaces + `><w:p><w:pPr><w:pStyle w:val="Footer"/>` + toTheRight(landscape) + `</w:pPr>` + textRuns(tree.Text(dotted(m.Version, m.Date)), false) +
		`<w:r><w:tab/></w:r>` + textRuns(tree.Text("Page "), false) + field("PAGE") + textRuns(tree.Text(" of "), false) + field("NUMPAGES") + `</w:p></w:ftr>`
}

func field(name string) string {
	return `<w:fldSimple w:instr=" ` + name + ` "><w:r><w:t>1</w:t></w:r></w:fldSimple>`
}

func dotted(parts ...string) string {
	parts = slices.DeleteFunc(parts, func(s string) bool { return s == "" })
	return strings.Join(parts, "  ·  ")
}

func (w *writer) footnotes() string {
	var b strings.Builder
	b.WriteString(`<w:footnotes ` + namespaces + `><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote><w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>`)
	for i, n := range w.notes {
		fmt.Fprintf(&b, `<w:footnote w:id="%d">%s</w:footnote>`, firstNote+i, n)
	}
	return b.String() + `</w:footnotes>`
}

// deepest is how many levels a Word list has.
const deepest = 9

func indentOf(level int) int { return 400 * (level + 1) }

// numbering gives each list a numbering of its own, so that each ordered list begins where it should.
func (w *writer) numbering() string {
	var kinds, lists strings.Builder
	for i, l := range w.lists {
		fmt.Fprintf(&kinds, `<w:abstractNum w:abstractNumId="%d"><w:multiLevelType w:val="hybridMultilevel"/>`, i)
		for level := range deepest {
			format, text, start := "bullet", []string{"•", "–", "·"}[level%3], 1
			if l.Ordered {
				format, text, start = "decimal", fmt.Sprintf("%%%d.", level+1), max(l.Start, 0)
			}
			fmt.Fprintf(&kinds, `<w:lvl w:ilvl="%d"><w:start w:val="%d"/><w:numFmt w:val="%s"/><w:lvlText w:val="%s"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="%d" w:hanging="300"/></w:pPr></w:lvl>`, level, start, format, text, indentOf(level))
		}
		kinds.WriteString(`</w:abstractNum>`)
		fmt.Fprintf(&lists, `<w:num w:numId="%d"><w:abstractNumId w:val="%d"/></w:num>`, i+1, i)
	}
	return `<w:numbering ` + namespaces + `>` + kinds.String() + lists.String() + `</w:numbering>`
}
