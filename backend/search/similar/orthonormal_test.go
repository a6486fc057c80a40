package similar

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

func TestWideProductsAreTheSumsOfTheSmallOnes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cells := rapid.SliceOfN(rapid.Int8Range(-127, 127), 2*dimensions, 2*dimensions).Draw(t, "cells")
		v := &vectors{data: cells, scale: []float32{1, 1}}
		want := 0
		for i := range dimensions {
			want += int(cells[i]) * int(cells[dimensions+i])
		}
		if got := v.cosine(0, 1); got != float32(want) {
			t.Fatalf("got %v, want %v", got, want)
		}
	})
}

func TestColumnsBecomeOrthonormal(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	m := make([]float32, 300*dimensions)
	for i := range m {
		m[i] = float32(r.NormFloat64()) * float32(1+i%dimensions)
	}
	for row := 0; row < len(m); row += dimensions {
		m[row+7] = m[row+3] - 2*m[row+5] // a mixture of those before it
	}
	orthonormal(m, 3)
	g := gramOf(m, 1)
	for i := range g {
		for j := range i + 1 {
			want := 0.0
			if i == j && i != 7 {
				want = 1
			}
			if math.Abs(g[i][j]-want) > 1e-4 {
				t.Fatalf("columns %d and %d have the product %v", i, j, g[i][j])
			}
		}
	}
}

func TestPackedVectorsKeepTheirDirection(t *testing.T) {
	v := &vectors{}
	long := make([]float64, dimensions)
	for i := range long {
		long[i] = math.Sin(float64(i)) / float64(i+1)
		v.inverse[i] = 1
	}
	v.pack(long)
	v.pack(make([]float64, dimensions))
	if c := v.cosine(0, 0); math.Abs(float64(c)-1) > .01 {
		t.Errorf("a vector has the cosine %v to itself", c)
	}
	if c := v.cosine(0, 1); c != 0 {
		t.Errorf("and %v to one in no direction", c)
	}
	var sum [dimensions]float32
	v.add(&sum, 0, 1)
	for i := range sum {
		if math.Abs(float64(sum[i])-long[i]) > .01 {
			t.Fatalf("cell %d is %v, was %v", i, sum[i], long[i])
		}
	}
}
