package exchange

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"taphuan/internal/question"
)

var (
	reasonNoAnswer = words{"written.no_answer",
		"Không thấy đáp án. Ghi dòng «Đáp án: ...» hoặc đánh dấu phương án đúng (dấu *, gạch chân, tô màu, in đậm).",
		"There is no answer. Write a line “Đáp án: ...” or mark the right option (asterisk, underline, color, bold)."}
	reasonAnswerUnknown = words{"written.answer_unknown",
		"Đáp án «%s» không phải là phương án nào của câu. Ghi chữ cái của phương án đúng, ví dụ «Đáp án: B».",
		"The answer “%s” is no option of the question. Write the letter of the right one, like “Đáp án: B”."}
	reasonConflict = words{"written.conflict",
		"Dòng đáp án ghi %s nhưng phương án được đánh dấu là %s. Hãy sửa cho khớp.",
		"The answer says %s, but %s is marked. Make them agree."}
	reasonTableConflict = words{"written.table_conflict",
		"Bảng đáp án ghi %s nhưng câu ghi %s. Hãy sửa cho khớp.", "The table of answers says %s, the question says %s. Make them agree."}
	reasonLetters = words{"written.letters",
		"Các phương án phải lần lượt là A, B, C, ...; ở đây là %s. Có thể thiếu một dòng «Câu ...».",
		"Options must be A, B, C, ... in turn; here they are %s. A line “Câu ...” may be missing."}
	reasonStatements = words{"written.statements",
		"Cần ghi Đúng hoặc Sai cho từng ý (%d ý), ví dụ «Đáp án: a) Đ b) S c) Đ d) S».",
		"Say true or false for each statement (%d), like “Đáp án: a) Đ b) S c) Đ d) S”."}
	reasonTwiceNumber = words{"written.number_twice", "Số câu %s có hai lần nên không dùng được bảng đáp án cho câu này.",
		"Question %s stands twice, so the table of answers cannot be used for it."}
	reasonLevel  = words{"field.level", "Không hiểu mức độ «%s» nên để trống. Dùng 1, 2, 3 hoặc Nhận biết, Thông hiểu, Vận dụng.", "The level “%s” is not understood and was left out. Use 1, 2, 3."}
	reasonPoints = words{"field.points", "Không hiểu số điểm «%s» nên dùng 1 điểm.", "The points “%s” are not understood, so it is one point."}
)

// finish makes an item of each question. Error: ErrTooManyItems.
func (r *writtenReader) finish() error {
	places, next := slices.Sorted(maps.Keys(r.lost)), 0
	twice := r.numbersTwice()
	for i, q := range r.questions {
		q.twice = twice[q.number] > 1
		d := r.draft("Câu "+q.number, Place{Line: q.place})
		d.picture = r.picture
		for next < len(places) && (i+1 == len(r.questions) || places[next] < r.questions[i+1].place) {
			for _, w := range r.lost[places[next]] {
				if places[next] >= q.place {
					d.change(w)
				}
			}
			next++
		}
		r.item(d, q)
		if err := r.add(d); err != nil {
			return err
		}
	}
	return nil
}

func (r *writtenReader) numbersTwice() map[string]int {
	counts := map[string]int{}
	for _, q := range r.questions {
		counts[q.number]++
	}
	return counts
}

func (r *writtenReader) item(d *draft, q *written) {
	b := &d.item.Body
	q.settle()
	d.item.Topic, d.item.Key = q.topic, q.fields[fieldKey]
	if topic := q.fields[fieldTopic]; topic != "" {
		d.item.Topic = topic
	}
	d.level(q.fields[fieldLevel])
	d.points(q.fields[fieldPoints])
	b.Stem = d.html(r.blockHTML(q.stem))
	b.Explain = d.html(r.blockHTML(q.explain))
	b.Source = question.LocalText{VI: oneLine(q.fields[fieldSource])}
	answer := r.answer(d, q)
	switch {
	case len(q.options) == 0:
		d.openAnswer(answer, q.fields[fieldType])
	case isStatements(q, answer):
		r.statements(d, q, answer)
	default:
		r.chosen(d, q, answer)
	}
}

