package window

import (
	"encoding/json"
	"net/http"

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

// FirstAnswers gives them as JSON: not a method, so that the page cannot call it. Where something is wrong an answer is left out,
// and the page asks for it and says so.
func FirstAnswers(b *Bridge) []byte {
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
	text, err := json.Marshal(all)
	if err != nil {
		return []byte("[]")
	}
	return text
}

func (b *Bridge) glanced(g *desk.Glance, take func(method string, answer any, err error, args ...any)) {
	take("Settings", g.Settings, nil)
	take("Counts", g.Counts, nil)
	for _, l := range g.Lists {
		take("List", l.Page, nil, l.Query)
		b.session.first.gave(l.Query)
	}
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
