package wording

import (
	_ "embed"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

//go:embed rules.yaml
var rulesFile []byte

// Rule is one thing that is looked for.
type Rule struct {
	ID       string `yaml:"id"`
	Points   int    `yaml:"points"`
	Find     string `yaml:"find"`
	Says     string `yaml:"says"`
	Hint     string `yaml:"hint"`
	Customer bool   `yaml:"customer"`

	pattern *regexp.Regexp
}

// Finding is a place in a text: bytes Start to End of it, the rule, why it hurts, and what to write instead.
type Finding struct {
	Start, End int
	Rule       string
	Says, Hint string
	Points     int
}

// Person is a colleague whose name should not stand where a cause is told, and the role to write in its place.
type Person struct{ Name, Role string }

// Rules are those of the program. They panic if the file is wrong, which its test would have found.
var Rules = sync.OnceValue(func() []Rule {
	var list []Rule
	if err := yaml.Unmarshal(rulesFile, &list); err != nil {
		panic(err)
	}
	for i := range list {
		list[i].pattern = regexp.MustCompile(`(?i)\b(?:` + list[i].Find + `)\b`)
	}
	return list
})

// longSentence is how many words a reader takes in at once; above it, plain-language guides ask for two sentences.
const longSentence = 30

// deeds are what a name in front of them makes a person the cause of (REQUIREMENTS 2.3).
const deeds = `caused|broke|deployed|ran|deleted|missed|ignored|triggered`

// Check looks at a text in Markdown. customer says that a customer reads it.
func Check(text string, people []Person, customer bool) []Finding {
	open := speech(text)
	var out []Finding
	for _, r := range Rules() {
		if r.Customer && !customer {
			continue
		}
		for _, at := range r.pattern.FindAllStringIndex(open, -1) {
			out = append(out, Finding{at[0], at[1], r.ID, r.Says, r.Hint, r.Points})
		}
	}
	out = append(out, named(open, people)...)
	out = append(out, long(open)...)
	slices.SortStableFunc(out, func(a, b Finding) int { return a.Start - b.Start })
	return out
}

// named finds people who are made the cause.
func named(text string, people []Person) []Finding {
	var out []Finding
	for _, p := range people {
		if utf8.RuneCountInString(p.Name) < 3 {
			continue
		}
		pattern := regexp.MustCompile(`(?i)\b` + regexp.QuoteMeta(p.Name) + `\s+(?:` + deeds + `)\b`)
		for _, at := range pattern.FindAllStringIndex(text, -1) {
			hint := "Write the role, and what the system let happen."
			if p.Role != "" {
				hint = "Write “" + p.Role + "”, and what the system let happen."
			}
			out = append(out, Finding{at[0], at[1], "person", "This makes a person the cause.", hint, 3})
		}
	}
	return out
}

// long finds sentences of more words than one takes in.
func long(text string) []Finding {
	var out []Finding
	for _, s := range Sentences(text) {
		if n := len(strings.FieldsFunc(text[s[0]:s[1]], unicode.IsSpace)); n > longSentence {
			out = append(out, Finding{s[0], s[1], "long", "This sentence has more than thirty words.", "Make two of it.", 1})
		}
	}
	return out
}

// Sentences are the places of the sentences of a text, without lists' marks, tables, headings and what is blank.
func Sentences(text string) [][2]int {
	var out [][2]int
	start := -1
	end := func(at int) {
		if start >= 0 && strings.TrimSpace(text[start:at]) != "" {
			out = append(out, [2]int{start, at})
		}
		start = -1
	}
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		switch {
		case r == '\n' && breaks(text[at+1:]):
			end(at)
		case start < 0 && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			start = at
		case strings.ContainsRune(".!?。！？", r) && stops(text[at+size:]):
			if start >= 0 {
				end(at + size)
			}
		}
		at += size
	}
	end(len(text))
	return out
}

// breaks says that a new line begins something new: a paragraph, an item, a table, a heading.
func breaks(rest string) bool {
	line, _, _ := strings.Cut(rest, "\n")
	line = strings.TrimSpace(line)
	return line == "" || strings.ContainsRune("-*#|>+", rune(line[0])) || numbered.MatchString(line)
}

var numbered = regexp.MustCompile(`^\d+[.)]\s`)

// stops says that a dot ends a sentence: a blank and a capital, or nothing, follows.
func stops(rest string) bool {
	after := strings.TrimLeft(rest, `"”’')*_`)
	if after == "" || after[0] == '\n' {
		return true
	}
	next := strings.TrimLeftFunc(after, unicode.IsSpace)
	r, _ := utf8.DecodeRuneInString(next)
	return len(next) < len(after) && !unicode.IsLower(r) || unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
}

// speech is the text with what is quoted and what is code blanked, byte for byte, so that places stay.
func speech(text string) string {
	out := []byte(text)
	for _, p := range notSpeech {
		for _, at := range p.FindAllStringIndex(text, -1) {
			for i := at[0]; i < at[1]; i++ {
				if out[i] != '\n' {
					out[i] = ' '
				}
			}
		}
	}
	return string(out)
}

var notSpeech = []*regexp.Regexp{
	regexp.MustCompile("(?s)```.*?(```|$)"), regexp.MustCompile("`[^`\n]*`"), regexp.MustCompile(`(?m)^\s*>.*$`),
	regexp.MustCompile(`“[^”\n]*”`), regexp.MustCompile(`"[^"\n]*"`), regexp.MustCompile(`\]\([^)\n]*\)`), regexp.MustCompile(`https?://\S+`), regexp.MustCompile(`\[missing: [^\]\n]*\]`),
}
