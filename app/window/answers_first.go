package window

import (
	"bytes"
	"encoding/json"
	"net/http"

	"precedent/backend/desk"
)

// answersPath is the script that carries the answers to what the page asks first, so that it need not ask: each question takes
// a trip through the browser's processes, and the answer to one is needed for the next.
const answersPath = "/answers.js"

// firstAnswer is what a method gives for these arguments.
type firstAnswer struct {
	Method string `json:"method"`
	Args   []any  `json:"args"`
	Answer any    `json:"answer"`
}

// FirstAnswers gives the script: not a method, so that the page cannot call it. Where something is wrong an answer is left out,
// and the page asks for it and says so.
func FirstAnswers(b *Bridge) func() []byte {
	return func() []byte {
		var all []firstAnswer
		take := func(method string, answer any, err error, args ...any) {
			if err == nil {
				all = append(all, firstAnswer{method, append([]any{}, args...), answer})
			}
		}
		view, err := b.Workspace()
		take("Workspace", view, err)
		schema, err := b.Schema()
		take("Schema", schema, err)
		if glance := b.session.first.look(); glance != nil {
			b.glanced(glance, take)
		}
		return script(all)
	}
}

func (b *Bridge) glanced(g *desk.Glance, take func(method string, answer any, err error, args ...any)) {
	take("Settings", g.Settings, nil)
	take("Counts", g.Counts, nil)
	for _, l := range g.Lists {
		take("List", l.Page, nil, l.Query)
		b.session.first.gave(l.Query)
	}
}

// script is JavaScript that parses JSON: engines read that faster than the same as an expression.
func script(answers []firstAnswer) []byte {
	text, err := json.Marshal(answers)
	if err != nil {
		return nil
	}
	quoted, err := json.Marshal(string(text))
	if err != nil {
		return nil
	}
	return bytes.Join([][]byte{[]byte("window.firstAnswers = JSON.parse("), quoted, []byte(");\n")}, nil)
}

// withAnswers serves the script beside the page's files.
func withAnswers(answers func() []byte) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if answers == nil || r.URL.Path != answersPath {
				next.ServeHTTP(w, r)
				return
			}
			w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
			w.Header().Set("Cache-Control", "no-store")
			_, _ = w.Write(answers()) // who no longer listens needs none
		})
	}
}
