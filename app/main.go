package main

import (
	"context"
	_ "embed"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"syscall"
	"time"
	_ "time/tzdata" // Go has no zone database of its own on Windows

	"golang.org/x/term"

	"precedent/app/command"
	"precedent/app/hold"
	"precedent/app/window"
	"precedent/backend/casefile"
	"precedent/backend/desk"
	"precedent/backend/document/engine"
	"precedent/backend/document/packed"
	"precedent/frontend"
)

// version is set by the linker (build/binary) from the tag or commit that was built.
var version = "dev"

// packedNotices are app/notices/THIRD_PARTY.txt, packed (build/notices).
//
//go:embed notices/THIRD_PARTY.txt.br
var packedNotices []byte

//go:embed icon.png
var icon []byte

func main() {
	joinConsole()
	os.Exit(run(os.Args[1:]))
}

// run answers with the exit code: 0 done, 1 refused or found wrong, 2 wrong usage.
func run(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second interrupt ends the program as the system does it
	if workspace, ok := forWindow(args); ok {
		if err := openWindow(ctx, workspace, os.Stderr); err != nil {
			fmt.Fprintln(os.Stderr, casefile.Sentence(err))
			return 1
		}
		return 0
	}
	dir, err := os.Getwd()
	if err != nil {
		dir = string(filepath.Separator) // the folder was removed; absolute paths still work
	}
	return hold.RunCommand(ctx, command.Invocation{
		Args: args, Dir: dir, Width: terminalWidth(), Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
	}, program(os.Stderr))
}

// terminalWidth is 0 where the output is a file or a pipe.
func terminalWidth() int {
	width, _, err := term.GetSize(int(os.Stdout.Fd())) // a file descriptor fits an int
	if err != nil {
		return 0
	}
	return width
}

func program(log io.Writer) hold.Program {
	cache := hold.CacheFolder()
	return hold.Program{
		Version: version, Notices: notices,
		Desk: desk.Options{
			Now: time.Now, Who: window.Person(), Zone: window.LocalZone(), Program: "Precedent " + version,
			Log:    slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelError})),
			Engine: engine.New(engine.Options{CacheDir: cache}),
			Cache:  cache,
		},
	}
}

// notices are the licences of what the program is built from. They are unpacked when somebody asks.
func notices() (string, error) {
	text, err := packed.Unpack(packedNotices)
	return string(text), err
}

func openWindow(ctx context.Context, given string, log io.Writer) error {
	page, err := frontend.Page()
	if err != nil {
		return fmt.Errorf("page: %w", err)
	}
	dir, err := hold.Workspace(given, ".")
	if err != nil {
		return err
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return err
	}
	if desk.Free(dir) != nil && hold.BringToFront(ctx, dir) {
		return nil
	}
	var session *window.Session
	var bridge *window.Bridge
	return window.Run(window.Options{
		Title: "Precedent", Page: page, Icon: icon, Log: log,
		Bind: func(system window.System, log window.Log) []any {
			session = window.NewSession(program(os.Stderr), system, log)
			session.LookAhead(dir)
			bridge = window.NewBridge(system, log, about(), session)
			return []any{bridge}
		},
		Answers: func() []byte { return window.FirstAnswers(bridge) },
		Opened:  func() { session.Begin(dir) },
		Closing: func() bool { return session.Closing() },
		Closed:  func() { window.Ended(bridge)() },
	})
}

func about() window.About {
	return window.About{Name: "Precedent", Version: version, Build: runtime.Version(), System: runtime.GOOS + "/" + runtime.GOARCH}
}
