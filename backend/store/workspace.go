package store

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"

	"github.com/google/uuid"

	"precedent/backend/casefile"
)

// Names inside a workspace's folder.
const (
	manifestName   = "precedent.json"
	journalFolder  = "journal"
	storeFolder    = "store"
	filesFolder    = "attachments"
	filesTmpFolder = "tmp"
)

// workspaceFormat is the layout of a workspace's folder that this program writes; a higher one is refused.
//
//	1  the first
const workspaceFormat = 1

// manifest is precedent.json.
type manifest struct {
	Workspace string `json:"workspace"`       // which workspace this is; a restored backup keeps it
	Device    string `json:"device"`          // which copy of it this is
	Format    int    `json:"format"`          // of the folder
	Needs     string `json:"needs,omitempty"` // the program that can open it
}

// readManifest reads precedent.json; zero when the folder has none. That of a newer program is refused.
func readManifest(dir string) (manifest, error) {
	var m manifest
	text, err := os.ReadFile(filepath.Join(dir, manifestName))
	if errors.Is(err, os.ErrNotExist) {
		return m, nil
	}
	if err != nil {
		return m, cannotUse(err)
	}
	if err := json.Unmarshal(text, &m); err != nil {
		return manifest{}, nil //nolint:nilerr // it is made again: the journal says everything that matters
	}
	if m.Format > workspaceFormat {
		needs := m.Needs
		if needs == "" {
			needs = "a newer version of Precedent"
		}
		return m, casefile.Faultf(casefile.TooNew, "This workspace was written by %s. Install that version or a later one to open it; nothing was changed.", needs)
	}
	return m, nil
}

// ensureManifest makes precedent.json for a new workspace.
func ensureManifest(dir string, m manifest, program string) (manifest, error) {
	if m.Workspace != "" && m.Device != "" {
		return m, nil
	}
	m = manifest{Workspace: uuid.NewString(), Device: uuid.NewString(), Format: workspaceFormat, Needs: program}
	return m, writeJSON(filepath.Join(dir, manifestName), m)
}

// mark makes older programs refuse the workspace from the first save of a newer one on.
func (s *Store) mark() error {
	if s.manifest.Format >= workspaceFormat {
		return nil
	}
	m := s.manifest
	m.Format, m.Needs = workspaceFormat, s.o.Program
	if err := writeJSON(filepath.Join(s.dir, manifestName), m); err != nil {
		return err
	}
	s.manifest = m
	return nil
}

// Workspace is the identity of the workspace; copies restored from a backup share it.
func (s *Store) Workspace() string { return s.manifest.Workspace }

// Dir is the workspace's folder.
func (s *Store) Dir() string { return s.dir }
