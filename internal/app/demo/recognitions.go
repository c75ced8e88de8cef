package demo

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/learning"
	"taphuan/internal/organization"
)

// elsewhere is a certificate of another issuer, and how far its recognition has come. Issuers and
// numbers are invented.
type elsewhere struct {
	state          learning.RecognitionState
	title, issuer  string
	number, source string
	daysAgo        int // submitted
	note, reason   string
}

var certificatesFromElsewhere = []elsewhere{
	{learning.RecognitionSubmitted, "An toàn thông tin cho cán bộ, công chức", "Trung tâm Công nghệ thông tin và Truyền thông (mẫu)", "MẪU-118/2025", "https://tra-cuu.example.vn", 2, "", ""},
	{learning.RecognitionSubmitted, "Phòng, chống lừa đảo trực tuyến", "Trường Chính trị tỉnh (mẫu)", "MẪU-042", "Phòng Đào tạo, điện thoại 0255 000 0000 (mẫu)", 4, "", ""},
	{learning.RecognitionProposed, "Kỹ năng an toàn trên không gian mạng", "Học viện Hành chính (mẫu)", "MẪU-2025/0931", "https://van-bang.example.vn", 6, "Đã tra cứu trên trang của nơi cấp, đúng họ tên và số.", ""},
	{learning.RecognitionProposed, "Nhận biết lừa đảo trực tuyến", "Trung tâm Chuyển đổi số (mẫu)", "MẪU-77/CN", "https://tra-cuu.example.vn", 9, "Đã gọi điện xác minh với nơi cấp.", ""},
	{learning.RecognitionAccepted, "Bồi dưỡng an ninh mạng cơ bản", "Trường Đại học (mẫu)", "MẪU-561/QĐ", "https://van-bang.example.vn", 40, "Đã tra cứu, còn hiệu lực.", "Nội dung và thời lượng tương đương."},
	{learning.RecognitionReturned, "Tin học văn phòng", "Trung tâm Ngoại ngữ - Tin học (mẫu)", "MẪU-9", "Văn phòng trung tâm (mẫu)", 25, "Giấy không nói về lừa đảo trực tuyến. Hãy gửi giấy đúng nội dung.", ""},
	{learning.RecognitionRefused, "Hội nghị an toàn thông tin", "Hiệp hội (mẫu)", "MẪU-12/HN", "https://tra-cuu.example.vn", 30, "Đã tra cứu, đúng người.", "Dự hội nghị nửa ngày không tương đương khóa học."},
}

// addRecognitions lets officers of the commune of the printed accounts ask for recognition: the
// learner of the cast first, then others who have not completed the course. The focal point of the
// cast checks, the leader decides.
func addRecognitions(ctx context.Context, tx bun.Tx, g *generator, actors []uuid.UUID) error {
	people, err := unfinishedIn(ctx, tx, g.tree.byCode[castCommune], g.courses[0].ID, actors)
	if err != nil {
		return err
	}
	people = append([]posted{{actorNamed("hocvien", actors), g.tree.byCode["21040-VP"]}}, people...)
	d := newDice(g.seed, "recognitions", 0)
	for i, c := range certificatesFromElsewhere {
		if i >= len(people) {
			break
		}
		r := c.recognition(d, g.cal, people[i], g.courses[0].ID, actorNamed("daumoi", actors), actorNamed("lanhdao", actors))
		if _, err := tx.NewInsert().Model(&r).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

// posted is a person with the agency of their posting.
type posted struct{ person, agency uuid.UUID }

// unfinishedIn are officers in an agency's subtree, not of the cast, who have not completed a course.
func unfinishedIn(ctx context.Context, tx bun.IDB, agency, course uuid.UUID, cast []uuid.UUID) ([]posted, error) {
	var rows []struct{ PersonID, AgencyID uuid.UUID }
	err := tx.NewRaw(`SELECT p.person_id, p.agency_id FROM organization.postings p
		JOIN organization.agency_closure c ON c.descendant_id = p.agency_id AND c.ancestor_id = ? AND c.valid_to IS NULL
		JOIN organization.persons o ON o.id = p.person_id AND o.kind = 'officer'
		WHERE p.counts AND p.valid_to IS NULL AND p.person_id NOT IN (?)
		AND NOT EXISTS (SELECT FROM learning.completions d WHERE d.person_id = p.person_id AND d.course_id = ?)
		ORDER BY p.person_id LIMIT ?`, agency, bun.List(cast), course, len(certificatesFromElsewhere)+len(exemptions)+len(absences)).Scan(ctx, &rows)
	places := make([]posted, len(rows))
	for i, row := range rows {
		places[i] = posted{row.PersonID, row.AgencyID}
	}
	return places, err
}

func (c elsewhere) recognition(d dice, cal calendar, at posted, course, focal, leader uuid.UUID) learning.Recognition {
	submitted := d.atWork(cal.today.AddDate(0, 0, -c.daysAgo)).Add(-72 * time.Hour) // never in the future after a weekend
	checked, decided := submitted.Add(26*time.Hour), submitted.Add(50*time.Hour)
	r := learning.Recognition{ID: d.id(submitted), PersonID: at.person, AgencyID: at.agency, CourseID: course, Title: c.title, Issuer: c.issuer, DocumentNumber: c.number,
		IssuedOn: organization.Day(submitted).AddDate(0, -d.between(2, 14), 0), CheckAt: c.source, State: c.state, SubmittedAt: submitted}
	if c.state != learning.RecognitionSubmitted {
		r.CheckedBy, r.CheckedAt, r.CheckNote = &focal, &checked, c.note
	}
	if c.reason != "" {
		r.DecidedBy, r.DecidedAt, r.DecisionReason = &leader, &decided, c.reason
	}
	return r
}
