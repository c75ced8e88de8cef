package organization

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/identity"
	"taphuan/internal/organization/slip"
	"taphuan/internal/postgres"
)

// MaxSlips bounds one printing.
const MaxSlips = 2000

// PrintSlips asks for sign-in slips (phiếu đăng nhập): for a school class, for people of the agency,
// for those whom a list has added, or for the officers of a unit who have never signed in. One of
// the four is given.
type PrintSlips struct {
	AgencyID      uuid.UUID
	SchoolClassID uuid.UUID
	PersonIDs     []uuid.UUID // 1 to MaxSlips
	RosterID      uuid.UUID
	UnitID        uuid.UUID // the agency itself or one below it
	Address       string    // what people type: "taphuan.example.vn"
	Demo          bool      // prints the demonstration mark
}

// Faults of printing.
var (
	ErrSlipChoice = fault.ErrInvalid.At("body", "slip_choice",
		fault.Text{VI: "Hãy chọn một lớp, một đơn vị, một danh sách, hoặc từ 1 đến 2.000 người.", EN: "Choose a class, a unit, a list, or 1 to 2,000 people."})
	ErrNoSlips = fault.New(fault.Conflict, "slip.nobody",
		fault.Text{VI: "Không có ai cần phiếu ở đây: lớp chưa có học sinh, hoặc mọi người đã đăng nhập.", EN: "Nobody needs a slip here: the class is empty, or everybody has signed in."})
	ErrTooManySlips = fault.New(fault.TooLarge, "slip.too_many",
		fault.Text{VI: "Mỗi lần in tối đa 2.000 phiếu. Hãy in từng phần.", EN: "At most 2,000 slips are printed at a time. Print them in parts."})
	ErrSlipPrivileged = fault.New(fault.Forbidden, "slip.privileged",
		fault.Text{VI: "Trong danh sách có người giữ vai trò mà tài khoản này không được cấp lại mật khẩu. Hãy bỏ người đó ra; người đó liên hệ quản trị hệ thống.", EN: "Somebody on the list holds a role whose password this account may not renew. Leave them out; they ask a system administrator."})
)

// PrintSlips gives each of these people a new one-time password, voids the one before, and returns
// the slips as a PDF file, by class then name. It needs slip.print at the agency, or a class
// teacher's grant on the class. Both the act and the reading are recorded.
// Errors: fault.ErrNotFound when anybody is out of reach (then nobody's password changes),
// ErrSlipChoice, ErrNoSlips, ErrTooManySlips, ErrSlipPrivileged, ErrGuardianBasis.
func (s *Service) PrintSlips(ctx context.Context, who access.Principal, cmd PrintSlips) ([]byte, error) {
	if cmd.choices() != 1 {
		return nil, ErrSlipChoice
	}
	if len(cmd.PersonIDs) > MaxSlips {
		return nil, ErrTooManySlips
	}
	scope, classes, err := slipReach(who, cmd.AgencyID)
	if err != nil {
		return nil, err
	}
	var sheet []byte
	err = s.db.RunInTx(ctx, scope, func(ctx context.Context, tx bun.Tx) error {
		targets, err := s.slipTargets(ctx, tx, scope, cmd, classes)
		if err != nil {
			return err
		}
		if targets, err = s.refuseUnder16(ctx, tx, scope, cmd, targets); err != nil {
			return err
		}
		if err := s.refusePrivileged(ctx, tx, who, scope, targets); err != nil {
			return err
		}
		issued, err := s.issueSlips(ctx, tx, scope, targets)
		if err != nil {
			return err
		}
		if err := s.recordSlips(ctx, tx, who, cmd, targets); err != nil {
			return err
		}
		if err := s.tellSlipsTx(ctx, tx, issued); err != nil {
			return err
		}
		sheet, err = s.slipSheet(ctx, tx, cmd, targets, issued)
		return err
	})
	return sheet, err
}

// choices counts in how many ways people are named.
func (p PrintSlips) choices() int {
	n := 0
	for _, id := range []uuid.UUID{p.SchoolClassID, p.RosterID, p.UnitID} {
		if id != uuid.Nil {
			n++
		}
	}
	if len(p.PersonIDs) > 0 {
		n++
	}
	return n
}

