// Package packed unpacks what this program carries compressed: the engine that writes PDFs, the one that reads them, fonts.
//
// build/pack.mjs makes such files (brotli, RFC 7932, which Node has on every system). Unpack gives one back. Kept does so for
// a large one that is needed at every start: it keeps the unpacked file in a folder of the machine and reads it from there
// the next time. What a file must be is known by its SHA-256, so one that was damaged or exchanged is unpacked again.
//
// It never gives bytes that are not the expected ones.
package packed

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/andybalholm/brotli"
)

// limit bounds what is unpacked; the largest, the PDF engine, has 28 MB.
const limit = 64 << 20

// Unpack gives what was packed. The error says why it cannot.
func Unpack(b []byte) ([]byte, error) {
	out, err := io.ReadAll(io.LimitReader(brotli.NewReader(bytes.NewReader(b)), limit))
	if err != nil {
		return nil, fmt.Errorf("unpacking: %w", err)
	}
	return out, nil
}

// Kept gives what b unpacks to, from the folder's copy where there is a right one; sum is the SHA-256 of that in hexadecimal.
// keep puts it into the folder: it is called when what was made of it is kept there too, so that Place tells of both. Without
// a folder, or with one that cannot be written to, it is unpacked each time.
func Kept(folder, sum string, b []byte) (out []byte, keep func(), err error) {
	path := Place(folder, sum)
	if path != "" {
		if out, err := os.ReadFile(path); err == nil && is(out, sum) {
			return out, func() {}, nil
		}
	}
	if out, err = Unpack(b); err != nil {
		return nil, nil, err
	}
	if !is(out, sum) {
		return nil, nil, errors.New("what the program carries is not what was tried")
	}
	return out, func() {
		if path != "" {
			_ = put(path, out) // where this fails the next start unpacks once more
		}
	}, nil
}

// Place is where Kept keeps the file with that sum; "" without a folder.
func Place(folder, sum string) string {
	if folder == "" {
		return ""
	}
	return filepath.Join(folder, sum+".wasm")
}

func is(b []byte, sum string) bool {
	got := sha256.Sum256(b)
	return hex.EncodeToString(got[:]) == sum
}

// put writes under another name first, so that no half a file stands under the right one.
func put(path string, b []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), "new-*.wasm")
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}
