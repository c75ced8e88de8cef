package certificate

import (
	"context"
	"reflect"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/organization"
	"taphuan/internal/postgres"
)

// ListOwn returns a page of the caller's certificates, the newest first, and how many there are.
func (s *Service) ListOwn(ctx context.Context, who access.Principal, limit, offset int64) ([]Certificate, int, error) {
	var list []Certificate
	var total int64
	err := s.db.Read(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		var err error
		total, err = tx.NewSelect().Model(&list).Where("person_id = ?", who.PersonID).Order("issued_on DESC", "id DESC").
			Limit(limit).Offset(offset).ScanAndCount(ctx)
		return err
	})
	return list, int(total), err
}

// FindByEnrollment returns the certificate of the caller's own enrollment, or nil while none is
// issued.
func (s *Service) FindByEnrollment(ctx context.Context, who access.Principal, enrollmentID uuid.UUID) (*Certificate, error) {
	var c Certificate
	err := s.db.Read(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		return tx.NewSelect().Model(&c).Where("enrollment_id = ? AND person_id = ? AND state <> ?", enrollmentID, who.PersonID, Replaced).Scan(ctx)
	})
	if fault.KindOf(err) == fault.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &c, nil
}

// Verified is a certificate as strangers see it, with what became of it.
type Verified struct {
	Certificate  `bun:",extend"`
	ReplacedBy   string     // the code of the certificate that corrects it; ""
	RenewedOn    *time.Time // the day of issue of a newer one for the same course, of a later round; nil: none
	FileHashes   string     // SHA-256 of the files that were given out of the copy in force, in hexadecimal, by spaces
	FormerHashes string     // those of the copies before a reissue
	SignedBy     string     // whose signatures they carry beside the platform's, by commas; ""
}

// selectByCode reads a whole certificate and what became of it; strangers ask for it hundreds of times a second.
var selectByCode = postgres.Prepared(`SELECT ` + columns() + `,
	COALESCE((SELECT code FROM certificate.certificates r WHERE r.replaces_id = c.id), '') AS replaced_by,
	(SELECT max(issued_on) FROM certificate.certificates n WHERE n.person_id = c.person_id AND n.course_id = c.course_id
		AND n.enrollment_id <> c.enrollment_id AND n.issued_on >= c.issued_on AND n.id > c.id AND n.state = 'valid') AS renewed_on,
	concat_ws(' ', encode(c.pdf_sha256, 'hex'), (SELECT string_agg(encode(f.pdf_sha256, 'hex'), ' ') FROM certificate.signed_files f
		WHERE f.certificate_id = c.id AND f.copy = c.copy)) AS file_hashes,
	concat_ws(' ', (SELECT string_agg(encode(f.pdf_sha256, 'hex'), ' ') FROM certificate.former_documents f WHERE f.certificate_id = c.id),
		(SELECT string_agg(encode(f.pdf_sha256, 'hex'), ' ') FROM certificate.signed_files f WHERE f.certificate_id = c.id AND f.copy <> c.copy)) AS former_hashes,
	COALESCE((SELECT string_agg(DISTINCT s->>'name', ', ') FROM certificate.signed_files f CROSS JOIN LATERAL jsonb_array_elements(f.signatures) AS s
		WHERE f.certificate_id = c.id AND f.copy = c.copy AND NOT (s->>'platform')::boolean), '') AS signed_by
	FROM certificate.certificates c WHERE c.code = $1`)

// columns are those of a certificate, as its type names them.
func columns() string {
	var names []string
	for _, field := range bun.NewDB(nil, pgdialect.New()).Table(reflect.TypeFor[Certificate]()).Fields {
		names = append(names, "c."+string(field.SQLName))
	}
	return strings.Join(names, ", ")
}

// Verify returns the certificate with a code, for anybody who holds it; fault.ErrNotFound when
// there is none. The code may be written in small letters, in groups, with O for 0 and I or L for 1.
func (s *Service) Verify(ctx context.Context, code string) (Verified, error) {
	var v Verified
	code = CleanCode(code)
	if len(code) != codeLength {
		return v, fault.ErrNotFound
	}
	err := s.db.Read(ctx, postgres.System(postgres.VerifyCertificate), func(ctx context.Context, tx bun.Tx) error {
		if err := selectByCode.Scan(ctx, tx, &v, code); err != nil {
			return err
		}
		return s.hideUnit(ctx, tx, &v.Certificate)
	})
	return v, err
}

// Today is the current day in Viet Nam, by the service's clock.
func (s *Service) Today() time.Time { return organization.Day(s.now()) }

// FindIssued returns an issued certificate for the reactions to its issue, which ask for no person's
// right; fault.ErrNotFound when there is none.
func (s *Service) FindIssued(ctx context.Context, id uuid.UUID) (Certificate, error) {
	var c Certificate
	err := s.db.Read(ctx, postgres.System(postgres.IssueCertificate), func(ctx context.Context, tx bun.Tx) error {
		return tx.NewSelect().Model(&c).Where("id = ?", id).Scan(ctx)
	})
	return c, err
}

// CountOf returns how many of the enrollments have a certificate. Numbers leave, persons do not.
func (s *Service) CountOf(ctx context.Context, enrollments []uuid.UUID) (int, error) {
	var n int64
	err := s.db.Read(ctx, postgres.System(postgres.CorrectKeys), func(ctx context.Context, tx bun.Tx) error {
		var err error
		n, err = tx.NewSelect().Table("certificate.certificates").Where("enrollment_id = ANY (?::uuid[]) AND state <> ?", pgdialect.Array(enrollments), Replaced).Count(ctx)
		return err
	})
	return int(n), err
}
