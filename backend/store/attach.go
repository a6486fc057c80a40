package store

func (s *Store) sweepFiles() error { return nil }
