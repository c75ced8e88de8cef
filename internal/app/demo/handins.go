package demo

import (
	"context"
	"encoding/json"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/assessment"
	"taphuan/internal/organization"
	"taphuan/internal/question"
)

// report is an answer in words that people mark: the levels that the two markers give, criterion by criterion, and what
// they say.
type report struct {
	text          string
	first, second []int
	comment       string
}

// reports answer the practical task, well and less well. The markers differ widely over the last.
var reports = []report{
	{"Kính gửi lãnh đạo ủy ban và đơn vị vận hành hộp thư. 7 giờ 50 thứ Hai, chị Võ Thị Sen, bộ phận một cửa, thấy hộp thư công vụ đã gửi 40 thư lạ lúc nửa đêm. Chiều thứ Sáu chị có nhập mật khẩu vào trang “gia hạn hộp thư”. 8 giờ chị đổi mật khẩu trên điện thoại. Máy vẫn bật, đã rút dây mạng; thư gốc và danh sách người nhận còn nguyên. Đề nghị kết thúc các phiên đang mở và báo cho 40 người nhận. Gọi lại: phụ trách công nghệ thông tin, máy lẻ 15.",
		[]int{2, 2, 1}, []int{2, 2, 1}, "Đủ ý, mỗi việc có giờ. Đề nghị xử lý rất rõ."},
	{"Hộp thư của chị Sen bị lộ mật khẩu từ chiều thứ Sáu và nửa đêm Chủ nhật gửi đi 40 thư lạ. Sáng thứ Hai lúc 7 giờ 50 chị phát hiện, 8 giờ đã đổi mật khẩu bằng điện thoại. Tôi đang giữ thư gốc, chưa xóa gì. Nhờ đơn vị vận hành kiểm tra các phiên đăng nhập và quy tắc chuyển tiếp thư.",
		[]int{1, 2, 1}, []int{2, 2, 1}, "Rõ ràng. Nên ghi thêm số điện thoại để gọi lại."},
	{"Báo cáo lãnh đạo: hộp thư bộ phận một cửa gửi thư lạ, chị Sen đã đổi mật khẩu. Đề nghị mọi người không mở thư từ hộp thư này cho đến khi có thông báo mới của đơn vị vận hành, và báo lại nếu đã lỡ mở liên kết trong thư.",
		[]int{0, 0, 1}, []int{1, 0, 1}, "Cần giờ của từng việc và điều còn giữ lại làm bằng chứng."},
	{"Có lẽ một nhóm tin tặc nước ngoài đã lấy mật khẩu của chị Sen từ thứ Sáu. 7 giờ 50 chị thấy 40 thư đã gửi. 8 giờ đổi mật khẩu xong. Chúng tôi rất lo lắng vì trong hộp thư có nhiều hồ sơ của người dân, đề nghị cấp trên xử lý khẩn trương.",
		[]int{1, 1, 0}, []int{1, 1, 0}, "Bỏ phần phỏng đoán ai đứng sau; ghi rõ đã giữ lại những gì."},
	{"7 giờ 50: phát hiện 40 thư lạ. 8 giờ: đổi mật khẩu. 8 giờ 10: gọi phụ trách công nghệ thông tin. 8 giờ 15: rút dây mạng, máy vẫn bật. Thư gốc giữ nguyên, đã chụp màn hình. Người liên quan: Võ Thị Sen, bộ phận một cửa.",
		[]int{2, 2, 1}, []int{1, 2, 1}, "Gọn và đủ giờ. Thêm một câu mở đầu cho biết chuyện gì đã xảy ra từ thứ Sáu."},
	{"Chị Sen bị lừa nhập mật khẩu vào trang gia hạn hộp thư giả. Sáng thứ Hai chị thấy thư lạ đã gửi đi và đã đổi mật khẩu lúc 8 giờ. Tôi viết báo cáo này để lãnh đạo biết và chỉ đạo.",
		[]int{2, 1, 1}, []int{0, 0, 1}, "Bài kể được việc chính nhưng chưa nêu điều còn giữ và số để gọi lại."},
}

// Of those who hand in, so many are marked by both markers and so many by the first; the rest wait.
const (
	handedIn    = 24
	markedTwice = 12
	markedOnce  = 15
)

