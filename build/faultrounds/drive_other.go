//go:build !linux

package main

import (
	"errors"
	"os"
)

// Elsewhere there are no drives to cut and fill, which noDrives says before anybody asks for one.

func dropUnsynced(string) error { return errors.ErrUnsupported }

func freeBytes(string) (int64, error) { return 0, errors.ErrUnsupported }

func allocate(*os.File, int64, int64) error { return errors.ErrUnsupported }
