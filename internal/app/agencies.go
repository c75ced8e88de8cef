package app

import (
	"context"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/learning"
	"taphuan/internal/organization"
	"taphuan/internal/planning"
)

// organizationLinks is what goes with the organization outside it: which periods are sealed, where a restatement
// is kept, and who follows the events of agencies in the same transaction.
func organizationLinks() organization.Links {
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
