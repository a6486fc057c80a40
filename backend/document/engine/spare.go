package engine

import (
	"context"
	"errors"
	"slices"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/experimental"
)

// instance is one compiler with its fonts, good for one document: what a document leaves behind would be in the next.
type instance struct {
	host     *host
	compiler uint32
	fonts    [][]byte
}

// instance makes one, for whoever waits for ctx.
func (k *kit) instance(ctx context.Context, fonts [][]byte) (*instance, error) {
	h := newHost(ctx)
	i := &instance{host: h, fonts: fonts}
	config := wazero.NewModuleConfig().WithName("").WithStartFunctions()
	var failed error
	err := h.guard(func() { // it takes its first memory, for which it may be too late
		h.module, failed = k.runtime.InstantiateModule(experimental.WithMemoryAllocator(h.ctx, stoppable{h}), k.module, config)
	})
	if err = errors.Join(err, failed); err != nil {
		return nil, err
	}
	if err := h.guard(func() { i.compiler = h.build(fonts) }); err != nil {
		return nil, errors.Join(err, i.close())
	}
	return i, nil
}

func (i *instance) close() error { return i.host.module.Close(i.host.ctx) }

// has says that an instance was made with these fonts: the very same bytes, not equal ones.
func (i *instance) has(fonts [][]byte) bool {
	return slices.EqualFunc(i.fonts, fonts, func(a, b []byte) bool {
		return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
	})
}

// take gives the spare instance where it has these fonts, else a new one.
func (k *kit) take(ctx context.Context, fonts [][]byte) (*instance, error) {
	if i := k.spare.Swap(nil); i != nil {
		if i.has(fonts) {
			i.host.waiting = ctx
			return i, nil
		}
		if err := i.close(); err != nil {
			return nil, err
		}
	}
	return k.instance(ctx, fonts)
}

// spareFrom is from which document on a spare is kept: a command makes one, and ends.
const spareFrom = 2

// standBy makes the instance of the next document, which mostly has the fonts of the one before, while nobody waits: that
// is a fifth of a short document's time. released is called at the end.
func (k *kit) standBy(fonts [][]byte, released func()) {
	if k.made.Add(1) < spareFrom {
		released()
		return
	}
	go func() {
		defer released()
		i, err := k.instance(context.Background(), fonts)
		if err != nil { // the next document makes its own, and says what is wrong
			return
		}
		if before := k.spare.Swap(i); before != nil {
			_ = before.close() // nobody used it
		}
	}()
}
