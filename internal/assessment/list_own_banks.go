package assessment

import (
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/catalog"
	"taphuan/internal/organization"
	"taphuan/internal/postgres"
)

// OwnBank is the bank of a course on which the caller may work.
type OwnBank struct {
	Course    catalog.Course
	Questions int // that are not retired
	Drafts    int // whose newest version waits for a second person
	Waiting   int // of these, those that the caller did not write
	SentBack  int // whose newest version was sent back
}

// bankCount is what waits in the bank of a course.
type bankCount struct {
	CourseID                             uuid.UUID
	Questions, Drafts, Waiting, SentBack int
}

// maxBanks bounds how many banks are looked at for one list.
const maxBanks = 1000

// ListOwnBanks returns the banks of the courses that are the caller's to make: those with something to review first, then
// by code. It needs course.manage.
func (s *Service) ListOwnBanks(ctx context.Context, who access.Principal, courses func(context.Context, []uuid.UUID) (map[uuid.UUID]catalog.Course, error), limit, offset int64) ([]OwnBank, int, error) {
	if err := who.Require(access.ManageCourses); err != nil {
		return nil, 0, err
	}
	var counts []bankCount
	var root uuid.UUID
	err := s.db.Read(ctx, postgres.Agencies(who.AgenciesFor(access.ManageCourses)...), func(ctx context.Context, tx bun.Tx) error {
		var err error
		if root, err = organization.FindRoot(ctx, tx); err != nil {
			return err
		}
		return tx.NewRaw(`SELECT q.course_id, count(*) FILTER (WHERE q.retired_at IS NULL) AS questions,
			count(*) FILTER (WHERE q.retired_at IS NULL AND v.state = 'draft') AS drafts,
			count(*) FILTER (WHERE q.retired_at IS NULL AND v.state = 'draft' AND v.author_id IS DISTINCT FROM ?) AS waiting,
			count(*) FILTER (WHERE q.retired_at IS NULL AND v.state = 'sent_back') AS sent_back
			FROM assessment.questions q JOIN LATERAL (SELECT state, author_id FROM assessment.question_versions WHERE question_id = q.id
				ORDER BY number DESC LIMIT 1) AS v ON true
			GROUP BY q.course_id ORDER BY q.course_id LIMIT ?`, who.PersonID, maxBanks).Scan(ctx, &counts)
	})
	if err != nil {
		return nil, 0, err
	}
	ids := make([]uuid.UUID, len(counts))
	for i, c := range counts {
		ids[i] = c.CourseID
	}
	known, err := courses(ctx, ids)
	banks := ownBanks(who, counts, known, root)
	return pageOf(banks, limit, offset), len(banks), err
}

// ownBanks keeps the banks of the caller's courses.
func ownBanks(who access.Principal, counts []bankCount, known map[uuid.UUID]catalog.Course, root uuid.UUID) []OwnBank {
	reach := who.AgenciesFor(access.ManageCourses)
	var banks []OwnBank
	for _, c := range counts {
		course, exists := known[c.CourseID]
		owner := course.AgencyID
		if owner == uuid.Nil {
			owner = root
		}
		if exists && slices.Contains(reach, owner) {
			banks = append(banks, OwnBank{Course: course, Questions: c.Questions, Drafts: c.Drafts, Waiting: c.Waiting, SentBack: c.SentBack})
		}
	}
	slices.SortFunc(banks, func(a, b OwnBank) int {
		if (a.Waiting > 0) != (b.Waiting > 0) {
			return min(b.Waiting, 1) - min(a.Waiting, 1)
		}
		return strings.Compare(a.Course.Code, b.Course.Code)
	})
	return banks
}
