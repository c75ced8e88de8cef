package identity

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"context"

	"github.com/google/uuid"

	"taphuan/internal/fault"
)

func TestSignInIgnoresCaseAndAccents(t *testing.T) {
	w := setup(t)
	person := w.accountWith("HangNTT", goodPassword)
	for _, name := range []string{"hangntt", "HẰNGNTT", " Hangntt"} {
		in := w.signIn(name, goodPassword)
		must(t, w.watcher.Poll(t.Context()))
		who, session, err := w.Authenticate(t.Context(), in.Tokens.Access)
		if err != nil || who != person || session != in.Tokens.SessionID {
			t.Fatalf("%q: token names %s, %v", name, who, err)
		}
	}
}

func TestOddUsernamesAreOnlyWrong(t *testing.T) {
	w := setup(t)
	for _, name := range []string{"", "a", "nul\x00byte", "' OR true --", strings.Repeat("a", 10000)} {
		_, err := w.try(name, "nul\x00byte")
		wantFault(t, err, ErrWrongCredentials)
		w.later(longestWait)
	}
}

// On a shared computer the next person's sign-in ends the session that was left open.
func TestSigningInAnewEndsTheBrowsersOldSession(t *testing.T) {
	w := setup(t)
	w.accountWith("nambv", goodPassword)
	w.accountWith("hoatt", goodPassword)
	left := w.signIn("nambv", goodPassword)
	_, err := w.SignIn(t.Context(), SignIn{Username: "hoatt", Password: goodPassword, Client: Client{Refresh: left.Tokens.Refresh, Device: left.Device}})
	must(t, err)
	must(t, w.watcher.Poll(t.Context()))
	if w.holds(left.Tokens.Access) {
		t.Error("the session that was left goes on")
	}
}

func TestSlipWorksOnceAndForcesAChange(t *testing.T) {
	w := setup(t)
	person := w.account("nambv")
	first, second := w.slip(person), w.slip(person)

	_, err := w.try("nambv", first.Password)
	wantFault(t, err, ErrWrongCredentials) // void since the second was printed
	in := w.signIn("nambv", second.Password)
	_, err = w.try("nambv", second.Password)
	wantFault(t, err, ErrWrongCredentials)

	account, err := w.FindAccount(t.Context(), person)
	must(t, err)
	if !account.MustChangePassword || account.LastSignInAt == nil {
		t.Errorf("account is %+v", account)
	}
	must(t, w.ChangePassword(t.Context(), as(in), ChangePassword{Next: goodPassword}))
	account, err = w.FindAccount(t.Context(), person)
	must(t, err)
	if account.MustChangePassword {
		t.Error("a change is still asked for")
	}
	w.signIn("nambv", goodPassword)
}

