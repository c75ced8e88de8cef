package notify

import (
	"fmt"

	"taphuan/internal/fault"
	"taphuan/internal/organization"
)

// words puts a notice about the class into words.
func (c Class) words(kind Kind) Words {
	switch kind {
	case ClassPlace:
		return c.placeWords()
	case ClassStaff:
		return c.staffWords()
	case ClassMeets:
		return c.meetingWords()
	case ClassCancelled:
		return Words{
			fault.Text{VI: c.Name + ": lớp đã hủy", EN: c.Name + ": cancelled"},
			fault.Text{VI: "Không phải đến lớp. Lý do ở trang của lớp.", EN: "You need not come. The reason is on the page of the class."}}
	}
	return Words{fault.Text{VI: c.Name + ": đổi lịch hoặc địa điểm", EN: c.Name + ": time or place has changed"}, c.meets()}
}

// placeWords says what became of the person's place in the class.
func (c Class) placeWords() Words {
	name := c.Name
	switch c.Place {
	case PlaceNamed:
		return Words{fault.Text{VI: "Được cử tham gia lớp: " + name, EN: "Named for the class: " + name}, c.meets()}
	case PlaceInQueue:
		return Words{fault.Text{VI: "Được cử tham gia lớp: " + name, EN: "Named for the class: " + name}, inQueue}
	case PlaceApproved:
		return Words{fault.Text{VI: "Đăng ký đã được duyệt: " + name, EN: "Registration approved: " + name}, inQueue}
	case PlaceGiven:
		return Words{fault.Text{VI: "Đã có chỗ trong lớp: " + name, EN: "You have a place in the class: " + name}, c.meets()}
	case PlaceRefused:
		return Words{fault.Text{VI: "Đăng ký không được duyệt: " + name, EN: "Registration not approved: " + name},
			fault.Text{VI: "Muốn biết lý do, hỏi đơn vị chủ trì lớp.", EN: "Ask the host of the class for the reason."}}
	}
	return Words{fault.Text{VI: "Đã rút tên khỏi lớp: " + name, EN: "Taken off the class: " + name},
		fault.Text{VI: "Nếu có nhầm lẫn, báo với đầu mối của cơ quan.", EN: "If this is a mistake, tell your agency's focal point."}}
}

// inQueue follows what was decided for somebody for whom there is no place yet.
var inQueue = fault.Text{VI: "Lớp đã đủ chỗ, đang trong danh sách chờ. Có chỗ sẽ báo ngay.",
	EN: "The class is full; you are on the waiting list. You will be told when there is a place."}

// staffWords says what the person is named for in the class.
func (c Class) staffWords() Words {
	switch c.Role {
	case RoleOrganizer:
		return Words{fault.Text{VI: "Được giao phụ trách lớp: " + c.Name, EN: "Named to organize the class: " + c.Name}, c.meets()}
	case RoleInstructor:
		return Words{fault.Text{VI: "Được phân công giảng dạy lớp: " + c.Name, EN: "Named to teach the class: " + c.Name}, c.meets()}
	case RoleAssistant:
		return Words{fault.Text{VI: "Được phân công trợ giảng lớp: " + c.Name, EN: "Named to assist in the class: " + c.Name}, c.meets()}
	}
	return Words{fault.Text{VI: "Thôi phân công ở lớp: " + c.Name, EN: "No longer named to run the class: " + c.Name},
		fault.Text{VI: "Nếu có nhầm lẫn, báo với đơn vị chủ trì lớp.", EN: "If this is a mistake, tell the host of the class."}}
}

// meetingWords says when and where a session is held. The date stands in it: a notice is read on any day.
func (c Class) meetingWords() Words {
	at := c.Next.In(organization.HoChiMinh)
	clock, day := at.Format("15:04"), at.Format("02/01/2006")
	where := fault.Text{VI: "Tại " + c.Where + ".", EN: "At " + c.Where + "."}
	if c.Where == "" {
		where = fault.Text{VI: "Vào phòng họp trực tuyến từ trang của lớp.", EN: "Join online from the page of the class."}
	}
	return Words{fault.Text{VI: fmt.Sprintf("%s: buổi %d, %s ngày %s", c.Name, c.Session, clock, day),
		EN: fmt.Sprintf("%s: session %d, %s on %s", c.Name, c.Session, clock, day)}, where}
}

// meets says when and where the class meets next.
func (c Class) meets() fault.Text {
	if c.Next == nil {
		return fault.Text{VI: "Xem lịch ở trang của lớp.", EN: "See the times on the page of the class."}
	}
	at := c.Next.In(organization.HoChiMinh).Format("15:04 02/01/2006")
	if c.Where == "" {
		return fault.Text{VI: "Buổi tới: " + at + ".", EN: "Next session: " + at + "."}
	}
	return fault.Text{VI: "Buổi tới: " + at + ", " + c.Where + ".", EN: "Next session: " + at + ", " + c.Where + "."}
}
