package organization

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// rosterUnit is an agency in which a list may place people.
type rosterUnit struct {
	ID                uuid.UUID `bun:"agency_id"`
	Name              string
	ShortName         string
	Code              string
	Kind              AgencyKind
	AboveKind         AgencyKind // of the agency at which the list was uploaded
	PublishesStrength bool
	Since             time.Time // the first day of the agency
}

// usualGroup is the position group of people of whose title nothing is known.
func (u *rosterUnit) usualGroup() string {
	for _, kind := range []AgencyKind{u.Kind, u.AboveKind} {
		switch kind {
		case KindSchool, KindUniversity:
			return "teacher"
		case KindCommune, KindWard, KindSpecialZone:
			return "commune_staff"
		}
	}
	return "officer"
}

// unitIndex finds units by code and by name.
type unitIndex struct {
	root   *rosterUnit
	ids    []uuid.UUID
	byCode map[string]*rosterUnit
	byName map[string][]*rosterUnit
}

// listUnits returns the agency and everything below it today. fault.ErrNotFound when it has ended.
func listUnits(ctx context.Context, tx bun.IDB, agency uuid.UUID, today time.Time) (*unitIndex, error) {
	var units []rosterUnit
	err := tx.NewRaw(`SELECT v.agency_id, v.name, v.short_name, v.code, v.kind, v.publishes_strength,
			(SELECT min(f.valid_from) FROM organization.agency_versions f WHERE f.agency_id = v.agency_id) AS since
		FROM organization.agency_closure c
		JOIN organization.agency_versions v ON v.agency_id = c.descendant_id AND v.valid_from <= ?1 AND (v.valid_to IS NULL OR v.valid_to > ?1)
		WHERE c.ancestor_id = ?0 AND c.valid_from <= ?1 AND (c.valid_to IS NULL OR c.valid_to > ?1)
		ORDER BY c.depth, v.code`, agency, today).Scan(ctx, &units)
	if err != nil {
		return nil, err
	}
	if len(units) == 0 || units[0].ID != agency {
		return nil, ErrNoRosterAgency
	}
	return newUnitIndex(units), nil
}

func newUnitIndex(units []rosterUnit) *unitIndex {
	x := &unitIndex{root: &units[0], byCode: map[string]*rosterUnit{}, byName: map[string][]*rosterUnit{}}
	for i := range units {
		u := &units[i]
		u.AboveKind = units[0].Kind
		x.ids = append(x.ids, u.ID)
		x.byCode[codeKey(u.Code)] = u
		for _, key := range []string{unitKey(u.Name), unitKey(u.ShortName), withoutEnd(unitKey(u.Name), unitKey(x.root.Name))} {
			if key != "" && !slices.Contains(x.byName[key], u) {
				x.byName[key] = append(x.byName[key], u)
			}
		}
	}
	return x
}

// unitKey is equal for names that people hold equal; what stands after a dash or in brackets counts.
func unitKey(name string) string {
	words := strings.FieldsFunc(name, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("-–—,.()/&", r) })
	for i, word := range words {
		words[i] = nameKey(word)
	}
	return strings.Join(words, " ")
}

// withoutEnd drops what a unit's name says of the agency above: people write "Văn phòng HĐND và UBND"
// for "Văn phòng HĐND và UBND xã Bình Sơn". One common word is no agency's name.
func withoutEnd(name, above string) string {
	words, end := strings.Fields(name), strings.Fields(above)
	n := 0
	for n < len(words)-1 && n < len(end) && words[len(words)-1-n] == end[len(end)-1-n] {
		n++
	}
	if n < 2 {
		return ""
	}
	return strings.Join(words[:len(words)-n], " ")
}

// find returns the unit that a row names by code or name, or its group row by name; the root when it
// names none. problem has a code when the unit cannot be told or takes nobody.
func (x *unitIndex) find(row *RosterRow) (unit *rosterUnit, problem RosterMessage) {
	unit = x.root
	switch found := x.named(row.Unit); {
	case row.Unit == "":
		if group := x.byName[unitKey(row.group)]; len(group) == 1 && row.group != "" {
			unit = group[0]
			row.Unit = unit.Name
		}
	case len(found) == 0:
		return nil, RosterMessage{Code: "unit.unknown"}
	case len(found) > 1:
		return nil, RosterMessage{Code: "unit.ambiguous", Name: candidates(found)}
	default:
		unit = found[0]
	}
	if !unit.PublishesStrength {
		return nil, RosterMessage{Code: "unit.hidden"}
	}
	return unit, problem
}

func (x *unitIndex) named(text string) []*rosterUnit {
	if unit := x.byCode[codeKey(text)]; unit != nil {
		return []*rosterUnit{unit}
	}
	return x.byName[unitKey(text)]
}

// candidates names at most five units with their codes.
func candidates(units []*rosterUnit) string {
	names := []string{}
	for _, u := range units[:min(len(units), 5)] {
		names = append(names, u.Name+" ("+u.Code+")")
	}
	return strings.Join(names, "; ")
}
