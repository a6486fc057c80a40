// Package wording looks at the sentences of a document: words that blame a person, words of hindsight, words that say nothing,
// sentences too long to read, and, in what a customer reads, guesses and promises.
//
// The rules are data (rules.yaml): a pattern, why it hurts, and what to write instead. Check takes a text in Markdown and
// gives findings with their places; what somebody is quoted with, and code, is left alone. It changes nothing, stops nothing,
// and knows no record: all functions are pure.
package wording
