package search

import "time"

// firstDay and lastDay are the ends of a range that is open.
const firstDay, lastDay = "1900-01-01", "2999-12-31"

// dayRange covers the days from one to another with as few terms as it takes: whole years, whole months, days.
func dayRange(name, from, to string) []string {
	a, okA := readDay(from, firstDay)
	b, okB := readDay(to, lastDay)
	if !okA || !okB {
		return nil
	}
	if first, _ := readDay("", firstDay); a.Before(first) {
		a = first
	}
	if last, _ := readDay("", lastDay); b.After(last) {
		b = last
	}
	var terms []string
	for !a.After(b) {
		year, month := a.AddDate(1, 0, 0), a.AddDate(0, 1, 0)
		switch {
		case a.YearDay() == 1 && !year.AddDate(0, 0, -1).After(b):
			terms = append(terms, name+"@"+a.Format("2006"))
			a = year
		case a.Day() == 1 && !month.AddDate(0, 0, -1).After(b):
			terms = append(terms, name+"@"+a.Format("2006-01"))
			a = month
		default:
			terms = append(terms, name+"@"+a.Format(time.DateOnly))
			a = a.AddDate(0, 0, 1)
		}
	}
	return terms
}

func readDay(s, otherwise string) (time.Time, bool) {
	if s == "" {
		s = otherwise
	}
	t, err := time.Parse(time.DateOnly, s)
	return t, err == nil
}
