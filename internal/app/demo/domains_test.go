package demo

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/assessment"
	"taphuan/internal/certificate"
	"taphuan/internal/identity"
	"taphuan/internal/learning"
	"taphuan/internal/organization"
	"taphuan/internal/outbox"
	"taphuan/internal/planning"
	"taphuan/internal/postgres"
	"taphuan/internal/reporting"
)

// checkDomains lets the domains do again what the demonstration has written, and compares.
func checkDomains(t *testing.T, url string, owner *bun.DB) {
	db, err := postgres.Open(context.Background(), url, 4)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	t.Run("figures", func(t *testing.T) { checkFigures(t, db) })
	t.Run("certificates", func(t *testing.T) { checkIssue(t, db, owner) })
	t.Run("grades", func(t *testing.T) { checkGrades(t, db, owner) })
	t.Run("marking", func(t *testing.T) { checkMarking(t, db, owner) })
	t.Run("targets", func(t *testing.T) { checkTargets(t, db, owner) })
	t.Run("recognitions", func(t *testing.T) { checkRecognitions(t, db, owner) })
	t.Run("exemptions", func(t *testing.T) { checkExemptions(t, owner) })
	t.Run("classes", func(t *testing.T) { checkClasses(t, db, owner) })
	t.Run("accounts", func(t *testing.T) { checkAccounts(t, db, owner) })
	t.Run("practice week", func(t *testing.T) { checkPracticeWeek(t, db, owner) })
}

// checkFigures folds the deltas and compares every cell with the facts.
func checkFigures(t *testing.T, db *postgres.DB) {
	service := reporting.New(db, planning.New(db, time.Now), func() time.Time { return testDay }, true)
	differences, err := service.Verify(context.Background())
	if err != nil || differences.Total != 0 {
		t.Errorf("%d cells differ from the facts: %v, %v", differences.Total, differences.First, err)
	}
}

