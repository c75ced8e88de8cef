package notify

import (
	"fmt"
	"strings"
	"time"

	"taphuan/internal/access"
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
		if f.Renewal {
			return Words{
				fault.Text{VI: fmt.Sprintf("%s: %s, kết quả có hiệu lực đến %s", vi, leftVI(f.Days), day), EN: fmt.Sprintf("%s: %s, your completion holds until %s", en, leftEN(f.Days), day)},
				fault.Text{VI: "Học lại được từ bây giờ; kết quả cũ vẫn giữ nguyên.", EN: "You can take it again now; what you have done stays."}}
		}
		return Words{
			fault.Text{VI: fmt.Sprintf("%s: %s, hạn %s", vi, leftVI(f.Days), day), EN: fmt.Sprintf("%s: %s, due on %s", en, leftEN(f.Days), day)},
			fault.Text{VI: "Đã học đến đâu, tiếp tục từ đó.", EN: "Continue where you stopped."}}
	case DutyOverdue:
		return Words{
			fault.Text{VI: fmt.Sprintf("%s: đã quá hạn %s", vi, day), EN: fmt.Sprintf("%s: was due on %s", en, day)},
			fault.Text{VI: "Vẫn học và làm bài được. Nếu có lý do chính đáng, trao đổi với đầu mối của cơ quan.", EN: "You can still learn and take the test. If there is a good reason, talk to your agency's focal point."}}
	case UnitDue:
		return Words{
			fault.Text{VI: fmt.Sprintf("%s: %d %s chưa hoàn thành, %s (%s)", f.AgencyName, f.People, f.peopleVI(), leftVI(f.Days), vi),
				EN: fmt.Sprintf("%s: %s not done, %s (%s)", f.AgencyName, f.peopleEN(), leftEN(f.Days), en)},
			f.where()}
	case UnitOverdue:
		return Words{
			fault.Text{VI: fmt.Sprintf("%s: %d %s quá hạn %s (%s)", f.AgencyName, f.People, f.peopleVI(), day, vi),
				EN: fmt.Sprintf("%s: %s past the date of %s (%s)", f.AgencyName, f.peopleEN(), day, en)},
			f.where()}
	case ClassPlace, ClassStaff, ClassMeets, ClassChanged, ClassCancelled:
		return f.Class.words(n.Kind)
	case CertificateIssued:
		return Words{
			fault.Text{VI: "Đã cấp giấy chứng nhận: " + vi, EN: "Certificate issued: " + en},
			fault.Text{VI: "Số vào sổ " + f.Number + ". Tải ở mục Giấy chứng nhận.", EN: "Register number " + f.Number + ". Download it under Certificates."}}
	case CertificateEnding:
		return Words{
			fault.Text{VI: fmt.Sprintf("Giấy chứng nhận sắp hết hạn (%s): %s", day, vi), EN: fmt.Sprintf("A certificate is valid until %s: %s", day, en)},
			fault.Text{VI: "Số vào sổ " + f.Number + ". Học lại khóa này để được cấp giấy mới; giấy cũ vẫn giữ nguyên trong sổ.", EN: "Register number " + f.Number + ". Take the course again for a new one; the old one stays in the register."}}
	case CertificateRevoked:
		return Words{
			fault.Text{VI: "Đã thu hồi giấy chứng nhận: " + vi, EN: "Certificate revoked: " + en},
			fault.Text{VI: "Số vào sổ " + f.Number + ". Lý do ghi ở trang xác minh của giấy. Nếu thấy không đúng, trao đổi với đầu mối của cơ quan.", EN: "Register number " + f.Number + ". The reason stands on its verification page. If it is wrong, talk to your agency's focal point."}}
	case ExemptionDecided, RecognitionDecided, ResultDecided:
		words := decided[n.Kind][f.Outcome]
		return Words{fault.Text{VI: words.Title.VI + ": " + vi, EN: words.Title.EN + ": " + en}, words.Detail}
	case RoleGranted:
		role := f.role()
		return Words{fault.Text{VI: fmt.Sprintf("Được giao vai trò %s tại %s", role.VI, f.AgencyName), EN: fmt.Sprintf("You were given the role %s at %s", role.EN, f.AgencyName)}, notYours}
	case RoleRevoked:
		role := f.role()
		return Words{fault.Text{VI: fmt.Sprintf("Thôi vai trò %s tại %s", role.VI, f.AgencyName), EN: fmt.Sprintf("The role %s at %s was taken away", role.EN, f.AgencyName)}, notYours}
	case SlipPrinted:
		return Words{fault.Text{VI: "Đã in phiếu đăng nhập mới cho tài khoản này", EN: "A new sign-in slip was printed for this account"},
			fault.Text{VI: "Ai cầm phiếu đều đăng nhập được. Ai in: xem mục Ai đã xem dữ liệu của tôi. Nếu không nhờ cấp lại mật khẩu: đổi mật khẩu ngay để hủy phiếu và báo cho đầu mối của cơ quan.",
				EN: "Whoever holds the slip can sign in. Who printed it is under Who has seen my data. If you did not ask for a new password: change yours at once, which voids the slip, and tell your agency's focal point."}}
	case FactorsReset:
		return Words{fault.Text{VI: "Xác thực hai bước đã được đặt lại", EN: "Your two-step verification was reset"},
			fault.Text{VI: "Hãy đăng nhập và bật lại. Ai làm, vì sao: xem ở mục Tài khoản. Nếu không yêu cầu việc này, báo ngay cho đầu mối của cơ quan.",
				EN: "Sign in and turn it on again. Who did it and why is under Account. If you did not ask for it, tell your agency's focal point at once."}}
	}
	return Words{fault.Text{VI: string(n.Kind), EN: string(n.Kind)}, fault.Text{}}
}

