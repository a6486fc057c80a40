package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
)

// windows measures the real window on the deep workspace, beside an empty one of Wails: app/e2e/speed.mjs drives both.
func (b *bench) windows(ctx context.Context) error {
	if why := b.noWindow(); why != "" {
		b.report.cannot("window: %s", why)
		return nil
	}
	dir, _, err := b.openDeep(ctx)
	if err != nil {
		return err
	}
	figures, rounds := filepath.Join(b.home, "window.jsonl"), "15"
	if err := os.RemoveAll(figures); err != nil {
		return err
	}
	if b.short {
		rounds = "1"
	}
	c := exec.CommandContext(ctx, "dbus-run-session", "--", "node", filepath.Join("app", "e2e", "speed.mjs"), dir, figures, rounds) //nolint:gosec // our own script
	if os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
		c.Args = append([]string{"xvfb-run", "--auto-servernum", "--server-args=-screen 0 1440x900x24"}, c.Args...)
		if c.Path, err = exec.LookPath("xvfb-run"); err != nil {
			return err
		}
	}
	c.Dir, c.Stdout, c.Stderr = b.driven, os.Stderr, os.Stderr
	err = c.Run()
	told, read := os.ReadFile(figures)
	return errors.Join(err, read, b.addFigures(told))
}

// noWindow says why there can be no window here, or "".
func (b *bench) noWindow() string {
	if runtime.GOOS != "linux" {
		return "the driver that it is measured with is WebKitGTK's, on Linux"
	}
	if b.driven == "" {
		return "without --driven there are no programs that can be driven (build/bench makes them)"
	}
	for _, tool := range []string{"WebKitWebDriver", "node", "dbus-run-session", "xvfb-run"} {
		if _, err := exec.LookPath(tool); err != nil {
			return tool + " is missing (build/setup installs it)"
		}
	}
	return ""
}

// figured is a line that the script writes.
type figured struct {
	What  string  `json:"what"`
	Unit  string  `json:"unit"`
	Ours  float64 `json:"ours"`
	Than  string  `json:"than"`
	Other float64 `json:"other"`
	Most  float64 `json:"most"`
	Times float64 `json:"times"`
	Note  string  `json:"note"`
}

func (b *bench) addFigures(lines []byte) error {
	for l := bufio.NewScanner(bytes.NewReader(lines)); l.Scan(); {
		var f figured
		if err := json.Unmarshal(l.Bytes(), &f); err != nil {
			return fmt.Errorf("the window's figures: %w", err)
		}
		var bounds []bound
		if f.Most > 0 {
			bounds = append(bounds, most(f.Most))
		}
		if f.Times > 0 {
			bounds = append(bounds, times(f.Times))
		}
		b.report.add(row{Part: "window", What: f.What, Unit: f.Unit, Ours: f.Ours, Than: f.Than, Other: f.Other, Note: f.Note}, bounds...)
	}
	return nil
}
