package identity

import (
	"context"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
)

func TestPrivilegedActsNeedTheRightAndAReason(t *testing.T) {
	w := setup(t)
	person := w.accountWith("nambv", goodPassword)
	acts := map[string]func(context.Context, bun.IDB, access.Principal, Target, string) error{
		"disable": w.DisableTx, "enable": w.EnableTx, "reset": w.ResetFactorsTx, "end sessions": w.EndAllSessionsTx}
	for name, act := range acts {
		run := func(who access.Principal, scope uuid.UUID, reason string) error {
			return w.inTx([]uuid.UUID{scope}, func(ctx context.Context, tx bun.Tx) error { return act(ctx, tx, who, Target{PersonID: person}, reason) })
		}
		leader := access.Principal{PersonID: uuid.New(), Grants: []access.Grant{{Role: access.AgencyLeader}}}
		focal := access.Principal{PersonID: uuid.New(), Grants: []access.Grant{{Role: access.FocalPoint}}}
		t.Log(name)
		wantFault(t, run(leader, person, "lý do"), fault.ErrForbidden)
		if name == "reset" || name == "end sessions" { // whoever keeps people locks accounts when somebody leaves, and no more
			wantFault(t, run(focal, person, "lý do"), fault.ErrForbidden)
		} else {
			wantFault(t, run(focal, person, "  "), fault.ErrInvalid)
		}
		wantFault(t, run(admin(), person, "  "), fault.ErrInvalid)
		wantFault(t, run(admin(), person, strings.Repeat("x", 501)), fault.ErrInvalid)
		wantFault(t, run(admin(), uuid.New(), "lý do"), fault.ErrNotFound)
		self := admin()
		self.PersonID = person
		wantFault(t, run(self, person, "lý do"), ErrOwnAccount)
	}
	who := admin()
	must(t, w.inTx([]uuid.UUID{person}, func(ctx context.Context, tx bun.Tx) error {
		return w.DisableTx(ctx, tx, who, Target{PersonID: person}, "nghỉ việc")
	}))
	must(t, w.inTx([]uuid.UUID{person}, func(ctx context.Context, tx bun.Tx) error {
		return w.DisableTx(ctx, tx, who, Target{PersonID: person}, "lần nữa")
	}))
	var actor uuid.UUID
	var before, after, reason string
	must(t, w.owner.NewRaw("SELECT actor_id, before, after, reason FROM audit.entries WHERE action = 'disable_account'").Scan(t.Context(), &actor, &before, &after, &reason))
	if actor != who.PersonID || before != `"active"` || after != `"disabled"` || reason != "nghỉ việc" {
		t.Errorf("audit: %s %s %s %s", actor, before, after, reason)
	}
}
