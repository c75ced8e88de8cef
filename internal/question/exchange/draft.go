package exchange

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"taphuan/internal/fault"
	"taphuan/internal/question"
	"taphuan/internal/vietnamese"
)

// importer gathers the items of one file.
type importer struct {
	limits Limits
	items  []Item
	keys   map[string]bool
	notes  reasons
	shelf  shelf
}

// add keeps an item. Error: ErrTooManyItems.
func (im *importer) add(d *draft) error {
	if len(im.items) >= im.limits.Items {
		return ErrTooManyItems
	}
	item := d.finish()
	if item.Key != "" && im.keys[item.Key] {
		item.Key = ""
		d.change(reasonKeyTwice)
		item.Reasons, item.Status = d.reasons, statusOf(d.reasons)
	}
	if im.keys == nil {
		im.keys = map[string]bool{}
	}
	im.keys[item.Key] = true
	im.items = append(im.items, item)
	return nil
}

var reasonKeyTwice = words{"item.key_twice", "Mã câu trùng với một câu ở trên nên đã bỏ mã.", "The key stands at a question above, so it was dropped."}

// draft is an item while it is read.
type draft struct {
	item     Item
	reasons  reasons
	shelf    *shelf
	picture  pictureSource
	pictures int // that were asked for
}

func (im *importer) draft(name string, place Place) *draft {
	return &draft{item: Item{Name: name, Place: place}, shelf: &im.shelf}
}

// change says that something of the item became otherwise than in the file.
func (d *draft) change(w words, args ...any) { d.reasons.add(w.reason(args...)) }

// refuse says why the item cannot be used.
func (d *draft) refuse(w words, args ...any) {
	reason := w.reason(args...)
	reason.Refuses = true
	d.reasons.add(reason)
}

func (d *draft) refused() bool { return statusOf(d.reasons) == Refused }

// finish checks the body by the rules of its type and settles the status.
func (d *draft) finish() Item {
	it := &d.item
	if it.Body.MaxPoints == 0 {
		it.Body.MaxPoints = 100
	}
	it.Name = d.named(clipped(vietnamese.Normalize(it.Name)))
	it.Topic, it.Key = clipped(topicPath(it.Topic)), clipped(vietnamese.Normalize(it.Key))
	it.Tags = it.Tags[:min(len(it.Tags), maxTags)]
	canonical(&it.Body)
	if !d.refused() {
		d.legacy()
		d.validate()
	}
	it.Reasons, it.Status = d.reasons, statusOf(d.reasons)
	return *it
}

// named gives an item without a title the beginning of its text.
func (d *draft) named(name string) string {
	if name != "" {
		return name
	}
	stem := []rune(vietnamese.Normalize(plainOf(d.item.Body.Stem.VI)))
	if len(stem) > 60 {
		stem = append(stem[:59], '…')
	}
	return string(stem)
}

func clipped(text string) string {
	if utf8.RuneCountInString(text) > maxName {
		return string([]rune(text)[:maxName])
	}
	return text
}

// topicPath drops what systems put before the names of categories.
func topicPath(path string) string {
	var steps []string
	for step := range strings.SplitSeq(path, "/") {
		step = vietnamese.Normalize(step)
		if step != "" && step != "top" && !(strings.HasPrefix(step, "$") && strings.HasSuffix(step, "$")) {
			steps = append(steps, step)
		}
	}
	return strings.Join(steps, "/")
}

var (
	reasonLegacy = words{"text.legacy_font",
		"Câu hỏi được gõ bằng phông chữ cũ (TCVN3 hoặc VNI). Hãy chuyển sang Unicode rồi tải lên lại.",
		"The question was typed in an old font (TCVN3 or VNI). Convert it to Unicode and upload it again."}
	reasonEnglishOnly = words{"text.english_only",
		"Chỉ có bản tiếng Anh nên dùng làm bản tiếng Việt. Hãy dịch lại.",
		"There is English only, which stands as the Vietnamese text. Translate it."}
)

// legacy refuses letters that only an old font shows as Vietnamese. One odd word is a foreign one.
func (d *draft) legacy() {
	all := []string{d.item.Body.Stem.VI}
	for _, o := range d.item.Body.Options {
		all = append(all, o.Text.VI)
	}
	total, odd := 0, 0
	for word := range strings.FieldsSeq(plainOf(strings.Join(all, " "))) {
		if strings.ContainsFunc(word, isLetter) {
			total++
			if vietnamese.LooksLegacy(word) {
				odd++
			}
		}
	}
	if odd >= 2 && odd*5 >= total {
		d.refuse(reasonLegacy)
	}
}

// validate asks the rules of the type and says where each fault stands.
func (d *draft) validate() {
	for _, f := range question.Validate(d.item.Body) {
		where := fieldPlace(f.Path)
		d.reasons.add(Reason{Code: f.Code, Refuses: true, Text: fault.Text{VI: where.VI + f.Text.VI, EN: where.EN + f.Text.EN}})
	}
}

var indexed = regexp.MustCompile(`(options|prompts|gaps|parts|regions)\[(\d+)\]`)

// fieldPlace names a field as people call it ("options[2].text.vi": Phương án C).
func fieldPlace(path string) fault.Text {
	var vi, en string
	for _, m := range indexed.FindAllStringSubmatch(path, -1) {
		n, _ := strconv.Atoi(m[2])
		switch m[1] {
		case "options":
			vi, en = vi+"Phương án "+letter(n)+": ", en+"Option "+letter(n)+": "
		case "prompts":
			vi, en = vi+fmt.Sprintf("Vế %d: ", n+1), en+fmt.Sprintf("Prompt %d: ", n+1)
		case "gaps":
			vi, en = vi+fmt.Sprintf("Chỗ trống %d: ", n+1), en+fmt.Sprintf("Gap %d: ", n+1)
		case "parts":
			vi, en = vi+fmt.Sprintf("Ý %d: ", n+1), en+fmt.Sprintf("Part %d: ", n+1)
		case "regions":
			vi, en = vi+fmt.Sprintf("Vùng %d: ", n+1), en+fmt.Sprintf("Region %d: ", n+1)
		}
	}
	switch {
	case strings.HasSuffix(path, "stem.vi") || path == "stem":
		vi, en = vi+"Nội dung câu hỏi: ", en+"Question text: "
	case strings.HasSuffix(path, "explain.vi"):
		vi, en = vi+"Lời giải thích: ", en+"Explanation: "
	case strings.HasPrefix(path, "source"):
		vi, en = "Nguồn: ", "Source: "
	case strings.Contains(path, "unit") || strings.Contains(path, "Unit"):
		vi, en = vi+"Đơn vị: ", en+"Unit: "
	}
	return fault.Text{VI: vi, EN: en}
}

// letter is how the option at a place is called: A, B, C, ...
func letter(i int) string {
	if i < 26 {
		return string(rune('A' + i))
	}
	return strconv.Itoa(i + 1)
}
