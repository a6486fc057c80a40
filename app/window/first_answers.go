package window

import (
	"encoding/json"
	"net/http"
	"sync"

	"precedent/backend/desk"
)

// answersPath is where the answers lie to what the page asks first. It fetches them while its code is still being read: each
// question would take a trip through the browser's processes, and the answer to one is needed for the next.
const answersPath = "/answers.json"

// firstAnswer is what a method gives for these arguments.
type firstAnswer struct {
	Method string `json:"method"`
	Args   []any  `json:"args"`
	Answer any    `json:"answer"`
}

// ready is an answer that is JSON already: it is made while the window is, and not when the page waits for it.
func ready(method string, answer any, args ...any) (firstAnswer, error) {
	text, err := json.Marshal(answer)
	return firstAnswer{method, append([]any{}, args...), json.RawMessage(text)}, err
}

// schemaReady is the same for every workspace.
var schemaReady = sync.OnceValues(func() (firstAnswer, error) { return ready("Schema", desk.Schema()) })

// glanceReady are the answers of a glance. One that cannot be given is left out: the page asks for it, and says so.
func glanceReady(g *desk.Glance) (all []firstAnswer) {
	take := func(a firstAnswer, err error) {
		if err == nil {
			all = append(all, a)
		}
	}
	take(ready("Settings", g.Settings))
	take(ready("Counts", g.Counts))
	for _, l := range g.Lists {
		take(ready("List", l.Page, l.Query))
	}
	return all
}

// FirstAnswers gives them as JSON: not a method, so that the page cannot call it. Where something is wrong an answer is left out,
// and the page asks for it and says so.
func FirstAnswers(b *Bridge) []byte {
	var all []firstAnswer
	if view, err := b.Workspace(); err == nil {
		all = append(all, firstAnswer{"Workspace", []any{}, view})
	}
	if schema, err := schemaReady(); err == nil {
		all = append(all, schema)
	}
	text, err := json.Marshal(append(all, b.session.first.give()...))
	if err != nil {
		return []byte("[]")
	}
	return text
}

// withAnswers serves them beside the page's files. They are customers' texts: no browser is to keep them.
func withAnswers(answers func() []byte) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if answers == nil || r.URL.Path != answersPath {
				next.ServeHTTP(w, r)
				return
			}
			w.Header().Set("Content-Type", "application/json")
			w.Header().Set("Cache-Control", "no-store")
			_, _ = w.Write(answers()) // who no longer listens needs none
		})
	}
}
