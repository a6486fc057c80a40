package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"precedent/app/hold"
	"precedent/backend/desk"
	"precedent/backend/document/engine"
)

var update = flag.Bool("update", false, "write what the scripts compare with anew")

// TestMain makes the test binary the program itself: in a script, "exec precedent" runs main, and "holder" is a program
// that has a workspace open for a long time, as a window has.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"precedent": main, "holder": holdUntilInputEnds})
}

// holdUntilInputEnds holds the workspace of PRECEDENT_WORKSPACE, says so, and gives it up when its input ends. Each line of
// the input is a change as a page sends it, answered by a line.
func holdUntilInputEnds() {
	dir, err := hold.Workspace("", ".")
	if err != nil {
		fatal(err)
	}
	h, err := hold.Open(context.Background(), dir, program(os.Stderr))
	if err != nil {
		fatal(err)
	}
	d, err := h.Desk(context.Background())
	if err != nil {
		fatal(err)
	}
	d.Follow()
	fmt.Println(holding)
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		if err := saveLine(d, lines.Bytes()); err != nil {
			fatal(err)
		}
	}
	if err := h.Close(); err != nil {
		fatal(err)
	}
}

func saveLine(d *desk.Desk, line []byte) error {
	var asked desk.SaveRequest
	if err := json.Unmarshal(line, &asked); err != nil {
		return err
	}
	saved, err := d.Save(context.Background(), asked)
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(saved)
}

// holding is what the holder says once others can reach it.
const holding = "holding"

func fatal(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("testdata", "script"), UpdateScripts: *update, RequireExplicitExec: true, RequireUniqueNames: true,
		Setup: func(e *testscript.Env) error {
			for _, v := range isolated(e.WorkDir) {
				name, value, _ := strings.Cut(v, "=")
				e.Setenv(name, value)
			}
			return nil
		},
		Condition: func(name string) (bool, error) {
			switch name {
			case "root":
				return os.Geteuid() == 0, nil
			case "pdf":
				return engine.Carried(), nil
			}
			return false, fmt.Errorf("no condition %q", name)
		},
		Cmds: commands(),
	})
}

// isolated is an environment of its own for a folder: nothing of the user who runs the test is read or written, but for
// the PDF engine's machine code, which takes long to make and is the same for everybody.
func isolated(dir string) []string {
	env := []string{
		"HOME=" + dir, "XDG_DATA_HOME=" + filepath.Join(dir, ".data"), "XDG_CONFIG_HOME=" + filepath.Join(dir, ".config"),
		"XDG_RUNTIME_DIR=" + filepath.Join(dir, ".run"), "PRECEDENT_WORKSPACE=" + filepath.Join(dir, "ws"),
		"TZ=Europe/Berlin", "LANG=C.UTF-8", "USER=tester", "LOGNAME=tester",
	}
	if cache, err := os.UserCacheDir(); err == nil {
		env = append(env, "XDG_CACHE_HOME="+cache)
	}
	return env
}

// exits runs a program that must end with an exit code: exits 2 precedent search
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM ARGS…")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	var ended *exec.ExitError
	err = ts.Exec(args[1], args[2:]...)
	switch {
	case errors.As(err, &ended):
		got = ended.ExitCode()
	case err != nil:
		ts.Fatalf("%v", err)
	}
	if got != want {
		ts.Fatalf("exit code %d, not %d", got, want)
	}
}

// fill writes a file too large to stand in a script: fill FILE SIZE BEFORE BYTES AFTER, BYTES repeated up to the size. In
// the texts \n is a line break, \0 a NUL, \xff a byte that is no UTF-8.
func fill(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 5 {
		ts.Fatalf("usage: fill FILE SIZE BEFORE BYTES AFTER")
	}
	size, err := strconv.Atoi(args[1])
	ts.Check(err)
	plain := strings.NewReplacer(`\n`, "\n", `\0`, "\x00", `\xff`, "\xff")
	piece := plain.Replace(args[3])
	text := plain.Replace(args[2]) + strings.Repeat(piece, size/max(len(piece), 1)) + plain.Replace(args[4])
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o600))
}
