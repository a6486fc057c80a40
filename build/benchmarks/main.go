package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/pprof"
	"slices"
	"strings"
)

// version is what is measured; the script that builds this sets it.
var version = "dev"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := command(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// Escalations of the two workspaces, for which the bounds are meant.
const (
	wideAsked = 100_000
	deepAsked = 30_000
)

// asked is what a run is asked for.
type asked struct {
	data, json, binary, child, in string
	profile, home, driven         string
	wideSize, deepSize, rounds    int
	short                         bool
	parts                         []string
}

func arguments(args []string) (asked, error) {
	var a asked
	set := flag.NewFlagSet("bench", flag.ContinueOnError)
	set.StringVar(&a.data, "data", "", "folder with titanium, incidents and threads")
	set.StringVar(&a.json, "json", "", "file for the report")
	set.StringVar(&a.binary, "binary", "", "the program, for cold commands")
	set.IntVar(&a.wideSize, "wide", wideAsked, "escalations of the wide workspace")
	set.IntVar(&a.deepSize, "deep", deepAsked, "escalations of the deep workspace; its other kinds keep their proportion")
	set.BoolVar(&a.short, "short", false, "tiny, to see that everything works")
	set.StringVar(&a.profile, "profile", "", "file for a profile of the processor's time")
	set.StringVar(&a.home, "home", "", "folder for the workspaces, which stay there; a deep one that is there already is used again")
	set.StringVar(&a.driven, "driven", "", "folder of the sources, in whose build/out the programs lie that can be driven; for the window")
	set.StringVar(&a.child, "child", "", "used by the bench itself")
	set.StringVar(&a.in, "in", "", "used by the bench itself")
	for err := set.Parse(args); ; err = set.Parse(set.Args()[1:]) {
		if err != nil {
			return a, err
		}
		if set.NArg() == 0 {
			break
		}
		a.parts = append(a.parts, set.Arg(0))
	}
	a.rounds = 300
	if a.short {
		a.wideSize, a.deepSize, a.rounds = 600, 300, 12
	}
	return a, a.check()
}

func (a asked) check() error {
	for _, name := range a.parts {
		if !slices.ContainsFunc(parts, func(p part) bool { return p.name == name }) {
			return fmt.Errorf("there is no part %q; there are %s", name, strings.Join(partNames(), ", "))
		}
	}
	if a.wideSize < 100 || a.deepSize < 150 {
		return errors.New("--wide takes at least 100, --deep at least 150")
	}
	return nil
}

func command(ctx context.Context, args []string) error {
	a, err := arguments(args)
	if errors.Is(err, flag.ErrHelp) {
		return nil
	}
	if err != nil {
		return err
	}
	if a.child != "" {
		return beChild(ctx, a)
	}
	remove, err := a.makeHome()
	if err != nil {
		return err
	}
	defer remove()
	b := &bench{asked: a, report: newReport(called(a.data))}
	b.report.judged = !a.short
	profiled, err := profile(a.profile)
	if err != nil {
		return err
	}
	err = errors.Join(b.run(ctx), b.close(), profiled())
	b.report.print(os.Stdout)
	if a.json != "" {
		err = errors.Join(err, b.report.write(a.json))
	}
	return err
}

// makeHome gives what removes the folder again, unless it was asked for.
func (a *asked) makeHome() (remove func(), err error) {
	if a.home != "" {
		return func() {}, os.MkdirAll(a.home, 0o700)
	}
	a.home, err = os.MkdirTemp("", "precedent-bench-")
	return func() { os.RemoveAll(a.home) }, err
}

// profile begins one, and gives what ends it.
func profile(path string) (func() error, error) {
	if path == "" {
		return func() error { return nil }, nil
	}
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	return func() error { pprof.StopCPUProfile(); return f.Close() }, pprof.StartCPUProfile(f)
}

// called is what the texts go by: the name of their folder says enough and tells nothing of the machine.
func called(data string) string {
	if data == "" {
		return "fictional"
	}
	return "real, then recombined, from " + filepath.Base(data)
}
