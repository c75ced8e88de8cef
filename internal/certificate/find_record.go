package certificate

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/access"
	"taphuan/internal/catalog"
	"taphuan/internal/learning"
	"taphuan/internal/organization"
	"taphuan/internal/postgres"
)

// Record (kết quả tập huấn, bồi dưỡng) is what somebody has completed in one year, and how much in each. A year is that of
// the day of completion in Viet Nam.
type Record struct {
	Person   organization.PersonLine
	MayShare bool // certificates may be shown by a link: see MakeShare
	Year     int
	Years    []RecordYear // the newest first; only those in which something was completed or recognized
	Courses  []RecordCourse
	Others   []learning.Recognition // certificates of other issuers that were recognized and are of this year
}

// RecordYear sums up a year.
type RecordYear struct {
	Year    int
	Courses int
	Periods int // hundredths of a period
	Others  int
}

// RecordCourse is a course that was completed here, in the order of their end.
type RecordCourse struct {
	Title       catalog.LocalText // as it was called then
	From, To    time.Time         // days
	Periods     int               // hundredths of a period
	Score       *int              // hundredths of 10
	Certificate *Certificate      // nil while none is issued
}

// FindRecord returns the caller's own record of a year; 0 asks for the newest year in which there is something, or this one.
func (s *Service) FindRecord(ctx context.Context, who access.Principal, year int) (Record, error) {
	if err := who.Require(access.Learn); err != nil {
		return Record{}, err
	}
	r := Record{Year: year}
	err := s.db.Read(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		people, err := organization.PeopleByID(ctx, tx, []uuid.UUID{who.PersonID})
		if err != nil {
			return err
		}
		r.Person = people[who.PersonID]
		switch err := refusePupil(ctx, tx, who.PersonID, s.Today()); {
		case err == nil:
			r.MayShare = true
		case !errors.Is(err, ErrSharePupil):
			return err
		}
		completed, err := learning.ListCompletions(ctx, tx, who.PersonID)
		if err != nil {
			return err
		}
		accepted, err := learning.ListAccepted(ctx, tx, who.PersonID)
		if err != nil {
			return err
		}
		r.Years = yearsOf(completed, accepted)
		if r.Year == 0 {
			r.Year = s.Today().Year()
			if len(r.Years) > 0 {
				r.Year = r.Years[0].Year
			}
		}
		r.Others = slices.DeleteFunc(accepted, func(o learning.Recognition) bool { return o.IssuedOn.Year() != r.Year })
		r.Courses, err = r.coursesOf(ctx, tx, completed)
		return err
	})
	return r, err
}

func yearsOf(completed []learning.Completed, accepted []learning.Recognition) []RecordYear {
	sums := map[int]*RecordYear{}
	of := func(day time.Time) *RecordYear {
		if sums[day.Year()] == nil {
			sums[day.Year()] = &RecordYear{Year: day.Year()}
		}
		return sums[day.Year()]
	}
	for _, c := range completed {
		sum := of(c.CompletedOn)
		sum.Courses++
		sum.Periods += c.Periods
	}
	for _, o := range accepted {
		of(o.IssuedOn).Others++
	}
	years := make([]RecordYear, 0, len(sums))
	for _, sum := range sums {
		years = append(years, *sum)
	}
	slices.SortFunc(years, func(a, b RecordYear) int { return b.Year - a.Year })
	return years
}

// coursesOf are the completions of the record's year with their certificates.
func (r Record) coursesOf(ctx context.Context, tx bun.IDB, completed []learning.Completed) ([]RecordCourse, error) {
	completed = slices.DeleteFunc(completed, func(c learning.Completed) bool { return c.CompletedOn.Year() != r.Year })
	enrollments, versionIDs := make([]uuid.UUID, len(completed)), make([]uuid.UUID, len(completed))
	for i, c := range completed {
		enrollments[i], versionIDs[i] = c.EnrollmentID, c.CourseVersionID
	}
	versions, err := catalog.FindVersions(ctx, tx, versionIDs)
	if err != nil {
		return nil, err
	}
	issued, err := r.certificatesOf(ctx, tx, enrollments)
	if err != nil {
		return nil, err
	}
	courses := make([]RecordCourse, len(completed))
	for i, c := range completed {
		courses[i] = RecordCourse{Title: versions[c.CourseVersionID].Title, From: firstDay(c.BegunAt, c.CompletedOn), To: c.CompletedOn,
			Periods: c.Periods, Score: c.Score, Certificate: issued[c.EnrollmentID]}
	}
	slices.SortStableFunc(courses, func(a, b RecordCourse) int { return cmp.Or(a.To.Compare(b.To), a.From.Compare(b.From)) })
	return courses, nil
}

// certificatesOf are the person's by enrollment: the newest, where one was corrected.
func (r Record) certificatesOf(ctx context.Context, tx bun.IDB, enrollments []uuid.UUID) (map[uuid.UUID]*Certificate, error) {
	var issued []Certificate
	err := tx.NewSelect().Model(&issued).Where("person_id = ? AND enrollment_id = ANY (?::uuid[])", r.Person.PersonID, pgdialect.Array(enrollments)).
		Order("issued_at", "id").Scan(ctx)
	of := make(map[uuid.UUID]*Certificate, len(issued))
	for i := range issued {
		of[issued[i].EnrollmentID] = &issued[i]
	}
	return of, err
}
