package prose

import "taphuan/internal/fault"

// Text says what is wrong and what to do.
func (r Rejection) Text() fault.Text { return texts[r.Code] }

var texts = map[string]fault.Text{
	"markdown.raw_html":   {VI: "Không dùng thẻ HTML. Nếu muốn viết dấu <, hãy viết \\< hoặc đặt trong dấu `.", EN: "HTML is not allowed. To write a <, write \\< or put it between ` marks."},
	"markdown.image":      {VI: "Không dùng hình trong bài viết. Hãy mô tả bằng lời hoặc đưa vào video.", EN: "Pictures are not used in texts. Describe it in words or show it in a video."},
	"markdown.heading":    {VI: "Đề mục chỉ dùng từ ## đến ####.", EN: "Headings run from ## to ####."},
	"markdown.link":       {VI: "Liên kết phải bắt đầu bằng https://, http://, mailto: hoặc tel:.", EN: "A link must begin with https://, http://, mailto: or tel:."},
	"markdown.too_deep":   {VI: "Danh sách hoặc trích dẫn lồng nhau quá sâu.", EN: "Lists or quotes nest too deep."},
	"markdown.too_long":   {VI: "Đoạn văn, danh sách hoặc bảng này dài quá 8 KiB. Hãy ngắt bằng một dòng trống.", EN: "This paragraph, list or table is over 8 KiB. Break it with an empty line."},
	"markdown.unreadable": {VI: "Không chuyển được phần văn bản này.", EN: "This text cannot be rendered."},
	"markdown.picture":    {VI: "Hình không lấy từ địa chỉ bên ngoài. Hãy tải hình lên bằng nút thêm hình.", EN: "Pictures do not come from outside addresses. Upload the picture by the button that adds one."},
	"markdown.alt":        {VI: "Hãy mô tả hình bằng lời: người không xem được hình sẽ nghe lời mô tả này.", EN: "Say in words what the picture shows: whoever cannot see it hears these words."},
	"markdown.tag":        {VI: "Câu hỏi không dùng được thẻ HTML này. Chỉ dùng <sub>, <sup>, <u> và các thẻ trình bày thường; muốn viết dấu < thì viết \\<.", EN: "This HTML tag cannot be used. Questions hold <sub>, <sup>, <u> and common formatting tags; to write a <, write \\<."},
}
