// Package desk gives one method for each thing a person can do with a workspace. The window and the command line call
// nothing else; it is the only code that uses several rooms at once.
//
// It never touches a window, a terminal, Badger or Bleve, and holds no rule of the process and no way of finding or
// writing of its own: it asks the rooms and puts their answers together.
//
// A record passes through it as a change from the page or a command; the desk hands it to the store, which confirms it,
// and a follower takes the changed case from the store to the search index and to the structure of similar cases.
package desk
