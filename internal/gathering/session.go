package gathering

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/organization"
	"taphuan/internal/postgres"
	"taphuan/internal/vietnamese"
)

// Session (buổi học) is one meeting of a class.
type Session struct {
	bun.BaseModel `bun:"table:gathering.sessions"`
	ID            uuid.UUID  `bun:"id"`
	ClassID       uuid.UUID  `bun:"class_id"`
	Number        int        `bun:"number"`
	Title         string     `bun:"title"`
	Room          string     `bun:"room"`
	StartsAt      time.Time  `bun:"starts_at"`
	EndsAt        time.Time  `bun:"ends_at"`
	ClosedAt      *time.Time `bun:"roll_call_closed_at"`
}

// MaxSessions bounds a class.
const MaxSessions = 60

// Day is the day of the session in Viet Nam.
func (s Session) Day() time.Time { return organization.Day(s.StartsAt) }

// SetSessions plans the sessions of a class: the whole list; those with an id stay what they are. They
// are numbered by their time. It needs class.manage at the host. Errors: ErrSession, ErrSessionUsed,
// ErrClassEnded.
func (s *Service) SetSessions(ctx context.Context, who access.Principal, classID uuid.UUID, planned []Session) error {
	return s.db.RunInTx(ctx, own(who), func(ctx context.Context, tx bun.Tx) error {
		class, err := s.lockManaged(ctx, tx, who, classID)
		if err != nil {
			return err
		}
		if class.ended() {
			return ErrClassEnded
		}
		sessions, err := numbered(class, planned)
		if err != nil {
			return err
		}
		before, err := listSessions(ctx, tx, class.ID)
		if err != nil {
			return err
		}
		used, err := usedSessions(ctx, tx, class, before, hosting(who, class))
		if err != nil {
			return err
		}
		if err := replaceSessions(ctx, tx, before, sessions, used); err != nil {
			return err
		}
		if err := s.record(ctx, tx, who, class, act{action: "set_sessions", before: timesOf(before), after: timesOf(sessions)}); err != nil {
			return err
		}
		if !class.isAnnounced() || slices.Equal(timesOf(before), timesOf(sessions)) {
			return nil
		}
		return s.classChanged(ctx, tx, class.ID, firstTouched(before, sessions, s.now()))
	})
}

// numbered checks the sessions and numbers them by their time.
func numbered(class Class, planned []Session) ([]Session, error) {
	if len(planned) > MaxSessions {
		return nil, ErrSession
	}
	sessions := slices.Clone(planned)
	slices.SortStableFunc(sessions, func(a, b Session) int { return a.StartsAt.Compare(b.StartsAt) })
	for i := range sessions {
		one := &sessions[i]
		if !one.within(class) {
			return nil, ErrSession
		}
		one.ClassID, one.Number = class.ID, i+1
		one.Title, one.Room = vietnamese.Normalize(one.Title), vietnamese.Normalize(one.Room)
	}
	return sessions, nil
}

// within reports whether the session begins before it ends, on a day of the class.
func (s Session) within(class Class) bool {
	return s.EndsAt.After(s.StartsAt) && s.EndsAt.Sub(s.StartsAt) <= 24*time.Hour && !s.Day().Before(class.StartsOn) && !s.Day().After(class.EndsOn)
}

