package main

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
)

// seed is what everything is drawn with: the same data give the same workspaces and the same questions.
const seed = 20260313

func draws(stream uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, stream)) } //nolint:gosec // to be repeated, not to be safe

// text is what a case says.
type text struct{ Title, Body string }

// texts gives one text after the other without end: first the real ones, then their sentences, put together anew.
type texts struct {
	real      []text
	sentences []string
	heads     []string // beginnings of titles
	tails     []string // and their ends
	next      int
	given     int             // bytes
	said      map[uint64]bool // texts given up to now, by their hash
	r         *rand.Rand
}

// meanBytes is what a text has at least on the average: 100,000 of them have 90 MB and some to spare.
const meanBytes = 960

func readTexts(dir string) (*texts, error) {
	t := &texts{r: draws(1), said: map[uint64]bool{}}
	if dir == "" {
		t.real = fictional(2_000)
	}
	for _, set := range []string{"titanium", "incidents", "threads"} {
		if dir == "" {
			break
		}
		if err := t.read(filepath.Join(dir, set, "docs.jsonl.gz")); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("%s: %w", set, err)
		}
	}
	if len(t.real) == 0 {
		return nil, fmt.Errorf("%s has no texts: titanium/docs.jsonl.gz, incidents/… or threads/… is looked for", dir)
	}
	for _, d := range t.real {
		t.learn(d)
	}
	return t, nil
}

func (t *texts) read(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	z, err := gzip.NewReader(bufio.NewReader(f))
	if err != nil {
		return err
	}
	for d := json.NewDecoder(z); ; {
		var line struct {
			Title, Body string
			Notes       []struct{ Text string }
		}
		if err := d.Decode(&line); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		body := []string{line.Body}
		for _, n := range line.Notes {
			body = append(body, n.Text)
		}
		t.real = append(t.real, text{clean(line.Title), clean(strings.Join(body, "\n\n"))})
	}
}

// clean takes out what no text of the program may hold.
func clean(s string) string { return strings.TrimSpace(strings.ReplaceAll(s, "\x00", "")) }

// learn keeps the sentences of a text, and where its title can be cut.
func (t *texts) learn(d text) {
	for _, line := range strings.Split(d.Body, "\n") {
		for _, s := range strings.SplitAfter(line, ". ") {
			if s = strings.TrimSpace(s); len(s) > 20 && len(s) < 2000 {
				t.sentences = append(t.sentences, s)
			}
		}
	}
	if words := strings.Fields(d.Title); len(words) > 3 {
		half := len(words) / 2
		t.heads = append(t.heads, strings.Join(words[:half], " "))
		t.tails = append(t.tails, strings.Join(words[half:], " "))
	}
}

// draw gives the next text.
func (t *texts) draw() text {
	var d text
	if t.next < len(t.real) {
		d = t.real[t.next]
		t.isNew(d.Body)
	} else {
		d = t.recombined()
	}
	t.next++
	t.given += len(d.Body)
	return d
}

// isNew says whether a text was not given before, and remembers it.
func (t *texts) isNew(s string) bool {
	h := fnv.New64a()
	_, _ = io.WriteString(h, s) // a hash takes everything
	had := t.said[h.Sum64()]
	t.said[h.Sum64()] = true
	return !had
}

// recombined is as long as a real text, or longer where all of them together are still too short.
func (t *texts) recombined() text {
	length := min(len(t.real[t.r.IntN(len(t.real))].Body), 8<<10)
	length = max(length, min(meanBytes*(t.next+1)-t.given, 4<<10))
	return text{t.title(), t.joined(max(length, 60))}
}

// note is one to three sentences, as a line of a timeline has them.
func (t *texts) note() string { return t.joined(20 + t.r.IntN(160)) }

// joined puts sentences together until they are long enough, and are no text that there was already.
func (t *texts) joined(length int) string {
	for {
		var b strings.Builder
		for b.Len() < length {
			b.WriteString(t.sentences[t.r.IntN(len(t.sentences))])
			b.WriteString([]string{" ", " ", "\n"}[t.r.IntN(3)])
		}
		if s := strings.TrimSpace(b.String()); t.isNew(s) {
			return s
		}
		length += 20 // few sentences can be put together in few ways
	}
}

func (t *texts) title() string {
	return t.heads[t.r.IntN(len(t.heads))] + " " + t.tails[t.r.IntN(len(t.tails))]
}

// fictional makes texts of a company that does not exist, for runs without data.
func fictional(n int) []text {
	r := draws(2)
	pick := func(of []string) string { return of[r.IntN(len(of))] }
	fill := func(pattern string) string {
		return strings.NewReplacer("{part}", pick(fictionalParts), "{sign}", pick(fictionalSigns), "{act}", pick(fictionalActs),
			"{code}", fmt.Sprintf("E%04d", r.IntN(900)), "{n}", fmt.Sprint(r.IntN(5000))).Replace(pattern)
	}
	out := make([]text, n)
	for i := range out {
		var body []string
		for range 3 + r.IntN(9) {
			body = append(body, fill(pick(fictionalSentences)))
		}
		out[i] = text{fill(pick(fictionalTitles)), strings.Join(body, " ")}
	}
	return out
}

var (
	fictionalParts = strings.Split("ledger gateway,parcel sorter,lantern cache,harbour queue,meadow API,night importer,badge reader,"+
		"orchard index,tide scheduler,copper mailer,willow login,quarry storage,feather webhooks,granite replica", ",")
	fictionalSigns = strings.Split("times out,answers twice,loses the session,returns an empty page,stops at half,refuses the certificate,"+
		"repeats the last batch,shows yesterday's figures,hangs after the restart,reports a full disk", ",")
	fictionalActs = strings.Split("restarted the node,rolled the release back,raised the limit,cleared the cache,renewed the key,"+
		"moved the job to the night,doubled the workers,switched to the replica", ",")
	fictionalTitles = []string{
		"The {part} {sign} since the upgrade", "{code} from the {part} for all regions", "Customers see that the {part} {sign}",
		"After maintenance the {part} {sign} with {code}", "Slow {part} when {n} users are signed in",
	}
	fictionalSentences = []string{
		"Since this morning the {part} {sign} and the log says {code}.", "We {act}, which helped for {n} minutes.",
		"About {n} requests in the last hour ended with {code}.", "The {part} {sign} only when the {part} is busy.",
		"Nothing was changed on the {part} before it began.", "The on-call engineer {act} and wrote it into the timeline.",
		"A trace of the {part} shows {n} retries, each with {code}.", "It was seen once before, when somebody {act}.",
		"The customer asks for an update at noon and for a written explanation.", "Their workaround is to leave the {part} out.",
	}
)
