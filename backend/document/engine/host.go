package engine

import (
	"context"
	"errors"
	"fmt"

	"github.com/tetratelabs/wazero/api"
)

// host is the JavaScript side of one instance. The module was linked by wasm-bindgen with values in slots: it holds a slot's
// number where JavaScript would hold a value. The first 128 slots are the module's own stack, then come the four constants.
type host struct {
	ctx     context.Context // has the host in it
	waiting context.Context // ends when nobody waits for the document any more
	module  api.Module
	slots   []any
	free    []uint32
	queue   []func() // microtasks
}

const firstSlot = 132

// hostKey finds the host of the instance that is calling, because the imports are shared by all of them.
type hostKey struct{}

func newHost(ctx context.Context) *host {
	h := &host{waiting: ctx, slots: make([]any, 128, 1024)}
	for i := range h.slots {
		h.slots[i] = undefined{}
	}
	h.slots = append(h.slots, undefined{}, nil, true, false)
	h.ctx = context.WithValue(context.WithoutCancel(ctx), hostKey{}, h)
	return h
}

// failure is what our own side panics with when the module is not as expected; guard turns it into an error.
type failure struct{ err error }

// guard runs f and turns panics of the conversation with the module into errors.
func (h *host) guard(f func()) (err error) {
	defer func() {
		switch p := recover().(type) {
		case nil:
		case failure:
			err = p.err
		default:
			err = fmt.Errorf("typst: %v", p)
		}
	}()
	f()
	return nil
}

func (h *host) add(v any) uint32 {
	if n := len(h.free); n > 0 {
		i := h.free[n-1]
		h.free = h.free[:n-1]
		h.slots[i] = v
		return i
	}
	h.slots = append(h.slots, v)
	return uint32(len(h.slots) - 1)
}

func (h *host) get(slot uint64) any { return h.slots[uint32(slot)] }

// take gives a slot's value and frees it.
func (h *host) take(slot uint32) any {
	v := h.slots[slot]
	if slot >= firstSlot {
		h.slots[slot] = undefined{}
		h.free = append(h.free, slot)
	}
	return v
}

func (h *host) call(name string, args ...uint64) []uint64 {
	f := h.module.ExportedFunction(name)
	if f == nil {
		panic(failure{errors.New("the engine has no function " + name)})
	}
	results, err := f.Call(h.ctx, args...)
	if err != nil {
		panic(failure{err})
	}
	return results
}

// returned calls a function that writes n words to the address in its first argument, and gives these words.
func (h *host) returned(n uint32, name string, args ...uint64) []uint32 {
	const space = 16
	below := int32(-space)
	at := uint32(h.call("__wbindgen_add_to_stack_pointer", uint64(uint32(below)))[0])
	h.call(name, append([]uint64{uint64(at)}, args...)...)
	words := make([]uint32, n)
	for i := range words {
		words[i], _ = h.module.Memory().ReadUint32Le(at + 4*uint32(i))
	}
	h.call("__wbindgen_add_to_stack_pointer", space)
	return words
}

func (h *host) bytes(at, n uint64) []byte {
	b, ok := h.module.Memory().Read(uint32(at), uint32(n))
	if !ok {
		panic(failure{errors.New("the engine pointed outside its memory")})
	}
	return append([]byte(nil), b...)
}

func (h *host) text(at, n uint64) string { return string(h.bytes(at, n)) }

// pass copies bytes into the module's memory, which then owns them.
func (h *host) pass(b []byte) (at, n uint64) {
	at = h.call("__wbindgen_export", uint64(len(b)), 1)[0]
	if !h.module.Memory().Write(uint32(at), b) {
		panic(failure{errors.New("the engine ran out of memory")})
	}
	return at, uint64(len(b))
}

func (h *host) put32(at uint64, v uint32) { h.module.Memory().WriteUint32Le(uint32(at), v) }
func (h *host) put64(at, v uint64)        { h.module.Memory().WriteUint64Le(uint32(at), v) }

// putText writes where a text is; nothing when there is none.
func (h *host) putText(at uint64, s string, there bool) {
	var p, n uint64
	if there {
		p, n = h.pass([]byte(s))
	}
	h.put32(at+4, uint32(n))
	h.put32(at, uint32(p))
}

// throwing stores a result, or hands the module the exception that JavaScript would have thrown.
func (h *host) throwing(v any, err error) uint64 {
	if err != nil {
		h.call("__wbindgen_export3", uint64(h.add(&exception{err.Error()})))
		return 0
	}
	return uint64(h.add(v))
}

// drain runs the microtasks, and those that they add.
func (h *host) drain() {
	for len(h.queue) > 0 {
		task := h.queue[0]
		h.queue = h.queue[1:]
		task()
	}
}

func (h *host) later(f func()) { h.queue = append(h.queue, f) }

func (h *host) settle(p *promise, v any) {
	if p.settled {
		return
	}
	p.settled, p.value = true, v
	for _, waiting := range p.waiting {
		h.later(func() { waiting(v) })
	}
}

func (h *host) then(p *promise, f *function) *promise {
	next := &promise{}
	step := func(v any) {
		r, err := f.call(v)
		if err != nil {
			r = &exception{err.Error()}
		}
		h.settle(next, r)
	}
	if p.settled {
		h.later(func() { step(p.value) })
	} else {
		p.waiting = append(p.waiting, step)
	}
	return next
}

// closure is a function of the module that JavaScript may call until its last reference is given up.
func (h *host) closure(a, b uint64) *function {
	references := 1
	f := &function{}
	f.release = func() {
		if references--; references == 0 {
			h.call("__wasm_bindgen_func_elem_957", a, b)
		}
	}
	f.call = func(args ...any) (any, error) {
		references++
		var v any = undefined{}
		if len(args) > 0 {
			v = args[0]
		}
		h.call("__wasm_bindgen_func_elem_944", a, b, uint64(h.add(v)))
		f.release()
		return undefined{}, nil
	}
	return f
}

// newPromise runs the module's executor with a way to settle the promise.
func (h *host) newPromise(a, b uint64) *promise {
	p := &promise{}
	settle := func(args ...any) (any, error) {
		var v any = undefined{}
		if len(args) > 0 {
			v = args[0]
		}
		h.settle(p, v)
		return undefined{}, nil
	}
	resolve, reject := h.add(&function{call: settle}), h.add(&function{call: settle})
	h.call("__wasm_bindgen_func_elem_37350", a, b, uint64(resolve), uint64(reject))
	return p
}
