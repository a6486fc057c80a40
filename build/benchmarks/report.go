package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"
)

// row is one figure: ours, the other's where there is one, and what it is held to.
type row struct {
	Part  string  `json:"part"`
	What  string  `json:"what"`
	Unit  string  `json:"unit"`
	Ours  float64 `json:"ours"`
	Than  string  `json:"than,omitempty"` // the other side
	Other float64 `json:"other,omitempty"`
	Ratio float64 `json:"ratio,omitempty"`
	Bound []bound `json:"bound,omitempty"`
	Held  *bool   `json:"held,omitempty"`
	Note  string  `json:"note,omitempty"`
}

// bound is what a figure is held to: at most, at least, or at most so many times the other's.
type bound struct {
	Is string  `json:"is"`
	To float64 `json:"to"`
}

func most(v float64) bound  { return bound{"most", v} }
func least(v float64) bound { return bound{"least", v} }
func times(v float64) bound { return bound{"times", v} }

func (b bound) holds(r row) bool {
	switch b.Is {
	case "most":
		return r.Ours <= b.To
	case "least":
		return r.Ours >= b.To
	}
	return r.Ratio <= b.To
}

func (b bound) String() string {
	sign := map[string]string{"most": "≤ ", "least": "≥ ", "times": "≤ ×"}[b.Is]
	return sign + figure(b.To)
}

// report is a whole run.
type report struct {
	Version    string      `json:"version"`
	At         time.Time   `json:"at"`
	Machine    string      `json:"machine"`
	Cores      int         `json:"cores"`
	Load       string      `json:"load"` // before the run
	Data       string      `json:"data"`
	Workspaces []workspace `json:"workspaces"`
	Rows       []row       `json:"rows"`
	NotRun     []string    `json:"notRun"`
	Took       []partTime  `json:"took"`

	judged bool // false for a run that is too small for its times to mean anything
}

// partTime is how many seconds a part took, with what it had to make for itself and others.
type partTime struct {
	Part    string  `json:"part"`
	Seconds float64 `json:"seconds"`
}

type workspace struct {
	Name    string `json:"name"`
	Hash    string `json:"hash"`
	Cases   int    `json:"cases"`
	Records int    `json:"records"`
	Bytes   int    `json:"bytes"`
}

func newReport(data string) *report {
	return &report{Version: version, At: time.Now().UTC().Truncate(time.Second), Machine: processor() + ", " + runtime.GOOS + "/" + runtime.GOARCH,
		Cores: runtime.NumCPU(), Load: load(), Data: data, NotRun: []string{}}
}

// processor and load are empty where /proc does not tell.
func processor() string {
	info, _ := os.ReadFile("/proc/cpuinfo")
	for line := range strings.Lines(string(info)) {
		if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return "processor not told"
}

func load() string {
	info, _ := os.ReadFile("/proc/loadavg")
	return strings.Join(firstFields(string(info), 3), " ")
}

func firstFields(s string, n int) []string {
	f := strings.Fields(s)
	return f[:min(n, len(f))]
}

// add completes a row and shows it at once: a run takes long.
func (r *report) add(w row, bounds ...bound) {
	if w.Other > 0 {
		w.Ratio = w.Ours / w.Other
	}
	if w.Bound = bounds; len(bounds) > 0 && r.judged {
		held := true
		for _, b := range bounds {
			held = held && b.holds(w)
		}
		w.Held = &held
	}
	r.Rows = append(r.Rows, w)
	fmt.Fprintln(os.Stderr, "  "+strings.Join(w.cells(), " | "))
}

func (r *report) cannot(format string, args ...any) {
	r.NotRun = append(r.NotRun, fmt.Sprintf(format, args...))
}

// figure has three digits that count.
func figure(v float64) string {
	switch {
	case v == 0:
		return "0"
	case v >= 100:
		return fmt.Sprintf("%.0f", v)
	case v >= 10:
		return fmt.Sprintf("%.1f", v)
	case v >= 1:
		return fmt.Sprintf("%.2f", v)
	}
	return fmt.Sprintf("%.3f", v)
}

func (w row) cells() []string {
	other, ratio, held, bounds := "", "", "", []string{}
	if w.Than != "" {
		other, ratio = w.Than+" "+figure(w.Other), figure(w.Ratio)
	}
	for _, b := range w.Bound {
		bounds = append(bounds, b.String())
	}
	if w.Held != nil {
		held = map[bool]string{true: "yes", false: "**no**"}[*w.Held]
	}
	what := w.What
	if w.Note != "" {
		what += " (" + w.Note + ")"
	}
	return []string{w.Part, what, figure(w.Ours) + " " + w.Unit, other, ratio, strings.Join(bounds, ", "), held}
}

// print gives the report as Markdown, as it stands in BENCHMARKS.md.
func (r *report) print(out io.Writer) {
	fmt.Fprintf(out, "Precedent %s, %s: %s, %d cores, load before the run %s. Texts: %s.\n\n", r.Version, r.At.Format("2006-01-02 15:04 UTC"), r.Machine, r.Cores, r.Load, r.Data)
	for _, w := range r.Workspaces {
		fmt.Fprintf(out, "- %s: %d cases, %d records, %.1f MB of case texts, hash %s\n", w.Name, w.Cases, w.Records, float64(w.Bytes)/1e6, w.Hash)
	}
	fmt.Fprint(out, "\n| part | what | ours | other | ratio | bound | held |\n|---|---|---|---|---|---|---|\n")
	for _, w := range r.Rows {
		fmt.Fprintln(out, "| "+strings.Join(w.cells(), " | ")+" |")
	}
	if len(r.NotRun) > 0 {
		fmt.Fprintln(out, "\nNot run, or not as asked:")
	}
	for _, n := range r.NotRun {
		fmt.Fprintln(out, "- "+n)
	}
	fmt.Fprint(out, "\n"+r.times()+"\n")
}

func (r *report) times() string {
	var all float64
	each := make([]string, len(r.Took))
	for i, t := range r.Took {
		all += t.Seconds
		each[i] = fmt.Sprintf("%s %.0f s", t.Part, t.Seconds)
	}
	return fmt.Sprintf("The run took %.0f minutes: %s.", all/60, strings.Join(each, ", "))
}

func (r *report) write(path string) error {
	b, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(b, '\n'), 0o644)
}

// took is how long pieces of work took.
type took []time.Duration

func (t *took) time(work func() error) error {
	begun := time.Now()
	err := work()
	*t = append(*t, time.Since(begun))
	return err
}

// at gives a percentile in milliseconds.
func (t took) at(percent int) float64 {
	sorted := slices.Sorted(slices.Values(t))
	if len(sorted) == 0 {
		return 0
	}
	return ms(sorted[min(len(sorted)*percent/100, len(sorted)-1)])
}

// processors is how long they worked for this process up to now; it tells more than a clock where others want them too.
func processors() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// inTurns does a piece of work n times on each side, one after the other, each beginning as often as the other.
func inTurns(n int, ours, theirs func(i int) error) (us, them took, err error) {
	for i := range n {
		a := func() error { return us.time(func() error { return ours(i) }) }
		b := func() error { return them.time(func() error { return theirs(i) }) }
		if i%2 == 1 {
			a, b = b, a
		}
		if err := a(); err != nil {
			return us, them, err
		}
		if err := b(); err != nil {
			return us, them, err
		}
	}
	return us, them, nil
}
