package markdown

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"precedent/backend/document/tree"
)

func plain(s string) string { return strings.Join(strings.Fields(s), " ") }

// TestReadingBackGivesTheWords is the law of this package, for any text in any block.
func TestReadingBackGivesTheWords(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		text := rapid.StringMatching("[ a-zA-Z0-9*_`~<>|&#+=:!.,()\\[\\]\\\\{}\"'$@^/-]{1,40}").Draw(r, "text")
		look := rapid.IntRange(0, 5).Draw(r, "look")
		run := tree.Text(text)
		run.Strong, run.Emph, run.Strike, run.Code = look == 1, look == 2, look == 3, look == 4
		if look == 5 {
			run.Link = "https://example.com/a_b(c)?d=1&e=2"
		}
		runs := []tree.Run{tree.Text(rapid.SampledFrom([]string{"", "x", "x ", "("}).Draw(r, "before")), run, tree.Text(rapid.SampledFrom([]string{"", "y", " y", ")"}).Draw(r, "after"))}
		want := plain(tree.Words(runs))
		for name, b := range map[string]tree.Block{
			"paragraph": tree.Paragraph{Text: runs}, "heading": tree.Heading{Level: 1, Text: runs}, "quote": tree.Quote{Blocks: []tree.Block{tree.Paragraph{Text: runs}}},
			"list": tree.List{Items: []tree.Item{{Blocks: []tree.Block{tree.Paragraph{Text: runs}}}}}, "table": tree.Table{Head: [][]tree.Run{runs}},
		} {
			md := Fragment([]tree.Block{b})
			got := plain((tree.Tree{Blocks: tree.FromMarkdown(md, 1, nil)}).Words())
			if got != want {
				r.Fatalf("%s: %q came back as %q from\n%s", name, want, got, md)
			}
		}
	})
}

func TestCodeIsKeptToTheLetter(t *testing.T) {
	for _, s := range []string{"a\n  b", "```\ninner\n```", "", "\ttab", "| x |"} {
		blocks := tree.FromMarkdown(Fragment([]tree.Block{tree.Code{Lang: "go", Text: s}}), 1, nil)
		if c, ok := blocks[0].(tree.Code); !ok || c.Text != s {
			t.Errorf("%q came back as %+v", s, blocks)
		}
	}
}

func TestTwoListsStayTwo(t *testing.T) {
	item := func(s string) tree.List {
		return tree.List{Items: []tree.Item{{Blocks: []tree.Block{tree.Para(tree.Text(s))}}}}
	}
	if blocks := tree.FromMarkdown(Fragment([]tree.Block{item("a"), item("b")}), 1, nil); len(blocks) != 2 {
		t.Fatalf("%+v", blocks)
	}
}
