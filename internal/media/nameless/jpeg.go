package nameless

import (
	"bytes"
	"encoding/binary"
)

// Markers of a JPEG file (ISO/IEC 10918-1, table B.1).
const (
	endOfImage  = 0xd9
	startOfScan = 0xda
	firstApp    = 0xe0
	exifApp     = 0xe1
	lastApp     = 0xef
	comment     = 0xfe
)

// shownApps are the application segments without which a picture looks different: its size, colors and color transform.
var shownApps = map[byte]string{0xe0: "JFIF\x00", 0xe2: "ICC_PROFILE\x00", 0xee: "Adobe"}

// jpeg copies a JPEG without comments and application segments but for shownApps; of its Exif segment it keeps how the
// picture is turned. What stands behind the end of the picture is left out.
func jpeg(file []byte) ([]byte, bool) {
	made, scanned := append(make([]byte, 0, len(file)), file[:2]...), false
	for at := 2; at+4 <= len(file) && file[at] == 0xff && file[at+1] != endOfImage; {
		marker := file[at+1]
		if marker == 0xff { // a fill byte
			at++
			continue
		}
		end := at + 2 + int(binary.BigEndian.Uint16(file[at+2:]))
		if end < at+4 || end > len(file) {
			break
		}
		made = append(made, shownSegment(marker, file[at:end])...)
		if at = end; marker == startOfScan {
			at, scanned = endOfScan(file, end), true
			made = append(made, file[end:at]...)
		}
	}
	return append(made, 0xff, endOfImage), scanned // of a picture that is cut off, what programs show of it
}

// shownSegment is what is kept of a segment.
func shownSegment(marker byte, segment []byte) []byte {
	content := segment[4:]
	switch {
	case marker == exifApp && bytes.HasPrefix(content, []byte(exifHead)):
		turned := turnedTIFF(content[len(exifHead):])
		if turned == nil {
			return nil
		}
		length := binary.BigEndian.AppendUint16(nil, uint16(2+len(exifHead)+len(turned)))
		return bytes.Join([][]byte{{0xff, exifApp}, length, []byte(exifHead), turned}, nil)
	case marker == comment:
		return nil
	case marker >= firstApp && marker <= lastApp:
		head, shown := shownApps[marker]
		if !shown || !bytes.HasPrefix(content, []byte(head)) {
			return nil
		}
	}
	return segment
}

// endOfScan finds the marker behind the coded data that begin at a place; the end of the file when there is none.
func endOfScan(file []byte, at int) int {
	for ; at+1 < len(file); at++ {
		next := file[at+1]
		stuffed, restart := next == 0, next >= 0xd0 && next <= 0xd7
		if file[at] == 0xff && !stuffed && !restart && next != 0xff {
			return at
		}
	}
	return len(file)
}
