package assessment

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/organization"
)

// Whoever keeps another agency, teaches a class, or has no such role cannot change a sitting; of these the teacher alone
// sees it.
func TestSittingsOfOthers(t *testing.T) {
	t.Parallel()
	w := sittingWorld(t)
	ctx := context.Background()
	id, _ := w.sitting(time.Hour, 2*time.Hour, false)
	learner, _ := w.learner()
	class, elsewhere := audit.NewID(), audit.NewID()
	w.exec(`INSERT INTO organization.school_classes (id, agency_id, school_year, name) VALUES (?, ?, '2026-2027', '10A1')`, class, w.agency)
	teacher := access.Principal{PersonID: audit.NewID(), Grants: []access.Grant{{Role: access.ClassTeacher, AgencyID: w.agency, SchoolClassID: class}}}
	for name, who := range map[string]struct {
		access.Principal
		want error
	}{
		"another agency's focal point": {w.keeper(elsewhere), fault.ErrNotFound},
		"a teacher of the agency":      {teacher, fault.ErrNotFound},
		"a learner":                    {learner, fault.ErrForbidden},
		"an examiner":                  {access.Principal{PersonID: audit.NewID(), Grants: []access.Grant{{Role: access.Examiner, Agencies: []uuid.UUID{w.agency}}}}, fault.ErrForbidden},
		"nobody":                       {access.Principal{}, fault.ErrSignInRequired},
	} {
		_, _, err := w.svc.CreateSitting(ctx, who.Principal, CreateSitting{AgencyID: w.agency, Course: w.course, Kind: FinalTest, Times: w.hours(0, time.Hour)})
		errs := []error{err, w.svc.ChangeSitting(ctx, who.Principal, ChangeSitting{ID: id, Times: w.hours(0, time.Hour), Reason: "Thử"}), w.svc.CancelSitting(ctx, who.Principal, id, "Thử sửa")}
		_, err = w.svc.RenewCode(ctx, who.Principal, id, CodeWish{Wanted: true})
		for i, err := range append(errs, err) {
			if !errors.Is(err, who.want) {
				t.Errorf("%s, act %d: %v, want %v", name, i, err, who.want)
			}
		}
		seen := 0
		if name == "a teacher of the agency" {
			seen = 1
		}
		if lines, _, err := w.svc.ListSittings(ctx, who.Principal, ListSittings{Limit: 10}); len(lines) != seen || seen == 1 && lines[0].Own {
			t.Errorf("%s sees %d sittings (%v)", name, len(lines), err)
		}
	}
	_, _, err := w.svc.CreateSitting(ctx, teacher, CreateSitting{AgencyID: w.agency, SchoolClassID: &class, Course: w.course, Kind: FinalTest, Times: w.hours(0, time.Hour)})
	w.must(err)
	if lines, total, err := w.svc.ListSittings(ctx, teacher, ListSittings{Limit: 10}); err != nil || total != 2 || lines[1].Class != "10A1" || !lines[1].Own {
		t.Errorf("the teacher sees %d of the class: %v", total, err)
	}
	if _, total, err := w.svc.ListSittings(ctx, w.keeper(w.agency), ListSittings{Limit: 10, State: SittingPlanned}); err != nil || total != 1 {
		t.Errorf("the focal point sees %d planned: %v", total, err)
	}
}

// agencyBelow makes an agency under another one.
func (w *world) agencyBelow(parent uuid.UUID, code string) uuid.UUID {
	w.t.Helper()
	id := audit.NewID()
	w.exec(`INSERT INTO organization.agencies (id) VALUES (?)`, id)
	w.exec(`INSERT INTO organization.agency_versions (id, agency_id, valid_from, name, kind, code, name_key, parent_id)
		VALUES (?, ?, '2025-07-01', ?, 'school', ?, ?, ?)`, audit.NewID(), id, "Trường "+code, code, "truong "+code, parent)
	w.must(organization.RebuildClosureTx(context.Background(), w.owner))
	return id
}

// begins lets somebody of an agency, or of a class of it, begin the final test.
func (w *world) begins(agency uuid.UUID, class *uuid.UUID) (access.Principal, AttemptPage) {
	w.t.Helper()
	who, enrollment := w.learner()
	w.exec(`UPDATE organization.postings SET agency_id = ? WHERE person_id = ?`, agency, who.PersonID)
	if class != nil {
		w.exec(`DELETE FROM organization.postings WHERE person_id = ?`, who.PersonID)
		w.exec(`INSERT INTO organization.class_members (school_class_id, person_id, agency_id, valid_from) VALUES (?, ?, ?, '2026-09-01')`, *class, who.PersonID, agency)
	}
	return who, w.start(who, enrollment, FinalTest)
}

