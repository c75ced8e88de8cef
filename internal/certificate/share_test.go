package certificate

import (
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/fault"
)

// TestShare: a link shows what its owner chose, counts how often it was opened, and shows nothing once it has ended or
// expired. Nobody shares, lists or ends what is another's.
func TestShare(t *testing.T) {
	w := setup(t, false)
	who, done := w.complete(t, w.department, 845)
	other, done2 := w.complete(t, w.department, 845)
	mine, theirs := w.issue(t, who, done), w.issue(t, other, done2)
	ctx := t.Context()
	for name, cmd := range map[string]MakeShare{
		"none":     {Days: 30},
		"no days":  {Certificates: []uuid.UUID{mine.ID}},
		"too long": {Certificates: []uuid.UUID{mine.ID}, Days: longestShare + 1},
	} {
		if _, err := w.MakeShare(ctx, who, cmd); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := w.MakeShare(ctx, who, MakeShare{Certificates: []uuid.UUID{mine.ID, theirs.ID}, Days: 30}); fault.KindOf(err) != fault.NotFound {
		t.Errorf("another's: %v", err)
	}
	share, err := w.MakeShare(ctx, who, MakeShare{Certificates: []uuid.UUID{mine.ID, mine.ID}, Days: 30, Note: "Hồ sơ bổ nhiệm"})
	if err != nil || len(share.Certificates) != 1 || len(share.Token) != codeLength {
		t.Fatalf("%+v, %v", share, err)
	}
	for range 2 {
		if shown, err := w.OpenShare(ctx, share.Token); err != nil || len(shown.Certificates) != 1 || shown.Certificates[0].ID != mine.ID {
			t.Fatalf("%+v, %v", shown, err)
		}
	}
	list, total, err := w.ListShares(ctx, who, 20, 0)
	if err != nil || total != 1 || list[0].Opened != 2 || list[0].LastOpenedOn == nil || !list[0].IsOpen(w.Today()) {
		t.Fatalf("%+v, %v", list, err)
	}
	if list, total, err := w.ListShares(ctx, other, 20, 0); err != nil || total != 0 || len(list) != 0 {
		t.Errorf("another's list: %+v, %v", list, err)
	}
	if err := w.EndShare(ctx, other, share.ID); fault.KindOf(err) != fault.NotFound {
		t.Errorf("another ends it: %v", err)
	}
	if err := w.EndShare(ctx, who, share.ID); err != nil {
		t.Fatal(err)
	}
	for _, token := range []string{share.Token, newCode(), "", "x"} {
		if _, err := w.OpenShare(ctx, token); fault.KindOf(err) != fault.NotFound {
			t.Errorf("%q: %v", token, err)
		}
	}
	if _, err := w.MakeShare(ctx, access.Principal{}, MakeShare{}); fault.KindOf(err) != fault.Unauthenticated {
		t.Errorf("nobody shares: %v", err)
	}
}

// TestShareEnds: the last day is a day on which the link opens; the next is not. At most 20 links work at once.
func TestShareEnds(t *testing.T) {
	w := setup(t, false)
	who, done := w.complete(t, w.department, 845)
	mine := w.issue(t, who, done)
	cmd := MakeShare{Certificates: []uuid.UUID{mine.ID}, Days: 7}
	share, err := w.MakeShare(t.Context(), who, cmd)
	if err != nil {
		t.Fatal(err)
	}
	for range maxShares - 1 {
		if _, err := w.MakeShare(t.Context(), who, cmd); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.MakeShare(t.Context(), who, cmd); !errors.Is(err, ErrShareMany) {
		t.Errorf("one more: %v", err)
	}
	for days, open := range map[int]bool{7: true, 8: false} {
		w.now = func() time.Time { return today.AddDate(0, 0, days).Add(time.Hour) }
		if _, err := w.OpenShare(t.Context(), share.Token); (err == nil) != open {
			t.Errorf("day %d: %v", days, err)
		}
	}
}

// TestPupilsShareNothing: pupils of schools make no links, students of universities do.
func TestPupilsShareNothing(t *testing.T) {
	w := setup(t, false)
	for kind, may := range map[string]bool{"school": false, "university": true} {
		school := w.agency(t, "Trường "+kind, kind)
		who, done := w.complete(t, school, 845)
		w.exec(t, `UPDATE organization.persons SET kind = 'student' WHERE id = ?`, who.PersonID)
		mine := w.issue(t, who, done)
		_, err := w.MakeShare(t.Context(), who, MakeShare{Certificates: []uuid.UUID{mine.ID}, Days: 7})
		if may != (err == nil) || !may && !errors.Is(err, ErrSharePupil) {
			t.Errorf("%s: %v", kind, err)
		}
	}
}
