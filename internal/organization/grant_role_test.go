package organization

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/identity"
	"taphuan/internal/postgres"
)

// administrator makes somebody who administers the agency's subtree, with an account.
func (w *school) administrator(agency uuid.UUID, name string, to *time.Time) access.Principal {
	w.t.Helper()
	person := w.officer(agency, name)
	w.account(person)
	ok(w.t, InsertGrantTx(context.Background(), w.owner, Grant{ID: uuid.New(), PersonID: person, Role: access.SystemAdmin, AgencyID: agency, ValidFrom: w.Today(), ValidTo: to}))
	return w.principal(person)
}

func (w *school) account(person uuid.UUID) {
	w.t.Helper()
	ok(w.t, w.db.RunInTx(context.Background(), postgres.Persons(person), func(ctx context.Context, tx bun.Tx) error {
		_, err := w.accounts.CreateAccountTx(ctx, tx, person, "tk"+person.String()[24:])
		return err
	}))
}

// principal is what a person may do today, as a session has it.
func (w *school) principal(person uuid.UUID) access.Principal {
	w.t.Helper()
	profile, err := w.LoadProfile(context.Background(), person)
	ok(w.t, err)
	return access.Principal{PersonID: person, Grants: profile.Grants()}
}

func (w *school) day(days int) *time.Time {
	day := w.Today().AddDate(0, 0, days)
	return &day
}

// TestGrantAndRevoke: a role begins on its day, ends by its day or at once, stays in the history,
// and the audit log tells both with document and reason.
func TestGrantAndRevoke(t *testing.T) {
	t.Parallel()
	w := newSchool(t)
	admin, person := w.administrator(w.province, "Hồ Thị Xoan", nil), w.officer(w.dept, "Trần Văn Bình")
	w.account(person)
	before := time.Now()
	id, err := w.GrantRole(t.Context(), admin, GrantRole{PersonID: person, Role: access.FocalPoint, AgencyID: w.dept, To: w.day(2), Document: " 12/QĐ-SNV "})
	ok(t, err)
	if !w.accounts.Watcher().ChangedSince(person, before) {
		t.Error("this node does not know of the change")
	}
	if who := w.principal(person); !who.Can(access.ManageRoster) {
		t.Fatalf("the role does not hold: %+v", who)
	}
	_, err = w.GrantRole(t.Context(), admin, GrantRole{PersonID: person, Role: access.FocalPoint, AgencyID: w.dept, Document: "13/QĐ"})
	wantFault(t, err, ErrGrantExists)
	w.today = w.today.AddDate(0, 0, 2)
	if who := w.principal(person); who.Can(access.ManageRoster) {
		t.Error("the role holds after its end")
	}
	wantFault(t, w.RevokeRole(t.Context(), admin, RevokeRole{GrantID: id, Reason: "muộn"}), ErrGrantEnded)

	second, err := w.GrantRole(t.Context(), admin, GrantRole{PersonID: person, Role: access.FocalPoint, AgencyID: w.dept, From: *w.day(1), Document: "14/QĐ"})
	ok(t, err)
	if w.principal(person).Can(access.ManageRoster) {
		t.Error("the role holds before its start")
	}
	w.today = w.today.AddDate(0, 0, 1)
	wantFault(t, w.RevokeRole(t.Context(), admin, RevokeRole{GrantID: second, Reason: "  "}), fault.ErrInvalid)
	wantFault(t, w.RevokeRole(t.Context(), admin, RevokeRole{GrantID: second, Reason: "lùi ngày", On: w.day(-1)}), fault.ErrInvalid)
	ok(t, w.RevokeRole(t.Context(), admin, RevokeRole{GrantID: second, Reason: "chuyển công tác", On: w.day(5), Document: "15/QĐ"}))
	if !w.principal(person).Can(access.ManageRoster) {
		t.Error("a role that ends later has ended")
	}
	ok(t, w.RevokeRole(t.Context(), admin, RevokeRole{GrantID: second, Reason: "ngay lập tức"}))
	if w.principal(person).Can(access.ManageRoster) {
		t.Error("the revoked role still holds")
	}
	lines, total, err := w.ListGrants(t.Context(), admin, ListGrants{PersonID: person, Limit: 10})
	ok(t, err)
	if total != 2 || lines[0].EndReason != "ngay lập tức" || lines[0].GrantedByName != "Hồ Thị Xoan" || lines[0].Held || lines[1].Document != "12/QĐ-SNV" {
		t.Errorf("the history is %+v", lines)
	}
	if n := w.count(`SELECT count(*) FROM audit.entries WHERE action IN ('grant_role', 'revoke_role') AND actor_id = ? AND object_id = ? AND agency_id = ?`, admin.PersonID, person, w.dept); n != 4 {
		t.Errorf("%d entries in the audit log", n)
	}
	if n := w.count(`SELECT count(*) FROM audit.entries WHERE action = 'revoke_role' AND reason = 'chuyển công tác' AND after->>'document' = '15/QĐ' AND before->>'role' = 'focal_point'`); n != 1 {
		t.Error("the audit log does not tell the reason and the document")
	}
}

