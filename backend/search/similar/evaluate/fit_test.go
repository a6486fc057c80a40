package evaluate

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// drawn makes questions whose relevant candidate is drawn as the model says: p ∝ exp(fixed + w·x).
func drawn(r *rand.Rand, questions int, w []float64) []sample {
	var out []sample
	for range questions {
		s := sample{}
		scores, total := make([]float64, 20), 0.0
		for i := range scores {
			x := make([]float64, len(w))
			s.fixed = append(s.fixed, -r.Float64())
			scores[i] = s.fixed[i]
			for k := range x {
				x[k] = r.NormFloat64() * float64(k+1)
				scores[i] += w[k] * x[k]
			}
			scores[i] = math.Exp(scores[i])
			total += scores[i]
			s.ids = append(s.ids, fmt.Sprint(i))
			s.values = append(s.values, x)
		}
		at, left := 0, r.Float64()*total
		for left -= scores[0]; left > 0 && at < len(scores)-1; left -= scores[at] {
			at++
		}
		s.relevant = make([]bool, len(scores))
		s.relevant[at] = true
		s.query.Relevant = []string{s.ids[at]}
		out = append(out, s)
	}
	return out
}

func TestFitFindsTheWeightsThatMadeTheChoices(t *testing.T) {
	want := []float64{1.2, -.5, 0, .3}
	got := fit(drawn(rand.New(rand.NewPCG(1, 1)), 3000, want), len(want))
	for k := range want {
		if math.Abs(got[k]-want[k]) > .06 {
			t.Errorf("got %.3f, want %v", got, want)
		}
	}
}

func TestTheSlopeIsThatOfTheLoss(t *testing.T) {
	samples := drawn(rand.New(rand.NewPCG(2, 2)), 5, []float64{1, 2})
	samples[0].relevant[3], samples[0].relevant[4] = true, true
	scale := []float64{1, 2}
	rapid.Check(t, func(t *rapid.T) {
		w := []float64{rapid.Float64Range(-3, 3).Draw(t, "first"), rapid.Float64Range(-3, 3).Draw(t, "second")}
		_, slope, _ := likelihood(samples, w, scale)
		for k := range w {
			const h = 1e-5
			w[k] += h
			above, _, _ := likelihood(samples, w, scale)
			w[k] -= 2 * h
			below, _, _ := likelihood(samples, w, scale)
			w[k] += h
			if d := (above - below) / (2 * h); math.Abs(d-slope[k]) > 1e-5 {
				t.Fatalf("the slope is %v, said to be %v", d, slope[k])
			}
		}
	})
}

func TestASignalThatIsAlwaysTheSameGetsNoWeight(t *testing.T) {
	samples := drawn(rand.New(rand.NewPCG(3, 3)), 50, []float64{1, 0})
	for _, s := range samples {
		for i := range s.values {
			s.values[i][1] = 7
		}
	}
	if w := fit(samples, 2); math.Abs(w[1]) > 1e-6 || math.IsNaN(w[0]) {
		t.Errorf("got %v", w)
	}
}

// TestAHalfIsNotScoredWithWhatItTaught: where the halves teach the opposite, either is scored wrong.
func TestAHalfIsNotScoredWithWhatItTaught(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	n := len(fitted)
	up, down := make([]float64, n), make([]float64, n)
	up[0], down[0] = 4, -4
	x := &run{samples: append(drawn(r, 100, up), drawn(r, 100, down)...)}
	x.judged = x.samples
	x.holdOut()
	if x.report.Weights[0][fitted[0]] > -1 || x.report.Weights[1][fitted[0]] < 1 {
		t.Errorf("the earlier half was scored with %v, the later with %v", x.report.Weights[0], x.report.Weights[1])
	}
	if g := group("all", x.all); g.MRR > .2 {
		t.Errorf("MRR %.2f: the questions were scored with what they taught", g.MRR)
	}
}
