package desk

import (
	"sync"

	"precedent/backend/policy"
)

// builtinPolicy is the policy that the program brings, read once.
var builtinPolicy = sync.OnceValues(policy.Builtin)

// policy is the policy in use.
func (d *Desk) policy() (*policy.Policy, error) { return builtinPolicy() }
