package learning

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"pgregory.net/rapid"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

// recognitionWorld is a world whose agency A has a focal point, a leader and somebody who is both.
type recognitionWorld struct {
	*world
	focal, leader, both, elsewhere access.Principal
}

func setupRecognition(t *testing.T) *recognitionWorld {
	t.Helper()
	t.Parallel()
	w := &recognitionWorld{world: setup(t)}
	held := func(agency uuid.UUID, roles ...access.Role) access.Principal {
		who := w.officer(t, agency)
		for _, role := range roles {
			who.Grants = append(who.Grants, access.Grant{Role: role, AgencyID: agency, Agencies: []uuid.UUID{agency}})
		}
		return who
	}
	w.focal, w.leader = held(w.agencyA, access.FocalPoint), held(w.agencyA, access.AgencyLeader)
	w.both = held(w.agencyA, access.FocalPoint, access.AgencyLeader)
	w.elsewhere = held(w.agencyB, access.FocalPoint, access.AgencyLeader)
	return w
}

func (w *recognitionWorld) request() SubmitRecognition {
	return SubmitRecognition{CourseID: w.course.ID, Title: "An toàn thông tin cơ bản", Issuer: "Học viện Hành chính Quốc gia", DocumentNumber: "123/CN-HVHC",
		IssuedOn: day(2025, 6, 1), CheckAt: "https://hocvien.example.vn/tra-cuu"}
}

func day(year, month, date int) time.Time {
	return time.Date(year, time.Month(month), date, 0, 0, 0, 0, time.UTC)
}

