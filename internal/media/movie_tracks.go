package media

import (
	"encoding/binary"
	"fmt"
	"io"
	"slices"
	"strings"
)

// track is one stream of an MP4 file: the kind of its sample entry (avc1, mp4a, encv ...) and its codec as RFC 6381
// writes it, empty when it is none that we make.
type track struct{ entry, codec string }

// readTracks reads what the tracks of an MP4 file are encoded with, also of one in fragments; ErrNotMP4 when it cannot.
func readTracks(file io.ReaderAt, size int64) ([]track, error) {
	top, err := boxes(file, 0, size)
	if err != nil {
		return nil, err
	}
	var tracks []track
	for _, trak := range find(file, ofKind(top, "moov"), "trak") {
		for _, stsd := range find(file, find(file, find(file, find(file, []box{trak}, "mdia"), "minf"), "stbl"), "stsd") {
			entries, err := boxes(file, stsd.start+8, stsd.end)
			if err != nil {
				return nil, err
			}
			for _, e := range entries {
				tracks = append(tracks, track{entry: e.kind, codec: codecOf(file, e)})
			}
		}
	}
	if len(tracks) == 0 {
		return nil, ErrNotMP4
	}
	return tracks, nil
}

// find lists the boxes of a kind inside others; what cannot be read has none.
func find(file io.ReaderAt, in []box, kind string) []box {
	var found []box
	for _, outer := range in {
		inner, err := boxes(file, outer.start, outer.end)
		if err == nil {
			found = append(found, ofKind(inner, kind)...)
		}
	}
	return found
}

func ofKind(list []box, kind string) []box {
	return slices.DeleteFunc(slices.Clone(list), func(b box) bool { return b.kind != kind })
}

// The bytes of a sample entry before the boxes inside it (ISO/IEC 14496-12).
const visualEntry, audioEntry = 78, 28

// codecOf reads the codec of a sample entry.
func codecOf(file io.ReaderAt, entry box) string {
	switch entry.kind {
	case "avc1", "avc3":
		for _, b := range find(file, []box{{start: entry.start + visualEntry, end: entry.end}}, "avcC") {
			if head := readSome(file, b, 4); len(head) == 4 {
				return fmt.Sprintf("%s.%02X%02X%02X", entry.kind, head[1], head[2], head[3])
			}
		}
	case "mp4a":
		for _, b := range find(file, []box{{start: entry.start + audioEntry, end: entry.end}}, "esds") {
			return soundCodec(readSome(file, b, 64))
		}
	}
	return ""
}

// readSome reads the beginning of a box, at most n bytes.
func readSome(file io.ReaderAt, b box, n int64) []byte {
	data := make([]byte, min(n, max(0, b.end-b.start)))
	if _, err := file.ReadAt(data, b.start); err != nil {
		return nil
	}
	return data
}

// soundCodec reads mp4a.OO[.A] from the descriptors of an esds box (ISO/IEC 14496-1): the object type from the
// decoder's configuration (tag 4) inside the stream's (tag 3), and for MPEG-4 audio (0x40) its kind from what is
// specific to it (tag 5).
func soundCodec(esds []byte) string {
	if len(esds) < 5 || esds[4] != 3 {
		return ""
	}
	stream := skipLength(esds[5:])
	if len(stream) < 4 || stream[2]&0xE0 != 0 || stream[3] != 4 { // with none of its optional fields
		return ""
	}
	config := skipLength(stream[4:])
	if len(config) < 14 {
		return ""
	}
	specific := skipLength(config[14:])
	if config[0] != 0x40 || config[13] != 5 || len(specific) == 0 {
		return fmt.Sprintf("mp4a.%02X", config[0])
	}
	return fmt.Sprintf("mp4a.40.%d", specific[0]>>3)
}

// skipLength skips the length of a descriptor: bytes with the highest bit set, and one without.
func skipLength(d []byte) []byte {
	for i, b := range d {
		if b < 0x80 {
			return d[i+1:]
		}
	}
	return nil
}

// codecsOf writes the codecs of tracks as HLS names them.
func codecsOf(tracks []track) string {
	var names []string
	for _, t := range tracks {
		names = append(names, t.codec)
	}
	return strings.Join(names, ",")
}

// isCutOff reports whether an MP4 file ends in the middle of its pictures, or before the head that they need.
func isCutOff(file io.ReaderAt, size int64) bool {
	var start int64
	var seen []string
	for start+8 <= size && len(seen) < maxBoxes {
		var head [16]byte
		n, _ := file.ReadAt(head[:], start)
		length, kind := int64(binary.BigEndian.Uint32(head[:4])), string(head[4:8])
		if length == 1 && n == 16 {
			length = int64(binary.BigEndian.Uint64(head[8:]))
		}
		if len(seen) == 0 && kind != "ftyp" {
			return false
		}
		seen = append(seen, kind)
		if length == 0 {
			break
		}
		if length < 8 || length > size-start {
			return slices.Contains([]string{"mdat", "moov", "moof", "ftyp"}, kind)
		}
		start += length
	}
	return len(seen) > 0 && !slices.Contains(seen, "moov")
}

// isEncrypted knows the sample entries of protected tracks: ISO/IEC 23001-7, and those of a store.
func isEncrypted(tracks []track) bool {
	return slices.ContainsFunc(tracks, func(t track) bool {
		return slices.Contains([]string{"encv", "enca", "drms", "drmi", "drmt"}, t.entry)
	})
}

// isPlayable reports whether every browser plays the file as it is: H.264 of a common profile, and AAC.
func isPlayable(tracks []track) bool {
	hasPicture := false
	for _, t := range tracks {
		switch {
		case t.entry == "avc1" && slices.Contains([]string{"avc1.42", "avc1.4D", "avc1.58", "avc1.64"}, t.codec[:min(7, len(t.codec))]):
			hasPicture = true
		case t.codec == "mp4a.40.2" || t.codec == "mp4a.40.5" || t.codec == "mp4a.40.29":
		case t.entry == "tx3g" || t.entry == "text" || t.entry == "tmcd" || t.entry == "gpmd": // words and times beside the film
		default:
			return false
		}
	}
	return hasPicture
}
