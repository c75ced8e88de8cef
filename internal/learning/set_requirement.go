package learning

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

// Faults of requirements.
var (
	ErrRequirementChanged = fault.New(fault.Conflict, "requirement.changed",
		fault.Text{VI: "Yêu cầu này vừa được người khác thay đổi. Hãy mở lại rồi sửa tiếp.", EN: "Somebody else has just changed this requirement. Open it again, then continue."})
	ErrRequirementEnded = fault.New(fault.Conflict, "requirement.ended",
		fault.Text{VI: "Yêu cầu này đã kết thúc.", EN: "This requirement has ended."})
)

// mayRequire says whether a person may ask the people of an agency to learn: province-wide by
// requirement.province, otherwise in the own subtree. fault.ErrNotFound elsewhere.
func mayRequire(who access.Principal, agencies ...uuid.UUID) error {
	if who.Can(access.ManageProvinceDuties) {
		return nil
	}
	for _, agency := range agencies {
		if err := who.RequireAt(access.ManageDuties, agency); err != nil {
			return err
		}
	}
	return who.Require(access.ManageDuties)
}

// agencies are the agencies that the draft speaks of.
func (d RequirementDraft) agencies() []uuid.UUID {
	ids := []uuid.UUID{d.AgencyID}
	for _, rule := range d.Rules {
		ids = append(ids, rule.AgencyID)
	}
	return ids
}

// CreateRequirement asks people to learn. It needs requirement.manage at every agency named, or
// requirement.province. Errors: fault.ErrInvalid by field, fault.ErrNotFound for an agency out of reach.
func (s *Service) CreateRequirement(ctx context.Context, who access.Principal, d RequirementDraft) (uuid.UUID, error) {
	id := audit.NewID()
	return id, s.setRequirement(ctx, who, d, func(ctx context.Context, tx bun.Tx) error {
		return s.createRequirementTx(ctx, tx, who, id, d)
	})
}

// ChangeRequirement closes the version that holds and opens the next from the draft's first day on.
// version is the one that was read (ErrRequirementChanged otherwise). Errors as CreateRequirement's,
// and ErrRequirementEnded.
func (s *Service) ChangeRequirement(ctx context.Context, who access.Principal, series uuid.UUID, version int, d RequirementDraft) error {
	var err error
	if d.ChangeReason, err = reasonOf("body.changeReason", d.ChangeReason); err != nil {
		return err
	}
	return s.setRequirement(ctx, who, d, func(ctx context.Context, tx bun.Tx) error {
		return s.changeRequirementTx(ctx, tx, who, series, version, audit.NewID(), d)
	})
}

// setRequirement checks the draft and the right, and writes.
func (s *Service) setRequirement(ctx context.Context, who access.Principal, d RequirementDraft, write func(context.Context, bun.Tx) error) error {
	if err := mayRequire(who, d.agencies()...); err != nil {
		return err
	}
	if err := d.check(s.today()); err != nil {
		return err
	}
	return s.db.RunInTx(ctx, postgres.Agencies(who.AgenciesFor(access.ManageDuties)...), write)
}

func (s *Service) createRequirementTx(ctx context.Context, tx bun.Tx, who access.Principal, id uuid.UUID, d RequirementDraft) error {
	r := d.version(id, nil, who.PersonID)
	if err := insertRequirement(ctx, tx, r); err != nil {
		return err
	}
	return recordRequirement(ctx, tx, who, "create_requirement", nil, r)
}

func (s *Service) changeRequirementTx(ctx context.Context, tx bun.Tx, who access.Principal, series uuid.UUID, version int, id uuid.UUID, d RequirementDraft) error {
	before, err := lockLast(ctx, tx, who, series, version)
	if err != nil {
		return err
	}
	starts := d.StartsOn
	if starts.Before(before.StartsOn) { // a version that has not begun is replaced from its own first day
		starts = before.StartsOn
	}
	if _, err := tx.ExecContext(ctx, `UPDATE learning.requirements SET ends_on = ?, ended_by = ? WHERE id = ?`, starts, who.PersonID, before.ID); err != nil {
		return err
	}
	d.StartsOn = starts
	r := d.version(id, before, who.PersonID)
	if err := insertRequirement(ctx, tx, r); err != nil {
		return err
	}
	return recordRequirement(ctx, tx, who, "change_requirement", before, r)
}

