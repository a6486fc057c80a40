package similar

import "math"

// rarity turns "in how many cases" into a weight: 1 for a token in one case, near 0 for a token in all of them.
type rarity struct {
	cases float64
	top   float64
	low   []float64 // by number of cases, for the many small ones
}

const lowCounts = 512

func newRarity(cases int) *rarity {
	r := &rarity{cases: float64(cases)}
	r.top = math.Log(1 + (r.cases-.5)/1.5)
	r.low = make([]float64, min(cases, lowCounts)+1)
	for df := range r.low {
		r.low[df] = r.work(float64(df))
	}
	return r
}

func (r *rarity) work(df float64) float64 {
	return math.Log(1+(max(r.cases-df, 0)+.5)/(df+.5)) / r.top
}

func (r *rarity) of(df uint32) float64 {
	if int(df) < len(r.low) {
		return r.low[df]
	}
	return r.work(float64(df))
}

// frequency is the weight of a count in a vector: 1 + ln(n).
func frequency(title, body uint16) float64 {
	n := vectorTitle*int(title) + int(body)
	if n < len(frequencies) {
		return frequencies[n]
	}
	return 1 + math.Log(float64(n))
}

var frequencies = func() (f [256]float64) {
	for n := 1; n < len(f); n++ {
		f[n] = 1 + math.Log(float64(n))
	}
	return f
}()
