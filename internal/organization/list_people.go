package organization

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/postgres"
	"taphuan/internal/vietnamese"
)

// ListPeople asks for one page of the people of one agency and its subtree of today, by given
// name; Query finds by the beginnings of folded name words or by code.
type ListPeople struct {
	AgencyID      uuid.UUID
	Query         string
	Limit, Offset int64
}

// PersonLine is one person in a list.
type PersonLine struct {
	PersonID uuid.UUID
	FullName string
	Code     string
	Kind     PersonKind
	AgencyID uuid.UUID
	Unit     string
	Position string
}

// ListPeople returns a page of people and how many there are. It needs people.read at the
// agency (fault.ErrNotFound elsewhere); each opening is shown to the people read.
func (s *Service) ListPeople(ctx context.Context, who access.Principal, q ListPeople) ([]PersonLine, int, error) {
	if err := who.RequireAt(access.ReadPeople, q.AgencyID); err != nil {
		return nil, 0, err
	}
	var lines []PersonLine
	var total int
	today := s.Today()
	err := s.db.RunInTx(ctx, postgres.Agencies(who.AgenciesFor(access.ReadPeople)...), func(ctx context.Context, tx bun.Tx) error {
		where, args := peopleWhere(q, today)
		if err := tx.NewRaw("SELECT count(*) FROM organization.persons p"+where, args...).Scan(ctx, &total); err != nil {
			return err
		}
		if err := tx.NewRaw(selectPeople+where+orderPeople, append(args, q.Limit, q.Offset)...).Scan(ctx, &lines); err != nil {
			return err
		}
		return recordPeopleRead(ctx, tx, who, q.AgencyID, "people_list", lines)
	})
	return lines, total, err
}

const selectPeople = `SELECT p.id AS person_id, p.full_name, COALESCE(p.code, '') AS code, p.kind, p.agency_id, v.name AS unit,
	COALESCE(o.position, '') AS position FROM organization.persons p
	JOIN organization.agency_versions v ON v.agency_id = p.agency_id AND v.valid_to IS NULL
	LEFT JOIN organization.postings o ON o.person_id = p.id AND o.counts AND o.valid_to IS NULL`

const orderPeople = ` ORDER BY p.given_name COLLATE "vi-x-icu", p.family_name COLLATE "vi-x-icu", p.middle_name COLLATE "vi-x-icu", p.id
	LIMIT ? OFFSET ?`

// peopleWhere builds the condition: the subtree, then one prefix per word of the query.
func peopleWhere(q ListPeople, today time.Time) (string, []any) {
	const subtree = `(SELECT descendant_id FROM organization.agency_closure
		WHERE ancestor_id = ? AND valid_from <= ? AND (valid_to IS NULL OR valid_to > ?))`
	where := strings.Builder{}
	where.WriteString(" WHERE p.agency_id IN " + subtree)
	args := []any{q.AgencyID, today, today}
	for _, word := range vietnamese.Tokens(q.Query) {
		where.WriteString(` AND p.id IN (SELECT t.person_id FROM organization.person_tokens t
			WHERE t.agency_id IN ` + subtree + ` AND t.token >= ? AND t.token < ?)`)
		args = append(args, q.AgencyID, today, today, word, word+"\U0010FFFF")
	}
	return where.String(), args
}

func recordPeopleRead(ctx context.Context, tx bun.Tx, who access.Principal, agency uuid.UUID, what string, lines []PersonLine) error {
	ids := make([]uuid.UUID, len(lines))
	for i, line := range lines {
		ids[i] = line.PersonID
	}
	return audit.RecordReadsTx(ctx, tx, who.PersonID, agency, what, ids)
}