// checkIssue takes certificates out and has them issued again at the same moment.
func checkIssue(t *testing.T, db *postgres.DB, owner *bun.DB) {
	ctx := context.Background()
	var taken []certificate.Certificate
	if err := owner.NewSelect().Model(&taken).OrderExpr("md5(id::text)").Limit(25).Scan(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := owner.ExecContext(ctx, "ALTER TABLE certificate.lines DISABLE TRIGGER USER"); err != nil { // they never change
		t.Fatal(err)
	}
	for _, old := range taken {
		if _, err := owner.ExecContext(ctx, "DELETE FROM certificate.lines WHERE certificate_id = ?", old.ID); err != nil {
			t.Fatal(err)
		}
		var at time.Time
		if err := owner.NewRaw("DELETE FROM certificate.certificates WHERE id = ? RETURNING issued_at", old.ID).Scan(ctx, &at); err != nil {
			t.Fatal(err)
		}
		service := certificate.New(db, &outbox.Outbox{}, func() time.Time { return at }, "http://localhost", true)
		if err := service.Issue(ctx, learning.CourseCompleted{EnrollmentID: old.EnrollmentID}); err != nil {
			t.Fatal(err)
		}
		var again certificate.Certificate
		if err := owner.NewSelect().Model(&again).Where("enrollment_id = ?", old.EnrollmentID).Scan(ctx); err != nil {
			t.Fatal(err)
		}
		again.ID, again.Code, again.Number, again.RegisterNumber, again.IssuedAt = old.ID, old.Code, old.Number, old.RegisterNumber, old.IssuedAt
		if diff := cmp.Diff(old, again); diff != "" {
			t.Errorf("certificate of the demonstration and of the domain: %s", diff)
		}
	}
}

// checkGrades opens graded attempts again and has them graded by the domain.
func checkGrades(t *testing.T, db *postgres.DB, owner *bun.DB) {
	ctx := context.Background()
	var rows []struct {
		ID       uuid.UUID
		PersonID uuid.UUID
		Score    int
		Scaled   int
		Passed   bool
	}
	if err := owner.NewRaw("SELECT id, person_id, score, scaled, passed FROM assessment.attempts a WHERE NOT EXISTS (SELECT FROM assessment.scripts s WHERE s.attempt_id = a.id) ORDER BY md5(id::text) LIMIT 40").Scan(ctx, &rows); err != nil {
		t.Fatal(err)
	}
	service := assessment.New(db, learning.New(db, &outbox.Outbox{}, time.Now), nil, &outbox.Outbox{}, time.Now)
	for _, r := range rows {
		if _, err := owner.ExecContext(ctx, "ALTER TABLE assessment.attempts DISABLE TRIGGER keep_order; UPDATE assessment.attempts SET state = 'started', deadline_at = now() + interval '1 hour', score = NULL, scaled = NULL, passed = NULL WHERE id = ?", r.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := service.SubmitAttempt(ctx, access.Principal{PersonID: r.PersonID}, r.ID); err != nil {
			t.Fatal(err)
		}
		again := r
		if err := owner.NewRaw("SELECT id, person_id, score, scaled, passed FROM assessment.attempts WHERE id = ?", r.ID).Scan(ctx, &again); err != nil {
			t.Fatal(err)
		}
		if again != r {
			t.Errorf("graded %+v by the domain, %+v by the demonstration", again, r)
		}
	}
}

// checkMarking looks at what the graders and the examiner of the cast find: something waits for each of them.
func checkMarking(t *testing.T, db *postgres.DB, owner *bun.DB) {
	ctx := context.Background()
	service := assessment.New(db, learning.New(db, &outbox.Outbox{}, time.Now), nil, &outbox.Outbox{}, time.Now)
	for username, want := range map[string]assessment.Queue{
		"giamkhao": {Waiting: handedIn - markedOnce}, "giamkhao2": {Waiting: handedIn - markedTwice},
		"khaothi": {Waiting: handedIn - markedTwice, Moderation: 2},
	} {
		queues, total, err := service.ListQueues(ctx, principalOf(t, db, owner, username), 10, 0)
		if err != nil || total != 1 || queues[0].Waiting != want.Waiting || queues[0].Moderation != want.Moderation {
			t.Errorf("%s: %d, %+v, %v; want %+v", username, total, queues, err, want)
		}
	}
}

// checkAccounts signs each of the cast in and looks at what they hold and have to do.
func checkAccounts(t *testing.T, db *postgres.DB, owner *bun.DB) {
	ctx := context.Background()
	keys, err := identity.NewKeys(make([]byte, 32))
	if err != nil {
		t.Fatal(err)
	}
	accounts, err := identity.New(identity.Options{DB: db, Keys: keys, PublicURL: "http://localhost"})
	if err != nil {
		t.Fatal(err)
	}
	people := organization.New(db, accounts, &outbox.Outbox{}, organization.Links{}, func() time.Time { return testDay })
	duties := learning.New(db, &outbox.Outbox{}, func() time.Time { return testDay })
	for _, a := range Accounts() {
		if _, err := accounts.SignIn(ctx, identity.SignIn{Username: a.Username, Password: a.Password}); err != nil {
			t.Errorf("%s: %v", a.Username, err)
		}
		var person uuid.UUID
		if err := owner.NewRaw("SELECT person_id FROM identity.accounts WHERE username = ?", a.Username).Scan(ctx, &person); err != nil {
			t.Fatal(err)
		}
		profile, err := people.LoadProfile(ctx, person)
		if err != nil {
			t.Fatal(err)
		}
		if a.Role != access.Learner && (len(profile.Roles) != 1 || profile.Roles[0].Role != a.Role) {
			t.Errorf("%s holds %+v", a.Username, profile.Roles)
		}
		if a.Role == access.ClassTeacher && profile.Roles[0].SchoolClassName != "12A1" {
			t.Errorf("%s teaches %q", a.Username, profile.Roles[0].SchoolClassName)
		}
		if a.Role != access.Learner {
			continue
		}
		list, err := duties.ListDuties(ctx, access.Principal{PersonID: person})
		if err != nil {
			t.Fatal(err)
		}
		if len(list) == 0 || list[0].State != learning.InProgress || !list[0].Required || list[0].Progress == 0 {
			t.Errorf("%s: %+v", a.Username, list)
		}
		if a.Username == "hocvien" && (len(list) != 2 || list[1].State != learning.Done) {
			t.Errorf("%s: %+v", a.Username, list)
		}
	}
}

// principalOf is one of the cast as the program knows them.
func principalOf(t *testing.T, db *postgres.DB, owner *bun.DB, username string) access.Principal {
	t.Helper()
	var person uuid.UUID
	if err := owner.NewRaw("SELECT person_id FROM identity.accounts WHERE username = ?", username).Scan(t.Context(), &person); err != nil {
		t.Fatal(err)
	}
	profile, err := organization.New(db, nil, nil, organization.Links{}, func() time.Time { return testDay }).LoadProfile(t.Context(), person)
	if err != nil {
		t.Fatal(err)
	}
	return access.Principal{PersonID: person, Grants: profile.Grants()}
}

// checkTargets: the province compares its units with their targets, some reached and some not, and
// most units have a plan of their own.
func checkTargets(t *testing.T, db *postgres.DB, owner *bun.DB) {
	who := principalOf(t, db, owner, "thuongtruc")
	plans := planning.New(db, func() time.Time { return testDay })
	var period uuid.UUID
	if err := owner.NewRaw("SELECT id FROM planning.periods WHERE kind = 'year' AND year = 2026").Scan(t.Context(), &period); err != nil {
		t.Fatal(err)
	}
	found, err := reporting.New(db, plans, func() time.Time { return testDay }, true).CompareTargets(t.Context(), who,
		reporting.CompareTargets{AgencyID: who.Grants[0].AgencyID, PeriodID: period, Measure: planning.MeasureCoverage})
	if err != nil {
		t.Fatal(err)
	}
	reached, missing, changed, planned := 0, 0, 0, 0
	for _, row := range found.Rows {
		if gap := row.Gap; gap != nil && *gap == 0 {
			reached++
		} else if gap != nil {
			missing++
		}
		if row.Target == nil {
			t.Errorf("%s has no target", row.Name)
		} else if row.Target.Number > 1 {
			changed++
		}
		if row.Planned.Plans > 0 {
			planned++
		}
	}
	if reached == 0 || missing == 0 || changed == 0 || planned < len(found.Rows)/2 {
		t.Errorf("of %d units %d reached their target, %d did not, %d changed it, %d have a plan", len(found.Rows), reached, missing, changed, planned)
	}
	focal := principalOf(t, db, owner, "daumoi")
	year, err := plans.FindTrainingPlans(t.Context(), focal, focal.Grants[0].AgencyID, 2026)
	if err != nil || year.Submitted == nil {
		t.Errorf("the plan of the focal point: %+v, %v", year, err)
	}
}

// checkRecognitions: there is something to check, something to decide, and something of the learner's.
func checkRecognitions(t *testing.T, db *postgres.DB, owner *bun.DB) {
	service := learning.New(db, &outbox.Outbox{}, func() time.Time { return testDay })
	focal, leader := principalOf(t, db, owner, "daumoi"), principalOf(t, db, owner, "lanhdao")
	for state, who := range map[learning.RecognitionState]access.Principal{learning.RecognitionSubmitted: focal, learning.RecognitionProposed: leader} {
		cases, _, err := service.ListRecognitions(t.Context(), who, learning.ListRecognitions{State: state, Limit: 10})
		if err != nil || len(cases) == 0 {
			t.Fatalf("%s: %d cases, %v", state, len(cases), err)
		}
		for _, c := range cases {
			if c.MayCheck(who) != nil && c.MayDecide(who) != nil || c.Person.FullName == "" || c.SubmittedAt.After(testDay) {
				t.Errorf("%s: %+v", state, c)
			}
		}
	}
	own, err := service.ListOwnRecognitions(t.Context(), principalOf(t, db, owner, "hocvien"), 5, 0)
	if err != nil || own.Total != 1 || !own.MayAsk {
		t.Errorf("the learner's: %+v, %v", own, err)
	}
}

// checkExemptions: the screens show people who are exempt, who wait for a decision, and who are away, and the
// figures of today print them beside the rate.
func checkExemptions(t *testing.T, owner *bun.DB) {
	for state, want := range map[string]int{"approved": 2, "refused": 1, "proposed": 1} {
		var n int
		if err := owner.NewRaw(`SELECT count(*) FROM learning.exemptions WHERE state = ?`, state).Scan(t.Context(), &n); err != nil || n != want {
			t.Errorf("%d %s, want %d, %v", n, state, want, err)
		}
	}
	var figures struct{ Exempt, Away int }
	err := owner.NewRaw(`SELECT count(DISTINCT person_id) FILTER (WHERE state = 'exempt') AS exempt, count(DISTINCT person_id) FILTER (WHERE why = 'absent') AS away
		FROM learning.duty_facts(scope.today(), (SELECT array_agg(id) FROM organization.agencies))`).Scan(t.Context(), &figures)
	if err != nil || figures.Exempt != 2 || figures.Away != 3 {
		t.Errorf("%+v, %v", figures, err)
	}
}
