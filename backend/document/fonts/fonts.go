package fonts

import (
	"embed"
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/image/font/sfnt"

	"precedent/backend/document/packed"
)

//go:embed *.ttf.br
var files embed.FS

// Names of the carried families.
const (
	Sans = "Noto Sans"
	Mono = "Noto Sans Mono"
)

// carriedFiles in the order in which they are handed to the engine.
var carriedFiles = []string{"NotoSans-Regular.ttf", "NotoSans-Bold.ttf", "NotoSans-Italic.ttf", "NotoSansMono-Regular.ttf"}

// carried are the faces in that order, unpacked by the first document.
var carried = sync.OnceValues(func() ([][]byte, error) {
	out := make([][]byte, len(carriedFiles))
	for i, name := range carriedFiles {
		data, err := files.ReadFile(name + ".br")
		if err != nil {
			return nil, err
		}
		if out[i], err = packed.Unpack(data); err != nil {
			return nil, err
		}
	}
	return out, nil
})

// Set is what a document is printed with.
type Set struct {
	Files    [][]byte  // font files
	Families []string  // in the order in which a character is looked for
	Missing  []Missing // what no font here can show
}

// Missing is a script for which this machine has no font.
type Missing struct {
	Script string // as Unicode names it, such as Thai; Emoji and Symbols for characters of no script
	Count  int    // different characters
	Sample string // up to five of them
}

// For gives the fonts that the text needs, looking in the folders for what the carried ones lack.
func For(text string, folders []string) (Set, error) {
	own, err := carried()
	if err != nil {
		return Set{}, err
	}
	set := Set{Families: []string{Sans}, Files: slices.Clone(own)}
	lacking, err := lackedByCarried(text)
	if err != nil || len(lacking) == 0 {
		return set, err
	}
	shelf := openShelf(folders)
	for _, group := range byScript(lacking) {
		set.Missing = append(set.Missing, set.fill(group, shelf)...)
	}
	return set, nil
}

// fill adds fonts until the group's characters are covered, and gives what is left.
func (s *Set) fill(g group, shelf shelf) []Missing {
	left := g.runes
	for _, c := range candidates(g) {
		if len(left) == 0 {
			return nil
		}
		path, ok := shelf[strings.ToLower(c.file)]
		if !ok {
			continue
		}
		data, covers, err := load(path, g.script == emoji)
		if err != nil {
			continue // a font that cannot be read is a font that is not there
		}
		rest := slices.DeleteFunc(slices.Clone(left), covers)
		if len(rest) == len(left) {
			continue
		}
		left = rest
		s.add(c.family, data)
	}
	if len(left) == 0 {
		return nil
	}
	return []Missing{{Script: g.script, Count: len(left), Sample: string(left[:min(5, len(left))])}}
}

func (s *Set) add(family string, data []byte) {
	if !slices.Contains(s.Families, family) {
		s.Families = append(s.Families, family)
		s.Files = append(s.Files, data)
	}
}

// carriedFonts parses the two faces whose characters count; the others have the same.
var carriedFonts = sync.OnceValues(func() ([]*sfnt.Font, error) {
	own, err := carried()
	if err != nil {
		return nil, err
	}
	var out []*sfnt.Font
	for _, data := range [][]byte{own[0], own[3]} {
		f, err := sfnt.Parse(data)
		if err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	return out, nil
})

// lackedByCarried gives the text's characters that the carried fonts do not have, each once, in order.
func lackedByCarried(text string) ([]rune, error) {
	own, err := carriedFonts()
	if err != nil {
		return nil, err
	}
	seen := map[rune]bool{}
	var lacking []rune
	var buf sfnt.Buffer
	for _, r := range text {
		if r < 0x80 || seen[r] || invisible(r) {
			continue
		}
		seen[r] = true
		if !has(own, &buf, r) {
			lacking = append(lacking, r)
		}
	}
	slices.Sort(lacking)
	return lacking, nil
}

// invisible characters need no font: joiners, direction marks, variation selectors, tags.
func invisible(r rune) bool {
	return unicode.In(r, unicode.Cf, unicode.Cc, unicode.Variation_Selector, unicode.Zs, unicode.Zl, unicode.Zp)
}

func has(fonts []*sfnt.Font, buf *sfnt.Buffer, r rune) bool {
	for _, f := range fonts {
		if i, err := f.GlyphIndex(buf, r); err == nil && i != 0 {
			return true
		}
	}
	return false
}

// group is the lacking characters of one script.
type group struct {
	script string
	runes  []rune
	text   map[string]bool // the scripts of the whole text, which tell Chinese from Japanese
}

// Scripts that are ours: characters that belong to no script of Unicode.
const (
	emoji   = "Emoji"
	symbols = "Symbols"
)

func byScript(runes []rune) []group {
	of := map[string][]rune{}
	for _, r := range runes {
		s := scriptOf(r)
		of[s] = append(of[s], r)
	}
	all := map[string]bool{}
	var out []group
	for s, rs := range of {
		all[s] = true
		out = append(out, group{script: s, runes: rs, text: all})
	}
	slices.SortFunc(out, func(a, b group) int { return strings.Compare(a.script, b.script) })
	return out
}

// emojiRanges are the blocks whose characters are drawn in colour where a colour font is there.
var emojiRanges = &unicode.RangeTable{
	R16: []unicode.Range16{{Lo: 0x2600, Hi: 0x27bf, Stride: 1}, {Lo: 0x2b00, Hi: 0x2bff, Stride: 1}},
	R32: []unicode.Range32{{Lo: 0x1f000, Hi: 0x1faff, Stride: 1}},
}

func scriptOf(r rune) string {
	if unicode.Is(emojiRanges, r) {
		return emoji
	}
	if unicode.Is(unicode.Common, r) || unicode.Is(unicode.Inherited, r) {
		if r >= 0x3000 && r < 0x3400 || r >= 0xff00 && r < 0xfff0 {
			return "Han" // punctuation and full-width forms of East Asian text
		}
		return symbols
	}
	for name, table := range unicode.Scripts {
		if unicode.Is(table, r) {
			return name
		}
	}
	return symbols
}
