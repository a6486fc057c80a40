package tree

import (
	"strings"
	"testing"
)

func words(blocks []Block) string { return strings.Join(lines(blocks), "|") }

func TestMarkdownIsReadAsText(t *testing.T) {
	cases := []struct{ in, want string }{
		{"a **b** *c* ~~d~~ `e`", "a b c d e"},
		{"one\ntwo", "one two"},
		{"one  \ntwo", "one\ntwo"},
		{"<b>x</b> &amp; \\*y\\*", "<b>x</b> & *y*"},
		{"<div>\nraw\n</div>", "<div>\nraw\n</div>"},
		{"- a\n- b\n  - c", "a|b|c"},
		{"| a | b |\n|---|---|\n| 1 | 2<br>3 |", "a|b|1|2\n3"},
		{"x[^1]\n\n[^1]: the note", "x the note"},
		{"![pic](http://evil.example/x.png)", "[picture: pic http://evil.example/x.png]"},
		{"[go](javascript:alert(1))", "go (javascript:alert(1))"},
		{"a\u202eb\x07c", "abc"},
		{"> q", "q"},
		{"```go\nx\n```", "x"},
	}
	for _, c := range cases {
		if got := words(FromMarkdown(c.in, 1, nil)); got != c.want {
			t.Errorf("%q: got %q, want %q", c.in, got, c.want)
		}
	}
}

func TestLinksGoOnlyWhereTheyMay(t *testing.T) {
	for target, want := range map[string]string{
		"https://example.com/a?b=1&c=2": "https://example.com/a?b=1&c=2", "mailto:a@b.example": "mailto:a@b.example", "HTTP://x.example": "HTTP://x.example",
		"javascript:alert(1)": "", "data:text/html,x": "", "file:///etc/passwd": "", "//x.example": "", "/relative": "", "https://": "", "java\tscript:x": "", "https://x.example/\"onclick": "",
	} {
		if got := SafeLink(target); got != want {
			t.Errorf("%q: got %q, want %q", target, got, want)
		}
	}
}

func TestTasksAndLooksAreKept(t *testing.T) {
	list, ok := FromMarkdown("- [x] **done**\n- [ ] open", 1, nil)[0].(List)
	if !ok || list.Items[0].Task != DoneTask || list.Items[1].Task != OpenTask {
		t.Fatalf("%+v", list)
	}
	if p := list.Items[0].Blocks[0].(Paragraph); !p.Text[0].Strong || p.Text[0].Text != "done" {
		t.Fatalf("%+v", p)
	}
}

func TestAPictureOfTheCallerStandsAsABlock(t *testing.T) {
	blocks := FromMarkdown("see ![node](shot.png)", 1, func(name string) (Image, bool) { return Image{Type: "image/png"}, name == "shot.png" })
	if i, ok := blocks[1].(Image); !ok || i.Alt != "node" {
		t.Fatalf("%+v", blocks)
	}
}

func TestTheFirstLetterDecidesTheDirection(t *testing.T) {
	for s, want := range map[string]bool{"123 שלום x": true, "x שלום": false, "(تم)": true, "12": false} {
		if RightToLeft(Plain(s)) != want {
			t.Errorf("%q", s)
		}
	}
}

func TestWidthsAddUpAndHoldTheirWords(t *testing.T) {
	table := Table{Head: [][]Run{Plain("Status"), Plain("What happened")}, Rows: [][][]Run{{Plain("Prevent"), Plain(strings.Repeat("long text ", 20))}}}
	w := Widths(table)
	if sum := w[0] + w[1]; sum < 0.999 || sum > 1.001 {
		t.Fatal(sum)
	}
	if w[0]*lineHolds < float64(len("Prevent")) {
		t.Fatalf("the first column has room for %.1f characters", w[0]*lineHolds)
	}
}

func TestDatesStandOnOneLineAndTheTextHasTheRest(t *testing.T) {
	table := Table{Head: [][]Run{Plain("When"), Plain("What happened")}, Rows: [][][]Run{{Plain("13 Mar 2026, 07:50"), Plain(strings.Repeat("long text ", 20))}}}
	if w := Widths(table)[0] * lineHolds; w < 18 || w > 22 {
		t.Fatalf("the dates have room for %.1f characters", w)
	}
}

func TestWhatIsNoPictureIsRefused(t *testing.T) {
	for _, data := range []string{"", "\x89PNG\r\n\x1a\n", "<svg/>", strings.Repeat("\x00", 1000)} {
		if _, err := NewImage([]byte(data), ""); err == nil {
			t.Errorf("%q was taken", data)
		}
	}
}

func FuzzFromMarkdown(f *testing.F) {
	f.Add("# a\n- [x] b\n> c\n\n|a|\n|-|\n|b|\n\n[^1]: x\n[^1] <b> &amp; \\[")
	f.Fuzz(func(t *testing.T, s string) {
		text := words(FromMarkdown(s, 1, nil))
		if strings.ContainsAny(text, "\x00\x07\u202e") {
			t.Fatalf("%q", text)
		}
	})
}
