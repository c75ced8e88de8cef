package identity

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/pquerna/otp/totp"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
)

// code is what the authenticator app shows now.
func (w *world) code(secret string) string {
	w.t.Helper()
	code, err := totp.GenerateCode(secret, w.now())
	must(w.t, err)
	return code
}

// withTOTP turns two-step verification on and moves on to the next code.
func (w *world) withTOTP(in SignedIn) (secret string, recovery []string) {
	w.t.Helper()
	begun, err := w.BeginTOTP(w.t.Context(), as(in))
	must(w.t, err)
	recovery, err = w.ConfirmTOTP(w.t.Context(), as(in), w.code(begun.Secret))
	must(w.t, err)
	w.later(2 * totpStep)
	return begun.Secret, recovery
}

func (w *world) finish(waiting SignedIn, code string) (SignedIn, error) {
	return w.FinishSecondFactor(w.t.Context(), SecondFactor{Ceremony: waiting.Ceremony, Code: code})
}

func TestSignInWithACode(t *testing.T) {
	w := setup(t)
	person := w.accountWith("nambv", goodPassword)
	secret, _ := w.withTOTP(w.signIn("nambv", goodPassword))

	waiting := w.signIn("nambv", goodPassword)
	if waiting.Ceremony == uuid.Nil || waiting.Tokens.Access != "" || waiting.Device != "" || !waiting.Factors.TOTP {
		t.Fatalf("the password alone gives %+v", waiting)
	}
	_, err := w.finish(waiting, "000000")
	wantFault(t, err, ErrWrongCode)
	code := w.code(secret)
	in, err := w.finish(waiting, code[:3]+" "+code[3:])
	must(t, err)
	if in.PersonID != person || !w.holds(in.Tokens.Access) || in.Device == "" {
		t.Errorf("signed in as %+v", in)
	}
	list, err := w.ListSessions(t.Context(), as(in))
	must(t, err)
	if list[0].MadeBy != MadeBySecondFactor && list[1].MadeBy != MadeBySecondFactor {
		t.Errorf("sessions: %+v", list)
	}

	_, err = w.finish(waiting, w.code(secret)) // the ceremony is over
	wantFault(t, err, ErrSignInStale)
	waiting = w.signIn("nambv", goodPassword)
	_, err = w.finish(waiting, code) // replayed
	wantFault(t, err, ErrWrongCode)
	w.later(totpStep)
	_, err = w.finish(waiting, w.code(secret))
	must(t, err)
}

func TestSecondFactorExpires(t *testing.T) {
	w := setup(t)
	w.accountWith("nambv", goodPassword)
	secret, _ := w.withTOTP(w.signIn("nambv", goodPassword))
	waiting := w.signIn("nambv", goodPassword)
	w.later(CeremonyLife + time.Second)
	_, err := w.finish(waiting, w.code(secret))
	wantFault(t, err, ErrSignInStale)
	_, err = w.finish(SignedIn{Ceremony: uuid.New()}, w.code(secret))
	wantFault(t, err, ErrSignInStale)
	_, err = w.finish(SignedIn{}, w.code(secret))
	wantFault(t, err, ErrSignInStale)
}

func TestCodesAreNotGuessed(t *testing.T) {
	w := setup(t)
	w.accountWith("nambv", goodPassword)
	secret, recovery := w.withTOTP(w.signIn("nambv", goodPassword))
	for range freeTries { // each with a new sign-in: the counter is the person's
		_, err := w.finish(w.signIn("nambv", goodPassword), "000000")
		wantFault(t, err, ErrWrongCode)
	}
	waiting := w.signIn("nambv", goodPassword)
	_, err := w.finish(waiting, w.code(secret))
	wantFault(t, err, ErrSlowDown)
	_, err = w.finish(waiting, recovery[0])
	wantFault(t, err, ErrSlowDown)
}

func TestRecoveryCodesWorkOnce(t *testing.T) {
	w := setup(t)
	person := w.accountWith("nambv", goodPassword)
	_, recovery := w.withTOTP(w.signIn("nambv", goodPassword))
	if len(recovery) != recoveryCodes {
		t.Fatalf("%d recovery codes", len(recovery))
	}
	_, err := w.finish(w.signIn("nambv", goodPassword), recovery[0])
	must(t, err)
	_, err = w.finish(w.signIn("nambv", goodPassword), recovery[0])
	wantFault(t, err, ErrWrongCode)
	factors, err := w.Factors(t.Context(), person)
	must(t, err)
	if factors != (Factors{TOTP: true, RecoveryCodesLeft: recoveryCodes - 1}) || !factors.Any() {
		t.Errorf("factors: %+v", factors)
	}
	other := w.accountWith("hoatt", goodPassword)
	w.withTOTP(w.signIn("hoatt", goodPassword))
	_, err = w.finish(w.signIn("hoatt", goodPassword), recovery[1]) // somebody else's
	wantFault(t, err, ErrWrongCode)
	_ = other
}

