package render

import "time"

func date(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

func plain() Facts {
	born, mark := date(1985, 1, 5), 850
	return Facts{
		CertifiedBy: "Trưởng ban Chỉ đạo 138 tỉnh Quảng Ngãi", Salutation: SalutationOfficer,
		Name: "Nguyễn Thị Hồng Hạnh", BirthDate: &born, Unit: "Sở Khoa học và Công nghệ tỉnh Quảng Ngãi",
		CourseTitle: "Nhận biết lừa đảo trực tuyến", From: date(2026, 1, 12), To: date(2026, 1, 25), Periods: 8,
		Form: "trực tuyến", Score: &mark, Classification: "Giỏi",
		BasisDocument: "Quyết định số 15/QĐ-BCĐ138 ngày 02/02/2026 của Ban Chỉ đạo 138 tỉnh công nhận kết quả",
		IssuerLines:   []string{"UBND TỈNH QUẢNG NGÃI", "BAN CHỈ ĐẠO 138"}, Place: "Quảng Ngãi", IssuedOn: date(2026, 2, 5),
		SignerLines: []string{"KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN"}, SignerName: "Trần Văn Mẫu",
		RegisterNumber: "0123/2026/GCN-BCĐ138", Code: "7KQF-2M9X-H4TB-W6PC-N3RA-8YVD-E5",
		VerifyURL: "https://taphuan.example.vn/xac-minh/7KQF2M9XH4TBW6PCN3RA8YVDE5",
	}
}

// samples are the pages that were looked at: a usual one, everything long, a demonstration with a
// minority name, and a student with the least facts.
func samples() map[string]Facts {
	long := plain()
	long.Name = "Nguyễn Phước Hoàng Bảo Trân Công Tằng Tôn Nữ Thị Quỳnh Phương"
	long.Unit = "Trường Phổ thông dân tộc bán trú Tiểu học và Trung học cơ sở Đặng Thùy Trâm, " +
		"xã Đặng Thùy Trâm, tỉnh Quảng Ngãi"
	long.CourseTitle = "Tập huấn nâng cao kỹ năng nhận biết, phòng ngừa và xử lý hành vi lừa đảo chiếm đoạt " +
		"tài sản trên không gian mạng dành cho cán bộ, công chức, viên chức cấp xã năm 2026"
	long.SignerLines = []string{"KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN THƯỜNG TRỰC", "GIÁM ĐỐC CÔNG AN TỈNH"}

	demo := plain()
	demo.Demo, demo.Name, demo.RegisterNumber = true, "Đinh Thị K' Rớt", "DEMO-0007/2026/GCN"

	student := plain()
	student.Salutation, student.Name, student.BirthDate, student.Score, student.BasisDocument = "", "Y Blứ", nil, nil, ""
	student.Unit = "Lớp 8A1, Trường THCS Nguyễn Nghiêm"
	student.From, student.Periods, student.Form = student.To, 2, ""
	minority := plain()
	minority.Name, minority.SignerName, minority.Classification = "Y Bhăm Niê Kdăm", "H'Hen Niê", ""
	return map[string]Facts{"minority": minority, "plain": plain(), "long": long, "demo": demo, "student": student}
}

// designs are one of each form, each in the colors it was drawn for.
func designs() map[string]Design {
	all := map[string]Design{}
	for form, choice := range map[Form]struct {
		palette    string
		background Background
	}{Woven: {"teal-gold", Rosette}, State: {"crimson-gold", Plain}, Arcs: {"terracotta", Rays}} {
		d, err := NewDesign(form, choice.palette, choice.background, nil)
		if err != nil {
			panic(err)
		}
		all[string(form)] = d
	}
	return all
}
