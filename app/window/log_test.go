package window

import (
	"bytes"
	"strings"
	"testing"
)

func TestALineOfWailsLosesItsBody(t *testing.T) {
	cases := map[string]string{
		`process message error: C{"name":"Save","args":["customer text"]} -> bad`: "process message error",
		"[AssetServer] Unable to write content: customer text":                    "[AssetServer] Unable to write content",
		`method 'customer text' not registered`:                                   "method",
		"invalid character 'c' looking for customer text":                         "invalid character",
		"Unable to open default system browser":                                   "Unable to open default system browser",
		"Failed to load\ncustomer text":                                           "Failed to load",
		strings.Repeat("a", 300):                                                  strings.Repeat("a", longestLine),
	}
	for line, want := range cases {
		var out bytes.Buffer
		NewLog(&out).Error(line)
		if got := out.String(); got != "window: error: "+want+"\n" {
			t.Errorf("%q was logged as %q", line, got)
		}
	}
}

func TestSmallTalkOfWailsIsDropped(t *testing.T) {
	var out bytes.Buffer
	log := NewLog(&out)
	for _, say := range []func(string){log.Print, log.Trace, log.Debug, log.Info} {
		say(secret)
	}
	if out.Len() > 0 {
		t.Errorf("logged %q", out.String())
	}
}

func FuzzALineNeverBreaks(f *testing.F) {
	f.Add("[Asset")
	f.Add("\xff:")
	f.Fuzz(func(t *testing.T, line string) {
		if got := withoutBody(line); len(got) > longestLine || strings.ContainsAny(got, "\n\"") {
			t.Errorf("%q became %q", line, got)
		}
	})
}
