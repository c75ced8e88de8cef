package measure

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/catalog"
	"taphuan/internal/learning"
	"taphuan/internal/organization"
	"taphuan/internal/outbox"
	"taphuan/internal/planning"
	"taphuan/internal/postgres"
	"taphuan/internal/reporting"
)

// measureDuties times who a requirement names, in a tenth and in the province, and the denominators: the
// duties of both by state.
func measureDuties(ctx context.Context, w *world) ([]Figure, error) {
	course, err := w.publishCourse(ctx)
	if err != nil {
		return nil, err
	}
	duties := learning.New(w.db, &outbox.Outbox{}, time.Now)
	counts := reporting.New(w.db, planning.New(w.db, time.Now), time.Now, false)
	standing := w.province.as(access.StandingAgency)
	var figures []Figure
	for _, where := range []struct {
		name string
		reach
	}{{"branch", w.branch}, {"province", w.province}} {
		var named learning.RequirementPreview
		took, err := seconds(func() error {
			var err error
			named, err = duties.PreviewRequirement(ctx, standing, uuid.Nil, 0, requirement(where.agency(), course))
			return err
		})
		if err != nil {
			return figures, err
		}
		figures = append(figures, Figure{Name: "audience_" + where.name + "_people", Value: float64(named.Named), Unit: "people"},
			Figure{Name: "audience_" + where.name, Value: took, Unit: "s"},
			Figure{Name: "audience_" + where.name + "_per_100000", Value: took * 100_000 / float64(max(named.Named, 1)), Unit: "s", Goal: "<=60"})
	}
	if err := w.prepareDuties(ctx, duties, course); err != nil {
		return figures, err
	}
	for _, where := range []struct {
		name, goal string
		reach
	}{{"agency", "<=0.3", w.one}, {"branch", "<=5", w.branch}, {"province", "<=60", w.province}} {
		var found reporting.Completion
		took, err := seconds(func() error {
			var err error
			found, err = counts.CountCompletion(ctx, standing, reporting.CountCompletion{AgencyID: where.agency()})
			return err
		})
		if err != nil {
			return figures, err
		}
		t := found.Total
		if t.Required == 0 || t.Done+t.NotDone+t.Overdue+t.Exempt+t.NotCounted != t.Required || where.name == "province" && min(t.Done, t.NotDone, t.Exempt, t.NotCounted) == 0 {
			return figures, fmt.Errorf("denominators of the %s: %+v", where.name, t)
		}
		figures = append(figures, Figure{Name: "denominators_" + where.name + "_duties", Value: float64(t.Required), Unit: "duties"},
			Figure{Name: "denominators_" + where.name, Value: took, Unit: "s", Goal: where.goal})
	}
	return figures, nil
}

// requirement asks every officer of a subtree for a course.
func requirement(agency uuid.UUID, course catalog.Course) learning.RequirementDraft {
	today := organization.Day(time.Now())
	due := today.AddDate(0, 3, 0)
	return learning.RequirementDraft{AgencyID: agency, Rules: []learning.Rule{{AgencyID: agency}}, Slots: []learning.Slot{{course.ID}},
		DueKind: learning.DueOnDate, DueOn: &due, StartsOn: today, Document: "Kế hoạch số 1/KH", ReasonVI: "Đo tốc độ", GraceDays: 30}
}

func (w *world) publishCourse(ctx context.Context) (catalog.Course, error) {
	draft := catalog.Draft{ContentHash: []byte{1}, Course: catalog.Course{Key: "an1", Code: "AN1", Title: catalog.LocalText{VI: "Nhận biết lừa đảo"},
		Field: catalog.Cybersecurity, Level: "basic", Periods: 800, PassMark: 700, UpdatedOn: time.Now(), Audience: []string{"CB"}},
		Modules: []catalog.Module{{Key: "m1", Title: catalog.LocalText{VI: "Phần 1"}, Lessons: []catalog.Lesson{
			{Slug: "01-chu", Kind: catalog.TextLesson, Title: catalog.LocalText{VI: "Bài chữ"}, Minutes: 5, Texts: map[string]catalog.LessonText{"vi": {}}}}}}}
	err := w.db.RunInTx(ctx, postgres.System(postgres.ImportCourses), func(ctx context.Context, tx bun.Tx) error {
		_, err := catalog.PublishVersionTx(ctx, tx, &draft, time.Now())
		return err
	})
	return draft.Course, err
}

// factsSQL gives the officers every state: four in ten have done the course ?0, two in a hundred are exempt,
// one in a hundred is away, one in a hundred came lately.
var factsSQL = []string{
	`CREATE TEMP TABLE learner AS SELECT id AS person_id, agency_id, gen_random_uuid() AS enrollment_id, hashtext(id::text) & 1023 AS n FROM organization.persons`,
	`SET session_replication_role = replica`,
	`INSERT INTO learning.enrollments (id, person_id, agency_id, course_id, course_version_id, source, enrolled_at, started_at, completed_at)
		SELECT l.enrollment_id, l.person_id, l.agency_id, v.course_id, v.id, 'requirement', '2026-03-01', '2026-03-02', '2026-05-05' FROM learner l, catalog.course_versions v WHERE v.course_id = ?0 AND l.n < 410`,
	`INSERT INTO learning.completions (id, enrollment_id, person_id, agency_id, course_id, course_version_id, round, completed_at, completed_on, score, periods)
		SELECT gen_random_uuid(), id, person_id, agency_id, course_id, course_version_id, 1, completed_at, completed_at::date, 800, 800 FROM learning.enrollments`,
	`INSERT INTO learning.exemptions (id, person_id, agency_id, course_id, from_on, reason, document, state, proposed_by, decided_by, decided_on)
		SELECT gen_random_uuid(), person_id, agency_id, ?0, '2026-01-01', 'Đã nghỉ', 'Số 1/QĐ', 'approved', gen_random_uuid(), gen_random_uuid(), '2026-01-01' FROM learner WHERE n BETWEEN 410 AND 430`,
	`INSERT INTO learning.absences (id, person_id, agency_id, from_on, document, entered_by, entered_on)
		SELECT gen_random_uuid(), person_id, agency_id, '2026-01-01', 'Số 1/QĐ', gen_random_uuid(), '2026-01-01' FROM learner WHERE n BETWEEN 431 AND 441`,
	`SET session_replication_role = origin`,
	`ANALYZE`,
}

// prepareDuties asks the province for the course and lets people have done it, or not.
func (w *world) prepareDuties(ctx context.Context, duties *learning.Service, course catalog.Course) error {
	if _, err := duties.CreateRequirement(ctx, w.province.as(access.StandingAgency), requirement(w.province.agency(), course)); err != nil {
		return err
	}
	conn, err := w.owner.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	for _, statement := range factsSQL {
		if _, err := conn.ExecContext(ctx, statement, course.ID); err != nil {
			return fmt.Errorf("facts of duties: %w", err)
		}
	}
	return nil
}
