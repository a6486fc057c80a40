package window

import (
	"context"
	"io"
	"io/fs"
	"net/http"

	"github.com/wailsapp/wails/v2"
	"github.com/wailsapp/wails/v2/pkg/options"
	"github.com/wailsapp/wails/v2/pkg/options/assetserver"
	"github.com/wailsapp/wails/v2/pkg/options/linux"
	"github.com/wailsapp/wails/v2/pkg/options/mac"
	"github.com/wailsapp/wails/v2/pkg/options/windows"

	"precedent/backend/casefile"
)

// Options is what Run is given.
type Options struct {
	Title string
	Page  fs.FS     // index.html at the root
	Icon  []byte    // PNG; shown where the system has no icon of its own for the program
	Log   io.Writer // nil drops the log
	// Bind makes the objects whose methods the page may call.
	Bind func(System, Log) []any
	// Answers are the answers to what the page asks first, as JSON; nil has it ask.
	Answers func() []byte
	// Opened is called once, when the System works; nothing sent to the page then is heard yet: the page asks first.
	Opened func()
	// Closing is called when the person closes the window; true keeps it open.
	Closing func() (stay bool)
	// Closed is called when the window is gone.
	Closed func()
}

// The window's first size fits a small laptop's screen; the smallest is the page's narrowest layout.
const (
	firstWidth, firstHeight       = 1280, 800
	smallestWidth, smallestHeight = 720, 480
)

// Run opens the window and returns when it is closed.
func Run(o Options) error {
	if err := checkDisplay(); err != nil {
		return err
	}
	prepareWebKit()
	system := &desktop{}
	if err := wails.Run(wailsOptions(o, system)); err != nil {
		return casefile.Wrap(casefile.Unavailable, err, "The window could not be opened. Start the program from a terminal to see what the system says.")
	}
	return nil
}

func wailsOptions(o Options, system *desktop) *options.App {
	log := NewLog(o.Log)
	return &options.App{
		Title: o.Title,
		Width: firstWidth, Height: firstHeight, MinWidth: smallestWidth, MinHeight: smallestHeight,
		AssetServer:              &assetserver.Options{Assets: o.Page, Middleware: func(next http.Handler) http.Handler { return withPolicy(withAnswers(o.Answers)(next)) }},
		EnableDefaultContextMenu: true, // copy and paste by the mouse in fields
		Logger:                   log,
		Bind:                     o.Bind(answering(system), log),
		ErrorFormatter:           FormatError,
		OnStartup: func(ctx context.Context) {
			system.opened(ctx)
			call(o.Opened)
		},
		OnBeforeClose: func(context.Context) bool { return o.Closing != nil && o.Closing() },
		OnShutdown:    func(context.Context) { call(o.Closed) },
		// Drawing on the processor is quick enough for text.
		Linux:   &linux.Options{ProgramName: "precedent", Icon: o.Icon, WebviewGpuPolicy: linux.WebviewGpuPolicyNever},
		Windows: &windows.Options{Theme: windows.SystemDefault},
		Mac:     &mac.Options{About: &mac.AboutInfo{Title: o.Title, Icon: o.Icon}},
	}
}

func call(hook func()) {
	if hook != nil {
		hook()
	}
}
