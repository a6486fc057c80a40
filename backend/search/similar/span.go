package similar

import (
	"cmp"
	"slices"
)

// merged sorts spans and joins those that overlap, so that a marker can walk them once.
func merged(all []Span) []Span {
	slices.SortFunc(all, func(a, b Span) int { return cmp.Or(a.From-b.From, b.To-a.To) })
	out := all[:0]
	for _, s := range all {
		if n := len(out); n > 0 && s.From < out[n-1].To {
			out[n-1].To = max(out[n-1].To, s.To)
			continue
		}
		out = append(out, s)
	}
	return out
}
