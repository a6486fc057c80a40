// Package tree is the neutral form of a document: blocks, runs of text, and what stands in the head of every page. The four
// renderers print it; nothing in it belongs to one of them.
//
// Prose that people wrote comes in through FromMarkdown, which treats it as hostile: raw HTML becomes visible text, a link
// goes nowhere but to http, https or mailto, a picture is taken only from what the caller offers, control characters and
// overrides of the writing direction are dropped. What a renderer is given is therefore inert text.
//
// It reads no file and opens no address.
package tree
