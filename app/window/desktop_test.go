package window

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"precedent/backend/casefile"
)

func TestOnlyHarmlessLinksLeaveTheWindow(t *testing.T) {
	cases := map[string]bool{
		"https://example.com/a?b=c": true, "HTTP://example.com": true, "mailto:dri@example.com": true,
		"file:///etc/passwd": false, "javascript:alert(1)": false, "smb://host/share": false, "https:": false,
		"": false, "//example.com": false, "data:text/html,x": false, "http://a b": false, "\x00https://example.com": false,
	}
	for address, want := range cases {
		if err := checkLink(address); (err == nil) != want {
			t.Errorf("%q: %v, want allowed %t", address, err, want)
		}
	}
}

func TestBeforeTheWindowStandsTheDesktopRefusesInWords(t *testing.T) {
	d := &desktop{}
	if err := d.CopyText("x"); casefile.CodeOf(err) != casefile.Busy {
		t.Errorf("CopyText: %v", err)
	}
	if _, err := d.AskWhereToSave(Ask{}); casefile.CodeOf(err) != casefile.Busy {
		t.Errorf("AskWhereToSave: %v", err)
	}
	d.Emit("changed", nil) // nobody to hear it, and nothing to break
	d.ComeToFront()
	d.Quit()
}

func TestFileTypesBecomePatterns(t *testing.T) {
	got := filters([]FileType{{Label: "Documents", Endings: []string{"pdf", "docx"}}})
	if len(got) != 1 || got[0].Pattern != "*.pdf;*.docx" {
		t.Errorf("filters: %+v", got)
	}
}

func TestADialogNeverStartsInAFolderThatIsGone(t *testing.T) {
	here := t.TempDir()
	if existing(here) != here || existing(here+"/gone") != "" || existing("") != "" {
		t.Error("a missing folder would keep the dialog from opening")
	}
}

func TestEveryFileCarriesThePolicy(t *testing.T) {
	page := withPolicy(http.NotFoundHandler())
	answer := httptest.NewRecorder()
	page.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/index.html", nil))
	policy := answer.Header().Get("Content-Security-Policy")
	for _, part := range []string{"default-src 'none'", "script-src 'self';", "connect-src 'self'"} {
		if !strings.Contains(policy, part) {
			t.Errorf("the policy %q lacks %q", policy, part)
		}
	}
}
