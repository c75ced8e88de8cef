package demo

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"taphuan/internal/organization"
)

//go:embed data/quangngai-units.csv
var unitsCSV []byte

// unit is a line of the list of the 96 units of today.
type unit struct {
	code, name, kind   string
	province, district string
	predecessors       []string // full names; the unit's own name when it was left as it was
	unchanged          bool
}

// readUnits returns the list in the order of the official codes.
func readUnits() ([]unit, error) {
	rows, err := csv.NewReader(bytes.NewReader(unitsCSV)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("quangngai-units.csv: %w", err)
	}
	var units []unit
	for _, row := range rows[1:] {
		u := unit{code: row[0], name: row[2], kind: row[3], province: row[4], district: row[5]}
		u.unchanged = strings.Contains(row[6], "(giữ nguyên)")
		for _, name := range strings.Split(row[6], ", ") {
			u.predecessors = append(u.predecessors, fullUnitName(name))
		}
		units = append(units, u)
	}
	return units, nil
}

// fullUnitName drops remarks in brackets; a name without its kind is a ward's.
func fullUnitName(name string) string {
	name, _, _ = strings.Cut(name, " (")
	if kind, _ := partUnit(name); kind == "" {
		return "Phường " + name
	}
	return name
}

// partUnit parts "Xã Bình Sơn" into its kind and its own name.
func partUnit(full string) (kind, name string) {
	for _, kind := range []string{"Xã", "Phường", "Thị trấn", "Đặc khu", "Huyện", "Thị xã", "Thành phố"} {
		if name, found := strings.CutPrefix(full, kind+" "); found {
			return kind, name
		}
	}
	return "", full
}

// formerDistrict corrects the list where a commune went to a unit of another district.
var formerDistrict = map[string]string{"Xã Tịnh Hòa": "Thành phố Quảng Ngãi"}

// Documents of the merger.
const (
	docProvinces = "Nghị quyết số 202/2025/QH15 của Quốc hội"
	docCommunes  = "Nghị quyết số 1677/NQ-UBTVQH15 ngày 16/6/2025 của Ủy ban Thường vụ Quốc hội"
	docDistricts = "Nghị quyết số 203/2025/QH15 của Quốc hội; Nghị quyết số 1677/NQ-UBTVQH15 ngày 16/6/2025"
)

// communes builds the tree of before and after 1 July 2025 below the province.
type communes struct {
	*tree
	former map[string]uuid.UUID   // by district and name
	heirs  map[uuid.UUID][]target // of each former commune
	order  []uuid.UUID            // former communes, as they are met
}

// addCommunes adds districts, former communes, the 96 units, their rooms and the events.
func (t *tree) addCommunes(units []unit) {
	c := &communes{tree: t, former: map[string]uuid.UUID{}, heirs: map[uuid.UUID][]target{}}
	for _, u := range units {
		c.addDistrict(u)
	}
	for _, u := range units {
		if u.unchanged {
			c.keep(u)
			continue
		}
		c.begin(u)
	}
	c.recordSplits()
	c.dissolveDistricts(units)
}

func (c *communes) addDistrict(u unit) {
	if _, known := c.districts[u.district]; known {
		return
	}
	parent, prefix := c.root, "QN-H"
	if u.province == "Kon Tum" {
		parent, prefix = c.kontum, "KT-H"
	}
	c.districts[u.district] = c.establish(spec{code: fmt.Sprintf("%s%02d", prefix, len(c.districts)+1), name: u.district, kind: organization.KindDistrict, parent: parent})
	c.outside[c.districts[u.district]] = u.province == "Kon Tum"
}

// keep moves a unit that was left as it was from its district to the province.
func (c *communes) keep(u unit) {
	id := c.establish(spec{code: u.code, name: u.name, kind: kindOfUnit(u), parent: c.districts[u.district]})
	c.moveParent(id, c.root, merger, docCommunes)
	if u.province == "Kon Tum" {
		c.outside[id] = true
	}
	c.addRooms(u, id, [][]stint{{{id, merger}}, {{id, merger}}, {{c.districts[u.district], merger}}})
}

