package window

import (
	"os"
	"path/filepath"
	"strings"

	"precedent/backend/casefile"
)

// zoneOfLink reads the zone's name from where the system's link to its zone file points, as on Linux and macOS.
func zoneOfLink() string {
	target, err := filepath.EvalSymlinks("/etc/localtime")
	if err != nil {
		return fromDebian()
	}
	if _, name, ok := strings.Cut(filepath.ToSlash(target), "/zoneinfo/"); ok {
		return known(name)
	}
	return fromDebian()
}

// fromDebian reads the file that Debian keeps beside the link, which may be a copy.
func fromDebian() string {
	text, err := os.ReadFile("/etc/timezone")
	if err != nil {
		return ""
	}
	return known(strings.TrimSpace(string(text)))
}

// known drops names that no zone has.
func known(name string) string {
	name = strings.TrimPrefix(strings.TrimPrefix(name, "posix/"), "right/")
	if name == "Etc/UTC" {
		return "UTC"
	}
	if _, err := casefile.Location(name); err != nil {
		return ""
	}
	return name
}
