package coursepackage

import (
	"context"
	"crypto/sha256"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/assessment"
	"taphuan/internal/audit"
	"taphuan/internal/catalog"
	"taphuan/internal/fault"
	"taphuan/internal/media"
	"taphuan/internal/media/caption"
	"taphuan/internal/organization"
	"taphuan/internal/postgres"
)

// ReplaceVideo puts a video of the library into a lesson of a course's current version.
type ReplaceVideo struct {
	CourseKey string
	LessonID  uuid.UUID
	VideoID   uuid.UUID
}

// Faults of editing a course.
var (
	ErrNotYourCourse = fault.New(fault.Forbidden, "course.not_yours", fault.Text{
		VI: "Khóa học này của cấp tỉnh. Hãy nhờ người phụ trách nội dung ở cấp tỉnh thay video.",
		EN: "This course belongs to the province. Ask whoever is in charge of its content there to replace the video."})
	ErrCourseMoved = fault.New(fault.Conflict, "course.moved_on", fault.Text{
		VI: "Khóa học vừa có phiên bản mới. Hãy tải lại trang rồi chọn lại bài.",
		EN: "The course has just got a new version. Reload the page and choose the lesson again."})
)

// Editor edits courses in the platform.
type Editor struct {
	db    *postgres.DB
	files *media.Service
	now   func() time.Time
}

// NewEditor returns an editor.
func NewEditor(db *postgres.DB, files *media.Service, now func() time.Time) *Editor {
	return &Editor{db: db, files: files, now: now}
}

// ReplaceVideo publishes a new version of a course in which one lesson shows a video of the library, with its captions and
// its transcript; the questions that stood at moments of another video go with it. Whoever has begun the course stays
// on the version they began with. It returns the number of the new version. Errors: fault.ErrNotFound for a video of
// another agency, ErrNotYourCourse, ErrCourseMoved when the lesson is not of the current version, and what
// media.FindReadyVideo refuses: a video that is not ready, or has no checked captions in Vietnamese.
func (ed *Editor) ReplaceVideo(ctx context.Context, who access.Principal, cmd ReplaceVideo) (int, error) {
	number := 0
	err := ed.db.RunInTx(ctx, postgres.Agencies(who.AgenciesFor(access.ManageCourses)...), func(ctx context.Context, tx bun.Tx) error {
		video, err := media.FindReadyVideo(ctx, tx, who, cmd.VideoID)
		if err != nil {
			return err
		}
		d, err := catalog.FindDraft(ctx, tx, cmd.CourseKey)
		if err != nil {
			return err
		}
		if _, err := requireOwn(ctx, tx, who, d.Course); err != nil {
			return err
		}
		e := edit{tx: tx, files: ed.files, draft: &d}
		before := d.VersionID
		if err := e.replace(ctx, cmd.LessonID, video); err != nil {
			return err
		}
		if err := catalog.PublishEditTx(ctx, tx, &d, ed.now()); err != nil {
			return err
		}
		number = d.Number
		if err := assessment.CopyTestsTx(ctx, tx, before, d.VersionID); err != nil {
			return err
		}
		return audit.RecordTx(ctx, tx, audit.Entry{ActorID: who.PersonID, ActorRole: string(who.RoleAt(access.ManageCourses, video.AgencyID)), AgencyID: video.AgencyID,
			Action: "replace_video", ObjectType: "course", ObjectID: d.ID,
			After: map[string]any{"key": d.Key, "version": d.Number, "video": video.ID, "title": video.Title}})
	})
	return number, err
}

// requireOwn wants the right to make courses at whose course it is, an agency's or the province's, and returns that agency.
func requireOwn(ctx context.Context, tx bun.IDB, who access.Principal, c catalog.Course) (uuid.UUID, error) {
	owner, err := organization.OwnerOf(ctx, tx, c.AgencyID)
	if err == nil && who.RequireAt(access.ManageCourses, owner) != nil {
		err = ErrNotYourCourse
	}
	return owner, err
}

// ownOrHidden is requireOwn where a course of somebody else is not there: fault.ErrNotFound.
func ownOrHidden(ctx context.Context, tx bun.IDB, who access.Principal, c catalog.Course) (uuid.UUID, error) {
	owner, err := requireOwn(ctx, tx, who, c)
	if errors.Is(err, ErrNotYourCourse) {
		err = fault.ErrNotFound
	}
	return owner, err
}

// edit changes a course that is about to get a new version.
type edit struct {
	tx    bun.Tx
	files *media.Service
	draft *catalog.Draft
}

// replace gives a lesson the video.
func (e edit) replace(ctx context.Context, lessonID uuid.UUID, video media.ReadyVideo) error {
	lesson := e.draft.Lesson(lessonID)
	if lesson == nil {
		return ErrCourseMoved
	}
	if err := e.minutes(ctx, lesson, video.File); err != nil {
		return err
	}
	if lesson.VideoID != video.File.ID { // the questions stand at moments of the old one
		lesson.Voice, lesson.Questions = "human", nil
	}
	lesson.Kind, lesson.VideoID, lesson.PosterID = catalog.VideoLesson, video.File.ID, video.PosterID
	for locale, text := range lesson.Texts {
		text.CaptionsID, text.TranscriptHTML = uuid.Nil, ""
		lesson.Texts[locale] = text
	}
	for _, c := range video.Captions {
		if err := e.caption(ctx, lesson, c); err != nil {
			return err
		}
	}
	e.finish(append(lessonID[:], video.ID[:]...))
	return nil
}

// finish gives the draft what publishing needs: the plain texts that search reads, and a hash of its own. What names the
// change.
func (e edit) finish(what []byte) {
	for _, m := range e.draft.Modules {
		for _, l := range m.Lessons {
			for locale, text := range l.Texts {
				text.PlainText = plainTextOf(text.Blocks)
				l.Texts[locale] = text
			}
		}
	}
	sum := sha256.New()
	sum.Write(e.draft.ContentHash)
	sum.Write(what)
	e.draft.ContentHash = sum.Sum(nil)
}

// minutes changes the lesson's time by the difference of the videos.
func (e edit) minutes(ctx context.Context, lesson *catalog.Lesson, file media.File) error {
	old := media.File{}
	if lesson.VideoID != uuid.Nil {
		var err error
		if old, err = media.FindFile(ctx, e.tx, lesson.VideoID); err != nil {
			return err
		}
	}
	lesson.Minutes = max(1, lesson.Minutes+begunMinutes(file.DurationMs)-begunMinutes(old.DurationMs))
	return nil
}

func begunMinutes(ms int) int { return (ms + 59_999) / 60_000 }

// caption stores the captions of one language; one that the lesson's text lacks has no place for them.
func (e edit) caption(ctx context.Context, lesson *catalog.Lesson, c media.Captions) error {
	text, written := lesson.Texts[c.Locale]
	if !written {
		return nil
	}
	file, err := e.files.StoreTx(ctx, e.tx, []byte(caption.Write("", c.Cues)), media.File{Mime: "text/vtt"})
	if err != nil {
		return err
	}
	text.CaptionsID, text.TranscriptHTML = file.ID, c.Transcript()
	lesson.Texts[c.Locale] = text
	return nil
}

// plainTextOf returns what search reads of stored blocks.
func plainTextOf(stored []catalog.Block) string {
	blocks := make([]Block, len(stored))
	for i, b := range stored {
		blocks[i].HTML = b.HTML
		for _, o := range b.Options {
			blocks[i].Options = append(blocks[i].Options, DecisionOption(o))
		}
	}
	return plainBlocks(blocks)
}
