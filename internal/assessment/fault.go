package assessment

import (
	"taphuan/internal/fault"
)

// Faults of this domain.
var (
	ErrClosed = fault.New(fault.Conflict, "attempt.closed",
		fault.Text{VI: "Bài làm đã nộp hoặc đã hết giờ nên không nhận thêm câu trả lời.", EN: "The attempt was submitted or its time is over, so it takes no more answers."})
	ErrNotGraded = fault.New(fault.Conflict, "attempt.not_graded",
		fault.Text{VI: "Bài làm chưa nộp nên chưa có kết quả.", EN: "The attempt was not submitted yet, so there is no result."})
	ErrMarking = fault.New(fault.Conflict, "attempt.marking",
		fault.Text{VI: "Bài trước đã nộp và đang chờ chấm. Có kết quả mới biết có cần làm lại hay không.", EN: "Your last attempt was handed in and is being marked. Its result will tell whether another is needed."})
	ErrPassed = fault.New(fault.Conflict, "attempt.passed",
		fault.Text{VI: "Bài kiểm tra này đã đạt, không cần làm lại.", EN: "This test is passed already; there is no need to take it again."})
	ErrExhausted = fault.New(fault.Conflict, "attempt.exhausted",
		fault.Text{VI: "Đã dùng hết số lượt làm bài. Hãy liên hệ đầu mối của cơ quan hoặc nhà trường.", EN: "No attempts are left. Ask the focal point of your agency or school."})
	ErrCoolingOff = fault.New(fault.Conflict, "attempt.cooling_off",
		fault.Text{VI: "Chưa đến giờ làm lại bài kiểm tra. Hãy xem lại bài học trong lúc chờ.", EN: "It is too early to take the test again. Go over the lessons in the meantime."})
	ErrNotHeld = fault.New(fault.Conflict, "script.not_held",
		fault.Text{VI: "Bài này không còn được giữ cho người chấm (quá 30 phút hoặc đã chấm xong). Hãy lấy bài tiếp theo.", EN: "This answer is no longer kept for you: half an hour has passed or it is marked. Take the next one."})
	ErrLessonsFirst = fault.New(fault.Conflict, "attempt.lessons_first",
		fault.Text{VI: "Bài kiểm tra mở khi đã học xong mọi bài học, hoặc đã đạt bài kiểm tra đầu vào.", EN: "The test opens once every lesson is done, or the pre-test is passed."})
	ErrLocked = fault.New(fault.Conflict, "attempt.locked",
		fault.Text{VI: "Bài kiểm tra đầu vào đã khóa vì bài kiểm tra cuối khóa đã bắt đầu.", EN: "The pre-test is locked because the final test was begun."})
)

var textPositionUnknown = fault.Text{
	VI: "Bài làm không có câu này. Hãy tải lại trang.",
	EN: "The paper has no such question. Reload the page."}

var textRevision = fault.Text{
	VI: "Số lần sửa phải lớn hơn 0.",
	EN: "The revision must be above zero."}
