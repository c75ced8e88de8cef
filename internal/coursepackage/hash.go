package coursepackage

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
)

// checksums collects one SHA-256 for each file that counts.
type checksums struct{ lines []string }

func (c *checksums) add(name string, data []byte) {
	sum := sha256.Sum256(data)
	c.addSum(name, hex.EncodeToString(sum[:]))
}

func (c *checksums) addSum(name, sum string) {
	c.lines = append(c.lines, fmt.Sprintf("%s  %s\n", sum, name))
}

// hash returns the SHA-256 of the sorted list. It does not depend on the order of reading, on
// line endings, on composed or decomposed letters, or on files that no lesson uses.
func (c *checksums) hash() string {
	lines := slices.Clone(c.lines)
	slices.Sort(lines)
	var list bytes.Buffer
	list.WriteString("taphuan course package 1\n")
	list.WriteString(strings.Join(slices.Compact(lines), ""))
	sum := sha256.Sum256(list.Bytes())
	return hex.EncodeToString(sum[:])
}
