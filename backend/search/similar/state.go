package similar

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"sync/atomic"
	"time"
)

// unknownTime stands for a case whose time of creation nobody knows.
const unknownTime = math.MinInt64

// state is everything a question needs: what the file holds, and what came since. Cases have places in the order of
// their coming, first those of the file; a changed case takes a new place and leaves its old one dead until Save.
type state struct {
	file       *mapped // nil before the first Save
	generation uint64
	base       int           // cases in the file
	checked    []atomic.Bool // of these, whose records were found whole

	docs              []doc
	lenTitle, lenBody []float32 // tokens, beside docs because the scan of postings needs nothing else
	byID              map[string]uint32
	living            int
	sumTitle, sumBody int64

	words    vocabulary
	postings []byte
	postAt   []uint32 // of each term of the file in postings, and the end of the last
	fresh    map[uint32][]posting
	records  [][]byte // of docs[base:]

	vectors *vectors    // nil until learnt
	pairs   *pairCounts // nil until vectors are learnt, for only then they are asked
	learnt  int         // living cases when the vectors were learnt
}

// doc is what the tables hold of one case.
type doc struct {
	id         string
	created    int64 // Unix seconds, or unknownTime
	told       [tellings]uint32
	digest     uint64
	at         int64 // of its record in the file
	size       uint32
	documented uint8 // in 255ths
	dead       bool
}

// What is told of two cases but not weighed; only a hash is kept, zero for "not said".
const (
	customer = iota
	component
	cause
	tellings
)

func newState() *state {
	return &state{byID: map[string]uint32{}, words: newVocabulary(), fresh: map[uint32][]posting{}, postAt: []uint32{0}}
}

// insert adds a case under a new place.
func (st *state) insert(d Doc, digest uint64, a *analysis) {
	ord := uint32(len(st.docs))
	entries := make([]entry, len(a.terms))
	for i, t := range a.terms {
		id, ok := st.words.find(t.key)
		if !ok {
			id = st.words.add(t.key, t.surface)
		}
		st.words.count(id, t.listed, 1)
		entries[i] = entry{id, uint16(t.title), uint16(t.body), t.listed}
		st.fresh[id] = append(st.fresh[id], posting{ord, uint16(t.title), uint16(t.body)})
	}
	slices.SortFunc(entries, func(a, b entry) int { return cmp.Compare(a.id, b.id) })
	pairs := make([]uint32, len(a.pairs))
	for i, p := range a.pairs {
		pairs[i] = p.hash
		if st.pairs != nil {
			st.pairs.add(p.hash)
		}
	}
	slices.Sort(pairs)
	st.records = append(st.records, encodeRecord(entries, pairs))
	st.place(d, digest, a)
}

func (st *state) place(d Doc, digest uint64, a *analysis) {
	st.byID[d.ID] = uint32(len(st.docs))
	st.docs = append(st.docs, doc{
		id: strings.Clone(d.ID), created: seconds(d.Created), digest: digest,
		told:       [tellings]uint32{tell(d.Customer), tell(d.Component), tell(d.Cause)},
		documented: share(d.Documented),
	})
	st.lenTitle = append(st.lenTitle, float32(a.lenTitle))
	st.lenBody = append(st.lenBody, float32(a.lenBody))
	st.living++
	st.sumTitle += int64(a.lenTitle)
	st.sumBody += int64(a.lenBody)
}

// remove takes a case out of all counts. Its postings stay until Save; its place is marked dead.
func (st *state) remove(ord uint32) error {
	entries, pairs, err := st.read(ord, nil, nil)
	if err != nil {
		return err
	}
	for _, e := range entries {
		st.words.count(e.id, e.listed, -1)
	}
	if st.pairs != nil {
		for _, p := range pairs {
			st.pairs.remove(p)
		}
	}
	d := &st.docs[ord]
	d.dead = true
	delete(st.byID, d.id)
	st.living--
	st.sumTitle -= int64(st.lenTitle[ord])
	st.sumBody -= int64(st.lenBody[ord])
	return nil
}

// raw gives the record of a case, from the file or from memory.
func (st *state) raw(ord uint32) []byte {
	if int(ord) >= st.base {
		return st.records[int(ord)-st.base]
	}
	d := &st.docs[ord]
	return st.file.bytes[d.at : d.at+int64(d.size)]
}

// record gives what a record holds; the check of one in the file is made when it is first read.
func (st *state) record(ord uint32) ([]byte, error) {
	rec := st.raw(ord)
	if int(ord) >= st.base || st.checked[ord].Load() {
		return rec[:len(rec)-4], nil
	}
	body, err := checkedRecord(rec)
	if err == nil {
		st.checked[ord].Store(true)
	}
	return body, err
}

func (st *state) read(ord uint32, entries []entry, pairs []uint32) ([]entry, []uint32, error) {
	body, err := st.record(ord)
	if err != nil {
		return entries, pairs, err
	}
	entries, rest, err := decodeTerms(body, st.words.size(), entries)
	if err != nil {
		return entries, pairs, err
	}
	pairs, err = decodePairs(rest, pairs)
	return entries, pairs, err
}

// means are the mean numbers of tokens in titles and bodies, never zero.
func (st *state) means() (title, body float64) {
	n := float64(max(st.living, 1))
	return max(float64(st.sumTitle)/n, 1e-9), max(float64(st.sumBody)/n, 1e-9)
}

func seconds(t time.Time) int64 {
	if t.IsZero() {
		return unknownTime
	}
	return t.Unix()
}

func share(x float64) uint8 {
	if !(x > 0) { // NaN too
		return 0
	}
	return uint8(math.Round(min(x, 1) * 255))
}

// tell hashes a name so that equal ones can be told without keeping it.
func tell(name string) uint32 {
	key := strings.Join(strings.Fields(strings.ToLower(name)), " ")
	if key == "" {
		return 0
	}
	return uint32(fnv64(key)) | 1
}

// digestOf changes when anything the index keeps of a case does.
func digestOf(d Doc) uint64 {
	h := fnv64(d.ID, d.Title, d.Body, d.Customer, d.Component, d.Cause)
	for _, n := range [2]uint64{uint64(seconds(d.Created)), uint64(share(d.Documented))} {
		h = (h ^ n) * fnvPrime
	}
	return h
}

const fnvOffset, fnvPrime = 14695981039346656037, 1099511628211

func fnv64(parts ...string) uint64 {
	h := uint64(fnvOffset)
	for _, s := range parts {
		for i := 0; i < len(s); i++ {
			h = (h ^ uint64(s[i])) * fnvPrime
		}
		h = (h ^ 0xff) * fnvPrime // no UTF-8 text has this byte, so "ab","c" and "a","bc" differ
	}
	return h
}
