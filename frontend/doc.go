// Package frontend carries the page into the program.
//
// It gives one thing, Page: the files the window shows. Built with the tag "production" they are what `npm run build`
// left in dist, as the one zip that build/zip.mjs makes of it; built without it they are a placeholder that says how to
// build the real ones, so that vetting and testing the Go code never needs Node. The package lies beside the page because
// an embed cannot climb out of its own folder. It never serves, changes or interprets the files.
package frontend
