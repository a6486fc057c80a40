package casefile

import "strings"

// Merge joins two changes of one value that both began at base: mine is the later, theirs is there already. It gives the
// value to keep, and whether theirs was overruled, so that it must be kept beside the field until a person chooses.
//
// Equal values are one. A value changed on one side only is that side's. Maps merge by their members, prose by its lines;
// of anything else the later stands.
func Merge(t FieldType, base, theirs, mine any) (merged any, overruled bool) {
	switch {
	case Equal(mine, theirs), Equal(mine, base):
		return theirs, false
	case Equal(theirs, base):
		return mine, false
	}
	b, okB := base.(string)
	th, okT := theirs.(string)
	m, okM := mine.(string)
	if t == TypeProse && okT && okM && (okB || base == nil) {
		if text, ok := mergeLines(b, th, m); ok {
			return text, false
		}
	}
	return mine, true
}

// mergeLines is the classic three-way merge by lines (diff3): stretches that only one side changed are taken from that
// side; where both changed the same stretch it gives up.
func mergeLines(base, theirs, mine string) (string, bool) {
	b, t, m := splitLines(base), splitLines(theirs), splitLines(mine)
	const most = 4000 // lines; the table below is quadratic in the part that differs
	if len(b) > most || len(t) > most || len(m) > most {
		return "", false
	}
	mt, mm := matches(b, t), matches(b, m)
	var out []string
	ib, it, im := 0, 0, 0
	for ib < len(b) || it < len(t) || im < len(m) {
		if ib < len(b) && mt[ib] == it && mm[ib] == im {
			out = append(out, b[ib])
			ib, it, im = ib+1, it+1, im+1
			continue
		}
		// The next line of base that stands in both others ends the stretch.
		nb := ib
		for nb < len(b) && (mt[nb] < it || mm[nb] < im) {
			nb++
		}
		nt, nm := len(t), len(m)
		if nb < len(b) {
			nt, nm = mt[nb], mm[nb]
		}
		chunk, ok := mergeChunk(b[ib:nb], t[it:nt], m[im:nm])
		if !ok {
			return "", false
		}
		out = append(out, chunk...)
		ib, it, im = nb, nt, nm
	}
	return strings.Join(out, ""), true
}

func mergeChunk(base, theirs, mine []string) ([]string, bool) {
	same := func(a, b []string) bool { return strings.Join(a, "") == strings.Join(b, "") }
	switch {
	case same(mine, theirs), same(mine, base):
		return theirs, true
	case same(theirs, base):
		return mine, true
	}
	return nil, false
}

// splitLines keeps the line ends, and gives the last line one in thought, so that adding a line below is no change of the
// line above.
func splitLines(s string) []string {
	if s == "" {
		return nil
	}
	return strings.SplitAfter(strings.TrimSuffix(s, "\n")+"\n", "\n")[:strings.Count(strings.TrimSuffix(s, "\n"), "\n")+1]
}

// matches is the longest common subsequence: for each line of a its partner in b, or -1.
func matches(a, b []string) []int {
	out := make([]int, len(a))
	for i := range out {
		out[i] = -1
	}
	lo := 0
	for lo < len(a) && lo < len(b) && a[lo] == b[lo] {
		out[lo] = lo
		lo++
	}
	ha, hb := len(a), len(b)
	for ha > lo && hb > lo && a[ha-1] == b[hb-1] {
		ha, hb = ha-1, hb-1
		out[ha] = hb
	}
	w := hb - lo + 1
	length := make([]int32, (ha-lo+1)*w)
	for i := ha - lo - 1; i >= 0; i-- {
		for j := hb - lo - 1; j >= 0; j-- {
			if a[lo+i] == b[lo+j] {
				length[i*w+j] = length[(i+1)*w+j+1] + 1
			} else {
				length[i*w+j] = max(length[(i+1)*w+j], length[i*w+j+1])
			}
		}
	}
	for i, j := 0, 0; i < ha-lo && j < hb-lo; {
		switch {
		case a[lo+i] == b[lo+j]:
			out[lo+i] = lo + j
			i, j = i+1, j+1
		case length[(i+1)*w+j] >= length[i*w+j+1]:
			i++
		default:
			j++
		}
	}
	return out
}
