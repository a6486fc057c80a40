package desk

import "testing"

// An export of records that came from another program names them by our IDs and still says what that program calls them.
func TestAnExportOfImportedCasesJoinsAnotherWorkspaceAtOnce(t *testing.T) {
	from := desk(t)
	report := imported(t, from, lines(t,
		map[string]any{"kind": "escalation", "id": "crm-1", "source": "crm", "title": "Pump stands still", "customer": "Fictional Pumps"},
		map[string]any{"kind": "line", "id": "crm-1/1", "source": "crm", "parent": "crm-1", "text": "Seal replaced"},
		map[string]any{"kind": "action", "id": "crm-1/2", "source": "crm", "parent": "crm-1", "text": "Order seals"},
	))
	dir := exported(t, from, t.TempDir())

	empty := desk(t)
	if got := imported(t, empty, dir); got.Made != report.Made {
		t.Errorf("into an empty workspace: %d new, want %d", got.Made, report.Made)
	}

	used := desk(t)
	madeOf(t, used, "escalation", map[string]any{"title": "Something else"})
	got := imported(t, used, dir)
	if got.Refused != 0 || got.Made != report.Made {
		t.Errorf("into one in use: %+v, want %d new and none refused", got, report.Made)
	}
	if keys := found(t, used, "seal"); len(keys) != 1 {
		t.Errorf("found %q, want the one case", keys)
	}
}
