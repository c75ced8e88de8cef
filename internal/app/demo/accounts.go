package demo

import (
	"context"
	"crypto/rand"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/identity"
	"taphuan/internal/postgres"
)

// Account (tài khoản minh họa) is an account whose password is printed. Everybody else has none
// until a slip is printed.
type Account struct {
	Role     access.Role
	Username string
	Password string
	Note     fault.Text // who it is, for whoever tries it
}

// Accounts returns the printed accounts, one per role at least, in the order in which people meet
// the roles.
func Accounts() []Account {
	list := make([]Account, len(cast))
	for i, a := range cast {
		list[i] = Account{Role: a.role, Username: a.username, Password: a.username + "-mau-138", Note: a.note}
	}
	return list
}

// actor is the person behind a printed account.
type actor struct {
	role     access.Role
	username string
	name     string
	note     fault.Text
	place    string // code of the agency of work or the school
	post     post
	scope    string // code of the agency in which the role is held
}

// cast lists them. Names are invented.
var cast = []actor{
	{access.Learner, "hocvien", "Phạm Thị Thu Lài", fault.Text{VI: "Học viên: văn thư xã Bình Sơn", EN: "Learner: clerk of Bình Sơn commune"},
		"21040-VP", post{0, "Văn thư - Lưu trữ", "clerk"}, ""},
	{access.Learner, "hocsinh", "Đinh Thị Y Hoa", fault.Text{VI: "Học viên: học sinh lớp 12A1 Trường THPT Bình Sơn", EN: "Learner: student of class 12A1, Bình Sơn high school"},
		"THPT-BS", post{}, ""},
	{access.ClassTeacher, "giaovien", "Bùi Thanh Thảo", fault.Text{VI: "Giáo viên chủ nhiệm lớp 12A1 Trường THPT Bình Sơn", EN: "Class teacher of 12A1, Bình Sơn high school"},
		"THPT-BS", post{0, "Giáo viên", "teacher"}, "THPT-BS"},
	{access.FocalPoint, "nhatruong", "Trương Minh Khuê", fault.Text{VI: "Đầu mối nhà trường: Trường THPT Bình Sơn", EN: "School administrator: Bình Sơn high school"},
		"THPT-BS", post{0, "Nhân viên công nghệ thông tin", "teacher"}, "THPT-BS"},
	{access.FocalPoint, "daumoi", "Võ Ngọc Thạch", fault.Text{VI: "Đầu mối cơ quan: xã Bình Sơn", EN: "Focal point: Bình Sơn commune"},
		"21040-VHXH", post{0, "Công chức chuyên môn", "commune_staff"}, "21040"},
	{access.AgencyLeader, "lanhdao", "Nguyễn Hoài Nhân", fault.Text{VI: "Lãnh đạo cơ quan: xã Bình Sơn", EN: "Agency leader: Bình Sơn commune"},
		"21040-VP", post{0, "Phó Chánh Văn phòng", "leader"}, "21040"},
	{access.ProvinceManager, "tinh", "Trần Diệu Uyên", fault.Text{VI: "Quản lý cấp tỉnh: Sở Khoa học và Công nghệ", EN: "Province manager: Department of Science and Technology"},
		"SKHCN", post{0, "Chuyên viên", "officer"}, "51"},
	{access.StandingAgency, "thuongtruc", "Huỳnh Tấn Luân", fault.Text{VI: "Cơ quan thường trực: Công an tỉnh (PV05)", EN: "Standing agency: province police (PV05)"},
		"CAT-PV05", post{0, "Cán bộ", "officer"}, "51"},
	{access.Author, "biensoan", "Lê Khánh Ngân", fault.Text{VI: "Biên soạn nội dung: Trường Đại học Phạm Văn Đồng", EN: "Author: Phạm Văn Đồng University"},
		"DHPVD", post{0, "Giảng viên", "teacher"}, "51"},
	{access.Reviewer, "thamdinh", "Đặng Quốc Trí", fault.Text{VI: "Thẩm định nội dung: Sở Giáo dục và Đào tạo", EN: "Reviewer: Department of Education and Training"},
		"SGDDT", post{0, "Chuyên viên", "officer"}, "51"},
	{access.Inspector, "kiemtra", "Phan Hữu Lộc", fault.Text{VI: "Kiểm tra, đánh giá: Thanh tra tỉnh, kiểm tra xã Bình Sơn", EN: "Inspector: Provincial Inspectorate, inspects Bình Sơn commune"},
		"TTT", post{0, "Thanh tra viên", "officer"}, "21040"},
	{access.SystemAdmin, "quantri", "Hồ Thị Xoan", fault.Text{VI: "Quản trị hệ thống", EN: "System administrator"},
		"SKHCN", post{0, "Chuyên viên", "officer"}, "51"},
	{access.Grader, "giamkhao", "Ngô Thị Bích Trâm", fault.Text{VI: "Giám khảo: chấm bài tự luận, không thấy tên", EN: "Grader: marks answers in words, without names"},
		"DHPVD", post{0, "Giảng viên", "teacher"}, "51"},
	{access.Grader, "giamkhao2", "Cao Văn Hiệp", fault.Text{VI: "Giám khảo thứ hai: bài chấm hai lần cần hai người", EN: "Second grader: what is marked twice needs two people"},
		"DHPVD", post{0, "Giảng viên", "teacher"}, "51"},
	{access.Examiner, "khaothi", "Tạ Minh Nguyệt", fault.Text{VI: "Phụ trách khảo thí: bài chấm lệch, phúc khảo, đính chính đáp án", EN: "Examiner: marks that differ, appeals, corrections of keys"},
		"SGDDT", post{0, "Chuyên viên", "officer"}, "51"},
	{access.Examiner, "khaothi2", "Lương Đình Bảo", fault.Text{VI: "Phụ trách khảo thí thứ hai: duyệt việc người kia đề nghị", EN: "Second examiner: approves what the other proposes"},
		"SNV", post{0, "Chuyên viên", "officer"}, "51"},
	{access.Registrar, "giuso", "Vũ Thị Ánh Tuyết", fault.Text{VI: "Cán bộ giữ sổ: sổ cấp giấy chứng nhận của Công an tỉnh", EN: "Registrar: the certificate register of the province police"},
		"CAT-PX01", post{0, "Cán bộ", "officer"}, "CAT"},
	{access.AgencyLeader, "kyduyet", "Đoàn Quang Thái", fault.Text{VI: "Lãnh đạo cơ quan cấp giấy: duyệt việc cán bộ giữ sổ đề nghị", EN: "Leader of the issuing agency: approves what the registrar proposes"},
		"CAT-PV01", post{0, "Phó Trưởng phòng", "leader"}, "CAT"},
}

// document is by which the role is held.
func (a actor) document() string {
	if a.role.NeedsEnd() {
		return "Quyết định thanh tra số 12/QĐ-TTT (mẫu)"
	}
	return "Quyết định phân công (mẫu)"
}

// openAccounts gives the cast accounts and passwords by identity's own rules.
func openAccounts(ctx context.Context, db *bun.DB, tx bun.Tx, people []uuid.UUID) error {
	secret := make([]byte, 32) // no key of the installation is needed to set a password
	rand.Read(secret)
	keys, err := identity.NewKeys(secret)
	if err != nil {
		return err
	}
	service, err := identity.New(identity.Options{DB: &postgres.DB{Bun: db}, Keys: keys, PublicURL: "http://localhost"})
	if err != nil {
		return err
	}
	for i, a := range Accounts() {
		username, err := service.CreateAccountTx(ctx, tx, people[i], a.Username)
		if err != nil {
			return err
		}
		if username != a.Username {
			return fmt.Errorf("the username %s is taken", a.Username)
		}
		if err := service.SetPasswordTx(ctx, tx, people[i], a.Password); err != nil {
			return fmt.Errorf("password of %s: %w", a.Username, err)
		}
	}
	return nil
}
