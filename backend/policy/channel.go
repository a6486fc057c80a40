package policy

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"precedent/backend/casefile"
)

// channelSource is where the rule of the channel's name stands.
const channelSource = "S0:101"

// longestChannel is how long a chat channel's name can be, in characters, its # left out.
const longestChannel = 80

// ChannelName is the name of the escalation channel of a customer, #esc_customername: the policy's prefix, then what of the
// customer's name a channel's name can hold. "" without a customer.
func (p *Policy) ChannelName(customer string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(customer)) {
		switch {
		case unicode.IsLetter(r) && r < unicode.MaxASCII, unicode.IsDigit(r) && r < unicode.MaxASCII:
			b.WriteRune(r)
		case r == ' ' || r == '-' || r == '_':
			b.WriteByte('_')
		}
	}
	slug := strings.Trim(strings.Join(strings.FieldsFunc(b.String(), func(r rune) bool { return r == '_' }), "_"), "_")
	if slug == "" {
		return ""
	}
	name := p.Names["channel_prefix"] + slug
	return "#" + name[:min(len(name), longestChannel)]
}

// channelGate is what speaks against a channel's name: without the prefix it is not kept as long as records must be.
func (p *Policy) channelGate(f *Facts, field, value string) []Closed {
	prefix := p.Names["channel_prefix"]
	if f.Kind != casefile.KindEscalation || field != "channel" || prefix == "" || strings.HasPrefix(strings.TrimPrefix(value, "#"), prefix) {
		return nil
	}
	return []Closed{{ID: "gate-channel-prefix", Says: "The channel's name does not begin with " + prefix,
		Why: "The prefix keeps it for as long as records must be kept.", Source: channelSource, Blocks: true}}
}
