package document

import (
	"encoding/json"
	"fmt"

	"precedent/backend/casefile"
)

// The fixture is an escalation of a customer that does not exist, with its customer, its people and its review. Texts that
// only colleagues may read carry the word "sealed", so that tests find them wherever they should not be.

type fields = map[string]any

func rec(k casefile.Kind, id string, f fields) casefile.Record {
	return casefile.Record{Kind: k, ID: id, Fields: f}
}

func item(k casefile.Kind, n int, f fields) casefile.Record {
	return rec(k, fmt.Sprintf("%s-%02d", k, n), f)
}

func fixture(a Audience) Input {
	names := map[string]string{"customer-1": "Veldhoorn Rail", "person-1": "Marta Ilves", "person-2": "Jonas Okafor", "person-3": "Priya Raman"}
	return Input{
		Case: escalation(), Related: []casefile.Case{customer(), person("person-1", "Marta Ilves"), person("person-2", "Jonas Okafor"), review()},
		Names: func(id string) string { return names[id] }, Audience: a, Version: "Final, version 1",
	}
}

func customer() casefile.Case {
	return casefile.Case{Record: rec(casefile.KindCustomer, "customer-1", fields{"name": "Veldhoorn Rail", "aliases": []any{"Veldhoorn", "VHR"},
		"contacts": fields{"c1": fields{"name": "Saskia de Boer", "role": "Head of platform", "email": "saskia@veldhoorn.example"}}})}
}

func person(id, name string) casefile.Case {
	return casefile.Case{Record: rec(casefile.KindPerson, id, fields{"name": name, "email": "someone@ourcompany.example"})}
}

func escalation() casefile.Case {
	c := casefile.Case{Record: rec(casefile.KindEscalation, "esc-1", fields{
		"key": "ESC-7K3F2Q", "title": "Storage nodes refused connections after the upgrade of 13 March 2026", "customer": "customer-1", "dri": "person-1",
		"severity": "critical", "status": "closed", "created": "2026-03-13T08:12:00Z[Europe/Amsterdam]", "closed": "2026-03-20T15:30:00Z[Europe/Amsterdam]", "zone": "Europe/Amsterdam",
		"started": "2026-03-13T06:50:00Z[Europe/Amsterdam]", "detected": "2026-03-13T07:12:00Z[Europe/Amsterdam]", "mitigated": "2026-03-16T20:10:00Z[Europe/Amsterdam]", "resolved": "2026-03-19T09:40:00Z[Europe/Amsterdam]",
		"description":     "After the upgrade from 16.9 to 17.1 one of three storage nodes refused every connection. Sealed: renewal of two million at risk, their CTO is talking to a competitor.",
		"impact_customer": "1,400 developers could not push or deploy from 07:50 on 13 March to 21:10 on 16 March. **No data was lost.**",
		"impact_business": "Sealed business impact: contraction of the account is likely if this happens again.",
		"outcome":         "positive", "outcome_note": "Sealed outcome note: they will renew, but want a named engineer for the next two upgrades.",
		"close_reason": "resolved", "sentiment_before": "red", "sentiment_after": "yellow",
		"agreed_company":  "Sealed agreement: https://tracker.ourcompany.internal/ESC/42, signed off by Marta Ilves.",
		"agreed_customer": "E-mail of Saskia de Boer, 20 March 2026: “From our side this can be closed.”",
		"revenue_at_risk": "Sealed revenue 2.1 million", "users_affected": json.Number("1400"), "workflow_impact": "push or deploy", "detected_by": "Sealed: the alert of node 3",
		"channel": "#esc_veldhoorn_rail", "case_url": "https://crm.ourcompany.internal/case/77", "product_related": true, "sla_status": "breached",
		"next_sync": "2026-03-16T10:30[Europe/Amsterdam]", "next_sync_goal": "a date for the third node",
	})}
	c.Items = append(c.Items, escalationLines()...)
	c.Items = append(c.Items, escalationItems()...)
	return c
}

