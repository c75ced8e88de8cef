package gathering

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/postgres"
)

// MyClass is a class in a person's own list.
type MyClass struct {
	Class
	Sessions []Session
	State    ParticipantState // "" for those who only run it
	Role     StaffRole        // "" for those who only attend
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
		for _, class := range classes {
			sessions, err := listSessions(ctx, tx, class.ID)
			if err != nil {
				return err
			}
			one := MyClass{Class: class, Sessions: sessions, State: places[class.ID], Role: roles[class.ID]}
			if one.State != Confirmed && one.Role == "" {
				one.MeetingURL = ""
			}
			mine = append(mine, one)
		}
		return nil
	})
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

// ListCourseClasses returns the classes of a course for which the caller may register today, or has a
// place, the nearest first.
func (s *Service) ListCourseClasses(ctx context.Context, who access.Principal, course uuid.UUID) ([]View, error) {
	if err := who.Require(access.Learn); err != nil {
		return nil, err
	}
	var ids []uuid.UUID
	err := s.db.Read(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		return tx.NewRaw(`SELECT id FROM gathering.classes WHERE course_id = ? AND state IN ('open', 'running') ORDER BY starts_on, id LIMIT 50`, course).Scan(ctx, &ids)
	})
	if err != nil {
		return nil, err
	}
	var views []View
	for _, id := range ids {
		v, err := s.FindClass(ctx, who, id)
		if err == nil && (v.Registers || v.Mine != nil) {
			views = append(views, v)
		}
	}
	return views, nil
}
