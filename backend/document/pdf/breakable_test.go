package pdf

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestOnlyLongWordsMayBreak(t *testing.T) {
	for s, want := range map[string]string{
		"short words stay": "short words stay", "abcdef": "a|b|c|d|e|f", "ab abcdef cd": "ab a|b|c|d|e|f cd", "статусы": "с|т|а|т|у|с|ы", "الانتظار": "الانتظار", "存储节点拒绝连接": "存储节点拒绝连接", "abcde\u0301f": "a|b|c|d|e\u0301|f",
	} {
		if got := strings.ReplaceAll(breakable(s, 5), string(zeroWidthSpace), "|"); got != want {
			t.Errorf("%q: got %q, want %q", s, got, want)
		}
	}
}

func TestNothingIsAddedButPlacesToBreak(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := strings.ReplaceAll(rapid.String().Draw(r, "text"), string(zeroWidthSpace), "")
		if got := strings.ReplaceAll(breakable(s, rapid.IntRange(1, 20).Draw(r, "longest")), string(zeroWidthSpace), ""); got != s {
			r.Fatalf("%q became %q", s, got)
		}
	})
}
