package paste

import (
	"html"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"precedent/backend/document/tree"
)

func letters(s string) string {
	return regexp.MustCompile(`[^\p{L}\p{N}]+`).ReplaceAllString(s, "")
}

// TestEveryWordIsThere is the law of this package, for any text in any block.
func TestEveryWordIsThere(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		text := tree.Text(rapid.StringMatching("[ a-zA-Z0-9*_`~<>|&#+=:!.,()\\[\\]{}\"'$@^/-]{1,40}").Draw(r, "text"))
		text.Strong, text.Strike, text.Code = rapid.Bool().Draw(r, "strong"), rapid.Bool().Draw(r, "strike"), rapid.Bool().Draw(r, "code")
		runs := []tree.Run{tree.Text("before "), text, {Break: true}, tree.Text("after"), {Note: []tree.Run{text}}}
		for name, b := range map[string]tree.Block{
			"paragraph": tree.Paragraph{Text: runs}, "heading": tree.Heading{Level: 2, Text: runs}, "quote": tree.Quote{Blocks: []tree.Block{tree.Paragraph{Text: runs}}},
			"list":  tree.List{Ordered: true, Start: 7, Items: []tree.Item{{Blocks: []tree.Block{tree.Paragraph{Text: runs}}}}},
			"table": tree.Table{Head: [][]tree.Run{runs, runs, runs, runs}, Rows: [][][]tree.Run{{runs, runs, runs, runs}}},
			"facts": tree.Facts{Pairs: []tree.Fact{{Label: text.Text, Value: runs}}}, "callout": tree.Callout{Tone: tree.Note, Text: runs}, "code": tree.Code{Text: text.Text},
		} {
			words := tree.Tree{Blocks: []tree.Block{b}}.Lines()
			for dialect, said := range map[string]string{"plain": PlainText([]tree.Block{b}), "slack": html.UnescapeString(SlackText([]tree.Block{b}))} {
				for _, line := range words {
					for _, w := range strings.Fields(line) {
						if !strings.Contains(letters(said), letters(w)) {
							r.Fatalf("%s as %s lost %q:\n%s", name, dialect, w, said)
						}
					}
				}
			}
		}
	})
}

func TestPlain(t *testing.T) {
	blocks := tree.FromMarkdown("# Head\n\ntext [a](https://a.example) and <b@c.example>[^1]\n\n- [x] done\n- [ ] open\n\n3. three\n   - deep\n\n> said\n\n```\ncode\n```\n\n| a | b |\n|-|-|\n| 1 | 2 |\n\n[^1]: note", 1, nil)
	want := "Head\n----\n\ntext a (https://a.example) and b@c.example [1]\n\n[x] done\n[ ] open\n\n3. three\n   - deep\n\n> said\n\n    code\n\na | b\n1 | 2\n\n[1] note"
	if got := PlainText(blocks); got != want {
		t.Fatalf("got\n%s", got)
	}
}

func TestSlack(t *testing.T) {
	blocks := tree.FromMarkdown("# Head & more\n\ntext **bold *both*** ~~gone~~ `x<y` [a|b](https://a.example/?x=1&y=2) @here <@U123>\n\n- one\n\n```\n<code>\n```", 1, nil)
	want := "*Head &amp; more*\n\ntext *bold* *_both_* ~gone~ `x&lt;y` <https://a.example/?x=1&amp;y=2|a¦b> @\u2060here &lt;@U123&gt;\n\n• one\n\n```\n&lt;code&gt;\n```"
	if got := SlackText(blocks); got != want {
		t.Fatalf("got\n%s", got)
	}
}

func TestInSlackSignsInTextStayText(t *testing.T) {
	for in, want := range map[string]string{"snake_case stays": "snake_case stays", "_look_ at *this*": "＿look＿ at ∗this∗", "a*b": "a*b", "run `rm`": "run ‵rm‵", "2 ~ 3": "2 ∼ 3"} {
		if got := SlackText([]tree.Block{tree.Para(tree.Text(in))}); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
