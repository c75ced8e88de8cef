package demo

// crew is who works in a kind of place: posts with how many in a hundred hold them.
type crew struct{ posts []post }

// post is a position with its group.
type post struct {
	share        int
	title, group string
}

var (
	communeOffice = crew{[]post{{15, "Phó Chánh Văn phòng", "leader"}, {35, "Công chức Văn phòng - Thống kê", "commune_staff"},
		{30, "Văn thư - Lưu trữ", "clerk"}, {20, "Cán bộ Đoàn", "youth_union"}}}
	communeRoom = crew{[]post{{18, "Phó Trưởng phòng", "leader"}, {62, "Công chức chuyên môn", "commune_staff"}, {20, "Nhân viên một cửa", "clerk"}}}
	department  = crew{[]post{{18, "Phó Trưởng phòng", "leader"}, {72, "Chuyên viên", "officer"}, {10, "Văn thư", "clerk"}}}
	union       = crew{[]post{{25, "Phó Trưởng ban", "leader"}, {55, "Chuyên viên", "officer"}, {20, "Cán bộ Đoàn", "youth_union"}}}
	police      = crew{[]post{{20, "Chỉ huy đội", "leader"}, {80, "Cán bộ", "officer"}}}
	school      = crew{[]post{{10, "Phó Hiệu trưởng", "leader"}, {78, "Giáo viên", "teacher"}, {12, "Nhân viên văn thư", "clerk"}}}
	university  = crew{[]post{{14, "Phó Trưởng khoa", "leader"}, {74, "Giảng viên", "teacher"}, {12, "Chuyên viên", "officer"}}}
)

// post draws a post of the crew.
func (c *crew) post(d dice) post {
	at := d.IntN(100)
	for _, p := range c.posts {
		if at < p.share {
			return p
		}
		at -= p.share
	}
	return c.posts[len(c.posts)-1]
}
