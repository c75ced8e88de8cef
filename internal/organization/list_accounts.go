package organization

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
	"taphuan/internal/vietnamese"
)

// ListAccounts asks for one page of accounts: those whose person's name words or code begin with
// the query, or whose user name it is; without a query those who hold a role today.
type ListAccounts struct {
	Query         string
	Role          access.Role // "": any
	Limit, Offset int64
}

// AccountCard is what an administrator sees of a person: never a mark, never a result.
type AccountCard struct {
	PersonID           uuid.UUID
	FullName           string
	Kind               PersonKind
	AgencyID           uuid.UUID
	AgencyName         string
	Username           string // "": no account yet
	DisabledAt         *time.Time
	DisabledReason     string
	LastSignInAt       *time.Time
	MustChangePassword bool
	SecondFactor       bool
	OpenSessions       int
	Roles              []HeldRole
}

// ListAccounts returns a page of accounts by name and how many there are, at most maxFound. It needs
// account.manage and shows people within its reach; the opening is shown to them.
func (s *Service) ListAccounts(ctx context.Context, who access.Principal, q ListAccounts) ([]AccountCard, int, error) {
	if err := who.Require(access.ManageAccounts); err != nil {
		return nil, 0, err
	}
	person, err := s.personOfUsername(ctx, q.Query)
	if err != nil {
		return nil, 0, err
	}
	agencies := who.AgenciesFor(access.ManageAccounts)
	where, args := accountsWhere(q, agencies, person, s.Today())
	var cards []AccountCard
	var total int
	err = s.db.RunInTx(ctx, postgres.Agencies(agencies...), func(ctx context.Context, tx bun.Tx) error {
		err := tx.NewRaw("SELECT count(*) FROM (SELECT FROM organization.persons p"+where+" LIMIT ?) found", append(args, maxFound)...).Scan(ctx, &total)
		if err != nil {
			return err
		}
		if err := tx.NewRaw(selectCards+where+" ORDER BY "+byName+" LIMIT ? OFFSET ?", append(args, q.Limit, q.Offset)...).Scan(ctx, &cards); err != nil {
			return err
		}
		return s.completeCards(ctx, tx, who, cards)
	})
	return cards, total, err
}

// FindAccount returns one card; see ListAccounts. Error: fault.ErrNotFound out of reach.
func (s *Service) FindAccount(ctx context.Context, who access.Principal, personID uuid.UUID) (AccountCard, error) {
	if err := who.Require(access.ManageAccounts); err != nil {
		return AccountCard{}, err
	}
	agencies := who.AgenciesFor(access.ManageAccounts)
	var cards []AccountCard
	err := s.db.RunInTx(ctx, postgres.Agencies(agencies...), func(ctx context.Context, tx bun.Tx) error {
		err := tx.NewRaw(selectCards+" WHERE p.id = ? AND p.agency_id = ANY (?)", personID, pgdialect.Array(agencies)).Scan(ctx, &cards)
		if err != nil {
			return err
		}
		if len(cards) == 0 {
			return fault.ErrNotFound
		}
		return s.completeCards(ctx, tx, who, cards)
	})
	if err != nil {
		return AccountCard{}, err
	}
	return cards[0], nil
}

const selectCards = `SELECT p.id AS person_id, p.full_name, p.kind, p.agency_id, v.name AS agency_name FROM organization.persons p
	JOIN organization.agency_versions v ON v.agency_id = p.agency_id AND v.valid_to IS NULL`

func accountsWhere(q ListAccounts, agencies []uuid.UUID, byUsername uuid.UUID, today time.Time) (string, []any) {
	reached := pgdialect.Array(agencies)
	where := strings.Builder{}
	where.WriteString(" WHERE p.agency_id = ANY (?)")
	args := []any{reached}
	words := vietnamese.Tokens(q.Query)
	if len(words) > 0 {
		where.WriteString(" AND (p.id = ?")
		args = append(args, byUsername)
		for i, word := range words {
			where.WriteString(either(i == 0, " OR (", " AND ") + `p.id IN (SELECT t.person_id FROM organization.person_tokens t
				WHERE t.agency_id = ANY (?) AND t.token >= ? AND t.token < ?)`)
			args = append(args, reached, word, word+"\U0010FFFF")
		}
		where.WriteString("))")
	}
	if len(words) == 0 || q.Role != "" {
		where.WriteString(` AND p.id IN (SELECT g.person_id FROM organization.grants g WHERE g.agency_id = ANY (?)
			AND g.valid_from <= ? AND (g.valid_to IS NULL OR g.valid_to > ?) AND (? = '' OR g.role = ?))`)
		args = append(args, reached, today, today, string(q.Role), string(q.Role))
	}
	return where.String(), args
}

