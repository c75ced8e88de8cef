package learning

import (
	"errors"
	"testing"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/fault"
)

// TestTakeBackRecognition: until it is decided, checked or not, officers take their own request back; nobody
// handles it any more, the log keeps what it was, and another may be sent.
func TestTakeBackRecognition(t *testing.T) {
	w := setupRecognition(t)
	s, ctx := w.service, t.Context()
	for _, before := range []RecognitionState{RecognitionSubmitted, RecognitionProposed} {
		r := w.submit(t, w.anna)
		if before == RecognitionProposed {
			if _, err := s.CheckRecognition(ctx, w.focal, CheckRecognition{ID: r.ID, Propose: true, Note: "Đã tra cứu"}); err != nil {
				t.Fatal(err)
			}
		}
		taken, err := s.TakeBackRecognition(ctx, w.anna, r.ID)
		if err != nil || taken.State != RecognitionTakenBack || taken.TakenBackAt == nil || !taken.TakenBackAt.Equal(s.now()) {
			t.Fatalf("%s: %+v, %v", before, taken, err)
		}
		if n := w.count(t, `SELECT count(*) FROM learning.recognitions WHERE id = ? AND state = 'taken_back' AND taken_back_at = ?`, r.ID, s.now()); n != 1 {
			t.Errorf("%s: the request is not stored as taken back", before)
		}
		if n := w.count(t, `SELECT count(*) FROM audit.entries WHERE action = 'take_back_recognition' AND object_id = ? AND actor_id = ? AND agency_id = ?
			AND before->>'state' = ? AND after->>'state' = 'taken_back'`, r.ID, w.anna.PersonID, w.agencyA, string(before)); n != 1 {
			t.Errorf("%s: %d entries in the log", before, n)
		}
		if _, err := s.CheckRecognition(ctx, w.focal, CheckRecognition{ID: r.ID, Propose: true, Note: "Đã tra cứu"}); !errors.Is(err, ErrRecognitionMoved) {
			t.Errorf("%s: checked afterwards: %v", before, err)
		}
		if _, err := s.DecideRecognition(ctx, w.leader, DecideRecognition{ID: r.ID, Accept: true, Reason: "Đồng ý"}); !errors.Is(err, ErrRecognitionMoved) {
			t.Errorf("%s: decided afterwards: %v", before, err)
		}
	}
	if w.counts(t, w.anna.PersonID, today) != 0 {
		t.Error("what was taken back counts")
	}
	w.accept(t, w.anna)
}

// TestTakeBackRecognitionForbidden: nobody takes back another person's request, nor what was decided or
// taken back already; it stays as it is.
func TestTakeBackRecognitionForbidden(t *testing.T) {
	w := setupRecognition(t)
	open, decided, gone := w.submit(t, w.anna), w.accept(t, w.officer(t, w.agencyA)), w.submit(t, w.focal)
	if _, err := w.service.TakeBackRecognition(t.Context(), w.focal, gone.ID); err != nil {
		t.Fatal(err)
	}
	officer := access.Principal{PersonID: decided.PersonID}
	for name, c := range map[string]struct {
		who  access.Principal
		id   uuid.UUID
		want error
	}{
		"nobody":                   {access.Principal{}, open.ID, fault.ErrSignInRequired},
		"a colleague":              {w.officer(t, w.agencyA), open.ID, fault.ErrNotFound},
		"the focal point":          {w.focal, open.ID, fault.ErrNotFound},
		"the leader":               {w.leader, open.ID, fault.ErrNotFound},
		"another agency":           {w.elsewhere, open.ID, fault.ErrNotFound},
		"an unknown request":       {w.anna, uuid.New(), fault.ErrNotFound},
		"what was accepted":        {officer, decided.ID, ErrRecognitionMoved},
		"what was taken back once": {w.focal, gone.ID, ErrRecognitionMoved},
	} {
		if _, err := w.service.TakeBackRecognition(t.Context(), c.who, c.id); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	if n := w.count(t, `SELECT count(*) FROM learning.recognitions WHERE (id, state) IN ((?, 'submitted'), (?, 'accepted'))`, open.ID, decided.ID); n != 2 {
		t.Error("what was refused has changed a request")
	}
}
