package exchange

import (
	"regexp"
	"strconv"
	"strings"
)

// The convention by which people write questions in Word or plain text:
//
//	Câu 1. (NB) Thủ đô của Việt Nam là
//	A. Huế    B. Hà Nội    C. Đà Nẵng    D. Cần Thơ
//	Đáp án: B
//	Giải thích: ...
//
// The right option may instead be marked: by an asterisk, underlined, colored or bold as the others are not. Options
// in small letters that are each true or false make a table (the form of the national examination from 2025). Without
// options, the answer is "Đúng" or "Sai", a number, or texts parted by ";". The answers may stand in a table at the end.

var (
	questionStart = regexp.MustCompile(`(?i)^\s*(?:câu\s+hỏi|câu|bài|question)\s*(\d{1,5})\s*(?:[.:)/-]|$|\s)\s*`)
	plainStart    = regexp.MustCompile(`^\s*(\d{1,5})\s*[.)/]\s*`)
	optionStart   = regexp.MustCompile(`^\s*(\*?)\s*([A-Ja-j])\s*[.):/]\s*`)
	optionInside  = regexp.MustCompile(`(?:\t|\s)(\s*\*?\s*)([A-Ja-j])\s*[.)]\s*`)
	fieldStart    = regexp.MustCompile(`(?i)^\s*(?:[-–•]\s*)?(đáp án đúng|đáp án|đ/?a|answer|key|giải thích|lời giải chi tiết|lời giải|hướng dẫn giải|hướng dẫn|explanation|mức độ|độ khó|chủ đề|topic|điểm|points|nguồn|source|mã câu|mã|loại|type)\s*(?:là\s*)?[:：]\s*`)
	keyHeading    = regexp.MustCompile(`(?i)^\s*(?:bảng\s+)?(?:đáp\s+án|answer\s+key)(?:\s+(?:đề|mã đề|phần|trắc nghiệm|tham khảo).*)?\s*[:.]?\s*$`)
	sectionStart  = regexp.MustCompile(`^\s*(?:PHẦN|Phần|CHƯƠNG|Chương|BÀI|CHỦ ĐỀ|Chủ đề|MODULE|Module)\s+(?:[IVXLC]+|\d+)\b.*$|^\s*[IVX]{1,5}\s*[.)]\s+\S.*$`)
	endMark       = regexp.MustCompile(`(?i)^[\s\-–—_.*]*hết[\s\-–—_.*]*$`)
	startMark     = regexp.MustCompile(`(?i)^[\s\-–—=*]*bắt đầu từ đây[\s\-–—=*]*$`)
	keyPair       = regexp.MustCompile(`(\d{1,5})\s*[.\-–:)]?\s*([A-J](?:\s*,\s*[A-J])*)(?:[^A-Za-zÀ-ỹ]|$)`)
	levelMark     = regexp.MustCompile(`(?i)^\s*[(\[]\s*(nhận biết|thông hiểu|vận dụng cao|vận dụng|nb|th|vdc|vd|mức(?: độ)? [1-4])\s*[)\]]\s*[.:]?\s*`)
	explainAlone  = regexp.MustCompile(`(?i)^\s*(?:lời giải chi tiết|lời giải|hướng dẫn giải|hướng dẫn chấm|giải thích)\s*$`)
	answerAlone   = regexp.MustCompile(`(?i)^\s*(?:chọn đáp án|chọn phương án|chọn|đáp án đúng là|đáp án)\s*:?\s*([A-J])\s*\.?\s*$`)
	pointsMark    = regexp.MustCompile(`(?i)^\s*[(\[]\s*(\d{1,3}(?:[.,]\d{1,2})?)\s*(?:điểm|đ)\s*[)\]]\s*[.:]?\s*`)
	looksQuestion = regexp.MustCompile(`(?im)^\s*(?:câu\s+hỏi|câu|bài|question)\s*\d{1,5}\s*[.:)/-]`)
	looksNumbered = regexp.MustCompile(`(?m)^\s*\d{1,5}\s*[.)/][^\n]*\n(?:[^\n]*\n){0,6}?\s*\*?A\s*[.)/:]`)
)

// field is one of the lines with a name below a question.
type field int

const (
	fieldAnswer field = iota + 1
	fieldExplain
	fieldLevel
	fieldTopic
	fieldPoints
	fieldSource
	fieldKey
	fieldType
)

