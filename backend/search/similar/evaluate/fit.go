package evaluate

import "math"

const (
	// shrinkage is the L2 penalty on the weights of standardised signals: it decides only where questions are few.
	shrinkage = .002
	// steps bound the fit; it ends earlier when a step gains less than tolerance.
	steps, tolerance = 60, 1e-8
)

// sample is the pool of one question as measured.
type sample struct {
	query    Query
	age      float64     // days to the newest relevant case
	ids      []string    // of the candidates
	values   [][]float64 // of each candidate, its signals
	fixed    []float64   // of each candidate, the part of the score that is not fitted
	relevant []bool
}

// fit learns weights by listwise maximum likelihood (Cao et al., 2007): with p(d|q) ∝ exp(fixed + w·x) it minimises the
// mean of -ln of what the relevant candidates of a question have together. A question without any in its pool says
// nothing. The steps are Newton's on the part that is convex, halved until they gain.
func fit(samples []sample, signals int) []float64 {
	var usable []sample
	for _, s := range samples {
		for _, yes := range s.relevant {
			if yes {
				usable = append(usable, s)
				break
			}
		}
	}
	scale := deviations(usable, signals)
	w := make([]float64, signals)
	loss, slope, curve := likelihood(usable, w, scale)
	for range steps {
		step := solve(curve, slope)
		before, next := loss, make([]float64, signals)
		for size := 1.0; size > 1e-6; size /= 2 {
			for k := range next {
				next[k] = w[k] - size*step[k]
			}
			if l, s, c := likelihood(usable, next, scale); l < loss {
				w, loss, slope, curve = next, l, s, c
				break
			}
		}
		if before-loss < tolerance {
			break
		}
	}
	for k := range w {
		w[k] /= scale[k]
	}
	return w
}

// deviations are the standard deviations of the signals, 1 for one that is always the same.
func deviations(samples []sample, signals int) []float64 {
	n, sum, squares := 0.0, make([]float64, signals), make([]float64, signals)
	for _, s := range samples {
		for _, x := range s.values {
			n++
			for k, v := range x {
				sum[k] += v
				squares[k] += v * v
			}
		}
	}
	for k := range sum {
		mean := sum[k] / n
		if sum[k] = math.Sqrt(squares[k]/n - mean*mean); !(sum[k] > 1e-9) {
			sum[k] = 1
		}
	}
	return sum
}

// likelihood gives the loss under weights of standardised signals, its gradient, and the convex part of its curvature.
func likelihood(samples []sample, w, scale []float64) (loss float64, slope []float64, curve [][]float64) {
	n := len(w)
	slope, curve = make([]float64, n), make([][]float64, n)
	for k := range curve {
		loss += shrinkage * w[k] * w[k]
		slope[k] = 2 * shrinkage * w[k]
		curve[k] = make([]float64, n)
		curve[k][k] = 2 * shrinkage
	}
	part := 1 / float64(len(samples))
	for i := range samples {
		s := &samples[i]
		all, right := s.expected(w, scale, false), s.expected(w, scale, true)
		loss += part * (all.log - right.log)
		for k := range slope {
			slope[k] += part * (all.mean[k] - right.mean[k])
			for l := range slope {
				curve[k][l] += part * (all.products[k][l] - all.mean[k]*all.mean[l])
			}
		}
	}
	return loss, slope, curve
}

// moments are ln Σ exp(score) and, under p ∝ exp(score), the means of the standardised signals and of their products.
type moments struct {
	log      float64
	mean     []float64
	products [][]float64
}

func (s *sample) expected(w, scale []float64, relevantOnly bool) moments {
	n := len(w)
	m := moments{mean: make([]float64, n), products: make([][]float64, n)}
	for k := range m.products {
		m.products[k] = make([]float64, n)
	}
	top, total := math.Inf(-1), 0.0
	scores, x := make([]float64, len(s.values)), make([]float64, n)
	for i := range scores {
		scores[i] = s.fixed[i]
		for k, v := range s.values[i] {
			scores[i] += w[k] * v / scale[k]
		}
		top = max(top, scores[i])
	}
	for i, score := range scores {
		if relevantOnly && !s.relevant[i] {
			continue
		}
		p := math.Exp(score - top)
		total += p
		for k, v := range s.values[i] {
			x[k] = v / scale[k]
			m.mean[k] += p * x[k]
			for l := 0; l <= k; l++ {
				m.products[k][l] += p * x[k] * x[l]
			}
		}
	}
	for k := range n {
		m.mean[k] /= total
		for l := 0; l <= k; l++ {
			m.products[k][l] /= total
			m.products[l][k] = m.products[k][l]
		}
	}
	m.log = top + math.Log(total)
	return m
}

// solve gives x of a·x = b for a symmetric positive definite a, by Cholesky's decomposition.
func solve(a [][]float64, b []float64) []float64 {
	n := len(b)
	low := make([][]float64, n)
	x := make([]float64, n)
	for i := range n {
		low[i] = make([]float64, n)
		for j := 0; j <= i; j++ {
			sum := a[i][j]
			for k := range j {
				sum -= low[i][k] * low[j][k]
			}
			if i == j {
				low[i][i] = math.Sqrt(sum)
				continue
			}
			low[i][j] = sum / low[j][j]
		}
		x[i] = b[i]
		for k := range i {
			x[i] -= low[i][k] * x[k]
		}
		x[i] /= low[i][i]
	}
	for i := n - 1; i >= 0; i-- {
		for k := i + 1; k < n; k++ {
			x[i] -= low[k][i] * x[k]
		}
		x[i] /= low[i][i]
	}
	return x
}
