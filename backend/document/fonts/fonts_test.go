package fonts

import (
	"os"
	"path/filepath"
	"testing"
)

func TestEuropeanTextNeedsOnlyTheCarriedFonts(t *testing.T) {
	set, err := For("Größe, Ελλάδα, Київ, naïve – “quoted” … €", []string{filepath.Join(t.TempDir(), "none")})
	if err != nil {
		t.Fatal(err)
	}
	if len(set.Files) != 4 || len(set.Missing) != 0 {
		t.Fatalf("got %d files, missing %v", len(set.Files), set.Missing)
	}
}

func TestAScriptWithoutFontIsNamed(t *testing.T) {
	set, err := For("ok ภาษาไทย", []string{t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	if len(set.Missing) != 1 || set.Missing[0].Script != "Thai" || set.Missing[0].Count < 4 {
		t.Fatalf("missing = %+v", set.Missing)
	}
}

func TestAFontOfTheFolderIsTakenForItsCharacters(t *testing.T) {
	folder := t.TempDir()
	// The arrow is in the carried mono face, so a copy under another name serves as "a font of the system".
	own, err := carried()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "DejaVuSans.ttf"), own[3], 0o600); err != nil {
		t.Fatal(err)
	}
	set := Set{}
	left := set.fill(group{script: symbols, runes: []rune("→")}, openShelf([]string{folder}))
	if len(left) != 0 || len(set.Files) != 1 {
		t.Fatalf("left %v, files %d", left, len(set.Files))
	}
}

func TestABrokenFontIsPassedOver(t *testing.T) {
	folder := t.TempDir()
	if err := os.Mkdir(filepath.Join(folder, "NotoSansThai-Regular.ttf"), 0o700); err != nil {
		t.Fatal(err)
	}
	set, err := For("ไทย", []string{folder})
	if err != nil || len(set.Missing) != 1 {
		t.Fatalf("missing %v, err %v", set.Missing, err)
	}
}