func (w *recognitionWorld) submit(t *testing.T, who access.Principal) Recognition {
	t.Helper()
	r, err := w.service.SubmitRecognition(t.Context(), who, w.request())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func (w *recognitionWorld) accept(t *testing.T, who access.Principal) Recognition {
	t.Helper()
	r := w.submit(t, who)
	if _, err := w.service.CheckRecognition(t.Context(), w.focal, CheckRecognition{ID: r.ID, Propose: true, Note: "Đã tra cứu, đúng số và tên"}); err != nil {
		t.Fatal(err)
	}
	r, err := w.service.DecideRecognition(t.Context(), w.leader, DecideRecognition{ID: r.ID, Accept: true, Reason: "Đúng nội dung khóa học"})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// counts tells whether a person's course is recognized on a day, by the view that the figures read.
func (w *recognitionWorld) counts(t *testing.T, person uuid.UUID, on time.Time) int {
	return w.count(t, `SELECT count(*) FROM learning.recognition_facts WHERE person_id = ?0 AND course_id = ?1 AND recognized_on <= ?2
		AND (valid_until IS NULL OR valid_until >= ?2) AND (withdrawn_on IS NULL OR withdrawn_on > ?2)`, person, w.course.ID, on)
}

func TestRecognitionStory(t *testing.T) {
	w := setupRecognition(t)
	s, ctx := w.service, t.Context()
	r := w.accept(t, w.anna)
	if r.State != RecognitionAccepted || w.counts(t, w.anna.PersonID, day(2025, 6, 1)) != 1 || w.counts(t, w.anna.PersonID, day(2025, 5, 31)) != 0 {
		t.Errorf("%s; it counts from the day of the certificate", r.State)
	}
	if _, err := s.SubmitRecognition(ctx, w.anna, w.request()); !errors.Is(err, ErrRecognitionKnown) {
		t.Errorf("a second certificate of a recognized course: %v", err)
	}
	cmd := WithdrawRecognition{ID: r.ID, FromOn: day(2026, 1, 1), Reason: "Nơi cấp đã thu hồi giấy"}
	for _, from := range []time.Time{day(2025, 5, 31), today.AddDate(0, 0, 1)} {
		early := cmd
		early.FromOn = from
		if _, err := s.WithdrawRecognition(ctx, w.leader, early); !errors.Is(err, fault.ErrInvalid) {
			t.Errorf("withdrawn from %s: %v", from, err)
		}
	}
	if r, err := s.WithdrawRecognition(ctx, w.leader, cmd); err != nil || r.State != RecognitionWithdrawn {
		t.Fatalf("%+v, %v", r, err)
	}
	if w.counts(t, w.anna.PersonID, day(2025, 12, 31)) != 1 || w.counts(t, w.anna.PersonID, day(2026, 1, 1)) != 0 {
		t.Error("it must count until the day of the withdrawal")
	}
	w.submit(t, w.anna) // what was withdrawn may be asked for again
	if _, err := s.SubmitRecognition(ctx, w.anna, w.request()); !errors.Is(err, ErrRecognitionOpen) {
		t.Errorf("a second open request: %v", err)
	}
	mine, err := s.ListOwnRecognitions(ctx, w.anna, 1, 0)
	if err != nil || mine.Total != 2 || len(mine.Requests) != 1 || mine.Requests[0].State != RecognitionSubmitted || !mine.MayAsk {
		t.Errorf("own list: %+v, %v", mine, err)
	}
	if n := w.count(t, `SELECT count(*) FROM audit.entries WHERE object_type = 'recognition' AND agency_id = ? AND reason <> '' AND before IS NOT NULL`, w.agencyA); n != 3 {
		t.Errorf("%d audit entries, want 3", n)
	}
	if n := w.count(t, `SELECT count(*) FROM learning.completions`) + w.count(t, `SELECT count(*) FROM learning.deltas`); n != 0 {
		t.Error("a recognition is no activity")
	}
}

func TestRecognitionReturnedAndRefused(t *testing.T) {
	w := setupRecognition(t)
	s, ctx := w.service, t.Context()
	r := w.submit(t, w.anna)
	if _, err := s.CheckRecognition(ctx, w.focal, CheckRecognition{ID: r.ID, Note: " x "}); !errors.Is(err, fault.ErrInvalid) {
		t.Errorf("without a reason: %v", err)
	}
	if r, err := s.CheckRecognition(ctx, w.focal, CheckRecognition{ID: r.ID, Note: "Không tìm thấy số này"}); err != nil || r.State != RecognitionReturned {
		t.Fatalf("%+v, %v", r, err)
	}
	if _, err := s.CheckRecognition(ctx, w.focal, CheckRecognition{ID: r.ID, Propose: true, Note: "Xem lại"}); !errors.Is(err, ErrRecognitionMoved) {
		t.Errorf("checked a second time: %v", err)
	}
	r = w.submit(t, w.anna)
	if _, err := s.DecideRecognition(ctx, w.leader, DecideRecognition{ID: r.ID, Accept: true, Reason: "Đồng ý"}); !errors.Is(err, ErrRecognitionMoved) {
		t.Errorf("decided before it was checked: %v", err)
	}
	if _, err := s.CheckRecognition(ctx, w.focal, CheckRecognition{ID: r.ID, Propose: true, Note: "Đã tra cứu"}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.DecideRecognition(ctx, w.leader, DecideRecognition{ID: r.ID, Reason: ""}); !errors.Is(err, fault.ErrInvalid) {
		t.Errorf("refused without a reason: %v", err)
	}
	if r, err := s.DecideRecognition(ctx, w.leader, DecideRecognition{ID: r.ID, Reason: "Khác nội dung khóa học"}); err != nil || r.State != RecognitionRefused {
		t.Fatalf("%+v, %v", r, err)
	}
	if w.counts(t, w.anna.PersonID, today) != 0 {
		t.Error("what was refused counts")
	}
}

func TestRecognitionForbidden(t *testing.T) {
	w := setupRecognition(t)
	s, ctx := w.service, t.Context()
	submitted, own := w.submit(t, w.anna), w.submit(t, w.focal)
	check := func(who access.Principal, r Recognition) error {
		_, err := s.CheckRecognition(ctx, who, CheckRecognition{ID: r.ID, Propose: true, Note: "Đã tra cứu"})
		return err
	}
	decide := func(who access.Principal, r Recognition) error {
		_, err := s.DecideRecognition(ctx, who, DecideRecognition{ID: r.ID, Accept: true, Reason: "Đồng ý"})
		return err
	}
	withdraw := func(who access.Principal, r Recognition) error {
		_, err := s.WithdrawRecognition(ctx, who, WithdrawRecognition{ID: r.ID, FromOn: today, Reason: "Nhầm giấy"})
		return err
	}
	list := func(who access.Principal) error {
		_, _, err := s.ListRecognitions(ctx, who, ListRecognitions{Limit: 10})
		return err
	}
	province := access.Principal{PersonID: uuid.New(), Grants: []access.Grant{{Role: access.ProvinceManager, AgencyID: w.agencyA, Agencies: []uuid.UUID{w.agencyA}}}}
	standing := access.Principal{PersonID: uuid.New(), Grants: []access.Grant{{Role: access.StandingAgency, AgencyID: w.agencyA, Agencies: []uuid.UUID{w.agencyA}}}}
	accepted := w.accept(t, w.officer(t, w.agencyA))
	checkedByBoth := w.submit(t, w.officer(t, w.agencyA))
	if err := check(w.both, checkedByBoth); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ got, want error }{
		"nobody checks":                        {check(access.Principal{}, submitted), fault.ErrSignInRequired},
		"nobody decides":                       {decide(access.Principal{}, submitted), fault.ErrSignInRequired},
		"nobody withdraws":                     {withdraw(access.Principal{}, accepted), fault.ErrSignInRequired},
		"nobody lists":                         {list(access.Principal{}), fault.ErrSignInRequired},
		"the officer checks":                   {check(w.anna, submitted), fault.ErrForbidden},
		"a colleague decides":                  {decide(w.officer(t, w.agencyA), checkedByBoth), fault.ErrForbidden},
		"a colleague lists":                    {list(w.officer(t, w.agencyA)), fault.ErrForbidden},
		"the leader checks":                    {check(w.leader, submitted), fault.ErrForbidden},
		"the focal point decides":              {decide(w.focal, checkedByBoth), fault.ErrForbidden},
		"the focal point withdraws":            {withdraw(w.focal, accepted), fault.ErrForbidden},
		"the focal point checks the own":       {check(w.focal, own), ErrRecognitionOwn},
		"who checked decides":                  {decide(w.both, checkedByBoth), ErrRecognitionSecond},
		"another agency checks":                {check(w.elsewhere, submitted), fault.ErrNotFound},
		"another agency decides":               {decide(w.elsewhere, checkedByBoth), fault.ErrNotFound},
		"another agency withdraws":             {withdraw(w.elsewhere, accepted), fault.ErrNotFound},
		"a province manager lists":             {list(province), fault.ErrForbidden},
		"the standing agency lists":            {list(standing), fault.ErrForbidden},
		"the standing agency decides":          {decide(standing, checkedByBoth), fault.ErrForbidden},
		"an unknown case":                      {check(w.focal, Recognition{ID: uuid.New()}), fault.ErrNotFound},
		"what is not accepted cannot be ended": {withdraw(w.leader, submitted), ErrRecognitionMoved},
	} {
		if !errors.Is(c.got, c.want) {
			t.Errorf("%s: %v, want %v", name, c.got, c.want)
		}
	}
	mine := w.submit(t, w.leader)
	if err := check(w.focal, mine); err != nil {
		t.Fatal(err)
	}
	if err := decide(w.leader, mine); !errors.Is(err, ErrRecognitionOwn) {
		t.Errorf("the leader decides the own: %v", err)
	}
	// Below the service the database keeps agencies and persons apart.
	for name, scope := range map[string]postgres.Scope{"nobody": postgres.Nobody(), "province": postgres.Province(), "another agency": postgres.Agencies(w.agencyB), "a colleague": postgres.Persons(w.binh.PersonID)} {
		var seen int
		err := w.db.Read(ctx, scope, func(ctx context.Context, tx bun.Tx) error {
			return tx.NewRaw(`SELECT (SELECT count(*) FROM learning.recognitions) + (SELECT count(*) FROM learning.recognition_facts)`).Scan(ctx, &seen)
		})
		if err != nil || seen != 0 {
			t.Errorf("%s sees %d rows, %v", name, seen, err)
		}
	}
}

// A queue shows its own agency, the oldest first, and the officer is told who looked.
func TestListRecognitions(t *testing.T) {
	w := setupRecognition(t)
	w.submit(t, w.anna)
	w.submit(t, w.binh) // agency B
	w.submit(t, w.officer(t, w.agencyA))
	cases, total, err := w.service.ListRecognitions(t.Context(), w.leader, ListRecognitions{State: RecognitionSubmitted, Limit: 1})
	if err != nil || total != 2 || len(cases) != 1 || cases[0].PersonID != w.anna.PersonID || cases[0].Person.FullName != "Nguyễn Văn An" || cases[0].Person.Unit != "Sở A" {
		t.Fatalf("%+v, total %d, %v", cases, total, err)
	}
	if n := w.count(t, `SELECT count(*) FROM audit.person_reads WHERE person_id = ? AND reader_id = ? AND agency_id = ? AND what = 'recognition_list'`,
		w.anna.PersonID, w.leader.PersonID, w.agencyA); n != 1 {
		t.Errorf("%d readings are noted", n)
	}
	if _, total, _ = w.service.ListRecognitions(t.Context(), w.leader, ListRecognitions{State: RecognitionAccepted, Limit: 10}); total != 0 {
		t.Errorf("%d accepted", total)
	}
	// The officer has moved: the agency of then still sees the case by name, the new one does not decide it.
	w.exec(t, `UPDATE organization.postings SET agency_id = ? WHERE person_id = ?`, w.agencyB, w.anna.PersonID)
	w.exec(t, `UPDATE organization.persons SET agency_id = ? WHERE id = ?`, w.agencyB, w.anna.PersonID)
	cases, _, err = w.service.ListRecognitions(t.Context(), w.focal, ListRecognitions{Limit: 10})
	if err != nil || len(cases) != 2 || cases[0].Person.FullName == "" {
		t.Errorf("after the move: %+v, %v", cases, err)
	}
	_, err = w.service.CheckRecognition(t.Context(), w.elsewhere, CheckRecognition{ID: cases[0].ID, Propose: true, Note: "Đã tra cứu"})
	if !errors.Is(err, fault.ErrNotFound) {
		t.Errorf("the new agency checks: %v", err)
	}
}

func TestSubmitRecognitionRefuses(t *testing.T) {
	w := setupRecognition(t)
	past, before := day(2026, 1, 1), day(2024, 1, 1)
	for field, spoil := range map[string]func(*SubmitRecognition){
		"body.title":          func(c *SubmitRecognition) { c.Title = " " },
		"body.issuer":         func(c *SubmitRecognition) { c.Issuer = fmt.Sprintf("%0201d", 1) },
		"body.documentNumber": func(c *SubmitRecognition) { c.DocumentNumber = "" },
		"body.checkAt":        func(c *SubmitRecognition) { c.CheckAt = "" },
		"body.issuedOn":       func(c *SubmitRecognition) { c.IssuedOn = today.AddDate(0, 0, 1) },
		"body.validUntil":     func(c *SubmitRecognition) { c.ValidUntil = &past },
	} {
		cmd := w.request()
		spoil(&cmd)
		_, err := w.service.SubmitRecognition(t.Context(), w.anna, cmd)
		if !errors.Is(err, fault.ErrInvalid) || fault.From(err).Fields[0].Path != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	old := w.request()
	old.IssuedOn, old.ValidUntil = day(2009, 12, 31), &before
	if _, err := w.service.SubmitRecognition(t.Context(), w.anna, old); len(fault.From(err).Fields) != 2 {
		t.Errorf("two wrong days: %v", err)
	}
	if _, err := w.service.SubmitRecognition(t.Context(), access.Principal{}, w.request()); !errors.Is(err, fault.ErrSignInRequired) {
		t.Errorf("nobody: %v", err)
	}
	gone := w.officer(t, w.agencyA)
	w.exec(t, `UPDATE organization.postings SET valid_to = '2026-01-01' WHERE person_id = ?`, gone.PersonID)
	if _, err := w.service.SubmitRecognition(t.Context(), gone, w.request()); !errors.Is(err, ErrNoPosting) {
		t.Errorf("without a posting: %v", err)
	}
	student, class := access.Principal{PersonID: uuid.New()}, uuid.New()
	w.exec(t, `INSERT INTO organization.persons (id, agency_id, kind, full_name, given_name) VALUES (?, ?, 'student', 'Lê An', 'An')`, student.PersonID, w.agencyA)
	w.exec(t, `INSERT INTO organization.school_classes (id, agency_id, school_year, name) VALUES (?, ?, '2026-2027', '10A1')`, class, w.agencyA)
	w.exec(t, `INSERT INTO organization.class_members (school_class_id, person_id, agency_id, valid_from) VALUES (?, ?, ?, '2026-09-05')`, class, student.PersonID, w.agencyA)
	if _, err := w.service.SubmitRecognition(t.Context(), student, w.request()); !errors.Is(err, ErrRecognitionOfficers) {
		t.Errorf("a student: %v", err)
	}
	if own, err := w.service.ListOwnRecognitions(t.Context(), student, 5, 0); err != nil || own.MayAsk {
		t.Errorf("a student may ask: %+v, %v", own, err)
	}
	if _, err := w.service.ListOwnRecognitions(t.Context(), access.Principal{}, 5, 0); !errors.Is(err, fault.ErrSignInRequired) {
		t.Errorf("nobody's list: %v", err)
	}
	if n := w.count(t, `SELECT count(*) FROM learning.recognitions`); n != 0 {
		t.Errorf("%d cases were written", n)
	}
}

// A certificate that holds longer than the recognized one is taken; one that does not is refused.
func TestRecognitionIsRenewed(t *testing.T) {
	w := setupRecognition(t)
	first, until, later := w.request(), today.AddDate(0, 1, 0), today.AddDate(2, 0, 0)
	first.ValidUntil = &until
	r, err := w.service.SubmitRecognition(t.Context(), w.anna, first)
	if err != nil {
		t.Fatal(err)
	}
	w.exec(t, `UPDATE learning.recognitions SET state = 'accepted', checked_by = ?, checked_at = now(), decided_by = ?, decided_at = now() WHERE id = ?`,
		w.focal.PersonID, w.leader.PersonID, r.ID)
	if _, err := w.service.SubmitRecognition(t.Context(), w.anna, first); !errors.Is(err, ErrRecognitionKnown) {
		t.Errorf("the same again: %v", err)
	}
	longer := first
	longer.ValidUntil = &later
	if _, err := w.service.SubmitRecognition(t.Context(), w.anna, longer); err != nil {
		t.Errorf("a longer one: %v", err)
	}
}

// Whatever the people of an agency try in whatever order, what counts was submitted, checked and
// accepted by three different people, and a person has one open case of a course at most.
func TestRecognitionNeedsThreePeople(t *testing.T) {
	w := setupRecognition(t)
	second := w.officer(t, w.agencyA)
	second.Grants = w.both.Grants
	rapid.Check(t, func(rt *rapid.T) {
		officer := w.officer(t, w.agencyA)
		if rapid.Bool().Draw(rt, "the officer manages too") {
			officer.Grants = w.both.Grants
		}
		actors := []access.Principal{officer, w.focal, w.leader, w.both, second, w.elsewhere}
		r := w.submit(t, officer)
		for range rapid.IntRange(1, 12).Draw(rt, "steps") {
			who := rapid.SampledFrom(actors).Draw(rt, "who")
			if err := w.try(t, rt, who, officer, &r); err != nil && fault.KindOf(err) == fault.Internal {
				rt.Fatal(err)
			}
		}
		if n := w.count(t, `SELECT count(*) FROM learning.recognitions WHERE state IN ('submitted', 'proposed') AND person_id = ?`, officer.PersonID); n > 1 {
			rt.Fatalf("%d open cases", n)
		}
	})
	const three = `SELECT count(*) FROM learning.recognitions r JOIN learning.recognition_facts f ON f.recognition_id = r.id
		WHERE checked_by <> decided_by AND r.person_id NOT IN (checked_by, decided_by)`
	if all, good := w.count(t, `SELECT count(*) FROM learning.recognition_facts`), w.count(t, three); all != good || all == 0 {
		t.Errorf("%d of %d cases that count have three people behind them", good, all)
	}
}

// try is one step of somebody: most steps fail, as they must.
func (w *recognitionWorld) try(t *testing.T, rt *rapid.T, who, officer access.Principal, r *Recognition) error {
	yes := rapid.Bool().Draw(rt, "yes")
	switch rapid.IntRange(0, 3).Draw(rt, "what") {
	case 0:
		next, err := w.service.SubmitRecognition(t.Context(), officer, w.request())
		if err == nil {
			*r = next
		}
		return err
	case 1:
		_, err := w.service.CheckRecognition(t.Context(), who, CheckRecognition{ID: r.ID, Propose: yes, Note: "Đã tra cứu"})
		return err
	case 2:
		_, err := w.service.DecideRecognition(t.Context(), who, DecideRecognition{ID: r.ID, Accept: yes, Reason: "Theo kết quả tra cứu"})
		return err
	}
	_, err := w.service.WithdrawRecognition(t.Context(), who, WithdrawRecognition{ID: r.ID, FromOn: day(2026, 1, 1), Reason: "Nơi cấp thu hồi"})
	return err
}

// TestRecognitionIsDone: an accepted certificate from elsewhere does the duty from the day on which it
// was accepted; days before are not changed, and a withdrawal opens the duty again.
func TestRecognitionIsDone(t *testing.T) {
	w := setupRecognition(t)
	w.require(t, w.agencyA, nil, "2026-01-01", "2026-11-20", "12/KH-SA")
	state := func(on string) string {
		t.Helper()
		var found string
		err := w.owner.NewRaw(`SELECT state FROM learning.duty_facts(?::date, ARRAY[?]::uuid[]) WHERE person_id = ?`, on, w.agencyA, w.anna.PersonID).Scan(t.Context(), &found)
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	accepted := w.accept(t, w.anna)
	accepting := DayOf(time.Now()).Format(time.DateOnly)
	if got := state(accepting); got != "done" {
		t.Errorf("accepted and %s", got)
	}
	if got := state("2026-11-21"); got != "overdue" {
		t.Errorf("a day before the acceptance: %s", got)
	}
	if _, err := w.service.WithdrawRecognition(t.Context(), w.leader, WithdrawRecognition{ID: accepted.ID, Reason: "Nơi cấp báo không có", FromOn: w.service.today()}); err != nil {
		t.Fatal(err)
	}
	if got := state(accepting); got != "overdue" {
		t.Errorf("withdrawn and %s", got)
	}
}
