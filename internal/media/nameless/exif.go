package nameless

import "encoding/binary"

// exifHead begins the Exif segment of a JPEG; a TIFF structure follows (Exif 2.32, 4.5).
const exifHead = "Exif\x00\x00"

// Of TIFF 6.0: the tag that says how a picture is turned, its type, and the length of an entry.
const (
	orientationTag = 0x0112
	shortType      = 3
	entryBytes     = 12
)

// turnedTIFF returns a TIFF structure that says nothing but how the picture of another is turned; nil where it is not.
func turnedTIFF(tiff []byte) []byte {
	turn := orientation(tiff)
	if turn < 2 || turn > 8 {
		return nil
	}
	made := []byte("MM\x00*\x00\x00\x00\x08\x00\x01")
	made = binary.BigEndian.AppendUint16(made, orientationTag)
	made = binary.BigEndian.AppendUint16(made, shortType)
	made = binary.BigEndian.AppendUint32(made, 1)
	made = binary.BigEndian.AppendUint16(made, turn)
	return append(made, 0, 0, 0, 0, 0, 0)
}

// orientation reads the tag of the first directory; 0 where there is none.
func orientation(tiff []byte) uint16 {
	if len(tiff) < 8 {
		return 0
	}
	var order binary.ByteOrder = binary.BigEndian
	if tiff[0] == 'I' {
		order = binary.LittleEndian
	}
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return 0
	}
	entries := tiff[at+2:]
	for range order.Uint16(tiff[at:]) {
		if len(entries) < entryBytes {
			return 0
		}
		if order.Uint16(entries) == orientationTag && order.Uint16(entries[2:]) == shortType {
			return order.Uint16(entries[8:])
		}
		entries = entries[entryBytes:]
	}
	return 0
}
