package command

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"precedent/backend/desk"
)

// broken is a host with a bug.
type broken struct{ Host }

func (broken) Desk(context.Context) (*desk.Desk, error) { panic("Fictional Optics called") }

func TestAPanicInACommandIsAnErrorAndSaysNoText(t *testing.T) {
	var out, errs bytes.Buffer
	code := Run(t.Context(), broken{}, Invocation{Args: []string{"show", "ESC-7K3F2Q"}, Stdout: &out, Stderr: &errs})
	if code != 1 || out.Len() > 0 || !strings.Contains(errs.String(), "Something went wrong") || strings.Contains(errs.String(), "Fictional Optics") {
		t.Fatal(code, out.String(), errs.String())
	}
}
