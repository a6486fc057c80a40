package similar

import "math"

// square is a matrix as wide as the vectors.
type square [dimensions][dimensions]float64

// orthonormal makes the columns of a tall matrix (rows of dimensions) orthonormal by its Gram matrix and Cholesky's
// factors, twice, since once leaves errors when columns lie near each other (CholeskyQR2, Fukaya et al. 2014). A column
// that is a mixture of those before it becomes zero, as happens with few cases.
func orthonormal(m []float32, on cores) {
	for range 2 {
		l := cholesky(gramOf(m, on))
		on.each(func(part, of int) {
			from, to := stretch(len(m)/dimensions, part, of)
			solve(m[from*dimensions:to*dimensions], l)
		})
	}
}

func gramOf(m []float32, on cores) *square {
	var g square
	on.each(func(part, of int) {
		for at := 0; at < len(m); at += dimensions {
			row := m[at : at+dimensions]
			for i := part; i < dimensions; i += of {
				if row[i] == 0 {
					continue
				}
				gi, w := g[i][:i+1], float64(row[i])
				for j := range gi {
					gi[j] += w * float64(row[j])
				}
			}
		}
	})
	return &g
}

// cholesky gives the lower factor; a row that adds nothing new has zero on its diagonal.
func cholesky(g *square) *square {
	var l square
	for i := range g {
		for j := 0; j <= i; j++ {
			s := g[i][j]
			for k := range j {
				s -= l[i][k] * l[j][k]
			}
			switch {
			case i != j && l[j][j] > 0:
				l[i][j] = s / l[j][j]
			case i == j && s > 1e-9*g[i][i]:
				l[i][i] = math.Sqrt(s)
			}
		}
	}
	return &l
}

// solve replaces every row x by the y with y·Lᵀ = x.
func solve(m []float32, l *square) {
	var y [dimensions]float64
	for at := 0; at < len(m); at += dimensions {
		row := m[at : at+dimensions]
		for i := range row {
			if l[i][i] == 0 {
				y[i], row[i] = 0, 0
				continue
			}
			s := float64(row[i])
			for k, w := range l[i][:i] {
				s -= y[k] * w
			}
			y[i] = s / l[i][i]
			row[i] = float32(y[i])
		}
	}
}
