package casefile

import (
	"encoding/json"
	"maps"
	"reflect"
)

// Apply gives target with a JSON merge patch (RFC 7396) applied. Neither argument is changed.
func Apply(target, patch map[string]any) map[string]any {
	out := make(map[string]any, len(target)+len(patch))
	maps.Copy(out, target)
	for name, p := range patch {
		switch p := p.(type) {
		case nil:
			delete(out, name)
		case map[string]any:
			inner, _ := out[name].(map[string]any)
			out[name] = Apply(inner, p)
		default:
			out[name] = cloneValue(p)
		}
	}
	return out
}

// Diff is the merge patch that makes after out of before; empty when they are equal.
func Diff(before, after map[string]any) map[string]any {
	patch := map[string]any{}
	for name := range before {
		if _, still := after[name]; !still {
			patch[name] = nil
		}
	}
	for name, a := range after {
		b, was := before[name]
		if was && Equal(a, b) {
			continue
		}
		am, aIsMap := a.(map[string]any)
		bm, bIsMap := b.(map[string]any)
		if aIsMap && bIsMap {
			patch[name] = Diff(bm, am)
			continue
		}
		patch[name] = cloneValue(a)
	}
	return patch
}

// Equal compares two JSON values; numbers by their digits.
func Equal(a, b any) bool {
	if na, ok := a.(json.Number); ok {
		nb, ok := b.(json.Number)
		return ok && na.String() == nb.String()
	}
	return reflect.DeepEqual(a, b)
}
