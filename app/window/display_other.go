//go:build !linux || bindings

package window

func checkDisplay() error { return nil }

func prepareWebKit() {}
