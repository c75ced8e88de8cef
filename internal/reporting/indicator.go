package reporting

import "taphuan/internal/fault"

// Form says how a value is written. Every value is an integer.
type Form string

// The forms of a value.
const (
	FormCount   Form = "count"   // whole number
	FormRate    Form = "rate"    // hundredths of a percent
	FormScore   Form = "score"   // hundredths of a point on the scale of 10
	FormPeriods Form = "periods" // hundredths of a period or an hour
)

// Indicator (chỉ tiêu) is one figure of the plan, defined here and nowhere else.
type Indicator struct {
	Code    string
	Name    fault.Text
	Unit    fault.Text
	Formula fault.Text
	Form    Form
	Version int    // of the rule; printed with the figure
	Query   string // file in query/ that counts it; "" while nothing can
	// State indicators are taken on a day over the people of that day; they have no sum over time.
	State bool
	// Students marks the lines that are kept apart from the officers'.
	Students bool
	value    func(f figures) *int64
}

// number takes one column; a missing row is 0.
func number(column string) func(figures) *int64 {
	return func(f figures) *int64 { n := f[column]; return &n }
}

// share is one column among another, in hundredths of a percent.
func share(part, base string) func(figures) *int64 {
	return func(f figures) *int64 { return rate(f[part], f[base]) }
}

// mean takes a column that has a value only when somebody stands behind it.
func mean(column, among string) func(figures) *int64 {
	return func(f figures) *int64 {
		if f[among] == 0 {
			return nil
		}
		n := f[column]
		return &n
	}
}

var (
	unitPeople  = fault.Text{VI: "người", EN: "people"}
	unitTurns   = fault.Text{VI: "lượt", EN: "turns"}
	unitPercent = fault.Text{VI: "%", EN: "%"}
	unitScore   = fault.Text{VI: "điểm", EN: "points"}
	unitClasses = fault.Text{VI: "lớp", EN: "classes"}
	unitCert    = fault.Text{VI: "giấy", EN: "certificates"}
)

