package app

import (
	"cmp"
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/assessment"
	"taphuan/internal/catalog/cataloghttp"
	"taphuan/internal/learning"
	"taphuan/internal/learning/learninghttp"
	"taphuan/internal/web"
)

// testCards are the tests of a course version, for the course page.
func (a *App) testCards(ctx context.Context, versionID uuid.UUID) ([]cataloghttp.TestCard, error) {
	tests, err := a.parts.assessment.ListTests(ctx, versionID)
	cards := make([]cataloghttp.TestCard, len(tests))
	for i, t := range tests {
		cards[i] = cataloghttp.TestCard{Kind: string(t.Kind), Title: web.LocalText{VI: t.Title.VI, EN: t.Title.EN}, Minutes: t.Minutes,
			QuestionCount: t.QuestionCount, PassMark: t.PassMark, Attempts: t.AttemptsAllowed()}
	}
	return cards, err
}

// study is an enrollment with its tests and what the learner may do now.
func (a *App) study(ctx context.Context, who access.Principal, id uuid.UUID) (learning.Study, []learninghttp.TestState, error) {
	var states []learninghttp.TestState
	study, err := a.parts.learning.FindStudy(ctx, who, id, func(ctx context.Context, tx bun.IDB, e learning.Enrollment) error {
		standings, err := a.parts.assessment.FindTestStates(ctx, tx, e)
		states = make([]learninghttp.TestState, len(standings))
		for i, s := range standings {
			states[i] = testStateOf(s)
		}
		return err
	})
	return study, states, err
}

func testStateOf(s assessment.TestStanding) learninghttp.TestState {
	state := learninghttp.TestState{Kind: string(s.Test.Kind), Title: web.LocalText{VI: s.Test.Title.VI, EN: s.Test.Title.EN}, Minutes: s.Test.Minutes,
		QuestionCount: s.Test.QuestionCount, PassMark: s.Test.PassMark, AttemptsAllowed: s.Test.AttemptsAllowed(), AttemptsUsed: s.AttemptsUsed,
		BestScore: s.BestScore, Passed: s.State == assessment.TestPassed, State: string(s.State), LessonsLeft: s.LessonsLeft,
		ExtraSeconds: int(s.ExtraTime.Seconds()), AttemptID: web.OptionalID(cmp.Or(s.AttemptID, s.LastGradedID))}
	if s.OpensAt != nil {
		state.OpensAt = s.OpensAt.UTC().Format(time.RFC3339)
	}
	if in := s.Door.Sitting; in != nil {
		state.Sitting = &learninghttp.TestSitting{Title: in.Title, OpensAt: in.OpensAt.UTC(), ClosesAt: in.ClosesAt.UTC(), NeedsCode: in.NeedsCode()}
	}
	return state
}

// certificateState is the certificate of a completed enrollment: being issued until it stands in
// the register, or waiting for a decision.
func (a *App) certificateState(ctx context.Context, who access.Principal, enrollmentID uuid.UUID) (*learninghttp.CertificateState, error) {
	c, err := a.parts.certificate.FindByEnrollment(ctx, who, enrollmentID)
	if err != nil {
		return nil, err
	}
	if c == nil {
		waits, err := a.parts.certificate.IsWaiting(ctx, who, enrollmentID)
		if waits {
			return &learninghttp.CertificateState{State: "awaiting_decision"}, err
		}
		return &learninghttp.CertificateState{State: "issuing"}, err
	}
	return &learninghttp.CertificateState{ID: &c.ID, RegisterNumber: c.RegisterNumber, Code: c.Code,
		State: string(c.StateOn(a.parts.certificate.Today()))}, nil
}

func (a *App) countCertificates(ctx context.Context, who access.Principal) (int, error) {
	_, total, err := a.parts.certificate.ListOwn(ctx, who, 1, 0)
	return total, err
}
