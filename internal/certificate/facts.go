package certificate

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/catalog"
	"taphuan/internal/learning"
	"taphuan/internal/organization"
	"taphuan/internal/vietnamese"
)

// Facts are what stands on the certificate, frozen at issue. They are stored as JSON; the names
// belong to the stored form. A fact added later is omitted while it is empty: see canonical.
type Facts struct {
	Name           string   `json:"name"`
	Student        bool     `json:"student"`
	Unit           string   `json:"unit"`
	UnitPublic     bool     `json:"unit_public"` // the verification page may show the unit
	CourseCode     string   `json:"course_code"`
	CourseTitle    string   `json:"course_title"`
	CourseTitleEN  string   `json:"course_title_en,omitempty"`
	VersionNumber  int      `json:"version_number"`
	From           string   `json:"from"` // YYYY-MM-DD
	To             string   `json:"to"`
	Periods        int      `json:"periods"`         // hundredths of a period
	Score          *int     `json:"score,omitempty"` // hundredths of 10
	Classification string   `json:"classification,omitempty"`
	IssuerLines    []string `json:"issuer_lines"`
	Place          string   `json:"place"`
	SignerLines    []string `json:"signer_lines"`
	SignerName     string   `json:"signer_name,omitempty"`
	Demo           bool     `json:"demo"`
	CertifiedBy    string   `json:"certified_by,omitempty"`
	BasisDocument  string   `json:"basis_document,omitempty"`
	Replaces       string   `json:"replaces,omitempty"` // register number of the certificate that this one corrects
}

// PrintedPeriods is the number of periods, with the decimal mark of a language: 800 hundredths are "8".
func (f Facts) PrintedPeriods(mark string) string { return vietnamese.Decimal(f.Periods, mark) }

// PrintedScore is the score as the certificate rounds it, with the decimal mark of a language: 845 is "8,5/10"; "" without one.
func (f Facts) PrintedScore(mark string) string {
	if f.Score == nil {
		return ""
	}
	return vietnamese.Decimal((*f.Score+5)/10*10, mark) + "/10"
}

// unit is where somebody was on the day of completion.
type unit struct {
	name   string
	public bool // strangers may read it
}

// findUnit returns an agency's name of a day, and whether strangers may read it.
func findUnit(ctx context.Context, tx bun.IDB, agency uuid.UUID, day time.Time) (unit, error) {
	own, err := organization.FindAgencyTx(ctx, tx, agency, day)
	if err != nil {
		return unit{}, err
	}
	setting, err := unitSetting(ctx, tx, agency, day)
	return unit{name: own.Name, public: setting.Shown}, err
}

// factsOf takes the snapshot; the issuer's lines are added when the number is taken.
func factsOf(done learning.Completion, e learning.Enrollment, p organization.Person, u unit, course catalog.Course, demo bool) Facts {
	begun := e.EnrolledAt
	if e.StartedAt != nil {
		begun = *e.StartedAt
	}
	f := Facts{Name: p.FullName, Student: p.Kind == organization.Student, Unit: u.name, UnitPublic: u.public,
		CourseCode: course.Code, CourseTitle: course.Title.VI, CourseTitleEN: course.Title.EN, VersionNumber: course.Number,
		From: firstDay(begun, done.CompletedOn).Format(time.DateOnly), To: done.CompletedOn.Format(time.DateOnly),
		Periods: done.Periods, Score: done.Score, Demo: demo}
	if done.Score != nil {
		f.Classification = Classify(*done.Score)
	}
	return f
}

// firstDay is the day on which a completed enrollment was begun, no later than its completion: the instant is the
// database's, the day this machine's.
func firstDay(begun, completedOn time.Time) time.Time {
	from := organization.Day(begun)
	if from.After(completedOn) {
		return completedOn
	}
	return from
}
