package docx

import (
	"fmt"
	"strings"

	"precedent/backend/document/tree"
)

// style is a paragraph style: what it stands on, its paragraph and its letters.
type style struct{ id, name, base, paragraph, letters string }

// paragraphStyles follow the PDF's look; sizes are in half points, lengths in twentieths of a point.
var paragraphStyles = []style{
	{"Normal", "Normal", "", ``, ``},
	{"Title", "Title", "Normal", `<w:spacing w:after="60" w:line="240" w:lineRule="auto"/>`, `<w:b/><w:bCs/><w:sz w:val="44"/><w:szCs w:val="44"/>`},
	{"Subtitle", "Subtitle", "Normal", `<w:spacing w:after="240"/>`, `<w:color w:val="5B6472"/><w:sz w:val="18"/><w:szCs w:val="18"/>`},
	heading(1, 360, 28, "1F4A7A"), heading(2, 280, 23, "1D2430"), heading(3, 220, 20, "1D2430"), heading(4, 200, 20, "1D2430"), heading(5, 200, 20, "5B6472"), heading(6, 200, 20, "5B6472"),
	{"ListParagraph", "List Paragraph", "Normal", `<w:spacing w:after="60"/>`, ``},
	{"Quote", "Quote", "Normal", `<w:pBdr><w:left w:val="single" w:sz="16" w:space="10" w:color="D9DDE3"/></w:pBdr><w:ind w:left="240"/>`, `<w:color w:val="3B4452"/>`},
	{"Code", "Code", "Normal", `<w:pBdr>` + box("single", 4, "F5F6F8") + `</w:pBdr><w:shd w:val="clear" w:color="auto" w:fill="F5F6F8"/><w:spacing w:line="252" w:lineRule="auto"/>`, mono + `<w:sz w:val="16"/><w:szCs w:val="16"/>`},
	{"Gap", "Gap", "Normal", `<w:pBdr>` + box("dashed", 8, "D99A2B") + `</w:pBdr><w:shd w:val="clear" w:color="auto" w:fill="FFF8EA"/><w:spacing w:before="120" w:after="160"/><w:ind w:left="120" w:right="120"/>`, `<w:color w:val="8A5200"/>`},
	{"Aside", "Aside", "Normal", `<w:pBdr>` + box("single", 4, "D9DDE3") + `</w:pBdr><w:shd w:val="clear" w:color="auto" w:fill="F5F6F8"/><w:spacing w:before="120" w:after="160"/><w:ind w:left="120" w:right="120"/>`, ``},
	{"Rule", "Rule", "Normal", `<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="1" w:color="D9DDE3"/></w:pBdr>`, ``},
	{"Cell", "Cell", "Normal", `<w:spacing w:before="50" w:after="50" w:line="252" w:lineRule="auto"/>`, `<w:sz w:val="18"/><w:szCs w:val="18"/>`},
	{"CellSmall", "Cell Small", "Cell", ``, `<w:sz w:val="16"/><w:szCs w:val="16"/>`},
	{"CellTiny", "Cell Tiny", "Cell", ``, `<w:sz w:val="14"/><w:szCs w:val="14"/>`},
	{"FactLabel", "Fact Label", "Cell", ``, `<w:color w:val="5B6472"/>`},
	{"AfterTable", "After Table", "Normal", `<w:spacing w:before="0" w:after="60" w:line="120" w:lineRule="exact"/>`, `<w:sz w:val="8"/>`},
	{"Header", "header", "Normal", `<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="4" w:color="D9DDE3"/></w:pBdr><w:tabs><w:tab w:val="right" w:pos="9638"/></w:tabs><w:spacing w:after="0"/>`, `<w:color w:val="5B6472"/><w:sz w:val="16"/><w:szCs w:val="16"/>`},
	{"Footer", "footer", "Normal", `<w:tabs><w:tab w:val="right" w:pos="9638"/></w:tabs><w:spacing w:after="0"/>`, `<w:color w:val="5B6472"/><w:sz w:val="16"/><w:szCs w:val="16"/>`},
	{"FootnoteText", "footnote text", "Normal", `<w:spacing w:after="20" w:line="240" w:lineRule="auto"/>`, `<w:sz w:val="17"/><w:szCs w:val="17"/>`},
}

const mono = `<w:rFonts w:ascii="Noto Sans Mono" w:hAnsi="Noto Sans Mono" w:cs="Noto Sans Mono"/>`

// letterStyles are the character styles.
const letterStyles = `<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:rPr><w:color w:val="0B5CAD"/><w:u w:val="single"/></w:rPr></w:style>` +
	`<w:style w:type="character" w:styleId="CodeText"><w:name w:val="Code Text"/><w:rPr>` + mono + `<w:sz w:val="18"/></w:rPr></w:style>` +
	`<w:style w:type="character" w:styleId="Missing"><w:name w:val="Missing"/><w:rPr><w:color w:val="8A5200"/><w:bdr w:val="dashed" w:sz="4" w:space="0" w:color="D99A2B"/><w:shd w:val="clear" w:color="auto" w:fill="FFF8EA"/></w:rPr></w:style>` +
	`<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>` +
	`<w:style w:type="table" w:styleId="Plain"><w:name w:val="Plain"/><w:tblPr><w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="120" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>`

func heading(level, before, size int, colour string) style {
	return style{
		fmt.Sprintf("Heading%d", level), fmt.Sprintf("heading %d", level), "Normal",
		fmt.Sprintf(`<w:keepNext/><w:keepLines/><w:spacing w:before="%d" w:after="100"/><w:outlineLvl w:val="%d"/>`, before, level-1),
		fmt.Sprintf(`<w:b/><w:bCs/><w:color w:val="%s"/><w:sz w:val="%d"/><w:szCs w:val="%d"/>`, colour, size, size),
	}
}

func box(line string, width int, colour string) string {
	var b strings.Builder
	for _, side := range []string{"top", "left", "bottom", "right"} {
		fmt.Fprintf(&b, `<w:%s w:val="%s" w:sz="%d" w:space="5" w:color="%s"/>`, side, line, width, colour)
	}
	return b.String()
}

func stylesPart(m tree.Meta) string {
	lang := m.Lang
	if lang == "" {
		lang = "en-GB"
	}
	var b strings.Builder
	b.WriteString(`<w:styles ` + namespaces + `><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Noto Sans" w:hAnsi="Noto Sans" w:eastAsia="Noto Sans CJK SC" w:cs="Arial"/>`)
	fmt.Fprintf(&b, `<w:color w:val="1D2430"/><w:sz w:val="20"/><w:szCs w:val="20"/><w:lang w:val="%s" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>`, attribute(lang))
	b.WriteString(`<w:pPrDefault><w:pPr><w:spacing w:after="130" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>`)
	for _, s := range paragraphStyles {
		kind := `w:type="paragraph"`
		if s.id == "Normal" {
			kind += ` w:default="1"`
		}
		fmt.Fprintf(&b, `<w:style %s w:styleId="%s"><w:name w:val="%s"/>`, kind, s.id, s.name)
		if s.base != "" {
			fmt.Fprintf(&b, `<w:basedOn w:val="%s"/>`, s.base)
		}
		fmt.Fprintf(&b, `<w:qFormat/><w:pPr>%s</w:pPr><w:rPr>%s</w:rPr></w:style>`, s.paragraph, s.letters)
	}
	return b.String() + letterStyles + `</w:styles>`
}
