// Package driven lets WebKitWebDriver drive a Wails window on Linux: a build with the tag e2e imports it for what it does
// when it is linked.
//
// It has no functions, and without that tag it does nothing at all.
package driven
