package app

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/assessment"
	"taphuan/internal/assessment/assessmenthttp"
	"taphuan/internal/notify"
	"taphuan/internal/organization"
	"taphuan/internal/planning"
	"taphuan/internal/postgres"
	"taphuan/internal/web"
)

// grading is what the pages of graders and examiners are put together from.
func (a *App) grading() assessmenthttp.Grading {
	p := a.parts
	return assessmenthttp.Grading{Assessment: p.assessment, Courses: p.catalog.CoursesByID, Agencies: a.agencyNames,
		Touched: a.touchedBy, Address: fileAddress(p.signer)}
}

// bank is what the pages of question banks are put together from.
func (a *App) bank() assessmenthttp.Bank {
	p := a.parts
	return assessmenthttp.Bank{Assessment: p.assessment, Courses: p.catalog.CoursesByID, Address: fileAddress(p.signer),
		People: func(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]string, error) {
			return p.organization.NamesOf(ctx, ids, nil)
		}}
}

func (a *App) agencyNames(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]string, error) {
	return a.parts.organization.NamesOf(ctx, nil, ids)
}

// touchedBy says which certificates print points that a correction changes, and which sealed periods hold days of these
// attempts. Both stay as they are.
func (a *App) touchedBy(ctx context.Context, page assessment.CorrectionPage) (assessmenthttp.Touched, error) {
	touched := assessmenthttp.Touched{Periods: []assessmenthttp.SealedPeriod{}}
	var err error
	if touched.Certificates, err = a.parts.certificate.CountOf(ctx, page.Enrollments); err != nil || len(page.Effects.Agencies) == 0 {
		return touched, err
	}
	first, last := page.Effects.Days()
	var closed []organization.ClosedPeriod
	err = a.db.Read(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		closed, err = planning.ClosedPeriods(ctx, tx, first, organization.Day(a.now()))
		return err
	})
	for _, period := range closed {
		if !period.From.After(last) {
			touched.Periods = append(touched.Periods, assessmenthttp.SealedPeriod{ID: period.ID, Label: web.LocalText(period.Label)})
		}
	}
	return touched, err
}

// tellResult tells a learner that people have marked their test, or that its result was corrected. Of an appeal they
// hear by its answer.
func (a *App) tellResult(ctx context.Context, event assessment.ResultDecided) error {
	if event.Cause == assessment.ByAppeal {
		return nil
	}
	attempt, err := a.parts.assessment.FindDecided(ctx, event.AttemptID)
	if err != nil {
		return err
	}
	outcome := map[assessment.Cause]string{assessment.ByMarking: "marked", assessment.ByCorrection: "corrected"}[event.Cause]
	about := fmt.Sprintf("result/%s/%d", attempt.ID, attempt.DecidedAt().Unix()) // a result may change more than once
	return a.tellDecided(ctx, notify.ResultDecided, about, attempt.PersonID, attempt.CourseID, outcome)
}

// tellAppeal tells a learner how their appeal ended.
func (a *App) tellAppeal(ctx context.Context, event assessment.AppealAnswered) error {
	appeal, err := a.parts.assessment.FindEndedAppeal(ctx, event.AppealID)
	if err != nil {
		return err
	}
	return a.tellDecided(ctx, notify.ResultDecided, "appeal/"+appeal.ID.String(), appeal.PersonID, appeal.CourseID, string(appeal.State))
}
