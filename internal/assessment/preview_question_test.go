package assessment

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"slices"
	"testing"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/question"
)

// author is somebody with a role at an agency.
func (w *world) author(role access.Role, agency uuid.UUID) access.Principal {
	return access.Principal{PersonID: audit.NewID(), Grants: []access.Grant{{Role: role, AgencyID: agency, Agencies: []uuid.UUID{agency}}}}
}

func draftOrder() BankQuestion {
	options := []question.Option{{Text: question.LocalText{VI: "Dừng"}}, {Text: question.LocalText{VI: "Hỏi"}}, {Text: question.LocalText{VI: "Báo"}}}
	return BankQuestion{Topic: "m1", Difficulty: 2, Body: question.Body{Type: question.Ordering, MaxPoints: 300, Scoring: question.Partial,
		Stem: question.LocalText{VI: "<p>Xếp theo thứ tự</p>"}, Options: options}}
}

// TestPreviewQuestion shows a right draft, tries answers to it, and names what is wrong with another.
func TestPreviewQuestion(t *testing.T) {
	t.Parallel()
	w := newWorld(t, usual)
	who := w.author(access.Author, w.agency)
	preview := func(q BankQuestion, answer question.Answer) QuestionPreview {
		t.Helper()
		p, err := w.svc.PreviewQuestion(context.Background(), who, PreviewQuestion{CourseKey: "an1", Question: q, Seed: 7, Answer: answer})
		w.must(err)
		return p
	}
	q := draftOrder()
	shown := preview(q, question.Answer{})
	if len(shown.Problems) > 0 || len(shown.View.Options) != 3 || shown.Tried != nil || len(shown.Solution.Choices) != 3 {
		t.Fatalf("%+v", shown)
	}
	if right := preview(q, shown.Solution).Tried; right == nil || right.Points != 300 {
		t.Errorf("the solution earns %+v", right)
	}
	wrong := slices.Clone(shown.Solution.Choices)
	slices.Reverse(wrong)
	if tried := preview(q, question.Answer{Choices: wrong}).Tried; tried == nil || tried.Points >= 300 {
		t.Errorf("the reverse order earns %+v", tried)
	}
	if tried := preview(q, question.Answer{Choices: []int{0, 9}}).Tried; tried != nil {
		t.Errorf("an answer to another question earns %+v", tried)
	}
	q.Topic, q.Difficulty, q.Body.Options[1].Text.VI, q.Body.Stem.VI = "m9", 4, "", ""
	var paths []string
	for _, f := range preview(q, question.Answer{}).Problems {
		paths = append(paths, f.Path)
	}
	if want := []string{"body.stem.vi", "body.options[1].text.vi", "topic", "difficulty"}; !slices.Equal(paths, want) {
		t.Errorf("problems at %v, want %v", paths, want)
	}
}

// TestPreviewOfOthers: a course of another agency is not there, and without the right nothing is.
func TestPreviewOfOthers(t *testing.T) {
	t.Parallel()
	w := newWorld(t, usual)
	for who, want := range map[*access.Principal]error{
		new(w.author(access.Author, audit.NewID())): fault.ErrNotFound,
		new(w.author(access.Examiner, w.agency)):    fault.ErrForbidden,
		{PersonID: audit.NewID()}:                   fault.ErrForbidden,
		{}:                                          fault.ErrSignInRequired,
	} {
		_, err := w.svc.PreviewQuestion(context.Background(), *who, PreviewQuestion{CourseKey: "an1", Question: draftOrder()})
		if !errors.Is(err, want) {
			t.Errorf("%+v previews: %v, want %v", who, err, want)
		}
		if _, err := w.svc.AddBankImage(context.Background(), *who, "an1", pixels(t)); !errors.Is(err, want) {
			t.Errorf("%+v uploads: %v, want %v", who, err, want)
		}
	}
	if n := w.count(`SELECT count(*) FROM assessment.bank_images`); n > 0 {
		t.Errorf("%d pictures were kept", n)
	}
}

func pixels(t *testing.T) []byte {
	t.Helper()
	return encoded(t, image.NewGray(image.Rect(0, 0, 40, 30)))
}

func encoded(t *testing.T, picture image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestBankImage: a question shows pictures of its own course alone, in the size that they have.
func TestBankImage(t *testing.T) {
	t.Parallel()
	w := newWorld(t, usual)
	who := w.author(access.Author, w.agency)
	file, err := w.svc.AddBankImage(context.Background(), who, "an1", pixels(t))
	w.must(err)
	w.exec(`INSERT INTO media.files (id, sha256, size, mime) VALUES ('00000000-0000-7000-8000-000000000001', sha256('x'), 1, 'image/jpeg')`)
	q := BankQuestion{Topic: "m1", Difficulty: 1, Body: question.Body{Type: question.HotspotType, MaxPoints: 100, Scoring: question.Partial,
		Stem: question.LocalText{VI: "<p>Chỉ vào ô</p>"}, Hotspot: &question.Hotspot{
			Image:   question.Image{File: file.ID.String(), Width: 5, Height: 5, Alt: question.LocalText{VI: "Màn hình"}},
			Regions: []question.Region{{Shape: question.Rectangle, Coords: []int{1, 1, 30, 20}, Label: question.LocalText{VI: "Ô"}, Correct: true}}}}}
	preview, err := w.svc.PreviewQuestion(context.Background(), who, PreviewQuestion{CourseKey: "an1", Question: q})
	w.must(err)
	if len(preview.Problems) > 0 || preview.View.Image.Width != 40 || preview.View.Image.Height != 30 || len(preview.Pictures) != 1 || preview.Pictures[0].ID != file.ID {
		t.Errorf("%+v", preview)
	}
	q.Body.Hotspot.Image.File = "00000000-0000-7000-8000-000000000001"
	preview, err = w.svc.PreviewQuestion(context.Background(), who, PreviewQuestion{CourseKey: "an1", Question: q})
	w.must(err)
	if len(preview.Problems) == 0 || preview.Problems[0].Code != "question.image_unknown" || preview.View.Image != nil || len(preview.Pictures) > 0 {
		t.Errorf("a file of somebody else: %+v", preview)
	}
	if _, err := w.svc.AddBankImage(context.Background(), who, "an1", []byte("<svg onload='x()'/>")); err == nil {
		t.Error("what is no picture is kept")
	}
}