// lockLast returns the last version of a series and holds it until the commit.
func lockLast(ctx context.Context, tx bun.Tx, who access.Principal, series uuid.UUID, version int) (*Requirement, error) {
	var r Requirement
	err := tx.NewSelect().Model(&r).Where("series_id = ?", series).Order("version DESC").Limit(1).For("UPDATE").Scan(ctx)
	if err != nil {
		return nil, err
	}
	if err := addParts(ctx, tx, map[uuid.UUID]*Requirement{r.ID: &r}, []uuid.UUID{r.ID}); err != nil {
		return nil, err
	}
	switch err := mayRequire(who, r.agencies()...); {
	case err != nil:
		return nil, err
	case r.Version != version:
		return nil, ErrRequirementChanged
	case r.EndsOn != nil:
		return nil, ErrRequirementEnded
	}
	return &r, nil
}

func (r Requirement) agencies() []uuid.UUID {
	return RequirementDraft{AgencyID: r.AgencyID, Rules: r.Rules}.agencies()
}

// EndRequirement ends a requirement: from the day on nobody owes it. What was done stays. Errors:
// fault.ErrInvalid for a day in the past or a missing reason, ErrRequirementChanged, ErrRequirementEnded.
func (s *Service) EndRequirement(ctx context.Context, who access.Principal, series uuid.UUID, version int, on time.Time, reason string) error {
	if err := mayRequire(who); err != nil {
		return err
	}
	if on.Before(s.today()) {
		return fault.ErrInvalid.At("body.on", "past", textStartsPast)
	}
	reason, err := reasonOf("body.reason", reason)
	if err != nil {
		return err
	}
	return s.db.RunInTx(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		before, err := lockLast(ctx, tx, who, series, version)
		if err != nil {
			return err
		}
		if on.Before(before.StartsOn) {
			on = before.StartsOn
		}
		if _, err := tx.ExecContext(ctx, `UPDATE learning.requirements SET ends_on = ?, ended_by = ? WHERE id = ?`,
			on, who.PersonID, before.ID); err != nil {
			return err
		}
		return audit.RecordTx(ctx, tx, audit.Entry{ActorID: who.PersonID, ActorRole: string(requiringRole(who, before.AgencyID)), AgencyID: before.AgencyID, Action: "end_requirement",
			ObjectType: "requirement", ObjectID: series, Reason: reason, After: map[string]string{"ends_on": on.Format(time.DateOnly)}})
	})
}

// recordRequirement keeps both versions in the audit log.
func recordRequirement(ctx context.Context, tx bun.Tx, who access.Principal, action string, before, after *Requirement) error {
	entry := audit.Entry{ActorID: who.PersonID, ActorRole: string(requiringRole(who, after.AgencyID)), AgencyID: after.AgencyID, Action: action, ObjectType: "requirement",
		ObjectID: after.ID, Reason: after.ChangeReason, After: shortly(after)}
	if before != nil {
		entry.ObjectID, entry.Before = before.Series(), shortly(before)
	}
	return audit.RecordTx(ctx, tx, entry)
}

func shortly(r *Requirement) map[string]any {
	return map[string]any{"document": r.Document, "starts_on": r.StartsOn.Format(time.DateOnly), "due_kind": r.DueKind, "due_on": dateOrNull(r.DueOn),
		"due_days": r.DueDays, "rules": len(r.Rules), "courses": len(r.Slots), "version": r.Version}
}

// requiringRole names the role by which the person asks the people of an agency to learn, as mayRequire
// allows it.
func requiringRole(who access.Principal, agency uuid.UUID) access.Role {
	if who.Can(access.ManageProvinceDuties) {
		return who.RoleAt(access.ManageProvinceDuties, agency)
	}
	return who.RoleAt(access.ManageDuties, agency)
}