// settle gives statements in small letters that stand before the options ("a) ... b) ... A. 1 B. 2") to the stem.
func (q *written) settle() {
	capital := slices.IndexFunc(q.options, func(o writtenOption) bool { return o.letter == "A" })
	if capital < 1 || slices.ContainsFunc(q.options[:capital], func(o writtenOption) bool { return o.letter < "a" }) {
		return
	}
	for _, o := range q.options[:capital] {
		q.stem = append(append(q.stem, o.source), o.lines[1:]...)
	}
	q.options = q.options[capital:]
}

// answer is what the question itself says, else the table at the end.
func (r *writtenReader) answer(d *draft, q *written) string {
	var own []string
	for _, l := range q.answer {
		own = append(own, l.text)
	}
	said := strings.TrimSpace(strings.Join(own, " "))
	table := r.answers[q.number]
	if table == "" {
		return said
	}
	if q.twice {
		if said == "" {
			d.refuse(reasonTwiceNumber, q.number)
		}
		return said
	}
	if said == "" {
		return table
	}
	if letters, ok := answerLetters(said, 10); ok && !slices.Equal(letters, mustLetters(table)) {
		d.refuse(reasonTableConflict, table, clipped(said))
	}
	return said
}

func mustLetters(text string) []int {
	letters, _ := answerLetters(text, 10)
	return letters
}

// blockHTML writes lines as paragraphs.
func (r *writtenReader) blockHTML(lines []line) string {
	var out strings.Builder
	for i := 0; i < len(lines); i++ {
		out.WriteString("<p>" + lines[i].html(r.pictures))
		for i+1 < len(lines) && lines[i+1].number == lines[i].number {
			i++
			out.WriteString("<br>" + lines[i].html(r.pictures))
		}
		out.WriteString("</p>")
	}
	return out.String()
}

// optionHTML writes an option without what marks it as a whole.
func (r *writtenReader) optionHTML(o writtenOption) string {
	var parts []string
	for i, l := range o.lines {
		if i == len(o.lines)-1 && strings.HasSuffix(l.text, "*") {
			l = l.cut(0, len(l.text)-1).trimmed()
		}
		parts = append(parts, l.without(l.every()&(bold|underlined|colored)).html(r.pictures))
	}
	return strings.Join(parts, "<br>")
}

// chosen makes a question to choose from the options.
func (r *writtenReader) chosen(d *draft, q *written, answer string) {
	if letters, fine := inTurn(q.options); !fine {
		d.refuse(reasonLetters, letters)
		return
	}
	right, said := d.rightOptions(q.options, answer)
	marked := markedOptions(q.options)
	switch {
	case !said && len(marked) == 0:
		d.refuse(reasonNoAnswer)
	case !said:
		right = marked
	case len(right) > 0 && len(marked) > 0 && !slices.Equal(right, marked):
		d.refuse(reasonConflict, lettersOf(right), lettersOf(marked))
	}
	b := &d.item.Body
	b.Type = question.Single
	if len(right) > 1 {
		b.Type, b.Scoring = question.Multiple, question.Partial
	}
	for i, o := range q.options {
		b.Options = append(b.Options, question.Option{Text: d.html(r.optionHTML(o)), Correct: slices.Contains(right, i)})
	}
}

func inTurn(options []writtenOption) (letters string, fine bool) {
	fine = true
	var all []string
	for i, o := range options {
		all = append(all, o.letter)
		fine = fine && strings.ToUpper(o.letter) == letter(i)
	}
	return strings.Join(all, ", "), fine
}

func lettersOf(places []int) string {
	var all []string
	for _, i := range places {
		all = append(all, letter(i))
	}
	return strings.Join(all, ", ")
}

