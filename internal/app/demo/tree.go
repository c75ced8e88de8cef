package demo

import (
	"time"

	"github.com/google/uuid"

	"taphuan/internal/organization"
	"taphuan/internal/vietnamese"
)

// The days on which the tree changed.
var (
	epoch     = date(2020, 1, 1)  // the oldest day that the demonstration knows
	planStart = date(2022, 5, 13) // the plan was issued
	reform    = date(2025, 3, 1)  // departments were joined, district police ended
	merger    = date(2025, 7, 1)  // two provinces became one, districts ended, 96 communes began
)

// tree gathers the dated agencies, what happened to them, and where people work.
type tree struct {
	dice      dice
	root      uuid.UUID
	kontum    uuid.UUID
	versions  []*organization.AgencyVersion
	open      map[uuid.UUID]*organization.AgencyVersion // the last version of each agency
	byCode    map[string]uuid.UUID
	districts map[string]uuid.UUID // former districts by name
	events    []event
	places    []place
	outside   map[uuid.UUID]bool // in Kon Tum before the merger: outside the plan
}

// event is what happened to agencies on a day. Share is in hundredths of a percent, 0: not declared.
type event struct {
	kind     string
	on       time.Time
	document string
	note     string
	sources  []uuid.UUID
	targets  []target
}

type target struct {
	agency uuid.UUID
	share  int
}

// place is where people of today work, how many beside other places, and whence they may have come.
type place struct {
	agency uuid.UUID
	weight int
	crew   *crew
	people people // whose names are common there beside Kinh names
	from   time.Time
	origin [][]stint // ways in which people came here, each from the oldest stint on
}

// stint is a former agency and the first day on which a person no longer worked there.
type stint struct {
	agency uuid.UUID
	until  time.Time
}

func newTree(d dice) *tree {
	return &tree{dice: d, open: map[uuid.UUID]*organization.AgencyVersion{}, byCode: map[string]uuid.UUID{}, districts: map[string]uuid.UUID{}, outside: map[uuid.UUID]bool{}}
}

// buildTree returns the whole tree.
func buildTree(seed uint64) (*tree, error) {
	units, err := readUnits()
	if err != nil {
		return nil, err
	}
	t := newTree(newDice(seed, "tree", 0))
	t.addProvince()
	t.addCommunes(units)
	t.addPolice(units)
	t.addSchools()
	return t, nil
}

// spec is an agency as it begins. A zero From means the epoch.
type spec struct {
	code, name, short string
	kind              organization.AgencyKind
	parent            uuid.UUID
	professional      uuid.UUID
	from              time.Time
	hidesStrength     bool
}

// establish adds an agency.
func (t *tree) establish(s spec) uuid.UUID {
	if s.from.IsZero() {
		s.from = epoch
	}
	id := t.dice.id(s.from)
	t.version(organization.AgencyVersion{AgencyID: id, ValidFrom: s.from, Name: s.name, ShortName: s.short, Kind: s.kind, Code: s.code,
		ParentID: pointer(s.parent), ProfessionalParentID: pointer(s.professional), HeaderKind: headerOf(s.kind),
		FullPlaceName: namedAfterPerson(s.name), PublishesStrength: !s.hidesStrength})
	t.byCode[s.code] = id
	return id
}

func (t *tree) version(v organization.AgencyVersion) {
	v.ID = t.dice.id(v.ValidFrom)
	v.NameKey = vietnamese.Fold(v.Name)
	t.versions = append(t.versions, &v)
	t.open[v.AgencyID] = &v
}

// alter gives an agency a new version from a day on.
func (t *tree) alter(agency uuid.UUID, on time.Time, change func(*organization.AgencyVersion)) {
	next := *t.open[agency]
	t.end(agency, on)
	next.ValidFrom, next.ValidTo = on, nil
	change(&next)
	t.version(next)
}

// end closes an agency on a day.
func (t *tree) end(agency uuid.UUID, on time.Time) { t.open[agency].ValidTo = &on }

func (t *tree) record(e event) { t.events = append(t.events, e) }

// moveParent puts an agency below another from a day on.
func (t *tree) moveParent(agency, parent uuid.UUID, on time.Time, document string) {
	t.alter(agency, on, func(v *organization.AgencyVersion) { v.ParentID = &parent })
	t.record(event{kind: "move_parent", on: on, document: document, sources: []uuid.UUID{agency}, targets: whole(agency)})
}

// absorb ends agencies on a day; another goes on with their work.
func (t *tree) absorb(into uuid.UUID, on time.Time, document string, ended ...uuid.UUID) {
	for _, agency := range ended {
		t.end(agency, on)
	}
	t.record(event{kind: "absorb", on: on, document: document, sources: ended, targets: whole(into)})
}

// whole is one target that takes everything.
func whole(agency uuid.UUID) []target { return []target{{agency: agency, share: 10000}} }

// headerOf is the usual form of an issuer's first lines.
func headerOf(kind organization.AgencyKind) string {
	switch kind {
	case organization.KindProvince:
		return "steering_committee"
	case organization.KindDepartment:
		return "department"
	case organization.KindCommune, organization.KindWard, organization.KindSpecialZone:
		return "commune"
	case organization.KindPolice:
		return "police"
	case organization.KindSchool, organization.KindUniversity:
		return "school"
	}
	return "plain"
}

// persons after whom units of the province are named: their place names are written in full.
var personNames = map[string]bool{"Nguyễn Nghiêm": true, "Trương Quang Trọng": true, "Đặng Thuỳ Trâm": true, "Trần Hưng Đạo": true,
	"Lê Hồng Phong": true, "Trần Phú": true, "Quang Trung": true, "Trường Chinh": true, "Duy Tân": true, "Ngô Mây": true,
	"Lê Lợi": true, "Nguyễn Trãi": true}

func namedAfterPerson(unit string) bool {
	_, name := partUnit(unit)
	return personNames[name]
}

func pointer(id uuid.UUID) *uuid.UUID {
	if id == uuid.Nil {
		return nil
	}
	return &id
}

// firstDay is the day on which an agency began.
func (t *tree) firstDay(agency uuid.UUID) time.Time {
	for _, v := range t.versions {
		if v.AgencyID == agency {
			return v.ValidFrom
		}
	}
	return epoch
}

// inPlan reports whether an agency was in the plan's province on a day.
func (t *tree) inPlan(agency uuid.UUID, day time.Time) bool {
	return !t.outside[agency] || !day.Before(merger)
}

// write adds everything to the batch.
func (t *tree) write(b *batch) {
	written := map[uuid.UUID]bool{}
	for _, v := range t.versions {
		if !written[v.AgencyID] {
			written[v.AgencyID] = true
			b.add(agencies, v.AgencyID)
		}
		b.add(versions, v.ID, v.AgencyID, v.ValidFrom, v.ValidTo, v.Name, v.ShortName, string(v.Kind), v.Code, uuidOf(v.ParentID), uuidOf(v.ProfessionalParentID),
			v.HeaderKind, v.FullPlaceName, v.PublishesStrength, v.NameKey)
	}
	for _, e := range t.events {
		id := t.dice.id(e.on)
		b.add(events, id, e.kind, e.on, e.document, e.note)
		for _, s := range e.sources {
			b.add(eventSources, id, s)
		}
		for _, to := range e.targets {
			b.add(eventTargets, id, to.agency, shareOf(to))
		}
	}
}

func shareOf(to target) any {
	if to.share == 0 {
		return nil
	}
	return to.share
}

func uuidOf(id *uuid.UUID) uuid.UUID {
	if id == nil {
		return uuid.Nil
	}
	return *id
}
