// Package language reads what a person types into the search field.
//
//	connection reset          cases with both words, wherever they stand in the case
//	"connection reset"        the words side by side, exactly
//	reset*                    words that begin so
//	-postgres                 cases without the word; also NOT
//	timeout OR reset          either; AND may be written, and parentheses group
//	severity:critical,high    a field, with one of the values; fields of items are item.field: action.owner:Priya
//	title:"storage proxy"     words in one field, side by side
//	customer:(acme OR initech) a field for a whole group
//	created:2026-01..2026-03  times by year, month or day, both ends included; also 7d, 2w, 3m, 1y back from today
//	after:2026-01 before:2026-03   from its first day on; up to the day before. after: and before: speak of created
//	updated:>7d               later than seven days ago; also >=, <, <=
//	customers_affected:>=10   numbers
//	has:screenshot is:open    what a case has, what it is
//
// Parse gives an expression and findings. It never fails: what cannot be read as meant is read as words, and a finding
// says so. The text of an expression, String, is how it was understood, and reads back to the same expression.
//
// The package knows the fields of casefile and nothing of an index. The clock is passed in.
package language
