package policy

import (
	"strings"
	"testing"
)

// TestAMistakeIsNamedByFileAndLine breaks the built-in policy in one place each.
func TestAMistakeIsNamedByFileAndLine(t *testing.T) {
	for _, c := range []struct{ file, old, new, says string }{
		{"cadence.yaml", "restarts: [channel]", "restart: [channel]", `no key "restart"`},
		{"cadence.yaml", "{due: 24h}", "{due: soon}", `"soon" is no length of time`},
		{"cadence.yaml", "restarts: [channel]", "restarts: [chanel]", `never "chanel"`},
		{"escalation.yaml", "done: [channel]", "done: [chanel]", `no field "chanel"`},
		{"escalation.yaml", "id: open-pin", "id: open-dri", `"open-dri" is used already`},
		{"escalation.yaml", "after: [step severity-changed]", "after: [step severity-change]", `never holds`},
		{"escalation.yaml", "message: crm-case", "message: crm-cart", `no message "crm-cart"`},
		{"escalation.yaml", `each: "16:00"`, `each: "4pm"`, `no time of day`},
		{"gates.yaml", "to: page_state=resolved", "to: page_state=over", `never "over"`},
		{"messages.yaml", "{ticket_url} of", "{ticket} of", `the variable {ticket}`},
		{"shifts.yaml", "America/Los_Angeles", "PST", `no time zone`},
		{"calendars.yaml", "country: de", "country: xx", `holidays of "xx"`},
		{"calendars.yaml", "Europe/Vienna", "Europe/Wien", `"Europe/Wien" is no time zone`},
		{"calendars.yaml", "country: de", "free: [24.12.2026]", `"24.12.2026" is no day`},
		{"people.yaml", `source: "S0:226"`, `source: ""`, `has no "source"`},
		{"people.yaml", "- role: engineer", "- role: engineering", `never "engineering"`},
		{"names.yaml", "company: our company", "company: [our", `not YAML`},
		{"emergency.yaml", `source: "S2:28"`, `source: ""`, `no "source"`},
		{"brief.yaml", "do: set status=done", "do: finish", `"do" is tick`},
	} {
		files := map[string]string{}
		for name, text := range builtinPolicy(t).Files {
			files[name] = text
		}
		files[c.file] = strings.Replace(files[c.file], c.old, c.new, 1)
		_, mistakes := Load(files)
		if len(mistakes) == 0 || mistakes[0].File != c.file || mistakes[0].Line == 0 || !strings.Contains(mistakes[0].String(), c.says) {
			t.Errorf("%s with %q: %v, want %q", c.file, c.new, mistakes, c.says)
		}
	}
}

func TestAMissingOrUnknownFileIsNamed(t *testing.T) {
	files := map[string]string{}
	for name, text := range builtinPolicy(t).Files {
		files[name] = text
	}
	delete(files, "dates.yaml")
	files["date.yaml"] = ""
	_, mistakes := Load(files)
	if len(mistakes) != 2 || mistakes[0].File != "date.yaml" || mistakes[1].File != "dates.yaml" {
		t.Error(mistakes)
	}
}
