package reporting

import (
	"fmt"
	"strings"

	"taphuan/internal/reporting/document"
)

// body is the report's text: the figures where the platform has them, labelled blanks elsewhere.
func (r Results) body(period string) []document.Block {
	h := func(level int, text string) document.Block { return document.Heading{Level: level, Text: text} }
	say := func(text string) document.Block { return document.Plainly(text) }
	blocks := []document.Block{
		document.Paragraph{Runs: []document.Run{{Italic: true, Text: "Đây là phần kết quả tập huấn, bồi dưỡng, dùng để đưa vào báo cáo chung của cơ quan."}}},
		say(r.opening(period)),
		h(1, "Công tác lãnh đạo, chỉ đạo, triển khai"),
		say("Văn bản triển khai (số, ngày, trích yếu): " + fill),
		say(r.staff()),
		h(1, "Kết quả thực hiện"),
		h(2, "Tập huấn, bồi dưỡng"),
		say(r.overview()),
		h(3, "Theo lĩnh vực"),
	}
	blocks = append(blocks, r.partItems(r.ByField)...)
	blocks = append(blocks, h(3, "Theo đối tượng"))
	blocks = append(blocks, r.partItems(r.ByAudience)...)
	blocks = append(blocks, h(3, "Chất lượng, kết quả"))
	for _, sentence := range r.quality() {
		blocks = append(blocks, say(sentence))
	}
	blocks = append(blocks, r.mainTable(),
		h(2, "Cung cấp tài liệu"), say("Số tài liệu phát hành, số lượt cung cấp: "+fill),
		h(2, "Hội thảo chuyên đề"), say("Số hội thảo, lượt đại biểu, số tham luận, số kiến nghị: "+fill),
		h(2, "Kiểm tra, đánh giá"), say("Số đơn vị được kiểm tra hoặc tự đánh giá, kết quả xếp loại: "+fill),
		h(2, "Khen thưởng"), say("Số tập thể, cá nhân được khen (bằng khen, giấy khen): "+fill),
		h(2, "Kinh phí, trang thiết bị"), say("Dự toán, đã chi (đồng), nguồn kinh phí: "+fill),
		h(1, "Đánh giá chung"),
		h(2, "Ưu điểm"), say(fill),
		h(2, "Tồn tại, hạn chế"), say(fill),
		h(2, "Nguyên nhân"), say("Khách quan: "+fill), say("Chủ quan: "+fill),
		h(1, "Phương hướng, nhiệm vụ kỳ tới"), say(fill),
		h(1, "Kiến nghị, đề xuất"), say(fill),
	)
	return blocks
}

// staff says how many people have the task, where the unit publishes it.
func (r Results) staff() string {
	if r.Line("A2.1").Value == nil {
		return "Phân công cán bộ chuyên trách, kiêm nhiệm: " + fill
	}
	return fmt.Sprintf("Phân công cán bộ: %s người chuyên trách, %s người kiêm nhiệm.", r.show("A2.1"), r.show("A2.2"))
}

func (r Results) opening(period string) string {
	plan := r.Period.Plan
	title := strings.TrimPrefix(plan.Title, "về ")
	return fmt.Sprintf("Thực hiện Kế hoạch số %s ngày %s của %s về %s, %s báo cáo kết quả tập huấn, bồi dưỡng %s (số liệu từ ngày %s đến hết ngày %s) như sau:",
		plan.Number, shortDay(plan.IssuedOn), plan.Issuer, title, r.sender(), period, shortDay(r.Period.FromOn), shortDay(r.AsOf))
}

// show is a value as the tables print it.
func (r Results) show(code string) string { return r.Line(code).cell(r.Line(code).Value).String() }

// compared adds the year before where it can be compared.
func (r Results) compared(code string) string {
	line := r.Line(code)
	if line.Previous == nil {
		return ""
	}
	return fmt.Sprintf(" (cùng kỳ năm trước: %s)", line.cell(line.Previous))
}

func (r Results) has(code string) bool { n := r.Line(code).Value; return n != nil && *n != 0 }

