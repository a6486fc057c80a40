// Package ristretto is the cache that Badger uses, unchanged: go.mod gives the original another name, and puts this module
// where Badger looks for it, so that package z can take the place of a part of it.
package ristretto

import (
	original "original.invalid/ristretto/v2"

	"github.com/dgraph-io/ristretto/v2/z"
)

// Cache is the original's.
type Cache[K z.Key, V any] = original.Cache[K, V]

// Config is the original's.
type Config[K z.Key, V any] = original.Config[K, V]

// Metrics are the original's.
type Metrics = original.Metrics

// NewCache is the original's.
func NewCache[K z.Key, V any](config *Config[K, V]) (*Cache[K, V], error) {
	return original.NewCache(config)
}
