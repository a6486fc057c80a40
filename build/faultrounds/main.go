package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

func main() {
	if err := command(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "faults:", err)
		os.Exit(1)
	}
}

// words are what --only takes.
var words = []string{"saves", "import", "index", "rotation", "purge", "backup", "power", "full", "store", "journal"}

// long and short are how often each fault is provoked: as it must hold, and to see in a few minutes that it does.
var (
	long  = amounts{rounds: 200, cuts: 50, flips: 1000, step: 1, ways: 4}
	short = amounts{rounds: 20, cuts: 7, flips: 30, step: 32, ways: 2}
)

// amounts are how often each fault is provoked.
type amounts struct {
	rounds int // kills
	cuts   int // power cuts
	flips  int // bits of the journal
	step   int // the last entry of the journal is cut at each so-many-th byte
	ways   int // in how many ways the disk is full at each stage; fewer than all = also only one of closed and killed is damaged
}

func command(args []string, out io.Writer) error {
	b, home, err := read(args, out)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	b.ctx = ctx
	if err := isolate(home); err != nil {
		return err
	}
	if err := b.run(); err != nil {
		return fmt.Errorf("%w\nThe workspaces are left in %s", err, home)
	}
	return os.RemoveAll(home)
}

// read makes a bench as the arguments say, with a folder of its own.
func read(args []string, out io.Writer) (*bench, string, error) {
	set := flag.NewFlagSet("faultrounds", flag.ContinueOnError)
	b := &bench{out: out}
	set.StringVar(&b.binary, "binary", "", "the program, built")
	set.BoolVar(&b.apart, "apart", false, "what is mounted here is seen by nobody else")
	set.StringVar(&b.only, "only", "", "the one kind that is run: "+strings.Join(words, ", "))
	brief := set.Bool("short", false, "each fault a few times only")
	rounds, cuts := set.Int("rounds", 0, "how often the program is killed"), set.Int("cuts", 0, "how often the power is cut")
	seed := set.Uint64("seed", uint64(time.Now().UnixNano()), "what the moments are drawn from") //nolint:gosec // any number will do
	if err := set.Parse(args); err != nil {
		return nil, "", err
	}
	if b.binary == "" || set.NArg() > 0 || *rounds < 0 || *cuts < 0 || b.only != "" && !slices.Contains(words, b.only) {
		return nil, "", errors.New("usage: build/faults [--short] [--rounds N] [--cuts N] [--seed N] [--only WORD]; a WORD is one of " + strings.Join(words, ", "))
	}
	b.amounts = long
	if *brief {
		b.amounts = short
	}
	if *rounds > 0 {
		b.rounds = *rounds
	}
	if *cuts > 0 {
		b.cuts = *cuts
	}
	b.rnd = rand.New(rand.NewPCG(*seed, 0)) //nolint:gosec // moments, no secrets
	home, err := os.MkdirTemp("", "precedent-faults-")
	b.home = home
	_, _ = fmt.Fprintf(out, "seed %d\n", *seed)
	return b, home, err
}

// isolate makes this program and those it starts work in a folder of their own: nothing of the user is read or written.
func isolate(home string) error {
	for name, dir := range map[string]string{
		"HOME": home, "XDG_RUNTIME_DIR": "r", "XDG_CACHE_HOME": "c", "XDG_CONFIG_HOME": "f", "XDG_DATA_HOME": "d",
		"LOCALAPPDATA": "d", "APPDATA": "f",
	} {
		if !filepath.IsAbs(dir) {
			dir = filepath.Join(home, dir)
		}
		if err := errors.Join(os.MkdirAll(dir, 0o700), os.Setenv(name, dir)); err != nil {
			return err
		}
	}
	return os.Unsetenv("PRECEDENT_WORKSPACE")
}

// bench is one run of all rounds.
type bench struct {
	amounts
	ctx    context.Context //nolint:containedctx // the life of the run
	binary string
	home   string
	out    io.Writer
	rnd    *rand.Rand
	only   string // the word of the kind that is run; "" = all
	apart  bool   // what is mounted here is seen by nobody else
}

// asked says that a kind is to be run.
func (b *bench) asked(word string) bool { return b.only == "" || b.only == word }

// run goes through all parts, also when one has failed, so that all that is wrong is said.
func (b *bench) run() error {
	var failed error
	for _, part := range []func() error{
		b.killRounds, b.together, b.onDrives, b.storeDamages, b.indexDamages, b.journalDamages,
	} {
		if err := part(); err != nil {
			failed = errors.Join(failed, err)
			_, _ = fmt.Fprintln(b.out, "FAILED", err)
		}
	}
	return failed
}

// onDrives runs what needs drives of its own, or says why it does not.
func (b *bench) onDrives() error {
	if !b.asked("power") && !b.asked("full") {
		return nil
	}
	if why := noDrives(b.home, b.apart); why != "" {
		_, _ = fmt.Fprintf(b.out, "NOT RUN: power cuts and full disks: %s\n", why)
		return nil
	}
	return errors.Join(b.powerCuts(), b.fullDisk())
}

// row prints a line of the table.
func (b *bench) row(n int, what, where, held string, began time.Time) {
	_, _ = fmt.Fprintf(b.out, "%5d %-8s %-38s %-58s %4.0f s\n", n, what, where, held, time.Since(began).Seconds())
}
