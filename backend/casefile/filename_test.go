package casefile

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestANameOfAFileIsSafeOnEverySystem(t *testing.T) {
	for in, want := range map[string]string{
		"trace.log": "trace.log", `C:\fakepath\trace.log`: "trace.log", "../../etc/passwd": "passwd", "a:b?.txt": "a_b_.txt", "": "file", "...": "file",
		"invoice\u202Efdp.exe": "invoice_fdp.exe", "line\nend": "line_end", "nul.txt": "_nul.txt", "CON": "_CON", "console.log": "console.log",
		"日本語.txt": "日本語.txt", " spaced . ": "spaced", "bad\xff": "bad_", "folder/": "file", strings.Repeat("x", 300) + ".log": strings.Repeat("x", 196) + ".log", strings.Repeat("語", 80): strings.Repeat("語", 66),
	} {
		if got := FileName(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func FuzzFileName(f *testing.F) {
	f.Add("con .a/b\\c..")
	f.Add("con." + strings.Repeat("語", 100))
	f.Fuzz(func(t *testing.T, in string) {
		name := FileName(in)
		if name == "" || name == "." || name == ".." || strings.ContainsAny(name, "/\\\x00") || !utf8.ValidString(name) || FileName(name) != name {
			t.Fatalf("%q from %q", name, in)
		}
	})
}
