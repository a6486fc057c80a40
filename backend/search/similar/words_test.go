package similar

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestTokensOfAText(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"stop words and stems", "The exports are failing after an upgrade", "export fail upgrad"},
		{"lone letters go, lone digits stay", "a b 7 step", "7 step"},
		{"camelCase whole and in parts", "readTimeout", "readtimeout read timeout"},
		{"capitals before a word", "HTTPServer", "httpserver http server"},
		{"compounds whole and in parts", "ORA-00942 in app/main.go", "ora 00942 app main go =ora-00942 =app/main.go"},
		{"a compound ends in a letter", "see v1.2.3.", "see v1 2 3 =v1.2.3"},
		{"short compounds are none", "a.b", ""},
		{"German", "Die Aufträge werden nicht übertragen, Straße GROSSE", "die auftrag werden nicht ubertragen strass gross"},
		{"decomposed accents", "Cafe\u0301 café", "cafe cafe"},
		{"Russian endings", "ошибки ошибка Ещё", "ошибк ошибк ещ"},
		{"Japanese in pairs", "画面が固まる", "画面 面が が固 固ま まる"},
		{"one character alone", "右 左", "右 左"},
		{"Japanese beside Latin", "エラーCODE500です", "エラ ラー code500 です"},
		{"half-width Japanese", "ｴﾗｰ", "エラ ラー"},
		{"Korean", "로그인 실패", "로그 그인 실패"},
		{"Chinese", "数据库连接超时", "数据 据库 库连 连接 接超 超时"},
		{"full-width Latin", "ＡＢＣ１２", "abc12"},
		{"broken UTF-8 and NUL divide", "disk\xff\xfefull\x00now9", "disk full now9"},
		{"nothing", " \t\n…", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := strings.Join(tokensOf(c.text), " "); got != strings.Join(distinct(strings.Fields(c.want)), " ") {
				t.Errorf("%q gives %q, want %q", c.text, got, c.want)
			}
		})
	}
}

func distinct(all []string) (out []string) {
	for _, s := range all {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

func TestAWordOfAMegabyteIsNoWord(t *testing.T) {
	long := strings.Repeat("x", 1<<20)
	if got := tokensOf("before " + long); !slices.Equal(got, []string{}) {
		t.Errorf("got %d tokens: %.80q", len(got), got)
	}
	if got := tokensOf("disk " + strings.Repeat("ж", 1000) + " full"); !slices.Equal(got, []string{"disk", "full"}) {
		t.Errorf("got %.80q", got)
	}
}

func TestListsReachTheTitleAndTheFirstLines(t *testing.T) {
	a := analyse("alpha alpha", strings.Repeat("beta ", leadTokens)+"gamma alpha")
	want := map[string]term{
		"alpha": {title: 2, body: 1, listed: inTitle}, "beta": {body: leadTokens, listed: inLead}, "gamma": {body: 1},
	}
	for _, got := range a.terms {
		w := want[got.key]
		if got.title != w.title || got.body != w.body || got.listed != w.listed {
			t.Errorf("%s: got %+v, want %+v", got.key, got, w)
		}
	}
	if a.lenTitle != 2 || a.lenBody != leadTokens+2 {
		t.Errorf("lengths %d and %d", a.lenTitle, a.lenBody)
	}
}

func TestPairsDoNotCrossFromTitleToBody(t *testing.T) {
	a := analyse("alpha beta", "gamma delta alpha beta")
	var got []string
	for _, p := range a.pairs {
		got = append(got, a.terms[p.first].key+" "+a.terms[p.second].key)
	}
	if want := []string{"alpha beta", "gamma delta", "delta alpha"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestTheFirstPlaceOfAToken(t *testing.T) {
	text := "Fails: fail readTimeout ORA-00942, 00942 画面が固まる"
	for key, want := range map[string]string{"fail": "Fails", "timeout": "Timeout", "=ora-00942": "ORA-00942", "00942": "00942", "固ま": "固ま", "まる": "まる"} {
		at, ok := First(text, key)
		if got := text[at.From:at.To]; !ok || got != want {
			t.Errorf("%q stands at %q, want %q", key, got, want)
		}
	}
	if at, ok := First(text, "absent"); ok {
		t.Errorf("what is not there stands at %v", at)
	}
}

func TestEveryTokenStandsSomewhere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		for _, term := range analyse("", text).terms {
			s, ok := First(text, term.key)
			if !ok || s.From < 0 || s.To > len(text) || s.From >= s.To || !utf8.ValidString(text[s.From:s.To]) {
				t.Fatalf("%q: span %v of %q, %v", term.key, s, text, ok)
			}
		}
	})
}

func TestTextOfFirstLineAndRest(t *testing.T) {
	d := FromText("\n  Export hangs \nat 90 %\n")
	if d.Title != "Export hangs" || strings.TrimSpace(d.Body) != "at 90 %" {
		t.Errorf("got %+v", d)
	}
	wall := strings.Repeat("the export hangs at ninety. ", 40)
	if d := FromText(wall); d.Title == "" || len(d.Title) > 200 || d.Title+d.Body != strings.TrimSpace(wall) {
		t.Errorf("got the title %q", d.Title)
	}
}

func FuzzAnalyse(f *testing.F) {
	f.Add("Export hängt", "ORA-00942\x00 画面\xff readTimeout a.b.c")
	f.Fuzz(func(t *testing.T, title, body string) {
		a := analyse(title, body)
		for _, p := range a.pairs {
			if p.hash >= 1<<24 || int(p.first) >= len(a.terms) || int(p.second) >= len(a.terms) {
				t.Fatalf("pair %+v of %d terms", p, len(a.terms))
			}
		}
		for _, w := range a.terms {
			if w.key == "" || w.surface == "" || w.title+w.body == 0 {
				t.Fatalf("term %+v", w)
			}
		}
	})
}

func FuzzRecord(f *testing.F) {
	whole := encodeRecord([]entry{{1, 1, 0, inTitle}, {5, 0, 300, inLead}}, []uint32{7, 9000})
	decode := func(body []byte) ([]entry, []uint32, error) {
		entries, rest, err := decodeTerms(body, 1000, nil)
		if err != nil {
			return nil, nil, err
		}
		pairs, err := decodePairs(rest, nil)
		return entries, pairs, err
	}
	f.Add(whole[:len(whole)-4])
	f.Fuzz(func(t *testing.T, body []byte) {
		entries, pairs, err := decode(body)
		if err != nil {
			return
		}
		again, err := checkedRecord(encodeRecord(entries, pairs))
		must(t, err)
		sameEntries, samePairs, err := decode(again)
		if err != nil || !slices.Equal(entries, sameEntries) || !slices.Equal(pairs, samePairs) {
			t.Fatalf("%v %v became %v %v, %v", entries, pairs, sameEntries, samePairs, err)
		}
	})
}

// tokensOf gives the distinct tokens of a text.
func tokensOf(text string) []string {
	var keys []string
	for _, t := range analyse("", text).terms {
		keys = append(keys, t.key)
	}
	return keys
}
