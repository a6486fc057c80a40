// Package lists holds the columns of a workspace's lists in memory, so that any page of any list, sorted, filtered and
// counted, is there within a frame at 100,000 records.
//
// It never touches a disk and keeps no prose. A record passes through it as a row: Encode takes the cells out of it, the
// store keeps them beside the record, Put takes them in when the lists are first asked for and at each save, and Find
// answers with pages.
//
// Columns of few values (states, people, tags) hold numbers that stand for values, which are kept once; columns of many
// values (titles, times) hold the texts. What was asked for once is kept and mended at each Put: the order by a column, and
// the selection that filters make, with its counts. So a page costs a walk along an order, and only a filter that is new
// costs a walk along the rows.
package lists
