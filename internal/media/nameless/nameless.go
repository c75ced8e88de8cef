// Package nameless takes out of a file what tells who made it, beside what can be read in it: answers are marked without
// names, and cameras and office programs write names, places and accounts into files unseen. It changes nothing that is
// shown or written, and keeps no original: that is the learner's, and its hash is the evidence.
package nameless

import "bytes"

// Someone stands where a name stood that a program shows beside a change or a comment.
const Someone = "Ẩn danh"

// Copy returns the file without what tells who made it, and true. It returns the file itself and false where nothing
// safe can be done: a PDF, a document that is signed, and whatever does not hold to its format. kind is that of
// media.RecognizeDocument.
func Copy(kind string, file []byte) ([]byte, bool) {
	made, clean := make([]byte, 0), false
	switch kind {
	case "text":
		return file, true
	case "image":
		made, clean = picture(file)
	case "docx", "xlsx", "pptx":
		made, clean = office(file, embeddedDepth)
	}
	if !clean {
		return file, false
	}
	return made, true
}

// picture is Copy for a JPEG, a PNG or a WebP picture.
func picture(file []byte) ([]byte, bool) {
	switch {
	case bytes.HasPrefix(file, []byte("\xff\xd8")):
		return jpeg(file)
	case bytes.HasPrefix(file, []byte(pngSignature)):
		return png(file)
	case len(file) > 12 && string(file[:4]) == "RIFF" && string(file[8:12]) == "WEBP":
		return webp(file)
	}
	return nil, false
}
