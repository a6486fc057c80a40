package extract

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"strings"
	"sync"
	"unicode/utf16"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/imports/emscripten"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"

	"precedent/backend/document/packed"
)

// pdfiumWasm is webassembly/pdfium.wasm of github.com/klippa-app/go-pdfium v1.17.2, packed by build/pack.mjs. The module
// itself is not linked: its bindings for all of PDFium's functions have 2.5 MB, and we call twenty.
//
//go:embed pdfium.wasm.br
var pdfiumWasm []byte

const pdfiumSHA256 = "73417fa7cdcb34fba2a23aa1f7a480cc873a7301c8d74f08a1dea800f782a454"

// pdfium is PDFium as WebAssembly, started when first asked for. One file at a time passes through it.
type pdfium struct {
	cacheDir string

	mu      sync.Mutex
	cache   wazero.CompilationCache
	runtime wazero.Runtime
	module  wazero.CompiledModule // nil before the start
}

// start must be called with mu held.
func (p *pdfium) start(ctx context.Context) (err error) {
	if p.module != nil {
		return nil
	}
	wasm, keep, err := packed.Kept(p.cacheDir, pdfiumSHA256, pdfiumWasm)
	if err != nil {
		return err
	}
	p.cache = wazero.NewCompilationCache()
	if p.cacheDir != "" {
		if p.cache, err = wazero.NewCompilationCacheWithDir(p.cacheDir); err != nil {
			return err
		}
	}
	p.runtime = wazero.NewRuntimeWithConfig(ctx, wazero.NewRuntimeConfig().WithCompilationCache(p.cache))
	if err = p.compile(ctx, wasm); err != nil {
		return errors.Join(err, p.stop(ctx))
	}
	keep()
	return nil
}

func (p *pdfium) compile(ctx context.Context, wasm []byte) error {
	module, err := p.runtime.CompileModule(ctx, wasm)
	if err != nil {
		return err
	}
	if _, err := wasi_snapshot_preview1.Instantiate(ctx, p.runtime); err != nil {
		return err
	}
	env := p.runtime.NewHostModuleBuilder("env")
	invoking, err := emscripten.NewFunctionExporterForModule(module)
	if err != nil {
		return err
	}
	invoking.ExportFunctions(env)
	for _, f := range module.ImportedFunctions() {
		if _, name, _ := f.Import(); strings.HasSuffix(name, "_CB") {
			env.NewFunctionBuilder().WithGoFunction(unasked(name), f.ParamTypes(), f.ResultTypes()).Export(name)
		}
	}
	if _, err := env.Instantiate(ctx); err != nil {
		return err
	}
	p.module = module
	return nil
}

// unasked stands for the functions by which PDFium calls back: forms, timers, files read piece by piece. Nothing that we ask
// for uses them.
func unasked(name string) api.GoFunction {
	return api.GoFunc(func(context.Context, []uint64) { panic("PDFium called " + name) })
}

// stop must be called with mu held.
func (p *pdfium) stop(ctx context.Context) error {
	if p.runtime == nil {
		return nil
	}
	err := errors.Join(p.runtime.Close(ctx), p.cache.Close(ctx))
	p.runtime, p.cache, p.module = nil, nil, nil
	return err
}

func (p *pdfium) close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.stop(context.Background())
}

// instance is one PDFium with a memory of its own, for one file. After a call that failed, later ones do nothing and give 0:
// err is looked at where it matters.
type instance struct {
	ctx    context.Context
	module api.Module
	err    error
}

func (p *pdfium) instance(ctx context.Context) (*instance, error) {
	module, err := p.runtime.InstantiateModule(ctx, p.module, wazero.NewModuleConfig().WithName("").WithStartFunctions("_initialize"))
	if err != nil {
		return nil, err
	}
	i := &instance{ctx: ctx, module: module}
	i.call("FPDF_InitLibrary")
	return i, nil
}

func (i *instance) close() error { return i.module.Close(i.ctx) }

// call gives the function's result, of those that have one. PDFium's are C functions of 32 bits.
func (i *instance) call(name string, args ...uint64) uint32 {
	if i.err != nil {
		return 0
	}
	f := i.module.ExportedFunction(name)
	if f == nil {
		i.err = errors.New("PDFium has no function " + name)
		return 0
	}
	out, err := f.Call(i.ctx, args...)
	if err != nil {
		i.err = fmt.Errorf("%s: %w", name, err)
		return 0
	}
	if len(out) == 0 {
		return 0
	}
	return uint32(out[0])
}

// put copies bytes into the instance's memory, where free gives them up.
func (i *instance) put(b []byte) (at uint64, free func()) {
	at = uint64(i.call("malloc", uint64(max(len(b), 1))))
	if i.err == nil && (at == 0 || !i.module.Memory().Write(uint32(at), b)) {
		i.err = errors.New("the file is too large for PDFium's memory")
	}
	return at, func() { i.call("free", at) }
}

func (i *instance) word(at uint64) uint64 {
	v, _ := i.module.Memory().ReadUint32Le(uint32(at))
	return uint64(v)
}

// filled calls a function whose last arguments are a buffer and its size in bytes, and which gives the size that is needed.
func (i *instance) filled(name string, args ...uint64) []byte {
	size := i.call(name, append(args, 0, 0)...)
	if size == 0 || size > TextLimit {
		return nil
	}
	at, free := i.put(make([]byte, size))
	defer free()
	i.call(name, append(args, at, uint64(size))...)
	b, _ := i.module.Memory().Read(uint32(at), size)
	return append([]byte(nil), b...)
}

// text is what such a function says in UTF-16LE, without the zero at the end.
func (i *instance) text(name string, args ...uint64) string {
	b := i.filled(name, args...)
	units := make([]uint16, len(b)/2)
	for n := range units {
		units[n] = uint16(b[2*n]) | uint16(b[2*n+1])<<8
	}
	return strings.TrimSuffix(string(utf16.Decode(units)), "\x00")
}
