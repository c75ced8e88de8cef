package notify

import (
	"fmt"
	"strings"
	"time"

	"taphuan/internal/fault"
)

// Words are what a notice says: one sentence, and what to do.
type Words struct{ Title, Detail fault.Text }

// Words puts the notice into words.
func (n Notice) Words() Words {
	f := n.Facts
	vi, en := f.CourseTitle, f.CourseTitleEN
	if en == "" {
		en = vi
	}
	day := f.day()
	switch n.Kind {
	case DutyDue:
		return Words{
			fault.Text{VI: fmt.Sprintf("%s: %s, hạn %s", vi, leftVI(f.Days), day), EN: fmt.Sprintf("%s: %s, due on %s", en, leftEN(f.Days), day)},
			fault.Text{VI: "Đã học đến đâu, tiếp tục từ đó.", EN: "Continue where you stopped."}}
	case DutyOverdue:
		return Words{
			fault.Text{VI: fmt.Sprintf("%s: đã quá hạn %s", vi, day), EN: fmt.Sprintf("%s: was due on %s", en, day)},
			fault.Text{VI: "Vẫn học và làm bài được. Nếu có lý do chính đáng, trao đổi với đầu mối của cơ quan.", EN: "You can still learn and take the test. If there is a good reason, talk to your agency's focal point."}}
	case UnitDue:
		return Words{
			fault.Text{VI: fmt.Sprintf("%s: %d người chưa hoàn thành, %s (%s)", f.AgencyName, f.People, leftVI(f.Days), vi), EN: fmt.Sprintf("%s: %s not done, %s (%s)", f.AgencyName, peopleEN(f.People), leftEN(f.Days), en)},
			fault.Text{VI: "Danh sách ở mục Kết quả của cơ quan.", EN: "The list is under Completion of the agency."}}
	case UnitOverdue:
		return Words{
			fault.Text{VI: fmt.Sprintf("%s: %d người quá hạn %s (%s)", f.AgencyName, f.People, day, vi), EN: fmt.Sprintf("%s: %s past the date of %s (%s)", f.AgencyName, peopleEN(f.People), day, en)},
			fault.Text{VI: "Số liệu ở mục Kết quả của cơ quan.", EN: "The figures are under Completion of the agency."}}
	case CertificateIssued:
		return Words{
			fault.Text{VI: "Đã cấp giấy chứng nhận: " + vi, EN: "Certificate issued: " + en},
			fault.Text{VI: "Số vào sổ " + f.Number + ". Tải ở mục Giấy chứng nhận.", EN: "Register number " + f.Number + ". Download it under Certificates."}}
	}
	return Words{fault.Text{VI: string(n.Kind), EN: string(n.Kind)}, fault.Text{}}
}

// day is the date as people in Viet Nam write it.
func (f Facts) day() string {
	d, err := time.Parse(time.DateOnly, f.DueOn)
	if err != nil {
		return f.DueOn
	}
	return d.Format("02/01/2006")
}

func leftVI(days int) string {
	if days == 0 {
		return "hạn là hôm nay"
	}
	return fmt.Sprintf("còn %d ngày", days)
}

func leftEN(days int) string {
	switch days {
	case 0:
		return "today is the last day"
	case 1:
		return "1 day left"
	}
	return fmt.Sprintf("%d days left", days)
}

func peopleEN(n int) string {
	if n == 1 {
		return "1 person"
	}
	return fmt.Sprintf("%d people", n)
}

const demoMark = "MẪU - SỐ LIỆU MINH HỌA"

// No text has a link: whoever learns here not to click is not asked to click.
var (
	closing = fault.Text{
		VI: "Thư này không có liên kết đăng nhập. Hãy mở trang Tập Huấn bằng dấu trang đã lưu.\nChọn thông báo nào gửi qua thư ở mục Tài khoản.",
		EN: "This mail has no link to sign in. Open the Tập Huấn page by your own bookmark.\nChoose what is mailed under Account."}
	codeSubject = fault.Text{VI: "Mã xác nhận địa chỉ thư", EN: "Code to confirm your mail address"}
	codeText    = fault.Text{
		VI: "Mã xác nhận: %s\n\nNhập mã này ở mục Tài khoản trong 15 phút. Không đọc mã cho người khác.\nNếu không yêu cầu mã này, hãy bỏ qua thư.",
		EN: "Code: %s\n\nEnter it under Account within 15 minutes. Do not tell it to anyone.\nIf you did not ask for it, ignore this mail."}
)

func (s *Service) codeLetter(code, locale string) letter {
	return s.marked(letter{subject: "Tập Huấn: " + codeSubject.In(locale), text: fmt.Sprintf(codeText.In(locale), code)})
}

func (s *Service) digestLetter(notices []Notice, all int, locale string) letter {
	var b strings.Builder
	for _, n := range notices {
		w := n.Words()
		fmt.Fprintf(&b, "- %s\n  %s\n\n", w.Title.In(locale), w.Detail.In(locale))
	}
	if more := all - len(notices); more > 0 {
		fmt.Fprintf(&b, fault.Text{VI: "Còn %d thông báo khác trong hộp thông báo.\n\n", EN: "%d more notices are in the inbox.\n\n"}.In(locale), more)
	}
	b.WriteString(closing.In(locale))
	subject := notices[0].Words().Title.In(locale)
	if len(notices) > 1 {
		subject = fmt.Sprintf(fault.Text{VI: "Tập Huấn: %d thông báo", EN: "Tập Huấn: %d notices"}.In(locale), all)
	}
	return s.marked(letter{subject: subject, text: b.String()})
}

// marked puts the mark of a demonstration on a letter.
func (s *Service) marked(l letter) letter {
	if s.Demo {
		return letter{subject: "[" + demoMark + "] " + l.subject, text: demoMark + "\n\n" + l.text}
	}
	return l
}
