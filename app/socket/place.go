package socket

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"runtime"
	"strconv"

	"precedent/backend/casefile"
)

// Path is where the holder of a workspace listens: a name made of a hash of the workspace's real path, in the user's
// runtime folder, because socket names are limited to about a hundred bytes and workspaces may lie anywhere.
func Path(workspace string) (string, error) {
	whole, err := filepath.Abs(workspace)
	if err != nil {
		return "", err
	}
	if resolved, err := filepath.EvalSymlinks(whole); err == nil {
		whole = resolved
	}
	dir, err := runtimeFolder()
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256([]byte(whole))
	return filepath.Join(dir, hex.EncodeToString(sum[:10])+".sock"), nil
}

// runtimeFolder is a folder that only this user can open: the system's own for that purpose, else one made under the
// folder for temporary files, refused when somebody else made it first.
func runtimeFolder() (string, error) {
	base := os.Getenv("XDG_RUNTIME_DIR")
	name := "precedent"
	switch {
	case runtime.GOOS == "windows":
		cache, err := os.UserCacheDir()
		if err != nil {
			return "", casefile.Wrap(casefile.Unavailable, err, "This user has no folder for program data. Set LOCALAPPDATA.")
		}
		base = cache
	case base == "":
		base = os.TempDir()
		name += "-" + strconv.Itoa(os.Getuid())
	}
	dir := filepath.Join(base, name)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", casefile.Wrap(casefile.Unavailable, err, "The folder for sockets cannot be made. Set XDG_RUNTIME_DIR to a folder of your own.")
	}
	return dir, ownFolder(dir)
}