// rightOptions are the options that an answer names by letters, or by the whole text of one.
func (d *draft) rightOptions(options []writtenOption, answer string) (right []int, said bool) {
	if answer == "" {
		return nil, false
	}
	if letters, ok := answerLetters(answer, len(options)); ok {
		return letters, true
	}
	for i, o := range options {
		if strings.EqualFold(strings.TrimSpace(o.text()), strings.TrimRight(answer, ". ")) {
			return []int{i}, true
		}
	}
	d.refuse(reasonAnswerUnknown, clipped(answer))
	return nil, true
}

func (o writtenOption) text() string {
	var parts []string
	for _, l := range o.lines {
		parts = append(parts, l.text)
	}
	return strings.Join(parts, " ")
}

// markedOptions are the options that differ from the others by an asterisk, or by how they look. What all of them
// share marks none.
func markedOptions(options []writtenOption) []int {
	var starred []int
	for i, o := range options {
		if o.starred || strings.HasSuffix(strings.TrimSpace(o.text()), "*") {
			starred = append(starred, i)
		}
	}
	if len(starred) > 0 {
		return starred
	}
	for _, mark := range []style{underlined, colored, bold} {
		for _, look := range []func(writtenOption) style{writtenOption.whole, func(o writtenOption) style { return o.label }} {
			var marked []int
			for i, o := range options {
				if look(o)&mark != 0 {
					marked = append(marked, i)
				}
			}
			if len(marked) > 0 && len(marked) < len(options) {
				return marked
			}
		}
	}
	return nil
}

// whole returns the styles of the option as a whole.
func (o writtenOption) whole() style {
	shared := style(0xff)
	for _, l := range o.lines {
		shared &= l.every()
	}
	return shared
}

// level notes the difficulty.
func (d *draft) level(text string) {
	if strings.TrimSpace(text) == "" {
		return
	}
	if d.item.Difficulty = levelOf(text); d.item.Difficulty == 0 {
		d.change(reasonLevel, clipped(text))
	}
}

// points reads points as people write them ("0,5").
func (d *draft) points(text string) {
	if text = strings.TrimSpace(text); text == "" {
		return
	}
	value, ok := parseMachine(strings.TrimSpace(strings.TrimSuffix(text, "điểm")))
	if ok {
		hundredths, _ := value.Mul(value, hundred).Float64()
		if whole := int(hundredths + 0.5); whole >= 1 && whole <= int(question.MaxPointsBound) {
			d.item.Body.MaxPoints = question.Points(whole)
			return
		}
	}
	d.change(reasonPoints, clipped(text))
}

func isStatements(q *written, answer string) bool {
	small := q.options[0].letter[0] >= 'a'
	_, judged := truths(answer, len(q.options))
	return small && (judged || judgedEach.MatchString(answer) || slices.ContainsFunc(q.options, func(o writtenOption) bool { return judgedAtEnd.MatchString(o.text()) }))
}

// statements makes a table in which each statement is true or false.
func (r *writtenReader) statements(d *draft, q *written, answer string) {
	if letters, fine := inTurn(q.options); !fine {
		d.refuse(reasonLetters, letters)
		return
	}
	judged, ok := truths(answer, len(q.options))
	b := &d.item.Body
	b.Type, b.Scoring = question.SingleChoiceTable, question.Partial
	b.Options = truthOptions()
	for i, o := range q.options {
		last := &o.lines[len(o.lines)-1]
		if m := judgedAtEnd.FindStringSubmatchIndex(last.text); m != nil && !ok {
			judged = append(judged, isTrue(last.text[m[2]:m[3]]))
			*last = last.cut(0, m[0]).trimmed()
		}
		match := 1
		if i < len(judged) && judged[i] {
			match = 0
		}
		b.Prompts = append(b.Prompts, question.Prompt{Text: d.html(r.optionHTML(o)), Match: match})
	}
	if len(judged) != len(q.options) {
		d.refuse(reasonStatements, len(q.options))
	}
}

func truthOptions() []question.Option {
	return []question.Option{{Text: question.LocalText{VI: "Đúng", EN: "True"}}, {Text: question.LocalText{VI: "Sai", EN: "False"}}}
}

func shortEnough(text string, most int) bool { return utf8.RuneCountInString(text) <= most }
