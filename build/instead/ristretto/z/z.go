// Package z is what Badger and its cache call of the package of that name, with one difference: a file that is written
// through mapped pages has its space on the drive before a page of it is written (mapped.go). All else is the original's.
//
// In the original such a file is made long without having any space. Each page of it gets its own when it is first
// written, and where the drive has none left, because another program took it, the system ends the program (SIGBUS). With
// its space taken beforehand the file is refused instead, by an error, which Badger passes on or tries again after.
//
// It never writes into a file that has something in it, and never removes one that was there before.
package z

import original "original.invalid/ristretto/v2/z"

// What is the original's, by the names that Badger and the cache use.
type (
	Allocator     = original.Allocator
	AllocatorPool = original.AllocatorPool
	Bloom         = original.Bloom
	Buffer        = original.Buffer
	Closer        = original.Closer
	HistogramData = original.HistogramData
	Key           = original.Key
	SuperFlag     = original.SuperFlag
)

// The same of functions.
var (
	Calloc           = original.Calloc
	FastRand         = original.FastRand
	Free             = original.Free
	HistogramBounds  = original.HistogramBounds
	MemHash          = original.MemHash
	Msync            = original.Msync
	NewAllocator     = original.NewAllocator
	NewAllocatorPool = original.NewAllocatorPool
	NewBloomFilter   = original.NewBloomFilter
	NewBuffer        = original.NewBuffer
	NewCloser        = original.NewCloser
	NewHistogramData = original.NewHistogramData
	NewSuperFlag     = original.NewSuperFlag
	NumAllocBytes    = original.NumAllocBytes
	ZeroOut          = original.ZeroOut
)

// KeyToHash is the original's.
func KeyToHash[K Key](key K) (uint64, uint64) { return original.KeyToHash(key) }
