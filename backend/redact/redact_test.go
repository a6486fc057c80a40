package redact

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// The tokens are put together here so that no scanner of repositories takes this file for a leak.
var (
	r36 = strings.Repeat("a1B2", 9)
	key = "-----BEGIN RSA " + "PRIVATE KEY-----\nMIIBOgIBAAJBAK\n-----END RSA " + "PRIVATE KEY-----"
)

func TestFind(t *testing.T) {
	options := Options{Names: []string{"Ada Lovelace", "Umbrella", "株式会社東雲", "Al", "李 小明"}, Hosts: []string{"praefect"}, Allowed: []string{"veldhoorn.example"}}
	cases := []struct {
		text string
		want string // kind:found, joined by |
	}{
		{"see\n" + key + "\nend", "private_key:" + key},
		{"token ghp_" + r36 + " leaked", "token:ghp_" + r36},
		{"id AKIA" + "ABCDEFGHIJKLMNOP.", "token:AKIA" + "ABCDEFGHIJKLMNOP"},
		{"glpat-" + "abcDEF1234567890abcd", "token:glpat-" + "abcDEF1234567890abcd"},
		{"Authorization: Bearer abcdef0123456789abcdef", "token:abcdef0123456789abcdef"},
		{"api_key = 9f8e7d6c5b4a39281706", "token:9f8e7d6c5b4a39281706"},
		{"token: expired", ""},
		{"api_key_name: storage-service-name", ""},
		{`password="hunter2!x"`, "password:hunter2!x"},
		{"DB_PASSWORD=s3cret-pw", "password:s3cret-pw"},
		{"password: <redacted>", ""},
		{"The password is required.", ""},
		{"the password is Tr0ub4dor&3", "password:Tr0ub4dor&3"},
		{"postgres://app:p4ssw0rd@db/x", "password:p4ssw0rd"},
		{"card 4111 1111 1111 1111 ok", "card:4111 1111 1111 1111"},
		{"card 4111 1111 1111 1112 no", ""},
		{"order 0000000000000000", ""},
		{"DE89 3704 0044 0532 0130 00", "iban:DE89 3704 0044 0532 0130 00"},
		{"DE88 3704 1144 1532 1130 11", ""},
		{"write jane.doe+x@example.org, or ops@veldhoorn.example", "email:jane.doe+x@example.org"},
		{"call +49 30 1234567 or (555) 123-4567", "phone:+49 30 1234567|phone:(555) 123-4567"},
		{"2026-03-13 07:50:00 and 10:05", ""},
		{"node 10.1.2.3 and 2001:db8::1, version 1.2.3", "ip:10.1.2.3|ip:2001:db8::1"},
		{"999.1.2.3", ""},
		{"db.prod.internal refused; str-ams-03 too", "host:db.prod.internal|host:str-ams-03"},
		{"utf-8-1 and https://example.com/a/str-ams-03", ""},
		{"the Praefect service", "host:Praefect"},
		{"asked ada\n  lovelace and Umbrella's team, not umbrellas", "name:ada\n  lovelace|name:Umbrella"},
		{"顧客は株式会社東雲です", "name:株式会社東雲"},
		{"我们问了李小明", "name:李小明"},
		{"Al went", ""},
	}
	for _, c := range cases {
		var got []string
		for _, s := range Find(c.text, options) {
			if s.Why == "" {
				t.Errorf("%q: no why", c.text)
			}
			got = append(got, string(s.Kind)+":"+c.text[s.Start:s.End])
		}
		if g := strings.Join(got, "|"); g != c.want {
			t.Errorf("%q\n got %q\nwant %q", c.text, g, c.want)
		}
	}
}

func TestNamesOfTwoLettersCountAsTheyAreWritten(t *testing.T) {
	text := "HP asked, hp did not, and the GEs and Al stayed."
	if got := Words(text, []string{"HP", "GE", "al", "", " "}); len(got) != 1 || got[0].Start != 0 {
		t.Fatalf("%+v", got)
	}
}

func TestGivenNames(t *testing.T) {
	people := []string{"Priya Raman", "Mark Young", "Jan van der Berg", "Saskia Okafor", "李 小明", "Cher"}
	guests := []string{"Saskia de Boer"}
	cases := []struct{ text, want string }{
		{"priya rebuilt it, then RAMAN and Ramanujan looked", "priya|RAMAN"},
		{"We asked Mark. Mark the node as bad, mark it. Young nodes fail, said Mr Young", "Mark|Young"},
		{"Saskia agreed, Okafor too", "Okafor"},
		{"van der Waals, the Berg node", "Berg"},
		{"Cher is a whole name and not a part", ""},
	}
	for _, c := range cases {
		var got []string
		for _, s := range GivenNames(c.text, people, guests) {
			got = append(got, c.text[s.Start:s.End])
		}
		if g := strings.Join(got, "|"); g != c.want {
			t.Errorf("%q: got %q, want %q", c.text, g, c.want)
		}
	}
	if PartOf("raman", people) != "Priya Raman" || PartOf("rama", people) != "" {
		t.Error("a part belongs to somebody else")
	}
}

func TestMaskReplacesWhatWasFound(t *testing.T) {
	text := "mail a@b.example, host x.corp"
	if got := masked(text, Find(text, Options{})); got != "mail [e-mail address], host [internal host]" {
		t.Fatal(got)
	}
}

func FuzzFind(f *testing.F) {
	f.Add("password=abc1 +49 30 123456", "Ada")
	f.Add("::1 2001:db8::1 a@b.cd DE89370400440532013000", "株")
	f.Fuzz(func(t *testing.T, text, name string) {
		last := 0
		for _, s := range Find(text, Options{Names: []string{name}}) {
			if s.Start < last || s.End <= s.Start || s.End > len(text) {
				t.Fatalf("span %+v after %d of %d", s, last, len(text))
			}
			last = s.End
		}
		if utf8.ValidString(text) && !utf8.ValidString(masked(text, Find(text, Options{Names: []string{name}}))) {
			t.Fatal("masking broke the text")
		}
	})
}

// masked gives the text with each span replaced by what it is, such as [e-mail address].
func masked(text string, spans []Span) string {
	var b strings.Builder
	at := 0
	for _, s := range spans {
		if s.Start < at {
			continue
		}
		b.WriteString(text[at:s.Start] + "[" + s.Kind.Label() + "]")
		at = s.End
	}
	return b.String() + text[at:]
}
