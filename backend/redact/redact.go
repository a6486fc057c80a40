package redact

import (
	"regexp"
	"slices"
	"strings"
)

// Kind says what was found.
type Kind string

// Kinds, from the gravest on: where two overlap, the earlier one counts.
const (
	PrivateKey Kind = "private_key"
	Token      Kind = "token"
	Password   Kind = "password"
	Card       Kind = "card"
	IBAN       Kind = "iban"
	Email      Kind = "email"
	Phone      Kind = "phone"
	IP         Kind = "ip"
	Host       Kind = "host"
	Key        Kind = "key"
	Name       Kind = "name"
)

var gravity = []Kind{PrivateKey, Token, Password, Card, IBAN, Email, Phone, IP, Host, Key, Name}

// Span is a piece of the text: bytes Start to End.
type Span struct {
	Start, End int
	Kind       Kind
	Why        string // for a person, without the text itself
}

// Options name what only the caller can know.
type Options struct {
	Names   []string // people, other customers and their aliases; found as whole words, in any case
	Hosts   []string // hosts of one's own
	Allowed []string // what may stand although it looks like something: the customer's own domain or address
}

// Find gives what was found, in the order of the text, without overlaps.
func Find(text string, o Options) []Span {
	lower := asciiLower(text)
	var found []Span
	for _, r := range rules() {
		if r.mayMatch(lower) {
			found = append(found, r.find(text)...)
		}
	}
	found = append(found, internalHosts(text, o.Hosts)...)
	found = append(found, names(text, o.Names)...)
	found = slices.DeleteFunc(found, func(s Span) bool { return allowed(text[s.Start:s.End], o.Allowed) })
	return apart(found)
}

// asciiLower keeps the positions of bytes, which strings.ToLower does not.
func asciiLower(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}

func allowed(s string, list []string) bool {
	for _, a := range list {
		if a == "" {
			continue
		}
		if strings.EqualFold(s, a) || len(s) > len(a) && strings.EqualFold(s[len(s)-len(a):], a) && strings.ContainsRune("@.", rune(s[len(s)-len(a)-1])) {
			return true
		}
	}
	return false
}

// apart drops spans that touch a graver one, or a longer one of their kind.
func apart(found []Span) []Span {
	slices.SortStableFunc(found, func(a, b Span) int {
		if g := slices.Index(gravity, a.Kind) - slices.Index(gravity, b.Kind); g != 0 {
			return g
		}
		return (b.End - b.Start) - (a.End - a.Start)
	})
	var kept []Span
	for _, s := range found {
		if !slices.ContainsFunc(kept, func(k Span) bool { return s.Start < k.End && k.Start < s.End }) {
			kept = append(kept, s)
		}
	}
	slices.SortFunc(kept, func(a, b Span) int { return a.Start - b.Start })
	return kept
}

// Label is what a person calls the kind.
func (k Kind) Label() string {
	return map[Kind]string{
		PrivateKey: "private key", Token: "access token", Password: "password", Card: "card number", IBAN: "bank account",
		Email: "e-mail address", Phone: "phone number", IP: "IP address", Host: "internal host", Key: "key of another record", Name: "name",
	}[k]
}

// rule finds one shape.
type rule struct {
	kind     Kind
	why      string
	keywords []string // one of them must be in the text, in lower case; none asks for nothing
	shape    *regexp.Regexp
	group    int                     // the part of the shape that is the finding
	check    func(found string) bool // nil lets all pass
}

func (r rule) mayMatch(lower string) bool {
	return len(r.keywords) == 0 || slices.ContainsFunc(r.keywords, func(k string) bool { return strings.Contains(lower, k) })
}

func (r rule) find(text string) []Span {
	var out []Span
	for _, m := range r.shape.FindAllStringSubmatchIndex(text, -1) {
		start, end := m[2*r.group], m[2*r.group+1]
		if start >= 0 && start < end && (r.check == nil || r.check(text[start:end])) {
			out = append(out, Span{start, end, r.kind, r.why})
		}
	}
	return out
}
