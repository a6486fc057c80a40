package policy

import (
	"maps"
	"slices"
	"strings"
)

// Difference is one line that two versions of a policy do not share.
type Difference struct {
	File string
	Line int    // in the file that has it
	Sign string // "-" = only the first has it, "+" = only the second
	Text string
}

// Diff gives the lines in which two sets of files differ, file by file, in their order.
func Diff(a, b map[string]string) []Difference {
	var out []Difference
	names := maps.Clone(a)
	maps.Copy(names, b)
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if a[name] != b[name] {
			out = append(out, diffLines(name, lines(a[name]), lines(b[name]))...)
		}
	}
	return out
}

func lines(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(strings.TrimSuffix(text, "\n"), "\n")
}

// diffLines is the shortest edit by the longest common subsequence: files of a policy have a few hundred lines.
func diffLines(file string, a, b []string) []Difference {
	common := make([][]int, len(a)+1)
	for i := range common {
		common[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				common[i][j] = common[i+1][j+1] + 1
			} else {
				common[i][j] = max(common[i+1][j], common[i][j+1])
			}
		}
	}
	var out []Difference
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			i, j = i+1, j+1
		case i < len(a) && (j == len(b) || common[i+1][j] >= common[i][j+1]):
			out = append(out, Difference{file, i + 1, "-", a[i]})
			i++
		default:
			out = append(out, Difference{file, j + 1, "+", b[j]})
			j++
		}
	}
	return out
}
