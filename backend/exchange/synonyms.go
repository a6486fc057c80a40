package exchange

import "strings"

// synonyms are what the columns of trackers, ticket systems and people's own sheets are called, for the fields that they
// are likely to mean, the likeliest first. A field that the kind of the rows does not have is passed over.
var synonyms = invert(map[string]string{
	"id":                "id, key, issue key, issue id, issue, ticket, ticket id, ticket number, ticket no, case number, case id, case no, number, no, ref, reference, record id, external id",
	"kind":              "kind, record kind, record type",
	"source":            "source, source system, system",
	"parent":            "parent, parent id, belongs to, parent key",
	"title":             "title, summary, subject, name, headline, short description, issue summary, issue title, topic, problem, case subject, ticket subject",
	"name":              "name, full name, customer, customer name, account, account name, company, organisation, organization, person, display name",
	"description":       "description, details, detail, body, text, long description, notes, note, comment, comments, content, message, issue description, what happened, problem description",
	"text":              "text, note, notes, comment, message, entry, event, description, what, action, action item",
	"body":              "body, text, message, update",
	"at":                "at, time, when, timestamp, date, happened, date time, created",
	"customer":          "customer, customer name, account, account name, company, client, organisation, organization, org, tenant",
	"company":           "company, vendor, provider",
	"severity":          "severity, sev, priority, urgency, impact level, escalation severity, criticality",
	"ticket_priority":   "priority, ticket priority, urgency",
	"incident_severity": "severity, sev, incident severity",
	"status":            "status, state, stage",
	"created":           "created, created at, created on, created date, creation date, date created, date, opened, opened at, opened on, open date, date opened, reported, reported at, reported on, submitted, start date",
	"closed":            "closed, closed at, closed on, closed date, close date, date closed, end date",
	"resolved":          "resolved, resolved at, resolved on, resolved date, resolution date, date resolved, solved at",
	"started":           "started, started at, start, impact start, begin, start time",
	"ended":             "ended, ended at, end, end time",
	"detected":          "detected, detected at",
	"mitigated":         "mitigated, mitigated at",
	"dri":               "dri, owner, assignee, assigned to, responsible, case owner, ticket owner, assigned agent, agent",
	"owner":             "owner, assignee, assigned to, responsible",
	"reporter":          "reporter, raised by, created by, opened by, requester, requested by, submitter, submitted by, author, reported by",
	"who":               "who, author, by, person, user",
	"component":         "component, components, area, module, product area, subsystem, service",
	"product":           "product, product name",
	"version":           "version, versions, affects version, affected version, affects versions, release, product version",
	"environment":       "environment, env, platform",
	"cause":             "cause, root cause, rca",
	"fix":               "fix, solution, what fixed it, resolution notes, resolution details, resolution description, remedy",
	"impact":            "impact, customer impact",
	"impact_customer":   "impact, customer impact",
	"tags":              "tags, tag, labels, label, keywords",
	"email":             "email, e mail, mail, e mail address, email address",
	"url":               "url, link, web address",
	"case_url":          "url, link, case url, ticket url, ticket link",
	"due":               "due, due date, deadline",
	"zone":              "zone, time zone, timezone, tz",
})

func invert(table map[string]string) map[string][]string {
	out := map[string][]string{}
	for _, field := range fieldOrder {
		for header := range strings.SplitSeq(table[field], ", ") {
			out[header] = append(out[header], field)
		}
	}
	return out
}

// fieldOrder decides between fields that share a header: "name" is a title where there is one.
var fieldOrder = []string{
	"id", "kind", "source", "parent", "title", "name", "description", "text", "body", "at", "customer", "company", "severity",
	"ticket_priority", "incident_severity", "status", "created", "closed", "resolved", "started", "ended", "detected", "mitigated",
	"dri", "owner", "reporter", "who", "component", "product", "version", "environment", "cause", "fix", "impact",
	"impact_customer", "tags", "email", "url", "case_url", "due", "zone",
}