func either[T any](condition bool, yes, no T) T {
	if condition {
		return yes
	}
	return no
}

// personOfUsername returns whose user name it is; uuid.Nil when nobody's. Whether the caller may
// see that person is asked when the person is read.
func (s *Service) personOfUsername(ctx context.Context, username string) (uuid.UUID, error) {
	key := vietnamese.Fold(username)
	var people []uuid.UUID
	if key == "" {
		return uuid.Nil, nil
	}
	err := s.db.Read(ctx, postgres.System(postgres.FindUsername), func(ctx context.Context, tx bun.Tx) error {
		return tx.NewRaw("SELECT person_id FROM organization.account_cards WHERE username_key = ?", key).Scan(ctx, &people)
	})
	if err != nil || len(people) == 0 {
		return uuid.Nil, err
	}
	return people[0], nil
}

// completeCards adds the accounts and the roles of people whom the scope has shown, and notes the reading.
func (s *Service) completeCards(ctx context.Context, tx bun.Tx, who access.Principal, cards []AccountCard) error {
	if len(cards) == 0 {
		return nil
	}
	people := make([]uuid.UUID, len(cards))
	for i, c := range cards {
		people[i] = c.PersonID
	}
	scope := postgres.Agencies(who.AgenciesFor(access.ManageAccounts)...).AndPersons(people...)
	if err := postgres.SetScope(ctx, tx, scope); err != nil {
		return err
	}
	if err := readAccounts(ctx, tx, cards, people); err != nil {
		return err
	}
	if err := s.readRoles(ctx, tx, cards, people); err != nil {
		return err
	}
	return audit.RecordReadsTx(ctx, tx, who.PersonID, homeOf(who, access.ManageAccounts), "account_list", people)
}

func readAccounts(ctx context.Context, tx bun.Tx, cards []AccountCard, people []uuid.UUID) error {
	var rows []AccountCard
	err := tx.NewRaw(`SELECT person_id, username, disabled_at, disabled_reason, last_sign_in_at, must_change_password, second_factor, open_sessions
		FROM organization.account_cards WHERE person_id IN (?)`, bun.List(people)).Scan(ctx, &rows)
	for _, r := range rows {
		for i := range cards {
			if c := &cards[i]; c.PersonID == r.PersonID {
				c.Username, c.DisabledAt, c.DisabledReason, c.LastSignInAt = r.Username, r.DisabledAt, r.DisabledReason, r.LastSignInAt
				c.MustChangePassword, c.SecondFactor, c.OpenSessions = r.MustChangePassword, r.SecondFactor, r.OpenSessions
			}
		}
	}
	return err
}

func (s *Service) readRoles(ctx context.Context, tx bun.Tx, cards []AccountCard, people []uuid.UUID) error {
	var rows []heldRow
	err := tx.NewRaw(selectHeld+` WHERE g.person_id IN (?0) AND g.valid_from <= ?1 AND (g.valid_to IS NULL OR g.valid_to > ?1)
		ORDER BY g.created_at, g.id LIMIT 1000`, bun.List(people), s.Today()).Scan(ctx, &rows)
	for _, r := range rows {
		for i := range cards {
			if cards[i].PersonID == r.PersonID {
				cards[i].Roles = append(cards[i].Roles, r.role())
			}
		}
	}
	return err
}

// homeOf is the agency for which somebody acts when they look beyond one agency.
func homeOf(who access.Principal, p access.Permission) uuid.UUID {
	for _, g := range who.Grants {
		if g.Role.Allows(p) {
			return g.AgencyID
		}
	}
	return uuid.Nil
}
