package hold

import (
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"

	"precedent/backend/casefile"
	"precedent/backend/desk"
)

// Variable names the workspace where no --workspace does.
const Variable = "PRECEDENT_WORKSPACE"

// Workspace is the folder to work in: the one given, else the variable's, else the one last opened, else the system's
// folder for data (DESIGN, Command line). It is absolute; it need not be there yet.
func Workspace(given, dir string) (string, error) {
	for _, p := range []string{given, os.Getenv(Variable), LastOpened()} {
		if p == "" {
			continue
		}
		if filepath.IsAbs(p) {
			return filepath.Clean(p), nil
		}
		return filepath.Join(dir, p), nil
	}
	return Suggested()
}

// Suggested is where a first start puts the workspace.
func Suggested() (string, error) {
	base, err := dataFolder()
	if err != nil {
		return "", casefile.Wrap(casefile.Invalid, err, "This user has no folder for data. Name one with --workspace.")
	}
	return filepath.Join(base, "Precedent", "workspace"), nil
}

// dataFolder is the system's folder for what programs keep for a user: XDG_DATA_HOME on Linux, Application Support on
// macOS, the roaming profile's local part on Windows.
func dataFolder() (string, error) {
	if runtime.GOOS != "linux" {
		if local := os.Getenv("LOCALAPPDATA"); runtime.GOOS == "windows" && local != "" {
			return local, nil
		}
		return os.UserConfigDir()
	}
	if x := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(x) {
		return x, nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(home, ".local", "share"), nil
}

// CacheFolder is where the program keeps what it can make again, such as the compiled PDF engine.
func CacheFolder() string {
	base, err := os.UserCacheDir()
	if err != nil {
		base = os.TempDir()
	}
	return filepath.Join(base, "precedent")
}

// remembered is the program's own small memory, outside any workspace.
type remembered struct {
	Workspace string `json:"workspace"`
}

func memoryFile() (string, error) {
	base, err := os.UserConfigDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(base, "precedent", "last.json"), nil
}

// LastOpened is the workspace that a window opened last; "" when none did or its folder is gone.
func LastOpened() string {
	path, err := memoryFile()
	if err != nil {
		return ""
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	var m remembered
	if json.Unmarshal(text, &m) != nil {
		return ""
	}
	if _, err := os.Stat(m.Workspace); err != nil {
		return ""
	}
	return m.Workspace
}

// Remember makes a workspace the one that is opened when none is named.
func Remember(workspace string) error {
	path, err := memoryFile()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	text, err := json.Marshal(remembered{Workspace: workspace})
	if err != nil {
		return err
	}
	return desk.WriteFile(path, text)
}
