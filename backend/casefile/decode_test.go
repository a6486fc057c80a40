package casefile

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

// slowFields is what DecodeFields must agree with.
func slowFields(data []byte) (map[string]any, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	fields := map[string]any{}
	err := d.Decode(&fields)
	if fields == nil {
		fields = map[string]any{}
	}
	return fields, err
}

var fieldsSeeds = []string{
	`{}`, ` { "a" : [ ] , "b":{} } `, `{"title":"Nodes \"lost\"","n":12,"yes":true,"no":false,"none":null}`,
	`{"a":"\u00e9\n\t\r\b\f\/\\","b":"\ud83d\ude00","c":"\ud83d"}`, `{"a":-0,"b":-1,"c":1.5,"d":1e3,"e":01,"f":-}`,
	"{\"a\":\"\xff\"}", "{\"a\":\"\x01\"}", `{"a":1}x`, `{"a":1,}`, `{"a":tru}`, `{"a" 1}`, `{a:1}`, `[1]`, `null`, `"a"`, ``, `{`, `{"a":"`,
	`{"a":1,"a":{"b":2}}`, `{"a":{"b":1},"a":{"c":2}}`, `{"a":[[1,"x",{"b":[null]}]]}`, `{"a":"\x"}`, `{"a":"\u00"}`, `{"a":"\uzzzz"}`, `{"a":"\u+0ff"}`,
	`{"a":` + strings.Repeat("[", 40) + strings.Repeat("]", 40) + `}`,
}

func FuzzFieldsAreReadAsEncodingJSONReadsThem(f *testing.F) {
	for _, s := range fieldsSeeds {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		want, wrong := slowFields(data)
		got, err := DecodeFields(data)
		if (err == nil) != (wrong == nil) {
			t.Fatalf("%q: %v, want %v", data, err, wrong)
		}
		if err == nil && !reflect.DeepEqual(got, want) {
			t.Fatalf("%q: %#v, want %#v", data, got, want)
		}
	})
}

// TestARecordIsReadTheQuickWay keeps the way open for what records are made of.
func TestARecordIsReadTheQuickWay(t *testing.T) {
	for _, s := range fieldsSeeds[:3] {
		if _, ok := quickFields([]byte(s)); !ok {
			t.Errorf("%s is left to encoding/json", s)
		}
	}
}

func BenchmarkDecodeFields(b *testing.B) {
	text := strings.Repeat("Storage proxy answers \\\"connection reset\\\" by peer.\\n", 20)
	data := []byte(`{"title":"Nodes unreachable","description":"` + text + `","severity":"high","status":"open","tags":["a","b"],"extra":{"product":"x"},"affected":12}`)
	for _, way := range []struct {
		name string
		read func([]byte) (map[string]any, error)
	}{{"quick", DecodeFields}, {"encoding/json", slowFields}} {
		b.Run(way.name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := way.read(data); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
