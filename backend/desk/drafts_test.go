package desk

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"testing"

	"precedent/backend/casefile"
)

// typingDir names a workspace: with it set the test binary is a program that is killed while somebody types there.
const typingDir = "PRECEDENT_TYPING_DIR"

type stderr struct{}

func (stderr) Helper()                        {}
func (s stderr) Fatal(args ...any)            { s.Fatalf("%s", fmt.Sprint(args...)) }
func (stderr) Fatalf(format string, a ...any) { fmt.Fprintf(os.Stderr, format+"\n", a...); os.Exit(1) }

// typeUntilKilled makes a case, types into it, says so, and waits.
func typeUntilKilled(dir string) {
	d := opened(stderr{}, dir, Options{})
	r := madeOf(stderr{}, d, casefile.KindEscalation, map[string]any{"title": "Being written"})
	for _, text := range []string{"The pu", "The pump stopped"} {
		_, err := d.Draft(context.Background(), DraftRequest{ID: r.ID, Kind: "escalation", Field: "description", Text: text})
		must(stderr{}, 0, err)
	}
	fmt.Println(r.ID)
	select {}
}

func TestADraftSurvivesAKillAndGoesWithItsSave(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), typingDir+"="+dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	must(t, out, err)
	must(t, 0, cmd.Start())
	told := bufio.NewScanner(out)
	if !told.Scan() {
		t.Fatal("the program said nothing")
	}
	id := told.Text()
	must(t, 0, cmd.Process.Kill())
	if err := cmd.Wait(); err == nil {
		t.Fatal("the program ended by itself")
	}
	d := opened(t, dir, Options{})
	defer closed(t, d)
	v, err := d.Show(ctx, id)
	must(t, v, err)
	if len(v.Drafts) != 1 || v.Drafts[0].Text != "The pump stopped" || v.Record.Fields["description"] != nil {
		t.Fatalf("drafts %+v, fields %v", v.Drafts, v.Record.Fields)
	}
	_, err = d.Save(ctx, SaveRequest{Changes: []Change{{Kind: "escalation", ID: id, Base: v.Record.Rev, Patch: map[string]any{"description": "The pump stopped."}}}})
	must(t, 0, err)
	v, err = d.Show(ctx, id)
	if must(t, v, err); len(v.Drafts) != 0 {
		t.Fatalf("the draft stays: %+v", v.Drafts)
	}
}
