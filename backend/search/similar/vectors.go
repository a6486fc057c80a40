package similar

import "math"

// dimensions of the term vectors; 300 are no better.
const dimensions = 100

// vectors places terms so that those used in the same cases lie near each other. A vector of unit length stands as
// dimensions small integers times one scale; what is lost by that is far below what the ranking can notice.
type vectors struct {
	row     []int32 // by term; -1 for terms without a vector and beyond the end
	data    []int8  // rows of dimensions
	scale   []float32
	reach   []float32 // by row: how long the vector was before it was made unit length
	inverse [dimensions]float32
}

// of is the row of a term, or -1.
func (v *vectors) of(id uint32) int32 {
	if int(id) >= len(v.row) {
		return -1
	}
	return v.row[id]
}

func (v *vectors) cells(row int32) *[dimensions]int8 {
	return (*[dimensions]int8)(v.data[int(row)*dimensions:])
}

// cosine of two rows.
func (v *vectors) cosine(a, b int32) float32 {
	x, y := v.widened(a), v.mirrored(b)
	return x.cosine(&y)
}

// wide is a row made ready for many products: two cells to a word, so that one multiplication does the work of two. With
// x = a0 + a1·2³² and y = b1 + b0·2³², the upper half of x·y holds a0·b0 + a1·b1. The sums over a row stay below 2²¹,
// so that the halves never run into each other but for the sign of the lower, which is taken back at the end.
type wide struct {
	words [dimensions / 2]int64
	scale float32
}

func (v *vectors) widened(row int32) (w wide) {
	w.scale = v.scale[row]
	c := v.cells(row)
	for i := range w.words {
		w.words[i] = int64(c[2*i]) + int64(c[2*i+1])<<32
	}
	return w
}

// mirrored is the other side of a product of widened.
func (v *vectors) mirrored(row int32) (w wide) {
	w.scale = v.scale[row]
	c := v.cells(row)
	for i := range w.words {
		w.words[i] = int64(c[2*i+1]) + int64(c[2*i])<<32
	}
	return w
}

// cosine of a widened row and a mirrored one.
func (w *wide) cosine(m *wide) float32 {
	var s0, s1 int64
	for i := 0; i < len(w.words); i += 2 {
		s0 += w.words[i] * m.words[i]
		s1 += w.words[i+1] * m.words[i+1]
	}
	s0 += s1
	return float32((s0-int64(int32(s0)))>>32) * w.scale * m.scale
}

// add adds a term's row of the term matrix, times a weight. The matrix is the vector undone: cell times reach over the
// singular value; the singular values are divided out once, by settle.
func (v *vectors) add(sum *[dimensions]float32, row int32, weight float64) {
	w := float32(weight) * v.scale[row] * v.reach[row]
	for i, c := range v.cells(row) {
		sum[i] += w * float32(c)
	}
}

// settle divides the singular values out and makes the sum unit length.
func (v *vectors) settle(sum *[dimensions]float32) {
	n := 0.0
	for i := range sum {
		sum[i] *= v.inverse[i]
		n += float64(sum[i]) * float64(sum[i])
	}
	k := float32(1 / (math.Sqrt(n) + 1e-9))
	for i := range sum {
		sum[i] *= k
	}
}

// pack makes rows of unit vectors small. It is given the long ones.
func (v *vectors) pack(long []float64) {
	n, top := 0.0, 0.0
	for _, c := range long {
		n += c * c
		top = max(top, math.Abs(c))
	}
	n = math.Sqrt(n)
	if n < 1e-12 {
		n, top = 1, 1 // a term in no direction: a row of zeros
	}
	step := top / 127
	for _, c := range long {
		v.data = append(v.data, int8(math.Round(c/step)))
	}
	v.scale = append(v.scale, float32(step/n))
	v.reach = append(v.reach, float32(n))
}
