package policy

import "testing"

// builtinPolicy is the policy that the program brings.
func builtinPolicy(t testing.TB) *Policy {
	t.Helper()
	p, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestTheBuiltinPolicyHasNoMistake(t *testing.T) {
	texts := map[string]string{}
	for _, f := range files {
		text, err := builtin.ReadFile("builtin/" + f.name)
		if err != nil {
			t.Fatal(err)
		}
		texts[f.name] = string(text)
	}
	_, mistakes := Load(texts)
	for _, m := range mistakes {
		t.Error(m)
	}
}
