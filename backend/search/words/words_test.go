package words

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func texts(text string, kinds ...Kind) []string {
	out := []string{}
	for _, t := range All(text) {
		if len(kinds) == 0 || slices.Contains(kinds, t.Kind) {
			out = append(out, t.Text)
		}
	}
	return out
}

func TestHowATextIsCut(t *testing.T) {
	for text, want := range map[string]string{
		"Connection RESET by peer.":  "connection reset by peer",
		"Straße STRASSE":             "strasse strasse",
		"Störung über Düsseldorf":    "storung uber dusseldorf",
		"Ещё й ё":                    "еще й е",
		"Ελλάς ΟΔΟΣ":                 "ελλασ οδοσ",
		"ﬁle １２ ½":                   "file 12 1 2",
		"it's don't l'erreur O'Hara": "its dont l erreur o hara",
		"customer’s":                 "customers",
		"こんにちは":                      "こん んに にち ちは は",
		"ｻｰﾊﾞｰ":                      "サー ーバ バー ー",
		"서버 오류":                      "서버 버 오류 류",
		"東":                          "東",
		"エラーcode500":                 "エラ ラー ー code500 code 500",
		"camelCase HTTPServer x":     "camelcase camel case httpserver http server x",
		"a.b":                        "a b a.b",
		"ERR_CONN_RESET,":            "err conn reset err_conn_reset",
		`C:\Users\me`:                "c users me c:/users/me",
		"https://a.example:8443/":    "https a example 8443 https://a.example:8443",
		"10.1.2.3":                   "10 1 2 3 10.1.2.3",
		"after\x00nul":               "after nul",
		"bad\xffbyte":                "bad byte",
		"":                           "",
		"--- *** ///":                "",
	} {
		if got := strings.Join(texts(text), " "); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func TestTokensKnowTheirPlace(t *testing.T) {
	text := "Ｆｕｌｌ Straße e\u0301tait ｻｰﾊﾞｰ x_y"
	for _, tok := range All(text) {
		if got := text[tok.From:tok.To]; tok.Kind == Word && Fold(got) != tok.Text {
			t.Errorf("%q stands at %q", tok.Text, got)
		}
	}
	if last := All(text)[len(All(text))-1]; text[last.From:last.To] != "x_y" || last.Kind != Whole {
		t.Errorf("%+v", last)
	}
}

func TestALongWordIsCutTheSameInTextAndQuery(t *testing.T) {
	word := strings.Repeat("aB9", MaxText/3)
	all := All(word)
	if len(all) != 1 || len(all[0].Text) != maxWord {
		t.Fatalf("%d tokens", len(all))
	}
	if other := All(word[:400]); other[0].Text != all[0].Text {
		t.Error("the beginning of the word is another token")
	}
}

func TestWhatLiesBeyondTheLimitIsNotRead(t *testing.T) {
	text := strings.Repeat("é ", MaxText/3-10) + " inside"
	if all := texts(text); all[len(all)-1] != "inside" {
		t.Error("the last word within the limit is missing")
	}
	if all := texts(text + strings.Repeat(" ", 100) + "outside"); slices.Contains(all, "outside") {
		t.Error("a word beyond the limit was read")
	}
}

func TestStems(t *testing.T) {
	for word, want := range map[string]string{"resets": "reset", "connections": "connect", "ошибки": "ошибк", "ошибка": "ошибк",
		"go": "go", "v1s": "v1s", "検索": "検索", "ελλασ": "ελλασ"} {
		if got := Stem(word); got != want {
			t.Errorf("%s: %s, want %s", word, got, want)
		}
	}
}

func TestCoded(t *testing.T) {
	for word, want := range map[string]bool{"reset": false, "Reset": false, "RESET": false, "e-mail": false, "E0308": true, "a.b": true,
		"camelCase": true, "ERR_X": true, "/var": true, "ошибка": false} {
		if Coded(word) != want {
			t.Errorf("%s: %v", word, !want)
		}
	}
}

// lawful holds what every text's tokens promise.
func lawful(t interface{ Fatalf(string, ...any) }, text string) {
	last := -1
	used := Each(text, func(tok Token) {
		switch {
		case tok.From < 0 || tok.To > len(text) || tok.From >= tok.To:
			t.Fatalf("%q: %+v lies outside", text, tok)
		case tok.Text == "" || !utf8.ValidString(tok.Text):
			t.Fatalf("%q: %+v is no token", text, tok)
		case tok.Kind != Whole && tok.Pos < last:
			t.Fatalf("%q: %+v goes back", text, tok)
		case tok.Kind == Word && len(tok.Text) <= maxWord && Fold(tok.Text) != tok.Text:
			t.Fatalf("%q: %+v folds to %q", text, tok, Fold(tok.Text))
		}
		if tok.Kind != Whole {
			last = tok.Pos
		}
	})
	if last >= used {
		t.Fatalf("%q: position %d of %d", text, last, used)
	}
}

func TestEveryTextIsCutLawfully(t *testing.T) {
	piece := rapid.SampledFrom([]string{"a", "B", "ß", "é", "e\u0301", "ｶﾞ", "検", "索", "ー", "ا", "ё", "й", "1", "½", "_", ".", "-", " ", "'s",
		"\x00", "\xff", "ﬁ", "Ⅷ", "한", "\u1100\u1161", "👩‍👧", "İ", "ǆ", "²"})
	rapid.Check(t, func(t *rapid.T) {
		lawful(t, strings.Join(rapid.SliceOfN(piece, 0, 20).Draw(t, "pieces"), ""))
	})
}

func FuzzCut(f *testing.F) {
	for _, s := range []string{"Straße", "ｻｰﾊﾞｰ x_y", "a\x00b\xffc", "İstanbul ǅ", "it's", "\u0301\u0301", fmt.Sprint("a", strings.Repeat("\u0301", 40))} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { lawful(t, s) })
}

// TestOnlyPassesOverWhatIsNotAskedFor compares Only and Anywhere with All: of the tokens that begin as one that is asked for none is
// missing, and each stands where All has it.
func TestOnlyPassesOverWhatIsNotAskedFor(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.RuneFrom([]rune("abcABC012 .-_'\u00c4\u00f6\u00df\u00bd\u212b\u0301エラ서"))).Draw(t, "text")
		asked := rapid.StringOfN(rapid.RuneFrom([]rune("abc012ä")), 1, 3, -1).Draw(t, "asked")
		var those Initials
		those.Add(Fold(asked))
		unplaced := func(all []Token) []Token {
			out := slices.Clone(all)
			for i := range out {
				out[i].Pos = 0
			}
			return out
		}
		all := All(text)
		for name, cut := range map[string]func(string, *Initials, func(Token)){"only": Only, "anywhere": Anywhere} {
			var found []Token
			cut(text, &those, func(tok Token) { found = append(found, tok) })
			all := all
			if name == "anywhere" {
				all, found = unplaced(all), unplaced(found)
			}
			for _, tok := range found {
				if !slices.Contains(all, tok) {
					t.Fatalf("%s: %q is no token of %q", name, tok.Text, text)
				}
			}
			for _, tok := range all {
				if strings.HasPrefix(tok.Text, Fold(asked)) && !slices.Contains(found, tok) {
					t.Fatalf("%s: %q of %q was passed over", name, tok.Text, text)
				}
			}
		}
	})
}

