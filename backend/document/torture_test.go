package document

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"strings"
	"sync"
	"testing"

	"precedent/backend/document/tree"
)

var torturedOnce sync.Once
var tortured tree.Tree

// torture is a tree of everything that is known to break documents. It is made once: no renderer may change it.
func torture(t testing.TB) tree.Tree {
	t.Helper()
	torturedOnce.Do(func() { tortured = makeTorture(t) })
	return tortured
}

func makeTorture(t testing.TB) tree.Tree {
	t.Helper()
	doc := tree.Tree{
		Title: "Storage & <nodes> refused “connections” #import *stars* 株式会社",
		Meta:  tree.Meta{Kind: "Torture", Key: "DOC-TEST01", Audience: "Internal", Internal: true, Version: "Draft, version 2", Date: "2026-03-17"},
	}
	doc.Blocks = append(doc.Blocks, tree.Facts{Pairs: []tree.Fact{
		{Label: "Customer", Value: tree.Plain("Veldhoorn Rail")}, {Label: "Closed", Value: tree.NotRecorded()},
		{Label: "Participants", Value: tree.Plain("averyveryverylongsinglewordwithoutanyspaceinit@example.com and others")},
	}})
	doc.Blocks = append(doc.Blocks, tree.FromMarkdown(tortureMarkdown, 1, nil)...)
	doc.Blocks = append(doc.Blocks, tree.Head(1, "Wide"), wideTable(14, 5), tree.Head(1, "Long"), wideTable(3, 60), tree.Head(1, "Code"),
		tree.Code{Lang: "go", Text: "short line\n" + strings.Repeat("abcdefghi_", 40) + "END400\n\tindented"}, tree.Head(1, "Pictures"))
	for i := range 40 {
		doc.Blocks = append(doc.Blocks, tree.Para(tree.Text(fmt.Sprintf("Picture number %d follows.", i+1))), picture(t, i))
	}
	doc.Blocks = append(doc.Blocks, tree.Callout{Tone: tree.Gap, Text: tree.Plain("Not recorded: the end.")})
	return doc
}

const tortureMarkdown = `
# Scripts
Chinese 存储节点拒绝了连接, Japanese ストレージが拒否, Korean 저장 노드, Russian Узлы отказали.

تم حل المشكلة بعد إعادة تشغيل الخدمة في 13 March

הבעיה נפתרה אחרי הפעלה מחדש

Emoji 🚨 ✅ done, a URL https://status.example.com/incidents/2026/03/13/averyveryverylongpaththatdoesnotendfor/some/time?and=more&even=more#fragment end.

## Hostile
<script>alert(1)</script> and <b>bold</b>, [bad](javascript:alert(1)), [good](https://example.com/a?b=1&c=2), ![pic](http://evil.example/x.png)

#let x = 1; $math$ @ref <label> // comment /* c */ \ backslash ~ tilde --- dashes

<div onclick="x()">
raw block
</div>

- [x] a done task
- [ ] an open task with **strong**, *emph*, ~~gone~~ and ` + "`code | pipe`" + `

1. first
   - nested one
   - nested two
2. second[^1]

> Somebody said this,
> and this.

| Left | Centre | Right |
|:--|:-:|--:|
| a\|b | c<br>d | 1 |

---

[^1]: The footnote says *this*.
`

func wideTable(columns, rows int) tree.Table {
	t := tree.Table{}
	for c := range columns {
		t.Head = append(t.Head, tree.Plain(fmt.Sprintf("Column %d", c+1)))
	}
	for r := range rows {
		var row [][]tree.Run
		for c := range columns {
			row = append(row, tree.Plain(fmt.Sprintf("cell-%d-%d replication_factor_unbroken", r+1, c+1)))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func picture(t testing.TB, n int) tree.Block {
	t.Helper()
	const width, height = 900, 220
	m := image.NewRGBA(image.Rect(0, 0, width, height))
	for i := range width * height {
		m.Pix[4*i], m.Pix[4*i+1], m.Pix[4*i+2], m.Pix[4*i+3] = uint8(i%width/4), uint8(i/width), uint8(n*6), 255
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	i, err := tree.NewImage(b.Bytes(), fmt.Sprintf("alt text %d", n+1))
	if err != nil {
		t.Fatal(err)
	}
	return i
}
