package hold

import "precedent/backend/desk"

// free gives a fault of the code Busy when another program has the workspace.
func (h *Hold) free() error { return desk.Free(h.dir) }
