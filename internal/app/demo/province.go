package demo

import (
	"time"

	"github.com/google/uuid"

	"taphuan/internal/organization"
)

// Documents of the province's bodies.
const (
	docDepartments = "Nghị quyết của HĐND tỉnh về sắp xếp các cơ quan chuyên môn thuộc UBND tỉnh (mẫu)"
	docKonTum      = docProvinces + "; Quyết định của UBND tỉnh về hợp nhất các sở (mẫu)"
	docPress       = "Quyết định của Tỉnh ủy về sắp xếp cơ quan báo chí (mẫu)"
	docFront       = "Quyết định của Ban Thường vụ Tỉnh ủy về sắp xếp các tổ chức chính trị - xã hội (mẫu)"
)

type named struct{ code, name, short string }

// Departments that go on under their name through the reform of 2025.
var lastingDepartments = []named{
	{"VPUBND", "Văn phòng UBND tỉnh", "VP UBND"}, {"SNV", "Sở Nội vụ", "SNV"}, {"STP", "Sở Tư pháp", "STP"}, {"STC", "Sở Tài chính", "STC"},
	{"SCT", "Sở Công Thương", "SCT"}, {"SXD", "Sở Xây dựng", "SXD"}, {"SKHCN", "Sở Khoa học và Công nghệ", "SKHCN"},
	{"SVHTTDL", "Sở Văn hóa, Thể thao và Du lịch", "SVHTTDL"}, {"SGDDT", "Sở Giáo dục và Đào tạo", "SGDĐT"}, {"SYT", "Sở Y tế", "SYT"},
	{"TTT", "Thanh tra tỉnh", "TTT"}, {"BQLDQ", "Ban Quản lý Khu kinh tế Dung Quất và các Khu công nghiệp Quảng Ngãi", "BQL KKT"},
}

// Departments that ended with the reform.
var endedDepartments = []named{
	{"STTTT", "Sở Thông tin và Truyền thông", "STTTT"}, {"SKHDT", "Sở Kế hoạch và Đầu tư", "SKHĐT"}, {"SGTVT", "Sở Giao thông vận tải", "SGTVT"},
	{"SLDTBXH", "Sở Lao động - Thương binh và Xã hội", "SLĐTBXH"}, {"SNNPTNT", "Sở Nông nghiệp và Phát triển nông thôn", "SNNPTNT"},
	{"STNMT", "Sở Tài nguyên và Môi trường", "STNMT"},
}

// Departments of Kon Tum that joined those of the same name on the day of the merger.
var konTumDepartments = []string{"VPUBND", "SNV", "STP", "STC", "SCT", "SXD", "SKHCN", "SVHTTDL", "SGDDT", "SYT", "TTT"}

var parties = []named{{"VPTU", "Văn phòng Tỉnh ủy", "VPTU"}, {"BTGDV", "Ban Tuyên giáo và Dân vận Tỉnh ủy", "BTGDV"}}

