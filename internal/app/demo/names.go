package demo

import "strings"

// Names are put together at random from parts that are common among the peoples of the province.
// How common a part is shows in how often it stands in the list.
var (
	families = words(`Nguyễn Nguyễn Nguyễn Nguyễn Nguyễn Nguyễn Nguyễn Nguyễn Nguyễn Trần Trần Trần Lê Lê Lê Phạm Phạm Phạm
		Võ Võ Huỳnh Huỳnh Bùi Bùi Phan Đỗ Đặng Trương Hồ Ngô Lương Dương Tạ Cao Mai Đoàn Đinh Lý Tôn Lâm Châu Tiêu`)

	middlesMen   = words(`Văn Văn Văn Văn Quốc Minh Đức Hữu Thanh Ngọc Công Anh Tấn Trung Xuân Duy Gia Hoài Nhật Thành Viết Đình`)
	middlesWomen = words(`Thị Thị Thị Thị Thị-Thu Thị-Thanh Thị-Kim Thị-Ngọc Thị-Mỹ Ngọc Thanh Thùy Kim Minh Phương Như Hoài Bích Khánh Diệu`)
	givenMen     = words(`An Bảo Bình Cường Cảnh Danh Dũng Duy Đạt Đông Giang Hải Hào Hiếu Hòa Hoàng Hùng Huy Hưng Khang Khoa Kiên Lâm Linh Long
		Lộc Luân Mạnh Nam Nghĩa Nhân Phong Phúc Phước Quang Quân Quý Sơn Tài Tâm Thạch Thái Thắng Thiện Thịnh Thọ Tiến Tín Toàn Trí Trọng Trường Tú Tuấn Tùng Vinh Vũ`)
	givenWomen = words(`Ánh Anh Bình Châu Chi Diễm Diệp Dung Duyên Đào Giang Hà Hân Hạnh Hằng Hiền Hoa Hòa Hồng Huệ Hương Khuê Lài Lan Liên Linh Loan Ly
		Mai My Nga Ngân Ngọc Nguyệt Nhàn Nhi Nhung Oanh Phương Quyên Sương Tâm Thảo Thắm Thơ Thoa Thu Thư Thúy Thủy Tiên Trang Trâm Trinh Tuyết Uyên Vân Vy Xuân Yến`)

	givenHreMen    = words(`Brê Lơ Nhiêu Vút Lới Hrin Rớt Điêu Treo Reo Ghim Súc Trút Nghếu Đo`)
	givenHreWomen  = words(`K'-Rớt Y-Hoa Nhe Lía Trỉa Mai Bông Nở Sương Ren Thu Hiếu Vút Tre Drây`)
	givenCoMen     = words(`Biên Nía Thung Vương Thiên Xanh Lành Dinh Tranh Ngọc Sơn Hùng Đường`)
	givenCoWomen   = words(`Loan Nhung Liễu Thủy Xoan Hà Lan Vân Bích Na Thương`)
	givenHighMen   = words(`Thắng Brông Hiao Blớt Djưng Nghĩa Pốt Thút Khôi Tuấn Hlăng Dưng Phương Đức Bim Rê Thớt Thảo Chinh`)
	givenHighWomen = words(`Blứ Hlim Ngân Ring Lan Hạnh Mơ Phượng Nhớ Thơm Dung Bêng Hnhă Vân Sim Lài`)
)

// people names a people by whose customs somebody is called.
type people int

const (
	kinh   people = iota
	hre           // Hrê, Ca Dong: Phạm or Đinh
	co            // Co: Hồ
	xodang        // Xơ Đăng, Giẻ Triêng, Ba Na: A for men, Y for women, no family name
)

// nameOf invents a name for somebody of a people.
func nameOf(d dice, p people) string {
	woman := d.chance(48)
	switch p {
	case hre:
		return pick(d, []string{"Phạm", "Đinh", "Đinh"}) + " " + either(woman, "Thị ", "Văn ") + spaced(pick(d, either(woman, givenHreWomen, givenHreMen)))
	case co:
		return "Hồ " + either(woman, "Thị ", "Văn ") + pick(d, either(woman, givenCoWomen, givenCoMen))
	case xodang:
		return either(woman, "Y ", "A ") + pick(d, either(woman, givenHighWomen, givenHighMen))
	}
	middle := pick(d, either(woman, middlesWomen, middlesMen))
	given := pick(d, either(woman, givenWomen, givenMen))
	for strings.HasSuffix(middle, given) { // nobody is called Ngọc Ngọc
		given = pick(d, either(woman, givenWomen, givenMen))
	}
	return pick(d, families) + " " + spaced(middle) + " " + given
}

// words parts a list at white space; a hyphen stands for a space inside a part.
func words(list string) []string { return strings.Fields(list) }

func spaced(part string) string { return strings.ReplaceAll(part, "-", " ") }

func either[T any](first bool, a, b T) T {
	if first {
		return a
	}
	return b
}
