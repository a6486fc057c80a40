package markdown

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"precedent/backend/document/tree"
)

// lines gives runs as the lines of a paragraph, each begun so that it is no heading, list or table.
func (w *writer) lines(runs []tree.Run) string {
	lines := strings.Split(w.line(runs), "\n")
	var kept []string
	for _, l := range lines {
		if l = strings.TrimSpace(l); l != "" {
			kept = append(kept, guardStart(l))
		}
	}
	return strings.Join(kept, "\\\n")
}

// guardStart escapes what at the beginning of a line would make it a block.
func guardStart(l string) string {
	if strings.ContainsRune("#+-=:>", rune(l[0])) {
		return "\\" + l
	}
	digits := strings.TrimLeft(l, "0123456789")
	if n := len(l) - len(digits); n > 0 && n < len(l) && (l[n] == '.' || l[n] == ')') {
		return l[:n] + "\\" + l[n:]
	}
	return l
}

// line gives runs as Markdown, with \n where a line ends.
func (w *writer) line(runs []tree.Run) string {
	var b strings.Builder
	for i, r := range runs {
		switch {
		case r.Break:
			b.WriteByte('\n')
		case r.Note != nil:
			b.WriteString(w.note(r.Note))
		default:
			before, _ := utf8.DecodeLastRuneInString(b.String())
			b.WriteString(w.run(r, before, following(runs[i+1:])))
		}
	}
	return strings.TrimRight(b.String(), " ")
}

func (w *writer) note(text []tree.Run) string {
	w.notes = append(w.notes, "")
	n := len(w.notes)
	w.notes[n-1] = strings.ReplaceAll(w.line(text), "\n", " ")
	return fmt.Sprintf("[^%d]", n)
}

func following(runs []tree.Run) rune {
	if len(runs) == 0 || runs[0].Break {
		return ' '
	}
	if runs[0].Note != nil || runs[0].Link != "" {
		return '['
	}
	r, _ := utf8.DecodeRuneInString(runs[0].Text)
	return r
}

func (w *writer) run(r tree.Run, before, after rune) string {
	if strings.TrimSpace(r.Text) == "" {
		return r.Text
	}
	core := strings.TrimSpace(r.Text)
	lead, _, _ := strings.Cut(r.Text, core)
	trail := r.Text[len(lead)+len(core):]
	if lead != "" {
		before = ' '
	}
	if trail != "" {
		after = ' '
	}
	text := escape(core)
	if r.Code && (!w.inTable || !strings.ContainsAny(core, "|\\")) {
		text = codeSpan(core) // a table would cut it at a pipe, and take backslashes before one
	}
	text = mark(text, core, r, before, after)
	if r.Link != "" {
		text = "[" + text + "](" + strings.NewReplacer("(", "\\(", ")", "\\)", "&", "&amp;", "*", "\\*", "_", "\\_").Replace(r.Link) + ")"
	}
	return lead + text + trail
}

// mark puts emphasis around a text where Markdown would see it; elsewhere the words count more than their look.
func mark(text, core string, r tree.Run, before, after rune) string {
	stars := ""
	if r.Strong {
		stars = "**"
	}
	if r.Emph || r.Missing {
		stars += "*"
	}
	if r.Strike {
		stars += "~~"
	}
	first, _ := utf8.DecodeRuneInString(core)
	last, _ := utf8.DecodeLastRuneInString(core)
	inLink := r.Link != ""
	if strings.ContainsRune("*~", first) || strings.ContainsRune("*~", last) {
		return text
	}
	if stars == "" || !inLink && (!flanks(first, before) || !flanks(last, after)) || inLink && (!word(first) || !word(last)) {
		return text
	}
	if r.Code && !inLink && (word(before) || word(after)) {
		return text
	}
	return stars + text + reverse(stars)
}

// flanks says that a delimiter between outside and inside opens or closes emphasis (CommonMark, left- and right-flanking).
func flanks(inside, outside rune) bool {
	return word(inside) || !word(outside) && outside != '*' && outside != '~'
}

func word(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func reverse(s string) string {
	b := []byte(s)
	for i, j := 0, len(b)-1; i < j; i, j = i+1, j-1 {
		b[i], b[j] = b[j], b[i]
	}
	return string(b)
}

func codeSpan(s string) string {
	ticks := strings.Repeat("`", longestRun(s, '`')+1)
	pad := ""
	if strings.HasPrefix(s, "`") || strings.HasSuffix(s, "`") {
		pad = " "
	}
	return ticks + pad + s + pad + ticks
}

// entity is what Markdown would read as one character; a plain & stays, as in addresses.
var entity = regexp.MustCompile(`^&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);`)

const longestEntity = 33 // &CounterClockwiseContourIntegral;

// escape keeps text text.
func escape(s string) string {
	var b strings.Builder
	runes := []rune(s)
	for i, r := range runes {
		switch {
		case strings.ContainsRune("\\`*[]<>~|", r), r == '_' && !inWord(runes, i), r == '#' && i == len(runes)-1:
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '&' && entity.MatchString(string(runes[i:min(len(runes), i+longestEntity)])):
			b.WriteString("&amp;")
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func inWord(s []rune, i int) bool {
	return i > 0 && i+1 < len(s) && word(s[i-1]) && word(s[i+1])
}
