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

// Extra time is given by the person's agency, seen by the person, on top of minutes and closing time, and frozen in an
// attempt.
func TestExtraTime(t *testing.T) {
	t.Parallel()
	w := sittingWorld(t)
	ctx, keeper := context.Background(), w.keeper(w.agency)
	who, enrollment := w.learner()
	today := organization.Day(time.Now())
	gift := GiveExtraTime{PersonID: who.PersonID, Percent: 25, AskedBy: AskedByLearner, ValidUntil: today}
	for name, stranger := range map[string]struct {
		access.Principal
		want error
	}{
		"another agency's focal point": {w.keeper(audit.NewID()), fault.ErrNotFound},
		"the person":                   {who, fault.ErrForbidden},
		"the agency's leader":          {access.Principal{PersonID: audit.NewID(), Grants: []access.Grant{{Role: access.AgencyLeader, Agencies: []uuid.UUID{w.agency}}}}, fault.ErrForbidden},
		"nobody":                       {access.Principal{}, fault.ErrSignInRequired},
	} {
		_, err := w.svc.ListExtraTimes(ctx, stranger.Principal, who.PersonID)
		for i, err := range []error{w.svc.GiveExtraTime(ctx, stranger.Principal, gift), w.svc.EndExtraTime(ctx, stranger.Principal, who.PersonID), err} {
			if !errors.Is(err, stranger.want) {
				t.Errorf("%s, act %d: %v, want %v", name, i, err, stranger.want)
			}
		}
	}
	for _, wrong := range []GiveExtraTime{{Percent: 9, AskedBy: AskedByLearner, ValidUntil: today}, {Percent: 201, AskedBy: AskedByLearner, ValidUntil: today},
		{Percent: 50, AskedBy: "doctor", ValidUntil: today}, {Percent: 50, AskedBy: AskedByAgency, ValidUntil: today.AddDate(0, 0, -1)}} {
		wrong.PersonID = who.PersonID
		w.wants(w.svc.GiveExtraTime(ctx, keeper, wrong), fault.ErrInvalid)
	}
	w.must(w.svc.GiveExtraTime(ctx, keeper, gift))
	w.sitting(-time.Minute, 10*time.Minute, false)
	if st := w.standing(who, enrollment, FinalTest); st.ExtraTime != 7*time.Minute+30*time.Second {
		t.Errorf("a test of 30 minutes has %s more", st.ExtraTime)
	}
	page := w.start(who, enrollment, FinalTest)
	if left := page.Attempt.DeadlineAt.Sub(page.Attempt.StartedAt); left > 17*time.Minute+30*time.Second || left < 17*time.Minute {
		t.Errorf("with 10 minutes to the closing it lasts %s", left)
	}
	gift.Percent = 100
	w.must(w.svc.GiveExtraTime(ctx, keeper, gift))
	own, err := w.svc.ListOwnExtraTimes(ctx, who)
	w.must(err)
	if len(own) != 2 || own[0].Percent != 100 || !own[0].HoldsOn(today) || own[1].HoldsOn(today) {
		t.Errorf("the person sees %+v", own)
	}
	again := w.start(who, enrollment, FinalTest)
	if !again.Attempt.DeadlineAt.Equal(page.Attempt.DeadlineAt) {
		t.Error("a running attempt got another deadline")
	}
	if _, err := w.svc.ListExtraTimes(ctx, keeper, who.PersonID); err != nil || w.count(`SELECT count(*) FROM audit.person_reads WHERE person_id = ? AND what = 'extra_time'`, who.PersonID) != 1 {
		t.Errorf("opening it is not told to the person: %v", err)
	}
	w.exec(`UPDATE assessment.extra_times SET valid_until = current_date - 2`)
	if st := w.standing(who, enrollment, PreTest); st.ExtraTime != 0 {
		t.Errorf("after its last day there are %s more", st.ExtraTime)
	}
	w.must(w.svc.EndExtraTime(ctx, keeper, who.PersonID))
	w.wants(w.svc.EndExtraTime(ctx, keeper, who.PersonID), fault.ErrNotFound)
}

// Whoever asks for plain questions gets equivalents where the bank has them, once; nobody else can tell.
func TestPlainItems(t *testing.T) {
	t.Parallel()
	bank := sampleBank()
	bank[0].Equivalent = bank[4].Key // both of difficulty 1
	spare := sampleBank()[5]
	spare.Key = "q11"
	bank[5].Equivalent = spare.Key
	w := newWorldOf(t, usual, append(bank, spare))
	ctx := context.Background()
	who, enrollment := w.learner()
	w.must(w.svc.SaveLearnerSettings(ctx, who, LearnerSettings{PlainItems: true}))
	if own, err := w.svc.FindLearnerSettings(ctx, who); err != nil || !own.PlainItems {
		t.Errorf("kept %+v, %v", own, err)
	}
	other, _ := w.learner()
	if others, err := w.svc.FindLearnerSettings(ctx, other); err != nil || others.PlainItems {
		t.Errorf("another has %+v, %v", others, err)
	}
	version := map[string]uuid.UUID{}
	for _, key := range []string{bank[0].Key, bank[4].Key, bank[5].Key, spare.Key} {
		var id uuid.UUID
		w.must(w.owner.NewRaw(`SELECT v.id FROM assessment.question_versions v JOIN assessment.questions q ON q.id = v.question_id WHERE q.key = ?`, key).Scan(ctx, &id))
		version[key] = id
	}
	for range 8 {
		page := w.start(who, enrollment, FinalTest)
		asked := page.Attempt.Paper.versions()
		if len(asked) != 10 {
			t.Fatalf("%d questions", len(asked))
		}
		if slices.Contains(asked, version[bank[0].Key]) && !slices.Contains(asked, version[bank[4].Key]) {
			t.Error("a question stands although its equivalent does not")
		}
		if slices.Contains(asked, version[bank[5].Key]) && !slices.Contains(asked, version[spare.Key]) {
			t.Error("a question stands although its equivalent does not")
		}
		for i, id := range asked {
			if slices.Index(asked, id) != i {
				t.Error("a question is asked twice")
			}
		}
		w.exec(`DELETE FROM assessment.attempts`)
	}
}
