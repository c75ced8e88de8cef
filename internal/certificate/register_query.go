package certificate

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
	"taphuan/internal/organization"
	"taphuan/internal/postgres"
	"taphuan/internal/vietnamese"
)

// RegisterQuery asks for lines of a register. Empty fields do not narrow.
type RegisterQuery struct {
	IssuerID uuid.UUID // a register that the caller keeps or approves in; uuid.Nil: lines about the people of the own agencies
	Year     int
	Text     string    // part of a name or of a register number, or a whole verification code
	Course   string    // its code, as printed
	AgencyID uuid.UUID // of the moment of completion, with what is below it today
	State    State     // of the certificate, on this day
}

// Entry is a line of the register with the certificate and the act that it is about.
type Entry struct {
	IssuerID       uuid.UUID
	Year           int
	Number         int
	Kind           LineKind
	EnteredAt      time.Time
	CertificateID  uuid.UUID
	PersonID       uuid.UUID
	AgencyID       uuid.UUID
	Code           string
	RegisterNumber string
	Facts          Facts `bun:"type:jsonb"`
	IssuedOn       time.Time
	ValidUntil     *time.Time
	State          State // as it is stored
	Cause          Cause
	PublicNote     string
	DecisionNumber string
	DecisionOn     *time.Time
	BirthYear      int `bun:"-"` // 0: not known
}

// StateOn is what the certificate is worth on a day.
func (e Entry) StateOn(day time.Time) State {
	return Certificate{Stored: e.State, ValidUntil: e.ValidUntil}.StateOn(day)
}

// Decision is number and day of the decision behind the line; "" for a certificate that was issued by rule.
func (e Entry) Decision() string {
	if e.DecisionOn == nil {
		return ""
	}
	return Act{DecisionNumber: e.DecisionNumber, DecisionOn: *e.DecisionOn}.decision()
}

const entryColumns = `l.issuer_id, l.year, l.number, l.kind, l.entered_at, l.certificate_id, l.person_id, l.agency_id, c.code, c.register_number, c.facts,
	c.issued_on, c.valid_until, c.state, COALESCE(a.cause, '') AS cause, COALESCE(a.public_note, '') AS public_note,
	COALESCE(a.decision_number, '') AS decision_number, a.decision_on`

// reader is what of the registers somebody may read.
type reader struct {
	who   access.Principal
	kept  []uuid.UUID // issuers of agencies in which they keep the register or approve its acts
	own   []uuid.UUID // agencies about whose people they read
	scope postgres.Scope
	place uuid.UUID // for which agency the reading is noted
}

// open finds what the caller may read of a query: a whole register for those who keep it or approve in it, otherwise the
// lines about the people of their own agencies. Errors: fault.ErrForbidden, fault.ErrNotFound for another's register.
func (s *Service) open(ctx context.Context, who access.Principal, issuerID uuid.UUID) (reader, error) {
	if err := who.Require(access.ReadRegister); err != nil {
		return reader{}, err
	}
	if issuerID == uuid.Nil {
		own := who.AgenciesFor(access.ReadRegister)
		return reader{who: who, own: own, scope: postgres.Agencies(own...)}, nil
	}
	books, err := s.kept(ctx, who)
	if err != nil {
		return reader{}, err
	}
	for _, by := range books {
		if by.ID == issuerID {
			return reader{who: who, kept: []uuid.UUID{by.ID}, scope: postgres.System(postgres.KeepRegister), place: by.AgencyID}, nil
		}
	}
	return reader{}, fault.ErrNotFound
}

// kept are the issuers whose register the caller keeps or approves in.
func (s *Service) kept(ctx context.Context, who access.Principal) ([]issuer, error) {
	agencies := append(who.AgenciesFor(access.ManageRegister), who.AgenciesFor(access.ApproveRegister)...)
	var all []issuer
	err := s.db.Read(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		return tx.NewRaw(selectIssuer+` WHERE agency_id = ANY (?::uuid[]) ORDER BY valid_from DESC, id`, pgdialect.Array(agencies)).Scan(ctx, &all)
	})
	return all, err
}

// lines is the query for the lines that somebody may read, narrowed.
func (r reader) lines(ctx context.Context, tx bun.Tx, q RegisterQuery, today time.Time) (*bun.SelectQuery, error) {
	lines := tx.NewSelect().TableExpr("certificate.lines AS l").Join("JOIN certificate.certificates AS c ON c.id = l.certificate_id").
		Join("LEFT JOIN certificate.acts AS a ON a.id = l.act_id")
	if r.kept != nil {
		lines.Where("l.issuer_id IN (?)", bun.List(r.kept))
	} else {
		lines.Where("l.agency_id IN (?)", bun.List(append([]uuid.UUID{uuid.Nil}, r.own...)))
	}
	if q.Year != 0 {
		lines.Where("l.year = ?", q.Year)
	}
	if q.Course != "" {
		lines.Where("c.facts ->> 'course_code' = ?", q.Course)
	}
	if q.AgencyID != uuid.Nil {
		below, err := organization.Descendants(ctx, tx, []uuid.UUID{q.AgencyID}, today)
		if err != nil {
			return nil, err
		}
		lines.Where("l.agency_id IN (?)", bun.List(append(below, q.AgencyID)))
	}
	narrowByState(lines, q.State, today)
	narrowByText(lines, q.Text)
	return lines, nil
}

func narrowByState(lines *bun.SelectQuery, state State, today time.Time) {
	switch state {
	case "":
	case Valid:
		lines.Where("c.state = 'valid' AND (c.valid_until IS NULL OR c.valid_until >= ?)", today)
	case Expired:
		lines.Where("c.state = 'valid' AND c.valid_until < ?", today)
	default:
		lines.Where("c.state = ?", state)
	}
}

// narrowByText takes a whole code, a part of a number ("0012/2026") or a part of a name, whose accents may be missing.
func narrowByText(lines *bun.SelectQuery, text string) {
	text = vietnamese.Normalize(text)
	switch {
	case text == "":
	case len(CleanCode(text)) == codeLength && !strings.ContainsAny(text, "/"):
		lines.Where("c.code = ?", CleanCode(text))
	case vietnamese.HasDigit(text):
		lines.Where("c.register_number ILIKE ?", postgres.Containing(text))
	default:
		lines.Where("l.name_key LIKE ?", postgres.Containing(vietnamese.Fold(text)))
	}
}

// openBook is open for a whole register.
func (s *Service) openBook(ctx context.Context, who access.Principal, issuerID uuid.UUID) (reader, error) {
	if issuerID == uuid.Nil {
		return reader{}, fault.ErrNotFound
	}
	return s.open(ctx, who, issuerID)
}

// recordEntries notes whose lines were opened.
func (r reader) recordEntries(ctx context.Context, tx bun.Tx, entries []Entry, what string) error {
	people := map[uuid.UUID][]uuid.UUID{}
	for _, e := range entries {
		place := r.place
		if place == uuid.Nil {
			place = e.AgencyID
		}
		people[place] = append(people[place], e.PersonID)
	}
	for place, read := range people {
		if err := audit.RecordReadsTx(ctx, tx, r.who.PersonID, place, what, distinct(read)); err != nil {
			return err
		}
	}
	return nil
}

func distinct(ids []uuid.UUID) []uuid.UUID {
	seen := make(map[uuid.UUID]bool, len(ids))
	kept := ids[:0:0]
	for _, id := range ids {
		if !seen[id] {
			seen[id] = true
			kept = append(kept, id)
		}
	}
	return kept
}
