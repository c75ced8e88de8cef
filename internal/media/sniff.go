package media

import (
	"bytes"
	"slices"
	"strings"

	"github.com/h2non/filetype"

	"taphuan/internal/fault"
)

// sniffedBytes is how much of a file's beginning tells what it is.
const sniffedBytes = 4096

// content is what a file is by its first bytes, whatever its name says.
type content struct {
	name  string // a stable code
	mime  string
	video bool // one of the kinds that the library takes
}

// videos are the kinds that the library takes, by the extension that h2non/filetype names.
var videos = map[string]content{
	"mp4":  {"mp4", "video/mp4", true},
	"m4v":  {"mp4", "video/mp4", true},
	"3gp":  {"mp4", "video/mp4", true},
	"mov":  {"mov", "video/quicktime", true},
	"mkv":  {"mkv", "video/x-matroska", true},
	"webm": {"webm", "video/webm", true},
	"avi":  {"avi", "video/x-msvideo", true},
}

// brands are those of the ISO base media family (ISO/IEC 14496-12: bytes 8 to 11) that are no video. h2non/filetype
// takes some of them for one, by the length of the box.
var brands = map[string]string{"M4A ": "audio", "M4B ": "audio", "M4P ": "audio", "heic": "picture", "heix": "picture", "mif1": "picture", "avif": "picture"}

// sniff tells what a file is by its first bytes.
func sniff(head []byte) content {
	if len(head) >= 12 && string(head[4:8]) == "ftyp" {
		brand := string(head[8:12])
		if name, other := brands[brand]; other {
			return content{name: name}
		}
		if brand == "qt  " {
			return videos["mov"]
		}
		return videos["mp4"]
	}
	kind, err := filetype.Match(head)
	if err != nil || kind == filetype.Unknown {
		return content{name: sniffText(head)}
	}
	if video, takes := videos[kind.Extension]; takes {
		return video
	}
	return content{name: nameOf(kind.Extension, kind.MIME.Type), mime: kind.MIME.Value}
}

// nameOf is the code of a kind that is no video of ours.
func nameOf(extension, family string) string {
	switch {
	case extension == "pdf", extension == "exe":
		return extension
	case slices.Contains([]string{"doc", "docx", "xls", "xlsx", "ppt", "pptx"}, extension):
		return "office"
	case slices.Contains([]string{"zip", "rar", "7z", "gz", "tar", "bz2", "xz", "zst"}, extension):
		return "archive"
	case family == "image":
		return "picture"
	case family == "audio":
		return "audio"
	case family == "video":
		return "other_video"
	}
	return "unknown"
}

// sniffText tells drawings and web pages, which begin as text.
func sniffText(head []byte) string {
	text := bytes.ToLower(bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))))
	switch {
	case !bytes.HasPrefix(text, []byte("<")):
		return "unknown"
	case bytes.Contains(text, []byte("<svg")):
		return "svg"
	case bytes.Contains(text, []byte("<html")), bytes.HasPrefix(text, []byte("<!doctype html")):
		return "html"
	}
	return "unknown"
}

// contentNames is what a refused file is taken for.
var contentNames = map[string]fault.Text{
	"pdf":         {VI: "tài liệu PDF", EN: "a PDF document"},
	"exe":         {VI: "chương trình Windows", EN: "a Windows program"},
	"office":      {VI: "tài liệu văn phòng (Word, Excel, PowerPoint)", EN: "an office document (Word, Excel, PowerPoint)"},
	"archive":     {VI: "tệp nén", EN: "an archive"},
	"picture":     {VI: "hình ảnh", EN: "a picture"},
	"svg":         {VI: "hình vẽ SVG", EN: "an SVG drawing"},
	"html":        {VI: "trang web (HTML)", EN: "a web page (HTML)"},
	"audio":       {VI: "tệp âm thanh", EN: "a sound file"},
	"other_video": {VI: "video thuộc loại không dùng được ở đây", EN: "a video of a kind that cannot be used here"},
	"mp4":         {VI: "video", EN: "a video"},
	"unknown":     {VI: "tệp không rõ loại", EN: "a file of an unknown kind"},
}

// contentName is what a kind is called.
func contentName(name string) fault.Text {
	if text, known := contentNames[name]; known {
		return text
	}
	if strings.Contains("mov mkv webm avi", name) {
		return contentNames["mp4"]
	}
	return contentNames["unknown"]
}

// errContent says of an upload what it is taken for.
func errContent(name string) error {
	is := contentName(name)
	return fault.New(fault.Invalid, "upload.content", fault.Text{
		VI: "Nội dung tệp này là " + is.VI + ", dù tên tệp thế nào. Hãy chọn tệp video MP4, MOV, MKV, WebM hoặc AVI.",
		EN: "Whatever its name says, this file is " + is.EN + ". Choose a video file: MP4, MOV, MKV, WebM or AVI."})
}

// errPoster says of a poster what it is taken for.
func errPoster(name string) error {
	is := contentName(name)
	return fault.New(fault.Invalid, "poster.content", fault.Text{
		VI: "Nội dung tệp này là " + is.VI + ". Hãy chọn ảnh JPEG, PNG hoặc WebP.",
		EN: "This file is " + is.EN + ". Choose a JPEG, PNG or WebP picture."})
}
