package document

import (
	"regexp"
	"strings"

	"precedent/backend/document/extract"
)

// acrossPages joins the pages of a PDF without what neighbours share at their beginning and end (the page's head and foot, a
// table's repeated header), so that a sentence that a page's end cuts in two is found.
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
	var words []string
	for i, p := range pages {
		head, foot := 0, 0
		for _, j := range []int{i - 1, i + 1} {
			if j >= 0 && j < len(pages) {
				head, foot = max(head, sharedHead(p, pages[j])), max(foot, sharedFoot(p, pages[j]))
			}
		}
		words = append(words, p[head:max(head, len(p)-foot)]...)
	}
	return []extract.Part{{Where: "across pages", Text: strings.Join(words, " ")}}
}

func sharedHead(a, b []string) int {
	n := 0
	for n < min(len(a), len(b)) && masked(a[n]) == masked(b[n]) {
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

var number = regexp.MustCompile(`\d+`)

// masked makes page numbers alike.
func masked(word string) string { return number.ReplaceAllString(word, "0") }
