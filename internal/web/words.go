package web

import (
	"strings"

	"taphuan/internal/fault"
)

// words turn huma's validation messages into codes and texts people can act on. Order matters:
// the first prefix that fits is taken.
var words = []struct {
	prefix string
	code   string
	text   fault.Text
}{
	{"unexpected property", "unknown", fault.TextUnknown},
	{"unknown query parameter", "unknown", fault.TextUnknown},
	{"expected required property", "required", fault.TextRequired},
	{"required", "required", fault.TextRequired},
	{"expected length >= 1", "required", fault.TextRequired},
	{"expected length >=", "too_short", fault.Text{VI: "Quá ngắn.", EN: "This is too short."}},
	{"expected length <=", "too_long", fault.TextTooLong},
	{"expected array length >=", "too_few", fault.Text{VI: "Quá ít mục.", EN: "Too few items."}},
	{"expected array length <=", "too_many", fault.Text{VI: "Quá nhiều mục.", EN: "Too many items."}},
	{"expected number >", "too_small", fault.Text{VI: "Số quá nhỏ.", EN: "The number is too small."}},
	{"expected number <", "too_large", fault.Text{VI: "Số quá lớn.", EN: "The number is too large."}},
	{"expected value to be one of", "not_an_option", fault.Text{VI: "Không thuộc các giá trị cho phép.", EN: "Not one of the allowed values."}},
	{errZeroByte.Error(), fault.ErrUnreadableText.Code, fault.ErrUnreadableText.Text},
	{"expected string to be RFC 3339", "not_a_date", fault.Text{VI: "Ngày giờ không hợp lệ.", EN: "Not a valid date or time."}},
}

func wordsFor(message string) (code string, text fault.Text) {
	for _, w := range words {
		if strings.HasPrefix(message, w.prefix) {
			return w.code, w.text
		}
	}
	return "invalid", fault.TextInvalid
}