var massOrganizations = []named{
	{"MTTQ", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", "MTTQ"}, {"LDLD", "Liên đoàn Lao động tỉnh", "LĐLĐ"}, {"TD", "Tỉnh đoàn Quảng Ngãi", "TĐ"},
	{"HLHPN", "Hội Liên hiệp Phụ nữ tỉnh", "HLHPN"}, {"HND", "Hội Nông dân tỉnh", "HND"}, {"HCCB", "Hội Cựu chiến binh tỉnh", "HCCB"},
	{"HNB", "Hội Nhà báo tỉnh", "HNB"}, {"HVHNT", "Hội Văn học Nghệ thuật tỉnh", "HVHNT"},
}

// Organizations that stand in the Front's organization since the merger.
var underFront = []string{"LDLD", "TD", "HLHPN", "HND", "HCCB"}

var enterprises = []named{{"VNPT", "VNPT Quảng Ngãi", "VNPT"}, {"VIETTEL", "Viettel Quảng Ngãi", "Viettel"}, {"BDT", "Bưu điện tỉnh Quảng Ngãi", "BĐT"}}

// addProvince adds both provinces and the bodies of the province level.
func (t *tree) addProvince() {
	t.root = t.establish(spec{code: "51", name: "Tỉnh Quảng Ngãi", short: "Quảng Ngãi", kind: organization.KindProvince})
	t.kontum = t.establish(spec{code: "62", name: "Tỉnh Kon Tum", short: "Kon Tum", kind: organization.KindProvince})
	t.outside[t.kontum] = true
	t.absorb(t.root, merger, docProvinces, t.kontum)
	for _, n := range lastingDepartments {
		t.body(n, organization.KindDepartment)
	}
	for _, n := range endedDepartments {
		t.body(n, organization.KindDepartment)
	}
	t.addReform()
	t.addKonTumDepartments()
	for _, n := range lastingDepartments {
		t.work(n.code, 20, &department)
	}
	t.addUnions()
	t.addPress()
	for _, n := range enterprises {
		t.body(n, organization.KindEnterprise)
	}
}

func (t *tree) body(n named, kind organization.AgencyKind) uuid.UUID {
	return t.establish(spec{code: n.code, name: n.name, short: n.short, kind: kind, parent: t.root})
}

// work makes an agency a place of work. Half of its people may have come from the agencies that it
// took over.
func (t *tree) work(code string, weight int, c *crew) {
	id := t.byCode[code]
	p := place{agency: id, weight: weight, crew: c, from: t.firstDay(id)}
	for _, e := range t.events {
		for _, to := range e.targets {
			if to.agency != id || to.share < 5000 {
				continue
			}
			for _, source := range e.sources {
				if source != id {
					p.origin = append(p.origin, []stint{{source, e.on}})
				}
			}
		}
	}
	t.places = append(t.places, p)
}

func (t *tree) addReform() {
	at := func(code string) uuid.UUID { return t.byCode[code] }
	t.end(at("STTTT"), reform)
	t.record(event{kind: "transfer_function", on: reform, document: docDepartments, sources: []uuid.UUID{at("STTTT")},
		note:    "Công nghệ thông tin, chuyển đổi số về Sở Khoa học và Công nghệ; báo chí, xuất bản về Sở Văn hóa, Thể thao và Du lịch.",
		targets: []target{{at("SKHCN"), 9000}, {at("SVHTTDL"), 1000}}})
	t.absorb(at("STC"), reform, docDepartments, at("SKHDT"))
	t.absorb(at("SXD"), reform, docDepartments, at("SGTVT"))
	t.absorb(at("SNV"), reform, docDepartments, at("SLDTBXH"))
	farming := t.establish(spec{code: "SNNMT", name: "Sở Nông nghiệp và Môi trường", short: "SNNMT", kind: organization.KindDepartment, parent: t.root, from: reform})
	for _, code := range []string{"SNNPTNT", "STNMT"} {
		t.end(at(code), reform)
	}
	t.record(event{kind: "merge", on: reform, document: docDepartments, sources: []uuid.UUID{at("SNNPTNT"), at("STNMT")}, targets: whole(farming)})
	t.work("SNNMT", 22, &department)
	peoples := t.body(named{"BDT-UBND", "Ban Dân tộc", "BDT"}, organization.KindDepartment)
	t.rename(peoples, reform, docDepartments, "Sở Dân tộc và Tôn giáo", "SDTTG")
	t.work("BDT-UBND", 12, &department)
}

func (t *tree) rename(agency uuid.UUID, on time.Time, document, name, short string) {
	t.alter(agency, on, func(v *organization.AgencyVersion) { v.Name, v.ShortName = name, short })
	t.record(event{kind: "rename", on: on, document: document, sources: []uuid.UUID{agency}, targets: whole(agency)})
}

func (t *tree) addKonTumDepartments() {
	for _, code := range konTumDepartments {
		into := t.open[t.byCode[code]]
		name := into.Name + " tỉnh Kon Tum"
		if code == "VPUBND" || code == "TTT" {
			name = into.Name + " Kon Tum"
		}
		id := t.establish(spec{code: "KT-" + code, name: name, short: into.ShortName, kind: organization.KindDepartment, parent: t.kontum})
		t.outside[id] = true
		t.absorb(into.AgencyID, merger, docKonTum, id)
	}
}

func (t *tree) addUnions() {
	for _, n := range parties {
		t.body(n, organization.KindParty)
		t.work(n.code, 8, &union)
	}
	for _, n := range massOrganizations {
		t.body(n, organization.KindMassOrganization)
		t.work(n.code, 8, &union)
	}
	for _, code := range underFront {
		t.moveParent(t.byCode[code], t.byCode["MTTQ"], merger, docFront)
	}
}

// addPress joins broadcasting and newspapers, and renames what came of it.
func (t *tree) addPress() {
	paper := t.body(named{"BAO", "Báo Quảng Ngãi", "BQN"}, organization.KindParty)
	radio := t.body(named{"PTTH", "Đài Phát thanh - Truyền hình Quảng Ngãi", "ĐPTTH"}, organization.KindParty)
	t.absorb(paper, date(2025, 5, 19), docPress, radio)
	kontum := t.establish(spec{code: "KT-BAO", name: "Báo Kon Tum", short: "BKT", kind: organization.KindParty, parent: t.kontum})
	t.outside[kontum] = true
	t.absorb(paper, merger, docPress, kontum)
	t.rename(paper, date(2025, 9, 1), docPress, "Báo và Phát thanh, Truyền hình Quảng Ngãi", "BPTTH")
	t.work("BAO", 12, &union)
}