var fieldNames = map[string]field{
	"đáp án đúng": fieldAnswer, "đáp án": fieldAnswer, "đ/a": fieldAnswer, "đa": fieldAnswer, "answer": fieldAnswer, "key": fieldAnswer,
	"giải thích": fieldExplain, "lời giải chi tiết": fieldExplain, "lời giải": fieldExplain, "hướng dẫn giải": fieldExplain,
	"hướng dẫn": fieldExplain, "explanation": fieldExplain, "mức độ": fieldLevel, "độ khó": fieldLevel, "chủ đề": fieldTopic,
	"topic": fieldTopic, "điểm": fieldPoints, "points": fieldPoints, "nguồn": fieldSource, "source": fieldSource,
	"mã câu": fieldKey, "mã": fieldKey, "loại": fieldType, "type": fieldType,
}

func looksWritten(text string) bool {
	return looksQuestion.MatchString(text) || looksNumbered.MatchString(text)
}

// written is one question as it was written, before it is understood.
type written struct {
	number  string
	twice   bool // another question has the same number
	place   int
	topic   string
	stem    []line
	options []writtenOption
	answer  []line
	explain []line
	fields  map[field]string
}

type writtenOption struct {
	letter  string
	label   style // of the letter itself
	starred bool
	source  line // with its letter
	lines   []line
}

// writtenReader takes the lines of a document one after another.
type writtenReader struct {
	*importer
	pictures  []string // references, by the letter that stands for each
	picture   pictureSource
	numbered  bool // questions start with a number alone
	topic     string
	questions []*written
	current   *written
	target    *[]line           // where a line that continues something goes
	inKey     bool              // the table of answers is being read
	answers   map[string]string // by number, from that table
	keyRows   []string
	before    int             // lines before the first question
	lost      map[int][]words // by paragraph: what was lost in reading it
}

var (
	reasonBefore = words{"written.before",
		"%d dòng trước câu hỏi đầu tiên (tiêu đề, hướng dẫn) không được nhập.",
		"Lines before the first question (headings, instructions) that were not imported: %d."}
	reasonNothing = words{"written.nothing",
		"Không thấy câu hỏi nào. Mỗi câu bắt đầu bằng «Câu 1.», các phương án bằng «A.», «B.», ...",
		"No question was found. Each starts with “Câu 1.”, its options with “A.”, “B.”, ..."}
	reasonOrphanKey = words{"written.orphan_key",
		"Bảng đáp án có câu %s nhưng tệp không có câu này.", "The table of answers names question %s, which the file does not have."}
)

// readLines understands the lines of a whole document.
func (r *writtenReader) readLines(lines []line) error {
	r.answers, r.numbered = map[string]string{}, true
	for i, l := range lines {
		if startMark.MatchString(l.text) {
			lines = lines[i+1:]
			break
		}
	}
	for _, l := range lines {
		r.numbered = r.numbered && !looksQuestion.MatchString(l.text)
	}
	for _, l := range lines {
		if r.take(l); len(r.questions) > r.limits.Items {
			return ErrTooManyItems
		}
	}
	r.readKeyRows()
	if r.before > 0 {
		r.notes.add(reasonBefore.reason(r.before))
	}
	if len(r.questions) == 0 {
		r.notes.add(reasonNothing.reason())
	}
	return r.finish()
}

func (r *writtenReader) take(l line) {
	if strings.TrimSpace(l.text) == "" {
		return
	}
	if number, rest, ok := r.start(l); ok {
		r.inKey = false
		r.open(number, rest)
		return
	}
	switch {
	case endMark.MatchString(l.text):
	case keyHeading.MatchString(l.text) && r.current != nil && (len(r.current.options) > 0 || len(r.questions) > 1):
		r.inKey = true
	case r.inKey:
		r.keyRows = append(r.keyRows, l.text)
	case sectionStart.MatchString(l.text):
		r.topic, r.target = strings.TrimSpace(l.text), nil
		if r.current != nil {
			r.current = nil
		}
	case r.current == nil:
		r.before++
	default:
		r.inQuestion(l)
	}
}

// start reports whether a line starts a question. Where numbers stand alone, only the next one does.
func (r *writtenReader) start(l line) (number string, rest line, ok bool) {
	pattern := questionStart
	if r.numbered {
		pattern = plainStart
	}
	m := pattern.FindStringSubmatchIndex(l.text)
	if m == nil {
		return "", line{}, false
	}
	number = l.text[m[2]:m[3]]
	if r.inKey && isKeyRow(l.text, m[2]) {
		return "", line{}, false
	}
	if r.numbered && len(r.questions) > 0 {
		last, _ := strconv.Atoi(r.questions[len(r.questions)-1].number)
		if n, _ := strconv.Atoi(number); n != last+1 && !(n == 1 && r.current == nil) {
			return "", line{}, false
		}
	}
	return number, l.from(m[1]), true
}

