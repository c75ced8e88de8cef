package gathering

import (
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/fault"
	"taphuan/internal/vietnamese"
)

// Form (hình thức) is how a class is held.
type Form string

// The forms of a class.
const (
	InPerson Form = "in_person" // trực tiếp
	Online   Form = "online"    // trực tuyến
	Blended  Form = "blended"   // kết hợp
)

// State (trạng thái) is where a class stands; doc.go draws the way.
type State string

// The states of a class.
const (
	Draft     State = "draft"
	Open      State = "open"
	Running   State = "running"
	Finished  State = "finished"
	Cancelled State = "cancelled"
)

// ways are the states that may follow each state.
var ways = map[State][]State{Draft: {Open, Cancelled}, Open: {Running, Cancelled}, Running: {Finished, Cancelled}}

// Registration (tự đăng ký) says who may ask for a place without being named.
type Registration string

// Who may register.
const (
	NoRegistration   Registration = "none"
	HostRegistration Registration = "host" // people of the host and its subtree
	AllRegistration  Registration = "all"
)

// AttendanceRole says what attendance means for completing the course.
type AttendanceRole string

// What attendance counts as. The share is the class's own, so course versions stay as they are.
const (
	CountsNothing AttendanceRole = "none"    // noted, asked for nothing
	CountsLessons AttendanceRole = "lessons" // stands for the lessons; the final test remains
	CountsPart    AttendanceRole = "part"    // a part beside lessons and final test
)

// Class (lớp tập huấn) is a run of a course.
type Class struct {
	bun.BaseModel    `bun:"table:gathering.classes,alias:c"`
	ID               uuid.UUID      `bun:"id"`
	HostID           uuid.UUID      `bun:"host_agency_id"`
	Year             int            `bun:"year"`
	Code             string         `bun:"code"` // unique for host and year
	Name             string         `bun:"name"`
	CourseID         uuid.UUID      `bun:"course_id"`
	CourseVersionID  uuid.UUID      `bun:"course_version_id"`
	Field            string         `bun:"field"` // of the course
	Form             Form           `bun:"form"`
	Place            string         `bun:"place"`
	MeetingURL       string         `bun:"meeting_url"` // for participants only
	StartsOn         time.Time      `bun:"starts_on,type:date"`
	EndsOn           time.Time      `bun:"ends_on,type:date"`
	Seats            int            `bun:"seats"`
	Registration     Registration   `bun:"registration"`
	RegistrationFrom *time.Time     `bun:"registration_from,type:date"`
	RegistrationTo   *time.Time     `bun:"registration_to,type:date"`
	AttendanceRole   AttendanceRole `bun:"attendance_role"`
	AttendanceShare  int            `bun:"attendance_share"` // percent of the sessions
	Document         string         `bun:"document"`         // under which it is held
	Note             string         `bun:"note"`
	InstructorNames  []string       `bun:"instructor_names,array"`
	BudgetPlanned    *int64         `bun:"budget_planned"` // đồng, tự kê khai
	BudgetSpent      *int64         `bun:"budget_spent"`
	BudgetSource     string         `bun:"budget_source"`
	State            State          `bun:"state"`
	CancelReason     string         `bun:"cancel_reason"`
	CreatedBy        *uuid.UUID     `bun:"created_by"`
}

// MaxSeats bounds a class.
const MaxSeats = 1000

// maxDays bounds how long a class lasts.
const maxDays = 366

// ended reports whether nothing of the class may change any more but its roll calls.
func (c Class) ended() bool { return c.State == Finished || c.State == Cancelled }

// isAnnounced reports whether people are told of changes: the class is open and has not ended.
func (c Class) isAnnounced() bool { return c.State == Open || c.State == Running }

// registers reports whether own registration is open on a day.
func (c Class) registers(day time.Time) bool {
	return c.State == Open && c.Registration != NoRegistration && c.RegistrationFrom != nil && c.RegistrationTo != nil &&
		!day.Before(*c.RegistrationFrom) && !day.After(*c.RegistrationTo)
}

// normalize brings typed texts to their stored form.
func (c *Class) normalize() {
	for _, text := range []*string{&c.Code, &c.Name, &c.Place, &c.MeetingURL, &c.Document, &c.Note, &c.BudgetSource} {
		*text = vietnamese.Normalize(*text)
	}
	c.Year = c.StartsOn.Year()
	if c.Registration == NoRegistration {
		c.RegistrationFrom, c.RegistrationTo = nil, nil
	}
}

// check says what is wrong with a normalized class: fault.ErrInvalid with the fields.
func (c Class) check() error {
	wrong := fault.ErrInvalid
	if c.Name == "" {
		wrong = wrong.At("body.name", "required", fault.TextRequired)
	}
	if c.EndsOn.Before(c.StartsOn) || c.EndsOn.Sub(c.StartsOn) > maxDays*24*time.Hour {
		wrong = wrong.At("body.endsOn", "order", fault.Text{VI: "Ngày kết thúc phải từ ngày khai giảng trở đi, trong vòng một năm.", EN: "The last day must not be before the first, and within a year of it."})
	}
	if c.Form != Online && c.Place == "" {
		wrong = wrong.At("body.place", "required", fault.Text{VI: "Lớp trực tiếp hoặc kết hợp cần địa điểm.", EN: "A class in person or blended needs a place."})
	}
	if c.MeetingURL != "" && !isHTTPS(c.MeetingURL) {
		wrong = wrong.At("body.meetingUrl", "invalid", fault.Text{VI: "Địa chỉ phòng họp phải bắt đầu bằng https://.", EN: "The meeting address must begin with https://."})
	}
	if c.Seats < 1 || c.Seats > MaxSeats {
		wrong = wrong.At("body.seats", "range", fault.Text{VI: "Số chỗ từ 1 đến 1.000.", EN: "Seats: 1 to 1,000."})
	}
	if c.Registration != NoRegistration && (c.RegistrationFrom == nil || c.RegistrationTo == nil || c.RegistrationTo.Before(*c.RegistrationFrom)) {
		wrong = wrong.At("body.registrationTo", "order", fault.Text{VI: "Cho đăng ký thì cần ngày mở và ngày đóng, ngày đóng không sớm hơn ngày mở.", EN: "Registration needs a first and a last day, in this order."})
	}
	if len(wrong.Fields) > 0 {
		return wrong
	}
	return nil
}
