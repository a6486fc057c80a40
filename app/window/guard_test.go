package window

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"precedent/backend/casefile"
)

const secret = "customer text"

// TestNoBoundMethodPanics calls every method of a bridge that has nothing behind it: each must break, and none may let
// it out, because the page would wait for ever.
func TestNoBoundMethodPanics(t *testing.T) {
	bridge := reflect.ValueOf(&Bridge{})
	for i := range bridge.NumMethod() {
		name := bridge.Type().Method(i).Name
		t.Run(name, func(t *testing.T) {
			method := bridge.Method(i)
			args := make([]reflect.Value, method.Type().NumIn())
			for a := range args {
				args[a] = reflect.Zero(method.Type().In(a))
			}
			method.Call(args)
		})
	}
}

// TestBoundMethodsHaveAShapeThatWailsPassesOn holds what Wails does to other shapes: a context is no argument, bytes
// become text, a third result is dropped, times lose their zone, and some type names collide with the page's own.
func TestBoundMethodsHaveAShapeThatWailsPassesOn(t *testing.T) {
	bridge := reflect.TypeFor[*Bridge]()
	failure := reflect.TypeFor[error]()
	for i := range bridge.NumMethod() {
		method := bridge.Method(i)
		results := method.Type.NumOut()
		if results < 1 || results > 2 || method.Type.Out(results-1) != failure {
			t.Errorf("%s: gives %d results, want (T, error) or error", method.Name, results)
		}
		for a := 1; a < method.Type.NumIn(); a++ {
			plain(t, method.Name, method.Type.In(a), map[reflect.Type]bool{})
		}
		for r := range results - 1 {
			plain(t, method.Name, method.Type.Out(r), map[reflect.Type]bool{})
		}
	}
}

func plain(t *testing.T, method string, typ reflect.Type, seen map[reflect.Type]bool) {
	t.Helper()
	if seen[typ] {
		return
	}
	seen[typ] = true
	switch typ.Kind() {
	case reflect.Slice, reflect.Array:
		if typ.Elem().Kind() == reflect.Uint8 {
			t.Errorf("%s: bytes do not cross to the page; use text", method)
		}
		plain(t, method, typ.Elem(), seen)
	case reflect.Map, reflect.Pointer:
		plain(t, method, typ.Elem(), seen)
	case reflect.Struct:
		switch typ.Name() {
		case "Record", "Date", "Error", "Map", "Time", "Context":
			t.Errorf("%s: the type %s cannot cross to the page", method, typ)
		}
		for i := range typ.NumField() {
			plain(t, method, typ.Field(i).Type, seen)
		}
	case reflect.Chan, reflect.Func, reflect.Complex64, reflect.Complex128, reflect.UnsafePointer:
		t.Errorf("%s: a %s cannot cross to the page", method, typ.Kind())
	default:
	}
}

func TestAPanicIsAnErrorAndItsTextIsNotLogged(t *testing.T) {
	var log bytes.Buffer
	_, err := Answer(NewLog(&log), "Save", func() (int, error) { panic(secret) })
	if casefile.CodeOf(err) != casefile.Internal {
		t.Errorf("code %q, want %q", casefile.CodeOf(err), casefile.Internal)
	}
	if strings.Contains(log.String(), secret) || !strings.Contains(log.String(), "panic in Save: string") {
		t.Errorf("log: %s", log.String())
	}
}

func TestAPanicOfTheRuntimeIsLoggedInItsWords(t *testing.T) {
	var log bytes.Buffer
	var nobody *About
	err := Done(NewLog(&log), "About", func() error { _ = nobody.Name; return nil })
	if err == nil || !strings.Contains(log.String(), "nil pointer") {
		t.Errorf("error %v, log: %s", err, log.String())
	}
}

func TestAFaultCrossesAsCodeAndSentence(t *testing.T) {
	cause := errors.New(secret)
	formatted, ok := FormatError(casefile.Wrap(casefile.DiskFull, cause, "Free 64 MB, then save again.")).(string)
	if !ok {
		t.Fatal("not a string: Wails would not pass it on whole")
	}
	var fault struct{ Code, Says string }
	if err := json.Unmarshal([]byte(formatted), &fault); err != nil {
		t.Fatal(err)
	}
	if fault.Code != "disk_full" || fault.Says != "Free 64 MB, then save again." || strings.Contains(formatted, secret) {
		t.Errorf("crossed as %s", formatted)
	}
}
