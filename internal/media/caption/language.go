package caption

import "taphuan/internal/fault"

// Language is a language in which a video may have captions, by its BCP 47 tag.
type Language struct {
	Locale string
	Name   fault.Text
}

// Languages are all of them, in the order in which they are shown: Vietnamese, English and the languages that
// the province's people speak at home (tags by ISO 639-3).
var Languages = []Language{
	{"vi", fault.Text{VI: "Tiếng Việt", EN: "Vietnamese"}},
	{"en", fault.Text{VI: "Tiếng Anh", EN: "English"}},
	{"hre", fault.Text{VI: "Tiếng Hrê", EN: "Hre"}},
	{"cua", fault.Text{VI: "Tiếng Co", EN: "Cua (Co)"}},
	{"sed", fault.Text{VI: "Tiếng Xơ Đăng", EN: "Sedang"}},
	{"bdq", fault.Text{VI: "Tiếng Ba Na", EN: "Bahnar"}},
	{"jra", fault.Text{VI: "Tiếng Gia Rai", EN: "Jarai"}},
	{"jeh", fault.Text{VI: "Tiếng Giẻ Triêng", EN: "Jeh"}},
}

// Vietnamese is the language without which no video is published.
const Vietnamese = "vi"

// IsLanguage reports whether a locale is one of Languages.
func IsLanguage(locale string) bool {
	for _, l := range Languages {
		if l.Locale == locale {
			return true
		}
	}
	return false
}