func TestSlipIsUsedOnceByMany(t *testing.T) {
	w := setup(t)
	slip := w.slip(w.account("nambv"))
	var in, out int
	var mu sync.Mutex
	var wg sync.WaitGroup
	for range 4 { // fewer than the free tries
		wg.Go(func() {
			_, err := w.try("nambv", slip.Password)
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				in++
			} else if errors.Is(err, ErrWrongCredentials) {
				out++
			} else {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if in != 1 || out != 3 {
		t.Errorf("%d sign-ins by one slip, %d refused", in, out)
	}
}

func TestSlipExpires(t *testing.T) {
	w := setup(t)
	slip := w.slip(w.account("nambv"))
	w.later(oneTimeLife - time.Minute)
	if w.now().After(slip.ExpiresAt) {
		t.Fatal("the slip says it expires sooner")
	}
	w.later(2 * time.Minute)
	_, err := w.try("nambv", slip.Password)
	wantFault(t, err, ErrOneTimeExpired)
}

func TestSlipLeavesTheOldPasswordUntilItIsUsed(t *testing.T) {
	w := setup(t)
	person := w.accountWith("nambv", goodPassword)
	slip := w.slip(person)
	w.signIn("nambv", goodPassword)
	w.signIn("nambv", slip.Password)
	_, err := w.try("nambv", goodPassword)
	wantFault(t, err, ErrWrongCredentials)
}

func TestSlipsOfOthersCannotBeIssuedOutsideTheScope(t *testing.T) {
	w := setup(t)
	mine, other := w.account("nambv"), w.accountWith("khach", goodPassword)
	err := w.inTx([]uuid.UUID{mine}, func(ctx context.Context, tx bun.Tx) error {
		_, err := w.IssueOneTimePasswordsTx(ctx, tx, []uuid.UUID{mine, other})
		return err
	})
	wantFault(t, err, fault.ErrNotFound)
	w.signIn("khach", goodPassword)
}

func TestDisabledAccountsSignInNoMore(t *testing.T) {
	w := setup(t)
	person := w.accountWith("nambv", goodPassword)
	must(t, w.inTx([]uuid.UUID{person}, func(ctx context.Context, tx bun.Tx) error {
		return w.DisableTx(ctx, tx, admin(), Target{PersonID: person}, "nghỉ việc")
	}))
	_, err := w.try("nambv", goodPassword)
	wantFault(t, err, ErrDisabled)
	_, err = w.try("nambv", "not the password")
	wantFault(t, err, ErrWrongCredentials) // a stranger does not learn that it is disabled
	must(t, w.inTx([]uuid.UUID{person}, func(ctx context.Context, tx bun.Tx) error {
		return w.EnableTx(ctx, tx, admin(), Target{PersonID: person}, "đi làm lại")
	}))
	w.signIn("nambv", goodPassword)
}

func TestWrongTriesWaitAndTheKnownDeviceDoesNot(t *testing.T) {
	w := setup(t)
	w.accountWith("nambv", goodPassword)
	phone := w.signIn("nambv", goodPassword).Device
	for range freeTries {
		_, err := w.try("nambv", "wrong password")
		wantFault(t, err, ErrWrongCredentials)
	}
	_, err := w.try("nambv", goodPassword) // even the right one must wait
	wantFault(t, err, ErrSlowDown)
	if rest := fault.From(err).RetryAfter; rest <= 0 || rest > firstWait {
		t.Errorf("told to come back after %s", rest)
	}
	own := SignIn{Username: "nambv", Password: goodPassword, Client: Client{Address: "203.0.113.7", Device: phone}}
	if _, err := w.SignIn(t.Context(), own); err != nil {
		t.Errorf("the owner's own phone is locked by strangers: %v", err)
	}
	_, err = w.try("nambv", goodPassword) // and what the owner does there changes nothing for strangers
	wantFault(t, err, ErrSlowDown)
	w.later(firstWait)
	w.signIn("nambv", goodPassword)
	_, err = w.try("nambv", "wrong password")
	wantFault(t, err, ErrWrongCredentials) // the right one has cleared the counter
}

func TestWaitGrowsAndIsCapped(t *testing.T) {
	w := setup(t)
	w.accountWith("nambv", goodPassword)
	want := []time.Duration{5, 10, 20, 40, 80, 160, 300, 300, 300}
	for range freeTries - 1 {
		_, err := w.try("nambv", "wrong password")
		wantFault(t, err, ErrWrongCredentials)
	}
	for _, seconds := range want {
		_, err := w.try("nambv", "wrong password")
		wantFault(t, err, ErrWrongCredentials)
		_, err = w.try("nambv", "wrong password")
		wantFault(t, err, ErrSlowDown)
		if rest := fault.From(err).RetryAfter; rest > seconds*time.Second || rest < (seconds-3)*time.Second {
			t.Errorf("wait of %s, want %d s", rest, seconds)
		}
		w.later(seconds * time.Second)
	}
	w.later(forgetTries)
	for range freeTries {
		_, err := w.try("nambv", "wrong password")
		wantFault(t, err, ErrWrongCredentials)
	}
}

func TestKnownDeviceHasItsOwnLimit(t *testing.T) {
	w := setup(t)
	w.accountWith("nambv", goodPassword)
	w.accountWith("hoatt", goodPassword)
	device := w.signIn("nambv", goodPassword).Device
	on := func(name string) error {
		_, err := w.SignIn(t.Context(), SignIn{Username: name, Password: "wrong password", Client: Client{Device: device}})
		return err
	}
	for range freeTries {
		wantFault(t, on("nambv"), ErrWrongCredentials)
	}
	wantFault(t, on("nambv"), ErrSlowDown)
	w.signIn("nambv", goodPassword) // elsewhere the account does not wait
	wantFault(t, on("hoatt"), ErrWrongCredentials)
}

// The device of one person is a strange one to another: it gives no tries of its own.
func TestDevicesOfOthersAreUnknown(t *testing.T) {
	w := setup(t)
	w.accountWith("nambv", goodPassword)
	w.accountWith("hoatt", goodPassword)
	device := w.signIn("nambv", goodPassword).Device
	for range freeTries {
		_, err := w.try("hoatt", "wrong password")
		wantFault(t, err, ErrWrongCredentials)
	}
	for _, d := range []string{device, newSecretToken(), "x"} {
		_, err := w.SignIn(t.Context(), SignIn{Username: "hoatt", Password: goodPassword, Client: Client{Device: d}})
		wantFault(t, err, ErrSlowDown)
	}
}

func TestManyTriesAtOnceAreCountedOneByOne(t *testing.T) {
	w := setup(t)
	w.accountWith("nambv", goodPassword)
	var mu sync.Mutex
	checked := 0
	var wg sync.WaitGroup
	for range 30 {
		wg.Go(func() {
			if _, err := w.try("nambv", "wrong password"); errors.Is(err, ErrWrongCredentials) {
				mu.Lock()
				defer mu.Unlock()
				checked++
			}
		})
	}
	wg.Wait()
	if checked != freeTries {
		t.Errorf("%d passwords were checked at once, want %d", checked, freeTries)
	}
}

func TestThrottlesSurviveARestart(t *testing.T) {
	w := setup(t)
	w.accountWith("nambv", goodPassword)
	for range freeTries {
		_, _ = w.try("nambv", "wrong password")
	}
	again, err := New(Options{DB: w.db, Keys: w.keys, PublicURL: "http://localhost:8080"})
	must(t, err)
	_, err = again.SignIn(t.Context(), SignIn{Username: "nambv", Password: goodPassword})
	wantFault(t, err, ErrSlowDown)
}

func TestUnknownUsernamesAreTreatedAlike(t *testing.T) {
	w := setup(t)
	w.accountWith("nambv", goodPassword)
	for i := range freeTries + 1 {
		_, known := w.try("nambv", "wrong password")
		_, unknown := w.try("nobody", "wrong password")
		if fault.From(known).Code != fault.From(unknown).Code {
			t.Fatalf("try %d: %v for an account, %v for none", i, known, unknown)
		}
	}
	if ok, err := w.hasher.matches(t.Context(), "x", w.hasher.dummy); ok || err != nil {
		t.Error("the dummy hash is not a hash to compare with", err)
	}
}

// An unknown username costs one argon2id as a wrong password does.
func TestUnknownUsernamesTakeAsLong(t *testing.T) {
	w := setup(t)
	var err error
	w.hasher, err = newHasher(hashParams)
	must(t, err)
	w.accountWith("nambv", goodPassword)
	var known, unknown time.Duration
	for i := range 8 {
		w.later(forgetTries)
		start := time.Now()
		_, _ = w.try("nambv", "wrong password")
		middle := time.Now()
		_, _ = w.try(fmt.Sprintf("nobody%d", i), "wrong password")
		known, unknown = known+middle.Sub(start), unknown+time.Since(middle)
	}
	if unknown < known/4 || known < unknown/4 {
		t.Errorf("8 wrong passwords took %s, 8 unknown usernames %s", known, unknown)
	}
}

func TestAddressIsSlowedAndNeverRefused(t *testing.T) {
	w := setup(t)
	w.accountWith("nambv", goodPassword)
	for i := range 70 {
		_, err := w.try(fmt.Sprintf("nobody%d", i), "x")
		wantFault(t, err, ErrWrongCredentials)
	}
	w.signIn("nambv", goodPassword)
	if w.slept != slowestDelay {
		t.Errorf("the address was slowed by %s, want %s", w.slept, slowestDelay)
	}
}

// A school: 1,200 first sign-ins in 10 minutes from one address, one in twenty mistyped first.
func TestSchoolSignsInFromOneAddress(t *testing.T) {
	w := setup(t)
	const students = 1200
	people := make([]uuid.UUID, students)
	wishes := make([]NewAccount, students)
	for i := range people {
		people[i] = uuid.New()
		wishes[i] = NewAccount{PersonID: people[i], Username: fmt.Sprintf("hs%04d", i)}
	}
	var slips []OneTime
	start := time.Now()
	must(t, w.inTx(people, func(ctx context.Context, tx bun.Tx) (err error) {
		if _, err = w.CreateAccountsTx(ctx, tx, wishes); err == nil {
			slips, err = w.IssueOneTimePasswordsTx(ctx, tx, people)
		}
		return err
	}))
	t.Logf("1,200 accounts and slips made in %s", time.Since(start))

	start = time.Now()
	queue := make(chan int)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for i := range queue {
				if i%20 == 0 {
					if _, err := w.try(slips[i].Username, "K7MP-3QXB-9RTC"); !errors.Is(err, ErrWrongCredentials) {
						t.Errorf("student %d mistyped and got %v", i, err)
					}
				}
				if _, err := w.try(slips[i].Username, slips[i].Password); err != nil {
					t.Errorf("student %d is refused: %v", i, err)
				}
			}
		})
	}
	for i := range students {
		w.later(10 * time.Minute / students)
		queue <- i
	}
	close(queue)
	wg.Wait()
	t.Logf("1,200 first sign-ins took %s, the longest delay was %s", time.Since(start), w.slept)
	if w.slept > slowestDelay {
		t.Errorf("slowed by %s", w.slept)
	}
}
