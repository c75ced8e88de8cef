package demo

import (
	"strings"

	"github.com/google/uuid"

	"taphuan/internal/organization"
)

const docPolice = "Đề án sắp xếp tổ chức Công an địa phương, không tổ chức Công an cấp huyện (mẫu)"

// addPolice adds the province's police, the district police that ended in March 2025 and the
// police of the 96 units. The cybersecurity room does not publish its strength: nobody is posted.
func (t *tree) addPolice(units []unit) {
	province := t.body(named{"CAT", "Công an tỉnh Quảng Ngãi", "CAT"}, organization.KindPolice)
	for _, room := range []struct {
		named
		weight int
	}{
		{named{"CAT-PV01", "Phòng Tham mưu (PV01)", "PV01"}, 10}, {named{"CAT-PV05", "Phòng Xây dựng phong trào bảo vệ ANTQ (PV05)", "PV05"}, 14},
		{named{"CAT-PX01", "Phòng Tổ chức cán bộ (PX01)", "PX01"}, 8}, {named{"CAT-PA05", "Phòng An ninh mạng và phòng, chống tội phạm sử dụng công nghệ cao (PA05)", "PA05"}, 0},
	} {
		t.establish(spec{code: room.code, name: room.name, short: room.short, kind: organization.KindPolice, parent: province, hidesStrength: room.weight == 0})
		if room.weight > 0 {
			t.work(room.code, room.weight, &police)
		}
	}
	kontum := t.establish(spec{code: "KT-CAT", name: "Công an tỉnh Kon Tum", kind: organization.KindPolice, parent: t.kontum})
	t.outside[kontum] = true
	t.absorb(province, merger, docProvinces, kontum)
	former := t.addDistrictPolice(units, province, kontum)
	for _, u := range units {
		kind, name := partUnit(u.name)
		id := t.establish(spec{code: "CA-" + u.code, name: "Công an " + strings.ToLower(kind) + " " + name, kind: organization.KindPolice, parent: province, from: merger})
		t.places = append(t.places, place{agency: id, weight: 2, crew: &police, people: peopleOf(u), from: merger,
			origin: [][]stint{{{former[u.district], reform}, {either(u.province == "Kon Tum", kontum, province), merger}}}})
	}
}

func (t *tree) addDistrictPolice(units []unit, province, kontum uuid.UUID) map[string]uuid.UUID {
	former := map[string]uuid.UUID{}
	var ended []uuid.UUID
	for _, u := range units {
		if _, known := former[u.district]; known {
			continue
		}
		parent := either(u.province == "Kon Tum", kontum, province)
		kind, name := partUnit(u.district)
		id := t.establish(spec{code: "CA-" + t.open[t.districts[u.district]].Code, name: "Công an " + strings.ToLower(kind) + " " + name, kind: organization.KindPolice, parent: parent})
		t.outside[id] = u.province == "Kon Tum"
		t.end(id, reform)
		former[u.district] = id
		ended = append(ended, id)
	}
	t.record(event{kind: "dissolve", on: reform, document: docPolice, note: "Kết thúc hoạt động của Công an cấp huyện.", sources: ended})
	return former
}
