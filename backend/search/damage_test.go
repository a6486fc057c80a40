package search

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"precedent/backend/casefile"
)

// madeIndex is a folder with a closed index of the corpus, in several segments.
func madeIndex(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	x, err := Rebuild(context.Background(), dir, testOptions(), func(func(casefile.Case) error) (uint64, error) { return 0, nil }, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range aCorpus() {
		if err := x.Update(context.Background(), []casefile.Case{c}, nil, uint64(i+1)); err != nil {
			t.Fatal(err)
		}
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

func segmentFiles(t *testing.T, dir string) []string {
	t.Helper()
	all, err := namedSegments(filepath.Join(dir, "g1", "store", rootFile))
	if err != nil || len(all) == 0 {
		t.Fatal(all, err)
	}
	for i := range all {
		all[i] = filepath.Join(dir, "g1", "store", all[i])
	}
	return all
}

func flip(t *testing.T, path string, at int64) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	var b [1]byte
	if _, err := f.ReadAt(b[:], at); err != nil {
		t.Fatal(err)
	}
	b[0] ^= 0x40
	_, err = f.WriteAt(b[:], at)
	if err := errors.Join(err, f.Close()); err != nil {
		t.Fatal(err)
	}
}

func size(t *testing.T, path string) int64 {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}

func TestDamageIsSaidAtOpen(t *testing.T) {
	root := func(dir string) string { return filepath.Join(dir, "g1", "store", rootFile) }
	for name, harm := range map[string]func(*testing.T, string){
		"root cut in half":       func(t *testing.T, dir string) { must(t, os.Truncate(root(dir), size(t, root(dir))/2)) },
		"root cut to a page":     func(t *testing.T, dir string) { must(t, os.Truncate(root(dir), 4096)) },
		"root empty":             func(t *testing.T, dir string) { must(t, os.Truncate(root(dir), 0)) },
		"byte of root flipped":   func(t *testing.T, dir string) { flip(t, root(dir), size(t, root(dir))-100) },
		"root gone":              func(t *testing.T, dir string) { must(t, os.Remove(root(dir))) },
		"root of zeros":          func(t *testing.T, dir string) { must(t, os.WriteFile(root(dir), make([]byte, 1<<16), 0o600)) },
		"segment gone":           func(t *testing.T, dir string) { must(t, os.Remove(segmentFiles(t, dir)[0])) },
		"segment cut":            func(t *testing.T, dir string) { f := segmentFiles(t, dir)[0]; must(t, os.Truncate(f, size(t, f)-9)) },
		"segment empty":          func(t *testing.T, dir string) { must(t, os.Truncate(segmentFiles(t, dir)[0], 0)) },
		"byte flipped at start":  func(t *testing.T, dir string) { flip(t, segmentFiles(t, dir)[0], 3) },
		"byte flipped in middle": func(t *testing.T, dir string) { f := segmentFiles(t, dir)[0]; flip(t, f, size(t, f)/2) },
		"byte flipped at end":    func(t *testing.T, dir string) { f := segmentFiles(t, dir)[0]; flip(t, f, size(t, f)-2) },
		"CURRENT is nonsense": func(t *testing.T, dir string) {
			must(t, os.WriteFile(filepath.Join(dir, currentFile), []byte("../x"), 0o600))
		},
		"meta gone":       func(t *testing.T, dir string) { must(t, os.Remove(filepath.Join(dir, "g1", "index_meta.json"))) },
		"generation gone": func(t *testing.T, dir string) { must(t, os.RemoveAll(filepath.Join(dir, "g1"))) },
	} {
		t.Run(name, func(t *testing.T) {
			dir := madeIndex(t)
			harm(t, dir)
			x, err := Open(dir, testOptions())
			if err == nil {
				t.Fatal(errors.New("opened"), x.Close())
			}
			if casefile.CodeOf(err) != casefile.Damaged || !NeedsRebuild(err) || !strings.Contains(casefile.Sentence(err), "built anew") {
				t.Fatal(err)
			}
		})
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestAFlippedByteInRootNeverLosesHitsSilently flips bytes all over a root.bolt without a seal, as after a kill: the index
// opens with everything in it, or not at all.
func TestAFlippedByteInRootNeverLosesHitsSilently(t *testing.T) {
	made := madeIndex(t)
	root := filepath.Join("g1", "store", rootFile)
	must(t, os.Remove(filepath.Join(made, "g1", sealFile)))
	const rounds = 60
	step := size(t, filepath.Join(made, root)) / rounds
	opened := 0
	for i := range int64(rounds) {
		dir := t.TempDir()
		must(t, os.CopyFS(dir, os.DirFS(made)))
		flip(t, filepath.Join(dir, root), i*step+i%97)
		x, err := Open(dir, testOptions())
		if err != nil {
			if !NeedsRebuild(err) {
				t.Fatal(err)
			}
			continue
		}
		opened++
		if x.Seq() == 5 && x.Count() == 5 { // the state before the last, which says so
			must(t, x.Close())
			continue
		}
		if x.Seq() != 6 || x.Count() != 6 {
			t.Errorf("byte %d: sequence %d, %d cases", i*step, x.Seq(), x.Count())
		}
		s := &shelf{Index: x, cases: map[string]casefile.Case{}}
		for _, c := range aCorpus() {
			s.cases[c.ID] = c
		}
		s.wants(t, "*", "russian", "japanese", "german", "storage", "registry")
		must(t, x.Close())
	}
	if opened == 0 {
		t.Error("no flipped byte was harmless: the test does not reach the second half of its claim")
	}
}

func TestAFileThatNothingNamesIsNoDamage(t *testing.T) {
	dir := madeIndex(t)
	half := filepath.Join(dir, "g1", "store", "00000000ffff.zap")
	must(t, os.WriteFile(half, []byte("half a segm"), 0o600))
	must(t, os.Mkdir(filepath.Join(dir, "g2"), 0o700)) // a rebuild that did not end
	x, err := Open(dir, testOptions())
	if err != nil {
		t.Fatal(err)
	}
	if x.Count() != 6 || x.Check(context.Background()) != nil {
		t.Error(x.Count(), x.Check(context.Background()))
	}
	must(t, x.Close())
	if _, err := os.Stat(filepath.Join(dir, "g2")); !errors.Is(err, os.ErrNotExist) {
		t.Error("the unfinished generation is still there")
	}
}

func TestCheckSeesDamageWhileOpen(t *testing.T) {
	s := newShelf(t, aCorpus()...)
	must(t, s.Check(context.Background()))
	files, err := os.ReadDir(s.store())
	must(t, err)
	for _, f := range files {
		if strings.HasSuffix(f.Name(), ".zap") {
			path := filepath.Join(s.store(), f.Name())
			flip(t, path, size(t, path)/3)
		}
	}
	if err := s.Check(context.Background()); casefile.CodeOf(err) != casefile.Damaged {
		t.Error(err)
	}
}

// TestAWriteThatFailedLeavesAnIndexThatAnswers puts folders where Bleve is about to make its next files.
func TestAWriteThatFailedLeavesAnIndexThatAnswers(t *testing.T) {
	s := newShelf(t, aCorpus()...)
	seq := s.Seq()
	for i := range 99 {
		path := filepath.Join(s.store(), fmt.Sprintf("%012x.zap", i))
		if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
			must(t, putInTheWay(path))
		}
	}
	c := escalation("case-new", nil, "title", "A quokka in the way")
	err := s.Update(context.Background(), []casefile.Case{c}, nil, seq+1)
	if casefile.CodeOf(err) != casefile.Unavailable {
		t.Fatal(err)
	}
	s.wants(t, "storage", "storage")
	s.wants(t, "quokka")
	if s.Seq() != seq {
		t.Fatalf("sequence %d, want %d", s.Seq(), seq)
	}
	obstacles, err := filepath.Glob(filepath.Join(s.store(), "*.zap", "in the way"))
	must(t, err)
	for _, o := range obstacles {
		must(t, os.RemoveAll(filepath.Dir(o)))
	}
	s.cases[c.ID] = c
	must(t, s.Update(context.Background(), []casefile.Case{c}, nil, seq+1))
	s.wants(t, "quokka", "case-new")
	must(t, s.Check(context.Background()))
}

// putInTheWay makes a folder that cannot be removed as a file. Bleve tidies up meanwhile, and may take it while it is empty.
func putInTheWay(path string) error {
	for {
		err := os.MkdirAll(filepath.Join(path, "in the way"), 0o700)
		if !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
}

func TestMissingOldAndLockedAreToldApart(t *testing.T) {
	_, err := Open(t.TempDir(), testOptions())
	if casefile.CodeOf(err) != casefile.NotFound || !NeedsRebuild(err) {
		t.Error(err)
	}
	if _, err := readState(newerState()); casefile.CodeOf(err) != casefile.NotFound || !strings.Contains(casefile.Sentence(err), "version") {
		t.Error(err)
	}
	s := newShelf(t, aCorpus()...)
	if _, err := Open(s.dir, testOptions()); casefile.CodeOf(err) != casefile.Busy || NeedsRebuild(err) {
		t.Error(err)
	}
	s.wants(t, "storage", "storage") // the attempt did no harm
}

// TestAKillLeavesTheTruth kills a program that puts case after case, and compares what the index says it has reached with
// what is in it.
func TestAKillLeavesTheTruth(t *testing.T) {
	const rounds = 6
	dir := t.TempDir()
	x, err := Rebuild(context.Background(), dir, testOptions(), func(func(casefile.Case) error) (uint64, error) { return 0, nil }, nil)
	must(t, err)
	must(t, x.Close())
	for round := range rounds {
		confirmed := putUntilKilled(t, dir, 3+7*round)
		x, err := Open(dir, testOptions())
		if err != nil {
			t.Fatal(err)
		}
		if x.Seq() < confirmed || uint64(x.Count()) != x.Seq() {
			t.Errorf("sequence %d with %d cases, %d were confirmed", x.Seq(), x.Count(), confirmed)
		}
		must(t, x.Check(context.Background()))
		must(t, x.Close())
	}
}

// putUntilKilled runs this test binary as a program that indexes, and kills it after some confirmations.
func putUntilKilled(t *testing.T, dir string, after int) (confirmed uint64) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestPutForEver$")
	cmd.Env = append(os.Environ(), victimDir+"="+dir)
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	lines := bufio.NewScanner(out)
	for n := 0; lines.Scan(); n++ {
		seq, err := strconv.ParseUint(lines.Text(), 10, 64)
		if err != nil {
			t.Errorf("the victim said %q", lines.Text())
			break
		}
		confirmed = seq
		if n == after {
			break
		}
	}
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	return confirmed
}

const victimDir = "PRECEDENT_SEARCH_VICTIM"

// TestPutForEver is the program that TestAKillLeavesTheTruth kills. By itself it does nothing.
func TestPutForEver(t *testing.T) {
	dir := os.Getenv(victimDir)
	if dir == "" {
		return
	}
	x, err := Open(dir, testOptions())
	must(t, err)
	for seq := x.Seq() + 1; ; seq++ {
		c := escalation(fmt.Sprintf("case-%d", seq), nil, "title", fmt.Sprintf("Case number %d", seq))
		must(t, x.Update(context.Background(), []casefile.Case{c}, nil, seq))
		fmt.Println(seq)
	}
}

func newerState() []byte {
	b := state{}.bytes()
	b = b[:len(b)-4]
	b[7] = version + 1
	return sealed(b)
}

// generations lists the indexes that lie in a folder.
func generations(t *testing.T, dir string) []string {
	t.Helper()
	all, err := filepath.Glob(filepath.Join(dir, homePrefix+"*"))
	must(t, err)
	return all
}
