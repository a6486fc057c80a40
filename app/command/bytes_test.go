package command

import (
	"strings"
	"testing"

	"precedent/backend/casefile"
)

func TestAnArgumentThatIsNoTextIsRefusedAndNotChanged(t *testing.T) {
	for _, args := range [][]string{{"log", "ESC-7K3F2Q", "x\xffy"}, {"set", "ESC-7K3F2Q", "title=\xfe"}, {"search", "\xc3"}} {
		_, err := Parse(args)
		if casefile.CodeOf(err) != casefile.Invalid || !strings.Contains(casefile.Sentence(err), "UTF-8") {
			t.Errorf("%q: %v, want a word about UTF-8", args, err)
		}
	}
}
