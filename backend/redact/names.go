package redact

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// internalHost is what no public host looks like: a name under a suffix that is never delegated (RFC 6762, RFC 8375, ICANN's
// .internal, and those in common use), or a machine's name that ends in a number, such as str-ams-03.
var (
	internalHost = regexp.MustCompile(`(?i)\b(?:[a-z0-9](?:[a-z0-9\-]*[a-z0-9])?\.)+(?:internal|intranet|corp|lan|home|local|localdomain|private|svc|cluster\.local|home\.arpa)\b`)
	machine      = regexp.MustCompile(`\b[a-z][a-z0-9]{1,14}(?:-[a-z0-9]{1,15}){1,5}-?\d{1,4}\b`)
)

// notMachines are endings of words with numbers that are no machines.
var notMachines = regexp.MustCompile(`^(?:utf|sha|md|rfc|iso|cve|http|tls|ssl|h|v|version|step|phase|part|page|level|tier|sev|severity|day|week|month|top|release|rc|beta|alpha|covid|type|error|code|issue|ticket|case)-`)

func internalHosts(text string, own []string) []Span {
	var out []Span
	for _, m := range internalHost.FindAllStringIndex(text, -1) {
		out = append(out, Span{m[0], m[1], Host, "a host of an internal network"})
	}
	for _, m := range machine.FindAllStringIndex(text, -1) {
		if s := text[m[0]:m[1]]; strings.Count(s, "-") >= 2 && !notMachines.MatchString(s) && strings.ContainsAny(s[len(s)-1:], "0123456789") && !inAddress(text, m[0]) {
			out = append(out, Span{m[0], m[1], Host, "looks like the name of a machine"})
		}
	}
	for _, s := range names(text, own) {
		s.Kind, s.Why = Host, "a host of your own"
		out = append(out, s)
	}
	return out
}

// inAddress says that a place belongs to the path of a web address or of a file, where words are joined with hyphens too.
func inAddress(text string, at int) bool {
	start := strings.LastIndexAny(text[:at], " \t\n\"'(<[") + 1
	return strings.Contains(text[start:at], "/")
}

// shortestName keeps initials and articles from being looked for; a name of two letters, such as HP, counts as it is written.
const shortestName = 3

// names finds whole words, whatever their case and the white space between them.
func names(text string, list []string) []Span {
	var out []Span
	lower := strings.ToLower(text)
	for _, n := range list {
		n = strings.TrimSpace(strings.ToValidUTF8(n, ""))
		runes := utf8.RuneCountInString(n)
		if runes < shortestName-1 || !strings.Contains(lower, strings.ToLower(strings.Fields(n)[0])) {
			continue
		}
		for _, m := range nameShape(n).FindAllStringIndex(text, -1) {
			if wordEdge(text, m[0], m[1]) && (runes >= shortestName || text[m[0]:m[1]] == n && strings.ToUpper(n) == n) {
				out = append(out, Span{m[0], m[1], Name, "a name that is not this customer's to read"})
			}
		}
	}
	return out
}

func nameShape(name string) *regexp.Regexp {
	var shape strings.Builder
	shape.WriteString(`(?i)`)
	last := ' '
	for i, w := range strings.Fields(name) {
		first, _ := utf8.DecodeRuneInString(w)
		switch {
		case i == 0:
		case wordRune(first) || wordRune(last):
			shape.WriteString(`\s+`)
		default: // scripts without spaces write names with or without one
			shape.WriteString(`\s*`)
		}
		shape.WriteString(regexp.QuoteMeta(w))
		last, _ = utf8.DecodeLastRuneInString(w)
	}
	return regexp.MustCompile(shape.String())
}

// wordEdge says that a match is not a part of a longer word. Scripts without spaces have no edges.
func wordEdge(text string, start, end int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:start])
	first, _ := utf8.DecodeRuneInString(text[start:])
	last, _ := utf8.DecodeLastRuneInString(text[:end])
	after, _ := utf8.DecodeRuneInString(text[end:])
	return !joined(before, first) && !joined(last, after)
}

func joined(a, b rune) bool { return wordRune(a) && wordRune(b) }

func wordRune(r rune) bool {
	return (unicode.IsLetter(r) || unicode.IsDigit(r)) && !unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai)
}

// Words finds the names as Find does, and nothing else.
func Words(text string, list []string) []Span { return apart(names(text, list)) }
