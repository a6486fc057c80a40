package engine

import (
	"fmt"
	"strings"
)

// The JavaScript values that the module handles. Strings, float64 and bool are themselves, null is nil.
type (
	undefined struct{}
	object    struct{ members map[string]any }
	array     struct{ items []any }
	octets    struct{ data []byte } // a Uint8Array
	bigint    int64
	exception struct{ message string }
	iterator  struct{}                 // Symbol.iterator
	wrapped   struct{ pointer uint32 } // an object that lives inside the module

	function struct {
		call    func(args ...any) (any, error)
		release func()
	}
	promise struct {
		settled bool
		value   any
		waiting []func(any)
	}
)

// member is o[key], undefined where JavaScript says so.
func member(o, key any) any {
	name, ok := key.(string)
	if !ok {
		return undefined{}
	}
	switch o := o.(type) {
	case *object:
		if v, ok := o.members[name]; ok {
			return v
		}
	case *array:
		if name == "length" {
			return float64(len(o.items))
		}
	}
	return undefined{}
}

func isObject(v any) bool {
	switch v.(type) {
	case *object, *array, *octets, *exception, *promise, *wrapped:
		return true
	}
	return false
}

func length(v any) uint64 {
	switch v := v.(type) {
	case *octets:
		return uint64(len(v.data))
	case *array:
		return uint64(len(v.items))
	}
	return 0
}

// describe writes a value for the log.
func describe(v any) string {
	switch v := v.(type) {
	case *exception:
		return v.message
	case *array:
		parts := make([]string, len(v.items))
		for i, item := range v.items {
			parts[i] = describe(item)
		}
		return strings.Join(parts, "; ")
	case *object:
		if m, ok := v.members["message"]; ok {
			return describe(m)
		}
	}
	return fmt.Sprint(v)
}