// TestWhoMayGrant walks the forbidden side.
func TestWhoMayGrant(t *testing.T) {
	t.Parallel()
	w := newSchool(t)
	root, scoped := w.administrator(w.province, "Hồ Thị Xoan", nil), w.administrator(w.dept, "Lê Văn Cường", nil)
	person, elsewhere := w.officer(w.dept, "Trần Văn Bình"), w.officer(w.first, "Phạm Thị Mai")
	grant := func(who access.Principal, change func(*GrantRole)) error {
		cmd := GrantRole{PersonID: person, Role: access.FocalPoint, AgencyID: w.dept, Document: "12/QĐ"}
		change(&cmd)
		_, err := w.GrantRole(t.Context(), who, cmd)
		return err
	}
	none := func(*GrantRole) {}
	wantFault(t, grant(access.Principal{}, none), fault.ErrSignInRequired)
	for _, role := range access.Roles() {
		if role != access.SystemAdmin {
			wantFault(t, grant(as(role, w.dept), none), fault.ErrForbidden)
		}
	}
	wantFault(t, grant(scoped, func(c *GrantRole) { c.AgencyID = w.province }), fault.ErrNotFound)
	wantFault(t, grant(scoped, func(c *GrantRole) { c.PersonID = elsewhere }), fault.ErrNotFound)
	wantFault(t, grant(scoped, func(c *GrantRole) { c.AgencyID = uuid.New() }), fault.ErrNotFound)
	wantFault(t, grant(root, func(c *GrantRole) { c.PersonID = root.PersonID }), ErrGrantSelf)
	wantFault(t, grant(root, func(c *GrantRole) { c.Role = "emperor" }), fault.ErrForbidden)
	wantFault(t, grant(root, func(c *GrantRole) { c.Role = access.Learner }), fault.ErrForbidden)
	wantFault(t, grant(root, func(c *GrantRole) { c.Role = access.ClassTeacher }), fault.ErrInvalid)
	wantFault(t, grant(root, func(c *GrantRole) { c.Document = " " }), fault.ErrInvalid)
	wantFault(t, grant(root, func(c *GrantRole) { c.From = *w.day(-1) }), fault.ErrInvalid)
	wantFault(t, grant(root, func(c *GrantRole) { c.To = w.day(0) }), fault.ErrInvalid)
	student, err := NewPerson(uuid.New(), w.first, Student, "Đinh Y Hoa")
	ok(t, err)
	ok(t, InsertPersonTx(t.Context(), w.owner, student))
	wantFault(t, grant(root, func(c *GrantRole) { c.PersonID = student.ID }), ErrGrantStudent)
	if n := w.count("SELECT count(*) FROM organization.grants WHERE person_id IN (?, ?)", person, student.ID); n != 0 {
		t.Errorf("%d grants were written", n)
	}
	// A class teacher's role is given elsewhere and can be taken away here.
	teaching := Grant{ID: uuid.New(), PersonID: person, Role: access.ClassTeacher, AgencyID: w.dept, ValidFrom: w.Today()}
	ok(t, InsertGrantTx(t.Context(), w.owner, teaching))
	w.account(person)
	ok(t, w.RevokeRole(t.Context(), scoped, RevokeRole{GrantID: teaching.ID, Reason: "đổi chủ nhiệm"}))
	wantFault(t, w.RevokeRole(t.Context(), scoped, RevokeRole{GrantID: w.grantOf(root.PersonID), Reason: "không được"}), fault.ErrNotFound)
	wantFault(t, w.RevokeRole(t.Context(), as(access.FocalPoint, w.dept), RevokeRole{GrantID: w.grantOf(scoped.PersonID), Reason: "không được"}), fault.ErrForbidden)
	if _, _, err := w.ListGrants(t.Context(), scoped, ListGrants{PersonID: elsewhere, Limit: 10}); err == nil {
		t.Error("grants of a person out of reach were listed")
	}
}

