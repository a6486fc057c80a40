package policy

import (
	"strings"
	"testing"
)

func TestEverySeverityHasItsRule(t *testing.T) {
	list, err := Severities()
	if err != nil {
		t.Fatal(err)
	}
	for i, s := range list {
		if !strings.HasSuffix(s.Says(), "("+s.Source+").") {
			t.Errorf("%s: %q does not end with its source", s.ID, s.Says())
		}
		if i > 0 && s.CadenceHours > 0 && s.CadenceHours < list[i-1].CadenceHours {
			t.Errorf("%s asks for more contact than %s", s.ID, list[i-1].ID)
		}
	}
}

func TestARuleWithoutASourceIsRefused(t *testing.T) {
	list, err := Severities()
	if err != nil {
		t.Fatal(err)
	}
	list[0].Source = ""
	if check(list) == nil {
		t.Error("taken")
	}
	list, _ = Severities()
	if check(list[1:]) == nil {
		t.Error("a severity without a rule was taken")
	}
}
