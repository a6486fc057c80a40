package document

import (
	"strings"

	"precedent/backend/document/extract"
)

// acrossPages joins the pages of a PDF, so that a sentence that a page's end cuts in two is found. The pages are joined
// twice: without what all of them share at their beginning and end, which are the page's head and foot, and without what
// neighbours share, which a table's repeated header is too. The second takes the first word of a sentence for a head now and
// then; the first does not.
func acrossPages(parts []extract.Part) []extract.Part {
	var pages [][]string
	for _, p := range parts {
		if strings.HasPrefix(p.Where, "page ") {
			pages = append(pages, strings.Fields(p.Text))
		}
	}
	if len(pages) < 2 {
		return nil
	}
	everywhere := joined(pages, func(int) (before, after [][]string) { return pages, pages })
	beside := joined(pages, func(i int) (before, after [][]string) { return pages[max(0, i-1):i], pages[i+1 : min(len(pages), i+2)] })
	out := []extract.Part{{Where: "across pages", Text: everywhere}}
	if beside != everywhere {
		out = append(out, extract.Part{Where: "across pages", Text: beside})
	}
	return out
}

// joined puts pages together, each without the head and foot that it shares with all of the pages before or after it that
// are named: where both sides are the same, with every page, else with the one beside it that shares more.
func joined(pages [][]string, others func(i int) (before, after [][]string)) string {
	var words []string
	for i, p := range pages {
		before, after := others(i)
		head := max(sharedByAll(p, before, sharedHead), sharedByAll(p, after, sharedHead))
		foot := max(sharedByAll(p, before, sharedFoot), sharedByAll(p, after, sharedFoot))
		words = append(words, p[head:max(head, len(p)-foot)]...)
	}
	return strings.Join(words, " ")
}

// sharedByAll is how many words a page shares with every one of some pages; none where there is no other page.
func sharedByAll(p []string, others [][]string, shared func(a, b []string) int) int {
	if len(others) == 0 {
		return 0
	}
	n := len(p)
	for _, other := range others {
		n = min(n, shared(p, other))
	}
	return n
}

func sharedHead(a, b []string) int {
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return n
}

func sharedFoot(a, b []string) int {
	n := 0
	for n < min(len(a), len(b)) && masked(a[len(a)-1-n]) == masked(b[len(b)-1-n]) {
		n++
	}
	return n
}

// masked makes page numbers alike. Figures within a word tell sentences apart, which must not be taken for feet.
func masked(word string) string {
	if strings.Trim(word, "0123456789") == "" {
		return "0"
	}
	return word
}
