package document

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/jpeg"
	"net/url"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"precedent/backend/casefile"
	"precedent/backend/document/tree"
)

// letters of the scripts in which internal texts are drawn.
var letters = map[string][]rune{
	"Latin":   []rune("abcdefghijklmnopqrstuvwxyz"),
	"Chinese": []rune("的一是不了人我在有他这为之大来以个中上们到说国和地也子时道出而要于就下得可你年生"),
	"Arabic":  []rune("ابتثجحخدذرزسشصضطظعغفقكلمنهوي"),
	"Hebrew":  []rune("אבגדהוזחטיכלמנסעפצקרשת"),
	"Russian": []rune("абвгдежзийклмнопрстуфхцчшщыьэюя"),
}

// drawText is an internal text of at least a run's letters, in words; in right-to-left scripts now and then with a Latin word
// and a number in it.
func drawText(r *rapid.T) string {
	script := rapid.SampledFrom([]string{"Latin", "Chinese", "Arabic", "Hebrew", "Russian"}).Draw(r, "script")
	letter := rapid.SampledFrom(letters[script])
	var words []string
	for n := 0; n < run+own; {
		word := string(rapid.SliceOfN(letter, 3, 9).Draw(r, "word"))
		words = append(words, word)
		n += len([]rune(word))
	}
	if (script == "Arabic" || script == "Hebrew") && rapid.Bool().Draw(r, "mixed") {
		words = slices.Insert(words, len(words)/2, "node", "42")
	}
	if script == "Chinese" {
		return strings.Join(words, "")
	}
	return strings.Join(words, " ")
}

// halves cuts a text between two of its letters.
func halves(r *rapid.T, s string) (string, string) {
	runes := []rune(s)
	at := rapid.IntRange(4, len(runes)-4).Draw(r, "cut")
	return string(runes[:at]), string(runes[at:])
}

// placesOf are where a text can be planted in a document.
var placesOf = map[string]func(r *rapid.T, s string) []tree.Block{
	"a sentence": func(_ *rapid.T, s string) []tree.Block {
		return []tree.Block{tree.Para(tree.Text("We know. " + s + ". That is all."))}
	},
	"broken lines": func(r *rapid.T, s string) []tree.Block {
		a, b := halves(r, s)
		return []tree.Block{tree.Para(tree.Text(a), tree.Run{Break: true}, tree.Text(b))}
	},
	"soft hyphens and marks of direction": func(_ *rapid.T, s string) []tree.Block {
		return []tree.Block{tree.Para(tree.Text(strings.Join(strings.Split(s, " "), "\u00ad\u200f \u200b")))}
	},
	"two cells": func(r *rapid.T, s string) []tree.Block {
		a, b := halves(r, s)
		return []tree.Block{tree.Table{Head: [][]tree.Run{tree.Plain("x"), tree.Plain("y")}, Rows: [][][]tree.Run{{tree.Plain(a), tree.Plain(b)}}}}
	},
	"a narrow cell": func(_ *rapid.T, s string) []tree.Block {
		t := wideTable(14, 2)
		t.Rows[1][6] = tree.Plain(s)
		return []tree.Block{t}
	},
	"a page's end": func(r *rapid.T, s string) []tree.Block {
		var out []tree.Block
		for i := range rapid.IntRange(20, 45).Draw(r, "lines") {
			out = append(out, tree.Para(tree.Text(fmt.Sprintf("filler %c", 'a'+i%26))))
		}
		a, b := halves(r, s)
		return append(out, tree.Para(tree.Text(a)), tree.Para(tree.Text(b)))
	},
	"a link's target": func(_ *rapid.T, s string) []tree.Block {
		return []tree.Block{tree.Para(tree.Run{Text: "here", Link: "https://status.example/?q=" + url.QueryEscape(s)})}
	},
	"a footnote": func(_ *rapid.T, s string) []tree.Block {
		return []tree.Block{tree.Para(tree.Text("see"), tree.Run{Note: tree.Plain(s)})}
	},
	"a picture's text": func(r *rapid.T, s string) []tree.Block {
		i, err := tree.NewImage(photograph(), s)
		if err != nil {
			r.Fatal(err)
		}
		return []tree.Block{i}
	},
	"code": func(_ *rapid.T, s string) []tree.Block { return []tree.Block{tree.Code{Text: s}} },
}

// photograph is a small JPEG.
func photograph() []byte {
	var j bytes.Buffer
	if err := jpeg.Encode(&j, image.NewGray(image.Rect(0, 0, 40, 40)), nil); err != nil {
		panic(err) // a buffer does not fail
	}
	return j.Bytes()
}

// with is the fixture with one more internal line.
func with(text string) Input {
	in := fixture(Customer)
	in.Case.Items = append(slices.Clone(in.Case.Items), casefile.Record{Kind: casefile.KindLine, ID: "planted", Fields: map[string]any{"text": text, "visibility": "internal", "starred": true, "at": "2026-03-13T12:00:00Z"}})
	return in
}

