package window

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"precedent/backend/casefile"
)

// runnable are the endings that one of the three systems would run, or install, when asked to show the file.
var runnable = []string{
	".appimage", ".application", ".bat", ".bin", ".cmd", ".com", ".command", ".cpl", ".deb", ".desktop", ".dll", ".dmg", ".exe",
	".gadget", ".hta", ".inf", ".ins", ".isp", ".jar", ".js", ".jse", ".jnlp", ".lnk", ".msc", ".msi", ".msix", ".msp", ".mst", ".out",
	".pif", ".pkg", ".ps1", ".ps2", ".psc1", ".py", ".pyw", ".rb", ".reg", ".rpm", ".run", ".scf", ".scpt", ".scr", ".sct", ".sh",
	".shb", ".tool", ".url", ".vb", ".vbe", ".vbs", ".webloc", ".workflow", ".ws", ".wsc", ".wsf", ".wsh", ".app", ".terminal",
}

func (d *desktop) ShowFile(path string) error {
	if err := checkShown(path); err != nil {
		return err
	}
	name, args := shower(runtime.GOOS, path)
	show := exec.Command(name, args...)
	if err := show.Start(); err != nil {
		return casefile.Wrap(casefile.Unavailable, err, "The system has no program to show this with. Save a copy and open it from there.")
	}
	go func() { _ = show.Wait() }() // it may stay open for as long as the person reads; its outcome is theirs to see
	return nil
}

// checkShown lets through folders and files that are looked at, not run.
func checkShown(path string) error {
	if !filepath.IsAbs(path) {
		return casefile.Faultf(casefile.Internal, "A file is shown by its whole path only.")
	}
	info, err := os.Stat(path)
	if err != nil {
		return casefile.Wrap(casefile.NotFound, err, "The file is not there any more.")
	}
	// Windows drops dots and spaces at the end of a name before it looks at the ending.
	ending := strings.ToLower(filepath.Ext(strings.TrimRight(path, ". ")))
	switch {
	case slices.Contains(runnable, ending):
	case info.IsDir():
		return nil
	case info.Mode().IsRegular() && (runtime.GOOS == "windows" || info.Mode()&0o111 == 0):
		return nil
	}
	return casefile.Faultf(casefile.Refused, "Files that your system could run are not opened from here. Save a copy if you trust it.")
}

// shower is the program of each system that shows a file by its type. The path is absolute, so it is never an option.
func shower(system, path string) (string, []string) {
	switch system {
	case "windows":
		return "rundll32", []string{"url.dll,FileProtocolHandler", path}
	case "darwin":
		return "open", []string{path}
	default:
		return "xdg-open", []string{path}
	}
}
