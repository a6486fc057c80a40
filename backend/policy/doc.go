// Package policy knows the process: rules as data files, each with the place in the source that it comes from.
//
// It gives the account severities: what each means, how often one speaks with the customer, who is involved, and the rule
// behind it. It never reads a clock, keeps anything, or knows a record beyond the values it is asked about.
//
// A record passes through it as the value of a field: the desk asks what "critical" asks for, and the page shows that as the
// severity is chosen.
package policy
