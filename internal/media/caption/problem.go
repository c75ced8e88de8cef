package caption

import (
	"fmt"

	"taphuan/internal/fault"
)

// Level says what a problem means.
type Level string

// Levels: an error stands in the way of publishing, a warning does not, a note tells what was done to a file.
const (
	Error   Level = "error"
	Warning Level = "warning"
	Note    Level = "note"
)

// Problem is what is wrong with captions: where, a stable code and what to do about it.
type Problem struct {
	Level Level
	Code  string
	Text  fault.Text
	Line  int // in the file; 0 when it is about the whole or about no file
	Cue   int // place among the cues from 0 on; -1 when it is about none
}

// maxProblems bounds how many problems of a file are told.
const maxProblems = 200

var levels = map[string]Level{
	"encoding": Note, "even": Note, "markup": Note, "style": Warning, "times_form": Warning,
	"fast": Warning, "long_line": Warning, "many_lines": Warning, "short": Warning, "long": Warning, "missing": Warning, "perhaps_missing": Warning,
}

var messages = map[string]fault.Text{
	"not_text":    {VI: "Đây không phải tệp văn bản. Hãy chọn tệp phụ đề .vtt hoặc .srt.", EN: "This is not a text file. Choose captions as .vtt or .srt."},
	"too_big":     {VI: "Tệp phụ đề lớn quá %d KiB.", EN: "The captions are over %d KiB."},
	"legacy_font": {VI: "Chữ trong tệp được gõ bằng phông cũ (TCVN3 hoặc VNI), không đọc đúng dấu được. Hãy chuyển tệp sang Unicode (UTF-8) rồi tải lại.", EN: "The file was typed in an old font (TCVN3 or VNI) whose accents cannot be read. Convert it to Unicode (UTF-8) and upload it again."},
	"encoding":    {VI: "Tệp không phải UTF-8, đã đọc theo bảng mã %s. Hãy xem lại dấu tiếng Việt trước khi lưu.", EN: "The file is not UTF-8 and was read as %s. Look at the Vietnamese accents before you save."},
	"unknown":     {VI: "Tệp không có dòng thời gian nào. Tệp phụ đề phải là WebVTT (mở đầu bằng WEBVTT) hoặc SRT (00:00:01,000 --> 00:00:04,500).", EN: "The file has no line of times. Captions are WebVTT (beginning with WEBVTT) or SRT (00:00:01,000 --> 00:00:04,500)."},
	"header":      {VI: "Tệp phụ đề phải bắt đầu bằng dòng WEBVTT.", EN: "Captions begin with the line WEBVTT."},
	"times":       {VI: "Không đọc được thời gian ở đây. Hãy viết dạng 00:01.000 --> 00:04.500 (tệp .srt: 00:00:01,000 --> 00:00:04,500).", EN: "The times here cannot be read. Write 00:01.000 --> 00:04.500 (in .srt: 00:00:01,000 --> 00:00:04,500)."},
	"times_form":  {VI: "Thời gian viết theo dạng của tệp .srt. WebVTT dùng dấu chấm, ví dụ 00:01.000.", EN: "The times are written as in .srt. WebVTT uses a point: 00:01.000."},
	"style":       {VI: "Kiểu dáng và vùng hiển thị (STYLE, REGION) không được dùng ở đây.", EN: "Styles and regions (STYLE, REGION) are not used here."},
	"markup":      {VI: "Đã bỏ thẻ định dạng (màu, chữ đậm, tên người nói, mã lệnh) và chỉ giữ lời. Nơi đầu tiên: dòng này.", EN: "Markup (color, bold, voice names, scripts) was dropped, the words were kept. This line is the first."},
	"text":        {VI: "Phụ đề này để trống, hoặc thiếu dòng trống trước phụ đề sau.", EN: "This caption is empty, or the empty line before the next one is missing."},
	"text_long":   {VI: "Phụ đề này dài quá %d ký tự. Hãy tách thành nhiều phụ đề.", EN: "This caption is over %d characters. Split it."},
	"backwards":   {VI: "Phụ đề này kết thúc trước khi bắt đầu.", EN: "This caption ends before it begins."},
	"overlap":     {VI: "Phụ đề này bắt đầu khi phụ đề trước chưa hết.", EN: "This caption begins before the one above has ended."},
	"order":       {VI: "Phụ đề này bắt đầu trước phụ đề đứng trên nó. Hãy sắp lại theo thời gian.", EN: "This caption begins before the one that stands above it. Put them in order of time."},
	"past_end":    {VI: "Phụ đề này kéo dài quá cuối video.", EN: "This caption runs past the end of the video."},
	"none":        {VI: "Tệp không có phụ đề nào.", EN: "The file holds no captions."},
	"empty":       {VI: "Chưa có phụ đề nào.", EN: "There are no captions yet."},
	"too_many":    {VI: "Tệp có quá %d phụ đề.", EN: "The file holds more than %d captions."},
	"more":        {VI: "Còn lỗi khác sau dòng này. Hãy sửa các lỗi trên rồi tải lại.", EN: "There are more problems after this line. Fix these and upload the file again."},

	"script_empty": {VI: "Kịch bản không có lời nào để làm phụ đề.", EN: "The script has no words to make captions of."},
	"script_long":  {VI: "Kịch bản quá dài so với video: phải nói %d ký tự mỗi giây. Hãy xem có đúng kịch bản của video này không.", EN: "The script is too long for the video: %d characters a second would have to be said. Is it the script of this video?"},
	"no_length":    {VI: "Chưa biết video dài bao lâu nên chưa canh giờ được.", EN: "The length of the video is not known, so the script cannot be timed."},
	"even":         {VI: "Không nghe được khoảng lặng trong video, nên thời gian được chia đều theo độ dài câu. Hãy phát thử và chỉnh lại bằng cách gõ theo lời.", EN: "No pauses could be heard in the video, so the time was shared by the length of the sentences. Play it and correct the times by tapping."},

	"too_fast":        {VI: "Phải đọc %.0f ký tự mỗi giây, không ai đọc kịp (nhiều nhất %d). Hãy kéo dài thời gian hoặc rút gọn lời.", EN: "One would have to read %.0f characters a second, which nobody can (at most %d). Give it more time or fewer words."},
	"fast":            {VI: "Phải đọc %.0f ký tự mỗi giây, nhiều người đọc không kịp (nên dưới %d).", EN: "One has to read %.0f characters a second, too fast for many (better below %d)."},
	"long_line":       {VI: "Có dòng dài quá %d ký tự, màn hình nhỏ sẽ ngắt lung tung. Hãy xuống dòng hoặc tách phụ đề.", EN: "A line is over %d characters and breaks badly on a small screen. Break it or split the caption."},
	"many_lines":      {VI: "Phụ đề có quá %d dòng, che mất hình. Hãy tách ra.", EN: "The caption has more than %d lines and hides the picture. Split it."},
	"short":           {VI: "Hiện chưa đầy một giây, dễ bị bỏ lỡ.", EN: "It shows for less than a second and is easily missed."},
	"long":            {VI: "Hiện lâu quá %d giây, người xem đọc lại lần nữa. Nên tách ra.", EN: "It stands for more than %d seconds, so people read it twice. Better split it."},
	"missing":         {VI: "Từ %s đến %s có tiếng nhưng không có phụ đề.", EN: "From %s to %s there is sound but no caption."},
	"missing_much":    {VI: "Từ %s đến %s có tiếng nhưng không có phụ đề. Hãy thêm lời; nếu chỉ có nhạc hay tiếng động, hãy ghi [nhạc] hoặc [không có lời].", EN: "From %s to %s there is sound but no caption. Add the words; where there is only music or noise, write [music] or [no words]."},
	"empty_long":      {VI: "Từ %s đến %s không có phụ đề. Hãy thêm lời; nếu đoạn này không có lời, hãy ghi [nhạc] hoặc [không có lời].", EN: "From %s to %s there are no captions. Add the words; where nothing is said, write [music] or [no words]."},
	"perhaps_missing": {VI: "Từ %s đến %s không có phụ đề: có thể thiếu. Nếu đoạn này không có lời thì để nguyên.", EN: "From %s to %s there are no captions: perhaps they are missing. Leave it when nothing is said there."},
}

// problem returns a problem with the text of its code.
func problem(code string, line, cue int, args ...any) Problem {
	text := messages[code]
	if len(args) > 0 {
		text = fault.Text{VI: fmt.Sprintf(text.VI, args...), EN: fmt.Sprintf(text.EN, args...)}
	}
	level := Error
	if l, known := levels[code]; known {
		level = l
	}
	return Problem{Level: level, Code: code, Text: text, Line: line, Cue: cue}
}
