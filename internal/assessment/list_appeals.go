package assessment

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/access"
	"taphuan/internal/postgres"
)

// ListAppeals asks for appeals within the caller's reach.
type ListAppeals struct {
	State         AppealState // "": those that wait for somebody
	Limit, Offset int64
}

// ListAppeals returns appeals without names, the oldest first. It needs grading.manage.
func (s *Service) ListAppeals(ctx context.Context, who access.Principal, q ListAppeals) (list []Appeal, total int, err error) {
	scope, err := gradingScope(who, access.ManageGrading)
	if err != nil {
		return nil, 0, err
	}
	states := []string{string(q.State)}
	if q.State == "" {
		states = []string{string(AppealOpen), string(AppealProposed)}
	}
	err = s.db.Read(ctx, scope, func(ctx context.Context, tx bun.Tx) error {
		n, err := tx.NewSelect().Model(&list).Where("agency_id = ANY (?::uuid[])", pgdialect.Array(who.AgenciesFor(access.ManageGrading))).
			Where("state IN (?)", bun.List(states)).Order("created_at", "id").Limit(q.Limit).Offset(q.Offset).ScanAndCount(ctx)
		total = int(n)
		return err
	})
	return list, total, err
}

// AppealPage is an appeal with the paper that it is about, for whoever handles it.
type AppealPage struct {
	Appeal
	Attempt Attempt
	Test    Test
	Items   []ResultItem
	History []PointChange
}

// FindAppeal returns an appeal with the graded paper, without a name. It needs grading.manage at the learner's agency.
func (s *Service) FindAppeal(ctx context.Context, who access.Principal, id uuid.UUID) (AppealPage, error) {
	scope, err := gradingScope(who, access.ManageGrading)
	if err != nil {
		return AppealPage{}, err
	}
	var page AppealPage
	err = s.db.Read(ctx, scope, func(ctx context.Context, tx bun.Tx) error {
		if err := tx.NewSelect().Model(&page.Appeal).Where("id = ?", id).Scan(ctx); err != nil {
			return err
		}
		if err := who.RequireAt(access.ManageGrading, page.AgencyID); err != nil {
			return err
		}
		if err := tx.NewSelect().Model(&page.Attempt).Where("id = ?", page.AttemptID).Scan(ctx); err != nil {
			return err
		}
		return s.readPaper(ctx, tx, &page)
	})
	return page, err
}

func (s *Service) readPaper(ctx context.Context, tx bun.IDB, page *AppealPage) error {
	a := &page.Attempt
	answers, err := listAnswers(ctx, tx, *a)
	if err != nil {
		return err
	}
	keys, err := s.correctedKeys(ctx, tx, a.Paper.versions())
	if err != nil {
		return err
	}
	bodies, err := s.loadBodies(ctx, tx, a.Paper.versions())
	if err != nil {
		return err
	}
	if page.Items, err = explainPaper(a.Paper, bodies, evidence{answers: answers, keys: keys}); err != nil {
		return err
	}
	for i := range page.Items {
		hideFileNames(&page.Items[i].Review)
	}
	marked, err := listMarked(ctx, tx, []uuid.UUID{a.ID})
	if err != nil {
		return err
	}
	addMarks(page.Items, marked[a.ID], a.Paper, bodies)
	if page.History, err = listChanges(ctx, tx, a.ID); err != nil {
		return err
	}
	return tx.NewRaw(`SELECT title_vi, title_en FROM assessment.tests WHERE id = ?`, a.TestID).Scan(ctx, &page.Test.Title.VI, &page.Test.Title.EN)
}

// FindEndedAppeal returns an appeal for telling its learner.
func (s *Service) FindEndedAppeal(ctx context.Context, id uuid.UUID) (Appeal, error) {
	var a Appeal
	err := s.db.Read(ctx, postgres.System(postgres.WriteNotices), func(ctx context.Context, tx bun.Tx) error {
		return tx.NewSelect().Model(&a).Where("id = ?", id).Scan(ctx)
	})
	return a, err
}