// TestPlantedTextIsFoundAndWhatIsProjectedIsClean draws an internal text, builds the customer's document, which must have
// nothing of it, then bypasses the projection at a drawn place, which must be found.
func TestPlantedTextIsFoundAndWhatIsProjectedIsClean(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		text := drawText(r)
		format := rapid.SampledFrom(mostly(testFormats)).Draw(r, "format")
		place := rapid.SampledFrom(sortedPlaces()).Draw(r, "place")
		in := with(text)
		fb := SealedBy(in)
		b, err := Build(rapid.SampledFrom([]string{Closure, RCA}).Draw(r, "kind"), in)
		if err != nil {
			r.Fatal(err)
		}
		if found := drawnCheck(r, b.Tree, format, fb); len(found) > 0 {
			r.Fatalf("the projection gave %+v", found)
		}
		b.Tree.Blocks = append(b.Tree.Blocks, placesOf[place](r, text)...)
		if found := drawnCheck(r, b.Tree, format, fb); !slices.ContainsFunc(found, func(f Finding) bool { return f.ID == findingID("internal_text", "planted", "text") }) {
			r.Fatalf("%q in %s as %s: found %+v", text, place, format, found)
		}
	})
}

// mostly draws the formats that need the PDF engine seldom: one of their checks takes as long as a hundred of the others.
func mostly(formats []Format) (out []Format) {
	for _, f := range formats {
		out = append(out, f)
		for range 8 {
			if f != PDF && f != Mail {
				out = append(out, f)
			}
		}
	}
	return out
}

