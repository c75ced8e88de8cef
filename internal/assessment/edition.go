package assessment

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/fault"
)

// Edition (lần ra đề) is what a test asks in one or more versions of its course: those with the same questions to draw
// from, the same blueprint and the same pass mark. A new version of the course that leaves the test alone goes on with the
// edition, so that its figures go on too.
type Edition struct {
	TestID  uuid.UUID // the newest test of the edition
	Number  int       // counts from 1, the oldest first
	Current bool      // whoever begins today gets it

	tests   []uuid.UUID
	version uuid.UUID // the course version of TestID
}

// listEditions returns the editions of a course's test of a kind, the oldest first. current is the course's version of
// today.
func listEditions(ctx context.Context, tx bun.IDB, courseID, current uuid.UUID, kind Kind) ([]Edition, error) {
	var rows []struct {
		ID              uuid.UUID
		CourseVersionID uuid.UUID
		Content         string
	}
	err := tx.NewRaw(`SELECT t.id, t.course_version_id, md5(concat_ws('|', t.blueprint, t.pass_mark, (SELECT string_agg(p.question_version_id::text, ' '
			ORDER BY p.question_version_id) FROM assessment.test_pool p WHERE p.test_id = t.id))) AS content
		FROM assessment.tests t WHERE t.course_id = ? AND t.kind = ? ORDER BY t.id`, courseID, string(kind)).Scan(ctx, &rows)
	var editions []Edition
	places := map[string]int{}
	for _, row := range rows {
		place, known := places[row.Content]
		if !known {
			place = len(editions)
			places[row.Content] = place
			editions = append(editions, Edition{Number: place + 1})
		}
		e := &editions[place]
		e.TestID, e.version, e.tests = row.ID, row.CourseVersionID, append(e.tests, row.ID)
		e.Current = e.Current || row.CourseVersionID == current
	}
	return editions, err
}

// chooseEdition returns the edition to which a test belongs; for uuid.Nil the one of today, or else the one used last.
// fault.ErrNotFound when there is none.
func chooseEdition(editions []Edition, testID uuid.UUID) (Edition, error) {
	if len(editions) == 0 {
		return Edition{}, fault.ErrNotFound
	}
	wanted := func(e Edition) bool { return slices.Contains(e.tests, testID) }
	if testID == uuid.Nil {
		newest := slices.MaxFunc(editions, func(a, b Edition) int { return slices.Compare(a.TestID[:], b.TestID[:]) })
		if !slices.ContainsFunc(editions, func(e Edition) bool { return e.Current }) {
			return newest, nil
		}
		wanted = func(e Edition) bool { return e.Current }
	}
	place := slices.IndexFunc(editions, wanted)
	if place < 0 {
		return Edition{}, fault.ErrNotFound
	}
	return editions[place], nil
}
