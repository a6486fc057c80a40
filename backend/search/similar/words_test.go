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
			if got := strings.Join(Keys(c.text), " "); got != strings.Join(distinct(strings.Fields(c.want)), " ") {
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
	if got := Keys("before " + long); !slices.Equal(got, []string{}) {
		t.Errorf("got %d tokens: %.80q", len(got), got)
	}
	if got := Keys("disk " + strings.Repeat("ж", 1000) + " full"); !slices.Equal(got, []string{"disk", "full"}) {
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

func TestSpansMarkWhatIsShared(t *testing.T) {
	text := "Login FAILED with ORA-00942, 画面が固まる"
	var got []string
	for _, s := range Spans(text, "fail", "=ora-00942", "00942", "固ま", "まる") {
		got = append(got, text[s.From:s.To])
	}
	if want := []string{"FAILED", "ORA-00942", "固まる"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestSpansStandWhereTheirKeysAre(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		for _, key := range Keys(text) {
			spans := Spans(text, key)
			if len(spans) == 0 {
				t.Fatalf("%q is in Keys of %q but stands nowhere", key, text)
			}
			for _, s := range spans {
				if s.From < 0 || s.To > len(text) || s.From >= s.To || !utf8.ValidString(text[s.From:s.To]) {
					t.Fatalf("%q: span %v of %q", key, s, text)
				}
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
	f.Add(encodeRecord([]entry{{1, 1, 0, inTitle}, {5, 0, 300, inLead}}, []uint32{7, 9000}))
	f.Fuzz(func(t *testing.T, rec []byte) {
		entries, pairs, err := decodeRecord(rec, 1000, nil, nil)
		if err != nil {
			return
		}
		again, morePairs, err := decodeRecord(encodeRecord(entries, pairs), 1000, nil, nil)
		if err != nil || !slices.Equal(entries, again) || !slices.Equal(pairs, morePairs) {
			t.Fatalf("%v %v became %v %v, %v", entries, pairs, again, morePairs, err)
		}
	})
}
