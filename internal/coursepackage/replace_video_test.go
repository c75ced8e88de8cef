package coursepackage

import (
	"context"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/catalog"
	"taphuan/internal/fault"
	"taphuan/internal/media"
	"taphuan/internal/media/caption"
	"taphuan/internal/postgres"
)

// shelf is a province with the sample course, and a library with one video of two minutes.
type shelf struct {
	*target
	editor          *Editor
	root, agency    uuid.UUID
	manager, author access.Principal // at the province, and at one agency
	video           uuid.UUID
}

func newShelf(t *testing.T) *shelf {
	t.Helper()
	s := &shelf{target: newTarget(t), root: audit.NewID(), agency: audit.NewID(), video: audit.NewID()}
	s.editor = NewEditor(s.db, s.files, time.Now)
	s.imports(good(t))
	addAgency := func(id uuid.UUID, parent *uuid.UUID) {
		s.exec(`INSERT INTO organization.agencies (id) VALUES (?)`, id)
		s.exec(`INSERT INTO organization.agency_versions (id, agency_id, parent_id, valid_from, name, kind, code, name_key) VALUES (?, ?, ?, '2020-01-01', ?, 'province', ?, '')`,
			uuid.New(), id, parent, id.String(), id.String())
	}
	addAgency(s.root, nil)
	addAgency(s.agency, &s.root)
	s.manager = access.Principal{PersonID: uuid.New(), Grants: []access.Grant{{Role: access.SystemAdmin, AgencyID: s.root, Agencies: []uuid.UUID{s.root, s.agency}}}}
	s.author = access.Principal{PersonID: uuid.New(), Grants: []access.Grant{{Role: access.Author, AgencyID: s.agency, Agencies: []uuid.UUID{s.agency}}}}
	err := s.db.RunInTx(t.Context(), postgres.Agencies(s.agency), func(ctx context.Context, tx bun.Tx) error {
		file, err := s.files.StoreTx(ctx, tx, []byte("phim"), media.File{Mime: "video/mp4", DurationMs: 120_000})
		if err != nil {
			return err
		}
		if err := media.EncodeTx(ctx, tx, file.ID); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO media.videos (id, agency_id, title, file_id) VALUES (?, ?, 'Phim mới', ?)`, s.video, s.agency, file.ID)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *shelf) exec(query string, args ...any) {
	s.t.Helper()
	if _, err := s.owner.ExecContext(s.t.Context(), query, args...); err != nil {
		s.t.Fatal(err)
	}
}

func (s *shelf) course() (catalog.Course, []catalog.Module) {
	s.t.Helper()
	course, modules, err := catalog.New(s.db).FindCourse(s.t.Context(), "good")
	if err != nil {
		s.t.Fatal(err)
	}
	return course, modules
}

// caption gives the video Vietnamese captions from its first second to its last.
func (s *shelf) caption() {
	s.t.Helper()
	var cues []caption.Cue
	for at := time.Duration(0); at < 2*time.Minute; at += 4 * time.Second {
		cues = append(cues, caption.Cue{Start: at, End: at + 4*time.Second, Text: "Một câu nói dài vừa phải."})
	}
	if _, err := s.files.SaveCaptions(s.t.Context(), s.author, media.SaveCaptions{VideoID: s.video, Locale: "vi", Cues: cues}); err != nil {
		s.t.Fatal(err)
	}
}

// testsOf describes the tests of a version.
func (s *shelf) testsOf(version uuid.UUID) string {
	s.t.Helper()
	var text string
	err := s.owner.NewRaw(`SELECT count(DISTINCT t.id) || ' tests, ' || count(*) || ' questions: ' || string_agg(DISTINCT t.kind || t.title_vi || t.blueprint::text, ' ' ORDER BY t.kind || t.title_vi || t.blueprint::text)
		FROM assessment.tests t JOIN assessment.test_pool p ON p.test_id = t.id WHERE t.course_version_id = ?`, version).Scan(s.t.Context(), &text)
	if err != nil {
		s.t.Fatal(err)
	}
	return text
}

func (s *shelf) replace(who access.Principal, lesson uuid.UUID) (int, error) {
	return s.editor.ReplaceVideo(s.t.Context(), who, ReplaceVideo{CourseKey: "good", LessonID: lesson, VideoID: s.video})
}

// TestReplaceVideo: a ready, captioned video goes into a lesson; the course gets a new version with all that the old
// one had, and an import leaves it alone from then on. The old version stays as it was.
func TestReplaceVideo(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	old, modules := s.course()
	lesson := modules[0].Lessons[0]
	refuses := func(what string, who access.Principal, lesson uuid.UUID, want string) {
		t.Helper()
		if _, err := s.replace(who, lesson); fault.From(err).Code != want {
			t.Errorf("%s: %v, want %s", what, err, want)
		}
	}
	refuses("a video in work", s.manager, lesson.ID, media.ErrVideoNotReady.Code)
	s.exec(`UPDATE media.encodings SET state = 'ready', progress = 100 WHERE file_id = (SELECT file_id FROM media.videos WHERE id = ?)`, s.video)
	refuses("without captions", s.manager, lesson.ID, media.ErrNoCaptions.Code)
	s.caption()
	refuses("an author of an agency, in a course of the province", s.author, lesson.ID, ErrNotYourCourse.Code)
	refuses("a lesson of nowhere", s.manager, uuid.New(), ErrCourseMoved.Code)
	refuses("a learner", access.Principal{PersonID: uuid.New()}, lesson.ID, fault.ErrNotFound.Code)
	stranger := access.Principal{PersonID: uuid.New(), Grants: []access.Grant{{Role: access.Author, AgencyID: s.root, Agencies: []uuid.UUID{s.root}}}}
	refuses("a video of another agency", stranger, lesson.ID, fault.ErrNotFound.Code)

	version, err := s.replace(s.manager, lesson.ID)
	if err != nil || version != 2 {
		t.Fatalf("version %d, %v", version, err)
	}
	course, changed := s.course()
	now := changed[0].Lessons[0]
	if course.Title != old.Title || course.Number != 2 || len(changed) != len(modules) || now.VideoID == lesson.VideoID || now.Voice != "human" || now.Minutes != lesson.Minutes+1 {
		t.Errorf("course %+v, lesson %+v", course, now)
	}
	texts, err := catalog.FindLessonTexts(t.Context(), s.db.Bun, now.ID)
	if err != nil || !strings.Contains(texts["vi"].TranscriptHTML, "Một câu nói") || texts["en"].CaptionsID != uuid.Nil || len(texts["vi"].Blocks) == 0 {
		t.Errorf("texts %+v, %v", texts, err)
	}
	_, vtt, err := s.files.Open(t.Context(), texts["vi"].CaptionsID)
	if err != nil {
		t.Fatal(err)
	}
	defer vtt.Close()
	if data, err := io.ReadAll(vtt); err != nil || strings.Count(string(data), "-->") != 30 {
		t.Errorf("captions %q, %v", data, err)
	}
	if a, b := s.testsOf(old.VersionID), s.testsOf(course.VersionID); a != b || !strings.HasPrefix(a, "2 tests") {
		t.Errorf("tests of the old version: %s; of the new one: %s", a, b)
	}
	before, err := catalog.FindLesson(t.Context(), s.db.Bun, old.VersionID, lesson.ID)
	if err != nil || before.VideoID != lesson.VideoID {
		t.Errorf("the old version: %+v, %v", before, err)
	}
	refuses("a lesson of the old version", s.manager, lesson.ID, ErrCourseMoved.Code)
	s.keepsQuestions(lesson.ID, now.ID)
	if outcome := s.imports(edited(t, "course.yaml", "Sample course", "Another title")); outcome.Result != catalog.EditedHere {
		t.Errorf("an import after the edit: %+v", outcome)
	}
	if list, total, err := catalog.New(s.db).ListCourses(t.Context(), catalog.ListCourses{Query: "cup may", Limit: 5}); err != nil || total != 1 {
		t.Errorf("search finds %+v of %d, %v", list, total, err)
	}
}

// keepsQuestions puts the same video into a lesson again, as for captions that were corrected: then the questions at its
// moments stay, as those of another video did not.
func (s *shelf) keepsQuestions(before, lesson uuid.UUID) {
	s.t.Helper()
	questionsOf := func(id uuid.UUID) []catalog.LessonQuestion {
		s.t.Helper()
		found, err := catalog.FindLessonQuestions(s.t.Context(), s.db.Bun, id)
		if err != nil {
			s.t.Fatal(err)
		}
		return found
	}
	if len(questionsOf(before)) == 0 || len(questionsOf(lesson)) > 0 {
		s.t.Errorf("%d questions before, %d at another video", len(questionsOf(before)), len(questionsOf(lesson)))
	}
	s.exec(`INSERT INTO catalog.lesson_questions (lesson_id, key, at_ms, body) SELECT ?, key, at_ms, body FROM catalog.lesson_questions WHERE lesson_id = ?`, lesson, before)
	if _, err := s.replace(s.manager, lesson); err != nil {
		s.t.Fatal(err)
	}
	_, modules := s.course()
	if diff := cmp.Diff(questionsOf(lesson), questionsOf(modules[0].Lessons[0].ID)); diff != "" {
		s.t.Error(diff)
	}
}
