package demo

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/assessment"
	"taphuan/internal/catalog"
	"taphuan/internal/learning"
	"taphuan/internal/outbox"
	"taphuan/internal/postgres"
)

// checkPracticeWeek looks at the sitting as its focal point and as a learner of the commune do.
func checkPracticeWeek(t *testing.T, db *postgres.DB, owner *bun.DB) {
	ctx := context.Background()
	clock := func() time.Time { return testDay }
	study := learning.New(db, &outbox.Outbox{}, clock)
	tests := assessment.New(db, study, nil, &outbox.Outbox{}, clock)
	if err := tests.KeepCodes(testSecret); err != nil {
		t.Fatal(err)
	}
	var found struct{ Commune, Keeper, Learner uuid.UUID }
	err := owner.NewRaw(`SELECT g.agency_id AS commune, k.person_id AS keeper, l.person_id AS learner FROM identity.accounts k, identity.accounts l, organization.grants g
		WHERE k.username = 'daumoi' AND l.username = 'hocvien' AND g.person_id = k.person_id AND g.role = 'focal_point'`).Scan(ctx, &found)
	if err != nil {
		t.Fatal(err)
	}
	keeper := access.Principal{PersonID: found.Keeper, Grants: []access.Grant{{Role: access.FocalPoint, AgencyID: found.Commune, Agencies: []uuid.UUID{found.Commune}}}}
	lines, _, err := tests.ListSittings(ctx, keeper, assessment.ListSittings{Limit: 10})
	if err != nil || len(lines) != 1 || !lines[0].Own || !lines[0].NeedsCode() {
		t.Fatalf("the focal point sees %+v, %v", lines, err)
	}
	if length := lines[0].ClosesAt.Sub(testDay); length < 6*24*time.Hour || length > 8*24*time.Hour {
		t.Errorf("the week lasts %s", length)
	}
	if _, err := owner.ExecContext(ctx, "UPDATE assessment.sittings SET closes_at = now() + interval '1 hour'"); err != nil {
		t.Fatal(err)
	}
	course, err := catalog.New(db).CourseByKey(ctx, "th1")
	if err != nil {
		t.Fatal(err)
	}
	learner := access.Principal{PersonID: found.Learner}
	enrollment, err := study.EnrollSelf(ctx, learner, course)
	if err != nil {
		t.Fatal(err)
	}
	for _, try := range []struct {
		code string
		want error
	}{{"", assessment.ErrCodeRequired}, {"BAO-CAO-139", assessment.ErrCodeWrong}, {SittingCode, nil}} {
		start := assessment.StartAttempt{EnrollmentID: enrollment, Kind: assessment.FinalTest, Code: try.code}
		if _, err := tests.StartAttempt(ctx, learner, start); !errors.Is(err, try.want) {
			t.Errorf("with the code %q: %v, want %v", try.code, err, try.want)
		}
	}
}
