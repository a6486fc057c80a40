package main

import (
	_ "embed"
	"fmt"
	"io"
	"os"
	"runtime"
	_ "time/tzdata" // Go has no zone database of its own on Windows

	"precedent/app/window"
	"precedent/backend/casefile"
	"precedent/frontend"
)

// version is set by the linker (build/binary) from the tag or commit that was built.
var version = "dev"

//go:embed notices/THIRD_PARTY.txt
var notices string

//go:embed icon.png
var icon []byte

func main() {
	os.Exit(run(os.Args[1:], os.Stderr))
}

// run answers with the exit code: 0 done, 1 refused or found wrong, 2 wrong usage.
func run(args []string, stderr io.Writer) int {
	if len(args) > 0 {
		fmt.Fprintln(stderr, "Usage: precedent   (opens the window)")
		return 2
	}
	if err := openWindow(stderr); err != nil {
		fmt.Fprintln(stderr, casefile.Sentence(err))
		return 1
	}
	return 0
}

func about() window.About {
	return window.About{
		Name: "Precedent", Version: version, PDF: "absent",
		Build: runtime.Version(), System: runtime.GOOS + "/" + runtime.GOARCH,
	}
}

func openWindow(log io.Writer) error {
	page, err := frontend.Page()
	if err != nil {
		return fmt.Errorf("page: %w", err)
	}
	return window.Run(window.Options{
		Title: "Precedent",
		Page:  page,
		Icon:  icon,
		Log:   log,
		Bind: func(system window.System, log window.Log) []any {
			return []any{window.NewBridge(system, log, window.Program{About: about, ThirdParty: notices})}
		},
	})
}
