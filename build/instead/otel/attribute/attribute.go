// Package attribute stands in for OpenTelemetry's: what Badger would say of its compactions (package otel says why).
//
// It keeps nothing of what it is given.
package attribute

// KeyValue is empty.
type KeyValue struct{}

// String forgets both.
func String(string, string) KeyValue { return KeyValue{} }

// Int forgets both.
func Int(string, int) KeyValue { return KeyValue{} }
