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
	"strings"
	"time"
)

func main() {
	if err := command(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "faults:", err)
		os.Exit(1)
	}
}

func command(args []string, out io.Writer) error {
	set := flag.NewFlagSet("faultrounds", flag.ContinueOnError)
	binary := set.String("binary", "", "the program, built")
	rounds := set.Int("rounds", 200, "how often it is killed")
	only := set.String("only", "", "a word of the one kind that is run")
	seed := set.Uint64("seed", uint64(time.Now().UnixNano()), "what the moments are drawn from") //nolint:gosec // any number will do
	if err := set.Parse(args); err != nil {
		return err
	}
	if *binary == "" || *rounds < 1 {
		return errors.New("usage: faultrounds -binary FILE [-rounds N] [-seed N] [-only WORD]")
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	home, err := os.MkdirTemp("", "precedent-faults-")
	if err != nil {
		return err
	}
	if err := isolate(home); err != nil {
		return err
	}
	_, _ = fmt.Fprintf(out, "%d rounds, seed %d\n", *rounds, *seed)
	b := &bench{ctx: ctx, binary: *binary, home: home, out: out, only: *only, rnd: rand.New(rand.NewPCG(*seed, 0))} //nolint:gosec // moments, no secrets
	if err := b.run(*rounds); err != nil {
		return fmt.Errorf("%w\nThe workspaces are left in %s", err, home)
	}
	return os.RemoveAll(home)
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
	ctx    context.Context //nolint:containedctx // the life of the run
	binary string
	home   string
	out    io.Writer
	rnd    *rand.Rand
	only   string // a word of the kind that is run; "" = all
}

// kind is one sort of work that is killed: prepare makes its workspace, round kills it once and gives what must be seen
// of the program that was started again, beside all that was confirmed.
type kind struct {
	name    string
	share   int // of 16 rounds
	prepare func(*place) error
	round   func(*place) (after, error)
}

// after looks at a program that was started again after a kill; nil = nothing of its own.
type after func(*program) error

func (b *bench) kinds() []kind {
	return []kind{
		{"saves, of a program that others ask", 4, prepareSaves, killAmidAskedSaves},
		{"saves, each by a program of its own", 2, prepareSaves, killAmidOwnSaves},
		{"import", 3, prepareNothing, killAmidImport},
		{"index: rebuilding, catching up", 3, prepareCases, killAmidIndexing},
		{"purge", 2, preparePurge, killAmidPurge},
		{"backup", 2, prepareBackup, killAmidBackup},
	}
}

const shares = 16

func (b *bench) run(rounds int) error {
	for i, k := range b.kinds() {
		n := max(1, (rounds*k.share+shares-1)/shares)
		if b.only != "" {
			n = rounds
		}
		if !strings.Contains(k.name, b.only) {
			continue
		}
		began := time.Now()
		p := &place{bench: b, dir: filepath.Join(b.home, fmt.Sprintf("w%d", i)), said: newLedger()}
		if err := b.kill(p, k, n); err != nil {
			return fmt.Errorf("%s: %w", k.name, err)
		}
		_, _ = fmt.Fprintf(b.out, "%4d kills  %-37s %6d confirmed, all there   %4.0f s\n", n, k.name, p.said.confirmed, time.Since(began).Seconds())
		if err := os.RemoveAll(p.dir); err != nil {
			return err
		}
	}
	if b.only != "" {
		return nil
	}
	return b.together()
}

// kill prepares a workspace and goes through its rounds.
func (b *bench) kill(p *place, k kind, rounds int) error {
	if err := k.prepare(p); err != nil {
		return fmt.Errorf("before the first round: %w", err)
	}
	for n := range rounds {
		if err := b.ctx.Err(); err != nil {
			return err
		}
		p.n = n
		then, err := k.round(p)
		if err != nil {
			return fmt.Errorf("round %d: %w", n+1, err)
		}
		if err := p.look(then); err != nil {
			return fmt.Errorf("round %d: after the kill: %w", n+1, err)
		}
		if n%3 != 2 && n != rounds-1 {
			continue
		}
		if err := p.loseViews(); err != nil {
			return err
		}
		if err := p.look(nil); err != nil {
			return fmt.Errorf("round %d: after store, index and similar were removed: %w", n+1, err)
		}
	}
	return nil
}

// together has several programs work on one folder at once.
func (b *bench) together() error {
	began := time.Now()
	p := &place{bench: b, dir: filepath.Join(b.home, "together"), said: newLedger()}
	if err := prepareSaves(p); err != nil {
		return err
	}
	const programs, commands = 4, 8
	failed := make(chan error, programs)
	for i := range programs {
		key := p.said.keys()[i%len(p.said.keys())]
		go func() {
			for n := range commands {
				if err := p.said.logLine(p.alone, key, fmt.Sprintf("together %d %d", i, n)); err != nil {
					failed <- err
					return
				}
			}
			failed <- nil
		}()
	}
	var err error
	for range programs {
		err = errors.Join(err, <-failed)
	}
	if err == nil {
		err = p.look(nil)
	}
	if err != nil {
		return fmt.Errorf("several programs on one folder: %w", err)
	}
	_, _ = fmt.Fprintf(b.out, "%4d programs at once, on one folder              %6d confirmed, all there   %4.0f s\n", programs*commands, p.said.confirmed, time.Since(began).Seconds())
	return nil
}