// Whoever keeps an agency sees what agencies above opened for it, with the numbers of the own people alone, and changes
// nothing of it; what is above but for one class, and what is beside, is not theirs to see.
func TestSittingsFromAbove(t *testing.T) {
	t.Parallel()
	w := sittingWorld(t)
	ctx := context.Background()
	school, beside := w.agencyBelow(w.agency, "T2"), w.agencyBelow(w.agency, "T3")
	class, other, above := audit.NewID(), audit.NewID(), audit.NewID()
	for id, of := range map[uuid.UUID]uuid.UUID{class: school, other: school, above: w.agency} {
		w.exec(`INSERT INTO organization.school_classes (id, agency_id, school_year, name) VALUES (?, ?, '2026-2027', ?)`, id, of, id.String())
	}
	open, _ := w.sitting(-time.Minute, time.Hour, true)
	w.exec(`UPDATE assessment.sittings SET code_hash = NULL`)
	for _, cmd := range []CreateSitting{{AgencyID: w.agency, SchoolClassID: &above}, {AgencyID: beside}} {
		cmd.Course, cmd.Kind, cmd.Times = w.course, PreTest, w.hours(time.Hour, 2*time.Hour)
		_, _, err := w.svc.CreateSitting(ctx, w.keeper(cmd.AgencyID), cmd)
		w.must(err)
	}
	w.begins(school, &class)
	done, page := w.begins(school, &other)
	w.submit(done, page.Attempt.ID)
	w.begins(beside, nil)
	w.begins(w.agency, nil)

	teacher := access.Principal{PersonID: audit.NewID(), Grants: []access.Grant{{Role: access.ClassTeacher, AgencyID: school, SchoolClassID: class}}}
	for name, c := range map[string]struct {
		access.Principal
		own, mine        bool // the sitting above; one more of their own
		started, running int
	}{
		"whoever opened it":                    {w.keeper(w.agency), true, true, 4, 3},
		"the focal point of a school below":    {w.keeper(school), false, false, 2, 1},
		"the focal point of the one beside":    {w.keeper(beside), false, true, 1, 1},
		"the teacher of a class":               {teacher, false, false, 1, 1},
		"a focal point of somewhere else":      {w.keeper(audit.NewID()), false, false, -1, 0},
		"a teacher of a class that is no more": {access.Principal{PersonID: audit.NewID(), Grants: []access.Grant{{Role: access.ClassTeacher, AgencyID: school, SchoolClassID: audit.NewID()}}}, false, false, 0, 0},
	} {
		lines, total, err := w.svc.ListSittings(ctx, c.Principal, ListSittings{Limit: 10})
		w.must(err)
		if total != len(lines) {
			t.Errorf("%s: %d in all, %d listed", name, total, len(lines))
		}
		at := slices.IndexFunc(lines, func(l SittingLine) bool { return l.ID == open })
		switch {
		case at < 0 && c.started >= 0:
			t.Errorf("%s does not see it", name)
		case at >= 0 && (lines[at].Own != c.own || lines[at].Started != c.started || lines[at].Running != c.running || lines[at].Agency != "UBND xã Thử"):
			t.Errorf("%s sees %+v", name, lines[at])
		}
		others := slices.DeleteFunc(lines, func(l SittingLine) bool { return l.ID == open })
		if (len(others) > 0) != c.mine || slices.ContainsFunc(others, func(l SittingLine) bool { return !l.Own }) {
			t.Errorf("%s also sees %+v", name, others)
		}
		if c.own {
			continue
		}
		_, renewed := w.svc.RenewCode(ctx, c.Principal, open, CodeWish{Wanted: true})
		for _, err := range []error{renewed, w.svc.CancelSitting(ctx, c.Principal, open, "Không phải của tôi"),
			w.svc.ChangeSitting(ctx, c.Principal, ChangeSitting{ID: open, Times: w.hours(0, time.Hour), Reason: "Không phải của tôi"})} {
			if !errors.Is(err, fault.ErrNotFound) {
				t.Errorf("%s changes it: %v", name, err)
			}
		}
	}
	if _, total, err := w.svc.ListSittings(ctx, w.keeper(school), ListSittings{Limit: 10, State: SittingPlanned}); err != nil || total != 0 {
		t.Errorf("%d planned, %v", total, err)
	}
}
