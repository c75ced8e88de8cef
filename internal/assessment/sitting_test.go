package assessment

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/catalog"
	"taphuan/internal/fault"
	"taphuan/internal/learning"
	"taphuan/internal/organization"
	"taphuan/internal/postgres"
)

// keeper is a focal point of the world's agency.
func (w *world) keeper(agency uuid.UUID) access.Principal {
	return access.Principal{PersonID: audit.NewID(), Grants: []access.Grant{{Role: access.FocalPoint, AgencyID: agency, Agencies: []uuid.UUID{agency}}}}
}

// hours are times from the database's clock on.
func (w *world) hours(opens, closes time.Duration) SittingTimes {
	w.t.Helper()
	now, err := databaseNow(context.Background(), w.db.Bun)
	w.must(err)
	return SittingTimes{Title: "Đợt kiểm tra tháng 12", OpensAt: now.Add(opens), ClosesAt: now.Add(closes)}
}

// sitting opens the final test for the agency; the code comes back when one is wanted.
func (w *world) sitting(opens, closes time.Duration, code bool) (uuid.UUID, string) {
	w.t.Helper()
	id, shown, err := w.svc.CreateSitting(context.Background(), w.keeper(w.agency), CreateSitting{AgencyID: w.agency, Course: w.course, Kind: FinalTest,
		Times: w.hours(opens, closes), Code: CodeWish{Wanted: code}})
	w.must(err)
	return id, shown
}

func (w *world) tryStart(who access.Principal, enrollment uuid.UUID, code string) (AttemptPage, error) {
	return w.svc.StartAttempt(context.Background(), who, StartAttempt{EnrollmentID: enrollment, Kind: FinalTest, Code: code})
}

func (w *world) standings(who access.Principal, enrollment uuid.UUID) (all []TestStanding) {
	w.t.Helper()
	w.must(w.svc.db.Read(context.Background(), postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		e, err := learning.FindEnrollment(ctx, tx, enrollment)
		if err != nil {
			return err
		}
		all, err = w.svc.FindTestStates(ctx, tx, e)
		return err
	}))
	return all
}

func (w *world) standing(who access.Principal, enrollment uuid.UUID, kind Kind) TestStanding {
	w.t.Helper()
	for _, st := range w.standings(who, enrollment) {
		if st.Kind == kind {
			return st
		}
	}
	w.t.Fatalf("no %s", kind)
	return TestStanding{}
}

func (w *world) wants(err error, want error) {
	w.t.Helper()
	if !errors.Is(err, want) {
		w.t.Errorf("got %v, want %v", err, want)
	}
}

func sittingWorld(t *testing.T) *world {
	t.Helper()
	w := newWorld(t, usual)
	w.must(w.svc.KeepCodes([]byte("a secret of the installation, 32 bytes")))
	return w
}

// While a sitting covers people they start inside one only; nobody else notices.
func TestSittingsOpenAndClose(t *testing.T) {
	t.Parallel()
	w := sittingWorld(t)
	who, enrollment := w.learner()
	if st := w.standing(who, enrollment, FinalTest); st.State != TestOpen || st.Door.Covered {
		t.Fatalf("without sittings: %s", st.State)
	}
	w.sitting(time.Hour, 2*time.Hour, false)
	st := w.standing(who, enrollment, FinalTest)
	if st.State != TestClosed || st.OpensAt == nil || time.Until(*st.OpensAt) < 50*time.Minute {
		t.Errorf("before it opens: %s, opens %v", st.State, st.OpensAt)
	}
	_, err := w.tryStart(who, enrollment, "")
	w.wants(err, ErrNoSitting)
	if wait := fault.From(err).RetryAfter; wait < 50*time.Minute || wait > time.Hour {
		t.Errorf("the wait is %s", wait)
	}
	if pre := w.standing(who, enrollment, PreTest); pre.State != TestOpen {
		t.Errorf("the pre-test is %s", pre.State)
	}
	open, _ := w.sitting(-time.Minute, 10*time.Minute, false)
	page, err := w.tryStart(who, enrollment, "")
	w.must(err)
	if left := page.Attempt.DeadlineAt.Sub(page.Attempt.StartedAt); left > 10*time.Minute || left < 9*time.Minute {
		t.Errorf("the attempt lasts %s although the sitting closes in 10 minutes", left)
	}
	if n := w.count(`SELECT count(*) FROM assessment.attempts WHERE sitting_id = ?`, open); n != 1 {
		t.Errorf("%d attempts belong to the sitting", n)
	}
	w.exec(`UPDATE assessment.sittings SET opens_at = now() - interval '2 days', closes_at = now() - interval '1 day'`)
	other, another := w.learner()
	if st := w.standing(other, another, FinalTest); st.State != TestClosed || st.OpensAt != nil {
		t.Errorf("after all of them: %s, opens %v", st.State, st.OpensAt)
	}
}

