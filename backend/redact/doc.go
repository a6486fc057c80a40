// Package redact sees what should not leave a workspace: secrets (keys, tokens, passwords), personal data (e-mail addresses,
// phone, card and account numbers), hosts and IP addresses, and the names that its caller gives.
//
// Find takes a text and gives spans of it, each with a kind and a why for a person. A rule first looks for one of its
// keywords, which is cheap, then for its shape, then lets a check decide: the entropy of what claims to be random, Luhn's sum
// of a card number, the remainder of an IBAN. All functions are pure; nothing is kept, logged or sent.
//
// GivenNames finds people who are called by a part of their name; one that is also a word counts only where it is written as a
// name, so that "mark the node" names nobody.
//
// It finds shapes, not meaning: a password written as a plain word in a sentence is not seen, and a test number that happens
// to pass Luhn's sum is.
package redact
