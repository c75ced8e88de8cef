package organization

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"taphuan/internal/fault"
	"taphuan/internal/vietnamese"
)

// EventKind says what happened to agencies.
type EventKind string

// The kinds of event.
const (
	Establish        EventKind = "establish"         // thành lập
	Rename           EventKind = "rename"            // đổi tên, loại hình, mã hoặc liên hệ
	Merge            EventKind = "merge"             // hợp nhất: sources end, a new one begins
	Absorb           EventKind = "absorb"            // sáp nhập: sources end, one that stands goes on
	Split            EventKind = "split"             // chia, tách
	Dissolve         EventKind = "dissolve"          // giải thể
	MoveParent       EventKind = "move_parent"       // chuyển cơ quan cấp trên
	TransferFunction EventKind = "transfer_function" // chuyển chức năng, nhiệm vụ
)

var eventNames = map[EventKind]fault.Text{
	Establish:        {VI: "Thành lập", EN: "Establishment"},
	Rename:           {VI: "Đổi tên, loại hình, liên hệ", EN: "Renaming or new details"},
	Merge:            {VI: "Hợp nhất", EN: "Merger"},
	Absorb:           {VI: "Sáp nhập", EN: "Absorption"},
	Split:            {VI: "Chia, tách", EN: "Split"},
	Dissolve:         {VI: "Giải thể", EN: "Dissolution"},
	MoveParent:       {VI: "Chuyển cơ quan cấp trên", EN: "Move to another parent"},
	TransferFunction: {VI: "Chuyển chức năng", EN: "Transfer of function"},
}

// Name is how people call the kind.
func (k EventKind) Name() fault.Text { return eventNames[k] }

// WholeShare is everything, in hundredths of a percent.
const WholeShare = 10_000

// Bounds of one event.
const (
	maxEventAgencies = 60
	maxDocument      = 300
	maxNote          = 1000
)

// AgencyDetails (thông tin cơ quan) is what an agency is, as an event writes it. It is stored as JSON.
type AgencyDetails struct {
	Name                 string            `json:"name"`
	ShortName            string            `json:"shortName"`
	Kind                 AgencyKind        `json:"kind"`
	Code                 string            `json:"code"`
	ParentID             uuid.UUID         `json:"parentId"`
	ProfessionalParentID uuid.UUID         `json:"professionalParentId"`
	HeaderKind           string            `json:"headerKind"`
	FullPlaceName        bool              `json:"fullPlaceName"`
	HidesStrength        bool              `json:"hidesStrength"`
	Contact              map[string]string `json:"contact,omitempty"`
}

// EventTarget (cơ quan tiếp nhận) is an agency that goes on: one that stands, or a new one that the event
// establishes. Share is in hundredths of a percent; nil where no ratio is declared. Stored as JSON.
type EventTarget struct {
	AgencyID uuid.UUID      `json:"agencyId"`
	New      *AgencyDetails `json:"new,omitempty"`
	Share    *int           `json:"share,omitempty"`
}

// GrantsOfRole (dòng phân quyền) names the grants of one role at one ending agency. It is stored as JSON.
type GrantsOfRole struct {
	AgencyID uuid.UUID `json:"agencyId"`
	Role     string    `json:"role"`
}

// AgencyEvent (sự kiện tổ chức) is what happens to agencies on a day under a document. It is stored as
// JSON with its application.
type AgencyEvent struct {
	Kind       EventKind      `json:"kind"`
	OccurredOn time.Time      `json:"occurredOn"`
	Document   string         `json:"document"`
	Note       string         `json:"note,omitempty"`
	Sources    []uuid.UUID    `json:"sources,omitempty"`
	Targets    []EventTarget  `json:"targets,omitempty"`
	Receiver   int            `json:"receiver,omitempty"`  // the target that takes people, units below and grants
	Details    *AgencyDetails `json:"details,omitempty"`   // of the agency renamed or moved
	EndGrants  []GrantsOfRole `json:"endGrants,omitempty"` // grants that end; all others go on at the receiver
}

// normalized is the event with texts in their stored form.
func (e AgencyEvent) normalized() AgencyEvent {
	e.Document, e.Note = vietnamese.Normalize(e.Document), vietnamese.Normalize(e.Note)
	targets := make([]EventTarget, len(e.Targets))
	for i, t := range e.Targets {
		t.New = t.New.normalized()
		targets[i] = t
	}
	e.Targets, e.Details = targets, e.Details.normalized()
	if len(e.Targets) == 0 {
		e.Targets = nil
	}
	return e
}

