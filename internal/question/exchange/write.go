package exchange

import (
	"slices"

	"taphuan/internal/fault"
	"taphuan/internal/question"
)

// Loss is what a format could not hold of one item. Left says that the item was not written at all.
type Loss struct {
	Item    int // its place in what was given
	Name    string
	Left    bool
	Reasons []Reason
}

// Export is a written file. Type is its media type, Ending that of its name (".xml").
type Export struct {
	Data         []byte
	Type, Ending string
	Losses       []Loss
}

// ErrWriteFormat refuses a format that is read only.
var ErrWriteFormat = fault.New(fault.Invalid, "exchange.write_format", fault.Text{
	VI: "Không xuất được định dạng này. Hãy chọn GIFT, Moodle XML, QTI 2.2, QTI 3.0 hoặc Excel.",
	EN: "This format cannot be written. Choose GIFT, Moodle XML, QTI 2.2, QTI 3.0 or Excel."})

// Write writes items, whose pictures stand in media, in a format: GIFT, MoodleXML, QTI22, QTI30 or Excel. What the
// format cannot hold stands in Losses. Errors: ErrWriteFormat, ErrTooManyItems.
func Write(format Format, items []Item, media []Media) (Export, error) {
	if len(items) > Defaults.Items {
		return Export{}, ErrTooManyItems
	}
	w := &exporter{media: media, losses: map[int]*Loss{}}
	switch format {
	case GIFT:
		return w.finish(items, w.writeGIFT(items), "text/plain; charset=utf-8", ".gift.txt"), nil
	case MoodleXML:
		return w.finish(items, w.writeMoodle(items), "application/xml", ".xml"), nil
	case Excel:
		data, err := w.writeSheets(items)
		return w.finish(items, data, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"), err
	case QTI22, QTI30:
		data, err := w.writePackage(items, format)
		return w.finish(items, data, "application/zip", ".zip"), err
	}
	return Export{}, ErrWriteFormat
}

// exporter gathers what is lost.
type exporter struct {
	media  []Media
	losses map[int]*Loss
	at     int // the item that is being written
}

func (w *exporter) lose(words words, args ...any) { w.loss().add(words.reason(args...)) }

// leave says that the item is not written.
func (w *exporter) leave(words words, args ...any) {
	w.lose(words, args...)
	w.losses[w.at].Left = true
}

func (w *exporter) loss() *reasons {
	if w.losses[w.at] == nil {
		w.losses[w.at] = &Loss{Item: w.at}
	}
	return (*reasons)(&w.losses[w.at].Reasons)
}

func (w *exporter) finish(items []Item, data []byte, kind, ending string) Export {
	export := Export{Data: data, Type: kind, Ending: ending}
	for i, item := range items {
		if loss := w.losses[i]; loss != nil {
			loss.Name = item.Name
			export.Losses = append(export.Losses, *loss)
		}
	}
	return export
}

// What formats cannot hold.
var (
	lossType        = words{"loss.type", "Định dạng này không có loại câu hỏi tương ứng nên câu không được xuất.", "The format has no such question type, so the question was left out."}
	lossTypeChanged = words{"loss.type_changed", "Loại câu hỏi đổi thành loại gần nhất của định dạng.", "The type became the nearest that the format has."}
	lossPoints      = words{"loss.points", "Định dạng không giữ điểm của câu hỏi.", "The format does not keep the points."}
	lossPenalty     = words{"loss.penalty", "Định dạng không giữ điểm trừ.", "The format does not keep the penalty."}
	lossScoring     = words{"loss.scoring", "Định dạng không giữ được cách chấm này.", "The format cannot express this scoring rule."}
	lossSource      = words{"loss.source", "Định dạng không có chỗ cho nguồn.", "The format has no place for the source."}
	lossExplain     = words{"loss.explain", "Lời giải thích của từng phương án không có chỗ trong định dạng.", "Explanations of single options have no place in the format."}
	lossEnglish     = words{"loss.english", "Một phần bản tiếng Anh không có chỗ trong định dạng.", "A part of the English text has no place in the format."}
	lossAccents     = words{"loss.accents", "Định dạng không giữ quy tắc bỏ qua dấu, phân biệt hoa thường hoặc ký tự thay thế.", "The format does not keep the rules for accents, capitals or patterns."}
	lossTolerance   = words{"loss.tolerance", "Sai số tương đối được đổi thành sai số tuyệt đối.", "The relative tolerance became an absolute one."}
	lossUnit        = words{"loss.unit", "Định dạng không giữ đơn vị của đáp án số.", "The format does not keep the unit of a number."}
	lossRubric      = words{"loss.rubric", "Định dạng không giữ thang chấm và giới hạn bài làm.", "The format does not keep the rubric and the bounds of the answer."}
	lossPicture     = words{"loss.picture", "Định dạng không chứa được hình.", "The format cannot hold pictures."}
	lossMarkup      = words{"loss.markup", "Kiểu trình bày trong một phần nội dung không giữ được.", "The markup of a part of the text was not kept."}
)

// multilang writes both languages as Moodle's filter of that name reads them.
func multilang(t question.LocalText) string {
	if t.EN == "" {
		return t.VI
	}
	return `<span lang="vi" class="multilang">` + t.VI + `</span><span lang="en" class="multilang">` + t.EN + `</span>`
}

// common says what hardly any format keeps.
func (w *exporter) common(b question.Body) {
	if b.Source != (question.LocalText{}) {
		w.lose(lossSource)
	}
	if len(b.Options) > 0 && b.Type != question.Single && b.Type != question.Multiple && b.Type != question.Ordering && explained(b.Options) {
		w.lose(lossExplain)
	}
}

func explained(options []question.Option) bool {
	return slices.ContainsFunc(options, func(o question.Option) bool { return o.Explain != (question.LocalText{}) })
}
