package engine

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/tetratelabs/wazero"

	"precedent/backend/casefile"
)

// files holds README.md and, once build/engine has run, typst.wasm.gz. It is one pattern for both endings (.md and .gz) so
// that it always matches something and the package compiles without the engine too.
//
//go:embed *.[mg][dz]
var files embed.FS

const (
	wasmFile = "typst.wasm.gz"
	// wasmSHA256 is the unpacked engine that was tried: @myriaddreamin/typst-ts-web-compiler 0.7.0 (Typst 0.14).
	wasmSHA256 = "1fc968438a672366dfec39c96c842c26ed29caff4eb1bcaab19a6c60867de5fd"
	// wasmLimit bounds what is unpacked; the engine has 28 MB.
	wasmLimit = 64 << 20
	// memoryPages bounds what one document may use: 64 KiB each, 1.5 GiB in all. 40 screenshots need about 400 MB.
	memoryPages = 24 << 10
)

// Options say where the engine keeps its machine code between runs. Without a folder every start compiles anew.
type Options struct {
	CacheDir string
}

// State is how far the engine is.
type State string

const (
	Absent    State = "absent"    // this build carries no engine
	Idle      State = "idle"      // not asked for yet
	Preparing State = "preparing" // being turned into machine code
	Ready     State = "ready"
	Failed    State = "failed"
)

// Engine is the compiler, ready or to be made ready. It may be used from several goroutines.
type Engine struct {
	options Options

	making sync.Mutex // held while the machine code is made
	mu     sync.Mutex // guards what follows
	state  State
	kit    *kit
}

// kit is what a prepared engine consists of.
type kit struct {
	cache   wazero.CompilationCache
	runtime wazero.Runtime
	module  wazero.CompiledModule
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
	return e.state
}

// Prepare makes the engine ready; a no-op when it is. progress, which may be nil, is told what is being done, in words for
// a person. A later call tries again after a failure.
func (e *Engine) Prepare(ctx context.Context, progress func(string)) error {
	_, err := e.prepared(ctx, progress)
	return err
}

// Close gives the engine's memory back. It must not be used afterwards.
func (e *Engine) Close(ctx context.Context) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.kit == nil {
		return nil
	}
	err := errors.Join(e.kit.runtime.Close(ctx), e.kit.cache.Close(ctx))
	e.kit, e.state = nil, Idle
	return err
}

func (e *Engine) prepared(ctx context.Context, progress func(string)) (*kit, error) {
	if progress == nil {
		progress = func(string) {}
	}
	e.making.Lock()
	defer e.making.Unlock()
	if k := e.current(); k != nil {
		return k, nil
	}
	if err := ctx.Err(); err != nil {
		return nil, casefile.Wrap(casefile.Cancelled, err, "Preparing the PDF engine was stopped.")
	}
	if !Carried() {
		return nil, casefile.Faultf(casefile.Unavailable, "This program was built without the PDF engine: run build/setup and build again, or choose Word, HTML or Markdown.")
	}
	e.set(Preparing, nil)
	k, err := e.options.make(ctx, progress)
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

// make turns the wasm into machine code, or takes that from the cache folder.
func (o Options) make(ctx context.Context, progress func(string)) (*kit, error) {
	progress("Unpacking the PDF engine…")
	wasm, err := unpack()
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
	if k.module, err = k.runtime.CompileModule(ctx, wasm); err == nil {
		err = install(ctx, k.runtime, k.module)
	}
	if err != nil {
		return nil, errors.Join(err, k.runtime.Close(ctx), cache.Close(ctx))
	}
	return k, nil
}

// unpack gives the wasm, after comparing it with the one that was tried.
func unpack() ([]byte, error) {
	packed, err := files.ReadFile(wasmFile)
	if err != nil {
		return nil, err
	}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("unpacking the engine: %w", err)
	}
	wasm, err := io.ReadAll(io.LimitReader(z, wasmLimit))
	if err != nil {
		return nil, fmt.Errorf("unpacking the engine: %w", err)
	}
	if sum := sha256.Sum256(wasm); hex.EncodeToString(sum[:]) != wasmSHA256 {
		return nil, errors.New("the engine inside the program is not the one that was tried")
	}
	return wasm, nil
}