// The result tells what the page of the course tells about the next attempt: the end of cooling off, as far as a sitting
// is open then.
func TestNextAttemptWithSittings(t *testing.T) {
	t.Parallel()
	w := sittingWorld(t)
	who, enrollment := w.learner()
	page := w.start(who, enrollment, FinalTest)
	handedIn := w.submit(who, page.Attempt.ID)
	next := func() TestStanding {
		t.Helper()
		result, err := w.svc.FindResult(context.Background(), who, page.Attempt.ID)
		w.must(err)
		again := w.submit(who, page.Attempt.ID)
		st := w.standing(who, enrollment, FinalTest)
		for name, other := range map[string]TestStanding{"the result": result.Standing, "handing in again": again.Standing} {
			if other.State != st.State || !cmp.Equal(other.OpensAt, st.OpensAt) || !cmp.Equal(sittingOf(other), sittingOf(st)) {
				t.Errorf("%s says %s from %v in %q, the course %s from %v in %q", name, other.State, other.OpensAt, sittingOf(other), st.State, st.OpensAt, sittingOf(st))
			}
		}
		return st
	}
	cooled := handedIn.Attempt.SubmittedAt.Add(30 * time.Minute)
	if st := next(); st.State != TestCoolingOff || !st.OpensAt.Equal(cooled) || st.Door.Sitting != nil {
		t.Errorf("without sittings: %s from %v", st.State, st.OpensAt)
	}
	short, _ := w.sitting(-time.Minute, 20*time.Minute, false)
	if st := next(); st.State != TestClosed || st.OpensAt != nil {
		t.Errorf("the sitting closes before the learner may come again: %s from %v", st.State, st.OpensAt)
	}
	later, _ := w.sitting(2*time.Hour, 3*time.Hour, true)
	if st := next(); st.State != TestClosed || time.Until(*st.OpensAt) < 110*time.Minute || st.Door.Sitting.ID != later || !st.Door.Sitting.NeedsCode() {
		t.Errorf("the next one opens in two hours: %s from %v", st.State, st.OpensAt)
	}
	w.exec(`UPDATE assessment.sittings SET closes_at = now() + interval '1 hour' WHERE id = ?`, short)
	if st := next(); st.State != TestCoolingOff || !st.OpensAt.Equal(cooled) || st.Door.Sitting.ID != short {
		t.Errorf("the sitting is still open then: %s from %v", st.State, st.OpensAt)
	}
	w.endCoolingOff(enrollment)
	if st := next(); st.State != TestOpen || st.Door.Sitting.ID != short {
		t.Errorf("once it is over: %s", st.State)
	}
	w.exec(`UPDATE assessment.sittings SET cancelled_at = now(), cancelled_by = gen_random_uuid() WHERE id = ?`, short)
	if st := next(); st.State != TestClosed || st.Door.Sitting.ID != later {
		t.Errorf("once the sitting was cancelled: %s", st.State)
	}
}

func sittingOf(st TestStanding) string {
	if st.Door.Sitting == nil {
		return ""
	}
	return st.Door.Sitting.ID.String()
}

