package organization

import (
	"context"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

// Faults of class teachers.
var (
	ErrTeacherElsewhere = fault.New(fault.Conflict, "class_teacher.elsewhere",
		fault.Text{VI: "Giáo viên chủ nhiệm phải đang công tác tại trường này. Hãy thêm vị trí công tác trước.", EN: "A class teacher works at this school today. Add the posting first."})
	ErrTeacherTwice = fault.New(fault.Conflict, "class_teacher.twice",
		fault.Text{VI: "Người này đang là giáo viên chủ nhiệm của lớp.", EN: "This person is a teacher of the class already."})
)

// ClassTeacherLine is one class teacher's grant.
type ClassTeacherLine struct {
	GrantID       uuid.UUID
	PersonID      uuid.UUID
	FullName      string
	SchoolClassID uuid.UUID
	ClassName     string
	SchoolYear    string
	ValidFrom     time.Time
	ValidTo       *time.Time
}

// ListClassTeachers returns who teaches which class of a school today or later, and how many. It needs
// people.manage at the school (fault.ErrNotFound elsewhere).
func (s *Service) ListClassTeachers(ctx context.Context, who access.Principal, school uuid.UUID, limit, offset int64) ([]ClassTeacherLine, int, error) {
	if err := who.RequireAt(access.ManagePeople, school); err != nil {
		return nil, 0, err
	}
	var lines []ClassTeacherLine
	var total int
	err := s.db.RunInTx(ctx, postgres.Agencies(school), func(ctx context.Context, tx bun.Tx) error {
		const from = ` FROM organization.grants g JOIN organization.school_classes c ON c.id = g.school_class_id JOIN organization.persons p ON p.id = g.person_id
			WHERE g.agency_id = ?0 AND g.role = 'class_teacher' AND (g.valid_to IS NULL OR g.valid_to > ?1)`
		if err := tx.NewRaw("SELECT count(*)"+from, school, s.Today()).Scan(ctx, &total); err != nil {
			return err
		}
		err := tx.NewRaw(`SELECT g.id AS grant_id, g.person_id, p.full_name, g.school_class_id, c.name AS class_name, c.school_year, g.valid_from, g.valid_to`+from+
			` ORDER BY c.school_year DESC, c.name, p.given_name COLLATE "vi-x-icu", g.id LIMIT ?2 OFFSET ?3`, school, s.Today(), limit, offset).Scan(ctx, &lines)
		if err != nil {
			return err
		}
		ids := make([]uuid.UUID, len(lines))
		for i, l := range lines {
			ids[i] = l.PersonID
		}
		return audit.RecordReadsTx(ctx, tx, who.PersonID, school, "class_teachers", ids)
	})
	return lines, total, err
}

// GiveClass makes somebody a class teacher (giáo viên chủ nhiệm) of one class of one school year.
type GiveClass struct {
	SchoolID, ClassID, PersonID uuid.UUID
	Document                    string
}

// GiveClass grants a class to a teacher of the school from today to the end of its school year: to see
// its students, renew their passwords and print slips. It needs people.manage at the school
// (fault.ErrNotFound elsewhere, and for a class of another school). Errors: ErrTeacherElsewhere,
// ErrTeacherTwice.
func (s *Service) GiveClass(ctx context.Context, who access.Principal, cmd GiveClass) (uuid.UUID, error) {
	if err := who.RequireAt(access.ManagePeople, cmd.SchoolID); err != nil {
		return uuid.Nil, err
	}
	scope := postgres.Agencies(cmd.SchoolID)
	grant := Grant{ID: audit.NewID(), PersonID: cmd.PersonID, Role: access.ClassTeacher, AgencyID: cmd.SchoolID, SchoolClassID: &cmd.ClassID,
		ValidFrom: s.Today(), Document: trimmed(cmd.Document, 300), GrantedBy: &who.PersonID}
	err := s.db.RunInTx(ctx, scope, func(ctx context.Context, tx bun.Tx) error {
		class, err := FindSchoolClassTx(ctx, tx, cmd.SchoolID, cmd.ClassID)
		if err != nil {
			return err
		}
		end := yearEnd(class.SchoolYear)
		grant.ValidTo = &end
		if !end.After(s.Today()) {
			return fault.ErrInvalid.At("body.classId", "past", fault.Text{
				VI: "Năm học của lớp này đã kết thúc. Hãy chọn lớp của năm học hiện tại.", EN: "The school year of this class is over. Choose a class of the present year."})
		}
		if err := s.mayTeach(ctx, tx, grant); err != nil {
			return err
		}
		if err := postgres.SetScope(ctx, tx, scope.AndPersons(cmd.PersonID)); err != nil {
			return err
		}
		if _, err := tx.NewInsert().Model(&grant).Exec(ctx); err != nil {
			return err
		}
		if err := s.changedGrantTx(ctx, tx, RoleGranted, grant); err != nil {
			return err
		}
		return s.recordGrantTx(ctx, tx, who, grant, "give_class", grant.Document)
	})
	if err == nil {
		s.accounts.Watcher().NoteChanged(cmd.PersonID)
	}
	return grant.ID, err
}

func (s *Service) mayTeach(ctx context.Context, tx bun.IDB, g Grant) error {
	var works, already bool
	err := tx.NewRaw(`SELECT EXISTS (SELECT FROM organization.postings WHERE person_id = ?0 AND agency_id = ?1 AND valid_from <= ?3 AND (valid_to IS NULL OR valid_to > ?3)),
		EXISTS (SELECT FROM organization.grants WHERE person_id = ?0 AND school_class_id = ?2 AND role = 'class_teacher' AND (valid_to IS NULL OR valid_to > ?3))`,
		g.PersonID, g.AgencyID, g.SchoolClassID, g.ValidFrom).Scan(ctx, &works, &already)
	switch {
	case err != nil:
		return err
	case !works:
		return ErrTeacherElsewhere
	case already:
		return ErrTeacherTwice
	}
	return nil
}

// yearEnd is the first day after a school year: "2026-2027" ends on 1 September 2027.
func yearEnd(schoolYear string) time.Time {
	year, _ := strconv.Atoi(schoolYear[5:])
	return time.Date(year, 9, 1, 0, 0, 0, 0, time.UTC)
}

func (s *Service) recordGrantTx(ctx context.Context, tx bun.Tx, who access.Principal, g Grant, action, reason string) error {
	if err := s.accounts.TouchTx(ctx, tx, g.PersonID); err != nil {
		return err
	}
	return audit.RecordTx(ctx, tx, audit.Entry{ActorID: who.PersonID, ActorRole: actingRole(who, access.ManagePeople, g.AgencyID), AgencyID: g.AgencyID,
		Action: action, ObjectType: "account", ObjectID: g.PersonID, Reason: reason,
		After: map[string]any{"grant": g.ID, "class": g.SchoolClassID, "from": dayText(&g.ValidFrom), "to": dayText(g.ValidTo)}})
}

// TakeClass ends a class teacher's grant at once. It needs people.manage at the school
// (fault.ErrNotFound elsewhere, and for any other grant).
func (s *Service) TakeClass(ctx context.Context, who access.Principal, grantID uuid.UUID, given string) error {
	if err := who.Require(access.ManagePeople); err != nil {
		return err
	}
	reason, err := reasonOf(given)
	if err != nil {
		return err
	}
	scope := postgres.Agencies(who.AgenciesFor(access.ManagePeople)...)
	var g Grant
	err = s.db.RunInTx(ctx, scope, func(ctx context.Context, tx bun.Tx) error {
		g = Grant{}
		err := tx.NewSelect().Model(&g).Where("id = ? AND role = 'class_teacher' AND school_class_id IS NOT NULL", grantID).
			Where("valid_to IS NULL OR valid_to > ?", s.Today()).For("UPDATE").Scan(ctx)
		if err != nil {
			return err
		}
		if err := who.RequireAt(access.ManagePeople, g.AgencyID); err != nil {
			return err
		}
		if err := postgres.SetScope(ctx, tx, scope.AndPersons(g.PersonID)); err != nil {
			return err
		}
		today := s.Today()
		g.ValidTo = &today
		if _, err := tx.NewUpdate().Model(&g).Column("valid_to").Where("id = ?", g.ID).Exec(ctx); err != nil {
			return err
		}
		if err := s.changedGrantTx(ctx, tx, RoleRevoked, g); err != nil {
			return err
		}
		return s.recordGrantTx(ctx, tx, who, g, "take_class", reason)
	})
	if err == nil {
		s.accounts.Watcher().NoteChanged(g.PersonID)
	}
	return err
}

// JoinClass puts a student into another class of the school.
type JoinClass struct {
	PersonID, ClassID uuid.UUID
	On                time.Time
	Reason            string
}

// JoinClass moves a student to another class of their school from a day. It needs people.manage at the
// school (fault.ErrNotFound elsewhere). Errors: ErrNotStudent, ErrMoveDay, fault.ErrInvalid at
// "body.reason" or "classId".
func (s *Service) JoinClass(ctx context.Context, who access.Principal, cmd JoinClass) error {
	reason, err := reasonOf(cmd.Reason)
	if err != nil {
		return err
	}
	if cmd.On.After(s.Today().AddDate(1, 0, 0)) {
		return ErrMoveDay
	}
	return s.managing(ctx, who, cmd.PersonID, func(ctx context.Context, tx bun.Tx, p Person) error {
		if err := s.joinClassTx(ctx, tx, p, cmd.ClassID, cmd.On); err != nil {
			return err
		}
		return recordPersonTx(ctx, tx, who, p, "join_class", reason, nil, map[string]any{"class": cmd.ClassID, "on": dayText(&cmd.On)})
	})
}
