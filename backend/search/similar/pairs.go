package similar

const (
	// The counters of pairs: 2^22 hold 25,000 cases with few collisions, 2^24 hold 100,000.
	smallPairs, largePairs = 1 << 22, 1 << 24
	manyCases              = 60_000
	fullCounter            = 1<<16 - 1
)

// pairCounts says in how many cases a pair of neighbouring tokens occurs, by its hash.
type pairCounts struct{ counts []uint16 }

func newPairCounts(cases int) *pairCounts {
	if cases > manyCases {
		return &pairCounts{make([]uint16, largePairs)}
	}
	return &pairCounts{make([]uint16, smallPairs)}
}

func (p *pairCounts) slot(hash uint32) *uint16 { return &p.counts[int(hash)&(len(p.counts)-1)] }

func (p *pairCounts) add(hash uint32) {
	if c := p.slot(hash); *c < fullCounter {
		*c++
	}
}

// remove leaves a full counter full: how far beyond it was is not known, and a pair that common weighs nothing.
func (p *pairCounts) remove(hash uint32) {
	if c := p.slot(hash); *c > 0 && *c < fullCounter {
		*c--
	}
}

func (p *pairCounts) of(hash uint32) uint32 { return uint32(*p.slot(hash)) }
