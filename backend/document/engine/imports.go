package engine

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
)

// imported is one function that the module calls: its arguments in, its result (0 where there is none) out.
type imported func(h *host, a []uint64) uint64

// importModule is where the module looks for all its functions.
const importModule = "wbg"

// install offers the module the functions it imports. A name that is not known stops here and not in a document.
func install(ctx context.Context, rt wazero.Runtime, m wazero.CompiledModule) error {
	known := allImports()
	b := rt.NewHostModuleBuilder(importModule)
	for _, d := range m.ImportedFunctions() {
		module, name, _ := d.Import()
		f, ok := known[name]
		if module != importModule || !ok {
			return fmt.Errorf("the engine asks for %s.%s, which this host does not have", module, name)
		}
		params, results := d.ParamTypes(), d.ResultTypes()
		b.NewFunctionBuilder().WithGoFunction(adapt(f, len(params), len(results)), params, results).Export(name)
	}
	_, err := b.Instantiate(ctx)
	return err
}

func adapt(f imported, params, results int) api.GoFunc {
	return func(ctx context.Context, stack []uint64) {
		h := ctx.Value(hostKey{}).(*host)
		goesOn(h.waiting)
		var args [6]uint64
		copy(args[:], stack[:params])
		r := f(h, args[:])
		if results > 0 {
			stack[0] = r
		}
	}
}

func allImports() map[string]imported {
	all := map[string]imported{}
	for _, group := range []map[string]imported{testImports(), readImports(), makeImports(), objectImports(), callImports(), promiseImports(), quietImports()} {
		maps.Copy(all, group)
	}
	return all
}

