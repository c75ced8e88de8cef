package exchange

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"strings"
)

// wordGuide is the template for Word: what stands above the mark is not read.
const wordGuide = `MẪU SOẠN CÂU HỎI
Cách soạn
– Mỗi câu bắt đầu bằng «Câu 1.», «Câu 2.», ... Có thể ghi mức độ ngay sau số câu: (NB) nhận biết, (TH) thông hiểu, (VD) vận dụng; và điểm: (0,5 điểm).
– Phương án ghi A. B. C. D. (nhiều nhất 10), mỗi phương án một dòng hoặc cách nhau bằng phím Tab.
– Đáp án: ghi dòng «Đáp án: B» (nhiều đáp án: «Đáp án: A, C»), hoặc đánh dấu * trước chữ cái, hoặc gạch chân, tô màu, in đậm phương án đúng. Cũng có thể đặt bảng đáp án ở cuối: 1.B 2.C 3.A
– Câu đúng sai: không ghi phương án, ghi «Đáp án: Đúng». Câu đúng sai nhiều ý: ghi a) b) c) d) rồi «Đáp án: a) Đ b) S c) Đ d) S».
– Câu trả lời bằng số: «Đáp án: 2,5», có thể kèm sai số và đơn vị: «Đáp án: 2,5 ± 0,1 km». Câu trả lời ngắn: «Đáp án: Hà Nội; Thủ đô Hà Nội».
– Câu tự luận: ghi «Loại: Tự luận»; dòng «Đáp án:» khi đó là gợi ý chấm.
– Các dòng có thể thêm: «Giải thích:», «Mức độ:», «Chủ đề:», «Nguồn:», «Điểm:», «Mã câu:».
– Hình dán vào bài được giữ lại. Công thức toán được chuyển thành chữ: hãy xem lại khi nhập.
Ví dụ
Câu 1. (NB) Mật khẩu nào khó đoán nhất?
A. 123456
B. Tên và ngày sinh
C. Một câu dài gồm nhiều từ không liên quan
D. Số điện thoại
Đáp án: C
Giải thích: Mật khẩu càng dài và càng khó đoán thì càng an toàn.
Xóa phần ví dụ hay giữ lại đều được: chỉ phần bên dưới dòng kẻ được đọc.
--- BẮT ĐẦU TỪ ĐÂY ---
Câu 1. 
A. 
B. 
C. 
D. 
Đáp án: 
Giải thích: 
Mức độ: 
Chủ đề: `

const (
	wordTypes = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`
	wordRoot  = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`
	wordStart = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`
	wordEnd   = `<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="850" w:bottom="1134" w:left="1701" w:header="709" w:footer="709" w:gutter="0"/></w:sectPr></w:body></w:document>`
)

// WordTemplate returns a Word file to write questions into, with its instructions in Vietnamese above a line.
func WordTemplate() ([]byte, error) {
	var document bytes.Buffer
	document.WriteString(wordStart)
	for i, text := range strings.Split(wordGuide, "\n") {
		look := `<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/>`
		if i == 0 || text == "Cách soạn" || text == "Ví dụ" || strings.HasPrefix(text, "---") {
			look += `<w:b/>`
		}
		start := `<w:p>`
		if startMark.MatchString(text) {
			start += `<w:pPr><w:pageBreakBefore/></w:pPr>`
		}
		document.WriteString(start + `<w:r><w:rPr>` + look + `<w:sz w:val="26"/></w:rPr><w:t xml:space="preserve">`)
		if err := xml.EscapeText(&document, []byte(text)); err != nil {
			return nil, err
		}
		document.WriteString(`</w:t></w:r></w:p>`)
	}
	document.WriteString(wordEnd)
	return packed([]packedPart{{"[Content_Types].xml", []byte(wordTypes)}, {"_rels/.rels", []byte(wordRoot)}, {"word/document.xml", document.Bytes()}})
}

// packedPart is one file of a package.
type packedPart struct {
	name string
	data []byte
}

// packed writes a zip package. It holds no times, so that the same parts give the same bytes.
func packed(parts []packedPart) ([]byte, error) {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, p := range parts {
		part, err := w.Create(p.name)
		if err != nil {
			return nil, err
		}
		if _, err := part.Write(p.data); err != nil {
			return nil, err
		}
	}
	err := w.Close()
	return out.Bytes(), err
}
