// Package paste writes a document as text to paste elsewhere: plain, for a field that knows no markup and for readers of a mail
// who see no HTML, or in Slack's markup (mrkdwn).
//
// Every word of the document is in it: targets of links stand with their text, descriptions stand for pictures, footnotes
// stand at the end under their numbers. Lines are not wrapped; the place where it is pasted does that. In Slack's markup text
// stays text: what would be a mention or a link is escaped, and a sign that would change how a word looks becomes its twin,
// because that markup has no escape for it.
//
// It knows nothing of audiences: what it is given goes out whole.
package paste
