package learning

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/organization"
	"taphuan/internal/postgres"
	"taphuan/internal/vietnamese"
)

// Absence (vắng dài ngày) is a time in which a person is away and owes nothing. Why is never kept.
type Absence struct {
	bun.BaseModel `bun:"table:learning.absences"`
	ID            uuid.UUID  `bun:"id"`
	PersonID      uuid.UUID  `bun:"person_id"`
	AgencyID      uuid.UUID  `bun:"agency_id"`
	FromOn        time.Time  `bun:"from_on,type:date"`
	ToOn          *time.Time `bun:"to_on,type:date"` // first day back
	Document      string     `bun:"document"`
	EnteredBy     uuid.UUID  `bun:"entered_by"`
	EnteredOn     time.Time  `bun:"entered_on,type:date"`
	RemovedBy     *uuid.UUID `bun:"removed_by"`
	RemovedOn     *time.Time `bun:"removed_on,type:date"`
	FullName      string     `bun:"-"`
}

// RecordAbsence notes that a person of the own agencies is away. It needs requirement.manage at the
// person's agency. Days before today are not changed by it. Errors: fault.ErrInvalid, fault.ErrNotFound,
// ErrOwnAffair.
func (s *Service) RecordAbsence(ctx context.Context, who access.Principal, person uuid.UUID, from time.Time, to *time.Time, document string) error {
	if err := who.Require(access.ManageDuties); err != nil {
		return err
	}
	document = vietnamese.Normalize(document)
	f := fault.ErrInvalid.CheckDocument("body.document", document)
	if to != nil && !to.After(from) {
		f = f.At("body.toOn", "order", textDayOrder)
	}
	if err := f.OrNil(); err != nil {
		return err
	}
	if person == who.PersonID {
		return ErrOwnAffair
	}
	return s.db.RunInTx(ctx, postgres.Agencies(who.AgenciesFor(access.ManageDuties)...), func(ctx context.Context, tx bun.Tx) error {
		place, err := organization.FindPlace(ctx, tx, person, s.today())
		if err != nil {
			return err
		}
		if err := who.RequireAt(access.ManageDuties, place.AgencyID); err != nil {
			return err
		}
		a := Absence{ID: audit.NewID(), PersonID: person, AgencyID: place.AgencyID, FromOn: from, ToOn: to, Document: document, EnteredBy: who.PersonID, EnteredOn: s.today()}
		if _, err := tx.NewInsert().Model(&a).Returning("NULL").Exec(ctx); err != nil {
			return err
		}
		return audit.RecordTx(ctx, tx, audit.Entry{ActorID: who.PersonID, ActorRole: string(who.RoleAt(access.ManageDuties, place.AgencyID)), AgencyID: place.AgencyID, Action: "record_absence",
			ObjectType: "absence", ObjectID: a.ID, Reason: document, After: map[string]any{"person": person, "from_on": from.Format(time.DateOnly), "to_on": dateOrNull(to)}})
	})
}

// EndAbsence notes that the person is back from today on; past days keep the absence. It needs
// requirement.manage at the agency in which the person is today: the one that they have left no longer
// speaks for them. Errors: fault.ErrNotFound, ErrOwnAffair.
func (s *Service) EndAbsence(ctx context.Context, who access.Principal, id uuid.UUID) error {
	if err := who.Require(access.ManageDuties); err != nil {
		return err
	}
	return s.db.RunInTx(ctx, postgres.Agencies(who.AgenciesFor(access.ManageDuties)...), func(ctx context.Context, tx bun.Tx) error {
		var a Absence
		if err := tx.NewSelect().Model(&a).Where("id = ? AND removed_on IS NULL", id).For("UPDATE").Scan(ctx); err != nil {
			return err
		}
		if a.PersonID == who.PersonID {
			return ErrOwnAffair
		}
		place, err := organization.FindPlace(ctx, tx, a.PersonID, s.today())
		if err != nil {
			return err
		}
		if err := who.RequireAt(access.ManageDuties, place.AgencyID); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE learning.absences SET removed_by = ?, removed_on = ? WHERE id = ?`, who.PersonID, s.today(), id); err != nil {
			return err
		}
		return audit.RecordTx(ctx, tx, audit.Entry{ActorID: who.PersonID, ActorRole: string(who.RoleAt(access.ManageDuties, place.AgencyID)), AgencyID: place.AgencyID, Action: "end_absence", ObjectType: "absence", ObjectID: id})
	})
}

// ListAbsences returns a page of the absences of an agency's people that last, the newest first, and
// how many there are. It needs people.read at the agency; every opening is shown to the people read.
func (s *Service) ListAbsences(ctx context.Context, who access.Principal, agency uuid.UUID, limit, offset int64) ([]Absence, int, error) {
	if err := who.RequireAt(access.ReadPeople, agency); err != nil {
		return nil, 0, err
	}
	var list []Absence
	var total int64
	scope := postgres.Agencies(who.AgenciesFor(access.ReadPeople)...)
	err := s.db.RunInTx(ctx, scope, func(ctx context.Context, tx bun.Tx) error {
		units, err := organization.Descendants(ctx, tx, []uuid.UUID{agency}, s.today())
		if err != nil {
			return err
		}
		list = nil
		total, err = tx.NewSelect().Model(&list).Where("agency_id = ANY (?::uuid[])", pgdialect.Array(units)).
			Where("removed_on IS NULL AND (to_on IS NULL OR to_on > ?)", s.today()).Order("from_on DESC", "id").Limit(limit).Offset(offset).ScanAndCount(ctx)
		if err != nil {
			return err
		}
		people := make([]uuid.UUID, len(list))
		for i, a := range list {
			people[i] = a.PersonID
		}
		lines, err := describePeople(ctx, tx, scope, people)
		if err != nil {
			return err
		}
		for i, a := range list {
			list[i].FullName = lines[a.PersonID].FullName
		}
		return audit.RecordReadsTx(ctx, tx, who.PersonID, agency, "absence_list", people)
	})
	return list, int(total), err
}