// begin ends the predecessors of a unit and establishes it.
func (c *communes) begin(u unit) {
	id := c.establish(spec{code: u.code, name: u.name, kind: kindOfUnit(u), parent: c.root, from: merger})
	var sources []uuid.UUID
	var origin [][]stint
	for i, name := range u.predecessors {
		former := c.predecessor(u, i, name)
		sources = append(sources, former)
		origin = append(origin, []stint{{former, merger}}, []stint{{former, merger}})
		c.heirs[former] = append(c.heirs[former], target{agency: id})
	}
	c.record(event{kind: "merge", on: merger, document: docCommunes, sources: sources, targets: whole(id)})
	c.addRooms(u, id, append(origin, []stint{{c.districts[u.district], merger}}))
}

// predecessor returns the former commune of that name, which is added when it is first met.
func (c *communes) predecessor(u unit, i int, name string) uuid.UUID {
	district := u.district
	if other, corrected := formerDistrict[name]; corrected {
		district = other
	}
	if name == district { // a district without communes became a special zone
		return c.districts[district]
	}
	key := district + "/" + name
	if id, known := c.former[key]; known {
		return id
	}
	kind := organization.KindCommune
	if strings.HasPrefix(name, "Phường") {
		kind = organization.KindWard
	}
	id := c.establish(spec{code: fmt.Sprintf("%s.%d", u.code, i+1), name: name, kind: kind, parent: c.districts[district]})
	c.end(id, merger)
	c.former[key] = id
	c.order = append(c.order, id)
	c.outside[id] = u.province == "Kon Tum"
	return id
}

// recordSplits turns a commune that went to several units into a split of its own, without a
// declared ratio, and takes it out of their merges: nothing is counted twice.
func (c *communes) recordSplits() {
	for _, former := range c.order {
		heirs := c.heirs[former]
		if len(heirs) < 2 {
			continue
		}
		for i, e := range c.events {
			c.events[i].sources = without(e.sources, former)
		}
		c.record(event{kind: "split", on: merger, document: docCommunes, note: "Địa giới được chia cho nhiều đơn vị, không có tỷ lệ công bố.",
			sources: []uuid.UUID{former}, targets: heirs})
	}
}

func without(ids []uuid.UUID, left uuid.UUID) []uuid.UUID {
	var kept []uuid.UUID
	for _, id := range ids {
		if id != left {
			kept = append(kept, id)
		}
	}
	return kept
}

func (c *communes) dissolveDistricts(units []unit) {
	done := map[uuid.UUID]bool{}
	var ended []uuid.UUID
	for _, u := range units {
		if id := c.districts[u.district]; !done[id] {
			done[id] = true
			c.end(id, merger)
			if len(c.heirs[id]) == 0 {
				ended = append(ended, id)
			}
		}
	}
	c.record(event{kind: "dissolve", on: merger, document: docDistricts, note: "Kết thúc hoạt động của cấp huyện.", sources: ended})
}

func kindOfUnit(u unit) organization.AgencyKind {
	return map[string]organization.AgencyKind{"xa": organization.KindCommune, "phuong": organization.KindWard, "dac_khu": organization.KindSpecialZone}[u.kind]
}

// addRooms adds the four rooms of a unit of today, where its people work.
func (c *communes) addRooms(u unit, commune uuid.UUID, origin [][]stint) {
	economy := "Phòng Kinh tế"
	if u.kind != "xa" {
		economy = "Phòng Kinh tế, Hạ tầng và Đô thị"
	}
	kind, name := partUnit(u.name)
	of := " " + strings.ToLower(kind) + " " + name
	for _, room := range []struct {
		code, name string
		weight     int
		crew       *crew
	}{
		{"VP", "Văn phòng HĐND và UBND", 4, &communeOffice},
		{"KT", economy, 3, &communeRoom},
		{"VHXH", "Phòng Văn hóa - Xã hội", 3, &communeRoom},
		{"HCC", "Trung tâm Phục vụ hành chính công", 2, &communeRoom},
	} {
		id := c.establish(spec{code: u.code + "-" + room.code, name: room.name + of, kind: organization.KindUnit, parent: commune, from: merger})
		c.places = append(c.places, place{agency: id, weight: room.weight, crew: room.crew, people: peopleOf(u), from: merger, origin: origin})
	}
}

// peopleOf says whose names are common in a unit.
func peopleOf(u unit) people {
	if u.province == "Kon Tum" {
		return xodang
	}
	switch _, district := partUnit(u.district); district {
	case "Ba Tơ", "Minh Long", "Sơn Hà", "Sơn Tây":
		return hre
	case "Trà Bồng":
		return co
	}
	return kinh
}
