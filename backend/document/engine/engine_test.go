package engine

import (
	"context"
	"errors"
	"testing"

	"precedent/backend/casefile"
)

func TestPreparingCanBeStopped(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	e := New(Options{})
	if err := e.Prepare(ctx, nil); casefile.CodeOf(err) != casefile.Cancelled || !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	if e.State() != Idle {
		t.Fatalf("state %q", e.State())
	}
}

func TestAnEngineThatDidNothingRests(t *testing.T) {
	if err := New(Options{}).Rest(context.Background()); err != nil {
		t.Fatal(err)
	}
}

func TestValuesDescribeThemselvesForTheLog(t *testing.T) {
	v := &array{items: []any{&exception{"a"}, &object{members: map[string]any{"message": "b"}}, 1.5}}
	if got := describe(v); got != "a; b; 1.5" {
		t.Fatal(got)
	}
}
