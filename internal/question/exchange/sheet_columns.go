package exchange

import (
	"slices"
	"strings"

	"taphuan/internal/vietnamese"
)

// maxChoices is how many options a row has columns for.
const maxChoices = 10

// column is a column of the sheet of questions: its heading, and how else people head it, folded.
type column struct {
	key, heading string
	also         []string
}

// columns are those of every row; the columns of options follow them (optionColumns).
var columns = []column{
	{"number", "STT", []string{"tt", "so", "cau", "no", "so thu tu", "cau so"}},
	{"key", "Mã câu", []string{"ma", "ma cau hoi", "id", "key"}},
	{"name", "Tên câu", []string{"ten", "ten cau hoi", "tieu de", "title", "name"}},
	{"topic", "Chủ đề", []string{"chuong", "bai", "linh vuc", "phan", "topic", "category"}},
	{"level", "Mức độ", []string{"do kho", "muc do nhan thuc", "muc", "level", "difficulty"}},
	{"type", "Loại", []string{"loai cau hoi", "loai cau", "dang", "dang cau hoi", "type", "question type"}},
	{"stem", "Nội dung câu hỏi", []string{"noi dung", "cau hoi", "de bai", "noi dung cau", "question", "question text"}},
	{"answer", "Đáp án", []string{"dap an dung", "dap an chinh xac", "phuong an dung", "tra loi", "correct", "correct answer", "answer", "key answer"}},
	{"explain", "Giải thích", []string{"loi giai", "huong dan giai", "giai thich dap an", "explanation", "feedback"}},
	{"points", "Điểm", []string{"so diem", "diem so", "points", "mark", "score"}},
	{"penalty", "Điểm trừ", []string{"tru diem", "penalty"}},
	{"scoring", "Cách chấm", []string{"cach tinh diem", "scoring"}},
	{"source", "Nguồn", []string{"tai lieu", "can cu", "nguon tham khao", "source"}},
	{"tags", "Nhãn", []string{"tu khoa", "tags", "the"}},
	{"stem.en", "Question (EN)", []string{"noi dung cau hoi (en)", "noi dung (tieng anh)", "cau hoi (tieng anh)", "question (english)"}},
	{"answer.en", "Answer (EN)", []string{"dap an (en)", "dap an (tieng anh)"}},
	{"explain.en", "Explanation (EN)", []string{"giai thich (en)", "giai thich (tieng anh)"}},
	{"source.en", "Source (EN)", []string{"nguon (en)", "nguon (tieng anh)"}},
}

// optionColumns are the columns of options: their texts and explanations, in both languages.
func optionColumns() []column {
	var all []column
	for i := range maxChoices {
		l := letter(i)
		low := strings.ToLower(l)
		all = append(all,
			column{"option." + l, "Phương án " + l, []string{low, "dap an " + low, "lua chon " + low, "cau tra loi " + low, "option " + low, "choice " + low, "answer " + low}},
			column{"option." + l + ".en", "Option " + l + " (EN)", []string{"phuong an " + low + " (en)", "phuong an " + low + " (tieng anh)"}},
			column{"explain." + l, "Giải thích " + l, []string{"giai thich phuong an " + low}},
			column{"explain." + l + ".en", "Explanation " + l + " (EN)", []string{"giai thich " + low + " (en)"}})
	}
	return all
}

var headingKeys = func() map[string]string {
	keys := map[string]string{}
	for _, c := range slices.Concat(columns, optionColumns()) {
		keys[vietnamese.Fold(c.heading)] = c.key
		for _, name := range c.also {
			keys[name] = c.key
		}
	}
	return keys
}()

// headings reads a row of headings: the key of each column. It is one when questions and answers have their columns.
func headings(row []string) (map[string]int, bool) {
	found := map[string]int{}
	for i, cell := range row {
		key := headingKeys[strings.Trim(vietnamese.Fold(cell), " *:.")]
		if _, taken := found[key]; key != "" && !taken {
			found[key] = i
		}
	}
	_, stem := found["stem"]
	_, answer := found["answer"]
	return found, stem && answer
}
