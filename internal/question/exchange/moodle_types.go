package exchange

import (
	"math/big"
	"strconv"
	"strings"

	"taphuan/internal/question"
)

// fraction reads what an answer earns, in percent.
func fraction(n *node) int {
	return weightOfPercent(strings.TrimSpace(n.attr("fraction")))
}

var reasonNotShuffled = words{"moodle.not_shuffled",
	"Các phương án không trộn trong Moodle; ở đây việc trộn do bài kiểm tra quy định.", "Moodle does not shuffle the options; here the test decides."}

func (q *moodleQuestion) multichoice() {
	var list []choice
	for _, a := range q.node.all("answer") {
		list = append(list, choice{text: q.field(a, true), explain: q.field(a.first("feedback"), false), weight: fraction(a)})
	}
	single := strings.TrimSpace(q.node.value("single"))
	q.unshuffled()
	q.choices(list, single != "false" && single != "0")
}

// allOrNothing reads the plug-in that gives points for exactly the right choices.
func (q *moodleQuestion) allOrNothing() {
	b := &q.item.Body
	b.Type, b.Scoring = question.Multiple, question.AllOrNothing
	for _, a := range q.node.all("answer") {
		b.Options = append(b.Options, question.Option{Text: q.field(a, true), Explain: q.field(a.first("feedback"), false), Correct: fraction(a) > 0})
	}
	q.unshuffled()
}

func (q *moodleQuestion) unshuffled() {
	if v := q.node.value("shuffleanswers"); v == "false" || v == "0" {
		q.change(reasonNotShuffled)
	}
}

func (q *moodleQuestion) trueFalse() {
	b := &q.item.Body
	for _, a := range q.node.all("answer") {
		if fraction(a) >= fullWeight {
			truth := strings.EqualFold(a.value("text"), "true")
			b.Type, b.Truth = question.TrueFalse, &truth
		}
	}
	for _, a := range q.node.all("answer") {
		q.explainMore(q.field(a.first("feedback"), false))
	}
	if b.Truth == nil {
		q.refuse(reasonNoRight)
	}
}

func (q *moodleQuestion) shortanswer() {
	var list []acceptedText
	for _, a := range q.node.all("answer") {
		list = append(list, acceptedText{question.LocalText{VI: oneLine(a.value("text"))}, fraction(a), q.field(a.first("feedback"), false)})
	}
	q.shortAnswer(list, q.node.value("usecase") == "1")
}

var (
	reasonUnitPenalty = words{"moodle.unit_penalty",
		"Điểm trừ khi sai đơn vị không có chỗ nên đã bỏ.", "The penalty for a wrong unit has no place and was dropped."}
	reasonUnitFactor = words{"moodle.unit_factor", "Không đọc được hệ số của đơn vị «%s» nên đã bỏ đơn vị này.", "The factor of the unit “%s” cannot be read, so it was dropped."}
)

func (q *moodleQuestion) numerical() {
	var list []interval
	for _, a := range q.node.all("answer") {
		q.explainMore(q.field(a.first("feedback"), false))
		text := a.value("text")
		value, ok := parseMachine(text)
		tolerance, fine := parseMachine(a.value("tolerance"))
		if !fine {
			tolerance = new(big.Rat)
		}
		switch {
		case text == "*":
			if fraction(a) > 0 {
				q.change(reasonPartCredit, "*")
			}
		case !ok || tolerance.Sign() < 0:
			q.refuse(reasonNumber)
			return
		case fraction(a) >= fullWeight:
			list = append(list, around(value, tolerance))
		case fraction(a) > 0:
			q.change(reasonPartCredit, clipped(text))
		}
	}
	q.numbers(list)
	if key := q.item.Body.Numeric; key != nil {
		q.units(key)
	}
}

// units takes the unit of factor 1 as the question's own, the others as those that may be typed.
func (q *moodleQuestion) units(key *question.NumericKey) {
	for _, u := range q.node.first("units").all("unit") {
		name := q.plainText(u.value("unit_name"))
		multiplier, ok := parseMachine(u.value("multiplier"))
		switch {
		case ok && multiplier.Cmp(big.NewRat(1, 1)) == 0 && key.Unit.VI == "":
			key.Unit = name
		case ok && multiplier.Sign() > 0:
			factor, exact := decimalOf(new(big.Rat).Inv(multiplier))
			if !exact {
				q.change(reasonRounded)
			}
			key.OtherUnits = append(key.OtherUnits, question.OtherUnit{Unit: name, Factor: factor})
		default:
			q.change(reasonUnitFactor, clipped(name.VI))
		}
	}
	if p := strings.Trim(q.node.value("unitpenalty"), "0."); p != "" && q.node.value("unitgradingtype") != "0" && q.node.value("unitgradingtype") != "" {
		q.change(reasonUnitPenalty)
	}
}

