module github.com/dgraph-io/ristretto/v2

go 1.26.0

require (
	golang.org/x/sys v0.49.0
	original.invalid/ristretto/v2 v2.2.0
)

require (
	github.com/cespare/xxhash/v2 v2.3.0 // indirect
	github.com/dustin/go-humanize v1.0.1 // indirect
)

