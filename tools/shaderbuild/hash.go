package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	gohash "hash"
)

// hash is a sha256 over named texts; names and lengths are part of it, so that
// moving text from one file to the next changes the sum.
type hash struct{ h gohash.Hash }

func newHash() *hash { return &hash{sha256.New()} }

func (h *hash) add(name, content string) {
	fmt.Fprintf(h.h, "%s %d\n%s", name, len(content), content)
}

func (h *hash) sum() string { return hex.EncodeToString(h.h.Sum(nil)) }

func sumOf(b []byte) string {
	s := sha256.Sum256(b)
	return hex.EncodeToString(s[:])
}