func (q *moodleQuestion) matching() {
	var list []pair
	for _, s := range q.node.all("subquestion") {
		list = append(list, pair{prompt: q.field(s, true), option: q.field(s.first("answer"), true)})
	}
	q.unshuffled()
	q.pairs(question.Matching, list)
}

var (
	reasonGraderInfo = words{"moodle.grader_info",
		"Hướng dẫn chấm được đưa vào lời giải thích (học viên đọc sau khi có kết quả). Hãy xem lại.",
		"Information for graders was moved to the explanation, which learners read after the result. Check it."}
	reasonTemplate = words{"moodle.response_template",
		"Mẫu bài làm có sẵn không có chỗ nên đã bỏ.", "The response template has no place and was dropped."}
	reasonAlsoFiles = words{"moodle.also_files",
		"Phần nộp tệp kèm bài viết đã bỏ; chỉ giữ bài viết.", "Files beside the text are not asked for; the text is."}
)

// essayOrFiles reads a text to write, or files to hand in where Moodle asks for files alone.
func (q *moodleQuestion) essayOrFiles() {
	b := &q.item.Body
	if info := q.field(q.node.first("graderinfo"), false); info.VI != "" {
		q.change(reasonGraderInfo)
		b.Explain = question.LocalText{VI: joined(b.Explain.VI, info.VI), EN: joined(b.Explain.EN, info.EN)}
	}
	if q.field(q.node.first("responsetemplate"), false).VI != "" {
		q.change(reasonTemplate)
	}
	attachments, _ := strconv.Atoi(q.node.value("attachments"))
	if q.node.value("responseformat") == "noinline" {
		if attachments < 1 || attachments > question.MaxFiles {
			attachments = 1
		}
		q.uploads(attachments)
		return
	}
	if attachments != 0 {
		q.change(reasonAlsoFiles)
	}
	q.essay()
	b.Essay.MinWords, _ = strconv.Atoi(q.node.value("minwordlimit"))
	b.Essay.MaxWords, _ = strconv.Atoi(q.node.value("maxwordlimit"))
}

var reasonAccept = words{"upload.accept", "Đã nhận mọi loại tệp thường dùng (PDF, Word, Excel, PowerPoint, hình, văn bản), mỗi tệp tối đa 20 MB. Hãy sửa nếu cần.",
	"All common kinds of file are accepted, at most 20 MB each. Change it where needed."}

const usualFileBytes = 20 << 20

// uploads makes a question that is answered by files.
func (d *draft) uploads(count int) {
	d.change(reasonAccept)
	d.item.Body.Type = question.FileUpload
	d.item.Body.Upload = usualUpload(count, d.rubric())
}

// usualUpload takes all common kinds of file.
func usualUpload(count int, rubric question.Rubric) *question.Upload {
	return &question.Upload{Accept: []string{"pdf", "docx", "xlsx", "pptx", "image", "text"}, MaxFiles: count, MaxBytes: usualFileBytes, Rubric: rubric}
}

var reasonSubset = words{"moodle.ordering_subset",
	"Moodle chỉ hiện một phần các mục để sắp xếp; ở đây hiện tất cả.", "Moodle shows a part of the items to order; here all are shown."}

func (q *moodleQuestion) ordering() {
	b := &q.item.Body
	b.Type, b.Scoring = question.Ordering, question.Partial
	switch q.node.value("gradingtype") {
	case "ALL_OR_NOTHING", "-1":
		b.Scoring = question.AllOrNothing
	case "RELATIVE_NEXT_EXCLUDE_LAST", "1", "":
	default:
		q.change(reasonOrderRule)
	}
	if s := q.node.value("selecttype"); s != "" && s != "ALL" && s != "0" {
		q.change(reasonSubset)
	}
	for _, a := range q.node.all("answer") {
		b.Options = append(b.Options, question.Option{Text: q.field(a, true), Explain: q.field(a.first("feedback"), false)})
	}
}

var reasonOrderRule = words{"moodle.ordering_rule",
	"Cách chấm sắp xếp đổi thành tỷ lệ các mục đứng liền nhau đúng thứ tự.", "The grading became the share of neighbors in the right order."}
