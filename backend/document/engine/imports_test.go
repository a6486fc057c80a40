package engine

import (
	"encoding/binary"
	"errors"
	"maps"
	"slices"
	"testing"
)

// knownImports is how many functions the engine that was tried asks its host for.
const knownImports = 76

// TestTheEngineAsksForExactlyWhatTheHostHas reads the import section of the wasm; it compiles nothing.
func TestTheEngineAsksForExactlyWhatTheHostHas(t *testing.T) {
	if !Carried() {
		t.Fatal("this checkout has no engine: run build/engine")
	}
	wasm, _, err := unpack("")
	if err != nil {
		t.Fatal(err)
	}
	asked, err := importsOf(wasm)
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(asked)
	if has := slices.Sorted(maps.Keys(allImports())); !slices.Equal(asked, has) {
		t.Errorf("asked for %v\nhas %v", asked, has)
	}
	if len(asked) != knownImports {
		t.Errorf("%d imports, %d were known", len(asked), knownImports)
	}
}

// importsOf reads the names in a module's import section (WebAssembly core specification, 5.5.5). All must be functions of
// the one module that the host offers.
func importsOf(wasm []byte) ([]string, error) {
	const header, importSection, functionKind = 8, 2, 0
	r := &reader{data: wasm[header:]}
	for r.err == nil && len(r.data) > 0 {
		id, body := r.next(1)[0], r.bytes()
		if id != importSection {
			continue
		}
		s := &reader{data: body}
		var out []string
		for range s.number() {
			module, name, kind := string(s.bytes()), string(s.bytes()), s.next(1)[0]
			if module != importModule || kind != functionKind {
				return nil, errors.New("imports something else: " + module + "." + name)
			}
			s.number() // its type
			out = append(out, name)
		}
		return out, s.err
	}
	return nil, errors.New("no import section")
}

type reader struct {
	data []byte
	err  error
}

func (r *reader) next(n int) []byte {
	if n > len(r.data) {
		r.err = errors.New("cut short")
		return make([]byte, n)
	}
	b := r.data[:n]
	r.data = r.data[n:]
	return b
}

func (r *reader) number() uint64 {
	n, width := binary.Uvarint(r.data)
	r.next(max(width, 1))
	return n
}

func (r *reader) bytes() []byte { return r.next(int(r.number())) }
