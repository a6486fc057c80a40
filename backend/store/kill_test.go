package store

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"precedent/backend/casefile"
)

// With PRECEDENT_KILL_DIR set the test binary is the program that is killed; PRECEDENT_KILL_ROUNDS says how often.
const (
	killDir    = "PRECEDENT_KILL_DIR"
	killRounds = "PRECEDENT_KILL_ROUNDS"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(killDir); dir != "" {
		fmt.Fprintln(os.Stderr, saveUntilKilled(dir))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// acknowledged is what the killed program said of a save when it was confirmed.
type acknowledged struct {
	ID, Title, File string
	Rev             uint64
}

// saveUntilKilled saves notes, changes, files and large actions without end, and says so after each confirmation.
func saveUntilKilled(dir string) error {
	ctx := context.Background()
	s, err := Open(ctx, dir, Options{Who: "Mara Lindt"})
	if err != nil {
		return err
	}
	tell := json.NewEncoder(os.Stdout)
	var last casefile.Record
	for n := 0; ; n++ {
		title := fmt.Sprintf("Note %d of process %d", n, os.Getpid())
		a := Action{Name: "edit", Changes: []Change{{Kind: casefile.KindEscalation, Patch: map[string]any{"title": title}}}}
		switch {
		case n%5 == 4:
			a.Changes = []Change{{Kind: last.Kind, ID: last.ID, Base: last.Rev, Patch: map[string]any{"title": title}}}
		case n%17 == 16:
			for i := range 400 {
				a.Changes = append(a.Changes, Change{Kind: casefile.KindCall, Patch: map[string]any{"title": title, "description": strings.Repeat("spoken ", 600+i)}})
			}
		case n%7 == 6:
			r, err := s.Attach(ctx, Attachment{Name: "log.txt"}, strings.NewReader(title))
			if err != nil {
				return err
			}
			if err := tell.Encode(acknowledged{ID: r.ID, Title: "log.txt", File: title, Rev: r.Rev}); err != nil {
				return err
			}
		}
		saved, err := s.Save(ctx, a)
		if err != nil {
			return err
		}
		last = saved.Records[0]
		for _, r := range saved.Records {
			if err := tell.Encode(acknowledged{ID: r.ID, Title: title, Rev: r.Rev}); err != nil {
				return err
			}
		}
	}
}

// killOne runs the program until it has acknowledged some saves, and kills it.
func killOne(t *testing.T, dir string, after int, acks map[string]acknowledged) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), killDir+"="+dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for n := 0; lines.Scan(); n++ {
		if n == after {
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
		var a acknowledged
		if err := json.Unmarshal(lines.Bytes(), &a); err != nil {
			break // the line it was killed in
		}
		if before, ok := acks[a.ID]; !ok || before.Rev < a.Rev {
			acks[a.ID] = a
		}
	}
	if err := cmd.Wait(); err == nil {
		t.Fatal("the program ended by itself")
	}
}

func checkAcknowledged(t *testing.T, s *Store, acks map[string]acknowledged) {
	t.Helper()
	for id, a := range acks {
		r, err := s.Get(id)
		if err != nil {
			t.Fatalf("%s: %v", id, err)
		}
		if r.Rev == a.Rev && r.Title() != a.Title || r.Rev < a.Rev {
			t.Fatalf("%s: got %q at %d, confirmed was %q at %d", id, r.Title(), r.Rev, a.Title, a.Rev)
		}
		if a.File != "" {
			f, _, err := s.OpenAttachment(id)
			if err != nil {
				t.Fatal(err)
			}
			if err := f.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestNothingConfirmedIsLostWhenTheProgramIsKilled(t *testing.T) {
	rounds := 5
	if n, err := strconv.Atoi(os.Getenv(killRounds)); err == nil {
		rounds = n
	}
	dir := t.TempDir()
	acks := map[string]acknowledged{}
	for round := range rounds {
		killOne(t, dir, rand.IntN(600), acks)
		if round%2 == 1 {
			if err := os.RemoveAll(filepath.Join(dir, storeFolder)); err != nil {
				t.Fatal(err)
			}
		}
		s := open(t, dir, Options{})
		checkAcknowledged(t, s, acks)
		if round == rounds-1 {
			if r, err := s.Verify(context.Background(), nil); err != nil || !r.OK() {
				t.Fatal(r, err)
			}
		}
		closeStore(t, s)
	}
	t.Logf("%d kills, %d records confirmed, all there", rounds, len(acks))
}
