package desk

import (
	"slices"

	"precedent/backend/casefile"
)

// layout says how a kind is laid out on the screen: what may stand below it, its list's columns and filters, and which fields
// stand under which heading.
type layout struct {
	items   []casefile.Kind
	columns []string
	filters []string
	groups  []group
}

// group is a heading with its fields, in the order of the page. Fields of no group stand in the main block.
type group struct {
	title  string
	fields []string
}

var caseItems = []casefile.Kind{
	casefile.KindLine, casefile.KindUpdate, casefile.KindAction, casefile.KindAsk, casefile.KindExitCriterion, casefile.KindRole,
	casefile.KindAttempt, casefile.KindOption, casefile.KindApproval, casefile.KindHandoff, casefile.KindLink,
}

// milestones are the times of a case, in the order in which they come.
var milestones = group{"Times", []string{"created", "paged", "acknowledged", "contacted", "followed_up", "customer_replied",
	"page_resolved", "bridge_closed", "started", "detected", "mitigated", "resolved", "reviewed", "shared", "closed", "ended", "zone"}}

var layouts = map[casefile.Kind]layout{
	casefile.KindEscalation: {
		items:   caseItems,
		columns: []string{"severity", "key", "title", "customer", "status", "dri", "created", "moved"},
		filters: []string{"severity", "status", "customer", "dri", "type", "component", "outcome", "source", "tags"},
		groups: []group{
			milestones,
			{"Impact", []string{"impact_customer", "impact_business", "impact_brand", "users_affected", "workflow_impact", "customers_affected", "revenue_at_risk", "sla_status"}},
			{"Cause", []string{"cause", "fix", "detected_by", "component", "version", "environment", "issue_types"}},
			{"Closing", []string{"close_reason", "outcome", "outcome_note", "team_summary", "agreed_company", "agreed_customer",
				"sentiment_before", "sentiment_after", "rca_requested"}},
			{"Where it lives", []string{"channel", "case_url", "task_url", "collaboration_url", "notes_url", "renewal_link", "renewal_date"}},
			{"Process", []string{"type", "origin", "reporter", "dri_reason", "asked_for_dri", "incident_severity", "ticket_priority", "emergency",
				"product_related", "platform_related", "in_project", "product_needed", "product_needed_reason", "approach",
				"understood_by", "next_sync", "next_sync_goal", "cadence", "confidential"}},
			{"Standup", []string{"standup", "standup_days", "standup_minutes", "standup_invited", "standup_url"}},
		},
	},
	casefile.KindEmergency: {
		items:   caseItems,
		columns: []string{"page_state", "key", "title", "customer", "status", "product", "created", "moved"},
		filters: []string{"page_state", "status", "customer", "product", "component", "source", "tags"},
		groups: []group{
			milestones,
			{"Impact", []string{"impact_customer", "users_affected", "workflow_impact", "detected_by"}},
			{"Cause", []string{"cause", "fix", "component", "version", "saas_category"}},
			{"Engineering", []string{"tier2_decision", "tier2_reason", "requesting_team", "developer_called", "developer_joined", "interrupted_work"}},
			{"Where it lives", []string{"ticket_url", "thread_url", "bridge_url", "ticket_priority"}},
			{"Process", []string{"alert_channels", "meets_definition", "informed", "instruction", "follow_up", "available_until", "next_colleague", "confidential"}},
		},
	},
	casefile.KindIncident: {
		items:   caseItems,
		columns: []string{"incident_severity", "key", "title", "status", "scope", "component", "created", "moved"},
		filters: []string{"incident_severity", "status", "scope", "component", "company", "product", "source", "tags"},
		groups: []group{
			milestones,
			{"Impact", []string{"users_affected", "workflow_impact", "detected_by"}},
			{"Cause", []string{"cause", "fix", "component"}},
			{"Customers told", []string{"public_text", "status_url", "snapshots", "outreach"}},
		},
	},
	casefile.KindReview: {
		items:   caseItems,
		columns: []string{"incident_severity", "key", "title", "status", "company", "component", "created", "moved"},
		filters: []string{"status", "incident_severity", "company", "product", "component", "source", "tags"},
		groups: []group{
			milestones,
			{"Cause", []string{"trigger", "cause", "confidence", "factors", "whys", "detection_gap", "escape_point", "fix", "same_cause_before", "same_cause_note"}},
			{"Impact", []string{"impact", "users_affected", "workflow_impact", "detected_by"}},
			{"Looking back", []string{"went_well", "went_poorly", "lucky", "surprised"}},
			{"Customer version", []string{"requested_by", "requested_at", "requested_why", "confidential"}},
		},
	},
	casefile.KindCall: {
		items:   []casefile.Kind{casefile.KindLine, casefile.KindAction, casefile.KindAttempt, casefile.KindOption, casefile.KindHandoff, casefile.KindLink},
		columns: []string{"started", "key", "title", "customer", "case", "ended", "moved"},
		filters: []string{"customer", "source", "tags"},
		groups:  []group{milestones, {"After the call", []string{"public_note", "internal_note", "handover", "follow_up"}}},
	},
	casefile.KindBrief: {
		items:   []casefile.Kind{casefile.KindAttempt, casefile.KindLine, casefile.KindLink},
		columns: []string{"severity", "key", "title", "target", "status", "customer", "created", "moved"},
		filters: []string{"severity", "target", "status", "customer", "source", "tags"},
		groups:  []group{{"Times", []string{"created", "sent", "answered", "closed"}}},
	},
	casefile.KindCustomer: {
		items:   []casefile.Kind{casefile.KindLine, casefile.KindLink},
		columns: []string{"name", "key", "segment", "region", "csm", "product", "sentiment", "moved"},
		filters: []string{"segment", "region", "product", "sentiment", "source", "tags"},
		groups: []group{
			{"People", []string{"csm", "csm_handle", "csm_manager", "account_executive", "solution_architect", "success_engineer", "contacts"}},
			{"Account", []string{"segment", "strategic", "strategic_reason", "arr_band", "renewal_link", "renewal_date", "sentiment"}},
		},
	},
	casefile.KindPerson: {columns: []string{"name", "key", "team", "job_title", "email", "moved"}, filters: []string{"team", "source"}},
	casefile.KindDocument: {
		columns: []string{"type", "key", "title", "customer", "version", "audience", "status", "who", "moved"},
		filters: []string{"type", "customer", "audience", "status", "who"},
	},
	casefile.KindTemplate:      {columns: []string{"title", "key", "type", "customer", "moved"}, filters: []string{"type", "customer"}},
	casefile.KindProblem:       {columns: []string{"title", "key", "status", "moved"}, filters: []string{"status"}, items: []casefile.Kind{casefile.KindLink}},
	casefile.KindCustomerEvent: {columns: []string{"title", "key", "customer", "type", "starts", "ends"}, filters: []string{"customer", "type"}},
	casefile.KindShift:         {columns: []string{"name", "key", "person", "duty", "starts", "ends"}, filters: []string{"duty"}},
	casefile.KindSavedSearch:   {columns: []string{"name", "key", "query", "list", "moved"}},
	casefile.KindAttachment:    {columns: []string{"file_name", "key", "media_type", "size", "moved"}, filters: []string{"media_type"}},
}

// ofProcess are what the program itself keeps of a case's way through the policy.
var ofProcess = []string{"policy_version", "ticks", "snoozes"}

// groupOf is the heading under which a field stands.
func groupOf(k casefile.Kind, f casefile.Field) string {
	for _, g := range layouts[k].groups {
		if slices.Contains(g.fields, f.Name) {
			return g.title
		}
	}
	if slices.Contains(ofProcess, f.Name) {
		return "Process"
	}
	if f.Common {
		return "Record"
	}
	return ""
}

// choiceHelp says what a value means where the word alone does not: field → value → help, with the row of the source.
// Account severities have theirs from the policy.
var choiceHelp = map[string]map[string]string{
	"incident_severity": {
		"s1": "A review is required (S0:240).", "s2": "A review is required (S0:240).",
	},
	"scope": {
		"all_customers": "Write once for everybody; a summary may be asked for (S1:39).", "subset": "Few are concerned: each is told by name (S1:55).",
	},
}
