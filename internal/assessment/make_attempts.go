package assessment

import (
	"context"
	"math/rand/v2"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/audit"
	"taphuan/internal/learning"
	"taphuan/internal/organization"
)

// makeAttempts draws a paper for each entry, stores the attempts and marks the enrollments started. An entry for which
// another device was faster looks again.
func (s *Service) makeAttempts(ctx context.Context, tx bun.Tx, entries []*entry) error {
	if len(entries) == 0 {
		return nil
	}
	enrollments := make([]learning.Enrollment, len(entries))
	for i, e := range entries {
		enrollments[i] = e.enrollment
	}
	places, err := s.placesNow(ctx, tx, enrollments)
	if err != nil {
		return err
	}
	attempts := make([]newAttempt, len(entries))
	for i, e := range entries {
		if attempts[i], err = s.draw(ctx, tx, e, places[e.EnrollmentID]); err != nil {
			return err
		}
	}
	made, err := insertAttempts(ctx, tx, attempts)
	if err != nil {
		return err
	}
	return s.learning.StartTx(ctx, tx, noteMade(entries, made)...)
}

// noteMade gives each entry its attempt and returns the enrollments of those that have one.
func noteMade(entries []*entry, made map[uuid.UUID]*Attempt) []learning.Enrollment {
	var begun []learning.Enrollment
	for _, e := range entries {
		e.made = made[e.EnrollmentID]
		if e.later = e.made == nil; !e.later {
			begun = append(begun, e.enrollment)
		}
	}
	return begun
}

// draw freezes a new paper for an entry.
func (s *Service) draw(ctx context.Context, tx bun.IDB, e *entry, place organization.Place) (newAttempt, error) {
	seed := rand.Uint64()
	versions, err := drawVersions(e.pooled, seed)
	if err != nil {
		return newAttempt{}, err
	}
	if e.terms.PlainItems {
		versions = plainVersions(e.pooled, versions)
	}
	bodies, err := s.loadBodies(ctx, tx, versions)
	if err != nil {
		return newAttempt{}, err
	}
	paper, most, err := freezePaper(e.test, versions, bodies, seed)
	return newAttempt{minutes: e.test.Minutes, sitting: e.sitting, Attempt: Attempt{ID: audit.NewID(), TestID: e.test.ID, EnrollmentID: e.EnrollmentID,
		PersonID: e.personID, AgencyID: place.AgencyID, CourseID: e.enrollment.CourseID, Kind: e.Kind, Number: e.standing.AttemptsUsed + 1,
		State: Started, Seed: int64(seed), Paper: paper, MaxScore: int(most), Seat: e.Seat,
		ExtraSeconds: int(e.terms.extraTime(e.test.Minutes).Seconds())}}, err
}

// placesNow is where learners stand today, by enrollment; at the enrollment's agency when they have left every one.
func (s *Service) placesNow(ctx context.Context, tx bun.IDB, enrollments []learning.Enrollment) (map[uuid.UUID]organization.Place, error) {
	persons := make([]uuid.UUID, len(enrollments))
	for i, e := range enrollments {
		persons[i] = e.PersonID
	}
	found, err := organization.FindPlaces(ctx, tx, persons, organization.Day(s.now()))
	places := make(map[uuid.UUID]organization.Place, len(enrollments))
	for _, e := range enrollments {
		place := found[e.PersonID]
		if place.AgencyID == uuid.Nil {
			place.AgencyID = e.AgencyID
		}
		places[e.ID] = place
	}
	return places, err
}
