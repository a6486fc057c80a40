//go:build unix

package z

import "os"

// writeZeros writes zeros into a part of a file.
func writeZeros(f *os.File, from, size int64) error {
	zeros := make([]byte, min(size, 256<<10))
	for done := int64(0); done < size; done += int64(len(zeros)) {
		if _, err := f.WriteAt(zeros[:min(size-done, int64(len(zeros)))], from+done); err != nil {
			return err
		}
	}
	return nil
}
