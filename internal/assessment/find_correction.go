package assessment

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/postgres"
)

// Effects (ảnh hưởng) are what a correction changes, as counted before its approval. Numbers leave, persons do not.
type Effects struct {
	Attempts int // whose points change
	Up, Down int // whose mark of ten rises, or falls
	Passes   int // that pass by it
	Keeps    int // that stay passed although the new points are below the pass mark
	Agencies []AgencyEffects
}

// AgencyEffects are the effects on the attempts of one agency, with the days on which they were handed in: a sealed
// period that holds one of these days was reported with the old points.
type AgencyEffects struct {
	AgencyID                uuid.UUID
	Attempts, Passes, Keeps int
	FirstOn, LastOn         time.Time
}

// Days returns the first and the last day on which an attempt that changes was handed in; zero without one.
func (e Effects) Days() (first, last time.Time) {
	for i, a := range e.Agencies {
		if i == 0 || a.FirstOn.Before(first) {
			first = a.FirstOn
		}
		if a.LastOn.After(last) {
			last = a.LastOn
		}
	}
	return first, last
}

// CorrectionPage is a correction with its effects.
type CorrectionPage struct {
	Correction
	Question    string // key in the course
	Number      int    // of the wrong version
	Effects     Effects
	Enrollments []uuid.UUID // of the attempts that change, at most maxEnrollments: certificates print their old points
}

// maxEnrollments bounds the enrollments whose certificates are looked at for one preview.
const maxEnrollments = 5000

// FindCorrection returns a correction with what it changes. It needs grading.manage; fault.ErrNotFound.
func (s *Service) FindCorrection(ctx context.Context, who access.Principal, id uuid.UUID) (CorrectionPage, error) {
	if err := who.Require(access.ManageGrading); err != nil {
		return CorrectionPage{}, err
	}
	var page CorrectionPage
	err := s.db.Read(ctx, postgres.System(postgres.CorrectKeys), func(ctx context.Context, tx bun.Tx) error {
		if err := tx.NewSelect().Model(&page.Correction).Where("id = ?", id).Scan(ctx); err != nil {
			return err
		}
		err := tx.NewRaw(`SELECT q.key AS question, v.number FROM assessment.question_versions v JOIN assessment.questions q ON q.id = v.question_id WHERE v.id = ?`,
			page.VersionID).Scan(ctx, &page.Question, &page.Number)
		if err != nil {
			return err
		}
		if err := countEffectsOf(ctx, tx, id, &page.Effects); err != nil {
			return err
		}
		return tx.NewRaw(`SELECT enrollment_id FROM assessment.correction_effects WHERE correction_id = ? ORDER BY enrollment_id LIMIT ?`, id, maxEnrollments).
			Scan(ctx, &page.Enrollments)
	})
	return page, err
}

func countEffectsOf(ctx context.Context, tx bun.IDB, id uuid.UUID, e *Effects) error {
	err := tx.NewRaw(`SELECT count(*), count(*) FILTER (WHERE scaled_after > scaled_before), count(*) FILTER (WHERE scaled_after < scaled_before),
		count(*) FILTER (WHERE passes), count(*) FILTER (WHERE keeps) FROM assessment.correction_effects WHERE correction_id = ?`, id).
		Scan(ctx, &e.Attempts, &e.Up, &e.Down, &e.Passes, &e.Keeps)
	if err != nil {
		return err
	}
	return tx.NewRaw(`SELECT agency_id, count(*) AS attempts, count(*) FILTER (WHERE passes) AS passes, count(*) FILTER (WHERE keeps) AS keeps,
		min(submitted_on) AS first_on, max(submitted_on) AS last_on
		FROM assessment.correction_effects WHERE correction_id = ? GROUP BY agency_id ORDER BY count(*) DESC, agency_id LIMIT 1000`, id).Scan(ctx, &e.Agencies)
}

// ListCorrections returns the corrections, the newest first. It needs grading.manage.
func (s *Service) ListCorrections(ctx context.Context, who access.Principal, limit, offset int64) (list []Correction, total int, err error) {
	if err := who.Require(access.ManageGrading); err != nil {
		return nil, 0, err
	}
	err = s.db.Read(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		n, err := tx.NewSelect().Model(&list).Order("proposed_at DESC", "id DESC").Limit(limit).Offset(offset).ScanAndCount(ctx)
		total = int(n)
		return err
	})
	return list, total, err
}

// QuestionVersion is a version of a question in a course's bank, for choosing what to correct.
type QuestionVersion struct {
	ID     uuid.UUID
	Key    string
	Number int
	Stem   string // Vietnamese, HTML
	Latest bool
}

// ListQuestionVersions returns the versions of the questions of a course whose key begins with the given letters. It
// needs grading.manage. Nothing in it concerns a person.
func (s *Service) ListQuestionVersions(ctx context.Context, who access.Principal, courseID uuid.UUID, key string, limit, offset int64) (list []QuestionVersion, total int, err error) {
	if err := who.Require(access.ManageGrading); err != nil {
		return nil, 0, err
	}
	err = s.db.Read(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		query := tx.NewSelect().TableExpr("assessment.question_versions AS v").Join("JOIN assessment.questions AS q ON q.id = v.question_id").
			Where("q.course_id = ? AND starts_with(q.key, ?)", courseID, key)
		n, err := query.Count(ctx)
		if err != nil {
			return err
		}
		total = int(n)
		return query.ColumnExpr("v.id, q.key, v.number, v.body -> 'stem' ->> 'vi' AS stem").
			ColumnExpr("v.number = max(v.number) OVER (PARTITION BY v.question_id) AS latest").
			Order("q.key", "v.number").Limit(limit).Offset(offset).Scan(ctx, &list)
	})
	return list, total, err
}

// ListBanks returns the courses that have questions. It needs grading.manage.
func (s *Service) ListBanks(ctx context.Context, who access.Principal) ([]uuid.UUID, error) {
	if err := who.Require(access.ManageGrading); err != nil {
		return nil, err
	}
	var courses []uuid.UUID
	err := s.db.Read(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		return tx.NewRaw(`SELECT DISTINCT course_id FROM assessment.questions ORDER BY course_id LIMIT 1000`).Scan(ctx, &courses)
	})
	return courses, err
}