// A sitting of an agency covers those below it, one of a class covers the class, and none covers others.
func TestSittingsCoverTheirPeople(t *testing.T) {
	t.Parallel()
	w := sittingWorld(t)
	who, enrollment := w.learner()
	stranger := audit.NewID()
	w.exec(`INSERT INTO organization.agencies (id) VALUES (?)`, stranger)
	w.exec(`INSERT INTO organization.agency_versions (id, agency_id, valid_from, name, kind, code, name_key)
		VALUES (?, ?, '2025-07-01', 'UBND xã Khác', 'commune', 'T2', 'ubnd xa khac')`, audit.NewID(), stranger)
	below := audit.NewID()
	w.exec(`INSERT INTO organization.agencies (id) VALUES (?)`, below)
	w.exec(`INSERT INTO organization.agency_versions (id, agency_id, valid_from, name, kind, code, name_key, parent_id)
		VALUES (?, ?, '2025-07-01', 'Trường Thử', 'school', 'T3', 'truong thu', ?)`, audit.NewID(), below, w.agency)
	w.must(organization.RebuildClosureTx(context.Background(), w.owner))
	create := func(agency uuid.UUID, class *uuid.UUID) {
		t.Helper()
		_, _, err := w.svc.CreateSitting(context.Background(), w.keeper(agency), CreateSitting{AgencyID: agency, SchoolClassID: class, Course: w.course,
			Kind: FinalTest, Times: w.hours(time.Hour, 2*time.Hour)})
		w.must(err)
	}
	create(stranger, nil)
	create(below, nil)
	class := audit.NewID()
	w.exec(`INSERT INTO organization.school_classes (id, agency_id, school_year, name) VALUES (?, ?, '2026-2027', '10A1')`, class, w.agency)
	create(w.agency, &class)
	if st := w.standing(who, enrollment, FinalTest); st.State != TestOpen {
		t.Errorf("sittings of others: %s", st.State)
	}
	w.exec(`UPDATE organization.postings SET agency_id = ? WHERE person_id = ?`, below, who.PersonID)
	if st := w.standing(who, enrollment, FinalTest); st.State != TestClosed {
		t.Errorf("at the agency below: %s", st.State)
	}
	w.exec(`UPDATE assessment.sittings SET cancelled_at = now(), cancelled_by = gen_random_uuid() WHERE agency_id = ?`, below)
	if st := w.standing(who, enrollment, FinalTest); st.State != TestOpen {
		t.Errorf("once it was cancelled: %s", st.State)
	}
	create(w.agency, nil)
	if st := w.standing(who, enrollment, FinalTest); st.State != TestClosed {
		t.Errorf("under a sitting of the agency above: %s", st.State)
	}
	w.exec(`UPDATE assessment.sittings SET cancelled_at = now(), cancelled_by = gen_random_uuid() WHERE school_class_id IS NULL`)
	w.exec(`DELETE FROM organization.postings WHERE person_id = ?`, who.PersonID)
	w.exec(`INSERT INTO organization.class_members (school_class_id, person_id, agency_id, valid_from) VALUES (?, ?, ?, '2026-09-01')`, class, who.PersonID, w.agency)
	if st := w.standing(who, enrollment, FinalTest); st.State != TestClosed {
		t.Errorf("in the class: %s", st.State)
	}
}

