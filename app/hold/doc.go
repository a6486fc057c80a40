// Package hold gives a workspace to this program: it opens the desk, answers on the socket for others meanwhile, and when
// another program has the workspace already, sends the command there (DESIGN, Command line).
//
// It knows where workspaces lie and nothing of what is in them. A command passes through it on its way to the desk that
// runs it, here or elsewhere; its output comes back the same way.
package hold