// replaceSessions writes the list over what stands. A session with marks is neither removed nor moved.
func replaceSessions(ctx context.Context, tx bun.Tx, before, sessions []Session, used map[uuid.UUID]bool) error {
	kept := map[uuid.UUID]Session{}
	for _, one := range before {
		kept[one.ID] = one
	}
	for _, one := range sessions {
		old, known := kept[one.ID]
		if known && used[one.ID] && !old.Day().Equal(one.Day()) {
			return ErrSessionUsed
		}
		if err := writeSession(ctx, tx, one, known); err != nil {
			return err
		}
		delete(kept, one.ID)
	}
	for id := range kept {
		if used[id] {
			return ErrSessionUsed
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM gathering.sessions WHERE id = ?`, id); err != nil {
			return err
		}
	}
	return nil
}

func writeSession(ctx context.Context, tx bun.Tx, one Session, known bool) error {
	if known {
		_, err := tx.NewUpdate().Model(&one).Column("number", "title", "room", "starts_at", "ends_at").Where("id = ?", one.ID).Exec(ctx)
		return err
	}
	one.ID, one.ClosedAt = audit.NewID(), nil
	_, err := tx.NewInsert().Model(&one).Returning("NULL").Exec(ctx)
	return err
}

// timesOf says when and where sessions are held, for the audit log and for telling whether that changed.
func timesOf(sessions []Session) []string {
	times := make([]string, len(sessions))
	for i, one := range sessions {
		times[i] = strings.TrimSpace(one.StartsAt.UTC().Format(time.RFC3339) + "/" + one.EndsAt.UTC().Format(time.RFC3339) + " " + one.Room)
	}
	return times
}

// firstTouched is when the first session begins, as it was or as it will be, that differs between two plans and is
// still to come; nil when there is none.
func firstTouched(before, after []Session, now time.Time) *time.Time {
	old, planned := timesOf(before), timesOf(after)
	var first *time.Time
	note := func(one Session, same bool) {
		if !same && one.StartsAt.After(now) && (first == nil || one.StartsAt.Before(*first)) {
			first = &one.StartsAt
		}
	}
	for i, one := range before {
		note(one, slices.Contains(planned, old[i]))
	}
	for i, one := range after {
		note(one, slices.Contains(old, planned[i]))
	}
	return first
}

// usedSessions tells which sessions have marks or a closed roll call. Whoever plans a class may not be
// allowed to see its marks: it asks under a system reason and sets the caller's scope again.
func usedSessions(ctx context.Context, tx bun.Tx, class Class, sessions []Session, scope postgres.Scope) (map[uuid.UUID]bool, error) {
	if err := postgres.SetScope(ctx, tx, postgres.System(postgres.CountFigures)); err != nil {
		return nil, err
	}
	var marked []uuid.UUID
	err := tx.NewRaw(`SELECT DISTINCT session_id FROM gathering.attendance_marks WHERE class_id = ?`, class.ID).Scan(ctx, &marked)
	if err != nil {
		return nil, err
	}
	used := map[uuid.UUID]bool{}
	for _, one := range sessions {
		used[one.ID] = one.ClosedAt != nil || slices.Contains(marked, one.ID)
	}
	return used, postgres.SetScope(ctx, tx, scope)
}

// sessionsWithin refuses days of a class that leave a session outside.
func sessionsWithin(ctx context.Context, tx bun.IDB, class Class) error {
	sessions, err := listSessions(ctx, tx, class.ID)
	for _, one := range sessions {
		if !one.within(class) {
			return ErrDaysLeaveSession
		}
	}
	return err
}

// listSessions returns the sessions of a class by their number.
func listSessions(ctx context.Context, tx bun.IDB, class uuid.UUID) ([]Session, error) {
	byClass, err := sessionsByClass(ctx, tx, []uuid.UUID{class})
	return byClass[class], err
}

// sessionsByClass returns the sessions of some classes, each by their number.
func sessionsByClass(ctx context.Context, tx bun.IDB, classes []uuid.UUID) (map[uuid.UUID][]Session, error) {
	byClass := map[uuid.UUID][]Session{}
	if len(classes) == 0 {
		return byClass, nil
	}
	var sessions []Session
	err := tx.NewSelect().Model(&sessions).Where("class_id IN (?)", bun.List(classes)).Order("class_id", "number").Scan(ctx)
	for _, one := range sessions {
		byClass[one.ClassID] = append(byClass[one.ClassID], one)
	}
	return byClass, err
}
