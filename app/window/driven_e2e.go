//go:build e2e

package window

import _ "precedent/app/window/driven" // such a build can be driven by WebKitWebDriver
