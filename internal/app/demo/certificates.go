package demo

import (
	"context"
	"encoding/base32"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/audit"
	"taphuan/internal/catalog"
	"taphuan/internal/certificate"
	"taphuan/internal/organization"
	"taphuan/internal/vietnamese"
)

// issuePage is how many completions are read at once.
const issuePage = 5000

// completedRows opens a cursor over what was completed, in the order in which it was: register
// numbers run with the days. Names are those of the moment.
const completedRows = `DECLARE completed NO SCROLL CURSOR FOR
	SELECT c.enrollment_id, c.person_id, c.agency_id, c.course_id, c.course_version_id, c.completed_at, c.completed_on, c.score, c.periods,
		p.full_name, p.kind AS person_kind, v.name AS unit, v.kind AS unit_kind, COALESCE(e.started_at, e.enrolled_at) AS begun_at
	FROM learning.completions c
	JOIN organization.persons p ON p.id = c.person_id
	JOIN learning.enrollments e ON e.id = c.enrollment_id
	JOIN organization.agency_versions v ON v.agency_id = c.agency_id AND v.valid_from <= c.completed_on AND (v.valid_to IS NULL OR v.valid_to > c.completed_on)
	ORDER BY c.completed_at, c.enrollment_id`

type completedRow struct {
	EnrollmentID    uuid.UUID
	PersonID        uuid.UUID
	AgencyID        uuid.UUID
	CourseID        uuid.UUID
	CourseVersionID uuid.UUID
	CompletedAt     time.Time
	CompletedOn     time.Time
	Score           int
	Periods         int
	FullName        string
	PersonKind      organization.PersonKind
	Unit            string
	UnitKind        organization.AgencyKind
	BegunAt         time.Time
}

// registry issues certificates in the order of the register.
type registry struct {
	dice    dice
	batch   *batch
	issuer  uuid.UUID
	mark    string
	facts   certificate.Facts // what the issuer gives to each
	courses map[uuid.UUID]catalog.Course
	last    map[int]int   // number by year
	delay   time.Duration // from completion to issue
}

// issueCertificates writes one certificate for each completion.
func issueCertificates(ctx context.Context, tx bun.Tx, g *generator, issuer uuid.UUID) error {
	r, err := newRegistry(ctx, tx, g, issuer)
	if err != nil {
		return err
	}
	return r.issueAll(ctx, tx)
}

// newRegistry reads what the issuer prints.
func newRegistry(ctx context.Context, tx bun.Tx, g *generator, issuer uuid.UUID) (*registry, error) {
	r := &registry{dice: newDice(g.seed, "certificates", 0), batch: g.batch, issuer: issuer, courses: map[uuid.UUID]catalog.Course{}, last: map[int]int{}, delay: 2 * time.Second}
	for _, c := range append(slices.Clone(g.courses), g.practice...) {
		r.courses[c.VersionID] = c.Course
	}
	err := tx.NewRaw("SELECT number_mark, header_lines, place, certified_by, sign_lines FROM certificate.issuers WHERE id = ?", issuer).
		Scan(ctx, &r.mark, pgdialect.Array(&r.facts.IssuerLines), &r.facts.Place, &r.facts.CertifiedBy, pgdialect.Array(&r.facts.SignerLines))
	r.facts.Demo = true
	return r, err
}

// issueAll goes through the completions page by page and closes the registers.
func (r *registry) issueAll(ctx context.Context, tx bun.Tx) error {
	if _, err := tx.ExecContext(ctx, completedRows); err != nil {
		return err
	}
	for {
		var rows []completedRow
		if err := tx.NewRaw(fmt.Sprintf("FETCH %d FROM completed", issuePage)).Scan(ctx, &rows); err != nil {
			return err
		}
		for _, row := range rows {
			if err := r.issue(row); err != nil {
				return err
			}
		}
		if len(rows) < issuePage {
			break
		}
		if err := r.batch.flush(ctx); err != nil {
			return err
		}
	}
	for year, number := range r.last {
		r.batch.add(registers, r.issuer, year, number, number)
	}
	if err := r.batch.flush(ctx); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, "CLOSE completed")
	return err
}

func (r *registry) issue(row completedRow) error {
	at := row.CompletedAt.Add(r.delay)
	day := organization.Day(at)
	year := day.Year()
	r.last[year]++
	number := fmt.Sprintf("DEMO-%04d/%d/%s", r.last[year], year, r.mark)
	facts, code, id := r.factsOf(row), r.newCode(), r.dice.id(at)
	snapshot, err := json.Marshal(facts)
	if err != nil {
		return err
	}
	var until time.Time
	if months := r.courses[row.CourseVersionID].ValidityMonths; months > 0 {
		until = day.AddDate(0, months, 0)
	}
	r.batch.add(certificates, id, code, row.EnrollmentID, row.PersonID, row.AgencyID, row.CourseID, r.issuer, year, r.last[year], number, snapshot, at, day, until)
	r.batch.add(lines, r.issuer, year, r.last[year], string(certificate.Issuance), id, row.PersonID, row.AgencyID, vietnamese.Fold(row.FullName), at)
	return r.commit(id, at, code, number, facts)
}

// commit writes the salted leaf, as audit.CommitTx does.
func (r *registry) commit(id uuid.UUID, at time.Time, code, number string, facts certificate.Facts) error {
	canonical, err := json.Marshal(struct {
		Code, RegisterNumber string
		Facts                certificate.Facts
	}{code, number, facts})
	if err != nil {
		return err
	}
	salt := make([]byte, 32)
	for i := 0; i < len(salt); i += 8 {
		binary.LittleEndian.PutUint64(salt[i:], r.dice.Uint64())
	}
	r.batch.add(commitments, r.dice.id(at), at, "certificate_issued", id, salt, audit.Leaf(salt, canonical))
	return nil
}

// factsOf is the snapshot that the certificate's domain takes.
func (r *registry) factsOf(row completedRow) certificate.Facts {
	course, facts := r.courses[row.CourseVersionID], r.facts
	facts.Name, facts.Student = row.FullName, row.PersonKind == organization.Student
	facts.Unit, facts.UnitPublic = row.Unit, row.UnitKind != organization.KindPolice
	facts.CourseCode, facts.CourseTitle, facts.CourseTitleEN, facts.VersionNumber = course.Code, course.Title.VI, course.Title.EN, course.Number
	facts.From, facts.To = organization.Day(row.BegunAt).Format(time.DateOnly), row.CompletedOn.Format(time.DateOnly)
	facts.Periods, facts.Score, facts.Classification = row.Periods, &row.Score, certificate.Classify(row.Score)
	return facts
}

var codeAlphabet = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// newCode returns a verification code in the form of the domain's.
func (r *registry) newCode() string {
	bits := binary.LittleEndian.AppendUint64(nil, r.dice.Uint64())
	return codeAlphabet.EncodeToString(binary.LittleEndian.AppendUint64(bits, r.dice.Uint64()))
}
