package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
)

func TestAHolderThatCannotBeReachedIsSaid(t *testing.T) {
	d := newDesktop(t)
	d.inputs()
	h := d.open()
	c := d.command("precedent", "new", "escalation", "--file", "new.json")
	c.Env = append(c.Env, "XDG_RUNTIME_DIR="+filepath.Join(d.dir, "other"))
	var out, errs bytes.Buffer
	c.Stdout, c.Stderr = &out, &errs
	_ = c.Run()
	if code := c.ProcessState.ExitCode(); code != 1 || out.Len() > 0 || strings.Count(errs.String(), "\n") != 1 || !strings.Contains(errs.String(), "does not answer") {
		t.Errorf("exit code %d, %q, %q", code, out.String(), errs.String())
	}
	h.close(t)
	if list := d.must("list"); list != "" {
		t.Errorf("it was done all the same: %s", list)
	}
}

func TestAnInterruptEndsACommandThatWaitsForInput(t *testing.T) {
	if runtime.GOOS == "windows" {
		return // no other process can be interrupted there
	}
	d := newDesktop(t)
	d.inputs()
	key := strings.TrimSpace(d.must("new", "escalation", "--file", "new.json"))
	d.interrupted(key)
	h := d.open()
	d.interrupted(key)
	h.close(t)
	if shown := d.must("show", key); strings.Contains(shown, "typed") {
		t.Errorf("what was not finished is kept: %s", shown)
	}
}

// interrupted types a line that is not finished, and interrupts.
func (d desktop) interrupted(key string) {
	d.t.Helper()
	c := d.command("precedent", "log", key, "-")
	var errs bytes.Buffer
	c.Stderr = &errs
	input, err := c.StdinPipe()
	if err == nil {
		err = c.Start()
	}
	if err == nil { // more than a pipe holds: once it is written, the command is reading
		_, err = io.WriteString(input, strings.Repeat("typed ", 1<<18))
	}
	if err == nil {
		err = c.Process.Signal(os.Interrupt)
	}
	if err != nil {
		d.t.Fatal(err)
	}
	_ = c.Wait()
	if code := c.ProcessState.ExitCode(); code != 1 || !strings.HasPrefix(errs.String(), "Stopped.") {
		d.t.Errorf("exit code %d, %q", code, errs.String())
	}
}

func TestAKilledHolderIsTakenOver(t *testing.T) {
	d := newDesktop(t)
	d.inputs()
	h := d.open()
	key := strings.TrimSpace(d.must("new", "escalation", "--file", "new.json"))
	if err := h.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = h.cmd.Wait()
	for _, left := range []string{"ws/lock", ".run/precedent"} {
		if _, err := os.Stat(filepath.Join(d.dir, left)); err != nil {
			t.Errorf("the kill left no %s, so this test shows nothing: %v", left, err)
		}
	}
	if out := d.must("show", key); !strings.Contains(out, "Replica lags") {
		t.Errorf("what was confirmed before the kill is not there: %s", out)
	}
	again := d.open()
	d.must("set", key, "severity=low")
	again.close(t)
	if out := d.must("verify"); !strings.HasPrefix(out, "All is as it was written") {
		t.Error(out)
	}
}

func TestCommandsAtOnceOnOneFolderAllSucceed(t *testing.T) {
	d := newDesktop(t)
	d.inputs()
	key := strings.TrimSpace(d.must("new", "escalation", "--file", "new.json"))
	const many = 6
	answers := make([]answer, many)
	var all sync.WaitGroup
	for i := range many {
		all.Go(func() { answers[i] = d.run("", "log", key, fmt.Sprintf("Line %d of many", i)) })
	}
	all.Wait()
	for i, a := range answers {
		if a.code != 0 {
			t.Errorf("command %d: exit code %d, %s", i, a.code, a.errs)
		}
	}
	shown := d.must("show", key)
	for i := range many {
		if line := fmt.Sprintf("Line %d of many", i); strings.Count(shown, line) != 1 {
			t.Errorf("%q stands %d times", line, strings.Count(shown, line))
		}
	}
}
