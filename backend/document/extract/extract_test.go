package extract

import (
	"archive/zip"
	"bytes"
	"context"
	"strings"
	"testing"
)

func text(t *testing.T, name string, data []byte) (string, error) {
	t.Helper()
	x := New(Options{})
	return x.Text(context.Background(), name, bytes.NewReader(data), int64(len(data)))
}

func TestTextOfEachKind(t *testing.T) {
	cases := []struct{ name, data, want string }{
		{"a.log", "10:05 node refused\n", "10:05 node refused"},
		{"a.txt", "\xff\xfeh\x00i\x00", "hi"},
		{"a.txt", "\xef\xbb\xbfGr\xc3\xbc\xc3\x9fe", "Grüße"},
		{"a.txt", "Gr\xfc\xdfe", "Grüße"},
		{"a.txt", "a\x00b", "a b"},
		{"a.json", `{"error":"x"}`, `{"error":"x"}`},
		{"a.html", "<style>p{}</style><p>one <b>two</b></p><script>evil()</script><td>three</td>", "one two\nthree"},
		{"a.eml", "Subject: =?utf-8?q?St=C3=B6rung?=\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\ncaf=E9", "Subject: Störung\n\ncafé"},
		{"a.png", "\x89PNG", ""},
	}
	for _, c := range cases {
		got, err := text(t, c.name, []byte(c.data))
		if err != nil || got != c.want {
			t.Errorf("%s %q: got %q, %v; want %q", c.name, c.data, got, err, c.want)
		}
	}
}

func TestMailInPartsGivesItsReadableParts(t *testing.T) {
	eml := "Subject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\naGVsbG8=\r\n--b\r\nContent-Type: image/png\r\n\r\nxx\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>world</p>\r\n--b--\r\n"
	got, err := text(t, "m.eml", []byte(eml))
	if err != nil || !strings.Contains(got, "hello") || !strings.Contains(got, "world") || strings.Contains(got, "xx") {
		t.Fatalf("got %q, %v", got, err)
	}
}

// part is a further file of a package.
type part struct{ name, data string }

func docx(t *testing.T, body string, more ...part) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range append([]part{{"word/document.xml", body}}, more...) {
		f, err := z.Create(p.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(p.data)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestWordTextJoinsTheRunsOfAParagraph(t *testing.T) {
	got, err := text(t, "a.docx", docx(t, `<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>con</w:t></w:r><w:r><w:t>nection</w:t></w:r></w:p><w:p><w:r><w:t>two</w:t></w:r></w:p></w:body></w:document>`))
	if err != nil || got != "connection\ntwo" {
		t.Fatalf("got %q, %v", got, err)
	}
}

func TestBrokenFilesAreErrorsInWords(t *testing.T) {
	for name, data := range map[string]string{"a.docx": "PK\x03\x04 nonsense", "b.docx": "", "e.eml": "no head"} {
		if _, err := text(t, name, []byte(data)); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestAtMostAMegabyteIsTakenAndRunesStayWhole(t *testing.T) {
	got, err := text(t, "a.txt", []byte(strings.Repeat("ü", TextLimit)))
	if err != nil || len(got) > TextLimit || len(got) < TextLimit-4 || strings.ContainsRune(got, '\uFFFD') {
		t.Fatalf("%d bytes, %v", len(got), err)
	}
}

func FuzzText(f *testing.F) {
	for _, name := range []string{"a.html", "a.eml", "a.docx", "a.txt"} {
		f.Add(name, []byte("<p>x</p>"))
	}
	f.Add("a.eml", []byte("Subject: x\r\n\r\ny"))
	x := New(Options{})
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		if strings.HasSuffix(name, ".pdf") {
			return // PDFium has a fuzzer of its own, and an instance of it a second of start
		}
		got, err := x.Text(context.Background(), name, bytes.NewReader(data), int64(len(data)))
		if err == nil && (strings.ContainsRune(got, 0) || len(got) > TextLimit) {
			t.Fatalf("%q", got)
		}
	})
}
