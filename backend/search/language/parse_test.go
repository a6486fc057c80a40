package language

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var env = Env{Now: time.Date(2026, 3, 13, 23, 30, 0, 0, time.UTC), Zone: time.FixedZone("", 3600)}

func TestHowAQueryIsUnderstood(t *testing.T) {
	for query, want := range map[string]string{
		"":                              "*",
		"*":                             "*",
		"connection reset":              "connection reset",
		"a AND b && c":                  "a b c",
		"a OR b c":                      "a OR (b c)",
		"(a OR b) c":                    "(a OR b) c",
		"-a NOT b --c":                  "-a -b -c",
		"NOT (a b)":                     "-(a b)",
		`"connection  reset"`:           `"connection reset"`,
		`“connection reset”`:            `"connection reset"`,
		"reset*":                        "reset*",
		"severity:Critical,High":        "severity:critical,high",
		"SEVERITY:critical":             "severity:critical",
		`status:"Seeking DRI"`:          "status:seeking_dri",
		`customer:"Acme Rail"`:          `customer:"Acme Rail"`,
		`customer:"Acme Rail",initech`:  `customer:"Acme Rail",initech`,
		"customer:(acme OR initech)":    "customer:acme OR customer:initech",
		"-customer:(acme initech)":      "-(customer:acme customer:initech)",
		"kind:Escalations":              "kind:escalation",
		"kind:\"incident review\"":      "kind:review",
		"mark:decision":                 "line.mark:decision",
		"tags:storage":                  "tag:storage",
		"created:2026-01..2026-03":      "created:2026-01-01..2026-03-31",
		"created:2026":                  "created:2026-01-01..2026-12-31",
		"created:2024-02":               "created:2024-02-01..2024-02-29",
		"created:2026-01-31":            "created:2026-01-31",
		"created:..2026-01":             "created:..2026-01-31",
		"after:2026-01":                 "created:2026-01-01..",
		"before:2026-03":                "created:..2026-02-28",
		"year:2025":                     "created:2025-01-01..2025-12-31",
		"created:today":                 "created:2026-03-14", // in the zone of the person
		"created:>yesterday":            "created:2026-03-14..",
		"updated:>7d":                   "updated:2026-03-08..",
		"updated:>=7d":                  "updated:2026-03-07..",
		"updated:7d":                    "updated:2026-03-07..2026-03-14",
		"updated:<1y":                   "updated:..2025-03-13",
		"created:>2026-01":              "created:2026-02-01..",
		"customers_affected:>10":        "customers_affected:>10",
		"customers_affected:>=10":       "customers_affected:10..",
		"customers_affected:10..20":     "customers_affected:10..20",
		"customers_affected:7":          "customers_affected:7",
		"emergency:yes":                 "emergency:true",
		"extra.Ticket_System:zen":       "extra.ticket_system:zen",
		"https://a.example:8443/x":      "https://a.example:8443/x",
		"error:5xx":                     "error:5xx",
		"title: reset":                  "title reset",
		"created:soon":                  "created soon",
		`"unclosed field: /[/ * AND OR`: "unclosed field:",
		"AND OR NOT ( ) - \" : * ..":    "*",
		"a ) b":                         "a b",
		"(a OR (b":                      "a OR b",
		"a OR OR b":                     "a OR b",
		"x\x00y \xff z":                 "x y z",
		"severity:nonsense":             "severity:nonsense",
		"has:screenshot is:open":        "has:screenshot is:open",
		"action.owner:Priya":            "action.owner:Priya",
		"id:0190a-X":                    "id:0190a-X",
	} {
		e, _ := Parse(query, env)
		if got := e.String(); got != want {
			t.Errorf("%s\n read as %s\n want    %s", query, got, want)
		}
	}
}

func TestStrangeInputIsSaid(t *testing.T) {
	for query, want := range map[string]string{
		`"open`:                   "no partner",
		"a OR":                    "nothing on one side",
		"title: a":                "has no value",
		"created:soon":            "read as words",
		"severity:blocker":        "it knows critical",
		"/[/":                     "neither letters nor digits",
		"a )":                     "closing parenthesis",
		"(a":                      "not closed",
		"a *":                     "alone it was left out",
		strings.Repeat("a ", 300): "first 256 parts",
	} {
		_, found := Parse(query, env)
		if !strings.Contains(fmt.Sprint(found), want) {
			t.Errorf("%s: %v, want %q", query, found, want)
		}
	}
	for _, query := range []string{"", "a", `"a b" -c`, "severity:critical,high after:2026-01", "(a OR b) c*"} {
		if _, found := Parse(query, env); len(found) > 0 {
			t.Errorf("%s: %v", query, found)
		}
	}
}

func TestTypingLeavesAQuotationOpenWithoutAWord(t *testing.T) {
	typing := env
	typing.Typing = true
	e, found := Parse(`severity:high "connection res`, typing)
	if got := e.String(); got != "severity:high connection res" || len(found) > 0 {
		t.Errorf("%s %v", got, found)
	}
}

// readsBack is the law of this package: the text of an expression is read as the same expression.
func readsBack(t interface{ Fatalf(string, ...any) }, query string) {
	e, _ := Parse(query, env)
	again, found := Parse(e.String(), env)
	if e.String() != again.String() || fmt.Sprintf("%#v", e) != fmt.Sprintf("%#v", again) {
		t.Fatalf("%q\n read as %#v\n again   %#v\n %v", query, e, again, found)
	}
}

func TestWhatWasUnderstoodReadsBack(t *testing.T) {
	piece := rapid.SampledFrom([]string{"a", "reset", "OR", "AND", "NOT", "-", "(", ")", `"`, ":", ",", "..", "*", " ", "title:", "severity:",
		"created:", "customers_affected:", "customer:", "7d", "2026-01", ">", "<=", "critical", "has:", "owner:", "x:y", "é", "検索", "\x00",
		"after:", "emergency:", "no", "extra.a:", "tag:", "12", "kind:", "call", "\xff", "'", "/", "[", "$"})
	rapid.Check(t, func(t *rapid.T) {
		readsBack(t, strings.Join(rapid.SliceOfN(piece, 0, 14).Draw(t, "pieces"), ""))
	})
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{`"unclosed field: /[/ * AND OR`, `severity:critical customer:"Acme" after:2026-01 -postgres "connection reset"`,
		"created:2026-01..2026-03 (a OR b) c*", "updated:>7d", "-(-a)", "a:b:c", "title:(a -b OR \"c d\")", "\x00\xff((((", "has:x,,\"y\",z"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { readsBack(t, s) })
}
