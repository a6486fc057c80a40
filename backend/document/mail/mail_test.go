package mail

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"precedent/backend/casefile"
	"precedent/backend/document/tree"
)

func doc(title string) tree.Tree {
	return tree.Tree{Title: title, Meta: tree.Meta{Kind: "RCA", Key: "ESC-7K3F2Q", Date: "2026-03-17"}, Blocks: []tree.Block{tree.Para(tree.Text("The body, zażółć 存储 “x” = y."))}}
}

func parsed(t interface{ Fatal(...any) }, data []byte) *netmail.Message {
	m, err := netmail.ReadMessage(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestADraftReadsBack(t *testing.T) {
	pdf := bytes.Repeat([]byte{0x25, 0x50, 0x00, 0xff}, 100)
	from := []Address{{Name: "Márta Ilves", Address: "marta@ourcompany.example"}}
	to := []Address{{Name: "Saskia de Boer", Address: "saskia@veldhoorn.example"}, {Address: "ops@veldhoorn.example"}}
	data, err := Render(doc("Störung im Speicher"), from, to, File{Name: "esc-störung.pdf", Type: "application/pdf", Data: pdf})
	if err != nil {
		t.Fatal(err)
	}
	m := parsed(t, data)
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil || subject != "RCA: Störung im Speicher (ESC-7K3F2Q)" {
		t.Errorf("subject %q, %v", subject, err)
	}
	if at, err := m.Header.Date(); err != nil || at.Format("2006-01-02") != "2026-03-17" {
		t.Errorf("date %v, %v", at, err)
	}
	if list, err := m.Header.AddressList("To"); err != nil || len(list) != 2 || list[0].Name != "Saskia de Boer" {
		t.Errorf("to %v, %v", list, err)
	}
	if list, err := m.Header.AddressList("From"); err != nil || list[0].Name != "Márta Ilves" {
		t.Errorf("from %v, %v", list, err)
	}
	if m.Header.Get("X-Unsent") != "1" || m.Header.Get("MIME-Version") != "1.0" {
		t.Error(m.Header)
	}
	texts := leaves(t, m.Header.Get("Content-Type"), m.Body)
	if len(texts) != 3 || !strings.Contains(texts["text/plain"], "zażółć 存储 “x” = y.") || !strings.Contains(texts["text/html"], "zażółć 存储") || texts["esc-störung.pdf"] != string(pdf) {
		t.Fatalf("%q", texts)
	}
}

// leaves are the decoded parts by their type, or by their name where they are attached.
func leaves(t *testing.T, kind string, body io.Reader) map[string]string {
	t.Helper()
	out := map[string]string{}
	_, params, err := mime.ParseMediaType(kind)
	if err != nil {
		t.Fatal(err)
	}
	r := multipart.NewReader(body, params["boundary"])
	for {
		p, err := r.NextRawPart()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		media, _, err := mime.ParseMediaType(p.Header.Get("Content-Type"))
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(media, "multipart/") {
			for k, v := range leaves(t, p.Header.Get("Content-Type"), p) {
				out[k] = v
			}
			continue
		}
		var decoded io.Reader = quotedprintable.NewReader(p)
		name := media
		if p.Header.Get("Content-Transfer-Encoding") == "base64" {
			decoded = base64.NewDecoder(base64.StdEncoding, p)
			_, d, err := mime.ParseMediaType(p.Header.Get("Content-Disposition"))
			if err != nil {
				t.Fatal(err)
			}
			name = d["filename"]
		}
		text, err := io.ReadAll(decoded)
		if err != nil {
			t.Fatal(err)
		}
		out[name] = string(text)
	}
}

// TestLinesAreAsMailWantsThem: CR LF, at most 998 octets, only ASCII in heads (RFC 5322, 2.1.1 and 2.2), whatever the title.
func TestLinesAreAsMailWantsThem(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		title := tree.CleanLine(rapid.OneOf(rapid.String(), rapid.StringMatching(`[a-z ]{0,300}`)).Draw(r, "title"))
		data, err := Render(doc(title), nil, nil, File{Name: "a.pdf", Type: "application/pdf", Data: []byte("x")})
		if err != nil {
			r.Fatal(err)
		}
		head, _, _ := strings.Cut(string(data), "\r\n\r\n")
		for _, line := range strings.Split(head, "\r\n") {
			if strings.ContainsFunc(line, func(c rune) bool { return c > 126 || c < 32 && c != '\t' }) {
				r.Fatalf("a head says %q", line)
			}
		}
		for _, line := range strings.Split(string(data), "\r\n") {
			if len(line) > 998 || strings.ContainsAny(line, "\r\n") {
				r.Fatalf("a line has %d octets or a bare end: %.80q", len(line), line)
			}
		}
		got, err := new(mime.WordDecoder).DecodeHeader(parsed(r, data).Header.Get("Subject"))
		if want := strings.Join(strings.Fields(Subject(doc(title))), " "); err != nil || strings.Join(strings.Fields(got), " ") != want {
			r.Fatalf("subject %q, want %q, %v", got, want, err)
		}
	})
}

func TestAWrongAddressIsSaid(t *testing.T) {
	if _, err := Render(doc("x"), nil, []Address{{Address: "no address"}}, File{}); casefile.CodeOf(err) != casefile.Invalid {
		t.Fatal(err)
	}
}
