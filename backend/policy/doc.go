// Package policy knows the process: rules as data files, each with the place in the source that it comes from, and what
// they ask of a case at a time.
//
// Load reads a policy from its files and names every mistake with file and line; Builtin is the one that the program
// brings. Gather takes out of a case what rules read; Obligations says what is due, for whom, since when, why, and what
// fulfils it. All are pure functions of records, rules and a time that the caller gives: it never reads a clock, keeps
// nothing, and never refuses what a person does.
//
// A record passes through it as a casefile.Case: Gather makes Facts of it, each rule looks whether it asks something of
// them, and the answer names the event that would fulfil it, which the desk records when the person says so.
package policy
