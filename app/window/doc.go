// Package window opens the one window of the program and stands between Wails and everything else.
//
// It gives Run, which blocks until the window is closed; System, the few things only a desktop can do (dialogs,
// events, clipboard, links); Bridge, the object whose methods the page calls; and the walls around that call: a panic
// becomes an error (Answer, Done), an error becomes a JSON string with a code and a sentence (FormatError), a log line
// loses what a person may have typed (Log), and the page may load nothing but itself (contentPolicy).
//
// It never decides anything about a record. A call travels: page → Wails → a method of Bridge → Answer → the desk, and
// the answer the same way back. What the page asks first it fetches as one file instead (FirstAnswers), from the glance that the last
// close left. Bound methods take plain values and give at most (T, error), where T has no byte
// slices and no nil slices, because Wails passes them on as something else or as null.
package window
