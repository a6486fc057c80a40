package redact

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// GivenNames finds people who are called by a part of their name: "Priya" of "Priya Raman". Parts that the guests share are
// left out: these people may be meant. A part that is also a word, such as Mark or Grace, counts where it is written as a
// name: with a capital letter, within a sentence.
func GivenNames(text string, people, guests []string) []Span {
	var out []Span
	for part := range nameParts(people, guests) {
		for _, s := range names(text, []string{part}) {
			if !commonWords[strings.ToLower(part)] || writtenAsName(text, s) {
				s.Why = "a part of a colleague's name"
				out = append(out, s)
			}
		}
	}
	return apart(out)
}

// PartOf says whose name a part belongs to: the first of the people who has it; "" is nobody's.
func PartOf(part string, people []string) string {
	for _, p := range people {
		if slices.ContainsFunc(strings.Fields(p), func(f string) bool { return strings.EqualFold(f, part) }) {
			return p
		}
	}
	return ""
}

func nameParts(people, guests []string) map[string]bool {
	known := map[string]bool{}
	for _, g := range guests {
		for _, f := range strings.Fields(g) {
			known[strings.ToLower(f)] = true
		}
	}
	parts := map[string]bool{}
	for _, p := range people {
		fields := strings.Fields(p)
		for _, f := range fields {
			if len(fields) > 1 && utf8.RuneCountInString(f) >= shortestName && !known[strings.ToLower(f)] && !particles[strings.ToLower(f)] && !strings.ContainsFunc(f, unicode.IsDigit) {
				parts[f] = true
			}
		}
	}
	return parts
}

// writtenAsName says that a word begins with a capital letter that no sentence's beginning gave it.
func writtenAsName(text string, s Span) bool {
	first, _ := utf8.DecodeRuneInString(text[s.Start:])
	before := strings.TrimRight(text[:s.Start], " \t\r\"'(“‘*_")
	last, _ := utf8.DecodeLastRuneInString(before)
	return unicode.IsUpper(first) && before != "" && !strings.ContainsRune(".!?:\n•–—", last)
}

// particles stand within names and are nobody's.
var particles = wordSet("van der den dos das del della von zum zur bin ibn abu ter ten the and jnr jun sen")

// commonWords are names that are words too.
var commonWords = wordSet(`will mark may grace hope rose art bill jack june april august dawn faith joy drew chase guy rich sue pat page case rob
	josh jean ivy iris olive ruby pearl amber crystal heather holly daisy lily violet summer autumn sunny misty star skip chip cliff dale
	glen ford grant max miles frank ernest dean earl duke king prince bishop young long short small little brown white black green gray
	grey stone wood woods field fields bank banks brook brooks lake rivers hill rock love power powers price rice pool park parks moon day
	knight cook baker butler carter mason hunter fisher taylor weaver porter law marsh west north east best good sharp strong wise just
	noble bright major sterling buck penny cash van don ray gene lance nick wade trip ty kit gale reed rusty sandy rocky archer barber
	bell bird bond bush church close cross dodge drake fox free frost gates gold golden hand hard head hood house jewel key lamb lane
	last low lord manning march may mills minor moss nail new noon pace paige peach pike pope post read rider ring sage salt sands savage
	search see server service silver singer snow spear speed spring steel sterling stock storm swan swift trust vale victor walker wall
	ward waters way weeks wells winter wolf worth wright france paris london austin jordan chance christian melody harmony merit miracle`)

func wordSet(list string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(list) {
		set[w] = true
	}
	return set
}
