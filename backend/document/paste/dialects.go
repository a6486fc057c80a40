package paste

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"precedent/backend/document/tree"
)

var plain = dialect{
	text:  func(s string) string { return s },
	run:   func(text string, _ tree.Run) string { return text },
	link:  func(text, target string) string { return text + " (" + target + ")" },
	title: func(s string) string { return underlined(s, "=") },
	heading: func(s string, level int) string {
		if level > 1 {
			return s
		}
		return underlined(s, "-")
	},
	code:   func(s string) string { return indented(s, "    ", "    ") },
	bullet: "- ", quote: "> ",
}

func underlined(s, with string) string {
	if s == "" {
		return ""
	}
	const longest = 72
	return s + "\n" + strings.Repeat(with, min(utf8.RuneCountInString(s), longest))
}

// slack is Slack's mrkdwn: *bold*, _italic_, ~struck~, `code`, <address|text>; &, < and > are escaped as entities.
var slack = dialect{
	text: func(s string) string { return entities(twins(s)) },
	run:  slackLook,
	link: func(text, target string) string {
		return "<" + strings.NewReplacer("&", "&amp;", "<", "%3C", ">", "%3E", "|", "%7C").Replace(target) + "|" + strings.ReplaceAll(text, "|", "¦") + ">"
	},
	title:   boldLine,
	heading: func(s string, _ int) string { return boldLine(s) },
	code: func(s string) string {
		return "```\n" + strings.ReplaceAll(entities(s), "```", "‵‵‵") + "\n```"
	},
	bullet: "• ", quote: "> ",
}

func entities(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
}

// boldLine makes a line bold that has no bold in it already.
func boldLine(s string) string {
	if s == "" {
		return ""
	}
	return "*" + strings.ReplaceAll(s, "*", "") + "*"
}

func slackLook(text string, r tree.Run) string {
	if r.Code {
		return "`" + strings.ReplaceAll(entities(text), "`", "‵") + "`"
	}
	for _, look := range []struct {
		on   bool
		sign string
	}{{r.Strike, "~"}, {r.Emph || r.Missing, "_"}, {r.Strong, "*"}} {
		if look.on {
			text = look.sign + text + look.sign
		}
	}
	return text
}

// twin of each sign that changes how a word looks.
var twin = map[rune]rune{'*': '∗', '_': '＿', '~': '∼', '`': '‵'}

// twins puts a twin where a sign stands at the edge of a word: within words Slack leaves them alone. A name that would call
// everybody is parted from its sign by a joiner that is not seen.
func twins(s string) string {
	runes := []rune(s)
	for i, r := range runes {
		inside := i > 0 && i+1 < len(runes) && wordRune(runes[i-1]) && wordRune(runes[i+1])
		if t, sign := twin[r]; sign && (!inside || r == '`') {
			runes[i] = t
		}
	}
	return strings.NewReplacer("@here", "@\u2060here", "@channel", "@\u2060channel", "@everyone", "@\u2060everyone").Replace(string(runes))
}

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
