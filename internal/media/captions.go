package media

import (
	"fmt"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/fault"
	"taphuan/internal/media/caption"
)

// Captions (phụ đề) are what is said in a video of the library, in one language. Revision counts the savings; it
// is 0 as long as nobody has saved any.
type Captions struct {
	VideoID   uuid.UUID
	Locale    string
	Cues      []caption.Cue
	Script    string // with headings and words on the pictures, as it was last timed; may be empty
	Revision  int
	UpdatedAt time.Time
}

// Transcript is the text way of the video, as safe HTML.
func (c Captions) Transcript() string {
	return caption.TranscriptHTML(caption.ReadScript(c.Script), c.Cues, c.Locale)
}

// IsEmpty reports whether nothing is there.
func (c Captions) IsEmpty() bool { return len(c.Cues) == 0 && c.Script == "" }

// Faults of captions.
var (
	ErrCaptionsChanged = fault.New(fault.Conflict, "captions_changed", fault.Text{
		VI: "Người khác vừa lưu phụ đề này. Phần vừa sửa vẫn còn trên máy này: hãy xem bản mới rồi chọn giữ bản nào.",
		EN: "Somebody else has just saved these captions. Your changes are still on this device: look at the new ones, then choose which to keep."})
	ErrNoCaptions = fault.New(fault.Conflict, "captions_missing", fault.Text{
		VI: "Video chưa có phụ đề tiếng Việt. Hãy thêm phụ đề rồi đưa video vào bài.",
		EN: "The video has no Vietnamese captions. Add them before you put it into a lesson."})
	ErrCaptionsWrong = fault.New(fault.Conflict, "captions_wrong", fault.Text{
		VI: "Phụ đề tiếng Việt còn lỗi. Hãy sửa các lỗi trong phần phụ đề rồi đưa video vào bài.",
		EN: "The Vietnamese captions have errors. Correct them before you put the video into a lesson."})
)

// requireLocale returns fault.ErrNotFound for a language that videos have no captions in.
func requireLocale(locale string) error {
	if !caption.IsLanguage(locale) {
		return fault.ErrNotFound
	}
	return nil
}

// checkCues adds what no track may hold, whatever state it is in; faults of reading and timing are for caption.Check.
func checkCues(wrong *fault.Error, cues []caption.Cue) *fault.Error {
	if len(cues) > caption.MaxCues {
		return wrong.At("body.cues", "too_many", fault.Text{VI: fmt.Sprintf("Một video có tối đa %d câu phụ đề.", caption.MaxCues), EN: fmt.Sprintf("A video has at most %d captions.", caption.MaxCues)})
	}
	for i, c := range cues {
		if c.Start < 0 || c.Start > caption.MaxLength || c.End < 0 || c.End > caption.MaxLength {
			wrong = wrong.At(fmt.Sprintf("body.cues[%d].start", i), "out_of_range", fault.TextInvalid)
		}
		wrong = wrong.CheckText(fmt.Sprintf("body.cues[%d].text", i), c.Text, 0, caption.MaxText)
		if len(wrong.Fields) > 20 {
			break
		}
	}
	return wrong
}