// overview is the first paragraph of the results; a period without any says so.
func (r Results) overview() string {
	whole := "toàn đơn vị"
	if r.issuer.Kind == "province" {
		whole = "toàn tỉnh"
	}
	scope := fmt.Sprintf("Đến hết ngày %s, %s có %s cán bộ, công chức, viên chức thuộc diện tập huấn.", shortDay(r.AsOf), whole, r.show("A1"))
	if r.Line("A1").Value == nil {
		scope = "Đơn vị không công bố quân số."
	}
	if !r.has("B1") && !r.has("B2") && !r.has("B3") && !r.has("B5.1") {
		return scope + " Trong kỳ không phát sinh kết quả tập huấn, bồi dưỡng."
	}
	if r.has("B1") {
		scope += fmt.Sprintf(" Trong kỳ đã tổ chức %s lớp tập huấn%s (trực tiếp %s, trực tuyến %s, kết hợp %s).", r.show("B1"), r.compared("B1"), r.show("B1.1"), r.show("B1.2"), r.show("B1.3"))
	}
	text := fmt.Sprintf("%s Trong kỳ có %s lượt học viên%s; %s người (không trùng) được tập huấn%s", scope, r.show("B2"), r.compared("B2"), r.show("B3"), r.compared("B3"))
	if r.Line("B4").Value != nil {
		text += fmt.Sprintf("; tỷ lệ bao phủ đạt %s%s", r.show("B4"), r.compared("B4"))
	}
	return text + "."
}

// partItems lists the parts that have figures.
func (r Results) partItems(parts []Part) []document.Block {
	var items []string
	for _, p := range parts {
		if p.Turns == 0 && p.Completions == 0 {
			continue
		}
		items = append(items, fmt.Sprintf("%s: %s lượt học, %s lượt hoàn thành, %s người hoàn thành", p.Name().VI,
			document.Count(p.Turns), document.Count(p.Completions), document.Count(p.People)))
	}
	if len(items) == 0 {
		return []document.Block{document.Plainly("Không phát sinh.")}
	}
	blocks := make([]document.Block, len(items))
	for i, item := range items {
		end := ";"
		if i == len(items)-1 {
			end = "."
		}
		blocks[i] = document.Item(item + end)
	}
	return blocks
}

// quality are the sentences on completion, scores, certificates and grades; those without a base are left out.
func (r Results) quality() []string {
	var say []string
	if r.Line("B5.2").Value != nil {
		say = append(say, fmt.Sprintf("Hoàn thành %s lượt trong số lượt học đến hạn trong kỳ, tỷ lệ %s%s.", r.show("B5.1"), r.show("B5.2"), r.compared("B5.2")))
	}
	if r.Line("B6.1").Value != nil {
		say = append(say, fmt.Sprintf("Điểm trung bình trước khóa học là %s, sau khóa học là %s; mức tăng %s điểm (tính trên cùng lượt học, thang điểm mười).",
			r.show("B6.1"), r.show("B6.2"), r.show("B6.3")))
	}
	if r.Line("B7.1").Value != nil {
		say = append(say, fmt.Sprintf("Tỷ lệ đạt ngay lần đầu là %s; %s lượt chưa đạt ở lần đầu.", r.show("B7.1"), r.show("B7.2")))
	}
	if r.has("B8.1") || r.has("B8.2") || r.has("B9.1") {
		say = append(say, fmt.Sprintf("Đã cấp %s giấy chứng nhận%s, thu hồi %s; tổng số %s tiết học hoàn thành (%s giờ).",
			r.show("B8.1"), r.compared("B8.1"), r.show("B8.2"), r.show("B9.1"), r.show("B9.2")))
	}
	if r.has("B10.1") || r.has("B10.2") || r.has("B10.3") || r.has("B10.4") {
		grades := fmt.Sprintf("Xếp loại: Giỏi %s lượt, Khá %s lượt", r.show("B10.1"), r.show("B10.2"))
		if r.Line("B10.3").Value != nil {
			grades += fmt.Sprintf(", Đạt %s lượt", r.show("B10.3"))
		}
		say = append(say, grades+fmt.Sprintf("; không đạt %s lượt.", r.show("B10.4")))
	}
	if r.has("B2.HS") || r.has("B3.HS") {
		say = append(say, fmt.Sprintf("Học sinh, sinh viên (tính riêng, không cộng vào số liệu trên): %s lượt học, %s người được tập huấn, %s giấy chứng nhận.",
			r.show("B2.HS"), r.show("B3.HS"), r.show("B8.HS")))
	}
	if len(say) == 0 {
		say = append(say, "Không phát sinh.")
	}
	return say
}
