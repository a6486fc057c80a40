// Package brief writes an escalation to another team in its fixed form (S3:16-45), and reads such a text back.
//
// Write gives the text that is pasted into a ticket or a chat: the labels, their order and their marks are those of the form.
// What is missing stands as [missing: …]. Read takes what somebody pasted, in that form or nearly (bold labels, other bullets,
// curly quotes, parts left out), and gives the fields; what belongs to no field is given back and never dropped.
//
// Reading what was written gives the same brief: Read(Write(b)) is b in its normal form. All functions are pure.
//
// A record passes through it as the fields of a brief: Of takes them from a brief or drafts them from an escalation, Fields
// gives them back with the attempts that become items of their own.
package brief
