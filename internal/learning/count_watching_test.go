package learning

import (
	"testing"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/fault"
)

func author() access.Principal {
	return access.Principal{PersonID: uuid.New(), Grants: []access.Grant{{Role: access.Author, AgencyID: uuid.New()}}}
}

// TestCountWatching: authors see where people leave and what they watch again from five people up, and nobody else does.
func TestCountWatching(t *testing.T) {
	t.Parallel()
	w := setup(t)
	count := func() Watching {
		t.Helper()
		counted, err := w.service.CountWatching(t.Context(), author(), "an1", w.video)
		if err != nil {
			t.Fatal(err)
		}
		return counted
	}
	for i := range 4 {
		w.watchAs(t, w.officer(t, w.agencyA), segment(1, 0, (i+1)*10_000))
	}
	if few := count(); few.People != 0 || len(few.Buckets) != 30 || few.Buckets[0] != (WatchingBucket{}) {
		t.Errorf("of four people: %+v", few)
	}
	w.watchAs(t, w.officer(t, w.agencyB), segment(1, 0, 50_000), segment(2, 20_000, 30_000))
	counted := count()
	if counted.People != 5 || counted.BucketMs != 2000 {
		t.Fatalf("%+v", counted)
	}
	for second, want := range map[int]WatchingBucket{0: {5, 0}, 15: {4, 0}, 25: {3, 1}, 35: {2, 0}, 45: {1, 0}, 55: {0, 0}} {
		if got := counted.Buckets[second/2]; got != want {
			t.Errorf("at second %d: %+v, want %+v", second, got, want)
		}
	}
	for name, c := range map[string]struct {
		who    access.Principal
		key    string
		lesson uuid.UUID
		want   fault.Kind
	}{
		"a learner": {w.anna, "an1", w.video, fault.Forbidden},
		"nobody":    {access.Principal{}, "an1", w.video, fault.Unauthenticated},
		"a text":    {author(), "an1", w.text, fault.NotFound},
		"no lesson": {author(), "an1", uuid.New(), fault.NotFound},
		"no course": {author(), "xx9", w.video, fault.NotFound},
	} {
		if _, err := w.service.CountWatching(t.Context(), c.who, c.key, c.lesson); fault.KindOf(err) != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// watchAs enrolls somebody who then watches for ten minutes.
func (w *world) watchAs(t *testing.T, who access.Principal, segments ...Segment) {
	t.Helper()
	id := w.enroll(t, who)
	_, err := w.service.RecordWatch(t.Context(), who, RecordWatch{EnrollmentID: id, LessonID: w.video, PlaybackID: w.open(t, who, id, 600), Segments: segments})
	if err != nil {
		t.Fatal(err)
	}
}

// TestListSegments: a person sees all that is kept of their own watching, page by page, and nothing of anybody else's.
func TestListSegments(t *testing.T) {
	t.Parallel()
	w := setup(t)
	id := w.enroll(t, w.anna)
	fast := segment(2, 10_000, 20_000)
	fast.Speed, fast.Hidden = 150, true
	w.watch(t, id, w.open(t, w.anna, id, 61), segment(1, 0, 10_000), fast)
	rows, total, err := w.service.ListSegments(t.Context(), w.anna, id, w.video, 1, 0)
	if err != nil || total != 2 || len(rows) != 1 || rows[0].Speed != 150 || rows[0].Visible || rows[0].FromMs != 10_000 {
		t.Errorf("%+v of %d, %v", rows, total, err)
	}
	if rows, _, err = w.service.ListSegments(t.Context(), w.anna, id, w.video, 1, 1); err != nil || len(rows) != 1 || rows[0].ToMs != 10_000 {
		t.Errorf("second page: %+v, %v", rows, err)
	}
	for name, call := range map[string]func() error{
		"another person": func() error { _, _, err := w.service.ListSegments(t.Context(), w.binh, id, w.video, 9, 0); return err },
		"no such lesson": func() error {
			_, _, err := w.service.ListSegments(t.Context(), w.anna, id, uuid.New(), 9, 0)
			return err
		},
	} {
		if err := call(); fault.KindOf(err) != fault.NotFound {
			t.Errorf("%s: %v", name, err)
		}
	}
}
