package exchange

import (
	"encoding/base64"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"taphuan/internal/question"
)

// Moodle XML is read question by question, by the names of Moodle's documentation ("Moodle XML format") and of the
// plug-ins that come with it.

var reasonMoodlePenalty = words{"moodle.penalty",
	"Mức trừ khi làm lại nhiều lần (penalty) của Moodle không dùng ở đây.", "Moodle's penalty for further tries is not used here."}

// moodleReader knows the category that stands above a question.
type moodleReader struct {
	*importer
	topic string
}

// readMoodle reads a quiz. Errors: ErrTooManyItems, and those of xmlReader.next.
func (im *importer) readMoodle(data []byte) error {
	r := moodleReader{importer: im}
	x := newXML(data)
	for {
		token, err := x.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		start, ok := token.(xml.StartElement)
		if !ok || start.Name.Local == "quiz" {
			continue
		}
		line := x.line()
		n, err := x.tree(start)
		if err != nil {
			return err
		}
		if err := r.question(n, line); err != nil {
			return err
		}
	}
}

func (r *moodleReader) question(n *node, line int) error {
	kind := n.attr("type")
	if n.name == "question" && kind == "category" {
		r.topic = n.first("category").value("text")
		return nil
	}
	d := r.draft(n.first("name").value("text"), Place{Line: line})
	d.item.Topic, d.item.Key = r.topic, n.value("idnumber")
	q := moodleQuestion{draft: d, node: n}
	q.read(kind)
	if p := n.value("penalty"); p != "" && strings.Trim(p, "0.") != "" {
		r.notes.add(reasonMoodlePenalty.reason())
	}
	return r.add(d)
}

// moodleQuestion reads one question.
type moodleQuestion struct {
	*draft
	node *node
}

var (
	reasonMoodleType = words{"moodle.type",
		"Loại câu hỏi «%s» của Moodle không có loại tương ứng nên không nhập.", "Moodle's question type “%s” has no like here, so it was not imported."}
	reasonHidden = words{"moodle.hidden", "Câu này đang ẩn trong Moodle.", "The question is hidden in Moodle."}
	reasonHints  = words{"moodle.hints", "Gợi ý khi làm lại không có chỗ nên đã bỏ.", "Hints for further tries have no place and were dropped."}
)

// moodleTypes reads what is special to each type.
var moodleTypes = map[string]func(*moodleQuestion){
	"multichoice": (*moodleQuestion).multichoice, "truefalse": (*moodleQuestion).trueFalse, "shortanswer": (*moodleQuestion).shortanswer,
	"multichoiceset": (*moodleQuestion).allOrNothing, "numerical": (*moodleQuestion).numerical, "matching": (*moodleQuestion).matching, "essay": (*moodleQuestion).essayOrFiles,
	"cloze": (*moodleQuestion).cloze, "multianswer": (*moodleQuestion).cloze, "gapselect": (*moodleQuestion).gapselect,
	"ddwtos": (*moodleQuestion).ddwtos, "ddmarker": (*moodleQuestion).ddmarker, "ordering": (*moodleQuestion).ordering,
	"calculated": (*moodleQuestion).calculated, "calculatedsimple": (*moodleQuestion).calculated,
	"description": func(q *moodleQuestion) { q.refuse(reasonDescription) },
}

func (q *moodleQuestion) read(kind string) {
	b := &q.item.Body
	if len(q.node.kids) > maxPieces {
		q.refuse(reasonManyPieces)
		return
	}
	var tags []string
	for _, tag := range q.node.first("tags").all("tag") {
		tags = append(tags, tag.value("text"))
	}
	q.tagged(tags)
	q.picture = q.files(q.node.first("questiontext"))
	b.Stem = q.field(q.node.first("questiontext"), false)
	b.Explain = q.field(q.node.first("generalfeedback"), false)
	if grade := q.node.value("defaultgrade"); grade != "" {
		q.points(grade)
	}
	if q.node.value("hidden") == "1" {
		q.change(reasonHidden)
	}
	if len(q.node.all("hint")) > 0 {
		q.change(reasonHints)
	}
	read, known := moodleTypes[kind]
	if !known {
		q.refuse(reasonMoodleType, tagName(kind))
		return
	}
	read(q)
	q.combined()
}

// combined keeps the feedback that depends on how right the whole answer is, but for Moodle's own stock phrases.
func (q *moodleQuestion) combined() {
	for _, name := range []string{"correctfeedback", "partiallycorrectfeedback", "incorrectfeedback"} {
		text := q.field(q.node.first(name), false)
		if plain := plainOf(text.VI); plain == "" || stockFeedback[plain] {
			continue
		}
		q.change(reasonCombine)
		e := &q.item.Body.Explain
		*e = question.LocalText{VI: joined(e.VI, text.VI), EN: joined(e.EN, text.EN)}
	}
}

// stockFeedback is what Moodle fills in by itself.
var stockFeedback = map[string]bool{
	"Your answer is correct.": true, "Your answer is partially correct.": true, "Your answer is incorrect.": true,
	"Câu trả lời của bạn đúng.": true, "Câu trả lời của bạn đúng một phần.": true, "Câu trả lời của bạn sai.": true,
}

// field reads a text with its format and its files.
func (q *moodleQuestion) field(n *node, inline bool) question.LocalText {
	if n == nil {
		return question.LocalText{}
	}
	q.picture = q.files(n)
	source := n.first("text").words()
	if n.first("text") == nil {
		source = n.words()
	}
	switch n.attr("format") {
	case "html":
		return q.html(strings.TrimSpace(source))
	case "markdown":
		if strings.TrimSpace(source) != "" {
			q.change(reasonMarkdown)
		}
		return question.LocalText{VI: paragraphs(source, inline)}
	case "plain_text":
		return question.LocalText{VI: paragraphs(source, inline)}
	}
	return q.text(source, inline)
}

// files are the pictures that stand beside a text.
func (q *moodleQuestion) files(n *node) pictureSource {
	return func(reference string) ([]byte, words) {
		for _, file := range n.all("file") {
			if file.attr("name") == reference || strings.TrimPrefix(file.attr("path"), "/")+file.attr("name") == reference {
				if data, err := decodedFile(file); err == nil {
					return data, words{}
				}
				break
			}
		}
		return nil, reasonNoPicture
	}
}

func decodedFile(file *node) ([]byte, error) {
	return base64.StdEncoding.DecodeString(strings.Join(strings.Fields(file.words()), ""))
}