func escalationLines() []casefile.Record {
	l := func(n int, at, mark, visibility string, starred bool, text string, more fields) casefile.Record {
		f := fields{"text": text, "at": at, "mark": mark, "visibility": visibility, "starred": starred}
		for k, v := range more {
			f[k] = v
		}
		return item(casefile.KindLine, n, f)
	}
	return []casefile.Record{
		l(1, "2026-03-13T06:50:00Z[Europe/Amsterdam]", "impact", "customer", true, "First clone fails. Your team reports it at 08:12.", nil),
		l(2, "2026-03-13T07:12:00Z[Europe/Amsterdam]", "detection", "customer", true, "The support desk sees the rising error rate and opens the case.", nil),
		l(3, "2026-03-13T07:41:00Z[Europe/Amsterdam]", "note", "internal", true, "Sealed line: node str-ams-03 at 10.20.3.7 refuses every connection; Umbrella Freight has the same in their second region.", nil),
		l(4, "2026-03-13T09:30:00Z[Europe/Amsterdam]", "action", "customer", true, "Jonas Okafor compares the secret on all three nodes; the third one holds the old value.", nil),
		l(5, "2026-03-14T10:00:00Z[Europe/Amsterdam]", "quote", "internal", false, "Sealed quote: “we should have noticed this on Friday”, said on the internal bridge.", fields{"went": "poorly"}),
		l(6, "2026-03-16T20:10:00Z[Europe/Amsterdam]", "mitigation", "customer", true, "Nodes 1 and 2 accept connections again. Work goes on at 60 % of the usual speed.", fields{"went": "well"}),
		l(7, "2026-03-17T12:00:00Z[Europe/Amsterdam]", "decision", "confidential", true, "Sealed decision: legal asked to keep the vendor’s name out of everything.", nil),
		l(8, "2026-03-19T09:40:00Z[Europe/Amsterdam]", "resolution", "customer", true, "The third node is back with the new secret; all checks pass.", nil),
		l(9, "", "note", "internal", false, "Sealed lucky strike: the mirror was made for another reason.", fields{"went": "lucky"}),
	}
}

func escalationItems() []casefile.Record {
	return []casefile.Record{
		item(casefile.KindRole, 1, fields{"person": "person-1", "role": "dri"}),
		item(casefile.KindRole, 2, fields{"person": "person-2", "role": "engineer"}),
		item(casefile.KindRole, 3, fields{"person": "person-3", "role": "product_dri"}),
		item(casefile.KindRole, 4, fields{"person": "Saskia de Boer", "role": "customer_contact"}),
		item(casefile.KindAction, 1, fields{"text": "The package step refuses to start when the hash of the secret differs between nodes", "owner": "person-2", "due": "2026-04-03[Europe/Amsterdam]", "type": "prevent", "status": "doing", "verify": "An upgrade with a wrong secret stops in the test suite", "visibility": "customer"}),
		item(casefile.KindAction, 2, fields{"text": "The health check sends a signed request", "owner": "person-3", "due": "2026-04-17[Europe/Amsterdam]", "type": "detect", "status": "open", "verify": "A node with an old secret is red within a minute", "visibility": "customer"}),
		item(casefile.KindAction, 3, fields{"text": "The upgrade guide names the order: secret, configuration, nodes", "owner": "Saskia de Boer", "due": "2026-03-27[Europe/Amsterdam]", "type": "doc", "status": "done", "visibility": "customer"}),
		item(casefile.KindAction, 4, fields{"text": "Sealed action: brief the account executive before the renewal call", "owner": "person-1", "type": "follow_up", "status": "done", "visibility": "internal"}),
		item(casefile.KindAttempt, 1, fields{"action": "Restart of the third node", "result": "It refused connections again after eleven seconds", "worked": "no", "visibility": "customer"}),
		item(casefile.KindAttempt, 2, fields{"action": "Rollback to 16.9", "result": "Not possible: the database had been migrated", "worked": "no", "visibility": "customer"}),
		item(casefile.KindAttempt, 3, fields{"action": "New secret written by hand, configuration management paused", "result": "Nodes 1 and 2 accepted connections", "worked": "yes", "visibility": "customer"}),
		item(casefile.KindAttempt, 4, fields{"action": "Sealed attempt: `kubectl exec` into the vendor’s pod", "result": "Access denied", "worked": "unknown", "visibility": "internal"}),
		item(casefile.KindExitCriterion, 1, fields{"text": "All three nodes accept connections for 24 hours", "status": "met", "evidence": "Sealed evidence: dashboard of 20 March", "agreed_by_customer": true}),
		item(casefile.KindExitCriterion, 2, fields{"text": "The customer has a written cause", "status": "met", "agreed_by_customer": true}),
		item(casefile.KindExitCriterion, 3, fields{"text": "Test of the next upgrade in a copy", "status": "waived", "reason": "Sealed waiver: the copy comes in May", "agreed_by_customer": true}),
		item(casefile.KindExitCriterion, 4, fields{"text": "Sealed criterion: renewal call held", "status": "met", "evidence": "Call of 20 March", "agreed_by_customer": false}),
		item(casefile.KindUpdate, 1, fields{"audience": "customer", "body": "We found that one node holds an old secret and are writing the new one.", "at": "2026-03-13T11:00:00Z[Europe/Amsterdam]", "next_due": "2026-03-14T11:00[Europe/Amsterdam]", "postings": fields{"p1": fields{"destination": "Ticket 4711"}}}),
		item(casefile.KindAsk, 1, fields{"text": "Sealed ask: an engineer who reads storage traces, in the time zone of Amsterdam", "verb": "provide", "from": "Support management", "needed_by": "2026-03-14T09:00[Europe/Amsterdam]", "status": "open"}),
		item(casefile.KindUpdate, 3, fields{"audience": "customer", "body": "The new secret is on two nodes; the third follows.", "at": "2026-03-14T13:30:00Z[Europe/Amsterdam]", "next_due": "2026-03-17[Europe/Amsterdam]"}),
		item(casefile.KindUpdate, 4, fields{"audience": "customer", "body": "Two nodes accept connections again.", "at": "2026-03-17T08:00:00Z[Europe/Amsterdam]"}),
		item(casefile.KindUpdate, 2, fields{"audience": "channel", "body": "Sealed update: the vendor will not answer before Monday.", "at": "2026-03-14T15:00:00Z[Europe/Amsterdam]"}),
	}
}

