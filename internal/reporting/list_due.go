package reporting

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/postgres"
)

// OpenDuty is one person who still owes a required course on a day, or whose completion of it ends soon.
type OpenDuty struct {
	PersonID      uuid.UUID
	AgencyID      uuid.UUID  // of the posting that counts; a student's school
	SchoolClassID *uuid.UUID // of a student
	Renewal       bool       // done, and may be taken again before it ends
	CourseID      uuid.UUID
	CourseKey     string
	CourseTitle   string
	CourseTitleEN string
	DueOn         time.Time
}

// dueAgencies bounds how many agencies one part of ListDue covers.
const dueAgencies = 200

// ListDue hands over, agencies by agencies, who owes a required course due from one day to another,
// as of a day: officers and students. It is for the platform's own reminders and asks for no person's right.
func (s *Service) ListDue(ctx context.Context, day, from, to time.Time, take func([]OpenDuty) error) error {
	var agencies []uuid.UUID
	err := s.db.Read(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		return tx.NewRaw(`SELECT agency_id FROM organization.agency_facts WHERE valid_from <= ?0 AND (valid_to IS NULL OR valid_to > ?0) ORDER BY agency_id`, day).Scan(ctx, &agencies)
	})
	if err != nil {
		return err
	}
	for part := range slices.Chunk(agencies, dueAgencies) {
		var due []OpenDuty
		err := s.db.Read(ctx, postgres.System(postgres.WriteNotices), func(ctx context.Context, tx bun.Tx) error {
			return tx.NewRaw(query("list_due"), pgdialect.Array(part), day, from, to).Scan(ctx, &due)
		})
		if err != nil {
			return err
		}
		if err := take(due); err != nil {
			return err
		}
	}
	return nil
}
