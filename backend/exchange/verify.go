package exchange

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"

	"precedent/backend/casefile"
)

// verifiedReader reads a file and fails at its end when it was not what its hash says.
type verifiedReader struct {
	r    io.Reader
	sum  hash.Hash
	want string
	what string
}

func verified(r io.Reader, want, what string) io.Reader {
	return &verifiedReader{r, sha256.New(), want, what}
}

func (v *verifiedReader) Read(p []byte) (int, error) {
	n, err := v.r.Read(p)
	v.sum.Write(p[:n])
	if errors.Is(err, io.EOF) && hex.EncodeToString(v.sum.Sum(nil)) != v.want {
		return n, casefile.Faultf(casefile.Damaged, "%s is not what was kept: its SHA-256 differs.", v.what)
	}
	return n, err
}

func isSHA256(s string) bool {
	b, err := hex.DecodeString(s)
	return err == nil && len(b) == sha256.Size && hex.EncodeToString(b) == s
}
