package engine

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"precedent/backend/casefile"
)

// Job is one document: the template that is run, the files it may read by their paths ("/doc.json"), and the fonts in the
// order in which they are tried.
type Job struct {
	Template []byte
	Files    map[string][]byte
	Fonts    [][]byte
}

const mainFile = "/main.typ"

// Compile gives the job's PDF. It prepares the engine when nobody did. It ends early, as Cancelled, once ctx is done.
func (e *Engine) Compile(ctx context.Context, job Job) ([]byte, error) {
	k, release, err := e.use(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer release()
	pdf, err := k.compile(ctx, job)
	if err == nil {
		k.standBy(job.Fonts, e.hold())
	}
	if ctx.Err() != nil {
		return nil, casefile.Wrap(casefile.Cancelled, ctx.Err(), "Making the PDF was stopped.")
	}
	if err != nil {
		return nil, casefile.Wrap(casefile.Internal, err, "The PDF could not be made. Choose Word, HTML or Markdown for now; the text is kept.")
	}
	return pdf, nil
}

func (k *kit) compile(ctx context.Context, job Job) (pdf []byte, err error) {
	i, err := k.take(ctx, job.Fonts)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, i.close()) }()
	return pdf, i.host.guard(func() { pdf = i.host.run(i.compiler, job) })
}

// run speaks to the instance in the order in which its own JavaScript would. It panics with failure, which guard catches.
func (h *host) run(compiler uint32, job Job) []byte {
	h.addFile("typstcompiler_add_source", compiler, mainFile, job.Template)
	for _, path := range slices.Sorted(maps.Keys(job.Files)) {
		h.addFile("typstcompiler_map_shadow", compiler, path, job.Files[path])
	}
	path, pathLen := h.pass([]byte(mainFile))
	format, formatLen := h.pass([]byte("pdf"))
	const diagnosticsInFull = 1
	out := h.returned(3, "typstcompiler_compile", uint64(compiler), path, pathLen, 0, 0, format, formatLen, diagnosticsInFull)
	if failed := out[2] != 0; failed {
		panic(failure{fmt.Errorf("typst: %s", describe(h.take(out[1])))})
	}
	answer, _ := h.take(out[0]).(*object)
	if answer == nil {
		panic(failure{errors.New("typst gave no answer")})
	}
	pdf, _ := answer.members["result"].(*octets)
	if pdf == nil {
		panic(failure{fmt.Errorf("typst: %s", describe(answer.members["diagnostics"]))})
	}
	return pdf.data
}

// build makes a compiler that has the fonts and cannot read files.
func (h *host) build(fonts [][]byte) uint32 {
	builder := uint64(h.returned(1, "typstcompilerbuilder_new")[0])
	h.returned(1, "typstcompilerbuilder_set_dummy_access_model", builder)
	for _, f := range fonts {
		h.call("typstcompilerbuilder_add_raw_font", builder, uint64(h.add(&octets{f})))
		h.drain()
	}
	promised, _ := h.take(uint32(h.call("typstcompilerbuilder_build", builder)[0])).(*promise)
	h.drain()
	if promised == nil || !promised.settled {
		panic(failure{errors.New("typst did not finish starting")})
	}
	made, ok := promised.value.(*wrapped)
	if !ok {
		panic(failure{fmt.Errorf("typst did not start: %s", describe(promised.value))})
	}
	return made.pointer
}

func (h *host) addFile(function string, compiler uint32, path string, data []byte) {
	p, pathLen := h.pass([]byte(path))
	d, dataLen := h.pass(data)
	h.call(function, uint64(compiler), p, pathLen, d, dataLen)
}