// indicators are the figures of the plan that the platform can count, in the order of the report.
var indicators = []Indicator{
	{Code: "A1", Version: 1, Form: FormCount, State: true, Query: "strength", value: number("strength"), Unit: unitPeople,
		Name:    fault.Text{VI: "Số cán bộ, công chức, viên chức thuộc diện tập huấn", EN: "Officers in scope"},
		Formula: fault.Text{VI: "Số người có vị trí công tác dùng để báo cáo tại đơn vị vào ngày chốt số liệu", EN: "People whose counting posting is in the unit on the closing day"}},
	{Code: "A2.1", Version: 1, Form: FormCount, State: true, Query: "strength", value: number("dedicated"), Unit: unitPeople,
		Name:    fault.Text{VI: "Cán bộ chuyên trách", EN: "Dedicated staff"},
		Formula: fault.Text{VI: "Số người thuộc A1 được phân công chuyên trách vào ngày chốt số liệu", EN: "People of A1 who are dedicated to the task on the closing day"}},
	{Code: "A2.2", Version: 1, Form: FormCount, State: true, Query: "strength", value: number("dual_role"), Unit: unitPeople,
		Name:    fault.Text{VI: "Cán bộ kiêm nhiệm", EN: "Dual-role staff"},
		Formula: fault.Text{VI: "Số người thuộc A1 được phân công kiêm nhiệm vào ngày chốt số liệu", EN: "People of A1 who have the task beside another on the closing day"}},
	{Code: "B1", Version: 2, Form: FormCount, Query: "classes", value: number("held"), Unit: unitClasses,
		Name:    fault.Text{VI: "Số lớp tập huấn đã tổ chức", EN: "Training classes held"},
		Formula: fault.Text{VI: "Số lớp do đơn vị chủ trì có ít nhất một buổi đã khóa điểm danh trong kỳ; không tính lớp đã hủy", EN: "Classes hosted by the unit with at least one session in the window whose roll call is closed; cancelled classes are left out"}},
	{Code: "B1.1", Version: 1, Form: FormCount, Query: "classes", value: number("in_person"), Unit: unitClasses,
		Name:    fault.Text{VI: "Lớp trực tiếp", EN: "Classes in person"},
		Formula: fault.Text{VI: "Như B1, hình thức trực tiếp", EN: "As B1, in person"}},
	{Code: "B1.2", Version: 1, Form: FormCount, Query: "classes", value: number("online"), Unit: unitClasses,
		Name:    fault.Text{VI: "Lớp trực tuyến", EN: "Classes online"},
		Formula: fault.Text{VI: "Như B1, hình thức trực tuyến", EN: "As B1, online"}},
	{Code: "B1.3", Version: 1, Form: FormCount, Query: "classes", value: number("blended"), Unit: unitClasses,
		Name:    fault.Text{VI: "Lớp kết hợp", EN: "Classes blended"},
		Formula: fault.Text{VI: "Như B1, hình thức kết hợp", EN: "As B1, blended"}},
	{Code: "B2", Version: 1, Form: FormCount, Query: "turns", value: number("turns"), Unit: unitTurns,
		Name:    fault.Text{VI: "Số lượt học viên", EN: "Turns of learners"},
		Formula: fault.Text{VI: "Số lượt ghi danh bắt đầu học trong kỳ, theo cơ quan lúc ghi danh", EN: "Enrollments begun in the window, by the agency of enrolling"}},
	{Code: "B3", Version: 1, Form: FormCount, Query: "trained", value: number("people"), Unit: unitPeople,
		Name:    fault.Text{VI: "Số người được tập huấn (không trùng)", EN: "Distinct people trained"},
		Formula: fault.Text{VI: "Số người khác nhau hoàn thành ít nhất một khóa học trong kỳ, theo cơ quan lúc hoàn thành; không cộng giữa các đơn vị hoặc khóa học", EN: "Distinct people who completed a course in the window, by the agency of completing; never summed over units or courses"}},
	{Code: "B4", Version: 1, Form: FormRate, State: true, Query: "strength", value: share("covered", "strength"), Unit: unitPercent,
		Name:    fault.Text{VI: "Tỷ lệ bao phủ", EN: "Coverage"},
		Formula: fault.Text{VI: "Số người thuộc A1 đã hoàn thành ít nhất một khóa học trong kỳ, ở bất kỳ đơn vị nào / A1", EN: "People of A1 who completed a course in the window anywhere / A1"}},
	{Code: "B5.1", Version: 1, Form: FormCount, Query: "cohort", value: number("due_done"), Unit: unitTurns,
		Name:    fault.Text{VI: "Số lượt hoàn thành (trong số đến hạn)", EN: "Turns completed (of those due)"},
		Formula: fault.Text{VI: "Số lượt ghi danh đến hạn trong kỳ và đã hoàn thành đến ngày chốt số liệu", EN: "Enrollments due in the window and completed by the closing day"}},
	{Code: "B5.2", Version: 1, Form: FormRate, Query: "cohort", value: share("due_done", "due"), Unit: unitPercent,
		Name:    fault.Text{VI: "Tỷ lệ hoàn thành", EN: "Completion rate"},
		Formula: fault.Text{VI: "B5.1 / số lượt ghi danh đến hạn trong kỳ", EN: "B5.1 / enrollments due in the window"}},
	{Code: "B6.1", Version: 1, Form: FormScore, Query: "scores", value: mean("pre_mean", "pairs"), Unit: unitScore,
		Name:    fault.Text{VI: "Điểm trung bình trước khóa học", EN: "Mean score before"},
		Formula: fault.Text{VI: "Trung bình bài đầu vào lần đầu, chỉ của lượt học có cả bài đầu vào và bài cuối khóa; thang 10", EN: "Mean of the first pre-test, of enrollments with both tests only; scale of 10"}},
	{Code: "B6.2", Version: 1, Form: FormScore, Query: "scores", value: mean("final_mean", "pairs"), Unit: unitScore,
		Name:    fault.Text{VI: "Điểm trung bình sau khóa học", EN: "Mean score after"},
		Formula: fault.Text{VI: "Trung bình bài cuối khóa cao nhất trong kỳ của cùng các lượt học; thang 10", EN: "Mean of the best final test in the window, of the same enrollments; scale of 10"}},
	{Code: "B6.3", Version: 1, Form: FormScore, Query: "scores", Unit: unitScore,
		value: func(f figures) *int64 {
			if f["pairs"] == 0 {
				return nil
			}
			gain := f["final_mean"] - f["pre_mean"]
			return &gain
		},
		Name:    fault.Text{VI: "Mức tăng điểm", EN: "Gain"},
		Formula: fault.Text{VI: "B6.2 - B6.1", EN: "B6.2 - B6.1"}},
	{Code: "B7.1", Version: 1, Form: FormRate, Query: "scores", value: share("first_passed", "first"), Unit: unitPercent,
		Name:    fault.Text{VI: "Tỷ lệ đạt ngay lần đầu", EN: "Passed at the first attempt"},
		Formula: fault.Text{VI: "Số bài cuối khóa lần đầu đạt / số bài cuối khóa lần đầu trong kỳ", EN: "First final tests passed / first final tests in the window"}},
	{Code: "B7.2", Version: 1, Form: FormCount, Query: "scores", Unit: unitTurns,
		value:   func(f figures) *int64 { n := f["first"] - f["first_passed"]; return &n },
		Name:    fault.Text{VI: "Số lượt chưa đạt ở lần đầu", EN: "Not passed at the first attempt"},
		Formula: fault.Text{VI: "Số bài cuối khóa lần đầu trong kỳ chưa đạt", EN: "First final tests in the window that were not passed"}},
	{Code: "B8.1", Version: 1, Form: FormCount, Query: "certificates", value: number("issued"), Unit: unitCert,
		Name:    fault.Text{VI: "Số giấy chứng nhận đã cấp", EN: "Certificates issued"},
		Formula: fault.Text{VI: "Số giấy chứng nhận vào sổ trong kỳ", EN: "Certificates entered in the register in the window"}},
	{Code: "B8.2", Version: 1, Form: FormCount, Query: "certificates", value: number("revoked"), Unit: unitCert,
		Name:    fault.Text{VI: "Số giấy chứng nhận đã thu hồi", EN: "Certificates revoked"},
		Formula: fault.Text{VI: "Số giấy chứng nhận bị thu hồi trong kỳ", EN: "Certificates revoked in the window"}},
	{Code: "B9.1", Version: 1, Form: FormPeriods, Query: "trained", value: number("periods"), Unit: fault.Text{VI: "tiết", EN: "periods"},
		Name:    fault.Text{VI: "Số tiết học đã hoàn thành", EN: "Periods completed"},
		Formula: fault.Text{VI: "Tổng số tiết của các lượt hoàn thành trong kỳ; 1 tiết = 45 phút", EN: "Periods of the completions in the window; 1 period = 45 minutes"}},
	{Code: "B9.2", Version: 1, Form: FormPeriods, Query: "trained", Unit: fault.Text{VI: "giờ", EN: "hours"},
		value:   func(f figures) *int64 { n := f["periods"] * 3 / 4; return &n },
		Name:    fault.Text{VI: "Số giờ học đã hoàn thành", EN: "Hours completed"},
		Formula: fault.Text{VI: "B9.1 × 45 phút", EN: "B9.1 × 45 minutes"}},
	{Code: "B10.1", Version: 1, Form: FormCount, Query: "trained", value: number("good"), Unit: unitTurns,
		Name:    fault.Text{VI: "Xếp loại Giỏi (từ 8,0)", EN: "Graded Giỏi (from 8.0)"},
		Formula: fault.Text{VI: "Số lượt hoàn thành trong kỳ có điểm cuối khóa làm tròn một chữ số từ 8,0", EN: "Completions in the window with a final score, rounded to one decimal, from 8.0"}},
	{Code: "B10.2", Version: 1, Form: FormCount, Query: "trained", value: number("fair"), Unit: unitTurns,
		Name:    fault.Text{VI: "Xếp loại Khá (7,0 - 7,9)", EN: "Graded Khá (7.0-7.9)"},
		Formula: fault.Text{VI: "Số lượt hoàn thành trong kỳ có điểm cuối khóa làm tròn từ 7,0 đến 7,9", EN: "Completions in the window with a rounded final score of 7.0 to 7.9"}},
	{Code: "B10.3", Version: 1, Form: FormCount, Query: "trained", value: number("pass"), Unit: unitTurns,
		Name:    fault.Text{VI: "Xếp loại Đạt (dưới 7,0)", EN: "Graded Đạt (below 7.0)"},
		Formula: fault.Text{VI: "Số lượt hoàn thành trong kỳ có điểm cuối khóa làm tròn dưới 7,0, ở khóa học có điểm đạt thấp hơn", EN: "Completions in the window with a rounded final score below 7.0, where the pass mark is lower"}},
	{Code: "B10.4", Version: 1, Form: FormCount, Query: "scores", value: number("failed"), Unit: unitTurns,
		Name:    fault.Text{VI: "Không đạt", EN: "Not passed"},
		Formula: fault.Text{VI: "Số lượt học có bài cuối khóa trong kỳ nhưng chưa đạt điểm đạt của khóa học đến ngày chốt số liệu", EN: "Enrollments with a final test in the window and none passed by the closing day"}},
	{Code: "B2.HS", Version: 1, Form: FormCount, Students: true, Query: "turns", value: number("turns_students"), Unit: unitTurns,
		Name:    fault.Text{VI: "Học sinh, sinh viên: số lượt học", EN: "Students: turns"},
		Formula: fault.Text{VI: "Như B2, tính riêng học sinh, sinh viên", EN: "As B2, students alone"}},
	{Code: "B3.HS", Version: 1, Form: FormCount, Students: true, Query: "trained", value: number("people_students"), Unit: unitPeople,
		Name:    fault.Text{VI: "Học sinh, sinh viên: số người được tập huấn (không trùng)", EN: "Students: distinct people trained"},
		Formula: fault.Text{VI: "Như B3, tính riêng học sinh, sinh viên", EN: "As B3, students alone"}},
	{Code: "B5.HS", Version: 1, Form: FormRate, Students: true, Query: "cohort", value: share("due_done_students", "due_students"), Unit: unitPercent,
		Name:    fault.Text{VI: "Học sinh, sinh viên: tỷ lệ hoàn thành", EN: "Students: completion rate"},
		Formula: fault.Text{VI: "Như B5.2, tính riêng học sinh, sinh viên", EN: "As B5.2, students alone"}},
	{Code: "B8.HS", Version: 1, Form: FormCount, Students: true, Query: "certificates", value: number("issued_students"), Unit: unitCert,
		Name:    fault.Text{VI: "Học sinh, sinh viên: số giấy chứng nhận đã cấp", EN: "Students: certificates issued"},
		Formula: fault.Text{VI: "Như B8.1, tính riêng học sinh, sinh viên", EN: "As B8.1, students alone"}},
}
