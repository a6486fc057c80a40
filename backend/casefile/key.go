package casefile

import (
	"io"
	"strings"
)

// crockford is Douglas Crockford's base-32 alphabet: no I, L, O, U.
const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// keyDigits characters draw from 2^30 keys a kind; a key is drawn again while it is taken.
const keyDigits = 6

// ShortestKeyPart is how many characters of a key find its record when no other begins with them.
const ShortestKeyPart = 4

// DrawKey draws a human key for a kind, such as ESC-7K3F2Q, from random bytes. It says "" for kinds without keys.
func DrawKey(k Kind, random io.Reader) (string, error) {
	if k.Prefix() == "" {
		return "", nil
	}
	b := make([]byte, keyDigits)
	if _, err := io.ReadFull(random, b); err != nil {
		return "", err
	}
	for i := range b {
		b[i] = crockford[b[i]&31]
	}
	return k.Prefix() + "-" + string(b), nil
}

// ReadKey reads a key, or the beginning of one, as people type them: any case, O for 0, I or L for 1, with or without the
// prefix. It gives the prefix ("" when left out) and the characters, and ok only when that can be a key.
func ReadKey(typed string) (prefix, digits string, ok bool) {
	s := strings.ToUpper(strings.TrimSpace(typed))
	if p, d, cut := strings.Cut(s, "-"); cut {
		if !isPrefix(p) {
			return "", "", false
		}
		prefix, s = p, d
	}
	s = strings.NewReplacer("O", "0", "I", "1", "L", "1").Replace(s)
	if len(s) < ShortestKeyPart || len(s) > keyDigits {
		return "", "", false
	}
	for _, c := range s {
		if !strings.ContainsRune(crockford, c) {
			return "", "", false
		}
	}
	return prefix, s, true
}

func isPrefix(p string) bool {
	for _, f := range kinds {
		if f.prefix == p && p != "" {
			return true
		}
	}
	return false
}
