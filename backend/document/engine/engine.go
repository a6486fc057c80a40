package engine

import (
	"context"
	"embed"
	"errors"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/experimental"

	"precedent/backend/casefile"
	"precedent/backend/document/packed"
)

// files holds README.md and, once build/engine has run, typst.wasm.br. It is one pattern for both endings (.md and .br) so
// that it always matches something and the package compiles without the engine too.
//
//go:embed *.[mb][dr]
var files embed.FS

const (
	wasmFile = "typst.wasm.br"
	// wasmSHA256 is the unpacked engine that was tried: @myriaddreamin/typst-ts-web-compiler 0.7.0 (Typst 0.14).
	wasmSHA256 = "1fc968438a672366dfec39c96c842c26ed29caff4eb1bcaab19a6c60867de5fd"
	// memoryPages bounds what one document may use: 64 KiB each, 1.5 GiB in all. 40 screenshots need about 400 MB.
	memoryPages = 24 << 10
)

// Options say where the engine keeps its wasm and machine code between runs. Without a folder every start compiles anew.
type Options struct {
	CacheDir string
}

// State is how far the engine is.
type State string

const (
	Absent    State = "absent"    // this build carries no engine
	Idle      State = "idle"      // not asked for yet
	Preparing State = "preparing" // being turned into machine code
	Ready     State = "ready"     // a document takes milliseconds, the first one half a second more
	Failed    State = "failed"
)

// Engine is the compiler, ready or to be made ready. It may be used from several goroutines.
type Engine struct {
	options Options

	making  sync.Mutex // held while the machine code is made or given up
	mu      sync.Mutex // guards what follows
	state   State
	kit     *kit
	using   int // documents being made
	resting *time.Timer
}

// restAfter is how long a prepared engine keeps its memory when nobody makes a document.
const restAfter = 2 * time.Minute

// kit is what a prepared engine consists of.
type kit struct {
	cache   wazero.CompilationCache
	runtime wazero.Runtime
	module  wazero.CompiledModule
	spare   atomic.Pointer[instance] // for the next document
	made    atomic.Int32             // documents
}

// New gives an engine that has not done anything yet.
func New(o Options) *Engine {
	e := &Engine{options: o, state: Idle}
	if !Carried() {
		e.state = Absent
	}
	return e
}

// Carried says whether this program was built with the engine in it.
func Carried() bool {
	_, err := files.Open(wasmFile)
	return err == nil
}

// State is how far the engine is.
func (e *Engine) State() State {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.state == Idle && e.kept() {
		return Ready
	}
	return e.state
}

// Prepare makes the engine ready, so that no document waits for it long; a no-op when an earlier run left what it takes.
// progress, which may be nil, is told what is being done, in words for a person. A later call tries again after a failure.
func (e *Engine) Prepare(ctx context.Context, progress func(string)) error {
	if e.State() == Ready {
		return nil
	}
	_, release, err := e.use(ctx, progress)
	if err == nil {
		release()
	}
	return err
}

// Rest gives the engine's memory back unless a document is being made; the next one takes half a second more.
func (e *Engine) Rest(ctx context.Context) error {
	e.making.Lock()
	defer e.making.Unlock()
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.kit == nil || e.using > 0 {
		return nil
	}
	err := errors.Join(e.kit.runtime.Close(ctx), e.kit.cache.Close(ctx))
	e.kit, e.state = nil, Idle
	return err
}

// use gives a prepared engine that does not rest before it is released.
func (e *Engine) use(ctx context.Context, progress func(string)) (*kit, func(), error) {
	e.making.Lock()
	defer e.making.Unlock()
	k, err := e.prepared(ctx, progress)
	if err != nil {
		return nil, nil, err
	}
	return k, e.hold(), nil
}

// hold keeps an engine that is in use from resting, until it is released once more.
func (e *Engine) hold() func() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.using++
	return e.release
}

func (e *Engine) release() {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.using--; e.using > 0 {
		return
	}
	if e.resting != nil {
		e.resting.Stop()
	}
	e.resting = time.AfterFunc(restAfter, func() { _ = e.Rest(context.Background()) }) // what cannot be closed is kept
}

// prepared must be called with making held.
func (e *Engine) prepared(ctx context.Context, progress func(string)) (*kit, error) {
	if progress == nil {
		progress = func(string) {}
	}
	if k := e.current(); k != nil {
		return k, nil
	}
	if err := ctx.Err(); err != nil {
		return nil, casefile.Wrap(casefile.Cancelled, err, "Preparing the PDF engine was stopped.")
	}
	if !Carried() {
		return nil, casefile.Faultf(casefile.Unavailable, "This program was built without the PDF engine: run build/setup and build again, or choose Word, HTML or Markdown.")
	}
	if !e.kept() { // else it is as good as ready, and whoever asks meanwhile waits half a second
		e.set(Preparing, nil)
	}
	k, err := e.options.make(ctx, progress)
	if err != nil && ctx.Err() != nil {
		e.set(Idle, nil)
		return nil, casefile.Wrap(casefile.Cancelled, err, "Preparing the PDF engine was stopped.")
	}
	if err != nil {
		e.set(Failed, nil)
		return nil, casefile.Wrap(casefile.Unavailable, err, "The PDF engine could not be made ready. Choose Word, HTML or Markdown, or start the program again.")
	}
	e.set(Ready, k)
	progress("The PDF engine is ready.")
	return k, nil
}

func (e *Engine) current() *kit {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.kit
}

func (e *Engine) set(s State, k *kit) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.state, e.kit = s, k
}

// kept says whether an earlier run left the machine code and the wasm, so that preparing takes half a second.
func (e *Engine) kept() bool {
	path := packed.Place(e.options.CacheDir, wasmSHA256)
	if path == "" {
		return false
	}
	_, err := os.Stat(path)
	return err == nil
}

// make turns the wasm into machine code, or takes that from the cache folder.
func (o Options) make(ctx context.Context, progress func(string)) (*kit, error) {
	wasm, keep, err := unpack(o.CacheDir)
	if err != nil {
		return nil, err
	}
	cache := wazero.NewCompilationCache()
	if o.CacheDir != "" {
		if cache, err = wazero.NewCompilationCacheWithDir(o.CacheDir); err != nil {
			return nil, err
		}
	}
	progress("Preparing the PDF engine. The first time on a machine this takes about 15 seconds…")
	config := wazero.NewRuntimeConfig().WithCompilationCache(cache).WithMemoryLimitPages(memoryPages)
	k := &kit{cache: cache, runtime: wazero.NewRuntimeWithConfig(ctx, config)}
	if k.module, err = k.runtime.CompileModule(onMostCores(ctx), wasm); err == nil {
		err = install(ctx, k.runtime, k.module)
	}
	if err != nil {
		return nil, errors.Join(err, k.runtime.Close(ctx), cache.Close(ctx))
	}
	keep()
	return k, nil
}

// onMostCores leaves one for whoever is working meanwhile.
func onMostCores(ctx context.Context) context.Context {
	return experimental.WithCompilationWorkers(ctx, max(1, runtime.NumCPU()-1))
}

// unpack gives the wasm, which is the one that was tried, and what keeps it in the folder.
func unpack(folder string) (wasm []byte, keep func(), err error) {
	b, err := files.ReadFile(wasmFile)
	if err != nil {
		return nil, nil, err
	}
	return packed.Kept(folder, wasmSHA256, b)
}
