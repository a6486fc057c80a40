//go:build race

package document

import (
	"sync"

	"precedent/backend/document/engine"
	"precedent/backend/document/extract"
)

var testFormats = []Format{DOCX, HTML, Markdown, Slack, Rich, Plain}

var (
	sharedEngine = sync.OnceValue(func() *engine.Engine { return engine.New(engine.Options{}) })
	sharedReader = sync.OnceValue(func() *extract.Extractor { return extract.New(extract.Options{}) })
)
