package html

import (
	"strings"
	"testing"

	"golang.org/x/net/html"
	"pgregory.net/rapid"

	"precedent/backend/document/tree"
)

// risky walks a page and names what could run or load something.
func risky(n *html.Node) string {
	if n.Type == html.ElementNode {
		switch n.Data {
		case "script", "iframe", "object", "embed", "form", "link", "base", "svg", "math":
			return n.Data
		}
		for _, a := range n.Attr {
			switch {
			case strings.HasPrefix(a.Key, "on"), a.Key == "style", a.Key == "srcset":
				return a.Key
			case a.Key == "src" && !strings.HasPrefix(a.Val, "data:image/"):
				return a.Val
			case a.Key == "href" && !strings.HasPrefix(a.Val, "#") && tree.SafeLink(a.Val) == "":
				return a.Val
			}
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if r := risky(c); r != "" {
			return r
		}
	}
	return ""
}

func TestNothingInAPageRunsOrLoads(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{`<script>x()</script>`, `"><img src=x onerror=y()>`, `</style><script>z()</script>`, `[a](javascript:b())`, `<a href="data:text/html,x">`})).Draw(r, "text")
		doc := tree.Tree{Title: s, Meta: tree.Meta{Audience: s, Kind: s, Version: s, Key: s, Lang: s}, Blocks: append(tree.FromMarkdown(s, 1, nil), tree.Para(tree.Text(s)), tree.Code{Text: s}, tree.Callout{Tone: tree.Tone(s), Text: tree.Plain(s)}, tree.Image{Type: s, Alt: s})}
		root, err := html.Parse(strings.NewReader(string(Render(doc))))
		if err != nil {
			r.Fatal(err)
		}
		if found := risky(root); found != "" {
			r.Fatalf("%q", found)
		}
	})
}

func TestTheNetLetsThroughWhatThePageNeeds(t *testing.T) {
	doc := tree.Tree{Title: "T", Meta: tree.Meta{Audience: "Internal", Internal: true}, Blocks: tree.FromMarkdown("# h\n\n1. a\n2. b\n\n- [x] c\n\n| l | r |\n|:--|--:|\n| 1 | 2 |\n\n`code` ~~s~~ [x](https://e.example/?a=1&b=2) n[^1]\n\n[^1]: note\n\nשלום", 1, nil)}
	doc.Blocks = append(doc.Blocks, tree.Image{Type: "image/png", Data: []byte("x"), Alt: "alt"}, tree.Facts{Pairs: []tree.Fact{{Label: "L", Value: tree.NotRecorded()}}})
	page := string(Render(doc))
	for _, want := range []string{`class="internal"`, `<h2 dir="auto">h</h2>`, `<ol>`, `[x]`, `class="right"`, `<code>code</code>`, `<s>s</s>`, `href="https://e.example/?a=1&amp;b=2"`, `href="#note-1"`, `id="note-1"`, `src="data:image/png;base64,`, `alt="alt"`, `class="missing"`, "<dl>", `scope="col"`} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s", want)
		}
	}
}

func TestTheHeadOfPrintedPagesCannotLeaveItsString(t *testing.T) {
	if got := cssString(`a"; } body { x: url(y) </style>`); strings.ContainsAny(strings.Trim(got, `"`), `"<;{}(`) {
		t.Fatal(got)
	}
}

func TestAFragmentIsWhatAPageHasAndNoPage(t *testing.T) {
	doc := tree.Tree{Title: "T & U", Blocks: tree.FromMarkdown("text <td class=x>\n\n| a |\n|-|\n| <b>1</b> |\n\n```\n<pre>\n```", 1, nil)}
	got := string(Fragment(doc))
	for _, want := range []string{"T &amp; U", "&lt;td class=x&gt;", `<td style="border`, "&lt;b&gt;1&lt;/b&gt;", "&lt;pre&gt;"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	for _, not := range []string{"<html", "<style", "<script", "<meta"} {
		if strings.Contains(got, not) {
			t.Errorf("%q in\n%s", not, got)
		}
	}
}
