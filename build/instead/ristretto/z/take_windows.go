package z

import "os"

// take has nothing to do: Windows gives a file its space when it is made longer, and refuses it there.
func take(*os.File, int64, int64, bool) error { return nil }
