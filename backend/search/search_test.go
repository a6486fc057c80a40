package search

import (
	"encoding/json"
	"strings"
	"testing"

	"precedent/backend/casefile"
)

// aCorpus is five cases that the tests below ask for.
func aCorpus() []casefile.Case {
	storage := escalation("storage", []casefile.Record{
		record(casefile.KindLine, "l1", "text", "Storage proxy answers connection reset by peer", "at", "2026-01-10T08:00:00Z[Europe/Berlin]", "mark", "impact"),
		record(casefile.KindLine, "l2", "text", "We decided to roll the nodes one by one", "at", "2026-01-10T09:00:00Z[Europe/Berlin]", "mark", "decision"),
		record(casefile.KindAction, "a1", "text", "Compare the secrets", "owner", "Priya Sharma", "due", "2026-01-20T12:00:00[Europe/Berlin]", "status", "open"),
	}, "title", "Nodes unreachable after upgrade", "key", "ESC-7K3F2Q", "customer", "cus-1", "severity", "critical", "status", "active",
		"created", "2026-01-10T07:50:00Z[Europe/Berlin]", "version", "17.1.2", "tags", []any{"storage", "upgrade"}, "component", "storage proxy",
		"customers_affected", json.Number("12"))
	registry := escalation("registry", []casefile.Record{
		record(casefile.KindLine, "l3", "text", "Pull answers 401 at sha256:9f2c", "mark", "screenshot"),
	}, "title", "Registry restored without its key", "key", "ESC-W4MT00", "customer", "cus-2", "severity", "high", "status", "closed",
		"created", "2025-09-21", "closed", "2025-09-24", "emergency", true)
	german := escalation("german", nil, "title", "Störung an der Hauptstraße", "key", "ESC-GGGGGG", "description", "Die Übertragung über Düsseldorf bricht ab.",
		"created", "2026-02-01", "severity", "low")
	japanese := escalation("japanese", nil, "title", "検索サービスへの接続が切断される", "key", "ESC-JJJJJJ", "customer", "cus-3",
		"description", "こんにちは。ｻｰﾊﾞｰ で ERR_CONN_RESET が発生", "created", "2026-02-02", "severity", "medium")
	russian := escalation("russian", nil, "title", "Ошибка соединения с сервером", "key", "ESC-RRRRRR", "created", "2026-02-03",
		"description", "Ещё одна ошибка: NullPointerException в модуле")
	binned := escalation("binned", nil, "title", "Nodes in the bin", "deleted", "2026-03-01T00:00:00Z", "key", "ESC-BBBBBB")
	return []casefile.Case{storage, registry, german, japanese, russian, binned}
}

func TestTwoWordsInTwoLinesFindTheCaseAndShowBoth(t *testing.T) {
	s := newShelf(t, aCorpus()...)
	a := s.ask(t, Query{Text: "reset decided severity:critical"})
	if len(a.Hits) != 1 || len(a.Hits[0].Matches) != 2 {
		t.Fatalf("%+v", a)
	}
	for i, want := range []string{"reset", "decided"} {
		var marked []string
		for _, p := range a.Hits[0].Matches[i].Parts() {
			if p.Marked {
				marked = append(marked, p.Text)
			}
		}
		if strings.Join(marked, ",") != want {
			t.Errorf("line %d marks %q, want %s", i, marked, want)
		}
	}
}

func TestFilters(t *testing.T) {
	s := newShelf(t, aCorpus()...)
	for query, want := range map[string]string{
		"has:screenshot":                "registry",
		"action.owner:Priya":            "storage",
		`action.owner:"priya sharma"`:   "storage",
		"owner:priya":                   "storage",
		"owner:compare":                 "",
		"line.mark:decision":            "storage",
		"mark:decision":                 "storage",
		"severity:critical,high":        "storage registry",
		"customer:veldhoorn":            "storage",
		"customer:vr":                   "storage",
		`customer:"Oakhollow Health"`:   "registry",
		`customer:"Health Oakhollow"`:   "",
		"created:2026-01":               "storage",
		"created:2026-01..2026-02-01":   "german storage",
		"after:2026-02-02":              "russian japanese",
		"before:2026":                   "registry",
		"year:2025":                     "registry",
		"action.due:2026-01-20":         "storage",
		"updated:>7d nodes":             "",
		"has:attachment":                "",
		"has:action":                    "storage",
		"has:version":                   "storage",
		"customers_affected:>10":        "storage",
		"customers_affected:>12":        "",
		"customers_affected:10..12":     "storage",
		"is:closed":                     "registry",
		"emergency:yes":                 "registry",
		"tag:upgrade":                   "storage",
		"component:proxy":               "storage",
		"title:proxy":                   "",
		"is:binned":                     "binned",
		"nodes":                         "storage",
		"nodes is:binned":               "binned",
		"kind:call":                     "",
		"kind:escalations key:esc-7k3f": "storage",
		"-severity:low,medium,critical": "russian registry",
		"line.text:reset":               "storage",
		"action.text:reset":             "",
		"source_id:x":                   "",
		"NOT (severity:critical OR severity:low OR ошибка OR サービス)": "registry",
	} {
		s.wants(t, query, strings.Fields(want)...)
	}
}

func TestWords(t *testing.T) {
	s := newShelf(t, aCorpus()...)
	for query, want := range map[string]string{
		`"connection reset"`:            "storage",
		`"reset connection"`:            "",
		`"upgrade storage"`:             "", // two fields
		"hauptstrasse":                  "german",
		"HAUPTSTRASSE":                  "german",
		"ubertragung":                   "german",
		"Übertragung Dusseldorf":        "german",
		"こんにちは":                         "japanese",
		"んにち":                           "japanese",
		"接続":                            "japanese",
		"る":                             "japanese",
		"サーバー":                          "japanese",
		"サービス接続":                        "",
		"ошибка":                        "russian",
		"ошибки":                        "russian",
		"соедин*":                       "russian",
		"еще":                           "russian",
		"err_conn_reset":                "japanese",
		"conn_reset":                    "japanese",
		"conn":                          "japanese",
		"pointer":                       "russian",
		"nullpointerexception":          "russian",
		"17.1.2":                        "storage",
		"17.1":                          "storage",
		"9f2c":                          "registry",
		"esc-7k3f":                      "storage",
		"7K3F":                          "storage",
		"7k3f2q":                        "storage",
		"ESC-W4MTOO":                    "registry", // O for 0
		"why the nodes":                 "storage",  // words in every text do not count
		"registri":                      "registry", // a typing mistake
		"refistry":                      "registry",
		`"registri"`:                    "",
		"unreacheble upgrade":           "storage",
		"nodes OR registry":             "registry storage",
		"restore":                       "registry", // stem
		"nodes -reset":                  "",
		"*":                             "russian japanese german storage registry",
		"":                              "russian japanese german storage registry",
		`"unclosed field: /[/ * AND OR`: "",
	} {
		s.wants(t, query, strings.Fields(want)...)
	}
}