// addHandIns lets people outside the commune of the printed accounts hand in the practical task: some are marked, some
// wait for their second or for a third marker, most for the first.
func addHandIns(ctx context.Context, tx bun.Tx, g *generator, actors []uuid.UUID) error {
	if len(g.practice) == 0 {
		return nil
	}
	people, err := writers(ctx, tx, g, actors)
	if err != nil {
		return err
	}
	markers := []uuid.UUID{actorNamed("giamkhao", actors), actorNamed("giamkhao2", actors)}
	for i, who := range people {
		h := &handIn{generator: g, dice: newDice(g.seed, "hand-in", i), course: g.practice[0], test: g.practice[0].final, who: who, report: reports[i%len(reports)]}
		switch {
		case i < markedTwice:
			h.markers = markers
		case i < markedOnce:
			h.markers = markers[:1]
		}
		if err := h.write(len(people) - i); err != nil {
			return err
		}
	}
	return g.batch.flush(ctx)
}

// writers are officers who have held their posts for some time.
func writers(ctx context.Context, tx bun.IDB, g *generator, actors []uuid.UUID) ([]posted, error) {
	var rows []struct{ PersonID, AgencyID uuid.UUID }
	err := tx.NewRaw(`SELECT p.person_id, p.agency_id FROM organization.postings p JOIN organization.persons o ON o.id = p.person_id AND o.kind = 'officer'
		WHERE p.counts AND p.valid_to IS NULL AND p.valid_from < ? AND p.person_id NOT IN (?)
		AND p.agency_id NOT IN (SELECT descendant_id FROM organization.agency_closure WHERE ancestor_id = ?)
		ORDER BY md5(p.person_id::text) LIMIT ?`, g.cal.today.AddDate(0, -2, 0), bun.List(actors), g.tree.byCode[castCommune], handedIn).Scan(ctx, &rows)
	people := make([]posted, len(rows))
	for i, row := range rows {
		people[i] = posted{row.PersonID, row.AgencyID}
	}
	return people, err
}

// handIn is one practical task that somebody hands in.
type handIn struct {
	*generator
	dice
	course  *course
	test    *test
	who     posted
	report  report
	markers []uuid.UUID // who have marked it, in their order

	id, enrollment         uuid.UUID
	begun, submitted, done time.Time // done: zero while somebody still marks
	paper                  assessment.Paper
	alone, score, most     question.Points // alone: what needed nobody
	waits                  bool
}

// write adds the rows of a hand-in of the nth half day before today.
func (h *handIn) write(nth int) error {
	h.begun = h.atWork(h.cal.today.AddDate(0, 0, -nth/2)).Add(-72 * time.Hour) // never in the future after a weekend
	h.submitted = h.begun.Add(time.Duration(h.test.minutes*h.between(45, 95)) * time.Minute / 100)
	h.id, h.enrollment = h.dice.id(h.begun), h.dice.id(h.begun.AddDate(0, 0, -2))
	seed := h.Uint64()
	places, err := question.Draw(h.test.pool, h.test.blueprint, seed)
	if err != nil { // the import has proved that the blueprint can be drawn
		return err
	}
	for i, place := range places {
		if err := h.answer(i+1, h.test.pool[place].ID, seed); err != nil {
			return err
		}
	}
	h.writeAttempt(seed)
	h.writeLearning()
	return nil
}

func (h *handIn) answer(position int, id string, seed uint64) error {
	body := h.test.bodies[id]
	layout, err := h.test.blueprint.Arrange(body, seed, position)
	if err != nil {
		return err
	}
	h.paper.Items = append(h.paper.Items, assessment.PaperItem{VersionID: uuid.MustParse(id), Layout: layout})
	h.most += body.MaxPoints
	given := answerTo(h.dice, body, layout, h.chance(85))
	if body.Essay != nil {
		given.Text = h.report.text
	}
	points, err := question.Score(body, layout, given)
	if err != nil {
		return err
	}
	h.alone += points
	for _, m := range question.ToMark(body, layout, given) {
		mark, err := h.mark(position, m)
		if err != nil {
			return err
		}
		points += mark
	}
	h.score += points
	payload, _ := json.Marshal(question.Given(body, layout, given))
	h.batch.add(answers, h.id, position, h.who.person, h.who.agency, int64(1), payload, h.submitted.Add(-time.Minute), int(points))
	return nil
}

