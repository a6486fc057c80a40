package window

import (
	"fmt"
	"io"
	"os"
	"regexp"
	"runtime"
	"strings"
)

// Log writes what went wrong in the window, without what a person typed. Wails quotes whole messages of the page when
// it cannot read one (the arguments of a failed call, for instance), so a line of Wails is kept only up to the first
// mark behind which something may be quoted, and lines below a warning are dropped. The zero Log drops everything.
type Log struct{ to io.Writer }

// NewLog writes to w, a line at a time.
func NewLog(w io.Writer) Log { return Log{to: w} }

// longestLine bounds a line of Wails that has no quoting mark: none of its own texts is longer.
const longestLine = 100

// partOfWails is how some lines begin: [AssetServer] …
var partOfWails = regexp.MustCompile(`^\[[A-Za-z]+\]`)

func (l Log) line(level, message string) {
	if l.to == nil {
		return
	}
	// A log that cannot be written has nobody left to tell.
	_, _ = fmt.Fprintf(l.to, "window: %s: %s\n", level, withoutBody(message))
}

func withoutBody(message string) string {
	start := len(partOfWails.FindString(message))
	if i := strings.IndexAny(message[start:], ":'\"`{[(\n"); i >= 0 {
		message = message[:start+i]
	}
	if len(message) > longestLine {
		message = message[:longestLine]
	}
	return strings.ToValidUTF8(strings.TrimSpace(message), "")
}

// Panic says that a bound method broke, and where.
func (l Log) Panic(method string, cause any, stack []byte) {
	if l.to == nil {
		return
	}
	what := fmt.Sprintf("%T", cause)
	if e, ok := cause.(runtime.Error); ok {
		what = e.Error()
	}
	_, _ = fmt.Fprintf(l.to, "window: panic in %s: %s\n%s", method, what, stack)
}

// Print, Trace, Debug and Info are Wails' small talk, which carries whole messages.
func (l Log) Print(string) {}

// Trace is dropped.
func (l Log) Trace(string) {}

// Debug is dropped.
func (l Log) Debug(string) {}

// Info is dropped.
func (l Log) Info(string) {}

// Warning keeps the line without its body.
func (l Log) Warning(message string) { l.line("warning", message) }

// Error keeps the line without its body.
func (l Log) Error(message string) { l.line("error", message) }

// Fatal keeps the line without its body and ends the program, as Wails expects of it.
func (l Log) Fatal(message string) {
	l.line("fatal", message)
	os.Exit(1)
}
