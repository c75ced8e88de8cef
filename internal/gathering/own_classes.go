package gathering

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/organization"
	"taphuan/internal/postgres"
)

// MyClass is a class in a person's own list.
type MyClass struct {
	Class
	Sessions  []Session
	State     ParticipantState // "" for those who only run it
	Role      StaffRole        // "" for those who only attend
	Registers bool             // may register now
}

// maxOwn bounds a person's own list.
const maxOwn = 100

// ListOwnClasses returns the classes that the caller is named for, has registered for or runs, the
// newest first. Cancelled ones stay until a month after they would have ended.
func (s *Service) ListOwnClasses(ctx context.Context, who access.Principal) ([]MyClass, error) {
	if err := who.Require(access.Learn); err != nil {
		return nil, err
	}
	var mine []MyClass
	err := s.db.Read(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		places, roles, err := s.ownPlaces(ctx, tx, who.PersonID)
		if err != nil || len(places)+len(roles) == 0 {
			return err
		}
		var classes []Class
		err = tx.NewSelect().Model(&classes).Where("c.id IN (?)", bun.List(keys(places, roles))).
			Where("c.state <> 'draft' OR c.id IN (?)", bun.List(append(keys(nil, roles), uuid.Nil))).
			Where("c.state <> 'cancelled' OR c.ends_on > ?", s.today().AddDate(0, -1, 0)).
			Order("starts_on DESC", "id DESC").Limit(maxOwn).Scan(ctx)
		if err != nil {
			return err
		}
		mine, err = listMine(ctx, tx, classes, places, roles)
		return err
	})
	return mine, err
}

// listMine adds sessions and what the person is to each class. The meeting address is for those inside.
func listMine(ctx context.Context, tx bun.IDB, classes []Class, places map[uuid.UUID]ParticipantState, roles map[uuid.UUID]StaffRole) ([]MyClass, error) {
	sessions, err := sessionsByClass(ctx, tx, idsOf(classes))
	mine := make([]MyClass, len(classes))
	for i, class := range classes {
		one := MyClass{Class: class, Sessions: sessions[class.ID], State: places[class.ID], Role: roles[class.ID]}
		if one.State != Confirmed && one.Role == "" {
			one.MeetingURL = ""
		}
		mine[i] = one
	}
	return mine, err
}

// ownPlaces are the classes in which the person has or wants a place, and those that they run today.
func (s *Service) ownPlaces(ctx context.Context, tx bun.IDB, person uuid.UUID) (map[uuid.UUID]ParticipantState, map[uuid.UUID]StaffRole, error) {
	var places []Participant
	err := tx.NewSelect().Model(&places).Where("person_id = ? AND state IN (?)", person, bun.List(live)).Limit(500).Scan(ctx)
	if err != nil {
		return nil, nil, err
	}
	var staff []Staff
	err = tx.NewSelect().Model(&staff).Where("person_id = ?0 AND from_on <= ?1 AND until_on >= ?1", person, s.today()).Limit(500).Scan(ctx)
	states, roles := map[uuid.UUID]ParticipantState{}, map[uuid.UUID]StaffRole{}
	for _, p := range places {
		states[p.ClassID] = p.State
	}
	for _, one := range staff {
		roles[one.ClassID] = one.Role
	}
	return states, roles, err
}

func keys(places map[uuid.UUID]ParticipantState, roles map[uuid.UUID]StaffRole) []uuid.UUID {
	var ids []uuid.UUID
	for id := range places {
		ids = append(ids, id)
	}
	for id := range roles {
		ids = append(ids, id)
	}
	return ids
}

const (
	maxOfCourse = 50    // classes of a course that somebody is shown
	maxLooked   = 1_000 // classes of a course that are looked through for them
)

// ListCourseClasses returns the classes of a course for which the caller may register today, or has a
// place, the nearest first.
func (s *Service) ListCourseClasses(ctx context.Context, who access.Principal, course uuid.UUID) ([]MyClass, error) {
	if err := who.Require(access.Learn); err != nil {
		return nil, err
	}
	var found []MyClass
	err := s.db.Read(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		places, roles, err := s.ownPlaces(ctx, tx, who.PersonID)
		if err != nil {
			return err
		}
		classes, err := s.listForMe(ctx, tx, who, course, places)
		if err != nil {
			return err
		}
		found, err = listMine(ctx, tx, classes, places, roles)
		for i := range found {
			found[i].Registers = found[i].State == ""
		}
		return err
	})
	return found, err
}

// listForMe returns the classes of a course in which the person has a place or for which they may register today.
func (s *Service) listForMe(ctx context.Context, tx bun.IDB, who access.Principal, course uuid.UUID, places map[uuid.UUID]ParticipantState) ([]Class, error) {
	place, err := organization.FindPlace(ctx, tx, who.PersonID, s.today())
	if err != nil {
		return nil, err
	}
	above, err := organization.Ancestors(ctx, tx, place.AgencyID, s.today())
	if err != nil {
		return nil, err
	}
	var classes []Class
	err = tx.NewSelect().Model(&classes).Where("course_id = ? AND state IN ('open', 'running')", course).
		Order("starts_on", "id").Limit(maxLooked).Scan(ctx)
	classes = slices.DeleteFunc(classes, func(c Class) bool { return places[c.ID] == "" && !c.registersFrom(place, above, s.today()) })
	return classes[:min(len(classes), maxOfCourse)], err
}
