package exchange

import (
	"fmt"
	"slices"

	"taphuan/internal/fault"
	"taphuan/internal/question"
)

// Format names a file format.
type Format string

// The formats. QTI is read in every version and written in two; Word and Text are read only.
const (
	GIFT      Format = "gift"
	MoodleXML Format = "moodle_xml"
	QTI       Format = "qti"
	QTI22     Format = "qti_2.2"
	QTI30     Format = "qti_3.0"
	Excel     Format = "excel"
	Word      Format = "word"
	Text      Format = "text"
)

// Status says what became of an item.
type Status string

// An item is imported as it stands, changed (it says how) or refused (it says why).
const (
	Imported Status = "imported"
	Changed  Status = "changed"
	Refused  Status = "refused"
)

// Reason is why an item was changed or refused. Code is stable.
type Reason struct {
	Code    string
	Text    fault.Text
	Refuses bool
}

// Place is where an item stands: Part is a sheet or a file of a package ("" for the file itself), Line counts lines,
// rows or paragraphs from 1 (0 where there are none).
type Place struct {
	Part string
	Line int
}

// Item is one question of a file. Name is its title, or what it is called in the file ("Câu 3"). Key is the identifier
// that the file gives, Topic the path of its category ("An toàn/Mật khẩu"), Difficulty 1 to 3 or 0 where unsaid. The
// body of an item that is not refused is valid (question.Validate), its pictures stand in Import.Media.
type Item struct {
	Name       string
	Key        string
	Place      Place
	Topic      string
	Difficulty int
	Tags       []string
	Body       question.Body
	Status     Status
	Reasons    []Reason
}

// Media is a picture of the questions. Name is unique within the import and safe as the name of a file.
type Media struct {
	Name string
	Type string // image/png, image/jpeg, image/gif, image/webp
	Data []byte
}

// Import is what a file holds. Notes tell of what belongs to no item.
type Import struct {
	Format Format
	Items  []Item
	Notes  []Reason
	Media  []Media
}

// Count returns how many items have the status.
func (im Import) Count(status Status) int {
	n := 0
	for _, item := range im.Items {
		if item.Status == status {
			n++
		}
	}
	return n
}

// words are what a reason says; where it has arguments, %s and %d stand for them.
type words struct{ code, vi, en string }

func (w words) reason(args ...any) Reason {
	if len(args) == 0 {
		return Reason{Code: w.code, Text: fault.Text{VI: w.vi, EN: w.en}}
	}
	return Reason{Code: w.code, Text: fault.Text{VI: fmt.Sprintf(w.vi, args...), EN: fmt.Sprintf(w.en, args...)}}
}

// reasons collects what is to be said of an item, each thing once.
type reasons []Reason

func (r *reasons) add(one Reason) {
	if len(*r) < maxReasons && !slices.Contains(*r, one) {
		*r = append(*r, one)
	}
}

func statusOf(list []Reason) Status {
	switch {
	case slices.ContainsFunc(list, func(r Reason) bool { return r.Refuses }):
		return Refused
	case len(list) > 0:
		return Changed
	}
	return Imported
}
