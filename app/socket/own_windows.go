package socket

// ownFolder has nothing to do on Windows: the folder of a user's local data is that user's by its access list.
func ownFolder(string) error { return nil }