// Starts around the closing second are decided by the database's clock: what was begun was begun inside.
func TestParallelStartsAtClosing(t *testing.T) {
	t.Parallel()
	w := sittingWorld(t)
	id, _ := w.sitting(-time.Hour, 2*time.Hour, false)
	const people = 24
	type learner struct {
		who access.Principal
		in  uuid.UUID
	}
	learners := make([]learner, people)
	for i := range learners {
		learners[i].who, learners[i].in = w.learner()
	}
	w.exec(`UPDATE assessment.sittings SET closes_at = now() + interval '400 milliseconds'`)
	var all sync.WaitGroup
	for i, l := range learners {
		all.Go(func() {
			time.Sleep(time.Duration(i) * 35 * time.Millisecond)
			if _, err := w.tryStart(l.who, l.in, ""); err != nil && !errors.Is(err, ErrNoSitting) {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := w.count(`SELECT count(*) FROM assessment.attempts a JOIN assessment.sittings s ON s.id = a.sitting_id WHERE a.started_at >= s.closes_at`); n != 0 {
		t.Errorf("%d attempts began after closing", n)
	}
	begun := w.count(`SELECT count(*) FROM assessment.attempts WHERE sitting_id = ?`, id)
	if begun == 0 || begun == people || w.count(`SELECT count(*) FROM assessment.attempts`) != begun {
		t.Errorf("%d of %d began", begun, people)
	}
}

// Closing earlier takes no time from whoever is inside; closing later gives what the closing time had cut.
func TestChangedSittings(t *testing.T) {
	t.Parallel()
	w := sittingWorld(t)
	ctx, keeper := context.Background(), w.keeper(w.agency)
	who, enrollment := w.learner()
	id, _ := w.sitting(-time.Minute, 20*time.Minute, false)
	page := w.start(who, enrollment, FinalTest)
	deadline := func() time.Duration {
		found, err := w.svc.FindAttempt(ctx, who, page.Attempt.ID)
		w.must(err)
		return found.Attempt.DeadlineAt.Sub(found.Attempt.StartedAt).Round(time.Second)
	}
	change := func(version int, closes time.Duration, reason string) error {
		return w.svc.ChangeSitting(ctx, keeper, ChangeSitting{ID: id, Version: version, Times: w.hours(-time.Minute, closes), Reason: reason})
	}
	before := deadline()
	w.wants(change(1, 10*time.Minute, ""), fault.ErrInvalid)
	w.must(change(1, 10*time.Minute, "Phòng máy đóng sớm"))
	if deadline() != before {
		t.Errorf("closing earlier made %s of %s", deadline(), before)
	}
	w.wants(change(1, time.Hour, "Mất điện"), ErrSittingChanged)
	w.must(change(2, time.Hour, "Mất điện"))
	if deadline() != 30*time.Minute {
		t.Errorf("closing later gives %s, want the test's 30 minutes", deadline())
	}
	w.must(w.svc.CancelSitting(ctx, keeper, id, "Mở nhầm đợt"))
	w.wants(change(4, time.Hour, "Mất điện"), ErrSittingOver)
	w.save(who, page.Attempt.ID, Answer{Position: 1, Revision: 1})
	if n := w.count(`SELECT count(*) FROM audit.entries WHERE object_id = ? AND action IN ('create_sitting', 'change_sitting', 'cancel_sitting')`, id); n != 4 {
		t.Errorf("%d entries in the audit log, want 4", n)
	}
}

// What cannot be is refused by field, and nothing is written.
func TestSittingBounds(t *testing.T) {
	t.Parallel()
	w := sittingWorld(t)
	for field, cmd := range map[string]CreateSitting{
		"body.closesAt": {Times: w.hours(time.Hour, time.Hour+time.Minute)},
		"body.opensAt":  {Times: w.hours(400*24*time.Hour, 401*24*time.Hour)},
		"body.title":    {Times: SittingTimes{OpensAt: time.Now(), ClosesAt: time.Now().Add(time.Hour)}},
		"body.code":     {Times: w.hours(0, time.Hour), Code: CodeWish{Wanted: true, Text: "12345"}},
		"body.kind":     {Times: w.hours(0, time.Hour), Kind: "self_check"},
	} {
		cmd.AgencyID, cmd.Course = w.agency, w.course
		if cmd.Kind == "" {
			cmd.Kind = FinalTest
		}
		_, _, err := w.svc.CreateSitting(context.Background(), w.keeper(w.agency), cmd)
		f := fault.From(err)
		if err == nil || len(f.Fields) == 0 || f.Fields[0].Path != field {
			t.Errorf("want a fault at %s, got %v %v", field, err, f.Fields)
		}
	}
	_, _, err := w.svc.CreateSitting(context.Background(), w.keeper(w.agency), CreateSitting{AgencyID: w.agency, Course: catalog.Course{VersionID: audit.NewID()}, Kind: FinalTest, Times: w.hours(0, time.Hour)})
	w.wants(err, fault.ErrInvalid)
	if n := w.count(`SELECT count(*) FROM assessment.sittings`); n != 0 {
		t.Errorf("%d sittings were written", n)
	}
}