func (r *writtenReader) open(number string, rest line) {
	q := &written{number: number, place: rest.number, topic: r.topic, fields: map[field]string{}}
	r.questions, r.current = append(r.questions, q), q
	for _, mark := range []struct {
		field   field
		pattern *regexp.Regexp
	}{{fieldPoints, pointsMark}, {fieldLevel, levelMark}, {fieldPoints, pointsMark}} {
		if m := mark.pattern.FindStringSubmatchIndex(rest.text); m != nil {
			q.fields[mark.field] = rest.text[m[2]:m[3]]
			rest = rest.from(m[1])
		}
	}
	r.target = &q.stem
	stem, options := splitOptions(rest)
	r.append(stem)
	r.options(options)
}

// inQuestion takes a line that belongs to the question that is open.
func (r *writtenReader) inQuestion(l line) {
	if explainAlone.MatchString(l.text) {
		r.target = &r.current.explain
		return
	}
	if m := answerAlone.FindStringSubmatchIndex(l.text); m != nil && len(r.current.options) > 0 {
		r.current.answer = append(r.current.answer, l.cut(m[2], m[3]))
		r.target = &r.current.explain
		return
	}
	m := fieldStart.FindStringSubmatchIndex(l.text)
	if m == nil {
		stem, options := splitOptions(l)
		r.append(stem)
		r.options(options)
		return
	}
	q, rest := r.current, l.from(m[1])
	switch name := fieldNames[strings.ToLower(l.text[m[2]:m[3]])]; name {
	case fieldAnswer:
		r.target = &q.answer
	case fieldExplain:
		r.target = &q.explain
	default:
		q.fields[name], r.target = strings.TrimSpace(rest.text), nil
		return
	}
	r.append(rest)
}

// append puts a line behind what is being read. A line behind a field of one line is lost, which the question says.
func (r *writtenReader) append(l line) {
	l = l.trimmed()
	switch {
	case l.text == "":
	case r.target == nil:
		r.lost[l.number] = append(r.lost[l.number], reasonStrayLine)
	default:
		*r.target = append(*r.target, l)
	}
}

var reasonStrayLine = words{"written.stray_line",
	"Có dòng chữ không rõ thuộc phần nào nên đã bỏ.", "A line that belongs to no part of the question was dropped."}

func (r *writtenReader) options(options []writtenOption) {
	q := r.current
	for _, o := range options {
		q.options = append(q.options, o)
		r.target = &q.options[len(q.options)-1].lines
	}
}

// splitOptions parts a line at its options: "A. x  B. y". What stands before the first is no option. Letters must
// follow one another; a single space parts them only where there are three or more.
func splitOptions(l line) (before line, options []writtenOption) {
	first := optionStart.FindStringSubmatchIndex(l.text)
	if first == nil {
		return l, nil
	}
	starts := [][]int{first}
	next := l.text[first[4]] + 1
	for _, m := range optionInside.FindAllStringSubmatchIndex(l.text, -1) {
		if m[0] >= starts[len(starts)-1][1]-1 && l.text[m[4]] == next {
			starts = append(starts, m)
			next++
		}
	}
	if len(starts) == 2 && !parted(l.text[:starts[1][4]]) {
		starts = starts[:1]
	}
	for i, m := range starts {
		end := len(l.text)
		if i+1 < len(starts) {
			end = starts[i+1][0]
		}
		o := writtenOption{letter: l.text[m[4]:m[5]], starred: strings.Contains(l.text[m[2]:m[3]], "*")}
		o.label = l.cut(m[4], m[5]).every()
		o.source, o.lines = l.cut(m[4], end).trimmed(), []line{l.cut(m[1], end).trimmed()}
		options = append(options, o)
	}
	return l.cut(0, 0), options
}

// parted reports whether a text ends with a wide space.
func parted(text string) bool {
	text = strings.TrimRight(text, "*")
	return strings.HasSuffix(text, "\t") || strings.HasSuffix(text, "  ") || strings.HasSuffix(strings.TrimRight(text, " "), "\t")
}