// mark writes the script of an answer with the marks that it has, and returns its points once it is final.
func (h *handIn) mark(position int, m question.Marked) (question.Points, error) {
	rubric, _ := question.RubricOf(m.Body)
	script, over := h.dice.id(h.submitted), int(m.Body.MaxPoints)*h.test.moderationPercent/100
	var marks []assessment.Mark
	for round, marker := range h.markers {
		levels := levelsOf(rubric, [][]int{h.report.first, h.report.second}[round])
		points, err := rubric.Earned("levels", levels)
		if err != nil {
			return 0, err
		}
		marks = append(marks, assessment.Mark{MarkerID: marker, Levels: levels, Points: int(points), CreatedAt: h.submitted.Add(time.Duration(20+6*round) * time.Hour)})
	}
	state, final, worth := "waiting", any(nil), 0
	switch {
	case len(marks) == 2 && max(marks[0].Points-marks[1].Points, marks[1].Points-marks[0].Points) > over:
		state = "moderation"
	case len(marks) == 2:
		worth = (marks[0].Points + marks[1].Points + 1) / 2
		state, final, h.done = "final", worth, marks[1].CreatedAt
	}
	h.waits = h.waits || final == nil
	h.batch.add(scripts, script, h.id, position, m.Part, h.who.person, h.who.agency, h.course.ID, h.test.id, h.paper.Items[position-1].VersionID,
		int(m.Body.MaxPoints), true, over, state, final, h.submitted)
	for i, mark := range marks {
		h.batch.add(givenMarks, h.dice.id(mark.CreatedAt), script, h.who.person, h.who.agency, mark.MarkerID, i+1, mark.Levels, mark.Points, h.report.comment, mark.CreatedAt)
	}
	return question.Points(worth), nil
}

// levelsOf names the places of levels by their criteria.
func levelsOf(rubric question.Rubric, places []int) map[string]int {
	levels := map[string]int{}
	for i, c := range rubric.Criteria {
		levels[c.Key] = min(places[i%len(places)], len(c.Levels)-1)
	}
	return levels
}

func (h *handIn) writeAttempt(seed uint64) {
	state, scaled, passed := "graded", any((2*1000*int(h.score)+int(h.most))/(2*int(h.most))), any(nil)
	switch {
	case !h.waits:
		passed = scaled.(int) >= h.test.passMark
	case len(h.markers) > 0:
		state = "under_review"
	default:
		state = "submitted"
	}
	if h.waits {
		scaled, h.done, h.score = nil, time.Time{}, h.alone
	} else {
		h.batch.add(pointChanges, h.dice.id(h.done), h.id, h.who.person, h.who.agency, "marking", 0, int(h.alone), int(h.score), scaled, passed, "", h.markers[1], h.done)
	}
	paper, _ := json.Marshal(h.paper)
	h.batch.add(attempts, h.id, h.test.id, h.enrollment, h.who.person, h.who.agency, h.course.ID, "final", 1, state, "learner", int64(seed), paper,
		h.begun, h.begun.Add(time.Duration(h.test.minutes)*time.Minute), h.submitted, h.done, int(h.score), int(h.most), scaled, passed)
	if passed == true {
		h.batch.add(passes, h.enrollment, "final", h.who.person, h.who.agency, scaled, h.done)
		h.batch.add(completions, h.dice.id(h.done), h.enrollment, h.who.person, h.who.agency, h.course.ID, h.course.VersionID, 1, h.done, organization.Day(h.done), scaled, h.course.Periods)
		return
	}
	h.done = time.Time{}
}

// writeLearning adds the enrollment and the lessons that came before; after writeAttempt done is when it was complete.
func (h *handIn) writeLearning() {
	enrolled := h.begun.AddDate(0, 0, -2)
	h.batch.add(enrollments, h.enrollment, h.who.person, h.who.agency, h.course.ID, h.course.VersionID, 1, "self", uuid.Nil, uuid.Nil, time.Time{},
		enrolled, enrolled.Add(time.Minute), h.done)
	for _, l := range h.course.lessons {
		at := enrolled.Add(30 * time.Minute)
		h.batch.add(progress, h.enrollment, l.id, h.who.person, h.who.agency, "done", "read", 0, 0, wholeRange(0), at, at)
	}
}
