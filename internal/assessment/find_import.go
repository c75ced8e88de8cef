package assessment

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/catalog"
	"taphuan/internal/postgres"
	"taphuan/internal/question/exchange"
)

// FindImport asks for an import with a page of its questions.
type FindImport struct {
	ID            uuid.UUID
	Status        exchange.Status // "": every one
	Limit, Offset int64
}

// ImportPage is an import with a page of its questions, those that are refused first.
type ImportPage struct {
	BankImport
	Course                     catalog.Course
	Imported, Changed, Refused int
	NoDifficulty               int           // questions that can be used whose difficulty the file does not say
	FileTopics                 []ImportTopic // of questions that can be used
	Topics                     []Topic       // of the course
	Items                      []ImportItem
	Total                      int // that have the status
}

// ImportTopic is what a file calls the topic of some questions. Guess is the topic of the course that is called alike;
// "" for none.
type ImportTopic struct {
	Name      string
	Questions int
	Guess     string
}

// FindImport returns an import of the caller with a page of its questions. fault.ErrNotFound for one of somebody else.
func (s *Service) FindImport(ctx context.Context, who access.Principal, q FindImport) (ImportPage, error) {
	var page ImportPage
	err := s.inImport(ctx, who, q.ID, func(ctx context.Context, tx bun.Tx, b bankOf, im BankImport) error {
		page.BankImport, page.Course = im, b.course
		if err := countImport(ctx, tx, &page); err != nil {
			return err
		}
		var err error
		if page.Topics, err = b.topics(ctx, tx); err != nil {
			return err
		}
		page.guess()
		var rows []importItemRow
		sel := tx.NewSelect().Model(&rows).Where("import_id = ?", q.ID)
		if q.Status != "" {
			sel = sel.Where("status = ?", string(q.Status))
		}
		n, err := sel.OrderExpr("status = 'refused' DESC, status = 'changed' DESC, number").Limit(q.Limit).Offset(q.Offset).ScanAndCount(ctx)
		page.Total = int(n)
		for _, row := range rows {
			page.Items = append(page.Items, row.Item)
		}
		return err
	})
	return page, err
}

// inImport runs fn for whoever staged the import, and may still work on the bank.
func (s *Service) inImport(ctx context.Context, who access.Principal, id uuid.UUID, fn func(context.Context, bun.Tx, bankOf, BankImport) error) error {
	if err := who.Require(access.ManageCourses); err != nil {
		return err
	}
	var im BankImport
	var course catalog.Course
	err := s.db.Read(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		if err := tx.NewSelect().Model(&im).Where("id = ? AND author_id = ? AND created_at > now() - make_interval(days => ?)", id, who.PersonID, uploadDays).Scan(ctx); err != nil {
			return err
		}
		var err error
		course, err = catalog.FindCurrentByID(ctx, tx, im.CourseID)
		return err
	})
	if err != nil {
		return err
	}
	return s.inBank(ctx, who, access.ManageCourses, course.Key, func(ctx context.Context, tx bun.Tx, b bankOf) error { return fn(ctx, tx, b, im) })
}

func countImport(ctx context.Context, tx bun.IDB, page *ImportPage) error {
	err := tx.NewRaw(`SELECT count(*) FILTER (WHERE status = 'imported'), count(*) FILTER (WHERE status = 'changed'), count(*) FILTER (WHERE status = 'refused'),
		count(*) FILTER (WHERE status <> 'refused' AND item -> 'difficulty' IS NULL) FROM assessment.bank_import_items WHERE import_id = ?`, page.ID).
		Scan(ctx, &page.Imported, &page.Changed, &page.Refused, &page.NoDifficulty)
	if err != nil {
		return err
	}
	return tx.NewRaw(`SELECT topic AS name, count(*) AS questions FROM assessment.bank_import_items WHERE import_id = ? AND status <> 'refused'
		GROUP BY topic ORDER BY topic LIMIT ?`, page.ID, maxImportTopics).Scan(ctx, &page.FileTopics)
}

// guess finds topics of the course that are called as in the file.
func (p *ImportPage) guess() {
	for i := range p.FileTopics {
		p.FileTopics[i].Guess = likeTopic(p.FileTopics[i].Name, p.Topics)
	}
}

// ExpiresAt is when an import is forgotten.
func (im BankImport) ExpiresAt() time.Time { return im.CreatedAt.AddDate(0, 0, uploadDays) }