func (d *AgencyDetails) normalized() *AgencyDetails {
	if d == nil {
		return nil
	}
	n := *d
	n.Name, n.ShortName, n.Code = vietnamese.Normalize(d.Name), vietnamese.Normalize(d.ShortName), strings.TrimSpace(d.Code)
	if n.HeaderKind == "" {
		n.HeaderKind = headerKindOf(n.Kind)
	}
	n.Contact = map[string]string{}
	for key, value := range d.Contact {
		if value = vietnamese.Normalize(value); value != "" {
			n.Contact[key] = value
		}
	}
	return &n
}

// headerKindOf is the usual form of an issuer's first lines.
func headerKindOf(kind AgencyKind) string {
	switch kind {
	case KindDepartment:
		return "department"
	case KindCommune, KindWard, KindSpecialZone:
		return "commune"
	case KindPolice:
		return "police"
	case KindSchool, KindUniversity:
		return "school"
	}
	return "plain"
}

// ends reports whether the event ends a source. A source that is also a target goes on.
func (e AgencyEvent) ends(source uuid.UUID) bool {
	switch e.Kind {
	case Merge, Absorb, Dissolve:
		return true
	case Split:
		for _, t := range e.Targets {
			if t.AgencyID == source {
				return false
			}
		}
		return true
	}
	return false
}

// ending lists the sources that the event ends.
func (e AgencyEvent) ending() []uuid.UUID {
	var ids []uuid.UUID
	for _, s := range e.Sources {
		if e.ends(s) {
			ids = append(ids, s)
		}
	}
	return ids
}

func (e AgencyEvent) endsGrant(agency uuid.UUID, role string) bool {
	for _, line := range e.EndGrants {
		if line.AgencyID == agency && line.Role == role {
			return true
		}
	}
	return false
}

// contactKeys are the parts of a contact.
var contactKeys = map[string]int{"address": 300, "phone": 40, "email": 200, "website": 200}

var (
	textNameRequired = fault.Text{VI: "Hãy ghi tên cơ quan, tối đa 200 ký tự.", EN: "Enter the agency's name, at most 200 characters."}
	textCodeRequired = fault.Text{VI: "Hãy ghi mã cơ quan, tối đa 40 ký tự.", EN: "Enter the agency's code, at most 40 characters."}
	textKind         = fault.Text{VI: "Hãy chọn loại cơ quan.", EN: "Choose the kind of agency."}
	textContact      = fault.Text{VI: "Thông tin liên hệ quá dài hoặc không hợp lệ.", EN: "The contact is too long or not valid."}
	textShortName    = fault.Text{VI: "Tên viết tắt tối đa 40 ký tự.", EN: "A short name has at most 40 characters."}
	textLegacyFont   = fault.Text{VI: "Tên được gõ bằng phông chữ cũ (TCVN3/VNI). Hãy chuyển sang Unicode rồi nhập lại.", EN: "The name was typed in an old font (TCVN3/VNI). Convert it to Unicode and enter it again."}
)

var agencyKinds = map[AgencyKind]bool{KindProvince: true, KindDepartment: true, KindParty: true, KindMassOrganization: true, KindPolice: true,
	KindDistrict: true, KindCommune: true, KindWard: true, KindSpecialZone: true, KindUniversity: true, KindSchool: true, KindEnterprise: true, KindUnit: true}

var headerKinds = map[string]bool{"department": true, "commune": true, "police": true, "steering_committee": true, "school": true, "plain": true}

// check adds what is wrong with the details themselves.
func (d AgencyDetails) check(wrong *fault.Error, path string) *fault.Error {
	if n := utf8.RuneCountInString(d.Name); n == 0 || n > 200 {
		wrong = wrong.At(path+".name", "required", textNameRequired)
	} else if vietnamese.LooksLegacy(d.Name) {
		wrong = wrong.At(path+".name", "legacy_font", textLegacyFont)
	}
	if utf8.RuneCountInString(d.ShortName) > 40 {
		wrong = wrong.At(path+".shortName", "too_long", textShortName)
	}
	if n := utf8.RuneCountInString(d.Code); n == 0 || n > 40 {
		wrong = wrong.At(path+".code", "required", textCodeRequired)
	}
	if !agencyKinds[d.Kind] || !headerKinds[d.HeaderKind] {
		wrong = wrong.At(path+".kind", "invalid", textKind)
	}
	for key, value := range d.Contact {
		if most, known := contactKeys[key]; !known || utf8.RuneCountInString(value) > most {
			wrong = wrong.At(path+".contact", "invalid", textContact)
		}
	}
	return wrong
}
