// Package backend holds no code of its own. It is the floor plan of the part of the program that knows neither window nor
// command line, and the place of the test that keeps the walls standing (house_test.go).
//
// At the bottom lies casefile, the words everybody shares. On it stand the rooms, one for each thing the program does,
// none of which knows another (but store is built from journal, and document asks redact). On the rooms stands desk, one
// method for each thing a person can do. A record comes in through desk as plain values, becomes a casefile.Record,
// is remembered by journal, kept by store, found by search, written down by document.
package backend
