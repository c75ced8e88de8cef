package demo

import (
	"github.com/google/uuid"

	"taphuan/internal/organization"
)

const docSchools = docCommunes + "; quyết định chuyển giao trường học (mẫu)"

var universities = []named{
	{"DHPVD", "Trường Đại học Phạm Văn Đồng", "ĐHPVĐ"}, {"DHTCKT", "Trường Đại học Tài chính - Kế toán", "ĐHTCKT"},
	{"CDYT", "Trường Cao đẳng Y tế Đặng Thùy Trâm", "CĐYT"}, {"CDQN", "Trường Cao đẳng Quảng Ngãi", "CĐQN"}, {"TCT", "Trường Chính trị tỉnh", "TCT"},
}

var highSchools = []named{
	{"THPT-BS", "Trường THPT Bình Sơn", ""}, {"THPT-TQT", "Trường THPT Trần Quốc Tuấn", ""}, {"THPT-LK", "Trường THPT chuyên Lê Khiết", ""},
	{"THPT-ST", "Trường THPT Sơn Tịnh", ""}, {"THPT-MD", "Trường THPT Mộ Đức", ""}, {"THPT-DP", "Trường THPT Số 1 Đức Phổ", ""},
	{"THPT-BT", "Trường THPT Ba Tơ", ""}, {"THPT-SH", "Trường THPT Sơn Hà", ""}, {"THPT-LS", "Trường THPT Lý Sơn", ""},
}

var highSchoolsKonTum = []named{
	{"THPT-KT", "Trường THPT Kon Tum", ""}, {"THPT-DT", "Trường THPT Đăk Tô", ""}, {"THPT-NTT", "Trường THPT chuyên Nguyễn Tất Thành", ""},
}

// Lower secondary schools stand below a commune; the department leads their profession.
var lowerSchools = []struct{ code, name, commune, district string }{
	{"THCS-BS", "Trường THCS Bình Sơn", "21040", "Huyện Bình Sơn"}, {"THCS-ST", "Trường THCS Sơn Tịnh", "21220", "Huyện Sơn Tịnh"},
	{"THCS-TN", "Trường THCS Tư Nghĩa", "21235", "Huyện Tư Nghĩa"}, {"THCS-MD", "Trường THCS Mộ Đức", "21400", "Huyện Mộ Đức"},
	{"THCS-NL", "Trường THCS Nghĩa Lộ", "21028", "Thành phố Quảng Ngãi"}, {"THCS-TB", "Trường THCS Trà Bồng", "21115", "Huyện Trà Bồng"},
	{"THCS-BT", "Trường THCS Ba Tơ", "21484", "Huyện Ba Tơ"}, {"THCS-DB", "Trường THCS Đăk Bla", "23302", "Thành phố Kon Tum"},
}

// addSchools adds universities, high schools below the department and lower schools below communes.
func (t *tree) addSchools() {
	for _, n := range universities {
		t.body(n, organization.KindUniversity)
		t.work(n.code, 22, &university)
	}
	department, before := t.byCode["SGDDT"], t.byCode["KT-SGDDT"]
	for _, n := range highSchools {
		t.establish(spec{code: n.code, name: n.name, kind: organization.KindSchool, parent: department})
		t.work(n.code, 14, &school)
	}
	for _, n := range highSchoolsKonTum {
		id := t.establish(spec{code: n.code, name: n.name, kind: organization.KindSchool, parent: before})
		t.outside[id] = true
		t.moveParent(id, department, merger, docKonTum)
		t.work(n.code, 14, &school)
	}
	for _, s := range lowerSchools {
		district := t.districts[s.district]
		id := t.establish(spec{code: s.code, name: s.name, kind: organization.KindSchool, parent: district, professional: either(t.outside[district], before, department)})
		t.outside[id] = t.outside[district]
		t.alter(id, merger, func(v *organization.AgencyVersion) {
			v.ParentID, v.ProfessionalParentID = pointer(t.byCode[s.commune]), &department
		})
		t.record(event{kind: "move_parent", on: merger, document: docSchools, sources: []uuid.UUID{id}, targets: whole(id)})
		t.work(s.code, 10, &school)
	}
}
