package catalog_test

import (
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"

	"taphuan/internal/catalog"
)

// TestListShowings: a lesson keeps its video over versions by its key, or under a key numbered anew; lessons that change
// places or share a video are told apart, and so are courses.
func TestListShowings(t *testing.T) {
	w := setup(t)
	films := map[byte]uuid.UUID{}
	for _, name := range "ABC" {
		films[byte(name)] = uuid.New()
		w.exec(fmt.Sprintf(`INSERT INTO media.files (id, sha256, size, mime, duration_ms) VALUES ('%s', sha256('%c'), 1, 'video/mp4', 1000)`, films[byte(name)], name))
	}
	content := byte(0)
	publish := func(course string, lessons ...string) map[string]uuid.UUID {
		content++
		d := draft(course, "Khóa", content)
		d.Modules = d.Modules[:1]
		d.Modules[0].Lessons = nil
		for _, l := range lessons {
			slug, film, _ := strings.Cut(l, "=")
			lesson := catalog.Lesson{Slug: slug, Kind: catalog.TextLesson, Title: catalog.LocalText{VI: slug}, Minutes: 1}
			if film != "" {
				lesson.Kind, lesson.VideoID, lesson.Voice = catalog.VideoLesson, films[film[0]], "human"
			}
			d.Modules[0].Lessons = append(d.Modules[0].Lessons, lesson)
		}
		w.publish(d)
		ids := map[string]uuid.UUID{"course": d.ID}
		for _, l := range d.Modules[0].Lessons {
			ids[l.Slug] = l.ID
		}
		return ids
	}
	versions := []map[string]uuid.UUID{
		publish("an1", "01=A", "02=B", "03"),
		publish("an1", "01=B", "02=A", "03"),         // two change places
		publish("an1", "01=C", "02=A", "03"),         // another video
		publish("an1", "00", "01b=C", "02b=A", "03"), // numbered anew
		publish("an1", "01b=B", "02b=A"),             // a video that was shown before
		publish("an1", "02b=A", "04=A"),              // a video that is shown twice
	}
	other := publish("an2", "01b=B")
	for _, c := range []struct {
		version int
		slug    string
		want    string
	}{
		{1, "01", "[B] since 1 of 3; C since 3 of 1; A since 1 of 1"},
		{1, "02", "[A] since 1 of 6; B since 1 of 1"},
		{2, "02", "[A] since 1 of 6; B since 1 of 1"},
		{3, "02b", "[A] since 1 of 6"},
		{4, "01b", "[B] since 1 of 3; C since 4 of 1"},
		{4, "02b", "[A] since 1 of 6"},
		{5, "02b", "[A] since 1 of 6"},
		{5, "04", "[A] since 1 of 4"}, // without what stands under a key of the other
		{2, "03", "no rows"},
	} {
		own, all, err := catalog.ListShowings(t.Context(), w.db.Bun, versions[c.version]["course"], versions[c.version][c.slug])
		if got := showings(films, own, all, err); got != c.want {
			t.Errorf("version %d, lesson %s: %s, want %s", c.version+1, c.slug, got, c.want)
		}
	}
	if _, _, err := catalog.ListShowings(t.Context(), w.db.Bun, versions[4]["course"], other["01b"]); !errors.Is(err, sql.ErrNoRows) {
		t.Errorf("a lesson of another course: %v", err)
	}
}

func showings(films map[byte]uuid.UUID, own catalog.Showing, all []catalog.Showing, err error) string {
	if errors.Is(err, sql.ErrNoRows) {
		return "no rows"
	}
	var parts []string
	for _, s := range all {
		for name, film := range films {
			if film == s.VideoID {
				format := "%c since %d of %d"
				if film == own.VideoID {
					format = "[%c] since %d of %d"
				}
				parts = append(parts, fmt.Sprintf(format, name, s.Since, len(s.Lessons)))
			}
		}
	}
	return strings.Join(parts, "; ")
}
