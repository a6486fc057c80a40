package store

import (
	"time"
)

// Backup is one backup that was made.
type Backup struct {
	Path string    `json:"path"`
	At   time.Time `json:"at"`
	Seq  uint64    `json:"seq"` // the last entry in it
}

// Backups lists the backups that were made.
func (s *Store) Backups() ([]Backup, error) { return nil, nil }
