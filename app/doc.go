// Command precedent is the whole program in one binary: with no arguments it opens the window.
//
// This package only wires: it hands the page and the bound objects to package window. It holds no rule of the process
// and reads no record. It stands in app/, the only part of the house that may import Wails.
package main