func (w *school) grantOf(person uuid.UUID) uuid.UUID {
	w.t.Helper()
	var id uuid.UUID
	ok(w.t, w.owner.NewRaw("SELECT id FROM organization.grants WHERE person_id = ?", person).Scan(context.Background(), &id))
	return id
}

// TestProvinceRolesAreGivenAtTheRoot: whoever administers one agency raises nobody above it, and the
// administrator of the province gives these roles at the province only.
func TestProvinceRolesAreGivenAtTheRoot(t *testing.T) {
	t.Parallel()
	w := newSchool(t)
	whole, below := w.administrator(w.province, "Hồ Thị Xoan", nil), w.administrator(w.dept, "Lê Thị Dưới", nil)
	person := w.officer(w.dept, "Trần Văn Bình")
	w.account(person)
	for _, role := range []access.Role{access.ProvinceManager, access.StandingAgency} {
		for name, who := range map[string]access.Principal{"province": whole, "agency": below} {
			_, err := w.GrantRole(t.Context(), who, GrantRole{PersonID: person, Role: role, AgencyID: w.dept, Document: "12/QĐ"})
			wantFault(t, err, fault.ErrInvalid)
			if t.Failed() {
				t.Fatalf("%s given by the administrator of the %s", role, name)
			}
		}
		_, err := w.GrantRole(t.Context(), below, GrantRole{PersonID: person, Role: role, AgencyID: w.province, Document: "12/QĐ"})
		wantFault(t, err, fault.ErrNotFound)
		_, err = w.GrantRole(t.Context(), whole, GrantRole{PersonID: person, Role: role, AgencyID: w.province, Document: "12/QĐ"})
		ok(t, err)
	}
}

// TestNobodyIsLockedOutFromBelow: whoever administers one agency does nothing to the account of a
// colleague who administers the province, and does it to one who holds a role inside the agency.
func TestNobodyIsLockedOutFromBelow(t *testing.T) {
	t.Parallel()
	w := newSchool(t)
	whole, below := w.administrator(w.province, "Hồ Thị Xoan", nil), w.administrator(w.dept, "Lê Thị Dưới", nil)
	above, beside := w.administrator(w.dept, "Trần Văn Trên", nil), w.officer(w.dept, "Trần Văn Bình")
	w.account(beside)
	for person, grant := range map[uuid.UUID]Grant{above.PersonID: {Role: access.SystemAdmin, AgencyID: w.province}, beside: {Role: access.FocalPoint, AgencyID: w.dept}} {
		grant.ID, grant.PersonID, grant.ValidFrom = uuid.New(), person, w.Today()
		ok(t, InsertGrantTx(t.Context(), w.owner, grant))
	}
	for _, act := range []AccountAct{DisableAccount, EnableAccount, EndSessions, ResetSecondSteps} {
		wantFault(t, w.ChangeAccount(t.Context(), below, ChangeAccount{PersonID: above.PersonID, Act: act, Reason: "không được"}), ErrPrivileged)
		ok(t, w.ChangeAccount(t.Context(), below, ChangeAccount{PersonID: beside, Act: act, Reason: "được"}))
		ok(t, w.ChangeAccount(t.Context(), whole, ChangeAccount{PersonID: above.PersonID, Act: act, Reason: "được"}))
	}
}

