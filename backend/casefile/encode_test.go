package casefile

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// anyValue draws a value such as fields hold, and some that only other programs write.
func anyValue(depth int) *rapid.Generator[any] {
	kinds := []*rapid.Generator[any]{
		rapid.Just[any](nil), rapid.Bool().AsAny(), rapid.String().AsAny(),
		rapid.Map(rapid.SliceOfN(rapid.SampledFrom([]string{`"`, `\`, "\x00", "\n", "\x1f", "\x7f", "<", "&", "\u2028", "\u2029", "\xff", "\xe2\x80", "é", "a"}), 0, 6),
			func(parts []string) any { return strings.Join(parts, "") }),
		rapid.Map(rapid.StringMatching(`-?(0|[1-9][0-9]{0,3})(\.[0-9]{1,3})?([eE][+-]?[0-9]{1,2})?`), func(s string) any { return json.Number(s) }),
		rapid.Float64Range(-1e9, 1e9).AsAny(), rapid.Int().AsAny(), rapid.SliceOf(rapid.String()).AsAny(),
	}
	if depth > 0 {
		kinds = append(kinds, rapid.SliceOfN(anyValue(depth-1), 0, 4).AsAny(), rapid.MapOfN(rapid.String(), anyValue(depth-1), 0, 4).AsAny())
	}
	return rapid.OneOf(kinds...)
}

func TestEncodeWritesWhatEncodingJSONWrites(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		v := anyValue(3).Draw(rt, "value")
		var want bytes.Buffer
		e := json.NewEncoder(&want)
		e.SetEscapeHTML(false)
		if err := e.Encode(v); err != nil {
			rt.Fatal(err)
		}
		got, err := Encode(v)
		if err != nil || string(got)+"\n" != want.String() {
			rt.Fatalf("%#v: got %s (%v), want %s", v, got, err, want.String())
		}
	})
	for _, bad := range []any{json.Number("1x"), json.Number("01"), map[string]any{"a": json.Number("-")}, func() {}} {
		if got, err := Encode(bad); err == nil {
			t.Errorf("%v was written as %s", bad, got)
		}
	}
}

var lineJSON = []byte(`{"at":"2026-03-13T09:26:00Z","parent":"019c6a42-5f6f-7d31-9d0b-3f1f5b8f2a11","recorded":"2026-03-13T09:27:11.123Z[Europe/Berlin]","text":"The replica was paused and caught up again\nafter 12 minutes","visibility":"internal","who":"Mara Lindt"}`)

func BenchmarkEncode(b *testing.B) {
	fields, err := DecodeFields(lineJSON)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Encode(fields); err != nil {
			b.Fatal(err)
		}
	}
}