// slipReach returns the scope in which slips may be printed. classes is nil for those who may print
// for the whole agency, and a class teacher's own classes otherwise.
func slipReach(who access.Principal, agency uuid.UUID) (scope postgres.Scope, classes []uuid.UUID, err error) {
	denied := who.RequireAt(access.PrintSlips, agency)
	if denied == nil {
		return postgres.Agencies(who.AgenciesFor(access.PrintSlips)...), nil, nil
	}
	for _, g := range who.Grants {
		if g.SchoolClassID != uuid.Nil && g.AgencyID == agency && g.Role.Allows(access.PrintSlips) && who.Can(access.PrintSlips) {
			classes = append(classes, g.SchoolClassID)
		}
	}
	if len(classes) == 0 {
		return scope, nil, denied
	}
	return postgres.Agencies(agency), classes, nil
}

// issueSlips makes sure that everybody has an account and gives each a one-time password.
func (s *Service) issueSlips(ctx context.Context, tx bun.Tx, scope postgres.Scope, targets []slipTarget) (map[uuid.UUID]identity.OneTime, error) {
	people := make([]Person, len(targets))
	for i, t := range targets {
		people[i] = t.person()
	}
	if err := s.ensureAccounts(ctx, tx, scope, people); err != nil {
		return nil, err
	}
	issued := make(map[uuid.UUID]identity.OneTime, len(targets))
	ids := targetIDs(targets)
	for from := 0; from < len(ids); from += accountBatch {
		part := ids[from:min(from+accountBatch, len(ids))]
		if err := postgres.SetScope(ctx, tx, scope.AndPersons(part...)); err != nil {
			return nil, err
		}
		slips, err := s.accounts.IssueOneTimePasswordsTx(ctx, tx, part)
		if err != nil {
			return nil, err
		}
		for _, one := range slips {
			issued[one.PersonID] = one
		}
	}
	return issued, postgres.SetScope(ctx, tx, scope)
}

func (s *Service) recordSlips(ctx context.Context, tx bun.Tx, who access.Principal, cmd PrintSlips, targets []slipTarget) error {
	entry := audit.Entry{ActorID: who.PersonID, ActorRole: actingRole(who, access.PrintSlips, cmd.AgencyID), AgencyID: cmd.AgencyID,
		Action: "print_slips", ObjectType: "agency", ObjectID: cmd.AgencyID, After: map[string]any{"slips": len(targets)}}
	switch {
	case cmd.RosterID != uuid.Nil:
		entry.ObjectType, entry.ObjectID = "roster", cmd.RosterID
	case cmd.UnitID != uuid.Nil:
		entry.ObjectID = cmd.UnitID
	case cmd.SchoolClassID != uuid.Nil:
		entry.ObjectType, entry.ObjectID = "school_class", cmd.SchoolClassID
	case len(targets) == 1:
		entry.ObjectType, entry.ObjectID = "person", targets[0].ID
	}
	if err := audit.RecordTx(ctx, tx, entry); err != nil {
		return err
	}
	return audit.RecordReadsTx(ctx, tx, who.PersonID, cmd.AgencyID, "slip", targetIDs(targets))
}

// tellSlipsTx writes whose accounts in use a printing has opened to the holder of a slip.
func (s *Service) tellSlipsTx(ctx context.Context, tx bun.Tx, issued map[uuid.UUID]identity.OneTime) error {
	printed := SlipsPrinted{ID: audit.NewID()}
	for id, one := range issued {
		if one.InUse {
			printed.PersonIDs = append(printed.PersonIDs, id)
		}
	}
	if len(printed.PersonIDs) == 0 {
		return nil
	}
	return s.events.AppendTx(ctx, tx, printed)
}

// slipSheet prints inside the transaction: without a sheet no password has changed.
func (s *Service) slipSheet(ctx context.Context, tx bun.Tx, cmd PrintSlips, targets []slipTarget, issued map[uuid.UUID]identity.OneTime) ([]byte, error) {
	agency, err := FindAgencyTx(ctx, tx, cmd.AgencyID, s.Today())
	if err != nil {
		return nil, err
	}
	slips := make([]slip.Slip, len(targets))
	for i, t := range targets {
		one := issued[t.ID]
		slips[i] = slip.Slip{Name: firstRunes(t.FullName, 100), Group: t.group(), Username: one.Username, Password: one.Password, Expires: one.ExpiresAt}
	}
	return slip.Sheet(slips, slip.Meta{Issuer: firstRunes(agency.Name, 160), Address: cmd.Address, PrintedAt: s.now(), Demo: cmd.Demo})
}
