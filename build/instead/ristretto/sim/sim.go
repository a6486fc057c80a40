// Package sim is empty: only the original's own tests use theirs, and go mod tidy wants to see one here.
package sim
