package organization

import (
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
)

// Grant (phân quyền) gives a person a role in an agency's subtree, or in one school class, from
// one day (included) to another (excluded; nil: until revoked). An ended grant stays, with who
// ended it and why.
type Grant struct {
	bun.BaseModel `bun:"table:organization.grants,alias:g"`
	ID            uuid.UUID   `bun:"id"`
	PersonID      uuid.UUID   `bun:"person_id"`
	Role          access.Role `bun:"role"`
	AgencyID      uuid.UUID   `bun:"agency_id"`
	SchoolClassID *uuid.UUID  `bun:"school_class_id"`
	ValidFrom     time.Time   `bun:"valid_from,type:date"`
	ValidTo       *time.Time  `bun:"valid_to,type:date"`
	Document      string      `bun:"document"`
	GrantedBy     *uuid.UUID  `bun:"granted_by"`
	CreatedAt     time.Time   `bun:"created_at,nullzero,default:now()"`
	EndedBy       *uuid.UUID  `bun:"ended_by"`
	EndedAt       *time.Time  `bun:"ended_at"`
	EndReason     string      `bun:"end_reason"`
}

// HeldOn reports whether the grant holds on a day.
func (g Grant) HeldOn(day time.Time) bool {
	return !g.ValidFrom.After(day) && (g.ValidTo == nil || g.ValidTo.After(day))
}

// Faults of granting and revoking.
var (
	ErrGrantSelf = fault.New(fault.Conflict, "grant.self", fault.Text{
		VI: "Không thể tự phân quyền cho mình. Hãy nhờ một quản trị hệ thống khác.",
		EN: "You cannot give yourself a role. Ask another system administrator."})
	ErrGrantStudent = fault.New(fault.Conflict, "grant.student", fault.Text{
		VI: "Học sinh, sinh viên không được giao vai trò quản lý.", EN: "A student is given no role."})
	ErrGrantExists = fault.New(fault.Conflict, "grant.exists", fault.Text{
		VI: "Người này đang giữ vai trò đó tại cơ quan này trong thời gian đã chọn.",
		EN: "This person already holds that role at this agency in the time chosen."})
	ErrGrantEnded = fault.New(fault.Conflict, "grant.ended", fault.Text{
		VI: "Vai trò này đã kết thúc.", EN: "This role has already ended."})
	ErrLastAdministrator = fault.New(fault.Conflict, "grant.last_administrator", fault.Text{
		VI: "Đây là quản trị hệ thống cuối cùng của toàn tỉnh. Hãy giao vai trò này, không thời hạn, cho một người khác trước.",
		EN: "This is the last system administrator. Give the role, without an end, to somebody else first."})
	textGrantDays  = fault.Text{VI: "Ngày kết thúc phải sau ngày bắt đầu và không ở trong quá khứ.", EN: "The end must come after the start and not lie in the past."}
	textGrantPast  = fault.Text{VI: "Ngày bắt đầu không được ở trong quá khứ.", EN: "The start must not lie in the past."}
	textGrantEnd   = fault.Text{VI: "Vai trò kiểm tra, đánh giá phải có ngày kết thúc.", EN: "The role of inspector needs an end."}
	textGrantBelow = fault.Text{VI: "Vai trò này xem số liệu của mọi cơ quan nên chỉ giao ở cấp tỉnh. Hãy chọn tỉnh, hoặc giao vai trò của một cơ quan.",
		EN: "This role sees the figures of every agency, so it is only given at the province. Choose the province, or give a role of one agency."}
	textGrantRoot = fault.Text{VI: "Vai trò kiểm tra, đánh giá phải nêu từng cơ quan được kiểm tra, không giao cho toàn tỉnh.",
		EN: "An inspector is named for the agencies to be inspected, never for the whole province."}
	textGrantClass    = fault.Text{VI: "Giáo viên chủ nhiệm được phân công cho từng lớp, ở trang lớp của trường.", EN: "A class teacher is named for one class, on the page of the school's classes."}
	textGrantDocument = fault.Text{VI: "Hãy ghi số, ngày của văn bản giao vai trò.", EN: "Give the number and date of the document."}
	textGrantEarlier  = fault.Text{VI: "Vai trò chỉ có thể kết thúc từ hôm nay và sớm hơn ngày kết thúc đã định.", EN: "A role ends from today on, and earlier than the end already set."}
)
