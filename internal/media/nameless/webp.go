package nameless

import (
	"encoding/binary"
	"slices"
)

// Of the WebP container: the chunks that are shown, and the bits of VP8X that tell of metadata.
var shownWebP = []string{"VP8X", "VP8 ", "VP8L", "ALPH", "ANIM", "ANMF", "ICCP"}

const (
	exifBit = 0x08
	xmpBit  = 0x04
)

// webp copies a WebP picture without Exif and XMP data; of the former it keeps how the picture is turned.
func webp(file []byte) ([]byte, bool) {
	made := append(make([]byte, 0, len(file)), file[:12]...)
	flags := 0 // where those of VP8X stand
	for rest := file[12:]; len(rest) >= 8; {
		name, length := string(rest[:4]), int64(binary.LittleEndian.Uint32(rest[4:]))
		padded := 8 + length + length%2
		if 8+length > int64(len(rest)) {
			return nil, false
		}
		content := rest[8 : 8+length]
		switch {
		case name == "VP8X" && length > 0:
			flags = len(made) + 8
			made = appendChunk(made, name, content)
			made[flags] &^= exifBit | xmpBit
		case name == "EXIF":
			if turned := turnedTIFF(content); turned != nil && flags > 0 {
				made = appendChunk(made, name, turned)
				made[flags] |= exifBit
			}
		case slices.Contains(shownWebP, name):
			made = appendChunk(made, name, content)
		}
		rest = rest[min(padded, int64(len(rest))):]
	}
	binary.LittleEndian.PutUint32(made[4:], uint32(len(made)-8))
	return made, len(made) > 12
}

func appendChunk(made []byte, name string, content []byte) []byte {
	made = append(made, name...)
	made = binary.LittleEndian.AppendUint32(made, uint32(len(content)))
	made = append(made, content...)
	if len(content)%2 == 1 {
		made = append(made, 0)
	}
	return made
}
