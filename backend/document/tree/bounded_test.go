package tree

import (
	"reflect"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"pgregory.net/rapid"
)

// hostile are beginnings that made the parser's time grow with the square of their number.
var hostile = []string{"[a](", "[", "![", "[a](<b", "[a][", "[[a](b)", "*a ", "*a_b", "_a", "~~a ", "[^1]", "[ ] ", "<a\n", "`a``", "> ", ">", "1. ", "- ",
	"[a]: b\n", "[^a]: x\n", "a\n", "a\n> b\n"}

// Without the bounds this takes minutes, and the tests' time is up.
func TestHostileTextIsReadInReasonableTimeAndStays(t *testing.T) {
	for _, piece := range hostile {
		source := "**first**\n\n" + strings.Repeat(piece, 1<<19/len(piece)) + "\n\nlast"
		got := words(FromMarkdown(source, 1, nil))
		if !strings.Contains(got, "first") || !strings.Contains(got, "last") {
			t.Errorf("%q: the text around it is not there", piece)
		}
	}
}

func TestBeyondItsStepsATextIsPrintedAsItIs(t *testing.T) {
	many := strings.Repeat("[a](", 1<<16)
	got := words(FromMarkdown("**one**\n\n"+many+"\n\n**two**", 1, nil))
	if got != "one|"+many+"|**two**" {
		t.Fatalf("%d characters of %d", len(got), len(many))
	}
}

func TestWhatIsNestedTooDeepStaysAsItIs(t *testing.T) {
	deep := strings.Repeat("> ", 1000) + "x"
	if got := words(FromMarkdown(deep, 1, nil)); got != deep {
		t.Fatal(got)
	}
	if _, ok := FromMarkdown("> > - quoted", 1, nil)[0].(Quote); !ok {
		t.Fatal("a quote is none any more")
	}
}

func TestFootnotesThatReferToEachOtherDoNotMultiply(t *testing.T) {
	source := "[^0] [^1] [^2] [^3] [^4] [^5] [^6] [^7] [^8] [^9]\n\n[^0]: laugh\n"
	for i := range 9 {
		n := string(rune('0' + i))
		source += "\n[^" + string(rune('1'+i)) + "]: " + strings.Repeat("[^"+n+"] ", 100) + "\n"
	}
	if got := words(FromMarkdown(source, 1, nil)); len(got) > 4*mostNoted || !strings.Contains(got, "[10]") {
		t.Fatalf("%d characters of %d", len(got), len(source))
	}
}

// Within the bounds the parser is goldmark's own with its extensions.
func TestWithinTheBoundsNothingIsReadOtherwise(t *testing.T) {
	own := goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote)).Parser()
	rapid.Check(t, func(t *rapid.T) {
		pieces := rapid.SliceOfN(rapid.SampledFrom(append(hostile, "**a**", "`b`", "x", " ", "\n", "\n\n", "| a |\n|---|\n| ~~b~~ |\n", "https://a.example ", "- [x] ", "# ", "[n]", "[n]: /x\n", "[^1]: y\n", "<b>", "\\*", ")", "]")), 0, 40).Draw(t, "pieces")
		src := []byte(strings.Join(pieces, ""))
		if got, want := shape(markdown, src), shape(own, src); !reflect.DeepEqual(got, want) {
			t.Fatalf("got %v, want %v", got, want)
		}
	})
}

// shape is what a parser made of a text.
func shape(p parser.Parser, src []byte) (out []string) {
	_ = ast.Walk(p.Parse(text.NewReader(src)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		out = append(out, n.Kind().String())
		if t, ok := n.(*ast.Text); ok && entering {
			out = append(out, string(t.Segment.Value(src)))
		}
		return ast.WalkContinue, nil
	})
	return out
}
