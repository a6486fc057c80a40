package similar

// Signal names one part of a score.
type Signal string

// The ten signals, what breaks near ties, and the constant.
const (
	Age        Signal = "age"         // days between the two, as ln(1+days): odds fall as 1/sqrt(1+days)
	Words      Signal = "words"       // overall match of words: BM25F without whole compounds, against the best of the pool
	Title      Signal = "title"       // how much of the asked title the case covers
	TheirTitle Signal = "their_title" // how much of the case's title the asked text covers
	Length     Signal = "length"      // long texts match anything; against the mean length
	Rare       Signal = "rare"        // the rarest shared token
	Contrast   Signal = "contrast"    // common title words of either that the other has nowhere: one is about Android, one not
	Topic      Signal = "topic"       // nearness of the case's title to the asked text, in the space of term vectors
	Crowd      Signal = "crowd"       // likeness to the other good matches: boilerplate
	Phrase     Signal = "phrase"      // the rarest shared pair of neighbouring words
	Documented Signal = "documented"  // how well the case was written up; too small to matter but between near equals
	Base       Signal = "base"        // the constant that a text of mean length has
)

// The places of the ten signals in tables, in the order in which they were learnt.
const (
	age = iota
	words
	title
	theirTitle
	length
	rare
	topic
	crowd
	phrase
	contrast
	signals
)

var names = [signals]Signal{Age, Words, Title, TheirTitle, Length, Rare, Topic, Crowd, Phrase, Contrast}

// The weights were learnt by listwise maximum likelihood from 1,071 confirmed duplicates among 24,554 reports of one
// product (package evaluate fits them anew); QUALITY.md says how well weights from one half do on the other. That of age is
// set, not learnt: see there.
var (
	fullWeights = [signals]float64{age: -.5, words: 4.5, title: 5.3, theirTitle: 2.8, length: -.43, rare: 3.6,
		topic: 1.9, crowd: -.4, phrase: .7, contrast: -5.6}
	// Without term vectors, for small workspaces and while a person types.
	fallbackWeights = [signals]float64{age: -.5, words: 5.8, title: 2.2, theirTitle: 1.8, length: -.35, rare: 3.8,
		crowd: -.35, contrast: -6}
)

// documentedWeight is the most that a well-documented case gains: odds of 5 %, a fiftieth of what a shared rare token
// brings.
const documentedWeight = .05

// Recency is how much a person prefers recent cases.
type Recency int

// Balanced is the choice that finds most without losing the old ones.
const (
	Balanced Recency = iota
	Timeless
	Mild
	Strong
)

func (r Recency) weight() float64 {
	switch r {
	case Timeless:
		return 0
	case Mild:
		return -.3
	case Strong:
		return -.7
	}
	return -.5
}

const (
	// poolSize: with 300 instead, RR@10 falls by .004 and a question takes a fifth less; with 600 it rises by .001.
	poolSize = 400
	// mostPostings bounds what a question reads: eight for each of 100,000 cases. Of 24,554 that is all there are; with eight for
	// each RR@10 falls by .001 there.
	mostPostings = 800_000
	// typedPool and typedPostings bound what a question costs while a person types: with 300 instead of 400 cases looked at
	// and 60,000 postings read instead of all, RR@10 falls by .007 and it takes a third less.
	typedPool     = 300
	typedPostings = 60_000
	// crowdSize is how many of the best of the pool make the crowd.
	crowdSize = 30
	// askedPairs bounds what a pasted log costs: the phrases that tell stand at the beginning.
	askedPairs = 2000
	// fewTitles is added to the number of cases before a word's share of the titles is taken: among few titles no word is
	// known to be common.
	fewTitles = 200
	// rareTitle is the share of titles up to which a word is not asked whether it is an everyday one.
	rareTitle = .005
	// vectorsFrom is the number of cases below which nothing shows that term vectors help.
	vectorsFrom = 1000

	// BM25F, of the asked text: f = 8·title + body, weight 21f/(20+f).
	askTitle, askSaturation = 8, 20
	// And of the case: g = 10·title/(.3+.7·l/mean) + body/(.1+.9·l/mean), saturated as 9g/(g+8).
	caseTitle, caseSaturation         = 10, 8
	titleSpread, bodySpread           = .7, .9
	vectorTitle                       = 3 // weight of a title word in log-frequency vectors
	secondsPerDay             float64 = 86400
)
