package nameless

import (
	"encoding/binary"
	"slices"
)

const pngSignature = "\x89PNG\r\n\x1a\n"

// shownChunks are the ancillary chunks of a PNG without which it looks different (PNG, third edition, 11.3); the names of
// critical chunks begin with a capital.
var shownChunks = []string{"tRNS", "cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "cICP", "bKGD", "pHYs", "acTL", "fcTL", "fdAT"}

// png copies a PNG without texts, times and Exif data, and without what stands behind its end.
func png(file []byte) ([]byte, bool) {
	made := append(make([]byte, 0, len(file)), pngSignature...)
	for rest := file[len(pngSignature):]; len(rest) >= 12; {
		length := int64(binary.BigEndian.Uint32(rest)) + 12
		if length > int64(len(rest)) {
			return nil, false
		}
		name := string(rest[4:8])
		if critical := name[0]&0x20 == 0; critical || slices.Contains(shownChunks, name) {
			made = append(made, rest[:length]...)
		}
		if name == "IEND" {
			return made, true
		}
		rest = rest[length:]
	}
	return nil, false
}
