package fonts

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"golang.org/x/image/font/sfnt"
)

// SystemFolders are where this system keeps fonts, the user's own first.
func SystemFolders() []string {
	home, err := os.UserHomeDir()
	own := func(parts ...string) string {
		if err != nil {
			return ""
		}
		return filepath.Join(append([]string{home}, parts...)...)
	}
	switch runtime.GOOS {
	case "darwin":
		return []string{own("Library", "Fonts"), "/Library/Fonts", "/System/Library/Fonts", "/System/Library/AssetsV2"}
	case "windows":
		return []string{own("AppData", "Local", "Microsoft", "Windows", "Fonts"), filepath.Join(os.Getenv("WINDIR"), "Fonts")}
	}
	return []string{own(".local", "share", "fonts"), own(".fonts"), "/usr/local/share/fonts", "/usr/share/fonts"}
}

// shelf finds a font file by its name in lower case.
type shelf map[string]string

// mostFiles bounds the search through folders that hold other things too.
const mostFiles = 20_000

func openShelf(folders []string) shelf {
	s := shelf{}
	seen := 0
	for _, folder := range folders {
		if folder == "" {
			continue
		}
		_ = filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return nil //nolint:nilerr // a folder that cannot be read has no fonts for us
			}
			if seen++; seen > mostFiles {
				return filepath.SkipAll
			}
			name := strings.ToLower(d.Name())
			if _, had := s[name]; !had && isFont(name) {
				s[name] = path
			}
			return nil
		})
	}
	return s
}

func isFont(name string) bool {
	switch filepath.Ext(name) {
	case ".ttf", ".otf", ".ttc", ".otc":
		return true
	}
	return false
}

// largestFont bounds what is read; the largest in use, Apple's colour emoji, has some 200 MB.
const largestFont = 256 << 20

// load reads a font file and says which characters it has. Colour fonts have no outlines, which the reader may refuse; for
// emoji they are believed to have what they are named for.
func load(path string, colour bool) ([]byte, func(rune) bool, error) {
	info, err := os.Stat(path)
	if err != nil || info.Size() > largestFont {
		return nil, nil, fs.ErrNotExist
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, nil, err
	}
	font, ok := first(data)
	if !ok {
		return data, func(rune) bool { return colour }, nil
	}
	var buf sfnt.Buffer
	return data, func(r rune) bool { return has([]*sfnt.Font{font}, &buf, r) }, nil
}

// first is the first font of a file; false when it cannot be read.
func first(data []byte) (*sfnt.Font, bool) {
	all, err := sfnt.ParseCollectionReaderAt(bytes.NewReader(data))
	if err != nil {
		return nil, false
	}
	font, err := all.Font(0)
	return font, err == nil
}

// candidate is a font that systems ship, by its file and the family name inside.
type candidate struct{ file, family string }

// candidates in the order in which they are tried: what looks like the carried faces first, then what each system has.
func candidates(g group) []candidate {
	name := strings.ReplaceAll(g.script, "_", "")
	own := []candidate{
		{"NotoSans" + name + "-Regular.ttf", "Noto Sans " + strings.ReplaceAll(g.script, "_", " ")},
		{"NotoSans" + name + "-Regular.otf", "Noto Sans " + strings.ReplaceAll(g.script, "_", " ")},
	}
	known := systemFonts[g.script]
	if eastAsian[g.script] {
		known = eastAsianFonts(g.text)
	}
	return append(append(own, known...), wide...)
}

var eastAsian = map[string]bool{"Han": true, "Hiragana": true, "Katakana": true, "Hangul": true, "Bopomofo": true}

// eastAsianFonts puts the forms of the language first: kana means Japanese, Hangul Korean, otherwise Chinese.
func eastAsianFonts(scripts map[string]bool) []candidate {
	const noto = "NotoSansCJK-Regular.ttc"
	switch {
	case scripts["Hiragana"] || scripts["Katakana"]:
		return append([]candidate{{noto, "Noto Sans CJK JP"}, {"YuGothM.ttc", "Yu Gothic"}, {"ヒラギノ角ゴシック W3.ttc", "Hiragino Sans"}}, chinese...)
	case scripts["Hangul"]:
		return append([]candidate{{noto, "Noto Sans CJK KR"}, {"malgun.ttf", "Malgun Gothic"}, {"AppleSDGothicNeo.ttc", "Apple SD Gothic Neo"}}, chinese...)
	}
	return append([]candidate{{noto, "Noto Sans CJK SC"}}, chinese...)
}

var chinese = []candidate{{"msyh.ttc", "Microsoft YaHei"}, {"PingFang.ttc", "PingFang SC"}, {"Hiragino Sans GB.ttc", "Hiragino Sans GB"}, {"STHeiti Light.ttc", "Heiti SC"}, {"wqy-microhei.ttc", "WenQuanYi Micro Hei"}}

var systemFonts = map[string][]candidate{
	"Arabic":     {{"NotoNaskhArabic-Regular.ttf", "Noto Naskh Arabic"}, {"GeezaPro.ttc", "Geeza Pro"}},
	"Hebrew":     {{"ArialHB.ttc", "Arial Hebrew"}},
	"Thai":       {{"LeelawUI.ttf", "Leelawadee UI"}, {"Thonburi.ttc", "Thonburi"}},
	"Devanagari": {{"Nirmala.ttf", "Nirmala UI"}, {"Nirmala.ttc", "Nirmala UI"}},
	emoji:        {{"NotoColorEmoji.ttf", "Noto Color Emoji"}, {"seguiemj.ttf", "Segoe UI Emoji"}, {"Apple Color Emoji.ttc", "Apple Color Emoji"}, {"NotoSansSymbols2-Regular.ttf", "Noto Sans Symbols2"}},
	symbols:      {{"NotoSansSymbols2-Regular.ttf", "Noto Sans Symbols2"}, {"NotoSansMath-Regular.ttf", "Noto Sans Math"}, {"seguisym.ttf", "Segoe UI Symbol"}, {"Apple Symbols.ttf", "Apple Symbols"}},
}

// wide fonts have something of many scripts and come last.
var wide = []candidate{{"DejaVuSans.ttf", "DejaVu Sans"}, {"segoeui.ttf", "Segoe UI"}, {"Arial Unicode.ttf", "Arial Unicode MS"}, {"arial.ttf", "Arial"}}
