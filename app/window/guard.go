package window

import (
	"encoding/json"
	"runtime/debug"

	"precedent/backend/casefile"
)

// Answer runs the body of a bound method. A panic in it comes back as an error, where Wails alone would leave the
// page waiting for ever.
func Answer[T any](log Log, method string, body func() (T, error)) (result T, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			var none T
			result, err = none, panicked(log, method, cause)
		}
	}()
	return body()
}

// Done is Answer for a method that has nothing to say but whether it worked.
func Done(log Log, method string, body func() error) error {
	_, err := Answer(log, method, func() (struct{}, error) { return struct{}{}, body() })
	return err
}

// panicked logs where, and of what kind, but not the panic's own text unless it is the runtime's: any other may
// carry what a person typed.
func panicked(log Log, method string, cause any) error {
	log.Panic(method, cause, debug.Stack())
	return casefile.Faultf(casefile.Internal, "Something went wrong inside Precedent. Nothing that was saved is lost; try again.")
}

// FormatError makes of an error what crosses to the page: a JSON string {"code","says"}. A string, because Wails gives
// the page no other shape of error whole.
func FormatError(err error) any {
	text, marshalErr := json.Marshal(struct {
		Code casefile.Code `json:"code"`
		Says string        `json:"says"`
	}{casefile.CodeOf(err), casefile.Sentence(err)})
	if marshalErr != nil {
		return `{"code":"internal","says":""}`
	}
	return string(text)
}