// TestGrantableRolesAreThoseOfThePlace: only what GrantRole would take there is offered, to those who
// may give it.
func TestGrantableRolesAreThoseOfThePlace(t *testing.T) {
	t.Parallel()
	w := newSchool(t)
	whole, below := w.administrator(w.province, "Hồ Thị Xoan", nil), w.administrator(w.dept, "Lê Thị Dưới", nil)
	agencyRoles := []access.Role{access.FocalPoint, access.AgencyLeader, access.Author, access.Reviewer, access.Inspector, access.Grader, access.Registrar, access.SystemAdmin}
	rootRoles := []access.Role{access.FocalPoint, access.AgencyLeader, access.ProvinceManager, access.StandingAgency, access.Author, access.Reviewer, access.Grader, access.Examiner, access.Registrar, access.SystemAdmin}
	for _, c := range []struct {
		who  access.Principal
		at   uuid.UUID
		want []access.Role
	}{{whole, w.dept, agencyRoles}, {below, w.dept, agencyRoles}, {whole, w.province, rootRoles}} {
		roles, err := w.ListGrantable(t.Context(), c.who, c.at)
		ok(t, err)
		if !slices.Equal(roles, c.want) {
			t.Errorf("offered %v, want %v", roles, c.want)
		}
		for _, role := range roles {
			cmd := GrantRole{PersonID: w.officer(w.dept, "Trần Văn Bình"), Role: role, AgencyID: c.at, Document: "12/QĐ", To: w.day(10)}
			w.account(cmd.PersonID)
			_, err := w.GrantRole(t.Context(), c.who, cmd)
			ok(t, err)
		}
	}
	for who, at := range map[*access.Principal]uuid.UUID{&below: w.province, &whole: uuid.New()} {
		_, err := w.ListGrantable(t.Context(), *who, at)
		wantFault(t, err, fault.ErrNotFound)
	}
	for _, role := range access.Roles() {
		if role != access.SystemAdmin {
			_, err := w.ListGrantable(t.Context(), as(role, w.dept), w.dept)
			wantFault(t, err, fault.ErrForbidden)
		}
	}
}

// TestInspectorNeedsDocumentEndAndAgency: the role is given for named agencies until a day, and the
// person who was read is told the document.
func TestInspectorNeedsDocumentEndAndAgency(t *testing.T) {
	t.Parallel()
	w := newSchool(t)
	admin, inspector := w.administrator(w.province, "Hồ Thị Xoan", nil), w.officer(w.dept, "Phan Hữu Lộc")
	w.account(inspector)
	read := w.officer(w.first, "Phạm Thị Mai")
	cmd := GrantRole{PersonID: inspector, Role: access.Inspector, AgencyID: w.first, Document: "12/QĐ-TTT"}
	_, err := w.GrantRole(t.Context(), admin, cmd)
	wantFault(t, err, fault.ErrInvalid)
	cmd.To, cmd.AgencyID = w.day(10), w.province
	_, err = w.GrantRole(t.Context(), admin, cmd)
	wantFault(t, err, fault.ErrInvalid)
	cmd.AgencyID = w.first
	_, err = w.GrantRole(t.Context(), admin, cmd)
	ok(t, err)
	who := w.principal(inspector)
	found, err := w.ListPeople(t.Context(), who, ListPeople{AgencyID: w.first, Limit: 10})
	ok(t, err)
	if found.Total != 1 {
		t.Errorf("the inspector sees %d people", found.Total)
	}
	_, err = w.ListPeople(t.Context(), who, ListPeople{AgencyID: w.second, Limit: 10})
	wantFault(t, err, fault.ErrNotFound)
	if n := w.count("SELECT count(*) FROM audit.person_reads WHERE person_id = ? AND reader_id = ?", read, inspector); n != 1 {
		t.Errorf("%d openings recorded", n)
	}
	rights, err := w.RightsOf(t.Context(), []Reading{{ReaderID: inspector, AgencyID: w.first, At: w.today}, {ReaderID: inspector, AgencyID: w.second, At: w.today}})
	ok(t, err)
	if rights[0] != (ReadingRight{Role: access.Inspector, Document: "12/QĐ-TTT"}) || rights[1] != (ReadingRight{}) {
		t.Errorf("the rights are %+v", rights)
	}
	if _, err := w.owner.ExecContext(t.Context(), `INSERT INTO organization.grants (id, person_id, role, agency_id, valid_from, document)
		VALUES (gen_random_uuid(), ?, 'inspector', ?, now(), 'x')`, inspector, w.second); err == nil {
		t.Error("the database takes an inspector without an end")
	}
}

