package redact

import (
	"math"
	"math/big"
	"net/netip"
	"strings"
	"unicode"
)

// entropy is Shannon's, in bits a character.
func entropy(s string) float64 {
	count := map[rune]int{}
	n := 0
	for _, r := range s {
		count[r]++
		n++
	}
	sum := 0.0
	for _, c := range count {
		p := float64(c) / float64(n)
		sum -= p * math.Log2(p)
	}
	return sum
}

// leastEntropy parts random strings from words and identifiers; 3.0 bits is what 16 hex digits of a hash usually exceed and
// what a dotted name of the same length usually does not reach with no digit in it.
const leastEntropy = 3.0

// random says that a value looks drawn and not named.
func random(s string) bool {
	return notPlaceholder(s) && entropy(s) >= leastEntropy && strings.ContainsAny(s, "0123456789") && strings.ContainsFunc(s, unicode.IsLetter)
}

// looksChosen says that a word of a sentence is no word: it mixes letters with digits or signs.
func looksChosen(s string) bool {
	s = strings.TrimRight(s, ".!?)")
	return notPlaceholder(s) && strings.ContainsFunc(s, unicode.IsLetter) && strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && r != '-' && r != '\'' && r != '’' })
}

// placeholders stand where a secret was, or should be.
var placeholders = []string{"***", "xxx", "<", "${", "$(", "{{", "%", "[", "redacted", "masked", "hidden", "changeme", "example", "your", "null", "none", "true", "false", "required", "invalid", "missing", "expired", "incorrect", "wrong", "unset", "empty", "reset", "•••", "…", "..."}

func notPlaceholder(s string) bool {
	lower := strings.ToLower(s)
	for _, p := range placeholders {
		if strings.HasPrefix(lower, p) {
			return false
		}
	}
	return strings.Trim(lower, "*x.-_ ") != ""
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}

// card checks length and Luhn's sum (ISO/IEC 7812-1, annex B).
func card(s string) bool {
	d := digits(s)
	if len(d) < 13 || len(d) > 19 || strings.Count(d, d[:1]) == len(d) {
		return false
	}
	sum := 0
	for i := range d {
		n := int(d[len(d)-1-i] - '0')
		if i%2 == 1 {
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	return sum%10 == 0
}

// iban checks the remainder by 97 (ISO 13616): the first four go to the end, letters count from A = 10.
func iban(s string) bool {
	s = strings.ReplaceAll(s, " ", "")
	if len(s) < 15 || len(s) > 34 {
		return false
	}
	var b strings.Builder
	for _, r := range s[4:] + s[:4] {
		if r >= 'A' && r <= 'Z' {
			b.WriteByte('0' + byte((r-'A'+10)/10))
			b.WriteByte('0' + byte((r-'A'+10)%10))
			continue
		}
		b.WriteRune(r)
	}
	n, ok := new(big.Int).SetString(b.String(), 10)
	return ok && new(big.Int).Mod(n, big.NewInt(97)).Int64() == 1
}

// phone has 8 to 15 digits (ITU-T E.164) and is no date.
func phone(s string) bool {
	n := len(digits(s))
	return n >= 8 && n <= 15
}

func ipv4(s string) bool {
	a, err := netip.ParseAddr(s)
	return err == nil && a.Is4() && !a.IsUnspecified()
}

// ipv6 wants at least two colons and a digit group that no time of day has.
func ipv6(s string) bool {
	a, err := netip.ParseAddr(s)
	return err == nil && a.Is6() && !a.IsUnspecified() && strings.Count(s, ":") >= 2
}
