package document

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"precedent/backend/document/tree"
)

// BenchmarkCheck reads a customer's document of some ten pages back, in a workspace of 2,000 customers and 300 colleagues,
// with a megabyte of log attached to the case.
func BenchmarkCheck(b *testing.B) {
	built, err := Build(RCA, fixture(Customer))
	if err != nil {
		b.Fatal(err)
	}
	for i := range 150 {
		built.Tree.Blocks = append(built.Tree.Blocks, tree.Para(tree.Text(strings.Repeat(fmt.Sprintf("Node %d was looked at and found whole. ", i), 4))))
	}
	fb := SealedBy(fixture(Customer))
	for i := range 2000 {
		fb.Names = append(fb.Names, fmt.Sprintf("Customer %c%c%c Number %d", 'A'+i%26, 'A'+i/26%26, 'A'+i/676, i), fmt.Sprintf("alias%d", i))
	}
	for i := range 300 {
		fb.People = append(fb.People, fmt.Sprintf("Given%d Family%d", i, i))
	}
	var log strings.Builder
	for i := 0; log.Len() < 1<<20; i++ {
		fmt.Fprintf(&log, "2026-03-13T07:50:%02d node-%d refused connection %d from 10.0.0.%d\n", i%60, i%7, i, i%255)
	}
	fb.Texts = append(fb.Texts, Sealed{Record: "a", Field: "text", Where: "a file", Text: log.String(), File: true})
	for _, f := range []Format{HTML, DOCX} {
		printed, err := Render(context.Background(), built.Tree, f, Means{})
		if err != nil {
			b.Fatal(err)
		}
		b.Run(string(f), func(b *testing.B) {
			for b.Loop() {
				checked, err := Check(context.Background(), sharedReader(), File{Format: f, Data: printed.Data}, Customer, fb)
				if err != nil || len(checked.Findings) > 0 {
					b.Fatal(err, checked.Findings)
				}
			}
		})
	}
}
