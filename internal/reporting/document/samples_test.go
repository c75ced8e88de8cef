package document

import (
	"fmt"
	"strings"
	"time"
)

// report is a half-year report as a department sends it, with two annexes, one of them landscape.
func report() Document {
	return Document{
		Header: Header{Kind: Department, Parent: "UBND tỉnh Quảng Ngãi", Issuer: "Sở Khoa học và Công nghệ",
			Symbol: "BC-SKHCN", Place: "Quảng Ngãi", Year: 2026},
		Kind: "Báo cáo",
		Summary: "Kết quả thực hiện Kế hoạch số 1905/KH-BCĐ138 năm 2026\n" +
			"(Phần kết quả tập huấn, bồi dưỡng)",
		Addressees: []string{"Ban Chỉ đạo 138 tỉnh Quảng Ngãi (qua Phòng Xây dựng phong trào bảo vệ ANTQ - Công an tỉnh)"},
		Blocks: []Block{
			Plainly("Thực hiện Kế hoạch số 1905/KH-BCĐ138 ngày 13/5/2022 của Ban Chỉ đạo 138 tỉnh, Sở Khoa học và " +
				"Công nghệ báo cáo kết quả tập huấn, bồi dưỡng năm 2026 như sau:"),
			Heading{1, "Công tác lãnh đạo, chỉ đạo, triển khai"},
			Plainly("Sở đã ban hành 02 văn bản triển khai, phân công 01 cán bộ chuyên trách và 05 cán bộ kiêm nhiệm."),
			Heading{1, "Kết quả thực hiện"},
			Heading{2, "Tập huấn, bồi dưỡng"},
			Heading{3, "Theo lĩnh vực"},
			Paragraph{Runs: []Run{{Text: "Trong kỳ có "}, {Text: "1.234 người", Bold: true},
				{Text: " được tập huấn, đạt tỷ lệ bao phủ 85,7% (kỳ trước 60,7%)."}}},
			figures(),
			Heading{3, "Theo đối tượng"},
			Item("Cán bộ, công chức: 812 người;"),
			Item("Viên chức: 422 người."),
			Heading{2, "Cung cấp tài liệu"},
			Plainly(strings.Repeat("Tài liệu được cập nhật trên nền tảng, mỗi cơ quan có đầu mối theo dõi. ", 12)),
			Heading{1, "Đánh giá chung"},
			Plainly(strings.Repeat("Việc tự học theo từng phần giúp cán bộ ở xã xa trung tâm tham gia đầy đủ. ", 14)),
			Heading{1, "Kiến nghị, đề xuất"},
			Plainly(strings.Repeat("Đề nghị bổ sung học liệu bằng tiếng dân tộc thiểu số. ", 10)),
		},
		Closing: "Trên đây là báo cáo kết quả tập huấn, bồi dưỡng năm 2026, Sở Khoa học và Công nghệ báo cáo " +
			"Ban Chỉ đạo 138 tỉnh theo dõi, tổng hợp",
		Recipients: []string{"Như trên", "Giám đốc, các Phó Giám đốc Sở", "Lưu: VT, CNTT"},
		Signature:  Signature{Lines: []string{"KT. Giám đốc", "Phó Giám đốc"}},
		Annexes: []Annex{
			{Title: "Tổng hợp số liệu", Blocks: []Block{figures()}},
			{Title: "Danh sách lớp tập huấn", Landscape: true, Blocks: []Block{classes(45)}},
		},
		Demo:   true,
		MadeAt: time.Date(2026, 11, 5, 2, 0, 0, 0, time.UTC),
	}
}

func figures() Table {
	return Table{
		Caption: "Bảng 1. Kết quả tập huấn, bồi dưỡng",
		Columns: []Column{
			{Title: "STT", Width: 8, Align: Center}, {Title: "Chỉ tiêu", Width: 34},
			{Title: "Kỳ này", Width: 13, Align: Right}, {Title: "Cùng kỳ", Width: 13, Align: Right},
			{Title: "Số", Group: "Tăng/giảm", Width: 11, Align: Right}, {Title: "%", Group: "Tăng/giảm", Width: 13, Align: Right},
			{Title: "Lũy kế từ 2022", Width: 14, Align: Right},
		},
		Rows: []Row{
			{Cells: []Cell{Wide("I. Tập huấn, bồi dưỡng", 7)}, Strong: true},
			{Cells: []Cell{Text("1"), Text("Số người được tập huấn (không trùng)"), Count(1234), Count(987), Change(247), RateChange(2503), Count(3456)}},
			{Cells: []Cell{Text("2"), Text("Tỷ lệ bao phủ"), Rate(8565), Rate(6072), None(), None(), None()}},
			{Cells: []Cell{Text("3"), Text("Điểm trung bình sau khóa học"), Score(840), Score(812), None(), None(), None()}},
			{Cells: []Cell{Text("4"), Text("Số giấy chứng nhận đã cấp & thu hồi <nếu có>"), Count(1100), Count(0), Change(1100), None(), Count(2987)}},
		},
		Note: "Tỷ lệ bao phủ = số người được tập huấn trong diện / số người thuộc diện tại ngày chốt số liệu.",
	}
}

// classes is a table long enough to run over pages.
func classes(n int) Table {
	t := Table{Size: 11, Columns: []Column{
		{Title: "STT", Width: 5, Align: Center}, {Title: "Mã lớp", Width: 10}, {Title: "Tên lớp", Width: 40},
		{Title: "Hình thức", Width: 12, Align: Center}, {Title: "Thời gian", Width: 18, Align: Center},
		{Title: "Được cử tham gia", Width: 10, Align: Right}, {Title: "Hoàn thành", Width: 10, Align: Right},
		{Title: "ĐTB", Width: 7, Align: Right}, {Title: "Kinh phí (đồng)", Width: 14, Align: Right},
	}}
	for i := range n {
		t.Rows = append(t.Rows, Row{Cells: []Cell{
			Count(int64(i + 1)), Text(fmt.Sprintf("AN1-%02d", i+1)), Text("Nhận biết lừa đảo trực tuyến cho cán bộ cấp xã"),
			Text("Trực tuyến"), Text("01/10 - 15/10/2026"), Count(60), Count(58), Score(845), Count(1500000),
		}})
	}
	return t
}
