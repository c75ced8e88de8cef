package identity

import (
	"context"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/fault"
	"taphuan/internal/vietnamese"
)

func TestFold(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"HangNTT": "hangntt", " hằngntt ": "hangntt", "Đặng.Văn-Đ": "dang.van-d", "ha\u0306\u0300ng": "hang", "y_Ê@x.vn": "y_e@x.vn",
	} {
		if got := vietnamese.Fold(typed); got != want {
			t.Errorf("Fold(%q) = %q, want %q", typed, got, want)
		}
	}
}

func TestProposeUsername(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Nguyễn Thị Thu Hằng": "hangntt", "Đinh Văn Đỏ": "dodv", "Y Ê": "ey0", "A": "a00", "": "hocvien", "陳": "hocvien",
		strings.Repeat("Nguyễn ", 60) + "An": "an" + strings.Repeat("n", 38),
	} {
		got := ProposeUsername(name)
		if got != want {
			t.Errorf("ProposeUsername(%q) = %q, want %q", name, got, want)
		}
		if err := validUsername(got); err != nil {
			t.Errorf("%q is proposed but refused", got)
		}
	}
}

func TestTakenUsernamesGetANumber(t *testing.T) {
	w := setup(t)
	w.account("hangntt")
	people := make([]uuid.UUID, 30)
	wishes := make([]NewAccount, 30)
	for i := range people {
		people[i] = uuid.New()
		wishes[i] = NewAccount{PersonID: people[i], Username: "HằngNTT"}
	}
	var created []CreatedAccount
	must(t, w.inTx(people, func(ctx context.Context, tx bun.Tx) (err error) {
		created, err = w.CreateAccountsTx(ctx, tx, wishes)
		return err
	}))
	seen := map[string]bool{"hangntt": true}
	for i, c := range created {
		key := vietnamese.Fold(c.Username)
		if c.PersonID != people[i] || c.Existed || seen[key] || !strings.HasPrefix(key, "hangntt") {
			t.Fatalf("account %d is %+v", i, c)
		}
		seen[key] = true
	}
	must(t, w.inTx(people[:1], func(ctx context.Context, tx bun.Tx) error {
		again, err := w.CreateAccountsTx(ctx, tx, wishes[:1])
		if err == nil && (!again[0].Existed || again[0].Username != created[0].Username) {
			t.Errorf("a second wish gave %+v", again[0])
		}
		return err
	}))
}

func TestWrongUsernamesAreRefused(t *testing.T) {
	w := setup(t)
	for _, name := range []string{"", "ab", "có cách", "a/b/c", "a\x00bc", strings.Repeat("x", 65)} {
		person := uuid.New()
		err := w.inTx([]uuid.UUID{person}, func(ctx context.Context, tx bun.Tx) error {
			_, err := w.CreateAccountTx(ctx, tx, person, name)
			return err
		})
		wantFault(t, err, fault.ErrInvalid)
	}
}

func TestAccountsOutsideTheScopeCannotBeMade(t *testing.T) {
	w := setup(t)
	err := w.inTx([]uuid.UUID{uuid.New()}, func(ctx context.Context, tx bun.Tx) error {
		_, err := w.CreateAccountTx(ctx, tx, uuid.New(), "stranger")
		return err
	})
	wantFault(t, err, fault.ErrNotFound)
}