// TestAWordBeginsAsItsStemDoes is what lets a text be looked through for a stem by how words begin.
func TestAWordBeginsAsItsStemDoes(t *testing.T) {
	begins := func(word string) bool {
		var those Initials
		those.AddStem(Stem(word))
		return those.begins(word)
	}
	for _, w := range []string{"dying", "lying", "tying", "skies", "skis", "idly", "ugly", "news", "ies", "aing", "ying", "yes"} {
		if !begins(w) {
			t.Errorf("%s becomes %s", w, Stem(w))
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringOfN(rapid.RuneFrom([]rune("abdegiklnorstuyаеинот")), 1, 12, -1).Draw(t, "word") +
			rapid.SampledFrom([]string{"", "ing", "ies", "ying", "ly", "ness", "ed", "ами", "ость"}).Draw(t, "ending")
		if !begins(word) {
			t.Fatalf("%s becomes %s", word, Stem(word))
		}
	})
}

func TestAPlainWordHasNoParts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := rapid.StringOfN(rapid.RuneFrom([]rune("abAB12'é")), 1, 8, -1).Draw(t, "word")
		parts := 0
		eachPart(w, func(int, int) { parts++ })
		if plain(w) && parts > 0 {
			t.Fatalf("%s has %d parts", w, parts)
		}
	})
}

func BenchmarkAnywhere(b *testing.B) {
	text := strings.Repeat("The certificate of the Storage proxy was renewed at night, and then it answered with HTTP404. ", 20)
	var those Initials
	for _, w := range []string{"reset", "storage", "timeout"} {
		those.Add(w)
	}
	for _, cut := range []struct {
		name string
		do   func(string, *Initials, func(Token))
	}{{"only", Only}, {"anywhere", Anywhere}} {
		b.Run(cut.name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				cut.do(text, &those, func(Token) {})
			}
		})
	}
}
