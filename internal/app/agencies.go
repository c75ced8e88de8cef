package app

import (
	"context"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/learning"
	"taphuan/internal/organization"
	"taphuan/internal/planning"
)

// agencyLinks is what goes with the events of agencies outside the organization: which periods are
// sealed, where a restatement is kept, and who follows in the same transaction.
func agencyLinks() organization.Links {
	return organization.Links{
		Closed:    planning.ClosedPeriods,
		Restate:   planning.RestateTx,
		Followers: []organization.Follower{learning.FollowAgencies(), planning.FollowAgencies(), planning.FollowGathering()},
	}
}

// countDuties counts the requirements that name an agency or one above it on a day.
func (a *App) countDuties(ctx context.Context, agency uuid.UUID, day time.Time) (int, error) {
	return a.parts.learning.CountRequirements(ctx, agency, day)
}