func review() casefile.Case {
	return casefile.Case{Record: rec(casefile.KindReview, "rev-1", fields{
		"key": "REV-2M8XQ4", "title": "Review: storage secret after upgrade", "of": "esc-1", "status": "reviewed", "reviewed": "2026-03-24T14:00:00Z[Europe/Amsterdam]",
		"trigger":           "The upgrade to 17.1 rotates the secret with which the storage nodes sign their answers.",
		"cause":             "On two nodes the new secret was read at the next start. On the third, configuration management had written the old value back eleven seconds earlier, and the service kept it in memory.\n\nThe health check asks only whether the port is open, so the node counted as healthy while it refused every request.",
		"fix":               "The new secret was written on all nodes with configuration management paused, and the service restarted.",
		"confidence":        "confirmed",
		"detection_gap":     "Sealed gap: the alert was silenced for the maintenance window.",
		"went_well":         "The mirror kept the timetable repository readable.",
		"same_cause_before": "yes", "same_cause_note": "Sealed history: the same with Umbrella Freight in 2025.",
		"whys": fields{"w1": fields{"text": "Why did the third node refuse requests? It signed with the old secret.", "confidence": "confirmed", "evidence": "Sealed why: trace of 13 March, lines 40 to 52.", "order": "a"},
			"w2": fields{"text": "Why did it hold the old secret? Configuration management had written it back.", "confidence": "likely", "because": []any{"w1"}, "order": "b"},
			"w3": fields{"text": "Why did nobody see it? The health check asks only for the port.", "confidence": "confirmed", "because": []any{"w1"}, "evidence": "Sealed why: source of the check.", "order": "c"},
			"w4": fields{"text": "Why could both be? No test upgrades a cluster with a rotated secret.", "confidence": "undetermined", "because": []any{"w2", "w3"}, "order": "d"}},
		"factors": fields{"f1": fields{"text": "Alerts were silenced for the whole maintenance window.", "evidence": "Sealed factor evidence: alert policy 7.", "order": "a"},
			"f2": fields{"text": "The order of the upgrade’s steps is not written down.", "order": "b"}},
	})}
}