// notYours follows a change of somebody's roles.
var notYours = fault.Text{VI: "Ai làm, theo văn bản nào: xem ở mục Tài khoản. Nếu thấy không đúng, báo cho đầu mối của cơ quan.",
	EN: "Who did it, by which document, is under Account. If it is wrong, tell your agency's focal point."}

// role is the name of the role that was given or taken away.
func (f Facts) role() fault.Text { return access.Role(f.Role).Name() }

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
	if days == 0 {
		return "today is the last day"
	}
	return fault.Counted(days, "day", "days") + " left"
}

func (f Facts) peopleVI() string {
	if f.Students {
		return "học sinh, sinh viên"
	}
	return "người"
}

func (f Facts) peopleEN() string {
	if f.Students {
		return fault.Counted(f.People, "student", "students")
	}
	return fault.Counted(f.People, "person", "people")
}

// where says where the figures of a unit stand; students have lines of their own.
func (f Facts) where() fault.Text {
	if f.Students {
		return fault.Text{VI: "Nhắc trong giờ sinh hoạt lớp hoặc qua gia đình.", EN: "Remind them in class or through their families."}
	}
	return fault.Text{VI: "Xem ở mục Kết quả của cơ quan.", EN: "See Completion of the agency."}
}

// decided are the words of decisions, by their outcome. The reason stays where the case stands: it may
// name somebody.
var decided = map[Kind]map[string]Words{
	ExemptionDecided: {
		"approved": {fault.Text{VI: "Đã duyệt miễn học", EN: "Exemption approved"},
			fault.Text{VI: "Khóa học này không còn phải học trong thời gian được miễn.", EN: "You need not take this course while the exemption holds."}},
		"refused": {fault.Text{VI: "Không duyệt miễn học", EN: "Exemption refused"},
			fault.Text{VI: "Khóa học vẫn phải học. Hỏi lý do ở đầu mối của cơ quan.", EN: "The course is still required. Ask your agency's focal point for the reason."}},
		"withdrawn": {fault.Text{VI: "Đã thu hồi miễn học", EN: "Exemption withdrawn"},
			fault.Text{VI: "Từ nay khóa học lại phải học. Hỏi lý do ở đầu mối của cơ quan.", EN: "The course is required again. Ask your agency's focal point for the reason."}},
	},
	RecognitionDecided: {
		"accepted": {fault.Text{VI: "Đã công nhận kết quả học ở nơi khác", EN: "Certificate from elsewhere recognized"},
			fault.Text{VI: "Không phải học lại khóa này. Xem ở mục Việc học của tôi.", EN: "You need not take this course. See My learning."}},
		"refused": {fault.Text{VI: "Không công nhận kết quả học ở nơi khác", EN: "Certificate from elsewhere not recognized"},
			fault.Text{VI: "Lý do ghi ở mục Việc học của tôi.", EN: "The reason stands under My learning."}},
		"returned": {fault.Text{VI: "Trả lại đề nghị công nhận", EN: "Request for recognition returned"},
			fault.Text{VI: "Xem ghi chú ở mục Việc học của tôi, sửa rồi gửi lại.", EN: "Read the note under My learning, then send it again."}},
		"withdrawn": {fault.Text{VI: "Đã thu hồi việc công nhận", EN: "Recognition withdrawn"},
			fault.Text{VI: "Lý do ghi ở mục Việc học của tôi. Khóa học có thể lại phải học.", EN: "The reason stands under My learning. The course may be required again."}},
	},
	ResultDecided: {
		"marked": {fault.Text{VI: "Đã chấm xong bài kiểm tra", EN: "Your test has been marked"},
			fault.Text{VI: "Xem điểm và nhận xét ở mục Việc học của tôi.", EN: "Points and comments are under My learning."}},
		"corrected": {fault.Text{VI: "Điểm bài kiểm tra đã đổi do đính chính đáp án", EN: "Your test result has changed: a key was corrected"},
			fault.Text{VI: "Ai đã đạt thì vẫn đạt. Xem điểm mới ở mục Việc học của tôi.", EN: "Whoever has passed stays passed. The new points are under My learning."}},
		"changed": {fault.Text{VI: "Phúc khảo: điểm đã đổi", EN: "Appeal: your points have changed"},
			fault.Text{VI: "Xem điểm mới và câu trả lời ở mục Việc học của tôi.", EN: "The new points and the answer are under My learning."}},
		"kept": {fault.Text{VI: "Phúc khảo: giữ nguyên điểm", EN: "Appeal: your points stay"},
			fault.Text{VI: "Xem câu trả lời ở mục Việc học của tôi.", EN: "The answer is under My learning."}},
	},
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

// noticeLetter writes a mail of notices; an urgent one says so in its subject.
func (s *Service) noticeLetter(m Mail, notices []Notice, locale string) letter {
	var b strings.Builder
	for _, n := range notices {
		w := n.Words()
		fmt.Fprintf(&b, "- %s\n  %s\n\n", w.Title.In(locale), w.Detail.In(locale))
	}
	if more := m.Notices - len(notices); more > 0 {
		fmt.Fprintf(&b, fault.Text{VI: "Còn %d thông báo khác trong hộp thông báo.\n\n", EN: "The inbox holds %d more.\n\n"}.In(locale), more)
	}
	b.WriteString(closing.In(locale))
	subject := notices[0].Words().Title.In(locale)
	if len(notices) > 1 {
		subject = fmt.Sprintf(fault.Text{VI: "Tập Huấn: %d thông báo", EN: "Tập Huấn: %d notices"}.In(locale), m.Notices)
	}
	if m.Kind == urgentMail {
		subject = fault.Text{VI: "Gấp: ", EN: "Urgent: "}.In(locale) + subject
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
