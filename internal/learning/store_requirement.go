package learning

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/organization"
)

// loadRequirements returns requirements by id, with their rules and courses.
func loadRequirements(ctx context.Context, tx bun.IDB, ids []uuid.UUID) (map[uuid.UUID]*Requirement, error) {
	found := map[uuid.UUID]*Requirement{}
	if len(ids) == 0 {
		return found, nil
	}
	var rows []Requirement
	if err := tx.NewSelect().Model(&rows).Where("id IN (?)", bun.List(ids)).Scan(ctx); err != nil {
		return nil, err
	}
	for i := range rows {
		found[rows[i].ID] = &rows[i]
	}
	return found, addParts(ctx, tx, found, ids)
}

// addParts reads who and what into requirements.
func addParts(ctx context.Context, tx bun.IDB, to map[uuid.UUID]*Requirement, ids []uuid.UUID) error {
	var rules []Rule
	if err := tx.NewSelect().Model(&rules).Where("requirement_id IN (?)", bun.List(ids)).Order("requirement_id", "number").Scan(ctx); err != nil {
		return err
	}
	for _, rule := range rules {
		if r := to[rule.RequirementID]; r != nil {
			r.Rules = append(r.Rules, rule)
		}
	}
	var courses []struct {
		RequirementID uuid.UUID
		Slot          int
		CourseID      uuid.UUID
	}
	err := tx.NewRaw(`SELECT requirement_id, slot, course_id FROM learning.requirement_courses WHERE requirement_id IN (?)
		ORDER BY requirement_id, slot, position`, bun.List(ids)).Scan(ctx, &courses)
	if err != nil {
		return err
	}
	slot := 0
	for i, c := range courses {
		r := to[c.RequirementID]
		if r == nil {
			continue
		}
		if i == 0 || courses[i-1].RequirementID != c.RequirementID || slot != c.Slot {
			r.Slots = append(r.Slots, nil)
		}
		slot = c.Slot
		last := len(r.Slots) - 1
		r.Slots[last] = append(r.Slots[last], c.CourseID)
	}
	return nil
}

// insertRequirement writes a version with its rules and courses.
func insertRequirement(ctx context.Context, tx bun.Tx, r *Requirement) error {
	if err := organization.RequireAgencies(ctx, tx, r.agencies()); err != nil {
		return err
	}
	if _, err := tx.NewInsert().Model(r).Returning("NULL").Exec(ctx); err != nil {
		return err
	}
	for i := range r.Rules {
		r.Rules[i].RequirementID, r.Rules[i].Number = r.ID, i+1
		r.Rules[i].Excluded = append([]uuid.UUID{}, r.Rules[i].Excluded...)
		r.Rules[i].PositionGroups = append([]string{}, r.Rules[i].PositionGroups...)
	}
	if _, err := tx.NewInsert().Model(&r.Rules).Returning("NULL").Exec(ctx); err != nil {
		return err
	}
	for i, slot := range r.Slots {
		for j, course := range slot {
			_, err := tx.ExecContext(ctx, `INSERT INTO learning.requirement_courses (requirement_id, slot, position, course_id) VALUES (?, ?, ?, ?)`, r.ID, i+1, j+1, course)
			if err != nil {
				return err
			}
		}
	}
	return nil
}