func TestUnconfirmedTOTPAsksForNothing(t *testing.T) {
	w := setup(t)
	w.accountWith("nambv", goodPassword)
	in := w.signIn("nambv", goodPassword)
	_, err := w.ConfirmTOTP(t.Context(), as(in), "000000")
	wantFault(t, err, ErrTOTPNotStarted)
	begun, err := w.BeginTOTP(t.Context(), as(in))
	must(t, err)
	_, err = w.ConfirmTOTP(t.Context(), as(in), "000000")
	wantFault(t, err, ErrWrongCode)
	if again := w.signIn("nambv", goodPassword); again.Ceremony != uuid.Nil {
		t.Error("a secret that was never confirmed locks its owner out")
	}
	replaced, err := w.BeginTOTP(t.Context(), as(in))
	must(t, err)
	_, err = w.ConfirmTOTP(t.Context(), as(in), w.code(begun.Secret))
	wantFault(t, err, ErrWrongCode)
	_, err = w.ConfirmTOTP(t.Context(), as(in), w.code(replaced.Secret))
	must(t, err)
	_, err = w.BeginTOTP(t.Context(), as(in)) // a stolen session cannot replace it
	wantFault(t, err, ErrTOTPActive)
	_, err = w.BeginTOTP(t.Context(), access.Principal{})
	wantFault(t, err, fault.ErrSignInRequired)
}

func TestRemovingTOTPNeedsThePassword(t *testing.T) {
	w := setup(t)
	person := w.accountWith("nambv", goodPassword)
	in := w.signIn("nambv", goodPassword)
	w.withTOTP(in)
	wantFault(t, w.RemoveTOTP(t.Context(), as(in), "wrong"), ErrWrongPassword)
	readAt := time.Now()
	must(t, w.RemoveTOTP(t.Context(), as(in), goodPassword))
	factors, err := w.Factors(t.Context(), person)
	must(t, err)
	if factors.Any() || factors.RecoveryCodesLeft != 0 || !w.watcher.ChangedSince(person, readAt) {
		t.Errorf("factors: %+v", factors)
	}
	if again := w.signIn("nambv", goodPassword); again.Ceremony != uuid.Nil {
		t.Error("a code is still asked for")
	}
}

func TestSecretsAreNotStoredInTheClear(t *testing.T) {
	w := setup(t)
	person := w.accountWith("nambv", goodPassword)
	secret, _ := w.withTOTP(w.signIn("nambv", goodPassword))
	var stored []byte
	must(t, w.owner.NewRaw("SELECT secret FROM identity.totp_secrets").Scan(t.Context(), &stored))
	if len(stored) < len(secret) || string(stored) == secret {
		t.Error("the secret is stored as it is")
	}
	if _, err := w.keys.sealing.Open(uuid.New(), stored); err == nil {
		t.Error("the secret opens for somebody else")
	}
	if plain, err := w.keys.sealing.Open(person, stored); err != nil || string(plain) != secret {
		t.Error("the secret does not open", err)
	}
}

func TestDisabledBetweenPasswordAndCode(t *testing.T) {
	w := setup(t)
	person := w.accountWith("nambv", goodPassword)
	secret, _ := w.withTOTP(w.signIn("nambv", goodPassword))
	waiting := w.signIn("nambv", goodPassword)
	must(t, w.inTx([]uuid.UUID{person}, func(ctx context.Context, tx bun.Tx) error {
		return w.DisableTx(ctx, tx, admin(), Target{PersonID: person}, "nghỉ việc")
	}))
	_, err := w.finish(waiting, w.code(secret))
	wantFault(t, err, ErrDisabled)
}

func TestNewPasswordVoidsAWaitingSignIn(t *testing.T) {
	w := setup(t)
	w.accountWith("nambv", goodPassword)
	in := w.signIn("nambv", goodPassword)
	secret, _ := w.withTOTP(in)
	waiting := w.signIn("nambv", goodPassword) // by a thief
	must(t, w.ChangePassword(t.Context(), as(in), ChangePassword{Current: goodPassword, Next: "gió chướng tháng chạp"}))
	_, err := w.finish(waiting, w.code(secret))
	wantFault(t, err, ErrSignInStale)
}

func TestResettingFactorsLetsALostPhoneBackIn(t *testing.T) {
	w := setup(t)
	person := w.accountWith("nambv", goodPassword)
	in := w.signIn("nambv", goodPassword)
	w.withTOTP(in)
	must(t, w.inTx([]uuid.UUID{person}, func(ctx context.Context, tx bun.Tx) error {
		return w.ResetFactorsTx(ctx, tx, admin(), Target{PersonID: person}, "mất điện thoại")
	}))
	must(t, w.watcher.Poll(t.Context()))
	if w.holds(in.Tokens.Access) {
		t.Error("old sessions go on")
	}
	if again := w.signIn("nambv", goodPassword); again.Ceremony != uuid.Nil {
		t.Error("a code is still asked for")
	}
}
