package tree

import (
	"net/url"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/bidi"
)

// Clean makes a text printable: valid UTF-8, lines ended by \n, no control characters but tab and line end, and none of the
// two characters that force a writing direction, with which a text can be made to read as another.
func Clean(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r == '\r', r == '\v', r == '\f', r == '\u2028', r == '\u2029', r == '\u0085':
			return '\n'
		case unicode.Is(unicode.Cc, r), r == '\u202d', r == '\u202e', nonCharacter(r):
			return -1
		}
		return r
	}, s)
}

// nonCharacter says that XML, and so Word, cannot hold the rune.
func nonCharacter(r rune) bool {
	return r&0xfffe == 0xfffe || r >= 0xfdd0 && r <= 0xfdef || r >= 0xd800 && r <= 0xdfff
}

// CleanLine is Clean for text within a line: line ends and tabs become spaces.
func CleanLine(s string) string {
	return strings.NewReplacer("\n", " ", "\t", " ").Replace(Clean(s))
}

// SafeLink gives a link's target, or "" when a document must not carry it.
func SafeLink(target string) string {
	target = strings.TrimSpace(Clean(target))
	u, err := url.Parse(target)
	if err != nil || strings.ContainsAny(target, "\n\t\"<>\\`{}| ") {
		return ""
	}
	switch strings.ToLower(u.Scheme) {
	case "http", "https":
		if u.Host == "" {
			return ""
		}
		return target
	case "mailto":
		return target
	}
	return ""
}

// RightToLeft says that a text's first letter belongs to a script written from right to left (Unicode's rules P2 and P3).
func RightToLeft(runs []Run) bool {
	for _, r := range runs {
		for _, c := range r.Text {
			p, _ := bidi.LookupRune(c)
			switch p.Class() {
			case bidi.L:
				return false
			case bidi.R, bidi.AL:
				return true
			}
		}
	}
	return false
}
