package learning

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/catalog"
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

// TestWatchingGoesOn: figures of a video go on over versions of the course that leave it alone, whatever its key, and
// another video begins its own.
func TestWatchingGoesOn(t *testing.T) {
	t.Parallel()
	w := setup(t)
	first := w.video
	counts := func(what string, lesson uuid.UUID, people, since, videos int) Watching {
		t.Helper()
		counted, err := w.service.CountWatching(t.Context(), author(), "an1", lesson)
		if err != nil || counted.People != people || counted.Video.Since != since || len(counted.Videos) != videos {
			t.Errorf("%s: %d people since version %d, %d videos, %v; want %d, %d, %d", what, counted.People, counted.Video.Since, len(counted.Videos), err, people, since, videos)
		}
		return counted
	}
	for range 5 {
		w.watchAs(t, w.officer(t, w.agencyA), segment(1, 0, 30_000))
	}
	before := counts("the first version", first, 5, 1, 1)

	lessons := w.republish(t, func(m *catalog.Module) { m.Title.VI = "Phần đầu" })
	w.video = lessons[1].ID
	if diff := cmp.Diff(before.Buckets, counts("the lesson unchanged", w.video, 5, 1, 1).Buckets); diff != "" || w.video == first {
		t.Error(diff)
	}
	w.watchAs(t, w.anna, segment(1, 0, 50_000))
	counts("the lesson of the old version", first, 6, 1, 1)

	lessons = w.republish(t, func(m *catalog.Module) {
		added := catalog.Lesson{Slug: "02-them", Kind: catalog.TextLesson, Title: catalog.LocalText{VI: "Bài thêm"}, Minutes: 1, Texts: m.Lessons[0].Texts}
		m.Lessons[1].Slug = "03-video"
		m.Lessons = slices.Insert(m.Lessons, 1, added)
	})
	w.video = lessons[2].ID
	counts("the key numbered anew", w.video, 6, 1, 1)
	w.watchAs(t, w.binh, segment(1, 0, 50_000))

	lessons = w.republish(t, func(m *catalog.Module) { m.Lessons[2].VideoID = w.film(t, 90_000) })
	replaced, old := w.video, lessons[2].ID
	w.video = lessons[2].ID
	fresh := counts("another video", w.video, 0, 4, 2)
	if len(fresh.Buckets) != 45 || fresh.Videos[0].Lessons[0] != w.video || fresh.Videos[1].Lessons[0] != replaced || !fresh.Video.SinceAt.Equal(today.AddDate(0, 0, 3)) {
		t.Errorf("another video: %+v", fresh)
	}
	gone := counts("the video before", replaced, 7, 1, 1+1)
	if got := gone.Buckets[0]; got != (WatchingBucket{7, 0}) || len(gone.Buckets) != 30 {
		t.Errorf("the video before: %+v", gone.Buckets)
	}
	w.republish(t, func(m *catalog.Module) { m.Lessons = m.Lessons[:2] })
	counts("a lesson that is gone", old, 0, 4, 2)
	counts("its video before", first, 7, 1, 1)
}

// TestWatchersArePeople: who takes the course again in another round is one person, so that few stay hidden.
func TestWatchersArePeople(t *testing.T) {
	t.Parallel()
	w := setup(t)
	people := make([]access.Principal, 4)
	for i := range people {
		people[i] = w.officer(t, w.agencyA)
		w.watchAs(t, people[i], segment(1, 0, 20_000), segment(2, 0, 20_000))
	}
	again := func(who access.Principal, course catalog.Course, lesson uuid.UUID, watched string) {
		id := uuid.New()
		w.exec(t, `INSERT INTO learning.enrollments (id, person_id, agency_id, course_id, course_version_id, round, source, started_at) VALUES (?, ?, ?, ?, ?, 2, 'self', now())`,
			id, who.PersonID, w.agencyA, course.ID, course.VersionID)
		w.exec(t, `INSERT INTO learning.lesson_progress (enrollment_id, lesson_id, person_id, agency_id, state, watched) VALUES (?, ?, ?, ?, 'started', ?)`,
			id, lesson, who.PersonID, w.agencyA, watched)
	}
	lessons := w.republish(t, func(*catalog.Module) {})
	again(people[0], w.course, lessons[1].ID, "{}")
	again(people[1], w.course, lessons[1].ID, "{[0,40000)}")
	count := func() Watching {
		t.Helper()
		counted, err := w.service.CountWatching(t.Context(), author(), "an1", lessons[1].ID)
		if err != nil {
			t.Fatal(err)
		}
		return counted
	}
	if few := count(); few.People != 0 || few.Buckets[0] != (WatchingBucket{}) {
		t.Errorf("four people in six rounds: %+v", few)
	}
	w.video = lessons[1].ID
	w.watchAs(t, w.binh, segment(1, 0, 10_000))
	counted := count()
	for second, want := range map[int]WatchingBucket{5: {5, 4}, 15: {4, 4}, 35: {1, 0}, 45: {0, 0}} {
		if got := counted.Buckets[second/2]; counted.People != 5 || got != want {
			t.Errorf("at second %d: %+v of %d, want %+v", second, got, counted.People, want)
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
