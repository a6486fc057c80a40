// Command empty opens a Wails window with nothing in it: what the start of ours is measured beside (build/bench window). Its
// page has no content but a mark for its first paint, and text to scroll when it is asked for some.
package main

import (
	"embed"
	"fmt"
	"os"

	"github.com/wailsapp/wails/v2"
	"github.com/wailsapp/wails/v2/pkg/options"
	"github.com/wailsapp/wails/v2/pkg/options/assetserver"
	"github.com/wailsapp/wails/v2/pkg/options/linux"

	_ "precedent/app/window/driven"
)

//go:embed index.html first.js
var page embed.FS

// Nothing is bound, and the window draws as ours does.
func main() {
	err := wails.Run(&options.App{
		Title: "Empty", Width: 1280, Height: 800, AssetServer: &assetserver.Options{Assets: page},
		Linux: &linux.Options{ProgramName: "empty", WebviewGpuPolicy: linux.WebviewGpuPolicyNever},
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
