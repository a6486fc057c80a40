package journal

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
)

const crashFolder = "PRECEDENT_JOURNAL_CRASH"

// TestMain lets the test binary be the program that is killed.
func TestMain(m *testing.M) {
	if dir := os.Getenv(crashFolder); dir != "" {
		appendUntilKilled(dir)
	}
	os.Exit(m.Run())
}

// appendUntilKilled prints each sequence after its entry was confirmed.
func appendUntilKilled(dir string) {
	o := options()
	o.RotateAt = 64 << 10
	j, _, err := Open(dir, o)
	for i := 0; err == nil; i++ {
		var e Entry
		if e, err = j.Append(edit(fmt.Sprint("r", i%7), strings.Repeat("k", i*37%5000))); err == nil {
			fmt.Println(e.Seq)
		}
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// killAfter runs the program until it has confirmed n entries, kills it, and gives the last sequence it printed.
func killAfter(t *testing.T, dir string, n int) (last uint64) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), crashFolder+"="+dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for i := 0; lines.Scan(); i++ {
		if i == n {
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := fmt.Sscan(lines.Text(), &last); err != nil {
			t.Fatal(err)
		}
	}
	if err := cmd.Wait(); err == nil {
		t.Fatal("the program ended by itself")
	}
	return last
}

func TestWhatWasConfirmedIsThereAfterAKill(t *testing.T) {
	dir := t.TempDir()
	for _, n := range []int{1, 40, 5, 90, 23} {
		confirmed := killAfter(t, dir, n)
		j, r, err := Open(dir, options())
		if err != nil {
			t.Fatal(err)
		}
		if r.Last < confirmed || len(r.Damage) > 0 || r.Tail != nil && r.Tail.Seq <= confirmed {
			t.Fatalf("confirmed up to %d: %+v", confirmed, r)
		}
		if got := all(t, j, 1); uint64(len(got)) != r.Last {
			t.Fatalf("%d entries of %d", len(got), r.Last)
		}
		if err := j.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
