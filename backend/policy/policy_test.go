package policy

import "testing"

func TestTheBuiltinPolicyLoads(t *testing.T) {
	if _, err := Builtin(); err != nil {
		t.Fatal(err)
	}
}