func bit(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

func is[T any](v any) uint64 { _, ok := v.(T); return bit(ok) }

// testImports ask what a value is.
func testImports() map[string]imported {
	same := func(h *host, a []uint64) uint64 { return bit(h.get(a[0]) == h.get(a[1])) }
	return map[string]imported{
		"__wbg___wbindgen_is_bigint_0e1a2e3f55cfae27":      func(h *host, a []uint64) uint64 { return is[bigint](h.get(a[0])) },
		"__wbg___wbindgen_is_function_8d400b8b1af978cd":    func(h *host, a []uint64) uint64 { return is[*function](h.get(a[0])) },
		"__wbg___wbindgen_is_object_ce774f3490692386":      func(h *host, a []uint64) uint64 { return bit(isObject(h.get(a[0]))) },
		"__wbg___wbindgen_is_string_704ef9c8fc131030":      func(h *host, a []uint64) uint64 { return is[string](h.get(a[0])) },
		"__wbg___wbindgen_is_undefined_f6b95eab589e0269":   func(h *host, a []uint64) uint64 { return is[undefined](h.get(a[0])) },
		"__wbg___wbindgen_jsval_eq_b6101cc9cef1fe36":       same,
		"__wbg___wbindgen_jsval_loose_eq_766057600fdd1b0d": same,
		"__wbg_instanceof_ArrayBuffer_f3320d2419cd0355":    func(*host, []uint64) uint64 { return 0 },
		"__wbg_instanceof_Map_084be8da74364158":            func(*host, []uint64) uint64 { return 0 },
		"__wbg_instanceof_Uint8Array_da54ccc9d3e09434":     func(h *host, a []uint64) uint64 { return is[*octets](h.get(a[0])) },
		"__wbg_isArray_51fd9e6422c0a395":                   func(h *host, a []uint64) uint64 { return is[*array](h.get(a[0])) },
		"__wbg_isSafeInteger_ae7d3f054d55fa16": func(h *host, a []uint64) uint64 {
			f, ok := h.get(a[0]).(float64)
			return bit(ok && f == math.Trunc(f) && math.Abs(f) < 1<<53)
		},
		"__wbg___wbindgen_in_0d3e1e8f0c669317": func(h *host, a []uint64) uint64 {
			return bit(member(h.get(a[1]), h.get(a[0])) != undefined{})
		},
	}
}

// readImports copy a value into the module's memory.
func readImports() map[string]imported {
	return map[string]imported{
		"__wbg_Number_2d1dcfcf4ec51736": func(h *host, a []uint64) uint64 {
			f, ok := h.get(a[0]).(float64)
			if !ok {
				f = math.NaN()
			}
			return math.Float64bits(f)
		},
		"__wbg___wbindgen_bigint_get_as_i64_6e32f5e6aff02e1d": func(h *host, a []uint64) uint64 {
			v, ok := h.get(a[1]).(bigint)
			h.put64(a[0]+8, uint64(v))
			h.put32(a[0], uint32(bit(ok)))
			return 0
		},
		"__wbg___wbindgen_boolean_get_dea25b33882b895b": func(h *host, a []uint64) uint64 {
			const neither = 0xFFFFFF
			v, ok := h.get(a[0]).(bool)
			if !ok {
				return neither
			}
			return bit(v)
		},
		"__wbg___wbindgen_number_get_9619185a74197f95": func(h *host, a []uint64) uint64 {
			f, ok := h.get(a[1]).(float64)
			h.put64(a[0]+8, math.Float64bits(f))
			h.put32(a[0], uint32(bit(ok)))
			return 0
		},
		"__wbg___wbindgen_string_get_a2a31e16edf96e42": func(h *host, a []uint64) uint64 {
			s, ok := h.get(a[1]).(string)
			h.putText(a[0], s, ok)
			return 0
		},
		"__wbg___wbindgen_debug_string_adfb662ae34724b6": func(h *host, a []uint64) uint64 {
			h.putText(a[0], describe(h.get(a[1])), true)
			return 0
		},
		"__wbg_stack_0ed75d68575b0f3c": func(h *host, a []uint64) uint64 { h.putText(a[0], "", true); return 0 },
		"__wbg_prototypesetcall_dfe9b766cdc1f1fd": func(h *host, a []uint64) uint64 {
			from, _ := h.get(a[2]).(*octets)
			if from == nil || !h.module.Memory().Write(uint32(a[0]), from.data[:min(uint64(len(from.data)), a[1])]) {
				panic(failure{errors.New("the engine's memory cannot take the bytes it asked for")})
			}
			return 0
		},
		"__wbg_length_22ac23eaec9d8053": func(h *host, a []uint64) uint64 { return length(h.get(a[0])) },
		"__wbg_length_d45040a40c570362": func(h *host, a []uint64) uint64 { return length(h.get(a[0])) },
	}
}

// makeImports make new values.
func makeImports() map[string]imported {
	add := func(value func(h *host, a []uint64) any) imported {
		return func(h *host, a []uint64) uint64 { return uint64(h.add(value(h, a))) }
	}
	message := add(func(h *host, a []uint64) any { return &exception{h.text(a[0], a[1])} })
	empty := add(func(*host, []uint64) any { return &object{members: map[string]any{}} })
	whole := add(func(_ *host, a []uint64) any { return bigint(a[0]) })
	inside := add(func(_ *host, a []uint64) any { return &wrapped{uint32(a[0])} })
	return map[string]imported{
		"__wbg_Error_52673b7de5a0ca89": message,
		"__wbg_new_df1173567d5ff028":   message,
		"__wbg_new_8a6f238a6ece86ea":   add(func(*host, []uint64) any { return &exception{} }),
		"__wbg_new_1ba21ce319a06297":   empty,
		"__wbg_new_b2db8aa2650f793a":   empty, // a Date; nothing of a document depends on one
		"__wbg_new_25f239778d6112b9":   add(func(*host, []uint64) any { return &array{} }),
		"__wbg_new_6421f6084cc5bc5a": add(func(h *host, a []uint64) any {
			from, ok := h.get(a[0]).(*octets)
			if !ok {
				return &octets{}
			}
			return &octets{from.data}
		}),
		"__wbg_new_from_slice_db0691b69e9d3891": add(func(h *host, a []uint64) any { return &octets{h.bytes(a[0], 4*a[1])} }),
		"__wbg_new_from_slice_f9c22b9153b26992": add(func(h *host, a []uint64) any { return &octets{h.bytes(a[0], a[1])} }),
		"__wbg_proxycontext_new":                inside,
		"__wbg_typstcompiler_new":               inside,
		"__wbg_typstfontresolver_new":           inside,
		"__wbindgen_cast_2241b6af4c4b2941":      add(func(h *host, a []uint64) any { return h.text(a[0], a[1]) }),
		"__wbindgen_cast_3334ea73b4b28ba3":      add(func(h *host, a []uint64) any { return h.closure(a[0], a[1]) }),
		"__wbindgen_cast_4625c577ab2ec9ee":      whole,
		"__wbindgen_cast_9ae0607507abb057":      whole,
		"__wbindgen_cast_d6cd19b81560fd6e":      add(func(_ *host, a []uint64) any { return math.Float64frombits(a[0]) }),
		"__wbindgen_object_clone_ref":           add(func(h *host, a []uint64) any { return h.get(a[0]) }),
		"__wbindgen_object_drop_ref":            func(h *host, a []uint64) uint64 { h.take(uint32(a[0])); return 0 },
	}
}

// objectImports read and write members.
func objectImports() map[string]imported {
	return map[string]imported{
		"__wbg_get_6b7bd52aca3f9671": func(h *host, a []uint64) uint64 {
			list, ok := h.get(a[0]).(*array)
			if !ok || a[1] >= uint64(len(list.items)) {
				return uint64(h.add(undefined{}))
			}
			return uint64(h.add(list.items[a[1]]))
		},
		"__wbg_get_af9dab7e9603ea93": func(h *host, a []uint64) uint64 {
			return h.throwing(member(h.get(a[0]), h.get(a[1])), nil)
		},
		"__wbg_get_with_ref_key_1dc361bd10053bfe": func(h *host, a []uint64) uint64 {
			return uint64(h.add(member(h.get(a[0]), h.get(a[1]))))
		},
		"__wbg_value_57b7b035e117f7ee": func(h *host, a []uint64) uint64 { return uint64(h.add(member(h.get(a[0]), "value"))) },
		"__wbg_done_62ea16af4ce34b24": func(h *host, a []uint64) uint64 {
			done, _ := member(h.get(a[0]), "done").(bool)
			return bit(done)
		},
		"__wbg_entries_83c79938054e065f":  func(h *host, _ []uint64) uint64 { return uint64(h.add(&array{})) },
		"__wbg_iterator_27b7c8b35ab3e86b": func(h *host, _ []uint64) uint64 { return uint64(h.add(iterator{})) },
		"__wbg_next_138a17bbf04e926c":     func(h *host, _ []uint64) uint64 { return uint64(h.add(undefined{})) },
		"__wbg_next_3cfe5c0fe2a4cc53":     func(h *host, _ []uint64) uint64 { return h.throwing(nil, errors.New("nothing to iterate")) },
		"__wbg_push_7d9be8f38fc13975": func(h *host, a []uint64) uint64 {
			list, ok := h.get(a[0]).(*array)
			if !ok {
				return 0
			}
			list.items = append(list.items, h.get(a[1]))
			return uint64(len(list.items))
		},
		"__wbg_set_3f1d0b984ed272ed": func(h *host, a []uint64) uint64 {
			key, value := h.take(uint32(a[1])), h.take(uint32(a[2]))
			setMember(h.get(a[0]), key, value)
			return 0
		},
		"__wbg_set_781438a03c0c3c81": func(h *host, a []uint64) uint64 {
			setMember(h.get(a[0]), h.get(a[1]), h.get(a[2]))
			return 1
		},
		"__wbg_set_7df433eea03a5c14": func(h *host, a []uint64) uint64 {
			value := h.take(uint32(a[2]))
			list, ok := h.get(a[0]).(*array)
			if !ok {
				return 0
			}
			for uint64(len(list.items)) <= a[1] {
				list.items = append(list.items, undefined{})
			}
			list.items[a[1]] = value
			return 0
		},
	}
}

func setMember(o, key, value any) {
	holder, ok := o.(*object)
	name, named := key.(string)
	if ok && named {
		holder.members[name] = value
	}
}

// callImports call functions and find the global object, which offers nothing but queueMicrotask.
func callImports() map[string]imported {
	call := func(args int) imported {
		return func(h *host, a []uint64) uint64 {
			f, ok := h.get(a[0]).(*function)
			if !ok {
				return h.throwing(nil, errors.New("not a function"))
			}
			given := make([]any, args)
			for i := range given {
				given[i] = h.get(a[2+i]) // a[1] is "this"
			}
			return h.throwing(f.call(given...))
		}
	}
	none := func(*host, []uint64) uint64 { return 0 }
	yields := func(v any) imported {
		return func(h *host, _ []uint64) uint64 {
			return uint64(h.add(&function{call: func(...any) (any, error) { return v, nil }}))
		}
	}
	global := &object{members: map[string]any{}}
	return map[string]imported{
		"__wbg_call_abb4ff46ce38be40":                        call(0),
		"__wbg_call_3020136f7a2d6e44":                        call(1),
		"__wbg_call_78f94eb02ec7f9b2":                        call(3),
		"__wbg_new_no_args_cb138f77cf6151ee":                 yields(global),
		"__wbg_new_with_args_df9e7125ffe55248":               yields(undefined{}),
		"__wbg_static_accessor_GLOBAL_769e6b65d6557335":      none,
		"__wbg_static_accessor_SELF_08f5a74c69739274":        none,
		"__wbg_static_accessor_WINDOW_a8924b26aa92d024":      none,
		"__wbg_static_accessor_GLOBAL_THIS_60cf02db4de8e1c1": func(h *host, _ []uint64) uint64 { return uint64(h.add(global)) },
		"__wbg__wbg_cb_unref_87dfb5aaa0cbcea7": func(h *host, a []uint64) uint64 {
			if f, ok := h.get(a[0]).(*function); ok && f.release != nil {
				f.release()
			}
			return 0
		},
	}
}

// promiseImports are the event loop.
func promiseImports() map[string]imported {
	return map[string]imported{
		"__wbg_new_ff12d2b041fb48f1": func(h *host, a []uint64) uint64 { return uint64(h.add(h.newPromise(a[0], a[1]))) },
		"__wbg_resolve_fd5bfbaa4ce36e1e": func(h *host, a []uint64) uint64 {
			if p, ok := h.get(a[0]).(*promise); ok {
				return uint64(h.add(p))
			}
			return uint64(h.add(&promise{settled: true, value: h.get(a[0])}))
		},
		"__wbg_then_4f95312d68691235": func(h *host, a []uint64) uint64 {
			p, isPromise := h.get(a[0]).(*promise)
			f, isFunction := h.get(a[1]).(*function)
			if !isPromise || !isFunction {
				panic(failure{errors.New("the engine waits for what is no promise")})
			}
			return uint64(h.add(h.then(p, f)))
		},
		"__wbg_queueMicrotask_9b549dfce8865860": func(h *host, _ []uint64) uint64 {
			return uint64(h.add(&function{call: func(args ...any) (any, error) { h.soon(args[0]); return undefined{}, nil }}))
		},
		"__wbg_queueMicrotask_fca69f5bfad613a5": func(h *host, a []uint64) uint64 { h.soon(h.get(a[0])); return 0 },
	}
}

func (h *host) soon(v any) {
	if f, ok := v.(*function); ok {
		h.later(func() { _, _ = f.call(undefined{}) })
	}
}

// quietImports are the console, which would show customer text, and the clock, which would make equal jobs differ.
func quietImports() map[string]imported {
	none := func(*host, []uint64) uint64 { return 0 }
	zero := func(*host, []uint64) uint64 { return math.Float64bits(0) }
	return map[string]imported{
		"__wbg_info_ce6bcc489c22f6f0":              none,
		"__wbg_error_85faeb8919b11cc6":             none,
		"__wbg_error_7534b8e9a36f1ab4":             func(h *host, a []uint64) uint64 { h.call("__wbindgen_export4", a[0], a[1], 1); return 0 },
		"__wbg_now_69d776cd24f5215b":               zero,
		"__wbg_getTimezoneOffset_45389e26d6f46823": zero,
		"__wbg___wbindgen_throw_dd24417ed36fc46e": func(h *host, a []uint64) uint64 {
			panic(failure{errors.New(h.text(a[0], a[1]))})
		},
	}
}
