package assessment

import (
	"context"
	"image"
	"image/color"
	"log/slog"
	"testing"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/media"
	"taphuan/internal/question"
)

// TestForgetUploads: a picture that no question showed within 30 days goes, row and bytes; one that a draft shows stays
// with it, and one that is uploaded again begins anew.
func TestForgetUploads(t *testing.T) {
	t.Parallel()
	w := newWorld(t, usual)
	who := w.author(access.Author, w.agency)
	upload := func(shade uint8) uuid.UUID {
		t.Helper()
		picture := image.NewGray(image.Rect(0, 0, 20, 10))
		picture.SetGray(0, 0, color.Gray{Y: shade})
		file, err := w.svc.AddBankImage(t.Context(), who, "an1", encoded(t, picture))
		w.must(err)
		return file.ID
	}
	shown, unused, again := upload(0), upload(100), upload(255)
	truth := true
	_, err := w.svc.SaveQuestion(t.Context(), who, SaveQuestion{CourseKey: "an1", Question: BankQuestion{Key: "co-hinh", Topic: "m1", Difficulty: 1,
		Body: question.Body{Type: question.TrueFalse, MaxPoints: 100, Truth: &truth,
			Stem: question.LocalText{VI: `<p>Xem <img src="media:` + shown.String() + `" alt="Ô"></p>`}}}})
	w.must(err)
	w.must(w.svc.ForgetUploads(t.Context()))
	if n := w.count(`SELECT count(*) FROM assessment.bank_images`); n != 3 {
		t.Errorf("%d pictures are left of 3 new ones", n)
	}

	later := *w.svc
	later.now = func() time.Time { return time.Now().AddDate(0, 0, uploadDays+1) }
	w.exec(`UPDATE assessment.bank_images SET created_at = now() - interval '31 days'`)
	if upload(255) != again {
		t.Error("the same picture is another file")
	}
	w.must(w.svc.ForgetUploads(t.Context()))
	w.exec(`UPDATE media.files SET created_at = now() - interval '31 days'`)
	w.must(media.NewCollector(w.svc.files, slog.New(slog.DiscardHandler), time.Now).Collect(context.Background()))
	for id, want := range map[uuid.UUID]int{shown: 1, unused: 0, again: 1} {
		if n := w.count(`SELECT count(*) FROM media.files WHERE id = ?`, id); n != want {
			t.Errorf("%d files %v, want %d", n, id, want)
		}
	}
	w.must(later.ForgetUploads(t.Context()))
	if n := w.count(`SELECT count(*) FROM assessment.bank_images`); n != 1 {
		t.Errorf("%d pictures are left, want the one of the draft", n)
	}
}
