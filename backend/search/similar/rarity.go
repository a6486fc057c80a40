package similar

import "math"

// rarity turns "in how many cases" into a weight: 1 for a token in one case, near 0 for a token in all of them. It
// remembers what it has worked out, so it is not for two goroutines at once.
type rarity struct {
	cases float64
	top   float64
	known []float64 // by number of cases, 0 for not yet
}

func newRarity(cases int) *rarity {
	r := &rarity{cases: float64(cases), known: make([]float64, cases+1)}
	r.top = math.Log(1 + (r.cases-.5)/1.5)
	return r
}

func (r *rarity) work(df uint32) float64 {
	w := math.Log(1+(max(r.cases-float64(df), 0)+.5)/(float64(df)+.5)) / r.top
	if int(df) < len(r.known) {
		r.known[df] = w
	}
	return w
}

func (r *rarity) of(df uint32) float64 {
	if int(df) < len(r.known) {
		if w := r.known[df]; w != 0 {
			return w
		}
	}
	return r.work(df)
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
