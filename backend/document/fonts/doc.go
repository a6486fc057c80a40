// Package fonts gives the fonts that a text needs: four faces that this program carries (Noto Sans and Noto Sans Mono, under
// the SIL Open Font License in OFL.txt), and those of the machine for what they lack, such as Chinese, Arabic or emoji.
//
// For looks at the characters of a text, asks the carried faces which they have, and searches the machine's font folders
// only for the rest. What no font has is named, script by script, so that whoever exports is told before the customer sees
// empty boxes.
//
// The carried faces are those of Debian's fonts-noto-core, packed by build/pack.mjs; the first document unpacks them (20 ms).
//
// It never downloads a font and never changes one.
package fonts