// TestLastAdministratorStays: whoever is left alone keeps the right and the account; one with an end
// or with a disabled account does not count.
func TestLastAdministratorStays(t *testing.T) {
	t.Parallel()
	w := newSchool(t)
	lasting, passing := w.administrator(w.province, "Hồ Thị Xoan", nil), w.administrator(w.province, "Lê Văn Cường", w.day(30))
	last := RevokeRole{GrantID: w.grantOf(lasting.PersonID), Reason: "thôi việc"}
	wantFault(t, w.RevokeRole(t.Context(), passing, last), ErrLastAdministrator)
	wantFault(t, w.RevokeRole(t.Context(), lasting, last), ErrLastAdministrator)
	last.On = w.day(5)
	wantFault(t, w.RevokeRole(t.Context(), passing, last), ErrLastAdministrator)
	disable := ChangeAccount{PersonID: lasting.PersonID, Act: DisableAccount, Reason: "thôi việc"}
	wantFault(t, w.ChangeAccount(t.Context(), passing, disable), ErrLastAdministrator)
	wantFault(t, w.ChangeAccount(t.Context(), lasting, disable), identity.ErrOwnAccount)

	third := w.administrator(w.province, "Đặng Thị Thu", nil)
	ok(t, w.ChangeAccount(t.Context(), passing, ChangeAccount{PersonID: third.PersonID, Act: DisableAccount, Reason: "nghỉ phép"}))
	wantFault(t, w.RevokeRole(t.Context(), passing, last), ErrLastAdministrator)
	ok(t, w.ChangeAccount(t.Context(), passing, ChangeAccount{PersonID: third.PersonID, Act: EnableAccount, Reason: "trở lại"}))
	ok(t, w.RevokeRole(t.Context(), passing, last))
}

// TestTwoAdministratorsRevokeEachOther: at the same moment, one of them stays.
func TestTwoAdministratorsRevokeEachOther(t *testing.T) {
	t.Parallel()
	w := newSchool(t)
	a, b := w.administrator(w.province, "Hồ Thị Xoan", nil), w.administrator(w.province, "Lê Văn Cường", nil)
	errs := make(chan error, 2)
	for _, pair := range [][2]access.Principal{{a, b}, {b, a}} {
		cmd := RevokeRole{GrantID: w.grantOf(pair[1].PersonID), Reason: "cùng lúc"}
		go func() { errs <- w.RevokeRole(context.Background(), pair[0], cmd) }()
	}
	first, second := <-errs, <-errs
	if (first == nil) == (second == nil) {
		t.Errorf("both ended alike: %v, %v", first, second)
	}
	if n := w.count("SELECT count(*) FROM organization.grants WHERE role = 'system_admin' AND valid_to IS NULL"); n != 1 {
		t.Errorf("%d administrators are left", n)
	}
}

// TestListAccounts: by name without accents, by user name, by role; nobody out of reach; who was
// seen is told.
func TestListAccounts(t *testing.T) {
	t.Parallel()
	w := newSchool(t)
	root, scoped := w.administrator(w.province, "Hồ Thị Xoan", nil), w.administrator(w.dept, "Lê Văn Cường", nil)
	person := w.officer(w.dept, "Trần Đức Bình")
	w.account(person)
	list := func(who access.Principal, q ListAccounts) []AccountCard {
		q.Limit = 10
		cards, total, err := w.ListAccounts(t.Context(), who, q)
		ok(t, err)
		if total != len(cards) {
			t.Errorf("total %d of %d", total, len(cards))
		}
		return cards
	}
	if cards := list(root, ListAccounts{Query: "duc binh"}); len(cards) != 1 || cards[0].FullName != "Trần Đức Bình" || !cards[0].MustChangePassword || cards[0].AgencyName != "Sở Nội vụ" {
		t.Errorf("by name: %+v", cards)
	}
	if cards := list(scoped, ListAccounts{Query: "TK" + person.String()[24:]}); len(cards) != 1 {
		t.Errorf("by user name: %+v", cards)
	}
	if cards := list(scoped, ListAccounts{Query: "tk" + root.PersonID.String()[24:]}); len(cards) != 0 {
		t.Errorf("out of reach: %+v", cards)
	}
	if cards := list(root, ListAccounts{}); len(cards) != 2 || len(cards[0].Roles) != 1 {
		t.Errorf("those with a role: %+v", cards)
	}
	if cards := list(root, ListAccounts{Role: access.Inspector}); len(cards) != 0 {
		t.Errorf("inspectors: %+v", cards)
	}
	_, err := w.FindAccount(t.Context(), scoped, root.PersonID)
	wantFault(t, err, fault.ErrNotFound)
	if n := w.count("SELECT count(*) FROM audit.person_reads WHERE person_id = ? AND what = 'account_list'", person); n != 2 {
		t.Errorf("%d openings recorded, want one by each administrator", n)
	}
	for _, role := range access.Roles() {
		if role != access.SystemAdmin {
			_, _, err := w.ListAccounts(t.Context(), as(role, w.dept), ListAccounts{Limit: 10})
			wantFault(t, err, fault.ErrForbidden)
		}
	}
}