func sortedPlaces() []string {
	var out []string
	for name := range placesOf {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

func drawnCheck(r *rapid.T, doc tree.Tree, f Format, fb Forbidden) []Finding {
	printed, err := Render(context.Background(), doc, f, means())
	if err != nil {
		r.Fatal(err)
	}
	checked, err := Check(context.Background(), sharedReader(), File{"document." + f.Ending(), f, printed.Data}, Customer, fb)
	if err != nil {
		r.Fatal(err)
	}
	return checked.Findings
}

// TestAPicturesNotesAreSearched gives the renderers a picture that NewImage did not clean.
func TestAPicturesNotesAreSearched(t *testing.T) {
	j := photograph()
	body := append([]byte("Exif\x00\x00"), secretEnglish...)
	data := slices.Concat(j[:2], []byte{0xff, 0xe1, 0, byte(len(body) + 2)}, body, j[2:])
	fb := Forbidden{Texts: []Sealed{{Record: "x", Text: secretEnglish}}}
	for _, f := range testFormats {
		found := check(t, tree.Tree{Title: "t", Blocks: []tree.Block{tree.Image{Type: "image/jpeg", Data: data, Alt: "x"}}}, f, fb)
		if seen := len(found) > 0; seen != carriesPictures(f) {
			t.Errorf("%s: found %+v", f, found)
		}
	}
	clean, err := tree.NewImage(data, "x")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range testFormats {
		if found := check(t, tree.Tree{Title: "t", Blocks: []tree.Block{clean}}, f, fb); len(found) > 0 {
			t.Errorf("%s: a picture made ready for documents has %+v", f, found)
		}
	}
}

func TestMixedScriptsAreFoundInEveryFormat(t *testing.T) {
	for _, s := range []string{"שגתהבגהגת במא אאנבתאכד node 42 ושא צזח וכת באב", "رفض node الثالث 42 كل الاتصالات بعد upgrade الأخير"} {
		fb := Forbidden{Texts: []Sealed{{Record: "x", Text: s}}}
		doc := tree.Tree{Title: "t", Blocks: []tree.Block{tree.Para(tree.Text("see"), tree.Run{Note: tree.Plain(s)})}}
		doc2 := tree.Tree{Title: "t", Blocks: []tree.Block{tree.Para(tree.Text(s))}}
		for _, f := range testFormats {
			if len(check(t, doc, f, fb)) == 0 || len(check(t, doc2, f, fb)) == 0 {
				t.Errorf("%q as %s was not found", s, f)
			}
		}
	}
}

func carriesPictures(f Format) bool { return f != Slack && f != Plain }

func TestTheFileNameIsSearched(t *testing.T) {
	fb := Forbidden{Names: []string{"Umbrella Freight"}}
	if found := checkFile(t, File{Name: "umbrella-freight-closure.txt", Format: Plain, Data: []byte("x")}, fb); len(found) != 1 || found[0].Where != "file name" {
		t.Fatalf("%+v", found)
	}
}

func TestShortInternalTextsAreFoundAsAWhole(t *testing.T) {
	sealed := func(s string) Forbidden { return Forbidden{Texts: []Sealed{{Record: "x", Text: s, Prose: true}}} }
	for _, c := range []struct {
		internal, said string
		found          bool
	}{
		{"Vendor is to blame", "So the vendor is to blame.", true},
		{"Vendor is to blame", "A vendor is to blameless.", false},
		{"供应商不会在周一之前回复我们", "他们说供应商不会在周一之前回复我们了", true},
		{"restarted", "It was restarted.", false},
		{"https://crm.example/9", "see https://crm.example/9 there", true},
	} {
		if found := check(t, tree.Tree{Title: "t", Blocks: []tree.Block{tree.Para(tree.Text(c.said))}}, Plain, sealed(c.internal)); (len(found) > 0) != c.found {
			t.Errorf("%q in %q: %+v", c.internal, c.said, found)
		}
	}
	fb := sealed("Vendor is to blame")
	fb.Open = []string{"We heard that the vendor is to blame for this"}
	if found := check(t, tree.Tree{Title: "The vendor is to blame"}, Plain, fb); len(found) > 0 {
		t.Errorf("what the customer may read is a finding: %+v", found)
	}
}

func TestNamesAddressesAndKeysAreFoundHoweverTheyAreBroken(t *testing.T) {
	fb := Forbidden{
		People: []string{"Priya Raman", "Mark Young"}, Guests: []string{"Saskia de Boer"}, Names: []string{"Umbrella Freight", "شركة المظلة للشحن", "HP"},
		Own: []string{"Veldhoorn Rail"}, Emails: []string{"priya.raman@ourcompany.example"}, Hosts: []string{"crm.ourcompany.example"}, OwnKeys: []string{"ESC-7K3F2Q"},
		IsKey: func(key string) bool { return strings.HasPrefix(key, "ESC-") },
	}
	for said, kind := range map[string]string{
		"asked Um-\nbrella Freight": "name", "asked UMBRELLA\u00adFREIGHT": "name", "then Priya said": "name", "شركة المظلة للشحن": "name", "HP has it too": "name",
		"write priya.raman@our\ncompany.example": "email", "at crm.our\ncompany.example": "host", "as in ESC-AAAAAA": "key",
		"Saskia said, mark the node, and ESC-7K3F2Q is yours, INC-004512 of your tracker; Veldhoorn Rail": "",
	} {
		var kinds []string
		for _, f := range checkFile(t, File{Format: Plain, Data: []byte(said)}, fb) {
			kinds = append(kinds, f.Kind)
		}
		if kind != "" && !slices.Contains(kinds, kind) || kind == "" && len(kinds) > 0 {
			t.Errorf("%q: %v, want %q", said, kinds, kind)
		}
	}
}

func TestAnothersNameWithinTheCustomersOwnIsNoFinding(t *testing.T) {
	fb := Forbidden{Names: []string{"Veldhoorn", "Rail"}, Own: []string{"Veldhoorn Rail"}}
	if found := checkFile(t, File{Format: Plain, Data: []byte("For Veldhoorn Rail.")}, fb); len(found) > 0 {
		t.Fatalf("%+v", found)
	}
	if found := checkFile(t, File{Format: Plain, Data: []byte("For Veldhoorn Rail, as for Veldhoorn.")}, fb); len(found) != 1 {
		t.Fatalf("%+v", found)
	}
}

func TestTheReceiptRepeatsNothingOfWhatWasSearched(t *testing.T) {
	in := with(secretEnglish)
	fb := SealedBy(in)
	says := strings.Join(Checked{Places: []string{"page 1"}, Letters: 7}.Says(fb), " ")
	for _, s := range fb.Texts {
		if squeeze(s.Text).runes() >= shortest && strings.Contains(says, s.Text) {
			t.Errorf("it says %q", s.Text)
		}
	}
	if !strings.Contains(says, fmt.Sprintf("%d internal texts", len(fb.Texts))) {
		t.Error(says)
	}
}

// FuzzCheck holds that no text of a file, and none of what is forbidden, makes the check fail or find what it cannot show.
func FuzzCheck(f *testing.F) {
	f.Add("asked Um-\nbrella Freight", "Umbrella Freight", "The vendor will not answer before Monday", uint8(0))
	f.Add("رفض node 42 %D8%B1 ESC-7K3F2Q", "شركة المظلة", "لن يرد المورد قبل يوم الاثنين", uint8(1))
	f.Add("İ ﷺ ﬁ e\u0301\u0301 \u200f", "İ", "ﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺ", uint8(2))
	f.Fuzz(func(t *testing.T, text, name, internal string, format uint8) {
		fb := Forbidden{
			Texts: []Sealed{{Record: "a", Text: internal, Prose: true, Item: true}, {Record: "b", Text: internal[len(internal)/2:], File: true}}, Open: []string{name},
			People: []string{name, internal}, Names: []string{name}, Emails: []string{name}, Hosts: []string{name}, Own: []string{name[:len(name)/2]}, Guests: []string{internal},
		}
		file := File{Format: []Format{Plain, Slack, Markdown, HTML}[format%4], Data: []byte(text)}
		checked, err := Check(context.Background(), sharedReader(), file, Customer, fb)
		if err != nil {
			t.Skip() // a file that cannot be read is not called clean
		}
		for _, found := range checked.Findings {
			if found.ID == "" || found.What == "" || found.Where == "" {
				t.Fatalf("%+v", found)
			}
		}
	})
}
